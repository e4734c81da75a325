from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.subnets import SubnetNotExists
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.state import added
from tao_spec.revisions.r320.trimming import (
    choose_leaving,
    get_immune_uids,
    sudo_trim_to_max_allowed_uids,
    trim_to_max_allowed_uids,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import ROOT, signed
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, genesis

HOME, OWNER, START = NetUid(2), account(200), 10_000


def populated(*emission: int, closed: tuple[str, ...] = ()) -> Chain:
    revision = R320.replace(name="closed", description="Deviations closed.", close=frozenset(closed))
    chain = genesis(START, revision)
    chain.subnets.networks_added[HOME] = True
    chain.neurons.immunity_period[HOME] = U16(10)
    added(chain).min_allowed_uids[HOME] = U16(1)
    added(chain).admin_freeze_window.value = U16(0)
    chain.subnets.subnet_owner[HOME] = OWNER
    size = len(emission)
    for uid in range(size):
        append_neuron(chain, HOME, account(uid + 1), BlockHeight(1))
        chain.weights.weights[HOME, Uid(uid)] = tuple((Uid(to), U16(10 * uid + to)) for to in range(size))
    chain.consensus.emission[HOME] = tuple(map(AlphaBalance, emission))
    chain.consensus.trust[HOME] = tuple(U16(uid + 1) for uid in range(size))
    chain.commit()
    return chain


def hotkeys(chain: Chain) -> list[int]:
    return [hotkey[0] for _, hotkey in sorted(chain.neurons.keys.under(HOME))]


def test_those_that_earn_least_go_and_the_others_close_ranks() -> None:
    chain = populated(5, 0, 7, 0, 6)
    trim_to_max_allowed_uids(chain, HOME, U16(3))
    assert hotkeys(chain) == [1, 3, 5]
    assert chain.consensus.emission[HOME] == (5, 7, 6) and chain.consensus.trust[HOME] == (1, 3, 5)
    assert dict(chain.weights.weights.under(HOME)) == {
        0: ((0, 0), (1, 2), (2, 4)),
        1: ((0, 20), (1, 22), (2, 24)),
        2: ((0, 40), (1, 42), (2, 44)),
    }
    assert chain.neurons.subnetwork_n[HOME] == chain.neurons.max_allowed_uids[HOME] == 3
    assert not chain.neurons.is_network_member[account(2), HOME]


def test_the_old_number_stays_until_the_deviation_is_closed() -> None:
    for closed, number in (((), 2), (("KNOWN-220",), 1)):
        chain = populated(5, 0, 7, closed=closed)
        trim_to_max_allowed_uids(chain, HOME, U16(2))
        assert chain.neurons.uids[HOME, account(3)] == number
        assert chain.neurons.keys[HOME, Uid(1)] == account(3)


def test_the_count_is_the_limit_until_the_deviation_is_closed() -> None:
    for closed, count in (((), 2), (("KNOWN-221",), 3)):
        chain = populated(5, 0, 7, 8, closed=closed)
        chain.consensus.emission[HOME] = chain.consensus.emission[HOME][:1]
        trim_to_max_allowed_uids(chain, HOME, U16(2))
        assert chain.neurons.subnetwork_n[HOME] == count


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=12), st.data())
def test_as_many_are_left_as_the_limit_says_and_nobody_who_went_earned_more(emission: list[int], data) -> None:
    chain = populated(*emission)
    limit = data.draw(st.integers(1, len(emission)))
    gone = choose_leaving(chain, HOME, set(), U16(limit))
    trim_to_max_allowed_uids(chain, HOME, U16(limit))
    left = [uid for uid in range(len(emission)) if uid not in gone]
    assert hotkeys(chain) == [uid + 1 for uid in left] and len(left) == limit
    assert all(emission[uid] <= emission[other] for uid in gone for other in left)
    assert len(chain.consensus.stake_weight[HOME]) == (limit if gone else 0)
    assert all(to < limit for _, row in chain.weights.weights.under(HOME) for to, _ in row) or not gone


@pytest.mark.parametrize(("immune", "limit", "error"), [(4, 5, InvalidValue), (3, 4, None), (3, 3, InvalidValue)])
def test_fewer_than_four_fifths_are_immune(immune: int, limit: int, error) -> None:
    chain = populated(*[0] * 6)
    for uid in range(immune):
        chain.neurons.block_at_registration[HOME, Uid(uid)] = BlockHeight(START - 9)
    assert get_immune_uids(chain, HOME) == set(range(immune))
    assert refusal(trim_to_max_allowed_uids, chain, HOME, U16(limit)) is error


def test_the_owners_neuron_is_immune() -> None:
    chain = populated(1, 0)
    chain.subnets.subnet_owner_hotkey[HOME] = account(2)
    trim_to_max_allowed_uids(chain, HOME, U16(2))
    assert get_immune_uids(chain, HOME) == {1}


@pytest.mark.parametrize(("limit", "error"), [(2, InvalidValue), (3, None), (8, None), (9, InvalidValue)])
def test_the_limit_keeps_to_its_bounds(limit: int, error) -> None:
    chain = populated(0, 0, 0, 0)
    added(chain).min_allowed_uids[HOME], chain.neurons.max_allowed_uids[HOME] = U16(3), U16(8)
    assert refusal(trim_to_max_allowed_uids, chain, HOME, U16(limit)) is error


def test_there_is_such_a_subnet() -> None:
    assert refusal(trim_to_max_allowed_uids, populated(0), NetUid(99), U16(1)) is SubnetNotExists


def test_an_owner_trims_once_in_thirty_days() -> None:
    chain = populated(0, 0)
    sudo_trim_to_max_allowed_uids(chain, signed(OWNER), HOME, U16(2))
    for passed, error in ((215_999, TxRateLimitExceeded), (216_000, None)):
        chain.accounts.number.value = BlockNumber(START + passed)
        assert refusal(sudo_trim_to_max_allowed_uids, chain, signed(OWNER), HOME, U16(2)) is error
    sudo_trim_to_max_allowed_uids(chain, ROOT, HOME, U16(2))
