"""Balances: TAO in accounts, free or reserved, and everything that locks it."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import BALANCES
from tao_spec.storage.scale import Compact, Enumeration

CompactTao = Annotated[TaoBalance, Compact(TaoBalance)]


class AdjustmentDirection(Enumeration):
    """Which way total issuance is forced."""

    Increase = 0
    Decrease = 1


class BalanceStatus(Enumeration):
    """Where a repatriated reserve goes."""

    Free = 0
    Reserved = 1


class TransferAllowDeath(Call, pallet=BALANCES, index=0, name="transfer_allow_death"):
    """Transfer TAO; the sender's account may die of it."""

    dest: MultiAddress
    value: CompactTao


class ForceTransfer(Call, pallet=BALANCES, index=2, name="force_transfer"):
    """Transfer TAO out of any account."""

    source: MultiAddress
    dest: MultiAddress
    value: CompactTao


class TransferKeepAlive(Call, pallet=BALANCES, index=3, name="transfer_keep_alive"):
    """Transfer TAO; the sender's account must live on."""

    dest: MultiAddress
    value: CompactTao


class TransferAll(Call, pallet=BALANCES, index=4, name="transfer_all"):
    """Transfer all TAO that can be spent."""

    dest: MultiAddress
    keep_alive: bool


class ForceUnreserve(Call, pallet=BALANCES, index=5, name="force_unreserve"):
    """Free reserved TAO."""

    who: MultiAddress
    amount: TaoBalance


class UpgradeAccounts(Call, pallet=BALANCES, index=6, name="upgrade_accounts"):
    """Bring accounts of an older form into the present one."""

    who: tuple[AccountId, ...]


class ForceSetBalance(Call, pallet=BALANCES, index=8, name="force_set_balance"):
    """Set the free TAO of an account."""

    who: MultiAddress
    new_free: CompactTao


class ForceAdjustTotalIssuance(Call, pallet=BALANCES, index=9, name="force_adjust_total_issuance"):
    """Correct the total issuance."""

    direction: AdjustmentDirection
    delta: CompactTao


class Burn(Call, pallet=BALANCES, index=10, name="burn"):
    """Destroy TAO of one's own."""

    value: CompactTao
    keep_alive: bool


class Endowed(Event, pallet=BALANCES, index=0, named=True):
    """An account came into being with this balance."""

    account: AccountId
    free_balance: TaoBalance


class DustLost(Event, pallet=BALANCES, index=1, named=True):
    """An account died, and this remainder with it."""

    account: AccountId
    amount: TaoBalance


class Transfer(Event, pallet=BALANCES, index=2, named=True):
    """TAO moved."""

    from_: AccountId
    to: AccountId
    amount: TaoBalance


class BalanceSet(Event, pallet=BALANCES, index=3, named=True):
    """Root set a balance."""

    who: AccountId
    free: TaoBalance


class Reserved(Event, pallet=BALANCES, index=4, named=True):
    """Free TAO was reserved."""

    who: AccountId
    amount: TaoBalance


class Unreserved(Event, pallet=BALANCES, index=5, named=True):
    """Reserved TAO was freed."""

    who: AccountId
    amount: TaoBalance


class ReserveRepatriated(Event, pallet=BALANCES, index=6, named=True):
    """Reserved TAO moved to another account."""

    from_: AccountId
    to: AccountId
    amount: TaoBalance
    destination_status: BalanceStatus


class Deposit(Event, pallet=BALANCES, index=7, named=True):
    """TAO was created in an account."""

    who: AccountId
    amount: TaoBalance


class Withdraw(Event, pallet=BALANCES, index=8, named=True):
    """TAO was taken out of an account."""

    who: AccountId
    amount: TaoBalance


class Slashed(Event, pallet=BALANCES, index=9, named=True):
    """TAO was taken as a punishment."""

    who: AccountId
    amount: TaoBalance


class Minted(Event, pallet=BALANCES, index=10, named=True):
    """TAO was minted into an account."""

    who: AccountId
    amount: TaoBalance


class Burned(Event, pallet=BALANCES, index=11, named=True):
    """TAO was burned out of an account."""

    who: AccountId
    amount: TaoBalance


class Suspended(Event, pallet=BALANCES, index=12, named=True):
    """TAO was taken out of an account for a time."""

    who: AccountId
    amount: TaoBalance


class Restored(Event, pallet=BALANCES, index=13, named=True):
    """TAO that had been taken for a time came back."""

    who: AccountId
    amount: TaoBalance


class Upgraded(Event, pallet=BALANCES, index=14, named=True):
    """An account was brought into the present form."""

    who: AccountId


class Issued(Event, pallet=BALANCES, index=15, named=True):
    """Total issuance rose."""

    amount: TaoBalance


class Rescinded(Event, pallet=BALANCES, index=16, named=True):
    """Total issuance fell."""

    amount: TaoBalance


class Locked(Event, pallet=BALANCES, index=17, named=True):
    """TAO was locked."""

    who: AccountId
    amount: TaoBalance


class Unlocked(Event, pallet=BALANCES, index=18, named=True):
    """TAO was unlocked."""

    who: AccountId
    amount: TaoBalance


class FrozenEvent(Event, pallet=BALANCES, index=19, name="Frozen", named=True):
    """TAO was frozen."""

    who: AccountId
    amount: TaoBalance


class Thawed(Event, pallet=BALANCES, index=20, named=True):
    """TAO was thawed."""

    who: AccountId
    amount: TaoBalance


class TotalIssuanceForced(Event, pallet=BALANCES, index=21, named=True):
    """Root corrected the total issuance."""

    old: TaoBalance
    new: TaoBalance


class BalancesError(ModuleError, pallet=BALANCES):
    """An error of Balances."""


class VestingBalance(BalancesError, code=0):
    """The balance vests still."""


class LiquidityRestrictions(BalancesError, code=1):
    """Locks or freezes forbid the withdrawal."""


class InsufficientBalance(BalancesError, code=2):
    """The balance is too low."""


class ExistentialDepositError(BalancesError, code=3, name="ExistentialDeposit"):
    """The account could not exist with so little."""


class Expendability(BalancesError, code=4):
    """The account would die."""


class ExistingVestingSchedule(BalancesError, code=5):
    """The account vests already."""


class DeadAccount(BalancesError, code=6):
    """The account does not exist."""


class TooManyReserves(BalancesError, code=7):
    """The account has 50 named reserves already."""


class TooManyHolds(BalancesError, code=8):
    """The account has as many holds as there are reasons."""


class TooManyFreezes(BalancesError, code=9):
    """The account has 50 freezes already."""


class IssuanceDeactivated(BalancesError, code=10):
    """Total issuance would fall under the inactive issuance."""


class DeltaZero(BalancesError, code=11):
    """A correction of nothing."""
