"""From passages to a versioned index: vectors in Chroma, a lexical index beside it."""
