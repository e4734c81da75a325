"""Reading the code: the rules that it declares, the public functions, and the lines in which each stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Function = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Span:
    """Lines of a file, from the first to the last, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Module:
    """A module that holds rules: its name behind the package of the base or of the revisions, its file, and what it defines."""

    name: str
    path: Path

    @cached_property
    def definitions(self) -> dict[str, Function]:
        """The functions and classes at the top of the module, by name."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}

    @cached_property
    def texts(self) -> dict[str, str]:
        """The texts to which names are set at the top of the module."""
        found = {}
        for node in ast.parse(self.path.read_text(encoding="utf-8")).body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            value = getattr(node, "value", None)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.update({target.id: value.value for target in targets if isinstance(target, ast.Name)})
        return found

    def deviations_in(self, name: str) -> Iterator[str]:
        """The deviations that a definition asks for, by `deviates("KNOWN-1")` or by a name for it."""
        for call in ast.walk(self.definitions[name]):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "deviates":
                yield from (str(arg.value) for arg in call.args if isinstance(arg, ast.Constant))
                yield from (self.texts[a.id] for a in call.args if isinstance(a, ast.Name) and a.id in self.texts)

    @property
    def public_functions(self) -> list[str]:
        """The names of the functions that others may call."""
        return [n for n, d in self.definitions.items() if isinstance(d, ast.FunctionDef) and not n.startswith("_")]

    def span(self, name: str) -> Span:
        """The lines of a definition, with its decorators."""
        node = self.definitions[name]
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        return Span(first, node.end_lineno or first)

    def private_parts(self, name: str) -> list[str]:
        """The private definitions that one uses, directly or through others, in the order of the file."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            used = {n.id for n in ast.walk(self.definitions[waiting.pop()]) if isinstance(n, ast.Name)}
            new = {n for n in used & self.definitions.keys() if n.startswith("_")} - found - {name}
            found |= new
            waiting += sorted(new)
        return [n for n in self.definitions if n in found]


def read_modules(package: Path) -> list[Module]:
    """The modules of a package that define something, sorted by name."""
    files = sorted(package.rglob("*.py"))
    made = [Module(_dotted(file.relative_to(package)), file) for file in files]
    return [module for module in made if module.definitions]


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@dataclass(frozen=True)
class CodeRule:
    """A rule as the code declares it.

    Attributes:
        module, function: where it stands; the module is named behind `tao_spec.transition` or `tao_spec.revisions`.
        call: the call that it answers, as `Balances.burn`, or nothing.
        parts: the private definitions shown beside it: those that no rule before it shows.
        shown: the private definitions that it uses and that an earlier rule shows, with that rule.
        deviations: the deviations that its code asks for.
    """

    id: str
    module: str
    function: str
    call: str = ""
    parts: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    deviations: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Module and function."""
        return f"{self.module}.{self.function}"


def read_rules(registry: Iterable[Any], modules: Mapping[str, Module], packages: tuple[str, ...]) -> list[CodeRule]:
    """The rules of the registry, each with the private definitions that belong to it.

    Args:
        registry: of `Rule(id, function, call)`, in the order of definition.
        modules: by name.
        packages: those that the modules' names leave out.
    """
    owners: dict[tuple[str, str], str] = {}
    return [_read_rule(rule, modules, packages, owners) for rule in registry]


def _read_rule(
    rule: Any, modules: Mapping[str, Module], packages: tuple[str, ...], owners: dict[tuple[str, str], str]
) -> CodeRule:
    name, function = rule.function.__module__, rule.function.__name__
    for package in packages:
        name = name.removeprefix(f"{package}.")
    module = modules[name]
    used = module.private_parts(function)
    parts = tuple(part for part in used if (name, part) not in owners)
    shown = tuple((part, owners[name, part]) for part in used if (name, part) in owners)
    owners.update({(name, part): rule.id for part in parts})
    call = f"{rule.call.PALLET.name}.{rule.call.NAME}" if rule.call else ""
    asked = tuple(sorted({id for part in (function, *used) for id in module.deviations_in(part)}))
    return CodeRule(rule.id, name, function, call, parts, shown, asked)
