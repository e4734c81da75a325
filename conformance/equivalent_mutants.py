"""Mutants that do what the rules do, in every state that the chain reaches, and why: by the names that `tao-spec mutate` gives them.

A name that no mutant of the code bears any more is refused, and one whose mutant a vector finds must not stand here.
"""

from __future__ import annotations

EQUIVALENT_MUTANTS: dict[str, str] = {}
"""By the name of the mutant: why no state tells it from the rules."""
