"""Machine-checked proofs about the specification's own code; they need z3, which only the extra `dev` installs."""
