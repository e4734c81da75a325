"""What is reviewed: a revision by number or name, or a proposal in a Python file of its own."""

from __future__ import annotations

import inspect
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from tao_spec.revisions import REVISIONS
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import REPLACEABLE
from tao_spec.transition.tracing import rules_by_code
from tao_spec.vectors.text import VectorError, printable


def read_revision(told: str) -> Revision:
    """The revision that a user names: `306`, `r306`, or `proposal.py:NAME`.

    Raises:
        VectorError: there is no such revision, or the file does not hold one of this name.
    """
    path, colon, name = told.rpartition(":")
    if colon and path.endswith(".py"):
        return _of_file(Path(path), name)
    if told.endswith(".py"):
        raise VectorError("it is not said which of its revisions is meant", "write FILE.py:NAME").at(told)
    for number, revision in sorted(REVISIONS.items()):
        if told in (str(number), revision.name):
            return revision
    known = ", ".join(revision.name for _, revision in sorted(REVISIONS.items()))
    raise VectorError(f"there is no revision {printable(told)!s:.60}", f"name one of {known}, or write FILE.py:NAME")


def replaced_rules(base: Revision, proposal: Revision) -> frozenset[str]:
    """The numbers of the rules that are not the same under both."""
    numbers = rules_by_code()
    changed = (rule for rule in REPLACEABLE if base.in_force(rule) is not proposal.in_force(rule))
    codes = (inspect.unwrap(rule).__code__ for rule in changed)
    return frozenset(numbers[code].id for code in codes if code in numbers)


def _of_file(path: Path, name: str) -> Revision:
    """The revision of a name in a file."""
    found = getattr(_load(path.absolute()), name, None)
    if not isinstance(found, Revision):
        what = f"the file holds no revision {printable(name)!s:.60}"
        raise VectorError(what, "give the name of one that R306.replace(…) returned").at(path)
    return found


@cache
def _load(path: Path) -> ModuleType:
    """Run a file, once in a process."""
    if not path.is_file():
        raise VectorError("there is no such file", "give the file of the proposal").at(path)
    name = f"proposal_{path.stem}_{len(sys.modules)}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise VectorError("the file is no Python", "give the file of the proposal").at(path)
    module = module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    # A file that a user wrote may raise anything.
    except Exception as error:
        words = printable(" ".join(f"{type(error).__name__}: {error}".split()))[:200]
        raise VectorError(f"the proposal cannot be loaded ({words})", "mend it there").at(path) from None
    return module
