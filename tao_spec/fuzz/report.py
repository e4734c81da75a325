"""What a campaign found: vectors to keep, a report for programs, a few lines for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from tao_spec.fuzz.campaign import Finding, Outcome
from tao_spec.fuzz.causes import hex_state
from tao_spec.fuzz.duel import answer_of
from tao_spec.fuzz.shrinking import Small
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.transition.tracing import running_rules
from tao_spec.vectors.files import write_json, write_vector
from tao_spec.vectors.fill import PRODUCER
from tao_spec.vectors.format import Step, TransitionVector
from tao_spec.vectors.machine import Machine
from tao_spec.vectors.text import Json, dump_json, printable

REPORT: Final = "tao-fuzz-report/1"


def write_findings(out: Path, revision: int, outcome: Outcome) -> tuple[Path | None, ...]:
    """Write each finding that was made small: as a vector, which `tao-spec run` runs again.

    Where the specification has no outcome to write, because the real client aborts there or because it failed itself, the
    state and the actions are written instead.

    Returns:
        The files, in the order of the findings; None where there is none.

    Raises:
        VectorError: a file cannot be written.
    """
    return tuple(
        None if finding.small is None else _write(out, revision, number, finding, finding.small, outcome.seed)
        for number, finding in enumerate(outcome.findings, 1)
    )


def _write(out: Path, revision: int, number: int, finding: Finding, small: Small, seed: int) -> Path:
    name = f"{number:03}-{re.sub('[^A-Za-z0-9-]+', '-', finding.found.kind.rule).strip('-')}"
    steps, rules = _fill(revision, small)
    if len(steps) < len(small.steps):
        path = out / f"{name}.trace.json"
        write_json(path, {"state": hex_state(small.state), "actions": [step.action() for step in small.steps]})
        return path
    vector = TransitionVector(
        id=f"fuzz/{name}",
        revision=revision,
        description=f"A client differs: {small.clash.sentence}",
        rules=rules,
        producer=PRODUCER,
        pre=hex_state(small.state),
        steps=steps,
        extra={"fuzz": {"seed": seed, "trace": finding.found.trace, "start": finding.found.start}},
    )
    write_vector(out / f"{name}.json", vector)
    return out / f"{name}.json"


def _fill(revision: int, small: Small) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The steps with what must come of them, as far as the specification says it, and the rules that run in them."""
    machine, filled = Machine(Chain(small.state, get_revision(revision))), list[Step]()
    with running_rules() as ran:
        for step in small.steps:
            answer = answer_of(machine, step, with_root=True)
            if answer.outcome is None:
                break
            filled.append(replace(step, outcome=answer.outcome))
    return tuple(filled), tuple(sorted(ran))


def to_json(outcome: Outcome, files: tuple[Path | None, ...]) -> dict[str, Json]:
    """The report as JSON; it says nothing of times, and so is the same for the same seed and number of steps."""
    return {
        "format": REPORT,
        "client": outcome.client.to_json(),
        "seed": outcome.seed,
        "traces": outcome.traces,
        "steps": outcome.steps,
        "unspecified": outcome.unspecified,
        "declined": outcome.declined,
        "refusal": outcome.refusal,
        "findings": [_finding(*pair) for pair in zip(outcome.findings, files, strict=True)],
    }


def _finding(finding: Finding, file: Path | None) -> dict[str, Json]:
    found, small = finding.found, finding.small
    return {
        "rule": found.kind.rule,
        "part": found.kind.part,
        "what": found.kind.what,
        "times": finding.times,
        "trace": found.trace,
        "start": found.start,
        "sentence": (small.clash if small else found).sentence,
        "file": None if file is None else file.as_posix(),
        "steps": None if small is None else len(small.steps),
        "keys": None if small is None else len(small.state),
        "trials": None if small is None else small.trials,
    }


def in_words(outcome: Outcome, files: tuple[Path | None, ...]) -> Iterator[str]:
    """The report for people: a line for the whole, then of each kind what differs, how often, and where it is kept."""
    if outcome.refusal:
        yield printable(f"the client cannot be driven: {outcome.refusal}")
        return
    kinds = len(outcome.findings)
    apart = {"not specified": outcome.unspecified, "that the client does not do": outcome.declined}
    counted = "".join(f", {number:,} of them {words}" for words, number in apart.items() if number)
    yield f"seed {outcome.seed}: {outcome.traces:,} traces, {outcome.steps:,} steps{counted}"
    yield "no difference" if not kinds else f"{kinds} kind{'s' * (kinds > 1)} of difference"
    for finding, file in zip(outcome.findings, files, strict=True):
        yield from map(printable, _lines(finding, file))


def _lines(finding: Finding, file: Path | None) -> Iterator[str]:
    found, small = finding.found, finding.small
    kind, often = found.kind, f"{finding.times} time{'s' * (finding.times > 1)}, first in trace {found.trace}"
    yield f"{kind.rule}  {kind.part}: {kind.what}  ({often}, from {found.start})"
    if small is None or file is None:
        yield f"  {found.sentence}"
        return
    yield f"  step {len(small.steps) - 1} ({_shown_step(small.steps[-1])}): {small.clash.sentence}"
    size = f"{len(small.steps)} step{'s' * (len(small.steps) > 1)}, {len(small.state)} keys"
    yield f"  {file}: {size}, after {small.trials} trials"


def _shown_step(step: Step) -> str:
    """A step with its arguments, cut where they are long."""
    call = getattr(step, "call", None)
    if call is None:
        return step.label
    words = f"{call.label} {dump_json(dict(call.args))}"
    return words if len(words) <= 300 else words[:299] + "…"
