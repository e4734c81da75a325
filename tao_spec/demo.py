"""The main job on real input, in one command: a genesis, blocks, transfers, vectors, the runner, the invariants, the report.

Where the network's own genesis snapshot is at hand it is used; else a seeded one of the same shape stands in, and the demo says
so.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.clients import reports, runner, terminal
from tao_spec.interface.accounts.balances import Burn, TransferAll, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.messages import Call
from tao_spec.invariants.frame import Watch
from tao_spec.revisions.r306 import R306
from tao_spec.transition.genesis import genesis_config_from_snapshot
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.check import check_files
from tao_spec.vectors.describe import ChainDescriber
from tao_spec.vectors.files import collect, read_json, write_vector
from tao_spec.vectors.fill import PRODUCER, fill
from tao_spec.vectors.format import BlocksStep, GenesisVector, Outcome, Signed, Step, TransitionVector
from tao_spec.vectors.index import write_index
from tao_spec.vectors.machine import Machine, to_hex
from tao_spec.vectors.text import VectorError

SEED = 306
BLOCKS = 300
TRANSFERS = 60
SNAPSHOT = Path("../shared/data/finney-genesis-snapshot.json")
STAND_IN_ACCOUNTS = 2_000


@dataclass(frozen=True)
class Told:
    """What the demo has to say of one of its parts."""

    title: str
    words: str


def run_demo(out: Path, snapshot: Path | None, jobs: int, console: Console) -> bool:
    """Run the whole demo and write everything into a folder.

    Args:
        out: the folder; vectors, reports and the genesis go there.
        snapshot: a snapshot of balances; None looks where it usually is.
        jobs: so many processes.

    Returns:
        Whether every vector passed and every invariant held.

    Raises:
        VectorError: the snapshot cannot be read.
    """
    vectors, (data, words) = out / "vectors", _snapshot(snapshot)
    index = _filled(vectors, jobs, console)
    _tell(console, Told("vectors", f"{len(index.entries)} filled from the cases of conformance/, in {vectors}"))
    machine = _genesis(vectors, data, words, console)
    broken = _story(vectors, machine, console)
    write_index(vectors)
    findings = _checked(vectors, console)
    report = _run(vectors, out, jobs, console)
    terminal.print_summary(report, console)
    _tell(console, Told("report", f"open {out / 'report.html'}"))
    return report.passed and not broken and not findings


def _tell(console: Console, told: Told) -> None:
    console.print(f"[bold]{told.title:>10}[/]  {told.words}", highlight=False)


def _filled(vectors: Path, jobs: int, console: Console) -> Any:
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("filling", total=None)
        return fill(vectors, jobs=jobs, on_progress=lambda done, all_: bar.update(task, completed=done, total=all_))


def _genesis(vectors: Path, data: Mapping[str, Any], words: str, console: Console) -> Machine:
    """The genesis of the network, as a vector of its own."""
    began = time.perf_counter()
    config = genesis_config_from_snapshot(data)
    machine = Machine.genesis(R306, config)
    vector = GenesisVector("genesis/demo", 306, words, config, machine.state, machine.root, PRODUCER)
    write_vector(vectors / "genesis/demo.json.gz", vector)
    taken = time.perf_counter() - began
    _tell(console, Told("genesis", f"{words} {len(machine.state):,} keys, root {machine.root[:18]}…, {taken:.1f} s"))
    return machine


def _snapshot(path: Path | None) -> tuple[Mapping[str, Any], str]:
    found = path or (SNAPSHOT if SNAPSHOT.exists() else None)
    if found is None:
        return _stand_in(), "A seeded snapshot stands in for the network's own, which is not at hand."
    data = read_json(found)
    if not isinstance(data, dict) or not isinstance(data.get("balances"), dict):
        raise VectorError("this is no snapshot", "give an object of balances and stakes", path=str(found))
    return data, f"The balances with which the network started, from {found.name}."


def _stand_in() -> dict[str, Any]:
    """A snapshot of the network's shape: many small accounts, few great ones."""
    draw = random.Random(SEED)
    balances = {
        account_named(f"demo {number}").ss58: int(10 ** draw.uniform(2.7, 14)) for number in range(STAND_IN_ACCOUNTS)
    }
    return {"balances": balances, "stakes": {}}


def _story(vectors: Path, machine: Machine, console: Console) -> list[str]:
    """Blocks and transfers on the real state, invariants after every step, written down as a vector."""
    began, broken = time.perf_counter(), []
    pre, watch = machine.state, Watch(machine.chain)
    steps: list[Step] = []
    planned = list(_plan(machine))
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        for step in bar.track(planned, description="blocks and transfers"):
            made = machine.make(step)
            broken += [str(violation) for violation in watch.after(made, made.call)]
            outcome = machine.outcome(made)
            steps.append(replace(step, outcome=outcome))
    description = f"{BLOCKS} blocks and {TRANSFERS} transfers among the greatest and smallest accounts, seed {SEED}."
    story = TransitionVector("demo/network", 306, description, (), PRODUCER, pre, tuple(steps))
    write_vector(vectors / "demo/network.json.gz", story)
    taken = time.perf_counter() - began
    _tell(console, Told("chain", f"{description} {taken:.1f} s"))
    held = "all held after every step" if not broken else f"{len(broken)} violations, the first: {broken[0]}"
    _tell(console, Told("invariants", held))
    return broken


def _plan(machine: Machine) -> Iterator[Step]:
    """What happens: a third of the blocks, transfers with single blocks between, the rest of the blocks."""
    draw = random.Random(SEED)
    accounts = [(who, info.data.free) for who, info in machine.chain.accounts.account.items()]
    accounts.sort(key=lambda entry: (entry[1], entry[0]))
    yield BlocksStep(BLOCKS // 3, Outcome("ok"))
    for _ in range(TRANSFERS):
        giver, free = draw.choice(accounts[-200:] + accounts[:200])
        receiver = draw.choice(accounts)[0] if draw.random() < 0.8 else account_named(f"new {draw.random()}")
        yield machine.write_call(_draw_call(draw, receiver, free), Signed(to_hex(giver)))
        yield BlocksStep(1, Outcome("ok"))
    yield BlocksStep(BLOCKS - BLOCKS // 3 - TRANSFERS, Outcome("ok"))


def _draw_call(draw: random.Random, receiver: AccountId, free: TaoBalance) -> Call:
    amount = TaoBalance(draw.choice([draw.randrange(free + 1), free, min(free, RAO_PER_TAO), 499, 500]))
    return draw.choice(
        [
            TransferAllowDeath(Id(receiver), amount),
            TransferKeepAlive(Id(receiver), amount),
            TransferAll(Id(receiver), keep_alive=draw.random() < 0.5),
            Burn(amount, keep_alive=draw.random() < 0.5),
        ]
    )


def _checked(vectors: Path, console: Console) -> int:
    files = [path for path in collect([vectors]) if path.name != "index.json"]
    bad = [(path, findings) for path, findings in check_files(files) if findings]
    words = f"{len(files)} vectors keep the schema, decode, and keep the invariants"
    if bad:
        words = f"{len(bad)} of {len(files)} vectors have findings, the first: {bad[0][0]}: {bad[0][1][0]}"
    _tell(console, Told("check", words))
    return len(bad)


def _run(vectors: Path, out: Path, jobs: int, console: Console) -> runner.RunReport:
    command = [sys.executable, "-m", "tao_spec.cli", "serve"]
    _tell(console, Told("runner", f"our own client, in {jobs} other process{'es' if jobs > 1 else ''}"))
    with terminal.ProgressBar(console) as bar:
        report = runner.run(
            [vectors], command, jobs=jobs, describer=ChainDescriber(R306.interface), on_progress=bar.update
        )
    reports.write_reports(
        report,
        json_path=out / "report.json",
        junit_path=out / "report.xml",
        html_path=out / "report.html",
    )
    return report
