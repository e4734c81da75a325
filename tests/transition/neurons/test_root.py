from collections.abc import Sequence

import pytest

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H256, ROOT, AccountId, BlockNumber, Uid
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.governance.membership import TooManySenators
from tao_spec.interface.governance.senate import AdjustSenate, CouldNotJoinSenate, SenateAdjusted
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import (
    HotKeyAlreadyRegisteredInSubNet,
    HotKeyNotRegisteredInSubNet,
    NeuronRegistered,
    RootRegister,
    StakeTooLowForRoot,
    TooManyRegistrationsThisBlock,
)
from tao_spec.interface.subnets import RootNetworkDoesNotExist
from tao_spec.state.governance import MAX_SENATE_MEMBERS, Votes
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.neurons import root
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.neurons.root import get_least_seat, join_senate_if_eligible
from tao_spec.transition.origin import NOBODY
from tests.transition.chains import account
from tests.transition.neurons.build import ALICE, BOB, HOT, WARM, hotkey, make, registry
from tests.transition.stake.build import refusal

SENATORS = tuple(account(50 + number) for number in range(MAX_SENATE_MEMBERS))
JOIN = RootRegister(HOT)


def seats(stakes: Sequence[int], room: int, *closed: str) -> Chain:
    """A chain whose root has neurons with so much stake there."""
    chain = registry(len(stakes), room, *closed, netuid=ROOT)
    for uid, stake in enumerate(stakes):
        put(chain, hotkey(uid), stake)
    return chain


def put(chain: Chain, who: AccountId, stake: int) -> None:
    chain.stake.total_hotkey_alpha[who, ROOT] = AlphaBalance(stake)


def seat_senate(chain: Chain, stakes: Sequence[int]) -> None:
    chain.governance.senate_members.value = SENATORS[: len(stakes)]
    for senator, stake in zip(SENATORS, stakes, strict=False):
        put(chain, senator, stake)


def senate(chain: Chain) -> tuple[AccountId, ...]:
    return chain.governance.senate_members.value


def test_whoever_comes_first_gets_a_seat_a_take_and_a_place_in_the_senate() -> None:
    chain = seats([], 2)
    assert make(chain, ALICE, JOIN) is None
    assert chain.neurons.uids[ROOT, HOT] == 0
    assert chain.keys.owner[HOT] == ALICE
    assert chain.delegation.delegates.get(HOT) == 11_796
    assert senate(chain) == (HOT,)
    assert chain.neurons.registrations_this_block[ROOT] == chain.neurons.registrations_this_interval[ROOT] == 1
    assert chain.neurons.burn_registrations_this_interval[ROOT] == 0
    assert [event.NAME for event in chain.commit().events] == ["MemberAdded", "NeuronRegistered"]


def test_a_seat_is_taken_only_with_more_stake() -> None:
    chain = seats([30, 10, 20], 3)
    put(chain, HOT, 10)
    assert make(chain, ALICE, JOIN) is StakeTooLowForRoot
    put(chain, HOT, 11)
    assert make(chain, ALICE, JOIN) is None
    assert chain.neurons.keys[ROOT, Uid(1)] == HOT
    assert NeuronRegistered(ROOT, Uid(1), HOT) in chain.commit().events


def test_of_equal_seats_the_first_key_is_the_least() -> None:
    chain = seats([5, 5], 2)
    chain.neurons.keys[ROOT, Uid(256)] = WARM
    put(chain, WARM, 5)
    assert get_least_seat(chain) == (0, 5)
    put(chain, hotkey(0), 6)
    assert get_least_seat(chain) == (256, 5)


def test_without_seats_nobody_can_come() -> None:
    chain = seats([], 0)
    put(chain, HOT, 9)
    assert get_least_seat(chain) == (0, AlphaBalance.MAX)
    assert make(chain, ALICE, JOIN) is HotKeyNotRegisteredInSubNet


@pytest.mark.parametrize("call", [JOIN, AdjustSenate(hotkey(0))])
def test_root_must_be_there_before_anybody_signs(call: RootRegister | AdjustSenate) -> None:
    chain = seats([5], 2)
    assert try_dispatch(chain, NOBODY, call) == BadOrigin()
    chain.subnets.networks_added[ROOT] = False
    assert try_dispatch(chain, NOBODY, call) == RootNetworkDoesNotExist()


def test_limits_come_before_the_seat() -> None:
    chain = seats([], 0)
    chain.neurons.max_registrations_per_block[ROOT] = U16(0)
    assert make(chain, ALICE, JOIN) is TooManyRegistrationsThisBlock


@pytest.mark.parametrize(("closed", "expected"), [((), None), (("KNOWN-115",), NonAssociatedColdKey)])
def test_a_hotkey_of_another_is_let_pass_and_is_not_meant_to_be(
    closed: tuple[str, ...], expected: type[DispatchError] | None
) -> None:
    chain = seats([5], 2, *closed)
    create_account_if_non_existent(chain, BOB, HOT)
    assert make(chain, ALICE, JOIN) is expected
    assert make(chain, ALICE, AdjustSenate(hotkey(0))) is expected


@pytest.mark.parametrize(("closed", "take"), [((), 11_796), (("KNOWN-119",), 100)])
def test_the_first_take_is_above_the_greatest_and_is_not_meant_to_be(closed: tuple[str, ...], take: int) -> None:
    chain = seats([], 2, *closed)
    chain.delegation.max_delegate_take.value = U16(100)
    assert make(chain, ALICE, JOIN) is None
    assert chain.delegation.delegates[HOT] == take


def test_a_take_is_kept() -> None:
    chain = seats([], 2)
    chain.delegation.delegates[HOT] = U16(0)
    assert make(chain, ALICE, JOIN) is None
    assert chain.delegation.delegates[HOT] == 0


@pytest.mark.parametrize("closed", [(), ("KNOWN-116",)])
def test_who_loses_its_seat_stays_a_senator_and_is_not_meant_to(closed: tuple[str, ...]) -> None:
    chain = seats([1], 1, *closed)
    chain.governance.senate_members.value = (hotkey(0),)
    put(chain, HOT, 2)
    assert make(chain, ALICE, JOIN) is None
    assert senate(chain) == ((HOT,) if closed else (HOT, hotkey(0)))


@pytest.mark.parametrize(("closed", "expected"), [((), HotKeyAlreadyRegisteredInSubNet), (("KNOWN-117",), None)])
def test_a_senator_is_kept_out_and_is_not_meant_to_be(
    closed: tuple[str, ...], expected: type[DispatchError] | None
) -> None:
    chain = seats([], 2, *closed)
    chain.governance.senate_members.value = (HOT,)
    assert make(chain, ALICE, JOIN) is expected
    assert senate(chain) == (HOT,)


def test_the_least_senator_goes_with_its_votes_and_of_equals_the_last() -> None:
    chain = seats([9], 2)
    seat_senate(chain, [7, 8, 7, *[8] * 9])
    proposal = H256(b"\x01" * 32)
    chain.governance.proposals.value = (proposal,)
    chain.governance.voting[proposal] = Votes(U32(0), U32(2), SENATORS[:3], SENATORS[2:4], BlockNumber(9))
    assert join_senate_if_eligible(chain, hotkey(0)) == SENATORS[2]
    assert senate(chain) == tuple(sorted({*SENATORS, hotkey(0)} - {SENATORS[2]}))
    votes = chain.governance.voting.get(proposal)
    assert votes is not None
    assert (votes.ayes, votes.nays) == (SENATORS[:2], SENATORS[3:4])


def test_no_more_stake_than_the_least_senator_is_not_enough() -> None:
    chain = seats([7], 2)
    seat_senate(chain, [7] * MAX_SENATE_MEMBERS)
    chain.commit()
    assert join_senate_if_eligible(chain, hotkey(0)) is None
    assert chain.commit().changes == {}
    assert make(chain, ALICE, AdjustSenate(hotkey(0))) is StakeTooLowForRoot
    assert make(chain, ALICE, JOIN) is None


def test_who_is_no_neuron_of_root_or_a_senator_cannot_join_the_senate() -> None:
    chain = seats([7], 2)
    assert make(chain, ALICE, AdjustSenate(HOT)) is HotKeyNotRegisteredInSubNet
    assert refusal(join_senate_if_eligible, chain, HOT) is HotKeyNotRegisteredInSubNet
    assert make(chain, ALICE, AdjustSenate(hotkey(0))) is None
    assert make(chain, ALICE, AdjustSenate(hotkey(0))) is HotKeyAlreadyRegisteredInSubNet


def test_what_the_list_of_senators_refuses_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise TooManySenators

    monkeypatch.setattr(root, "add_member", refuse)
    assert refusal(join_senate_if_eligible, seats([7], 2), hotkey(0)) is CouldNotJoinSenate


@pytest.mark.parametrize(("closed", "named"), [((), None), (("KNOWN-118",), SENATORS[0])])
def test_who_was_replaced_is_not_named_and_is_meant_to_be(closed: tuple[str, ...], named: AccountId | None) -> None:
    chain = seats([7], 2, *closed)
    seat_senate(chain, [1, *[8] * (MAX_SENATE_MEMBERS - 1)])
    assert make(chain, ALICE, AdjustSenate(hotkey(0))) is None
    assert chain.commit().events[-1] == SenateAdjusted(named, hotkey(0))
