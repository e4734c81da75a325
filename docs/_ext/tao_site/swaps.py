"""What becomes of every storage item in a swap, found by making each kind of swap on a household that has everything.

Nothing is listed by hand: an entry counts if its key or its value names the old account or the new one, before or after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance.keys.prepare import FIRST, NOWHERE, Household, enrich, household, introduce, orders, swaps_coldkey
from tao_site.render import fence, table
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountsState
from tao_spec.state.chain_state import DOMAINS
from tao_spec.state.commitments import CommitmentsState
from tao_spec.state.crowdloans import CrowdloansState
from tao_spec.state.keys import KeysState
from tao_spec.state.pools import PoolsState
from tao_spec.state.stake import StakeState
from tao_spec.storage.items import Declaration
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import ROOT, signed
from tao_spec.vectors.cases import Builder, Dispatched, account_named

Item = Declaration[Any, Any]

OF_HOTKEYS: tuple[Item, ...] = (
    AccountsState.account,
    StakeState.last_coldkey_hotkey_stake_block,
    StakeState.staking_operation_rate_limiter,
    KeysState.last_tx_block,
    CommitmentsState.commitment_of,
    CommitmentsState.last_commitment,
    CommitmentsState.last_bonds_reset,
    CommitmentsState.revealed_commitments,
    CommitmentsState.used_space_of,
)
OF_COLDKEYS: tuple[Item, ...] = (
    StakeState.last_coldkey_hotkey_stake_block,
    KeysState.last_tx_block,
    KeysState.last_hotkey_swap_on_netuid,
    AccountsState.proxies,
    AccountsState.announcements,
    AccountsState.identity_of,
    AccountsState.reserves,
    PoolsState.positions,
    CrowdloansState.contributions,
    CrowdloansState.subnet_lease_shares,
)
"""What the cases' household does not have, and what is stored for it here; whatever the value, only the key counts."""

ROOM = bytes(1_024)
"""From so many zeros a value of every type can be read."""


@dataclass(frozen=True)
class Swap:
    """A kind of swap.

    Attributes:
        title: what it is.
        old, new: the accounts.
        make: what makes it.
        netuid: if only entries of this subnet count, and those of none.
    """

    title: str
    old: Callable[[Household], AccountId]
    new: AccountId
    make: Callable[[Household], Dispatched]
    netuid: NetUid | None = None


HOTKEY, COLDKEY = account_named("new hotkey"), account_named("new coldkey")

SWAPS = (
    Swap("hotkey, everywhere", lambda house: house.hotkey, HOTKEY, lambda house: house.swaps(HOTKEY)),
    Swap("hotkey, one subnet", lambda house: house.hotkey, HOTKEY, lambda house: house.swaps(HOTKEY, FIRST), FIRST),
    Swap(
        "coldkey",
        lambda house: house.owner.account,
        COLDKEY,
        lambda house: swaps_coldkey(house.owner.account, COLDKEY),
    ),
)


class SwapRefused(Exception):
    """The rules refuse a swap of which the page tells."""


def write_swaps() -> str:
    """A row for each storage item that a swap concerns, a column for each kind of swap; to be included in a page."""
    fates = [get_fates(swap) for swap in SWAPS]
    titles = sorted(set().union(*fates))
    rows = [(f"`{title}`", *(found.get(title, "—") for found in fates)) for title in titles]
    return fence("container", "wide", table(("Item", *(swap.title for swap in SWAPS)), rows), 3) + "\n"


def get_fates(swap: Swap) -> dict[str, str]:
    """What becomes of each item in a swap, by the name of the item."""
    build = Builder(R306)
    house = furnish(build)
    old = swap.old(house)
    chain = build.chain
    chain.commit()
    before = {account: count_mentions(house, account, swap.netuid) for account in (old, swap.new)}
    made = swap.make(house)
    origin = ROOT if made.origin == "root" else signed(house.owner.account)
    error = try_dispatch(chain, origin, made.call)
    if error is not None:
        raise SwapRefused(
            f"the swap ({swap.title}) is refused with {type(error).__name__}; give the household what it needs"
        )
    chain.commit()
    after = {account: count_mentions(house, account, swap.netuid) for account in (old, swap.new)}
    titles = sorted(before[old].keys() | after[old].keys() | after[swap.new].keys())
    return {
        title: name_fate(before[old][title], after[old][title], after[swap.new][title] - before[swap.new][title])
        for title in titles
    }


def name_fate(before: int, left: int, gained: int) -> str:
    """What became of the entries that name an account.

    Args:
        before: how many named the old one before.
        left: how many name it now.
        gained: how many more name the new one.
    """
    if not before:
        return "stored anew"
    if not left:
        return "moved" if gained >= before else "merged" if gained else "cleared"
    if not gained:
        return "**left**" if left >= before else "partly cleared"
    return "doubled" if left >= before else "partly moved"


def furnish(build: Builder) -> Household:
    """A household that has everything that a hotkey or a coldkey can have."""
    house = household(build)
    enrich(house)
    introduce(build, house.owner.account, b"owner")
    for hotkey_of, items in ((house.hotkey, OF_HOTKEYS), (house.owner.account, OF_COLDKEYS)):
        for item in items:
            _store(build, item, hotkey_of)
    ordered = orders(house.owner, account_named("ordered coldkey"))
    try_dispatch(build.chain, signed(house.owner.account), ordered.call)
    house.stake(tao(1), NOWHERE)
    return house


def _store(build: Builder, item: Item, account: AccountId) -> None:
    """Store an entry whose key names the account, the first subnet, and zeros."""
    zeros = [key.codec.decode(ROOM, 0)[0] for key in item.keys]
    given: dict[type, Any] = {AccountId: account, NetUid: FIRST}
    parts = tuple(given.get(type(zero), zero) for zero in zeros)
    key = item.encode_key(parts)
    if key not in build.chain.store:
        build.chain.store.write(key, item.codec, item.codec.decode(ROOM, 0)[0])


def count_mentions(house: Household, account: AccountId, netuid: NetUid | None) -> Counter[str]:
    """How many entries of each item name an account in their key or their value, each as often as it does."""
    counted: Counter[str] = Counter()
    store = house.chain.store
    for item in _items():
        for key in store.keys(item.prefix):
            if netuid is not None and not _is_of_subnet(item, key, netuid):
                continue
            raw = store.raw(key) or b""
            if bytes(account) in key[len(item.prefix) :] or bytes(account) in raw:
                counted[item.title] += 1
    return counted


def _items() -> Iterator[Item]:
    for domain in DOMAINS.values():
        yield from domain.declarations()


def _is_of_subnet(item: Item, key: bytes, netuid: NetUid) -> bool:
    """Whether an entry is of a subnet, or of none."""
    try:
        parts = item.decode_key(key)
    except ScaleError:
        return False
    return all(part == netuid for part in parts if isinstance(part, NetUid))
