"""TriumvirateMembers and SenateMembers: who belongs to the triumvirate and to the senate.

The two are one pallet twice. A message is declared once, without a pallet, and named again for either of the two: a rule may
speak of `AddMember` and mean both.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, dataclass_transform

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SENATE_MEMBERS, TRIUMVIRATE_MEMBERS, Pallet


@dataclass_transform(frozen_default=True)
class OfEither:
    """A message of both pallets: its subclass gives the index and the name, and a subclass of that the pallet."""

    SHARED: ClassVar[dict[str, Any]]

    def __init_subclass__(cls, pallet: Pallet | None = None, **shared: Any) -> None:
        """Keep what the two pallets share, or declare the message of one of them."""
        if pallet is not None:
            super().__init_subclass__(pallet=pallet, **cls.SHARED)  # type: ignore[call-arg]  # the next base takes it
            return
        cls.SHARED = shared
        dataclasses.dataclass(frozen=True)(cls)


class AddMember(OfEither, index=0, name="add_member"):
    """Add an account to the members."""

    who: MultiAddress


class RemoveMember(OfEither, index=1, name="remove_member"):
    """Remove an account from the members."""

    who: MultiAddress


class SwapMember(OfEither, index=2, name="swap_member"):
    """Put one account in the place of a member; being prime does not pass on."""

    remove: MultiAddress
    add: MultiAddress


class ResetMembers(OfEither, index=3, name="reset_members"):
    """Replace the members by these."""

    members: tuple[AccountId, ...]


class ChangeKey(OfEither, index=4, name="change_key"):
    """Put another account in one's own place as a member; being prime passes on."""

    new: MultiAddress


class SetPrime(OfEither, index=5, name="set_prime"):
    """Make a member the prime one."""

    who: MultiAddress


class ClearPrime(OfEither, index=6, name="clear_prime"):
    """Have no prime member."""


class MemberAdded(OfEither, index=0, name="MemberAdded"):
    """An account became a member."""


class MemberRemoved(OfEither, index=1, name="MemberRemoved"):
    """An account ceased to be a member."""


class MembersSwapped(OfEither, index=2, name="MembersSwapped"):
    """An account took a member's place."""


class MembersReset(OfEither, index=3, name="MembersReset"):
    """All members were replaced."""


class KeyChanged(OfEither, index=4, name="KeyChanged"):
    """A member put another account in its own place."""


class Dummy(OfEither, index=5, name="Dummy"):
    """Never told."""


class AddTriumvir(AddMember, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Add an account to the triumvirate."""


class RemoveTriumvir(RemoveMember, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Remove an account from the triumvirate."""


class SwapTriumvir(SwapMember, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Put one account in the place of a member of the triumvirate."""


class ResetTriumvirate(ResetMembers, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Replace the members of the triumvirate."""


class ChangeTriumvirKey(ChangeKey, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Put another account in one's own place in the triumvirate."""


class SetPrimeTriumvir(SetPrime, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Make a member of the triumvirate the prime one."""


class ClearPrimeTriumvir(ClearPrime, Call, pallet=TRIUMVIRATE_MEMBERS):
    """Have no prime member of the triumvirate."""


class TriumvirAdded(MemberAdded, Event, pallet=TRIUMVIRATE_MEMBERS):
    """An account joined the triumvirate."""


class TriumvirRemoved(MemberRemoved, Event, pallet=TRIUMVIRATE_MEMBERS):
    """An account left the triumvirate."""


class TriumvirsSwapped(MembersSwapped, Event, pallet=TRIUMVIRATE_MEMBERS):
    """An account took the place of a member of the triumvirate."""


class TriumvirateReset(MembersReset, Event, pallet=TRIUMVIRATE_MEMBERS):
    """All members of the triumvirate were replaced."""


class TriumvirKeyChanged(KeyChanged, Event, pallet=TRIUMVIRATE_MEMBERS):
    """A member of the triumvirate put another account in its own place."""


class TriumvirateDummy(Dummy, Event, pallet=TRIUMVIRATE_MEMBERS):
    """Never told."""


class AddSenator(AddMember, Call, pallet=SENATE_MEMBERS):
    """Add an account to the senate."""


class RemoveSenator(RemoveMember, Call, pallet=SENATE_MEMBERS):
    """Remove an account from the senate."""


class SwapSenator(SwapMember, Call, pallet=SENATE_MEMBERS):
    """Put one account in the place of a member of the senate."""


class ResetSenate(ResetMembers, Call, pallet=SENATE_MEMBERS):
    """Replace the members of the senate."""


class ChangeSenatorKey(ChangeKey, Call, pallet=SENATE_MEMBERS):
    """Put another account in one's own place in the senate."""


class SetPrimeSenator(SetPrime, Call, pallet=SENATE_MEMBERS):
    """Make a member of the senate the prime one."""


class ClearPrimeSenator(ClearPrime, Call, pallet=SENATE_MEMBERS):
    """Have no prime member of the senate."""


class SenatorAdded(MemberAdded, Event, pallet=SENATE_MEMBERS):
    """An account joined the senate."""


class SenatorRemoved(MemberRemoved, Event, pallet=SENATE_MEMBERS):
    """An account left the senate."""


class SenatorsSwapped(MembersSwapped, Event, pallet=SENATE_MEMBERS):
    """An account took the place of a member of the senate."""


class SenateReset(MembersReset, Event, pallet=SENATE_MEMBERS):
    """All members of the senate were replaced."""


class SenatorKeyChanged(KeyChanged, Event, pallet=SENATE_MEMBERS):
    """A member of the senate put another account in its own place."""


class SenateDummy(Dummy, Event, pallet=SENATE_MEMBERS):
    """Never told."""


class TriumvirateMembersError(ModuleError, pallet=TRIUMVIRATE_MEMBERS):
    """An error of TriumvirateMembers."""


class AlreadyTriumvir(TriumvirateMembersError, code=0, name="AlreadyMember"):
    """The account is a member of the triumvirate already."""


class NoTriumvir(TriumvirateMembersError, code=1, name="NotMember"):
    """The account is no member of the triumvirate."""


class TooManyTriumvirs(TriumvirateMembersError, code=2, name="TooManyMembers"):
    """There are 3 members of the triumvirate already."""


class SenateMembersError(ModuleError, pallet=SENATE_MEMBERS):
    """An error of SenateMembers."""


class AlreadySenator(SenateMembersError, code=0, name="AlreadyMember"):
    """The account is a member of the senate already."""


class NoSenator(SenateMembersError, code=1, name="NotMember"):
    """The account is no member of the senate."""


class TooManySenators(SenateMembersError, code=2, name="TooManyMembers"):
    """There are 12 members of the senate already."""
