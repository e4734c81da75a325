"""Accounts: nonces, reference counts and balances (System, Balances); proxies, multisigs and identities."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber, FixedBytes
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.accounts.multisig import Timepoint
from tao_spec.interface.accounts.proxy import ProxyType
from tao_spec.interface.accounts.registry import IdentityInfo
from tao_spec.interface.pallets import BALANCES, MULTISIG, PROXY, REGISTRY, SYSTEM
from tao_spec.state.zero_padded import ZeroPadded
from tao_spec.storage.hashers import Blake2_128Concat, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Enumeration, Struct, Tuple, Variant, Vec

MAX_LOCKS = 50
MAX_RESERVES = 50
MAX_FREEZES = 50
MAX_PROXIES = 20
MAX_PENDING = 75
MAX_SIGNATORIES = 100
MAX_HOLDS = 3

NEW_LOGIC = U128(1 << 127)
"""The flag of an account in the present form, whose `frozen` covers the reserved TAO too."""


class Identifier8(FixedBytes, length=8):
    """The name of a lock or of a reserve."""

    __slots__ = ()


class AccountData(Struct):
    """What an account holds, in rao.

    `free` can be spent; `reserved` belongs to the account and waits; of both together at least `frozen` must remain.
    """

    free: TaoBalance = TaoBalance(0)
    reserved: TaoBalance = TaoBalance(0)
    frozen: TaoBalance = TaoBalance(0)
    flags: U128 = NEW_LOGIC

    @property
    def total(self) -> TaoBalance:
        """Free and reserved together, held at 64 bits."""
        return self.free.saturating_add(self.reserved)


class AccountInfo(Struct):
    """An account: how many transactions it signed, who needs it, who lets it exist, and what it holds."""

    nonce: U32 = U32(0)
    consumers: U32 = U32(0)
    providers: U32 = U32(0)
    sufficients: U32 = U32(0)
    data: AccountData = AccountData()


class LockReasons(Enumeration):
    """What a lock keeps TAO from."""

    Fee = 0
    Misc = 1
    All = 2


class BalanceLock(Struct):
    """A lock of so much of an account's TAO."""

    id: Identifier8
    amount: TaoBalance
    reasons: LockReasons


class ReserveData(Struct):
    """A named reserve."""

    id: Identifier8
    amount: TaoBalance


class PreimageHold(Enumeration):
    """Why Preimage holds TAO."""

    Preimage = 0


class RegistryHold(Enumeration):
    """Why Registry holds TAO."""

    RegistryIdentity = 0


class SafeModeHold(Enumeration):
    """Why SafeMode holds TAO."""

    EnterOrExtend = 0


class HoldReason(Variant):
    """Why TAO is on hold."""


class HeldByPreimage(HoldReason, index=14, name="Preimage"):
    """For the storage of a preimage."""

    reason: PreimageHold


class HeldByRegistry(HoldReason, index=17, name="Registry"):
    """For an identity."""

    reason: RegistryHold


class HeldBySafeMode(HoldReason, index=20, name="SafeMode"):
    """For a safe mode entered."""

    reason: SafeModeHold


class Hold(Struct):
    """TAO held for a reason."""

    id: HoldReason
    amount: TaoBalance


class FreezeReason(Variant):
    """Why TAO is frozen; the runtime knows no reason."""


class Freeze(Struct):
    """TAO frozen for a reason."""

    id: FreezeReason
    amount: TaoBalance


class ProxyDefinition(Struct):
    """An account that may act for another, and how many blocks after it announced what it does."""

    delegate: AccountId
    proxy_type: ProxyType
    delay: BlockNumber


class Announcement(Struct):
    """A call that a proxy announced for `real`, by its hash, and the block in which it did."""

    real: AccountId
    call_hash: H256
    height: BlockNumber


class Multisig(Struct):
    """An operation of a joint account: when and by whom it was begun, for what deposit in rao, and who approved."""

    when: Timepoint
    deposit: TaoBalance
    depositor: AccountId
    approvals: Annotated[tuple[AccountId, ...], Vec(AccountId, MAX_SIGNATORIES)]


class Registration(Struct):
    """An identity and what was paid for it, in rao."""

    deposit: TaoBalance
    info: IdentityInfo


class AccountsState(Domain):
    """The storage of the account pallets."""

    number = StorageValue(SYSTEM.name, "Number", BlockNumber, BlockNumber(0), "The height of the present block.")
    account = StorageMap(
        SYSTEM.name,
        "Account",
        Blake2_128Concat(AccountId),
        AccountInfo,
        AccountInfo(),
        "Every account that exists: nonce, references, balances.",
    )
    total_issuance = StorageValue(
        BALANCES.name, "TotalIssuance", TaoBalance, TaoBalance(0), "All TAO in accounts, in rao."
    )
    inactive_issuance = StorageValue(
        BALANCES.name, "InactiveIssuance", TaoBalance, TaoBalance(0), "TAO that does not count as active, in rao."
    )
    balances_account = StorageMap(
        BALANCES.name,
        "Account",
        Blake2_128Concat(AccountId),
        AccountData,
        AccountData(),
        "Balances outside System; not used by this runtime.",
    )
    locks = StorageMap(
        BALANCES.name, "Locks", Blake2_128Concat(AccountId), Vec(BalanceLock), (), "The locks on an account's TAO."
    )
    reserves = StorageMap(
        BALANCES.name,
        "Reserves",
        Blake2_128Concat(AccountId),
        Vec(ReserveData, MAX_RESERVES),
        (),
        "The named reserves of an account.",
    )
    holds = StorageMap(
        BALANCES.name, "Holds", Blake2_128Concat(AccountId), Vec(Hold, MAX_HOLDS), (), "The holds on an account's TAO."
    )
    freezes = StorageMap(
        BALANCES.name,
        "Freezes",
        Blake2_128Concat(AccountId),
        Vec(Freeze, MAX_FREEZES),
        (),
        "The freezes of an account's TAO.",
    )
    proxies = StorageMap(
        PROXY.name,
        "Proxies",
        Twox64Concat(AccountId),
        Tuple(Vec(ProxyDefinition, MAX_PROXIES), TaoBalance),
        ((), TaoBalance(0)),
        "The proxies of an account, in ascending order, and the deposit for them, in rao.",
    )
    announcements = StorageMap(
        PROXY.name,
        "Announcements",
        Twox64Concat(AccountId),
        Tuple(Vec(Announcement, MAX_PENDING), TaoBalance),
        ((), TaoBalance(0)),
        "What a proxy announced, in the order of announcement, and the deposit for it, in rao.",
    )
    multisigs = StorageDoubleMap(
        MULTISIG.name,
        "Multisigs",
        Twox64Concat(AccountId),
        Blake2_128Concat(H256),
        Multisig,
        doc="The operations of a joint account that are under way, by the hash of the call.",
    )
    identity_of = StorageMap(
        REGISTRY.name,
        "IdentityOf",
        Twox64Concat(AccountId),
        ZeroPadded(Registration),
        doc="The identity of an account and its deposit, in rao.",
    )
