"""Import modules anew with other code, and the floors above them; only in a process of its own."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any, Final

PACKAGE: Final = "tao_spec"
LOWEST: Final = "tao_spec.arithmetic"
BELOW: Final = (LOWEST, "tao_spec.storage", "tao_spec.interface", "tao_spec.state")
"""The floors that know nothing of the transition."""

FORMAT: Final = ("files", "format", "schemas", "text")
MEASURING: Final = ("children", "fresh", "measure", "mutants", "mutate", "premises", "reach", "sources")
KEPT: Final = (
    *(f"tao_spec.strength.{name}" for name in MEASURING),
    *(f"tao_spec.vectors.{name}" for name in FORMAT),
)
"""Modules that hold vectors and those who measure; they know nothing of numbers and rules."""


@dataclass(frozen=True)
class Replacement:
    """What a module shall be made of: its code, and names that it finds besides."""

    code: CodeType
    names: Mapping[str, Any]


def import_anew(replacements: Mapping[str, Replacement]) -> None:
    """Forget modules and the floors above them; when they are imported next, they are made of what is given.

    Args:
        replacements: by the modules' names, all on the floors of arithmetic and of the transition.
    """
    kept = KEPT if any(name.startswith(LOWEST) for name in replacements) else (*KEPT, *BELOW)
    for name in list(sys.modules):
        if name.startswith(f"{PACKAGE}.") and not _is_within(name, kept):
            _forget(name)
    sys.meta_path.insert(0, _Finder(replacements))
    importlib.invalidate_caches()


def _is_within(name: str, packages: Sequence[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _forget(name: str) -> None:
    sys.modules.pop(name, None)
    parent, _, last = name.rpartition(".")
    if last in vars(sys.modules.get(parent, ModuleType(parent))):
        delattr(sys.modules[parent], last)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, replacements: Mapping[str, Replacement]) -> None:
        self.replacements = replacements

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The usual place of a module, with the given code."""
        if name not in self.replacements:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(name, spec.origin, self.replacements[name])
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, replacement: Replacement) -> None:
        super().__init__(name, path)
        self.replacement = replacement

    def exec_module(self, module: ModuleType) -> None:
        """Run the given code as the module."""
        vars(module).update(self.replacement.names)
        exec(self.replacement.code, vars(module))  # noqa: S102, RUF100
