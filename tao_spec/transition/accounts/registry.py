"""Identities: who stands behind an account, for a deposit that is held."""

from __future__ import annotations

from contextlib import suppress

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT as ROOT_NETUID
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts import registry as interface
from tao_spec.interface.accounts.registry import (
    CannotRegister,
    IdentityDissolved,
    IdentityInfo,
    IdentitySet,
    NotRegistered,
)
from tao_spec.interface.errors import DispatchError
from tao_spec.state.accounts import HeldByRegistry, Registration, RegistryHold
from tao_spec.transition.accounts.ledger import ZERO
from tao_spec.transition.accounts.reserves import hold, release
from tao_spec.transition.accounts.tokens import BEST_EFFORT
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

ANYBODY_CLEARS = "KNOWN-32"

INITIAL_DEPOSIT = TaoBalance(100_000_000)
FIELD_DEPOSIT = TaoBalance(100_000_000)
"""What an identity costs, and what each field of its holder's own costs more, in rao."""

IDENTITY = HeldByRegistry(RegistryHold.RegistryIdentity)


@rule("REG-1")
def can_register(chain: Chain, who: AccountId, identified: AccountId) -> bool:
    """Whether an account may set an identity.

    For itself, if it owns a subnet; for another, if that is a hotkey of its own that is registered in the root network.
    """
    if who == identified:
        return any(owner == who for _, owner in chain.subnets.subnet_owner.items())
    return chain.keys.owner.get(identified) == who and (ROOT_NETUID, identified) in chain.neurons.uids


@rule("REG-2")
def compute_identity_deposit(info: IdentityInfo) -> TaoBalance:
    """What an identity costs, in rao: a base, and as much again for each field of its holder's own."""
    return INITIAL_DEPOSIT.saturating_add(FIELD_DEPOSIT.saturating_mul(len(info.additional)))


@rule("REG-3")
def release_identity_deposit(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    """Free what an account holds for identities, as much as is there; where it cannot be freed, it stays held."""
    with suppress(DispatchError):
        release(chain, IDENTITY, who, amount, BEST_EFFORT)


@rule("REG-10", call=interface.SetIdentity)
def set_identity(chain: Chain, origin: Origin, identified: AccountId, info: IdentityInfo) -> None:
    """Set the identity of an account, over any that it has; the sender pays what it costs more, or gets what it costs less.

    Args:
        identified: whose.
        info: what it says.

    Raises:
        BadOrigin: an account must sign.
        CannotRegister: the sender may not.
        DispatchError: as `hold`.
    """
    who = ensure_signed(origin)
    if not can_register(chain, who, identified):
        raise CannotRegister
    former = chain.accounts.identity_of.get(identified)
    paid, deposit = ZERO if former is None else former.deposit, compute_identity_deposit(info)
    if deposit > paid:
        hold(chain, IDENTITY, who, deposit.saturating_sub(paid))
    if paid > deposit:
        release_identity_deposit(chain, who, paid.saturating_sub(deposit))
    chain.accounts.identity_of[identified] = Registration(deposit, info)
    chain.emit(IdentitySet(identified))


@rule("REG-11", call=interface.ClearIdentity)
def clear_identity(chain: Chain, origin: Origin, identified: AccountId) -> None:
    """Take away the identity of an account; anybody may, and the deposit is freed of the sender (KNOWN-32).

    Args:
        identified: whose.

    Raises:
        BadOrigin: an account must sign.
        NotRegistered: it has none.
    """
    who = ensure_signed(origin)
    if not chain.deviates(ANYBODY_CLEARS) and not can_register(chain, who, identified):
        raise CannotRegister
    registration = chain.accounts.identity_of.take(identified)
    if registration is None:
        raise NotRegistered
    release_identity_deposit(chain, who, registration.deposit)
    chain.emit(IdentityDissolved(identified))
