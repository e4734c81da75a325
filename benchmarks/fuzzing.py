"""How many planted faults the fuzzer finds: `python benchmarks/fuzzing.py [--steps 10000] [-j 2] [NUMBER…]`.

Forty clients, each our own with one rule changed in one place, are given so many steps each; each is left at its first
difference. Ten thousand steps, of which two idle cores make several hundred a second, bound all forty by ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> int:
    """Fuzz each faulty client, and say which were found, after how many steps, and how small the vectors are."""
    from tao_spec.fuzz.campaign import Plan, run
    from tests.fuzzing.faults import FAULTS

    options = _options()
    numbers = options.numbers or range(len(FAULTS))
    missed, began = [], time.monotonic()
    for number in numbers:
        fault, start = FAULTS[number], time.monotonic()
        command = [sys.executable, "-m", "tests.fuzzing.faulty", str(number)]
        plan = Plan(
            command, options.seed, tuple(options.paths), steps=options.steps, kinds=1, shrink=1, jobs=options.jobs
        )
        outcome = run(plan)
        took = time.monotonic() - start
        words = outcome.refusal or "not found"
        for finding in outcome.findings[:1]:
            kind, small = finding.found.kind, finding.small
            size = (
                f"{len(small.steps)} step, {len(small.state)} keys, {small.trials} trials" if small else "did not recur"
            )
            words = f"{kind.rule} {kind.part} {kind.what}; {size}"
        if not outcome.findings:
            missed.append(number)
        print(f"{number:2} {fault.sort:18} {fault.place:55} {outcome.steps:6} steps {took:5.1f} s  {words}", flush=True)
    print(f"{len(numbers) - len(missed)} of {len(numbers)} found in {time.monotonic() - began:.0f} s; missed: {missed}")
    return 0 if len(missed) <= len(numbers) // 40 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, help="only these faults")
    parser.add_argument("--steps", type=int, default=10_000, help="for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="paths", action="append", type=Path, default=[])
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    options.paths = options.paths or [Path("conformance/vectors")]
    return options


if __name__ == "__main__":
    sys.exit(main())
