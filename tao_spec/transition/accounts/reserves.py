"""Setting TAO aside in its own account: reserves, holds for a reason, locks and freezes.

A reserve or a hold moves TAO from free to reserved. A lock or a freeze moves nothing and forbids to fall under an amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import (
    BalanceStatus,
    DeadAccount,
    FrozenEvent,
    InsufficientBalance,
    LiquidityRestrictions,
    Locked,
    Reserved,
    ReserveRepatriated,
    Slashed,
    Thawed,
    TooManyFreezes,
    TooManyHolds,
    TooManyReserves,
    Unlocked,
    Unreserved,
)
from tao_spec.interface.errors import (
    CannotCreate,
    CannotCreateHold,
    DispatchError,
    Frozen,
    FundsUnavailable,
    Overflow,
    Underflow,
)
from tao_spec.state.accounts import (
    MAX_FREEZES,
    MAX_HOLDS,
    MAX_RESERVES,
    AccountData,
    BalanceLock,
    Freeze,
    FreezeReason,
    Hold,
    HoldReason,
    Identifier8,
    LockReasons,
    ReserveData,
)
from tao_spec.transition.accounts.ledger import (
    ZERO,
    decrease_issuance,
    drop_dust,
    mutate_account,
    mutate_account_and_drop_dust,
)
from tao_spec.transition.accounts.tokens import (
    BEST_EFFORT,
    EXACT,
    FORCE,
    PROTECT,
    Fortitude,
    Precision,
    decrease_balance,
    ensure_can_deposit,
    get_reducible_balance,
    increase_balance,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("ACC-40")
def reserve(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    """Move TAO from free to reserved; nothing is no move.

    Raises:
        InsufficientBalance: the account does not hold so much free.
        Overflow: its reserve does not fit 64 bits.
        LiquidityRestrictions: less than what is frozen would remain free.
        DispatchError: as `mutate_account`.
    """
    if not amount:
        return

    def change(data: AccountData, _is_new: bool) -> AccountData:
        free, reserved = data.free.checked_sub(amount), data.reserved.checked_add(amount)
        if free is None:
            raise InsufficientBalance
        if reserved is None:
            raise Overflow
        # A reserve may not reach under what is frozen, although the frozen TAO may be reserved elsewhere.
        if free < data.frozen:
            raise LiquidityRestrictions
        return replace(data, free=free, reserved=reserved)

    mutate_account_and_drop_dust(chain, who, change)
    chain.emit(Reserved(who, amount))


@rule("ACC-41")
def unreserve(chain: Chain, who: AccountId, amount: TaoBalance) -> TaoBalance:
    """Move TAO from reserved to free, as much as there is.

    Returns:
        What was asked for and not there, in rao; all of it where the account holds nothing or cannot be changed.
    """
    if not amount:
        return ZERO
    # An account that holds nothing is left alone, and nothing is told.
    if not chain.accounts.account[who].data.total:
        return amount
    actual = ZERO

    def change(data: AccountData, _is_new: bool) -> AccountData:
        nonlocal actual
        actual = min(data.reserved, amount)
        # What free TAO cannot hold is lost (KNOWN-6).
        if not chain.deviates("KNOWN-6"):
            actual = min(actual, TaoBalance(TaoBalance.MAX - data.free))
        return replace(data, reserved=data.reserved.saturating_sub(actual), free=data.free.saturating_add(actual))

    try:
        mutate_account_and_drop_dust(chain, who, change)
    except DispatchError:
        return amount
    chain.emit(Unreserved(who, actual))
    return amount.saturating_sub(actual)


@rule("ACC-42")
def slash_reserved(chain: Chain, who: AccountId, amount: TaoBalance) -> tuple[TaoBalance, TaoBalance]:
    """Take reserved TAO from an account as a punishment, as much as there is.

    Returns:
        What was taken and what was not there, both in rao. Dropped, the former leaves issuance and `Rescinded` tells of it.
    """
    if not amount or not chain.accounts.account[who].data.total:
        return ZERO, amount
    actual = ZERO

    def change(data: AccountData, _is_new: bool) -> AccountData:
        nonlocal actual
        actual = min(data.reserved, amount)
        return replace(data, reserved=data.reserved.saturating_sub(actual))

    try:
        mutate_account_and_drop_dust(chain, who, change)
    except DispatchError:
        return ZERO, amount
    chain.emit(Slashed(who, actual))
    return actual, amount.saturating_sub(actual)


@rule("ACC-43")
def repatriate_reserved(
    chain: Chain, source: AccountId, dest: AccountId, amount: TaoBalance, status: BalanceStatus, fortitude: Fortitude
) -> TaoBalance:
    """Move reserved TAO of one account to another, free or reserved there, as much as there is.

    Returns:
        What was not moved, in rao.

    Raises:
        DeadAccount: the other account does not exist.
        Overflow: what it would hold does not fit 64 bits.
        DispatchError: as `mutate_account` of the other account or of the source.
    """
    if not amount:
        return ZERO
    actual = min(amount, get_reducible_reserve(chain, source, fortitude))
    if source == dest:
        missing = unreserve(chain, source, actual) if status is BalanceStatus.Free else ZERO
        return amount.saturating_sub(actual.saturating_sub(missing))
    _move_reserved(chain, source, dest, actual, status)
    chain.emit(ReserveRepatriated(source, dest, actual, status))
    return amount.saturating_sub(actual)


def _move_reserved(chain: Chain, source: AccountId, dest: AccountId, amount: TaoBalance, status: BalanceStatus) -> None:
    """The other account changes first; the source changes in the midst of that, before the other is written."""
    part = "free" if status is BalanceStatus.Free else "reserved"
    source_dust: TaoBalance | None = None

    def give(data: AccountData, is_new: bool) -> AccountData:
        nonlocal source_dust
        if is_new:
            raise DeadAccount
        given = data

        def take(source_data: AccountData, _is_new: bool) -> AccountData:
            nonlocal given
            total = getattr(data, part).checked_add(amount)
            if total is None:
                raise Overflow
            given = replace(data, **{part: total})
            return replace(source_data, reserved=source_data.reserved.saturating_sub(amount))

        source_dust = mutate_account(chain, source, take)
        return given

    dest_dust = mutate_account(chain, dest, give)
    for dust in (source_dust, dest_dust):
        if dust is not None:
            drop_dust(chain, dust)


@rule("ACC-44")
def get_reducible_reserve(chain: Chain, who: AccountId, fortitude: Fortitude) -> TaoBalance:
    """How much of an account's reserved TAO can be taken, in rao: freezes that the free TAO does not cover hold it."""
    data = chain.accounts.account[who].data
    kept = ZERO if fortitude is FORCE else data.frozen.saturating_sub(data.free)
    return data.reserved.saturating_sub(kept)


@rule("ACC-45")
def reserve_named(chain: Chain, name: Identifier8, who: AccountId, amount: TaoBalance) -> None:
    """Reserve TAO under a name; the names of an account are kept in order.

    Raises:
        Overflow: the named reserve does not fit 64 bits.
        TooManyReserves: the account has 50 already.
        DispatchError: as `reserve`.
    """
    if not amount:
        return
    reserves = {entry.id: entry.amount for entry in chain.accounts.reserves[who]}
    total = reserves.get(name, ZERO).checked_add(amount)
    if total is None:
        raise Overflow
    if name not in reserves and len(reserves) >= MAX_RESERVES:
        raise TooManyReserves
    reserve(chain, who, amount)
    reserves[name] = total
    chain.accounts.reserves[who] = tuple(ReserveData(key, reserves[key]) for key in sorted(reserves))


@rule("ACC-46")
def unreserve_named(chain: Chain, name: Identifier8, who: AccountId, amount: TaoBalance) -> TaoBalance:
    """Free TAO that was reserved under a name, as much as there is.

    Returns:
        What was asked for and not there, in rao.
    """
    entries = chain.accounts.reserves.get(who)
    if not amount or entries is None:
        return amount
    named = next((entry.amount for entry in entries if entry.id == name), None)
    if named is None:
        return amount
    wanted = min(named, amount)
    actual = wanted.saturating_sub(unreserve(chain, who, wanted))
    left = [replace(e, amount=e.amount.saturating_sub(actual)) if e.id == name else e for e in entries]
    kept = tuple(entry for entry in left if entry.id != name or entry.amount)
    if kept:
        chain.accounts.reserves[who] = kept
    else:
        del chain.accounts.reserves[who]
    return amount.saturating_sub(actual)


def _get_held(chain: Chain, reason: HoldReason, who: AccountId) -> TaoBalance:
    return next((hold.amount for hold in chain.accounts.holds[who] if hold.id == reason), ZERO)


@rule("ACC-50")
def ensure_hold_available(chain: Chain, reason: HoldReason, who: AccountId) -> None:
    """An account can hold TAO for a reason.

    Raises:
        CannotCreateHold: it has no provider, or holds TAO for as many other reasons as there may be.
    """
    holds = chain.accounts.holds[who]
    is_full = len(holds) >= MAX_HOLDS and all(hold.id != reason for hold in holds)
    if not chain.accounts.account[who].providers or is_full:
        raise CannotCreateHold


@rule("ACC-51")
def set_hold(chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance) -> None:
    """Set how much is held for a reason, and the reserve with it; the list of holds stays, even empty.

    Raises:
        TooManyHolds: there are as many reasons as there may be.
        Overflow, Underflow: the reserve cannot follow.
        DispatchError: as `mutate_account`.
    """
    holds = chain.accounts.holds[who]
    before = next((hold.amount for hold in holds if hold.id == reason), None)
    if before is None and amount and len(holds) >= MAX_HOLDS:
        raise TooManyHolds
    reserved = chain.accounts.account[who].data.reserved
    delta = amount.saturating_sub(before or ZERO)
    after = reserved.checked_add(delta) if delta else reserved.checked_sub((before or ZERO).saturating_sub(amount))
    if after is None:
        raise Overflow if delta else Underflow
    new_data = replace(chain.accounts.account[who].data, reserved=after)
    mutate_account(chain, who, lambda _data, _is_new: new_data)
    updated = [replace(hold, amount=amount) if hold.id == reason else hold for hold in holds]
    if before is None and amount:
        updated.append(Hold(reason, amount))
    chain.accounts.holds[who] = tuple(hold for hold in updated if before is None or hold.amount)


@rule("ACC-52")
def hold(chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance) -> None:
    """Move free TAO into a hold, without regard to freezes.

    Raises:
        FundsUnavailable: the account may not spare so much and live.
        CannotCreateHold: as `ensure_hold_available`.
        DispatchError: as `decrease_balance` and `set_hold`.
    """
    if amount > get_reducible_balance(chain, who, PROTECT, FORCE):
        raise FundsUnavailable
    ensure_hold_available(chain, reason, who)
    decrease_balance(chain, who, amount, EXACT, PROTECT, FORCE)
    _increase_hold(chain, reason, who, amount, BEST_EFFORT)


def _increase_hold(chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance, precision: Precision) -> None:
    before = _get_held(chain, reason, who)
    if precision is EXACT and before.checked_add(amount) is None:
        raise Overflow
    after = before.saturating_add(amount)
    if after != before:
        set_hold(chain, reason, who, after)


def _decrease_hold(
    chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance, precision: Precision
) -> TaoBalance:
    before = _get_held(chain, reason, who)
    if precision is BEST_EFFORT:
        amount = min(amount, before)
    after = before.checked_sub(amount)
    if after is None:
        raise FundsUnavailable
    set_hold(chain, reason, who, after)
    return amount


@rule("ACC-53")
def release(chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance, precision: Precision) -> TaoBalance:
    """Move TAO out of a hold, back to free.

    Returns:
        What was freed, in rao.

    Raises:
        CannotCreate: the account could not receive so much.
        FundsUnavailable: so much is not held, and less shall not be freed.
        DispatchError: as `set_hold` and `increase_balance`.
    """
    _ensure_can_receive(chain, who, amount)
    freed = _decrease_hold(chain, reason, who, amount, precision)
    return increase_balance(chain, who, freed, BEST_EFFORT)


def _ensure_can_receive(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    try:
        ensure_can_deposit(chain, who, amount)
    except DispatchError:
        raise CannotCreate from None


@rule("ACC-54")
def burn_held(
    chain: Chain, reason: HoldReason, who: AccountId, amount: TaoBalance, precision: Precision, fortitude: Fortitude
) -> TaoBalance:
    """Destroy TAO that is held.

    Returns:
        What was destroyed, in rao.

    Raises:
        Frozen: so much of the reserve cannot be taken, and less shall not.
        FundsUnavailable: so much is not held, and less shall not be taken.
        DispatchError: as `set_hold`.
    """
    liquid = get_reducible_reserve(chain, who, fortitude)
    if precision is BEST_EFFORT:
        amount = min(amount, liquid)
    elif amount > liquid:
        raise Frozen
    burned = _decrease_hold(chain, reason, who, amount, precision)
    decrease_issuance(chain, burned)
    return burned


@rule("ACC-60")
def set_lock(chain: Chain, name: Identifier8, who: AccountId, amount: TaoBalance, reasons: LockReasons | None) -> None:
    """Set, change or, with no amount or no reason, remove a lock; locks keep their place in the list.

    A lock is never refused: it stands even where the account cannot need itself, and what is frozen then stays as it was.
    """
    if not amount or reasons is None:
        _write_locks(chain, who, [lock for lock in chain.accounts.locks[who] if lock.id != name])
        return
    new = BalanceLock(name, amount, reasons)
    locks = [new if lock.id == name else lock for lock in chain.accounts.locks[who]]
    _write_locks(chain, who, locks if new in locks else [*locks, new])


def _write_locks(chain: Chain, who: AccountId, locks: Sequence[BalanceLock]) -> None:
    amounts = [*(lock.amount for lock in locks), *(freeze.amount for freeze in chain.accounts.freezes[who])]
    before, after = chain.accounts.account[who].data.frozen, max(amounts, default=ZERO)
    with suppress(DispatchError):
        _set_frozen(chain, who, after)
    if locks:
        chain.accounts.locks[who] = tuple(locks)
    else:
        del chain.accounts.locks[who]
    if before > after:
        chain.emit(Unlocked(who, before.saturating_sub(after)))
    elif after > before:
        chain.emit(Locked(who, after.saturating_sub(before)))


def _set_frozen(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    mutate_account(chain, who, lambda data, _is_new: replace(data, frozen=amount))


@rule("ACC-61")
def set_freeze(chain: Chain, reason: FreezeReason, who: AccountId, amount: TaoBalance) -> None:
    """Set, change or, with no amount, remove a freeze.

    The runtime knows no reason to freeze, so that no call reaches this rule.

    Raises:
        TooManyFreezes: the account has 50 already.
        DispatchError: as `mutate_account`.
    """
    freezes = [freeze for freeze in chain.accounts.freezes[who] if freeze.id != reason or amount]
    known = any(freeze.id == reason for freeze in freezes)
    if amount and not known:
        if len(freezes) >= MAX_FREEZES:
            raise TooManyFreezes
        freezes.append(Freeze(reason, amount))
    updated = tuple(replace(freeze, amount=amount) if freeze.id == reason else freeze for freeze in freezes)
    _write_freezes(chain, who, updated)


def _write_freezes(chain: Chain, who: AccountId, freezes: tuple[Freeze, ...]) -> None:
    amounts = [*(lock.amount for lock in chain.accounts.locks[who]), *(freeze.amount for freeze in freezes)]
    before, after = chain.accounts.account[who].data.frozen, max(amounts, default=ZERO)
    _set_frozen(chain, who, after)
    if freezes:
        chain.accounts.freezes[who] = freezes
    else:
        del chain.accounts.freezes[who]
    if before > after:
        chain.emit(Thawed(who, before.saturating_sub(after)))
    elif after > before:
        chain.emit(FrozenEvent(who, after.saturating_sub(before)))
