"""Filling: running every case on the specification and writing down what came of it, byte for byte the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tao_spec import __version__
from tao_spec.invariants.frame import Watch
from tao_spec.revisions import get_revision
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.cases import Action, Blocks, Builder, Case, discover_cases
from tao_spec.vectors.files import write_vector
from tao_spec.vectors.format import BlocksStep, Outcome, Producer, Step, TransitionVector
from tao_spec.vectors.index import Index, read_index, write_index
from tao_spec.vectors.machine import Machine, Made
from tao_spec.vectors.text import VectorError

PRODUCER = Producer("tao-spec", __version__)
SUFFIX = ".json.gz"


class FillError(VectorError):
    """A case that cannot become a vector."""


def fill_case(case: Case, revision: Revision) -> TransitionVector:
    """The vector of a case: its state, what it does, and what the specification makes of it.

    Raises:
        FillError: the case needs what is not specified, does not reach the errors that it names, or breaks an invariant.
    """
    build = Builder(revision)
    trace = case.function(build)
    action = next(trace, None)
    build.chain.commit()
    machine = Machine(build.chain)
    pre, watch = machine.state, Watch(machine.chain)
    steps: list[Step] = []
    reached: set[str] = set()
    while action is not None:
        step = _to_step(machine, action)
        made = _make(case, machine, step)
        _keep_invariants(case, watch, made)
        if made.error is not None:
            reached.add(made.error.NAME)
        steps.append(_with_outcome(step, machine.outcome(made)))
        try:
            action = trace.send(made)
        except StopIteration:
            action = None
    if reached != set(case.errors):
        raise FillError(
            f"case {case.id} reaches the errors {sorted(reached)} and names {sorted(case.errors)}",
            "name exactly those that it reaches",
        )
    return TransitionVector(case.id, revision.spec_version, case.description, case.rules, PRODUCER, pre, tuple(steps))


def _to_step(machine: Machine, action: Action) -> Step:
    if isinstance(action, Blocks):
        return BlocksStep(action.count, Outcome("ok"))
    return machine.write_call(action.call, action.origin)


def _with_outcome(step: Step, outcome: Outcome) -> Step:
    if isinstance(step, BlocksStep):
        return BlocksStep(step.blocks, outcome)
    return type(step)(step.origin, outcome, step.call, step.encoded)


def _make(case: Case, machine: Machine, step: Step) -> Made:
    try:
        return machine.make(step)
    except Unsupported as error:
        raise FillError(f"case {case.id}, {step.label}: {error}", "specify it first") from None


def _keep_invariants(case: Case, watch: Watch, made: Made) -> None:
    for violation in watch.after(made, made.call):
        raise FillError(f"case {case.id} breaks an invariant: {violation}", "mend the rule or the invariant")


def _fill_to(folder: Path, spec_version: int, package: str, id: str) -> Path:
    """Fill one case by its id, in whatever process, and write it."""
    found = next(case for case in discover_cases(package) if case.id == id)
    path = folder / f"{id}{SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_vector(path, fill_case(found, get_revision(spec_version)))
    return path


def fill(
    folder: Path,
    spec_version: int = 306,
    package: str = "conformance",
    jobs: int = 1,
    only: str = "",
    on_progress: Callable[[int, int], None] | None = None,
) -> Index:
    """Fill the cases of a package into a folder, with an index; vectors of cases that are no more are removed.

    Args:
        folder: where the vectors go; it is made where it is not.
        spec_version: the revision under which they are filled.
        package: where the cases are.
        jobs: so many processes; the result is the same for any number.
        only: fill only the cases whose id starts so, and leave all others as they are.
        on_progress: told how many of how many are filled.

    Returns:
        The index of the folder.

    Raises:
        FillError: a case cannot become a vector.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids = [case.id for case in discover_cases(package) if case.id.startswith(only)]
    written = set(_fill_all(partial(_fill_to, folder, spec_version, package), ids, jobs, on_progress))
    if not only:
        _remove_stale(folder, written)
    return write_index(folder)


def _fill_all(
    work: Callable[[str], Path], ids: list[str], jobs: int, on_progress: Callable[[int, int], None] | None
) -> Iterable[Path]:
    def counted(paths: Iterable[Path]) -> list[Path]:
        done = []
        for path in paths:
            done.append(path)
            if on_progress is not None:
                on_progress(len(done), len(ids))
        return done

    if jobs == 1:
        return counted(map(work, ids))
    with ProcessPoolExecutor(jobs) as pool:
        return counted(pool.map(work, ids))


def _remove_stale(folder: Path, written: set[Path]) -> None:
    """Remove the vectors that an earlier index lists and no case fills any more."""
    if not (folder / "index.json").exists():
        return
    for entry in read_index(folder).entries:
        path = folder / entry.path
        if path not in written:
            path.unlink(missing_ok=True)
