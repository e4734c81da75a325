"""The swap of a hotkey: a new hotkey takes the place of an old one of the same coldkey, everywhere or in one subnet.

Source: upstream's `pallets/subtensor/src/swap/swap_hotkey.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.keys import (
    HotKeySetTxRateLimitExceeded,
    HotKeySwapOnSubnetIntervalNotPassed,
    HotkeySwapped,
    HotkeySwappedOnSubnet,
    NewHotKeyIsSameWithOld,
    NonAssociatedColdKey,
    NotEnoughBalanceToPaySwapHotKey,
    SwapHotkey,
)
from tao_spec.interface.neurons import HotKeyAlreadyRegisteredInSubNet
from tao_spec.interface.subnets import SubnetNotExists
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.membership import SENATE, remove_votes, swap_member
from tao_spec.transition.keys.families import ensure_no_family
from tao_spec.transition.keys.holdings import follow_stake
from tao_spec.transition.keys.subnet_swap import swap_hotkey_in_subnet
from tao_spec.transition.keys.swap_records import HOTKEY_SWAP_ON_SUBNET_INTERVAL
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.serving.checks import is_hotkey_registered_on_any_network
from tao_spec.transition.stake.coldkeys import (
    can_remove_balance_from_coldkey_account,
    remove_balance_from_coldkey_account,
)
from tao_spec.transition.subnets.last_blocks import (
    LastBlocks,
    get_last_childkey_takes,
    get_last_delegate_takes,
    get_last_swaps,
)
from tao_spec.transition.subnets.networks import get_all_subnet_netuids
from tao_spec.transition.subnets.rate_limits import exceeds_rate_limit

KEY_SWAP_COST = TaoBalance(100_000_000)
"""What the swap of a hotkey everywhere costs, and the swap of a coldkey, in rao: a tenth of a TAO."""

KEY_SWAP_ON_SUBNET_COST = TaoBalance(1_000_000)
"""What the swap of a hotkey in one subnet costs, in rao: a thousandth of a TAO."""

TAKEN_FROM_OTHERS = "KNOWN-141"
"""A hotkey of another coldkey that is no neuron can be taken over."""

IN_NO_SUBNET = "KNOWN-147"
"""A swap in a subnet that does not exist is made, and charged."""

CLOCKS_ARE_COPIED = "KNOWN-148"
"""What the new hotkey remembered of its last operations is overwritten, and the old one goes on to remember it."""

DELEGATE_STAYS = "KNOWN-149"
"""A swap in one subnet leaves the take, and on root the seat in the senate, with the old hotkey."""

TOO_EARLY = "KNOWN-159"
"""On a chain that is younger than the interval nobody may swap in one subnet."""


@rule("KEYS-10", call=SwapHotkey)
def swap_hotkey(
    chain: Chain, origin: Origin, old_hotkey: AccountId, new_hotkey: AccountId, netuid: NetUid | None
) -> None:
    """Put a new hotkey in the place of an old one, everywhere or in one subnet.

    Args:
        netuid: the subnet; none for everywhere.

    Raises:
        BadOrigin: no account signs.
        NonAssociatedColdKey: the caller does not own the old hotkey.
        NewHotKeyIsSameWithOld: the two are one.
        HotKeySetTxRateLimitExceeded: the caller swapped a hotkey too short a time ago.
        HotKeyAlreadyRegisteredInSubNet: the new hotkey is a neuron somewhere.
        DispatchError: as `swap_everywhere` or `swap_in_one_subnet`.
    """
    coldkey = ensure_signed(origin)
    _ensure_may_swap(chain, coldkey, old_hotkey, new_hotkey)
    copy_clocks(chain, old_hotkey, new_hotkey)
    if netuid is None:
        swap_everywhere(chain, coldkey, old_hotkey, new_hotkey)
    else:
        swap_in_one_subnet(chain, coldkey, old_hotkey, new_hotkey, netuid)


def _ensure_may_swap(chain: Chain, coldkey: AccountId, old_hotkey: AccountId, new_hotkey: AccountId) -> None:
    """What holds for every swap of a hotkey (KEYS-10)."""
    if not is_owned_by(chain, coldkey, old_hotkey):
        raise NonAssociatedColdKey
    if old_hotkey == new_hotkey:
        raise NewHotKeyIsSameWithOld
    # Swaps of all hotkeys of a coldkey count together.
    if exceeds_rate_limit(chain, chain.keys.tx_rate_limit.value, get_last_swaps(chain)[coldkey]):
        raise HotKeySetTxRateLimitExceeded
    # A neuron cannot take another neuron's place.
    if is_hotkey_registered_on_any_network(chain, new_hotkey):
        raise HotKeyAlreadyRegisteredInSubNet
    # Whose the new hotkey is, is not asked.
    is_of_another = chain.keys.owner.get(new_hotkey) not in (None, coldkey)
    if is_of_another and not chain.deviates(TAKEN_FROM_OTHERS):
        raise NonAssociatedColdKey


@rule("KEYS-11")
def copy_clocks(chain: Chain, old_hotkey: AccountId, new_hotkey: AccountId) -> None:
    """Let the new hotkey remember when the old one last did what is limited; so it escapes no limit on swaps and takes."""
    for clock in _clocks(chain):
        last = clock[old_hotkey]
        if chain.deviates(CLOCKS_ARE_COPIED):
            clock[new_hotkey] = last
        elif latest := max(last, clock[new_hotkey]):
            clock[new_hotkey] = latest


def _clocks(chain: Chain) -> tuple[LastBlocks, ...]:
    """When an account last swapped a hotkey, changed its take as a delegate, and changed its take as a child."""
    return get_last_swaps(chain), get_last_delegate_takes(chain), get_last_childkey_takes(chain)


@rule("KEYS-12")
def pay_swap(chain: Chain, coldkey: AccountId, cost: TaoBalance, refusal: type[ModuleError]) -> None:
    """Burn what a swap costs: it leaves the account of the coldkey and the issuance.

    Args:
        cost: in rao; up to 500 rao less are burned where the account must live by them (STAKE-12).
        refusal: what is raised where the coldkey cannot pay.
    """
    if not can_remove_balance_from_coldkey_account(chain, coldkey, cost):
        raise refusal
    burned = remove_balance_from_coldkey_account(chain, coldkey, cost)
    issuance = chain.emission.total_issuance
    issuance.value = issuance.value.saturating_sub(burned)


@rule("KEYS-13")
def swap_everywhere(chain: Chain, coldkey: AccountId, old_hotkey: AccountId, new_hotkey: AccountId) -> None:
    """Put a new hotkey in the place of an old one in every subnet, and let the old one be no hotkey any more.

    Raises:
        NotEnoughBalanceToPaySwapHotKey: the coldkey cannot pay.
        InvalidChild: the new hotkey is parent or child somewhere, once KNOWN-145 is closed.
        AlreadyMember: both hotkeys are senators.
    """
    pay_swap(chain, coldkey, KEY_SWAP_COST, NotEnoughBalanceToPaySwapHotKey)
    stakes = [(staker, netuid) for (_, staker, netuid), _ in chain.stake.alpha.under(old_hotkey)]
    _own(chain, coldkey, new_hotkey)
    _disown(chain, coldkey, old_hotkey)
    for netuid in get_all_subnet_netuids(chain):
        ensure_no_family(chain, new_hotkey, netuid)
        swap_hotkey_in_subnet(chain, old_hotkey, new_hotkey, netuid)
    for clock in _clocks(chain):
        del clock[old_hotkey]
    pass_seat_on(chain, old_hotkey, new_hotkey)
    _pass_take_on(chain, old_hotkey, new_hotkey)
    for staker, _ in stakes:
        follow_stake(chain, staker, old_hotkey, new_hotkey)
    get_last_swaps(chain)[coldkey] = BlockHeight(chain.number)
    chain.emit(HotkeySwapped(coldkey, old_hotkey, new_hotkey))


@rule("KEYS-14")
def swap_in_one_subnet(
    chain: Chain, coldkey: AccountId, old_hotkey: AccountId, new_hotkey: AccountId, netuid: NetUid
) -> None:
    """Put a new hotkey in the place of an old one in a subnet; the old one remains a hotkey of the coldkey.

    Raises:
        SubnetNotExists: the subnet does not exist, once KNOWN-147 is closed.
        HotKeySwapOnSubnetIntervalNotPassed: the coldkey swapped a hotkey there at most 36,000 blocks ago, or the chain is
            not older (KNOWN-159).
        HotKeyAlreadyRegisteredInSubNet: the new hotkey has an entry in `IsNetworkMember` there, be it false.
        NotEnoughBalanceToPaySwapHotKey: the coldkey cannot pay.
        InvalidChild: the new hotkey is parent or child there, once KNOWN-145 is closed.
        AlreadyMember: both hotkeys are senators and the subnet is root, once KNOWN-149 is closed.
    """
    if netuid not in chain.subnets.networks_added and not chain.deviates(IN_NO_SUBNET):
        raise SubnetNotExists
    _ensure_interval_passed(chain, coldkey, netuid)
    # A stored membership counts, even one that says no (KNOWN-146).
    if (new_hotkey, netuid) in chain.neurons.is_network_member:
        raise HotKeyAlreadyRegisteredInSubNet
    pay_swap(chain, coldkey, KEY_SWAP_ON_SUBNET_COST, NotEnoughBalanceToPaySwapHotKey)
    _own(chain, coldkey, new_hotkey)
    ensure_no_family(chain, new_hotkey, netuid)
    swap_hotkey_in_subnet(chain, old_hotkey, new_hotkey, netuid)
    if not chain.deviates(DELEGATE_STAYS):
        _share_delegate(chain, old_hotkey, new_hotkey, netuid)
    get_last_swaps(chain)[coldkey] = BlockHeight(chain.number)
    chain.keys.last_hotkey_swap_on_netuid[netuid, coldkey] = BlockHeight(chain.number)
    chain.emit(HotkeySwappedOnSubnet(coldkey, old_hotkey, new_hotkey, netuid))


def _ensure_interval_passed(chain: Chain, coldkey: AccountId, netuid: NetUid) -> None:
    """More blocks than the interval lie between two swaps of a coldkey in a subnet; no swap counts as one in block 0."""
    last = chain.keys.last_hotkey_swap_on_netuid.get((netuid, coldkey))
    if last is None and not chain.deviates(TOO_EARLY):
        return
    if (last or BlockHeight(0)).saturating_add(BlockHeight(HOTKEY_SWAP_ON_SUBNET_INTERVAL)) >= chain.number:
        raise HotKeySwapOnSubnetIntervalNotPassed


def _own(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    """Give a coldkey a hotkey; if another owned it, that one goes on to list it (KNOWN-141)."""
    chain.keys.owner[hotkey] = coldkey
    owned = chain.keys.owned_hotkeys
    if hotkey not in owned[coldkey]:
        owned[coldkey] = (*owned[coldkey], hotkey)


def _disown(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    del chain.keys.owner[hotkey]
    owned = chain.keys.owned_hotkeys
    owned[coldkey] = tuple(one for one in owned[coldkey] if one != hotkey)


@rule("KEYS-15")
def pass_seat_on(chain: Chain, old_hotkey: AccountId, new_hotkey: AccountId) -> None:
    """A senator's seat passes on, and its votes are struck out of every proposal.

    Raises:
        AlreadyMember: the new hotkey is a senator, too.
    """
    if old_hotkey in chain.governance.senate_members.value:
        remove_votes(chain, (old_hotkey,))
        swap_member(chain, SENATE, old_hotkey, new_hotkey)


def _pass_take_on(chain: Chain, old_hotkey: AccountId, new_hotkey: AccountId) -> None:
    """A delegate's take passes on, over any take that the new hotkey had."""
    take = chain.delegation.delegates.take(old_hotkey)
    if take is not None:
        chain.delegation.delegates[new_hotkey] = take


def _share_delegate(chain: Chain, old_hotkey: AccountId, new_hotkey: AccountId, netuid: NetUid) -> None:
    """Both hotkeys keep the same of dividends; with its place on root a senator gives up its seat."""
    take = chain.delegation.delegates.get(old_hotkey)
    if take is not None:
        chain.delegation.delegates[new_hotkey] = take
    if netuid == ROOT:
        pass_seat_on(chain, old_hotkey, new_hotkey)
