"""What vectors cost a client, domain by domain, through the same runner; and how many times another client's time that is.

Run as `python benchmarks/clients.py [--against CMD] [FOLDER…]`: each folder inside a FOLDER is a domain (the released vectors by
default), run by one process of our own client, then by CMD. The time is what the client takes over requests.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tao_spec.clients.runner import RunReport, run

OURS = f"{sys.executable} -m tao_spec.cli serve"
RELEASED = Path(__file__).resolve().parents[1] / "conformance" / "vectors"


def find_domains(folders: list[Path]) -> list[Path]:
    """The folders inside, or a folder itself where it has none."""
    return [domain for folder in folders for domain in (sorted(p for p in folder.iterdir() if p.is_dir()) or [folder])]


def run_on(command: str, domain: Path) -> RunReport:
    """Run the vectors of a domain, one after the other."""
    return run([domain], command, jobs=1, timeout=600)


def show(name: str, ours: list[float], theirs: list[float], vectors: int, steps: int) -> None:
    """Print what a domain cost."""
    line = f"{name:>18} {vectors:>8,} {steps:>8,} {ours[-1]:>9.2f} {ours[-1] / max(steps, 1) * 1000:>9.2f}"
    print(line + (f" {theirs[-1]:>9.2f} {ours[-1] / theirs[-1]:>7.1f} x" if theirs else ""), flush=True)


def main() -> None:
    """Print a line for each domain, and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", metavar="CMD", help="the command that starts the other client")
    parser.add_argument("folders", nargs="*", type=Path, default=[RELEASED])
    given = parser.parse_args()
    head = f"{'domain':>18} {'vectors':>8} {'steps':>8} {'s':>9} {'ms a step':>9}"
    print(head + (f" {'other, s':>9} {'ratio':>9}" if given.against else ""))
    ours: list[float] = []
    theirs: list[float] = []
    vectors = steps = 0
    for domain in find_domains(given.folders):
        report = run_on(OURS, domain)
        ours.append(report.client_seconds)
        if given.against:
            theirs.append(run_on(given.against, domain).client_seconds)
        show(domain.name, ours, theirs, len(report.results), report.steps)
        vectors, steps = vectors + len(report.results), steps + report.steps
    show("all", [sum(ours)], [sum(theirs)] if theirs else [], vectors, steps)


if __name__ == "__main__":
    main()
