"""Sudo: the account that may do everything."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import MultiAddress, Weight
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import SUDO


class Sudo(Call, pallet=SUDO, index=0, name="sudo"):
    """Make a call as root; only the sudo account may."""

    call: Call


class SudoUncheckedWeight(Call, pallet=SUDO, index=1, name="sudo_unchecked_weight"):
    """Make a call as root that counts as if it cost this weight."""

    call: Call
    weight: Weight


class SetKey(Call, pallet=SUDO, index=2, name="set_key"):
    """Hand the sudo account's power on to another."""

    new: MultiAddress


class SudoAs(Call, pallet=SUDO, index=3, name="sudo_as"):
    """Make a call as any account."""

    who: MultiAddress
    call: Call


class RemoveKey(Call, pallet=SUDO, index=4, name="remove_key"):
    """Give up the sudo account's power for ever."""


class Sudid(Event, pallet=SUDO, index=0, named=True):
    """A call was made as root, and this came of it."""

    sudo_result: DispatchResult


class KeyChanged(Event, pallet=SUDO, index=1, named=True):
    """Another account has the power."""

    old: AccountId | None
    new: AccountId


class KeyRemoved(Event, pallet=SUDO, index=2):
    """No account has the power any more."""


class SudoAsDone(Event, pallet=SUDO, index=3, named=True):
    """A call was made as another account, and this came of it."""

    sudo_result: DispatchResult


class SudoError(ModuleError, pallet=SUDO):
    """An error of Sudo."""


class RequireSudo(SudoError, code=0):
    """Only the sudo account may do this."""
