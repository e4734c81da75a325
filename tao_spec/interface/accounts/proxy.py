"""Proxy: accounts that act for others, at once or after an announcement."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import PROXY
from tao_spec.storage.scale import Compact, Enumeration


class ProxyType(Enumeration):
    """Which calls a proxy may make."""

    Any = 0
    Owner = 1
    NonCritical = 2
    NonTransfer = 3
    Senate = 4
    NonFungibile = 5
    Triumvirate = 6
    Governance = 7
    Staking = 8
    Registration = 9
    Transfer = 10
    SmallTransfer = 11
    RootWeights = 12
    ChildKeys = 13
    SudoUncheckedSetCode = 14
    SwapHotkey = 15
    SubnetLeaseBeneficiary = 16


class Proxy(Call, pallet=PROXY, index=0, name="proxy"):
    """Make a call for `real`, as a proxy of the given type or, without one, of the first that is found."""

    real: MultiAddress
    force_proxy_type: ProxyType | None
    call: Call


class AddProxy(Call, pallet=PROXY, index=1, name="add_proxy"):
    """Let an account act for one's own; with a delay, only so many blocks after it announced the call."""

    delegate: MultiAddress
    proxy_type: ProxyType
    delay: BlockNumber


class RemoveProxy(Call, pallet=PROXY, index=2, name="remove_proxy"):
    """Take back the proxy with exactly this delegate, type and delay."""

    delegate: MultiAddress
    proxy_type: ProxyType
    delay: BlockNumber


class RemoveProxies(Call, pallet=PROXY, index=3, name="remove_proxies"):
    """Take back every proxy of one's own account."""


class CreatePure(Call, pallet=PROXY, index=4, name="create_pure"):
    """Create an account without a key, for which the sender is the proxy; `index` tells apart several in one call."""

    proxy_type: ProxyType
    delay: BlockNumber
    index: U16


class KillPure(Call, pallet=PROXY, index=5, name="kill_pure"):
    """Give up an account without a key, which itself is the origin; height and index tell where it was created."""

    spawner: MultiAddress
    proxy_type: ProxyType
    index: U16
    height: Annotated[BlockNumber, Compact(BlockNumber)]
    ext_index: Annotated[U32, Compact(U32)]


class Announce(Call, pallet=PROXY, index=6, name="announce"):
    """Announce, by its hash, a call that one will make for `real` after the delay."""

    real: MultiAddress
    call_hash: H256


class RemoveAnnouncement(Call, pallet=PROXY, index=7, name="remove_announcement"):
    """Take back an announcement of one's own."""

    real: MultiAddress
    call_hash: H256


class RejectAnnouncement(Call, pallet=PROXY, index=8, name="reject_announcement"):
    """Strike out what a proxy announced to do for one's own account."""

    delegate: MultiAddress
    call_hash: H256


class ProxyAnnounced(Call, pallet=PROXY, index=9, name="proxy_announced"):
    """Make a call that `delegate` announced for `real` and whose delay is over; anybody may."""

    delegate: MultiAddress
    real: MultiAddress
    force_proxy_type: ProxyType | None
    call: Call


class ProxyExecuted(Event, pallet=PROXY, index=0, named=True):
    """A proxy made a call, and this came of it."""

    result: DispatchResult


class PureCreated(Event, pallet=PROXY, index=1, named=True):
    """An account without a key came into being, for which `who` is the proxy."""

    pure: AccountId
    who: AccountId
    proxy_type: ProxyType
    disambiguation_index: U16


class Announced(Event, pallet=PROXY, index=2, named=True):
    """A proxy announced a call."""

    real: AccountId
    proxy: AccountId
    call_hash: H256


class ProxyAdded(Event, pallet=PROXY, index=3, named=True):
    """The delegatee may act for the delegator."""

    delegator: AccountId
    delegatee: AccountId
    proxy_type: ProxyType
    delay: BlockNumber


class ProxyRemoved(Event, pallet=PROXY, index=4, named=True):
    """The delegatee may no longer act for the delegator."""

    delegator: AccountId
    delegatee: AccountId
    proxy_type: ProxyType
    delay: BlockNumber


class PureKilled(Event, pallet=PROXY, index=5, named=True):
    """An account without a key was given up: nobody can act for it again."""

    pure: AccountId
    spawner: AccountId
    proxy_type: ProxyType
    disambiguation_index: U16


class ProxyError(ModuleError, pallet=PROXY):
    """An error of Proxy."""


class TooMany(ProxyError, code=0):
    """The account has 20 proxies, or the proxy 75 announcements, already."""


class NotFound(ProxyError, code=1):
    """There is no such proxy or announcement."""


class NotProxy(ProxyError, code=2):
    """The sender is no such proxy of the account."""


class Unproxyable(ProxyError, code=3):
    """This type of proxy may not make this call; the pallet never answers so."""


class Duplicate(ProxyError, code=4):
    """The account has this very proxy already, or the account without a key exists."""


class NoPermission(ProxyError, code=5):
    """The sender did not create this account without a key."""


class Unannounced(ProxyError, code=6):
    """The call was not announced, or its delay is not over."""


class NoSelfProxy(ProxyError, code=7):
    """An account cannot be its own proxy."""
