"""Moving TAO: what can be spent, what can be received, transferring, minting and burning (the `fungible` interface).

Every other domain moves TAO through these functions. What an account must keep is said by two words: how much its life counts
(`Preservation`), and whether freezes are respected (`Fortitude`).
"""

from __future__ import annotations

import enum
from contextlib import suppress
from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import Burned, Deposit, InsufficientBalance, Minted, Transfer, Withdraw
from tao_spec.interface.errors import (
    BelowMinimum,
    DispatchError,
    Frozen,
    FundsUnavailable,
    NotExpendable,
    OnlyProvider,
    Overflow,
    Underflow,
)
from tao_spec.state.accounts import AccountData
from tao_spec.transition.accounts.ledger import (
    ZERO,
    decrease_issuance,
    drop_dust,
    increase_issuance,
    mutate_account,
)
from tao_spec.transition.accounts.references import can_remove_provider
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


class Preservation(enum.Enum):
    """What a withdrawal may cost the account."""

    EXPENDABLE = "the account may die"
    PROTECT = "the account may lose this provider, but not its life"
    PRESERVE = "the account keeps the existential deposit"


class Fortitude(enum.Enum):
    """Whether freezes are respected."""

    POLITE = "what is frozen stays"
    FORCE = "freezes do not count"


class Precision(enum.Enum):
    """What happens where the amount cannot be met."""

    EXACT = "the operation is refused"
    BEST_EFFORT = "so much is moved as can be"


EXPENDABLE, PROTECT, PRESERVE = Preservation.EXPENDABLE, Preservation.PROTECT, Preservation.PRESERVE
POLITE, FORCE = Fortitude.POLITE, Fortitude.FORCE
EXACT, BEST_EFFORT = Precision.EXACT, Precision.BEST_EFFORT


@rule("ACC-20")
def get_reducible_balance(chain: Chain, who: AccountId, preservation: Preservation, fortitude: Fortitude) -> TaoBalance:
    """How much of an account's free TAO can be taken, in rao.

    Freezes cover the reserved TAO first. The existential deposit is kept where the account must live by it.
    """
    info = chain.accounts.account[who]
    data = info.data
    kept = data.frozen.saturating_sub(data.reserved) if fortitude is POLITE else ZERO
    must_provide = (
        preservation is PRESERVE
        or (preservation is PROTECT and bool(data.free) and info.providers == 1)
        or (preservation is EXPENDABLE and bool(data.free) and not can_remove_provider(chain, who))
    )
    if must_provide:
        kept = max(kept, chain.constants.existential_deposit)
    return data.free.saturating_sub(kept)


@rule("ACC-21")
def ensure_can_deposit(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    """An account can receive an amount that exists already.

    Raises:
        Overflow: what it would hold, free alone or with its reserve, does not fit 64 bits.
        BelowMinimum: it would not hold the existential deposit.
    """
    # Nothing can always be received.
    if not amount:
        return
    data = chain.accounts.account[who].data
    free = data.free.checked_add(amount)
    if free is None:
        raise Overflow
    if free < chain.constants.existential_deposit:
        raise BelowMinimum
    if data.reserved.checked_add(free) is None:
        raise Overflow


@rule("ACC-22")
def ensure_can_withdraw(chain: Chain, who: AccountId, amount: TaoBalance, keep_alive: bool) -> None:
    """An account can spend an amount.

    Raises:
        Underflow: there is not so much TAO at all.
        FundsUnavailable: the account does not hold so much.
        Frozen: it may not spend so much.
        OnlyProvider: the account would die, and something needs it.
        NotExpendable: the account would die, and shall not.
    """
    # Nothing can always be spent.
    if not amount:
        return
    if amount > chain.accounts.total_issuance.value:
        raise Underflow
    data = chain.accounts.account[who].data
    remaining = data.free.checked_sub(amount)
    if remaining is None:
        raise FundsUnavailable
    if amount > get_reducible_balance(chain, who, EXPENDABLE, POLITE):
        raise Frozen
    would_die = remaining < chain.constants.existential_deposit
    # An account that something needs keeps what lets it exist.
    if would_die and not can_remove_provider(chain, who):
        raise OnlyProvider
    # Freezes hold for the free and the reserved TAO together.
    if remaining.saturating_add(data.reserved) < data.frozen:
        raise Frozen
    if would_die and keep_alive:
        raise NotExpendable


@rule("ACC-23")
def write_balance(chain: Chain, who: AccountId, free: TaoBalance) -> TaoBalance | None:
    """Set what an account holds free, but not under what it must keep to exist.

    Returns:
        The dust, in rao, or None.

    Raises:
        InsufficientBalance: the account must keep more.
        DispatchError: as `mutate_account`.
    """
    most = get_reducible_balance(chain, who, EXPENDABLE, FORCE)
    refused = False

    def change(data: AccountData, _is_new: bool) -> AccountData:
        nonlocal refused
        refused = data.free.saturating_sub(free) > most
        return data if refused else replace(data, free=free)

    dust = mutate_account(chain, who, change)
    if refused:
        raise InsufficientBalance
    return dust


@rule("ACC-24")
def decrease_balance(
    chain: Chain,
    who: AccountId,
    amount: TaoBalance,
    precision: Precision,
    preservation: Preservation,
    fortitude: Fortitude,
) -> TaoBalance:
    """Take free TAO from an account, without a word on issuance but for the dust.

    Returns:
        What was taken, in rao.

    Raises:
        FundsUnavailable: so much cannot be taken, and less shall not.
        DispatchError: as `write_balance`.
    """
    before = chain.accounts.account[who].data.free
    reducible = get_reducible_balance(chain, who, preservation, fortitude)
    if precision is BEST_EFFORT:
        amount = min(amount, reducible)
    elif amount > reducible:
        raise FundsUnavailable
    after = before.saturating_sub(amount)
    dust = write_balance(chain, who, after)
    if dust is not None:
        drop_dust(chain, dust)
    return before.saturating_sub(after)


@rule("ACC-25")
def increase_balance(chain: Chain, who: AccountId, amount: TaoBalance, precision: Precision) -> TaoBalance:
    """Give an account free TAO, without a word on issuance.

    An account that would still hold less than the existential deposit gets nothing.

    Returns:
        What was given, in rao.

    Raises:
        Overflow: it does not fit 64 bits, and less shall not be given.
        BelowMinimum: the account would hold less than the existential deposit, and something shall be given.
        DispatchError: as `write_balance`.
    """
    before = chain.accounts.account[who].data.free
    if precision is EXACT and before.checked_add(amount) is None:
        raise Overflow
    after = before.saturating_add(amount)
    if after < chain.constants.existential_deposit:
        if precision is EXACT:
            raise BelowMinimum
        return ZERO
    if after == before:
        return ZERO
    dust = write_balance(chain, who, after)
    if dust is not None:
        drop_dust(chain, dust)
    return after.saturating_sub(before)


@rule("ACC-26")
def transfer(chain: Chain, source: AccountId, dest: AccountId, amount: TaoBalance, preservation: Preservation) -> None:
    """Move free TAO from one account to another.

    A transfer to oneself is checked and does nothing. The withdrawal takes no more than it may, and the deposit may fail
    silently; the checks before make sure that neither happens.

    Raises:
        DispatchError: as `ensure_can_withdraw` of the source, then `ensure_can_deposit` of the destination.
    """
    ensure_can_withdraw(chain, source, amount, keep_alive=preservation is not EXPENDABLE)
    ensure_can_deposit(chain, dest, amount)
    if source == dest:
        return
    decrease_balance(chain, source, amount, BEST_EFFORT, preservation, POLITE)
    with suppress(DispatchError):
        increase_balance(chain, dest, amount, BEST_EFFORT)
    chain.emit(Transfer(source, dest, amount))


@rule("ACC-27")
def mint(chain: Chain, who: AccountId, amount: TaoBalance) -> TaoBalance:
    """Create TAO in an account.

    Returns:
        What was created, in rao.

    Raises:
        Overflow: total issuance or the balance does not fit 64 bits.
        BelowMinimum: the account would hold less than the existential deposit.
    """
    if chain.accounts.total_issuance.value.checked_add(amount) is None:
        raise Overflow
    actual = increase_balance(chain, who, amount, EXACT)
    increase_issuance(chain, actual)
    chain.emit(Minted(who, amount))
    return actual


@rule("ACC-28")
def burn_from(
    chain: Chain,
    who: AccountId,
    amount: TaoBalance,
    precision: Precision,
    preservation: Preservation,
    fortitude: Fortitude,
) -> TaoBalance:
    """Destroy free TAO of an account.

    Returns:
        What was destroyed, in rao.

    Raises:
        FundsUnavailable: so much cannot be taken, and less shall not.
        Overflow: there is not so much TAO at all.
        DispatchError: as `decrease_balance`.
    """
    actual = min(get_reducible_balance(chain, who, preservation, fortitude), amount)
    if actual != amount and precision is EXACT:
        raise FundsUnavailable
    if actual > chain.accounts.total_issuance.value:
        raise Overflow
    actual = decrease_balance(chain, who, actual, BEST_EFFORT, preservation, fortitude)
    decrease_issuance(chain, actual)
    chain.emit(Burned(who, actual))
    return actual


@rule("ACC-29")
def deposit(chain: Chain, who: AccountId, amount: TaoBalance, precision: Precision) -> TaoBalance:
    """Give an account TAO that is created for it.

    Returns:
        What was given, in rao: it is owed, and adds to issuance when the debt is dropped (`increase_issuance`).

    Raises:
        DispatchError: as `increase_balance`.
    """
    actual = increase_balance(chain, who, amount, precision)
    chain.emit(Deposit(who, actual))
    return actual


@rule("ACC-30")
def withdraw(
    chain: Chain,
    who: AccountId,
    amount: TaoBalance,
    precision: Precision,
    preservation: Preservation,
    fortitude: Fortitude,
) -> TaoBalance:
    """Take TAO out of an account.

    Returns:
        What was taken, in rao: it is in hand, and leaves issuance when the credit is dropped (`decrease_issuance`).

    Raises:
        DispatchError: as `decrease_balance`.
    """
    actual = decrease_balance(chain, who, amount, precision, preservation, fortitude)
    chain.emit(Withdraw(who, actual))
    return actual
