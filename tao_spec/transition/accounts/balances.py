"""The calls of Balances."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts import balances as interface
from tao_spec.interface.accounts.balances import (
    AdjustmentDirection,
    BalanceSet,
    DeltaZero,
    IssuanceDeactivated,
    Issued,
    Rescinded,
    TotalIssuanceForced,
)
from tao_spec.interface.accounts.system import Id, MultiAddress
from tao_spec.interface.errors import CannotLookup, Overflow
from tao_spec.state.accounts import AccountData
from tao_spec.transition.accounts.ledger import (
    ZERO,
    decrease_issuance,
    increase_issuance,
    mutate_account_and_drop_dust,
    upgrade_account,
)
from tao_spec.transition.accounts.reserves import unreserve
from tao_spec.transition.accounts.tokens import (
    EXACT,
    EXPENDABLE,
    POLITE,
    PRESERVE,
    burn_from,
    get_reducible_balance,
    transfer,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import rule


@rule("ACC-70")
def lookup(address: MultiAddress) -> AccountId:
    """The account that an address names.

    Raises:
        CannotLookup: the address is not an account id; the chain knows no other kind.
    """
    if not isinstance(address, Id):
        raise CannotLookup
    return address.account


@rule("ACC-71", call=interface.TransferAllowDeath)
def transfer_allow_death(chain: Chain, origin: Origin, dest: MultiAddress, value: TaoBalance) -> None:
    """Transfer TAO; the sender's account may die of it.

    Args:
        dest: who receives.
        value: in rao.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `transfer`.
    """
    source = ensure_signed(origin)
    transfer(chain, source, lookup(dest), value, EXPENDABLE)


@rule("ACC-72", call=interface.ForceTransfer)
def force_transfer(chain: Chain, origin: Origin, source: MultiAddress, dest: MultiAddress, value: TaoBalance) -> None:
    """Transfer TAO out of any account, which may die of it; freezes are respected.

    Args:
        source: who gives.
        dest: who receives.
        value: in rao.

    Raises:
        BadOrigin: only root may.
        CannotLookup: of the source, then of the destination.
        DispatchError: as `transfer`.
    """
    ensure_root(origin)
    giver = lookup(source)
    transfer(chain, giver, lookup(dest), value, EXPENDABLE)


@rule("ACC-73", call=interface.TransferKeepAlive)
def transfer_keep_alive(chain: Chain, origin: Origin, dest: MultiAddress, value: TaoBalance) -> None:
    """Transfer TAO; the sender's account must live on.

    Args:
        dest: who receives.
        value: in rao.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `transfer`.
    """
    source = ensure_signed(origin)
    transfer(chain, source, lookup(dest), value, PRESERVE)


@rule("ACC-74", call=interface.TransferAll)
def transfer_all(chain: Chain, origin: Origin, dest: MultiAddress, keep_alive: bool) -> None:
    """Transfer all TAO that can be spent; with `keep_alive`, all but the existential deposit.

    Args:
        dest: who receives.
        keep_alive: whether the sender's account must live on.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `transfer`.
    """
    source = ensure_signed(origin)
    preservation = PRESERVE if keep_alive else EXPENDABLE
    value = get_reducible_balance(chain, source, preservation, POLITE)
    transfer(chain, source, lookup(dest), value, preservation)


@rule("ACC-75", call=interface.ForceUnreserve)
def force_unreserve(chain: Chain, origin: Origin, who: MultiAddress, amount: TaoBalance) -> None:
    """Free reserved TAO, as much as there is; the holds that it was reserved for are not told.

    Args:
        who: whose.
        amount: in rao.

    Raises:
        BadOrigin: only root may.
        CannotLookup: the address names no account.
    """
    ensure_root(origin)
    unreserve(chain, lookup(who), amount)


@rule("ACC-76", call=interface.UpgradeAccounts)
def upgrade_accounts(chain: Chain, origin: Origin, who: tuple[AccountId, ...]) -> None:
    """Bring accounts of an older form into the present one; others are left alone.

    Args:
        who: the accounts, in this order.

    Raises:
        BadOrigin: an account must sign.
    """
    ensure_signed(origin)
    for account in who:
        upgrade_account(chain, account)


@rule("ACC-77", call=interface.ForceSetBalance)
def force_set_balance(chain: Chain, origin: Origin, who: MultiAddress, new_free: TaoBalance) -> None:
    """Set the free TAO of an account, and total issuance with it; less than the existential deposit is nothing.

    Total issuance is held at 64 bits, and then is no longer the sum of all accounts (KNOWN-1); a revision that closes this
    refuses with Overflow instead.

    Args:
        who: whose.
        new_free: in rao.

    Raises:
        BadOrigin: only root may.
        CannotLookup: the address names no account.
        DispatchError: as `mutate_account`.
    """
    ensure_root(origin)
    account = lookup(who)
    free = ZERO if new_free < chain.constants.existential_deposit else new_free
    before = chain.accounts.account[account].data.free

    def change(data: AccountData, _is_new: bool) -> AccountData:
        nonlocal before
        before = data.free
        return replace(data, free=free)

    mutate_account_and_drop_dust(chain, account, change)
    _settle_issuance(chain, before, free)
    chain.emit(BalanceSet(account, free))


def _settle_issuance(chain: Chain, before: TaoBalance, after: TaoBalance) -> None:
    if after > before:
        rise = after.saturating_sub(before)
        if not chain.deviates("KNOWN-1") and chain.accounts.total_issuance.value.checked_add(rise) is None:
            raise Overflow
        increase_issuance(chain, rise)
        chain.emit(Issued(rise))
    elif before > after:
        decrease_issuance(chain, before.saturating_sub(after))
        chain.emit(Rescinded(before.saturating_sub(after)))


@rule("ACC-78", call=interface.ForceAdjustTotalIssuance)
def force_adjust_total_issuance(
    chain: Chain, origin: Origin, direction: AdjustmentDirection, delta: TaoBalance
) -> None:
    """Correct the total issuance, held between zero and 64 bits.

    Args:
        direction: up or down.
        delta: by how much, in rao.

    Raises:
        BadOrigin: only root may.
        DeltaZero: by nothing.
        IssuanceDeactivated: it would fall under the inactive issuance.
    """
    ensure_root(origin)
    # A correction of nothing is a mistake.
    if not delta:
        raise DeltaZero
    old = chain.accounts.total_issuance.value
    is_up = direction is AdjustmentDirection.Increase
    new = old.saturating_add(delta) if is_up else old.saturating_sub(delta)
    # What does not count as active must exist.
    if chain.accounts.inactive_issuance.value > new:
        raise IssuanceDeactivated
    chain.accounts.total_issuance.value = new
    chain.emit(TotalIssuanceForced(old, new))


@rule("ACC-79", call=interface.Burn)
def burn(chain: Chain, origin: Origin, value: TaoBalance, keep_alive: bool) -> None:
    """Destroy TAO of one's own; with `keep_alive` the account must live on.

    Args:
        value: in rao.
        keep_alive: whether the account keeps the existential deposit.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `burn_from`.
    """
    source = ensure_signed(origin)
    burn_from(chain, source, value, EXACT, PRESERVE if keep_alive else EXPENDABLE, POLITE)
