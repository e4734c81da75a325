"""The one way in which what an account holds changes, with all that follows: its references, its death, its dust."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U128
from tao_spec.interface.accounts.balances import DustLost, Endowed, Upgraded
from tao_spec.interface.errors import DispatchError
from tao_spec.state.accounts import NEW_LOGIC, AccountData
from tao_spec.transition.accounts.references import add_consumer, add_provider, remove_consumer, remove_provider
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

ZERO = TaoBalance(0)

AccountChange = Callable[[AccountData, bool], AccountData]
"""From what an account holds, and whether it is new, to what it shall hold; a refusal is raised."""


@rule("ACC-10")
def mutate_account(chain: Chain, who: AccountId, change: AccountChange) -> TaoBalance | None:
    """Change what an account holds and keep its references in step.

    An account with at least the existential deposit free provides for itself; one with anything reserved or frozen needs
    itself. When what remains is under the existential deposit and nothing is reserved, the remainder is dust.

    Returns:
        The dust, in rao, which the caller must take out of total issuance; None where there is none.

    Raises:
        ConsumerRemaining: the account would die, and something needs it.
        NoProviders, TooManyConsumers: it cannot need itself.
        DispatchError: whatever the change refuses with.
    """
    upgrade_account(chain, who)
    before = chain.accounts.account[who].data
    is_new = before == AccountData()
    after = change(before, is_new)
    _keep_references(chain, who, before, after)
    dust = _store(chain, who, after)
    if is_new:
        chain.emit(Endowed(who, after.free))
    if dust is not None:
        chain.emit(DustLost(who, dust))
    return dust


def _keep_references(chain: Chain, who: AccountId, before: AccountData, after: AccountData) -> None:
    deposit = chain.constants.existential_deposit
    provided, provides = before.free >= deposit, after.free >= deposit
    consumed, consumes = bool(before.reserved or before.frozen), bool(after.reserved or after.frozen)
    if provides and not provided:
        add_provider(chain, who)
    if consumed and not consumes:
        remove_consumer(chain, who)
    if consumes and not consumed:
        add_consumer(chain, who)
    # Accounts of an older form may lack the reference that they should have.
    if consumes and not chain.accounts.account[who].consumers:
        add_consumer(chain, who)
    if provided and not provides:
        _stop_providing(chain, who, consumed, consumes)


def _stop_providing(chain: Chain, who: AccountId, consumed: bool, consumes: bool) -> None:
    """Drop the provider, which may kill the account; where it must live, put its consumers back as they were."""
    try:
        remove_provider(chain, who)
    except DispatchError:
        if consumed and not consumes:
            with suppress(DispatchError):
                add_consumer(chain, who)
        if consumes and not consumed:
            remove_consumer(chain, who)
        raise


def _store(chain: Chain, who: AccountId, after: AccountData) -> TaoBalance | None:
    """Write what an account holds, if it exists, and return what is too little to be held."""
    is_dust = after.free < chain.constants.existential_deposit and not after.reserved
    # An account that lives on without TAO forgets what is frozen, though its locks remain (KNOWN-5).
    frozen = ZERO if chain.deviates("KNOWN-5") else after.frozen
    held = AccountData(frozen=frozen) if is_dust else after
    info = chain.accounts.account[who]
    if info.providers or info.sufficients:
        chain.accounts.account[who] = replace(info, data=held)
    else:
        del chain.accounts.account[who]
    return after.free if is_dust and after.free else None


@rule("ACC-11")
def mutate_account_and_drop_dust(chain: Chain, who: AccountId, change: AccountChange) -> None:
    """Change what an account holds and take its dust, at most one rao less than the existential deposit, out of issuance.

    Raises:
        DispatchError: as `mutate_account`.
    """
    dust = mutate_account(chain, who, change)
    if dust is not None:
        drop_dust(chain, min(dust, chain.constants.existential_deposit.saturating_sub(TaoBalance(1))))


@rule("ACC-12")
def drop_dust(chain: Chain, dust: TaoBalance) -> None:
    """Take dust out of total issuance."""
    decrease_issuance(chain, dust)


@rule("ACC-13")
def upgrade_account(chain: Chain, who: AccountId) -> bool:
    """Bring an account of an older form into the present one, in which what is reserved needs the account.

    Returns:
        Whether the account was of an older form.
    """
    data = chain.accounts.account[who].data
    if data.flags & NEW_LOGIC:
        return False
    data = replace(data, flags=U128(data.flags | NEW_LOGIC))
    if data.reserved and not data.frozen:
        data = _provide_for_reserve(chain, who, data)
        _need(chain, who)
    info = chain.accounts.account[who]
    if info.providers or info.sufficients:
        chain.accounts.account[who] = replace(info, data=data)
    else:
        del chain.accounts.account[who]
    chain.emit(Upgraded(who))
    return True


def _provide_for_reserve(chain: Chain, who: AccountId, data: AccountData) -> AccountData:
    """An account with a reserve and nothing that lets it exist is given the existential deposit from nowhere (KNOWN-7)."""
    if chain.accounts.account[who].providers:
        return data
    add_provider(chain, who)
    free = max(data.free, chain.constants.existential_deposit)
    if not chain.deviates("KNOWN-7"):
        increase_issuance(chain, free.saturating_sub(data.free))
    return replace(data, free=free)


def _need(chain: Chain, who: AccountId) -> None:
    """Count a consumer, however many there are."""
    info = chain.accounts.account[who]
    chain.accounts.account[who] = replace(info, consumers=info.consumers.saturating_add(type(info.consumers)(1)))


@rule("ACC-14")
def increase_issuance(chain: Chain, amount: TaoBalance) -> None:
    """Add to total issuance, held at 64 bits."""
    issuance = chain.accounts.total_issuance
    issuance.value = issuance.value.saturating_add(amount)


@rule("ACC-15")
def decrease_issuance(chain: Chain, amount: TaoBalance) -> None:
    """Take out of total issuance, held at zero."""
    issuance = chain.accounts.total_issuance
    issuance.value = issuance.value.saturating_sub(amount)
