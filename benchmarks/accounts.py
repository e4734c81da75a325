"""How our client compares with the real one on accounts, through the same runner, and what a network's genesis costs.

Run `python benchmarks/accounts.py` from the project's root. `TAO_CLIENT` names the command of the real client; recorded vectors
are taken where they lie beside the project.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from tao_spec.arithmetic.currency import RAO_PER_TAO
from tao_spec.clients.runner import run
from tao_spec.interface.accounts.balances import TransferKeepAlive
from tao_spec.interface.accounts.system import Id
from tao_spec.revisions.r306 import R306
from tao_spec.transition.genesis import genesis_config_from_snapshot
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.files import collect
from tao_spec.vectors.fill import fill
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import Machine, to_hex

OURS = [sys.executable, "-m", "tao_spec.cli", "serve"]
REAL = os.environ.get("TAO_CLIENT", "")
RECORDED = Path("../shared/recorded/r306/accounts")
ROUNDS = 5
TARGET = 10.0
KEYS = 18_669
"""As many keys as the network's own genesis has."""


def main() -> None:
    """Print every ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        filled = Path(scratch) / "vectors"
        fill(filled, only="accounts/")
        compare("filled accounts vectors", collect([filled]))
        if RECORDED.is_dir():
            compare("recorded accounts vectors", collect([RECORDED]))
        else:
            print(f"recorded accounts vectors: none at {RECORDED}")
        scale(filled, Path(scratch) / "again")
    measure_genesis()


def compare(title: str, files: Sequence[Path]) -> None:
    """Print the seconds of both clients over the vectors that ours passes, loading and roots included."""
    passed = [Path(result.path) for result in run(files, OURS).results if result.status == "pass"]
    ours = min(seconds(OURS, passed) for _ in range(ROUNDS))
    print(f"{title}: {len(passed)} of {len(files)} pass; our client takes {ours * 1000:.1f} ms for them")
    if not REAL:
        print("  the real client is missing: name its command by TAO_CLIENT to see the ratio")
        return
    real = min(seconds(REAL, passed) for _ in range(ROUNDS))
    verdict = "within" if ours <= TARGET * real else "ABOVE"
    print(
        f"  the real client takes {real * 1000:.1f} ms: ours is {ours / real:.1f} x, {verdict} the target of {TARGET:g} x"
    )


def seconds(client: str | Sequence[str], files: Sequence[Path]) -> float:
    """The time that a client takes over some vectors, which it must pass."""
    report = run(files, client)
    if not report.passed or report.totals["unsupported"]:
        raise SystemExit(f"{report.client.name} does not pass what ours passes: {report.totals}")
    return report.client_seconds


def timed(work: Callable[[], object]) -> float:
    """The seconds that something takes, the best of several rounds."""

    def once() -> float:
        began = perf_counter()
        work()
        return perf_counter() - began

    return min(once() for _ in range(3))


def scale(vectors: Path, again: Path) -> None:
    """Print what a second process saves, with the start of the processes and all."""
    works: dict[str, Callable[[int], object]] = {
        "filling": lambda jobs: fill(again, only="accounts/", jobs=jobs),
        "running": lambda jobs: run([vectors], OURS, jobs=jobs),
    }
    count = len(collect([vectors]))
    for name, work in works.items():
        one, two = timed(partial(work, 1)), timed(partial(work, 2))
        print(f"{name} {count} vectors: {one:.2f} s with one process, {two:.2f} s with two: {one / two:.1f} x")


def measure_genesis() -> None:
    """Print what a state of the network's size costs, and that a step on it decodes no more than it touches."""
    state = make_genesis()
    load = timed(lambda: Machine.load(306, state))
    root = timed(lambda: Machine.load(306, state).root) - load
    tracemalloc.start()
    machine = Machine.load(306, state)
    _ = machine.root
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"a genesis of {len(state):,} keys: load {load * 1000:.0f} ms, root {root * 1000:.0f} ms, peak {peak / 2**20:.0f} MiB"
    )

    call = TransferKeepAlive(Id(account_named("1")), type(R306.constants.existential_deposit)(1))
    step = machine.write_call(call, Signed(to_hex(account_named("2"))))
    outcome = machine.outcome(machine.make(step))
    decoded = len(machine.chain.store._values)
    taken = timed(lambda: machine.outcome(machine.make(step)))
    print(
        f"  a transfer on it: {taken * 1000:.2f} ms with its root; {len(outcome.changes)} keys changed, "
        f"{decoded} of {len(state):,} decoded"
    )


def make_genesis() -> dict[str, str]:
    """The genesis of a network with as many keys as the real one: some of its own, the rest accounts."""
    own = len(Machine.genesis(R306, {}).chain.store.state)
    balances = {account_named(str(number)).ss58: RAO_PER_TAO for number in range(KEYS - own)}
    return Machine.genesis(R306, genesis_config_from_snapshot({"balances": balances, "stakes": {}})).state


if __name__ == "__main__":
    main()
