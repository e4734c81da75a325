"""The code that is measured: the modules of the rules and of the arithmetic, as text, as tree, and by function."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import tao_spec
from tao_spec.strength.reach import find_dead

PACKAGE: Final = Path(tao_spec.__file__).parent
FLOORS: Final = ("arithmetic", "transition")
APART: Final = frozenset({"tao_spec.transition.rules", "tao_spec.transition.revision", "tao_spec.transition.tracing"})
"""Modules of these floors that hold no rule: how rules are registered, replaced and watched."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One module.

    Attributes:
        name: as it is imported.
        path: the file.
        tree: what it parses to. Whoever changes it works on a copy, or in a process of its own.
        dead: the identities of the nodes that no vector can judge.
    """

    name: str
    path: Path
    text: str
    tree: ast.Module
    dead: frozenset[int]

    @property
    def label(self) -> str:
        """The module without the name of the package: `transition.stake.checks`."""
        return self.name.removeprefix("tao_spec.")

    @property
    def domain(self) -> str:
        """The domain: a package of the transition, `frame` for its single modules, or `arithmetic`."""
        parts = self.name.split(".")
        if parts[1] == "arithmetic":
            return "arithmetic"
        return parts[2] if len(parts) > 3 or (self.path.name == "__init__.py" and len(parts) == 3) else "frame"

    @property
    def place(self) -> str:
        """The file as a reader finds it: `tao_spec/transition/stake/checks.py`."""
        return self.path.relative_to(PACKAGE.parent).as_posix()


@dataclass(frozen=True)
class Sources:
    """All measured modules, sorted by name."""

    modules: tuple[Source, ...]

    def __iter__(self) -> Iterator[Source]:
        """Each module."""
        return iter(self.modules)

    @cached_property
    def by_name(self) -> Mapping[str, Source]:
        """The modules by their names."""
        return {source.name: source for source in self.modules}

    @cached_property
    def digest(self) -> str:
        """A hash over all their texts, in hex."""
        found = hashlib.sha256()
        for source in self.modules:
            found.update(f"{source.name}\0{source.text}\0".encode())
        return found.hexdigest()


def read_sources() -> Sources:
    """Read the measured modules from the package that is running."""
    texts = {name: (path, path.read_text("utf-8")) for name, path in _find()}
    trees = {name: ast.parse(text) for name, (_, text) in texts.items()}
    dead = find_dead(trees, _names_elsewhere())
    return Sources(
        tuple(Source(name, path, text, trees[name], dead[name]) for name, (path, text) in sorted(texts.items()))
    )


def _find() -> Iterator[tuple[str, Path]]:
    for floor in FLOORS:
        for path in sorted((PACKAGE / floor).rglob("*.py")):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            if name not in APART:
                yield name, path


def _names_elsewhere() -> set[str]:
    """Every name that the rest of the package mentions."""
    found: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in FLOORS:
            found |= names_in(ast.parse(path.read_text("utf-8")))
    return found


def names_in(tree: ast.AST) -> set[str]:
    """Every name and attribute in a tree."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }


def rule_of(function: FunctionNode) -> str | None:
    """The number of the rule that a function is, by its decorator."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "rule":
            first = decorator.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return None


def shorten(node: ast.AST) -> str:
    """The source of a node on one line; of a statement with a body its head."""
    lines = ast.unparse(node).splitlines()
    decorated = [line for line in lines if not line.startswith("@")]
    return " ".join((decorated if isinstance(node, FunctionNode) else lines)[0].split())


def find_dependents(sources: Sources, name: str) -> list[str]:
    """A measured module and all those that import it, at any distance; sorted."""
    imports = {source.name: _imports(source.tree) for source in sources}
    found = {name}
    while more := {other for other, named in imports.items() if other not in found and named & found}:
        found |= more
    return sorted(found)


def _imports(tree: ast.Module) -> set[str]:
    """The names of modules that a module may import from."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {name for node in froms for name in (node.module or "", *(f"{node.module}.{a.name}" for a in node.names))}
