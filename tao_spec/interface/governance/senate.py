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


class Vote(Call, pallet=SUBTENSOR, index=55, name="vote"):
    """Vote on a proposal of the triumvirate, as the owner of a senator."""

    hotkey: AccountId
    proposal: H256
    index: Annotated[U32, Compact(U32)]
    approve: bool


class AdjustSenate(Call, pallet=SUBTENSOR, index=63, name="adjust_senate"):
    """Bring a hotkey of root into the senate, if there is room or its root stake exceeds the least of a senator."""

    hotkey: AccountId


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
