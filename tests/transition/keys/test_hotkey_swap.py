from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, BlockNumber, Uid
from tao_spec.arithmetic.identifiers import ROOT as ROOT_NETUID
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance.membership import AlreadySenator
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
from tao_spec.state.governance import Votes
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import NOBODY, ROOT
from tests.transition.keys.build import (
    BLOCK,
    EVERYWHERE,
    FIRST,
    IN_ONE,
    NEW,
    NOMINATOR,
    NOWHERE,
    OLD,
    OWNER,
    SECOND,
    STRANGER,
    household,
    own,
    refusal,
    stake,
)
from tests.transition.stake.build import free

SWAP = SwapHotkey(OLD, NEW, None)
SWAP_IN_FIRST = SwapHotkey(OLD, NEW, FIRST)
BOTH = pytest.mark.parametrize("call", [SWAP, SWAP_IN_FIRST])


def clocks(chain: Chain, hotkey: AccountId) -> tuple[int, int, int]:
    delegation = chain.delegation
    found = (chain.keys.last_tx_block, delegation.last_tx_block_delegate_take, delegation.last_tx_block_child_key_take)
    first, second, third = (int(clock[hotkey]) for clock in found)
    return first, second, third


@BOTH
def test_only_the_owner_swaps_and_only_for_another_that_is_no_neuron(call: SwapHotkey) -> None:
    chain = household()
    assert refusal(chain, ROOT, call) is BadOrigin
    assert refusal(chain, NOBODY, call) is BadOrigin
    assert refusal(chain, STRANGER, call) is NonAssociatedColdKey
    assert refusal(chain, OWNER, SwapHotkey(NEW, NEW, call.netuid)) is NonAssociatedColdKey
    assert refusal(chain, OWNER, SwapHotkey(OLD, OLD, call.netuid)) is NewHotKeyIsSameWithOld
    append_neuron(chain, SECOND, NEW, BlockHeight(1))
    assert refusal(chain, OWNER, call) is HotKeyAlreadyRegisteredInSubNet
    assert chain.commit().events == ()


@BOTH
@pytest.mark.parametrize(("last", "limit", "refused"), [(1_000, 1_000, True), (1_001, 1_000, False), (0, 0, False)])
def test_swaps_of_a_coldkey_lie_apart(call: SwapHotkey, last: int, limit: int, refused: bool) -> None:
    chain = household()
    chain.keys.tx_rate_limit.value = U64(limit)
    chain.keys.last_tx_block[OWNER] = BlockHeight(BLOCK - last)
    assert refusal(chain, OWNER, call) is (HotKeySetTxRateLimitExceeded if refused else None)
    assert chain.keys.last_tx_block[OWNER] == (BLOCK - last if refused else BLOCK)


@pytest.mark.parametrize(("call", "price"), [(SWAP, EVERYWHERE), (SWAP_IN_FIRST, IN_ONE)])
@pytest.mark.parametrize(("more", "burned", "left"), [(-1, None, -1), (0, -500, 500), (499, -1, 500), (500, 0, 500)])
def test_the_price_is_burned_as_far_as_the_account_lives(
    call: SwapHotkey, price: int, more: int, burned: int | None, left: int
) -> None:
    chain = household(free=price + more)
    chain.emission.total_issuance.value = TaoBalance(tao(1))
    refused = refusal(chain, OWNER, call)
    assert refused is (NotEnoughBalanceToPaySwapHotKey if burned is None else None)
    assert chain.emission.total_issuance.value == tao(1) - (0 if burned is None else price + burned)
    assert free(chain, OWNER) == (price - 1 if burned is None else left)


def test_everywhere_the_old_hotkey_is_none_any_more() -> None:
    chain = household()
    own(chain, OWNER, STRANGER)
    chain.delegation.delegates[OLD] = U16(7)
    assert refusal(chain, OWNER, SWAP) is None
    assert OLD not in chain.keys.owner and chain.keys.owner[NEW] == OWNER
    assert chain.keys.owned_hotkeys[OWNER] == (STRANGER, NEW)
    assert OLD not in chain.delegation.delegates and chain.delegation.delegates[NEW] == 7
    assert [chain.neurons.keys[netuid, Uid(0)] for netuid in (ROOT_NETUID, FIRST, SECOND)] == [NEW] * 3
    assert HotkeySwapped(OWNER, OLD, NEW) in chain.commit().events


def test_in_one_subnet_both_are_hotkeys() -> None:
    chain = household()
    assert refusal(chain, OWNER, SWAP_IN_FIRST) is None
    assert chain.keys.owner[OLD] == chain.keys.owner[NEW] == OWNER
    assert chain.keys.owned_hotkeys[OWNER] == (OLD, NEW)
    assert chain.neurons.is_network_member[OLD, SECOND] and chain.neurons.is_network_member[NEW, FIRST]
    assert chain.keys.last_hotkey_swap_on_netuid[FIRST, OWNER] == chain.keys.last_tx_block[OWNER] == BLOCK
    assert HotkeySwappedOnSubnet(OWNER, OLD, NEW, FIRST) in chain.commit().events


def test_a_hotkey_of_another_is_taken_until_the_deviation_is_closed() -> None:
    for closed, refused in (((), None), (("KNOWN-141",), NonAssociatedColdKey)):
        chain = household(*closed)
        own(chain, STRANGER, NEW)
        assert refusal(chain, OWNER, SWAP) is refused
        assert NEW in chain.keys.owned_hotkeys[STRANGER]
        assert chain.keys.owner[NEW] == (STRANGER if closed else OWNER)


def test_an_own_hotkey_is_taken_whether_the_deviation_is_closed_or_not() -> None:
    chain = household("KNOWN-141")
    own(chain, OWNER, NEW)
    assert refusal(chain, OWNER, SWAP) is None


@pytest.mark.parametrize(
    ("closed", "call", "of_old", "of_new"),
    [
        ((), SWAP, (0, 0, 0), (3, 0, 5)),
        ((), SWAP_IN_FIRST, (3, 0, 5), (3, 0, 5)),
        (("KNOWN-148",), SWAP, (0, 0, 0), (3, 9, 9)),
        (("KNOWN-148",), SWAP_IN_FIRST, (3, 0, 5), (3, 9, 9)),
    ],
)
def test_the_clocks_are_copied_or_the_later_counts(
    closed: tuple[str, ...], call: SwapHotkey, of_old: tuple[int, int, int], of_new: tuple[int, int, int]
) -> None:
    chain = household(*closed)
    chain.keys.last_tx_block[OLD] = BlockHeight(3)
    chain.delegation.last_tx_block_child_key_take[OLD] = BlockHeight(5)
    chain.delegation.last_tx_block_delegate_take[NEW] = BlockHeight(9)
    chain.delegation.last_tx_block_child_key_take[NEW] = BlockHeight(9)
    assert refusal(chain, OWNER, call) is None
    assert (clocks(chain, OLD), clocks(chain, NEW)) == (of_old, of_new)


def test_clocks_of_zero_are_stored_until_the_deviation_is_closed() -> None:
    for closed, stored in (((), True), (("KNOWN-148",), False)):
        chain = household(*closed)
        assert refusal(chain, OWNER, SWAP) is None
        assert (NEW in chain.keys.last_tx_block) is stored


@pytest.mark.parametrize(
    ("last", "refused"),
    [(BLOCK - 36_001, False), (BLOCK - 36_000, True), (BLOCK, True), (2**64 - 1, True), (None, False)],
)
def test_swaps_in_one_subnet_lie_further_apart(last: int | None, refused: bool) -> None:
    chain = household()
    if last is not None:
        chain.keys.last_hotkey_swap_on_netuid[FIRST, OWNER] = BlockHeight(last)
    assert refusal(chain, OWNER, SWAP_IN_FIRST) is (HotKeySwapOnSubnetIntervalNotPassed if refused else None)
    assert refusal(household(), OWNER, SWAP) is None


def test_nobody_swaps_in_one_subnet_of_a_young_chain_until_the_deviation_is_closed() -> None:
    for block, closed, refused in (
        (36_000, (), HotKeySwapOnSubnetIntervalNotPassed),
        (36_001, (), None),
        (36_000, ("KNOWN-159",), None),
    ):
        assert refusal(household(*closed, block=block), OWNER, SWAP_IN_FIRST) is refused


def test_a_membership_that_says_no_bars_one_subnet() -> None:
    chain = household()
    chain.neurons.is_network_member[NEW, FIRST] = False
    assert refusal(chain, OWNER, SWAP_IN_FIRST) is HotKeyAlreadyRegisteredInSubNet
    assert refusal(chain, OWNER, SwapHotkey(OLD, NEW, SECOND)) is None


def test_a_subnet_need_not_exist_until_the_deviation_is_closed() -> None:
    call = SwapHotkey(OLD, NEW, NOWHERE)
    assert refusal(household(), OWNER, call) is None
    assert refusal(household("KNOWN-147"), OWNER, call) is SubnetNotExists


def elect(chain: Chain, *senators: AccountId) -> None:
    chain.governance.senate_members.value = tuple(sorted(senators))


def test_a_seat_passes_on_and_the_vote_does_not() -> None:
    chain = household()
    elect(chain, OLD, STRANGER)
    proposal = H256(b"\x01" * 32)
    chain.governance.proposals.value = (proposal,)
    chain.governance.voting[proposal] = Votes(U32(0), U32(2), (OLD,), (STRANGER,), BlockNumber(BLOCK * 2))
    assert refusal(chain, OWNER, SWAP) is None
    assert chain.governance.senate_members.value == (STRANGER, NEW)
    votes = chain.governance.voting.get(proposal)
    assert votes is not None and (votes.ayes, votes.nays) == ((), (STRANGER,))


def test_a_senator_takes_no_senators_place_and_nothing_of_the_swap_remains() -> None:
    chain = household()
    elect(chain, OLD, NEW)
    chain.commit()
    assert refusal(chain, OWNER, SWAP) is AlreadySenator
    assert not chain.commit().changes


def test_on_root_the_seat_and_the_take_stay_until_the_deviation_is_closed() -> None:
    for closed, seats, taken in (((), (OLD,), False), (("KNOWN-149",), (NEW,), True)):
        chain = household(*closed)
        elect(chain, OLD)
        chain.delegation.delegates[OLD] = U16(7)
        assert refusal(chain, OWNER, SwapHotkey(OLD, NEW, ROOT_NETUID)) is None
        assert chain.governance.senate_members.value == seats
        assert (NEW in chain.delegation.delegates) is taken and chain.delegation.delegates[OLD] == 7


def test_elsewhere_the_seat_stays() -> None:
    chain = household("KNOWN-149")
    elect(chain, OLD)
    assert refusal(chain, OWNER, SWAP_IN_FIRST) is None
    assert chain.governance.senate_members.value == (OLD,)
    assert NEW not in chain.delegation.delegates


def test_stakers_follow() -> None:
    chain = household()
    stake(chain, OLD, NOMINATOR, tao(1))
    chain.stake.staking_hotkeys[STRANGER] = (OLD,)
    assert refusal(chain, OWNER, SWAP) is None
    assert chain.stake.staking_hotkeys[NOMINATOR] == (NEW,)
    # Who lists the hotkey and has nothing on it is not asked.
    assert chain.stake.staking_hotkeys[STRANGER] == (OLD,)


def test_stake_in_no_subnet_is_forgotten_until_the_deviation_is_closed() -> None:
    for closed, listed in (((), (NEW,)), (("KNOWN-151",), (OLD, NEW))):
        chain = household(*closed)
        stake(chain, OLD, NOMINATOR, tao(1), NOWHERE)
        assert refusal(chain, OWNER, SWAP) is None
        assert (OLD, NOMINATOR, NOWHERE) in chain.stake.alpha
        assert chain.stake.staking_hotkeys[NOMINATOR] == listed
