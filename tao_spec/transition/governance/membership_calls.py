"""The calls of TriumvirateMembers and SenateMembers: root decides who belongs, and a member may change its key."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.governance import membership as interface
from tao_spec.transition.accounts.balances import lookup
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance import membership
from tao_spec.transition.governance.membership import SENATE, TRIUMVIRATE
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import rule


@rule("MEMBER-1", call=interface.AddTriumvir)
def add_triumvir(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Add an account to the triumvirate.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `add_member`.
    """
    ensure_root(origin)
    membership.add_member(chain, TRIUMVIRATE, lookup(who))


@rule("MEMBER-2", call=interface.RemoveTriumvir)
def remove_triumvir(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Remove an account from the triumvirate.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `remove_member`.
    """
    ensure_root(origin)
    membership.remove_member(chain, TRIUMVIRATE, lookup(who))


@rule("MEMBER-3", call=interface.SwapTriumvir)
def swap_triumvir(chain: Chain, origin: Origin, remove: MultiAddress, add: MultiAddress) -> None:
    """Put one account in the place of a member of the triumvirate.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `swap_member`.
    """
    ensure_root(origin)
    membership.swap_member(chain, TRIUMVIRATE, lookup(remove), lookup(add))


@rule("MEMBER-4", call=interface.ResetTriumvirate)
def reset_triumvirate(chain: Chain, origin: Origin, members: tuple[AccountId, ...]) -> None:
    """Replace the members of the triumvirate.

    Raises:
        BadOrigin: only root may.
        DispatchError: as `reset_members`.
    """
    ensure_root(origin)
    membership.reset_members(chain, TRIUMVIRATE, members)


@rule("MEMBER-5", call=interface.ChangeTriumvirKey)
def change_triumvir_key(chain: Chain, origin: Origin, new: MultiAddress) -> None:
    """Put another account in one's own place in the triumvirate.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `change_key`.
    """
    who = ensure_signed(origin)
    membership.change_key(chain, TRIUMVIRATE, who, lookup(new))


@rule("MEMBER-6", call=interface.SetPrimeTriumvir)
def set_prime_triumvir(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Make a member of the triumvirate the prime one.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `set_prime`.
    """
    ensure_root(origin)
    membership.set_prime(chain, TRIUMVIRATE, lookup(who))


@rule("MEMBER-7", call=interface.ClearPrimeTriumvir)
def clear_prime_triumvir(chain: Chain, origin: Origin) -> None:
    """Have no prime member of the triumvirate.

    Raises:
        BadOrigin: only root may.
    """
    ensure_root(origin)
    membership.clear_prime(chain, TRIUMVIRATE)


@rule("MEMBER-11", call=interface.AddSenator)
def add_senator(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Add an account to the senate.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `add_member`.
    """
    ensure_root(origin)
    membership.add_member(chain, SENATE, lookup(who))


@rule("MEMBER-12", call=interface.RemoveSenator)
def remove_senator(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Remove an account from the senate; its votes stay.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `remove_member`.
    """
    ensure_root(origin)
    membership.remove_member(chain, SENATE, lookup(who))


@rule("MEMBER-13", call=interface.SwapSenator)
def swap_senator(chain: Chain, origin: Origin, remove: MultiAddress, add: MultiAddress) -> None:
    """Put one account in the place of a member of the senate, whose votes stay.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `swap_member`.
    """
    ensure_root(origin)
    membership.swap_member(chain, SENATE, lookup(remove), lookup(add))


@rule("MEMBER-14", call=interface.ResetSenate)
def reset_senate(chain: Chain, origin: Origin, members: tuple[AccountId, ...]) -> None:
    """Replace the members of the senate; their votes stay.

    Raises:
        BadOrigin: only root may.
        DispatchError: as `reset_members`.
    """
    ensure_root(origin)
    membership.reset_members(chain, SENATE, members)


@rule("MEMBER-15", call=interface.ChangeSenatorKey)
def change_senator_key(chain: Chain, origin: Origin, new: MultiAddress) -> None:
    """Put another account in one's own place in the senate; its votes stay.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `change_key`.
    """
    who = ensure_signed(origin)
    membership.change_key(chain, SENATE, who, lookup(new))


@rule("MEMBER-16", call=interface.SetPrimeSenator)
def set_prime_senator(chain: Chain, origin: Origin, who: MultiAddress) -> None:
    """Make a member of the senate the prime one.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `set_prime`.
    """
    ensure_root(origin)
    membership.set_prime(chain, SENATE, lookup(who))


@rule("MEMBER-17", call=interface.ClearPrimeSenator)
def clear_prime_senator(chain: Chain, origin: Origin) -> None:
    """Have no prime member of the senate.

    Raises:
        BadOrigin: only root may.
    """
    ensure_root(origin)
    membership.clear_prime(chain, SENATE)
