"""Utility: several calls in one, and calls under another origin or weight."""

from __future__ import annotations

from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import DispatchError, ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.origins import OriginCaller
from tao_spec.interface.pallets import UTILITY


class Batch(Call, pallet=UTILITY, index=0, name="batch"):
    """Make calls one after the other until one is refused; those before it stand."""

    calls: tuple[Call, ...]


class AsDerivative(Call, pallet=UTILITY, index=1, name="as_derivative"):
    """Make a call from the account that follows from the sender and a number."""

    index: U16
    call: Call


class BatchAll(Call, pallet=UTILITY, index=2, name="batch_all"):
    """Make all calls or, if one is refused, none."""

    calls: tuple[Call, ...]


class DispatchAs(Call, pallet=UTILITY, index=3, name="dispatch_as"):
    """Make a call under any origin; only root may."""

    as_origin: OriginCaller
    call: Call


class ForceBatch(Call, pallet=UTILITY, index=4, name="force_batch"):
    """Make every call, whichever are refused."""

    calls: tuple[Call, ...]


class WithWeight(Call, pallet=UTILITY, index=5, name="with_weight"):
    """Make a call as root that counts as if it cost this weight."""

    call: Call
    weight: Weight


class BatchInterrupted(Event, pallet=UTILITY, index=0, named=True):
    """The call with this number, counted from 0, was refused and ended its batch."""

    index: U32
    error: DispatchError


class BatchCompleted(Event, pallet=UTILITY, index=1):
    """Every call of a batch went well."""


class BatchCompletedWithErrors(Event, pallet=UTILITY, index=2):
    """Every call of a batch was made, and some were refused."""


class ItemCompleted(Event, pallet=UTILITY, index=3):
    """One call of a batch went well."""


class ItemFailed(Event, pallet=UTILITY, index=4, named=True):
    """One call of a batch was refused."""

    error: DispatchError


class DispatchedAs(Event, pallet=UTILITY, index=5, named=True):
    """A call was made under another origin, and this came of it."""

    result: DispatchResult


class UtilityError(ModuleError, pallet=UTILITY):
    """An error of Utility."""


class TooManyCalls(UtilityError, code=0):
    """The batch holds more than 10,922 calls."""
