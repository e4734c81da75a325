"""`python -m tests.fuzzing.faulty N`: our own client with the fault of a number, from 0; it speaks the client protocol."""

from __future__ import annotations

import sys

from tao_spec.clients.serve import serve
from tests.fuzzing.faults import FAULTS

if __name__ == "__main__":
    FAULTS[int(sys.argv[1])].plant()
    serve(sys.stdin, sys.stdout)
