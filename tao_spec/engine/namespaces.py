"""The array libraries that the engine runs on: whatever follows the Python array API standard."""

from __future__ import annotations

from importlib import import_module
from typing import Any, TypeAlias

Array: TypeAlias = Any
"""An array of whichever library was chosen; the standard has no common class. Shapes and dtypes stand in docstrings."""

Namespace: TypeAlias = Any
"""A module with the functions of the array API standard."""

LIBRARIES = {
    "numpy": "array_api_compat.numpy",
    "torch": "array_api_compat.torch",
    "strict": "array_api_strict",
}
"""Libraries by name; `strict` has nothing beyond the standard, and shows that nothing else is needed."""


class UnknownLibrary(ValueError):
    """An array library that the engine does not know, or that is not installed."""


def get_namespace(name: str = "numpy") -> Namespace:
    """The functions of an array library.

    Args:
        name: one of `LIBRARIES`.

    Raises:
        UnknownLibrary: there is none of this name, or it is not installed.
    """
    if name not in LIBRARIES:
        raise UnknownLibrary(f"{name} is no array library of the engine; these are: {', '.join(LIBRARIES)}")
    try:
        return import_module(LIBRARIES[name])
    except ImportError:
        raise UnknownLibrary(f"the array library {name} is not installed; install it, or use numpy") from None


def make_integers(xp: Namespace, values: Any) -> Array:
    """An int64 array of nested sequences of integers, each within 64 bits."""
    return xp.asarray(values, dtype=xp.int64)


def make_flags(xp: Namespace, values: Any) -> Array:
    """A bool array of nested sequences of truth values."""
    return xp.asarray(values, dtype=xp.bool)
