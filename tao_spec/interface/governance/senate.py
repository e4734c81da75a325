"""The senate's part in SubtensorModule: how a hotkey becomes a senator and votes, and what a majority may do."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.scale import Compact


class Sudo(Call, pallet=SUBTENSOR, index=51, name="sudo"):
    """Make a call as root, as a majority of the senate."""

    call: Call


class SudoUncheckedWeight(Call, pallet=SUBTENSOR, index=52, name="sudo_unchecked_weight"):
    """Make a call as root that counts as if it cost this weight, as a majority of the senate."""

    call: Call
    weight: Weight


class Vote(Call, pallet=SUBTENSOR, index=55, name="vote"):
    """Vote on a proposal of the triumvirate, as the owner of a senator."""

    hotkey: AccountId
    proposal: H256
    index: Annotated[U32, Compact(U32)]
    approve: bool


class AdjustSenate(Call, pallet=SUBTENSOR, index=63, name="adjust_senate"):
    """Bring a hotkey of root into the senate, if there is room or its root stake exceeds the least of a senator."""

    hotkey: AccountId


class Sudid(Event, pallet=SUBTENSOR, index=45):
    """A majority of the senate made a call as root, and this came of it."""

    result: DispatchResult


class SenateRequiredStakePercentSet(Event, pallet=SUBTENSOR, index=51):
    """The share of all stake that a senator needs was set, in percent."""

    percent: U64


class SenateAdjusted(Event, pallet=SUBTENSOR, index=64, named=True):
    """A hotkey is a senator; the old member is never named, even where one was replaced."""

    old_member: AccountId | None
    new_member: AccountId


class SenateError(ModuleError, pallet=SUBTENSOR):
    """An error of SubtensorModule about the senate."""


class NotSenateMember(SenateError, code=40):
    """The hotkey is no senator."""


class CouldNotJoinSenate(SenateError, code=56):
    """The members of the senate cannot be changed so."""
