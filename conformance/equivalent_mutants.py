"""Mutants that do what the rules do in every state that the chain reaches, and why: by the names that `tao-spec mutate` gives.

A name that no mutant of the code bears any more is refused, and one whose mutant a vector finds must not stand here.
"""

from __future__ import annotations

_EDGE = "at the least value both sides of the comparison give that value"
_ENTRIES = "a list has at most 75 entries, and no deposit for so many comes near 64 bits"
_BYTES = "data has at most 4 MiB, and no deposit for so much comes near 64 bits"
_NEVER_BOTH = "no list is both empty and too long, so that the two checks never both refuse"

EQUIVALENT_MUTANTS: dict[str, str] = {
    "arithmetic.integers:Integer.saturate:comparison flipped:"
    "return int.__new__(cls, cls.MIN if value < cls.MIN else min(value, cls.MAX))": _EDGE,
    "transition.accounts.deposits:compute_deposit:wrapping for saturating:"
    "return base.saturating_add(factor.saturating_mul(count)) if count else ZERO": _ENTRIES,
    "transition.accounts.deposits:compute_deposit:wrapping for saturating:"
    "return base.saturating_add(factor.saturating_mul(count)) if count else ZERO #2": _ENTRIES,
    "transition.governance.preimage:compute_preimage_deposit:wrapping for saturating:"
    "return BASE_DEPOSIT.saturating_add(BYTE_DEPOSIT.saturating_mul(length))": _BYTES,
    "transition.governance.preimage:compute_preimage_deposit:wrapping for saturating:"
    "return BASE_DEPOSIT.saturating_add(BYTE_DEPOSIT.saturating_mul(length)) #2": _BYTES,
    "transition.accounts.multisig:get_signatories:checks swapped:if not others:": _NEVER_BOTH,
    "transition.governance.preimage_calls:ensure_updated:checks swapped:if not hashes:": _NEVER_BOTH,
}
"""By the name of the mutant: why no state tells it from the rules."""
