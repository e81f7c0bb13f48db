"""From passages to a versioned index: vectors in Chroma, a lexical index beside it."""

import os

# Read by OpenMP when torch is loaded, so it must be set before. Threads that wait actively for each other take a
# hundred times longer to embed a question as soon as other processes want the processor too.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
