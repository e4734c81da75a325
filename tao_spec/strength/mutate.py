"""Run mutants against the vectors that reach them, the shortest first, and see which are found."""

from __future__ import annotations

import ast
import difflib
import gc
import importlib
import inspect
import random
import signal
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import CodeType, FunctionType
from typing import Any, Final

from tao_spec.strength.children import Ended, limit_cpu_time, limit_memory, run_in_children
from tao_spec.strength.fresh import Replacement, import_anew
from tao_spec.strength.measure import REPLAY, Measured
from tao_spec.strength.mutants import SORT, WRAP, Mutant, sorting, wrapping
from tao_spec.strength.replay import differs
from tao_spec.strength.sources import Source, Sources, find_dependents, names_in
from tao_spec.vectors.format import Vector

NAMES: Final[Mapping[str, Any]] = {WRAP: wrapping, SORT: sorting}
"""What mutants call beside the code."""

KILLED, SURVIVED, STILLBORN, EQUIVALENT = "killed", "survived", "stillborn", "equivalent"

PATIENCE: Final = 20.0
"""So many times as long as the rules themselves may a mutant compute over a vector, and this many seconds more."""

GRACE: Final = 5.0

Functions = Mapping[tuple[str, str, int], Sequence[FunctionType]]
"""The functions that exist, by file, name and first line."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant.

    Attributes:
        mutant: which.
        state: `killed`; `survived`; `stillborn`, where it calls what does not exist; `equivalent`, where a reason is listed.
        by: the vector that found it, or the time that it took too much of.
        vectors: how many vectors reach it, where its child came to say so.
        diff: the statement before and after.
        reason: why it is equivalent.
    """

    mutant: Mutant
    state: str
    by: str | None
    vectors: int | None
    diff: str
    reason: str | None = None


@dataclass(frozen=True)
class _Trial:
    """What a child saw: the vector that found the mutant, with the name of the error where it raised one, and the diff."""

    by: str | None
    raised: str | None
    diff: str
    vectors: int


def choose(mutants: Sequence[Mutant], sample: int | None, seed: int) -> list[Mutant]:
    """A sample of mutants in the order of the code, the same for the same seed and code; all of them for none."""
    if sample is None or sample >= len(mutants):
        return list(mutants)
    places = random.Random(seed).sample(range(len(mutants)), sample)
    return [mutants[place] for place in sorted(places)]


class Selection:
    """Which vectors reach a mutant, the shortest first.

    Args:
        measured: what each vector reaches.
        vectors: by their paths.
    """

    def __init__(self, measured: Measured, vectors: Mapping[str, Vector]) -> None:
        self._measured = measured
        self._sources = Sources(tuple(found.source for found in measured.plans))
        self._numbers: dict[int, int] = {}
        self._modules: dict[str, range] = {}
        self._mentioned: dict[str, list[int]] = defaultdict(list)
        for found in measured.plans:
            start = len(self._numbers)
            for statement in found.statements:
                for name in names_in(statement.node):
                    self._mentioned[name].append(len(self._numbers))
                self._numbers[id(statement.node)] = len(self._numbers)
            self._modules[found.source.name] = range(start, len(self._numbers))
        work = {name: sum(touched.statements) for name, touched in measured.vectors.items()}
        self._order = sorted(
            (name for name in measured.vectors if name in vectors), key=lambda name: (work[name], name)
        )

    def vectors_of(self, mutant: Mutant) -> list[str]:
        """The vectors that run the statement of a mutant; of one that runs on import, those that run anything of its module
        or of one that builds upon it."""
        number = self._numbers.get(id(mutant.statement))
        if number is not None and not self._measured.imported[number]:
            return [name for name in self._order if self._measured.vectors[name].statements[number]]
        modules = [self._modules[name] for name in find_dependents(self._sources, mutant.module)]
        reached = [name for name in self._order if self._runs_any(name, modules)]
        mentions = self._mentions(mutant)
        # Those that run what mentions the changed name are likelier to find the error.
        return sorted(reached, key=lambda name: not any(self._ran(name)[number] for number in mentions))

    def _runs_any(self, name: str, modules: Iterable[range]) -> bool:
        return any(any(self._ran(name)[part.start : part.stop]) for part in modules)

    def _ran(self, name: str) -> bytes:
        return self._measured.vectors[name].statements

    def _mentions(self, mutant: Mutant) -> list[int]:
        """The statements that mention what a statement of a module assigns."""
        targets = getattr(mutant.statement, "targets", None) or [getattr(mutant.statement, "target", None)]
        named = {target.id for target in targets if isinstance(target, ast.Name)}
        return [number for name in sorted(named) for number in self._mentioned.get(name, ())]

    def runs_on_import(self, mutant: Mutant) -> bool:
        """Whether importing the module runs the statement."""
        number = self._numbers.get(id(mutant.statement))
        return number is None or bool(self._measured.imported[number])

    def seconds(self, name: str) -> float:
        """The processor time that a vector took."""
        return self._measured.vectors[name].seconds


def run_mutants(
    mutants: Sequence[Mutant],
    sources: Sources,
    vectors: Mapping[str, Vector],
    measured: Measured,
    equivalents: Mapping[str, str],
    jobs: int = 1,
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> list[Verdict]:
    """Judge mutants, each in a child of its own.

    Args:
        vectors: by their paths.
        equivalents: reasons by the mutants' ids; a mutant that stands here and is killed is reported as killed.

    Returns:
        A verdict for each, in their order, the same for any number of jobs.
    """
    selection = Selection(measured, vectors)
    functions = find_functions(sources)
    tasks = [partial(_try, mutant, sources, vectors, selection, functions) for mutant in mutants]
    verdicts: dict[int, Verdict] = {}
    for number, ended in run_in_children(tasks, jobs):
        mutant = mutants[number]
        verdicts[number] = _judge(mutant, ended, equivalents)
        advance(len(verdicts), len(tasks))
    return [verdicts[number] for number in range(len(tasks))]


def _judge(mutant: Mutant, ended: Ended, equivalents: Mapping[str, str]) -> Verdict:
    trial, reason = ended.result, equivalents.get(mutant.id)
    if not isinstance(trial, _Trial):
        if ended.signal is None:
            return Verdict(mutant, STILLBORN, None, None, "", reason)
        return Verdict(mutant, KILLED, "time" if ended.signal == signal.SIGVTALRM else "crash", None, "", reason)
    if trial.by is not None:
        state = STILLBORN if trial.raised == "stillborn" else KILLED
        return Verdict(mutant, state, trial.by, trial.vectors, trial.diff, reason)
    return Verdict(mutant, SURVIVED if reason is None else EQUIVALENT, None, trial.vectors, trial.diff, reason)


def find_functions(sources: Sources) -> Functions:
    """The functions of the measured modules that exist in this process."""
    files = {str(source.path) for source in sources}
    found: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
            code = thing.__code__
            found[code.co_filename, code.co_qualname, code.co_firstlineno].append(thing)
    return found


def _try(
    mutant: Mutant, sources: Sources, vectors: Mapping[str, Vector], selection: Selection, functions: Functions
) -> _Trial:
    """In a child: make the error, and run the vectors until one finds it."""
    limit_memory()
    source = sources.by_name[mutant.module]
    diff = apply(mutant)
    code = compile(source.tree, str(source.path), "exec", dont_inherit=True)
    names = selection.vectors_of(mutant)
    swapped = not selection.runs_on_import(mutant) and swap(mutant, source, code, functions)
    trial = _run(names, vectors, selection, differs, diff) if swapped else None
    if trial is not None and trial.by is not None:
        return trial
    if not names:
        return _Trial(None, None, diff, 0)
    # What was computed when modules were imported, and what is kept from then, is the mutant's too only after another import.
    try:
        limit_cpu_time(PATIENCE + GRACE)
        import_anew({mutant.module: Replacement(code, NAMES)})
        anew = importlib.import_module(REPLAY).differs
    except Exception as error:
        return _Trial("import", _kind(error), diff, len(names))
    return _run(names, vectors, selection, anew, diff)


def apply(mutant: Mutant) -> str:
    """Make the error in the tree of its source.

    Returns:
        The lines before and after, as a difference.
    """
    around: ast.AST = mutant.statement if mutant.edit.part != "body" else mutant.edit.parent
    before = ast.unparse(mutant.edit.parent if isinstance(mutant.edit.parent, ast.stmt) else around).splitlines()
    mutant.edit.make()
    ast.fix_missing_locations(mutant.edit.parent)
    after = ast.unparse(mutant.edit.parent if isinstance(mutant.edit.parent, ast.stmt) else around).splitlines()
    lines = difflib.unified_diff(before, after, n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def swap(mutant: Mutant, source: Source, code: CodeType, functions: Functions) -> bool:
    """Let the functions that exist run the mutant's code; False where they cannot."""
    top = next(
        (part for part in _codes(code) if part.co_qualname == mutant.function and _is_around(part, mutant)), None
    )
    existing = () if top is None else functions.get((str(source.path), mutant.function, top.co_firstlineno), ())
    if top is None or not existing:
        return False
    for function in existing:
        if function.__code__.co_freevars != top.co_freevars:
            return False
        function.__globals__.update(NAMES)
        function.__code__ = top
    return True


def _codes(code: CodeType) -> Iterable[CodeType]:
    for part in code.co_consts:
        if inspect.iscode(part):
            yield part
            yield from _codes(part)


def _is_around(code: CodeType, mutant: Mutant) -> bool:
    lines = [line for _, _, line in code.co_lines() if line is not None]
    return code.co_firstlineno <= mutant.statement.lineno <= max(lines)


def _run(
    names: Sequence[str],
    vectors: Mapping[str, Vector],
    selection: Selection,
    judge: Callable[[Vector], bool],
    diff: str,
) -> _Trial:
    for name in names:
        limit_cpu_time(GRACE + PATIENCE * selection.seconds(name))
        try:
            is_other = judge(vectors[name])
        except Exception as error:
            return _Trial(name, _kind(error), diff, len(names))
        if is_other:
            return _Trial(name, None, diff, len(names))
    limit_cpu_time(0)
    return _Trial(None, None, diff, len(names))


def _kind(error: Exception) -> str:
    """A method that its owner does not have makes no mutant; any other error is one that a client would notice."""
    if isinstance(error, AttributeError) and str(error.name).startswith(("saturat", "wrap", "check", "floor")):
        return STILLBORN
    return type(error).__name__
