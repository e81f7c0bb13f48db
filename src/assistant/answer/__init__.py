"""From a question to an answer of quoted, cited statements. Knows nothing of the web."""
