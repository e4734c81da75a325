"""Filling: running every case on the specification and writing down what came of it, byte for byte the same each time."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from tao_spec import __version__
from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.invariants.frame import Watch
from tao_spec.revisions import get_revision
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.cases import (
    Action,
    AnyCase,
    Blocks,
    Builder,
    Case,
    FunctionCase,
    GenesisCase,
    Trace,
    discover_cases,
)
from tao_spec.vectors.files import INDEX, read_vector, write_vector
from tao_spec.vectors.format import (
    BlocksStep,
    FunctionVector,
    GenesisVector,
    Outcome,
    Producer,
    Step,
    TransitionVector,
    Vector,
)
from tao_spec.vectors.format import Case as Evaluation
from tao_spec.vectors.functions import evaluate
from tao_spec.vectors.index import Index, read_index, write_index
from tao_spec.vectors.machine import Machine, Made
from tao_spec.vectors.text import Json, VectorError

PRODUCER = Producer("tao-spec", __version__)
SUFFIX = ".json.gz"


class FillError(VectorError):
    """A case that cannot become a vector."""


def fill_any(case: AnyCase, revision: Revision) -> Vector:
    """The vector of a case of any kind.

    Raises:
        FillError: the case cannot become a vector.
    """
    if isinstance(case, GenesisCase):
        return fill_genesis_case(case, revision)
    if isinstance(case, FunctionCase):
        return fill_function_case(case, revision)
    if isinstance(case, Case):
        return fill_case(case, revision)
    raise FillError(f"case {case.id} is of no kind that can be filled", "mark its function with @case")


def _require_description(case: AnyCase) -> None:
    if not case.description:
        raise FillError(f"case {case.id} says nothing of what it shows", "give its function a docstring")


def fill_genesis_case(case: GenesisCase, revision: Revision) -> GenesisVector:
    """The vector of a genesis: its configuration, the state that it gives, and the root of that.

    Raises:
        FillError: the case fails, or its configuration is refused.
    """
    _require_description(case)
    with _blame(f"case {case.id}"):
        config = case.function()
        machine = Machine.genesis(revision, config)
    extra: dict[str, Json] = {"rules": list(case.rules)}
    return GenesisVector(
        case.id, revision.spec_version, case.description, config, machine.state, machine.root, PRODUCER, extra
    )


def fill_function_case(case: FunctionCase, revision: Revision) -> FunctionVector:
    """The vector of a pure function: the arguments of the case, and the result for each.

    Raises:
        FillError: the case fails, does nothing, or its arguments are none of the function's.
    """
    _require_description(case)
    with _blame(f"case {case.id}"):
        evaluated = tuple(Evaluation(tuple(args), evaluate(case.evaluates, args)) for args in case.function())
    if not evaluated:
        raise FillError(f"case {case.id} does nothing", "let it return arguments")
    extra: dict[str, Json] = {
        "description": case.description,
        "id": case.id,
        "producer": PRODUCER.to_json(),
        "rules": list(case.rules),
    }
    return FunctionVector(case.evaluates, revision.spec_version, evaluated, extra)


def fill_case(case: Case, revision: Revision) -> TransitionVector:
    """The vector of a case of steps: its state, what it does, and what the specification makes of it.

    Raises:
        FillError: the case fails, says or does nothing, needs what is not specified, does not reach the errors that it names,
            writes to the state between its actions, or breaks an invariant.
    """
    _require_description(case)
    build = Builder(revision)
    with _blame(f"case {case.id}"):
        trace = case.function(build)
        action = next(trace, None)
    build.chain.commit()
    machine = Machine(build.chain)
    pre, watch = machine.state, Watch(machine.chain)
    steps: list[Step] = []
    reached: set[str] = set()
    while action is not None:
        made, step = _take_step(case, machine, action)
        _keep_invariants(case, watch, made)
        if made.error is not None:
            reached.add(made.error.NAME)
        steps.append(step)
        with _blame(f"case {case.id}"):
            action = _next_action(trace, made)
        if not machine.chain.store.is_committed:
            raise FillError(
                f"case {case.id} writes to the state between its actions", "prepare all of it before the first"
            )
    if not steps:
        raise FillError(f"case {case.id} does nothing", "let it yield an action")
    if reached != set(case.errors):
        raise FillError(
            f"case {case.id} reaches the errors {sorted(reached)} and names {sorted(case.errors)}",
            "name exactly those that it reaches",
        )
    return TransitionVector(case.id, revision.spec_version, case.description, case.rules, PRODUCER, pre, tuple(steps))


def _next_action(trace: Trace, made: Made) -> Action | None:
    try:
        return trace.send(made)
    except StopIteration:
        return None


def _take_step(case: Case, machine: Machine, action: Action) -> tuple[Made, Step]:
    """Make a step for a case, and write down what came of it."""
    with _blame(f"case {case.id}"):
        step = _to_step(machine, action)
    try:
        made = machine.make(step)
    except Unsupported as error:
        raise FillError(f"case {case.id}, {step.label}: {error}", "specify it first") from None
    except ClientPanic as error:
        what = f"case {case.id}, {step.label}: the real client aborts here ({error})"
        raise FillError(what, "show what the chain answers") from None
    return made, replace(step, outcome=machine.outcome(made))


def _to_step(machine: Machine, action: Action) -> Step:
    if isinstance(action, Blocks):
        return BlocksStep(action.count, Outcome("ok"))
    return machine.write_call(action.call, action.origin)


def _keep_invariants(case: Case, watch: Watch, made: Made) -> None:
    for violation in watch.after(made, made.call):
        raise FillError(f"case {case.id} breaks an invariant: {violation}", "mend the rule or the invariant")


@contextmanager
def _blame(who: str) -> Iterator[None]:
    """Tell a fault of what an author of cases wrote in one sentence, with its place."""
    try:
        yield
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        words = " ".join(f"{type(error).__name__}: {error}".split())
        raise FillError(f"{who} fails with {words} ({place.filename}:{place.lineno})", "mend it there") from error


def find_cases(package: str, only: str = "") -> list[AnyCase]:
    """The cases of a package whose id starts so.

    Raises:
        FillError: there is no such package, it cannot be loaded, or it has no such case.
    """
    try:
        with _blame(f"the package {package} of cases"):
            cases = discover_cases(package)
    except FillError as error:
        missing = error.__cause__
        if isinstance(missing, ModuleNotFoundError) and missing.name == package.split(".", maxsplit=1)[0]:
            what = f"there is no package {package!r} of cases here"
            raise FillError(what, "run this where it is, or name one by --cases") from None
        raise
    found = [case for case in cases if case.id.startswith(only)]
    if not found:
        what = f"no case of {package} has an id that starts with {only!r}" if only else f"{package} holds no cases"
        raise FillError(what, "name a domain, a module or a case")
    return found


def _fill_to(folder: Path, spec_version: int | None, library: str | None, case: AnyCase) -> Path:
    """Fill one case, in whatever process, and write it."""
    path = folder / f"{case.id}{SUFFIX}"
    revision = get_revision(case.revision if spec_version is None else spec_version, library)
    write_vector(path, fill_any(case, revision))
    return path


def fill(
    folder: Path,
    spec_version: int | None = None,
    package: str = "conformance",
    jobs: int = 1,
    only: str = "",
    on_progress: Callable[[int, int], None] | None = None,
    library: str | None = None,
) -> Index:
    """Fill the cases of a package into a folder, with an index; vectors of cases that are no more are removed.

    Args:
        folder: where the vectors go; it is made where it is not.
        spec_version: the revision under which they are filled; each under its own where none is given.
        package: where the cases are.
        jobs: so many processes; the result is the same for any number.
        only: fill only the cases whose id starts so, and leave all others as they are.
        on_progress: told how many of how many are filled.
        library: the array library in which epochs run; without one the rules run them.

    Returns:
        The index of the folder.

    Raises:
        FillError: a case cannot become a vector.
        VectorError: the folder cannot be written, or it holds files that are no vectors.
    """
    cases = find_cases(package, only)
    written = set(_fill_all(partial(_fill_to, folder, spec_version, library), cases, jobs, on_progress))
    if not only:
        _remove_stale(folder, written)
    return write_index(folder)


def _fill_all(
    work: Callable[[AnyCase], Path], cases: list[AnyCase], jobs: int, on_progress: Callable[[int, int], None] | None
) -> Iterable[Path]:
    def counted(paths: Iterable[Path]) -> list[Path]:
        done = []
        for path in paths:
            done.append(path)
            if on_progress is not None:
                on_progress(len(done), len(cases))
        return done

    if jobs == 1:
        return counted(map(work, cases))
    with ProcessPoolExecutor(jobs) as pool:
        return counted(pool.map(work, cases))


def _remove_stale(folder: Path, written: set[Path]) -> None:
    """Remove the vectors that an earlier index lists and no case fills any more; what others put there stays."""
    if not (folder / INDEX).exists():
        return
    for entry in read_index(folder).entries:
        path = folder / entry.path
        if path not in written and _is_ours(folder, path):
            path.unlink()


def _is_ours(folder: Path, path: Path) -> bool:
    """Whether a file of a folder is a vector that was filled from a case."""
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return False
    return _producer(read_vector(path)) == PRODUCER.name


def _producer(vector: Vector) -> str | None:
    """The name of who made a vector, where it says so."""
    if isinstance(vector, FunctionVector):
        producer = vector.extra.get("producer")
        name = producer.get("name") if isinstance(producer, dict) else None
        return name if isinstance(name, str) else None
    return None if vector.producer is None else vector.producer.name
