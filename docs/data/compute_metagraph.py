"""Compute what the rules find in a published metagraph, for the page on Yuma: `python docs/data/compute_metagraph.py FILE`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "_ext"))

from tao_site.metagraph import write_found

if __name__ == "__main__":
    write_found(Path(sys.argv[1]))
