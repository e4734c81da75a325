from __future__ import annotations

import pytest

from tao_spec.arithmetic.identifiers import H160, H256, AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U8, U16, U64
from tao_spec.state.serving import AxonInfo, NeuronCertificate, PrometheusInfo
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.subnet_swap import swap_hotkey_in_subnet, swap_owner_hotkey
from tests.transition.keys.build import FIRST, NEW, OLD, SECOND, STRANGER, household


def commit_of(block: int) -> WeightCommit:
    height = BlockHeight(block)
    return WeightCommit(H256(), height, height, height)


def announce(chain: Chain) -> None:
    chain.serving.axons[FIRST, OLD] = AxonInfo(port=U16(1))
    chain.serving.prometheus[FIRST, OLD] = PrometheusInfo(port=U16(2))
    chain.serving.neuron_certificates[FIRST, OLD] = NeuronCertificate(b"k", U8(3))


def is_announced(chain: Chain, hotkey: AccountId) -> list[bool]:
    serving = chain.serving
    key = (FIRST, hotkey)
    return [key in serving.axons, key in serving.prometheus, key in serving.neuron_certificates]


def test_a_neuron_keeps_its_number_and_what_is_kept_by_it() -> None:
    chain = household()
    chain.keys.associated_evm_address[FIRST, Uid(0)] = (H160(), BlockHeight(3))
    chain.weights.weights[FIRST, Uid(0)] = ((Uid(0), U16(1)),)
    chain.commit()
    swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
    assert chain.neurons.uids.get((FIRST, OLD)) is None and chain.neurons.uids[FIRST, NEW] == 0
    assert chain.neurons.keys[FIRST, Uid(0)] == NEW
    assert chain.neurons.keys[SECOND, Uid(0)] == OLD
    changed = chain.commit().changes
    assert chain.keys.associated_evm_address.raw_key((FIRST, Uid(0))) not in changed
    assert chain.weights.weights.raw_key((FIRST, Uid(0))) not in changed


def test_committed_weights_and_older_emission_pass_on() -> None:
    chain = household()
    chain.weights.weight_commits[FIRST, OLD] = (commit_of(1),)
    chain.weights.weight_commits[FIRST, NEW] = (commit_of(2),)
    chain.emission.loaded_emission[FIRST] = ((STRANGER, U64(1), U64(2)), (OLD, U64(3), U64(4)))
    swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
    assert list(chain.weights.weight_commits.items()) == [((FIRST, NEW), (commit_of(1),))]
    assert chain.emission.loaded_emission.get(FIRST) == ((STRANGER, U64(1), U64(2)), (NEW, U64(3), U64(4)))


@pytest.mark.parametrize(
    ("closed", "seats", "moves"), [((), True, True), ((), False, False), (("KNOWN-150",), False, True)]
)
def test_announcements_move_with_a_neuron(closed: tuple[str, ...], seats: bool, moves: bool) -> None:
    chain = household(*closed, seats=seats)
    announce(chain)
    swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
    assert is_announced(chain, NEW) == [moves] * 3
    assert is_announced(chain, OLD) == [not moves] * 3


def test_who_is_no_neuron_commits_nothing() -> None:
    chain = household(seats=False)
    chain.weights.weight_commits[FIRST, OLD] = (commit_of(1),)
    swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
    assert (FIRST, OLD) in chain.weights.weight_commits


def test_a_membership_that_says_no_is_stored_until_the_deviation_is_closed() -> None:
    for closed, stored in (((), True), (("KNOWN-146",), False)):
        chain = household(*closed, seats=False)
        swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
        assert ((NEW, FIRST) in chain.neurons.is_network_member) is stored
        assert not chain.neurons.is_network_member[NEW, FIRST]


def test_the_owners_hotkey_follows_where_it_is_the_old_one() -> None:
    chain = household()
    swap_owner_hotkey(chain, OLD, NEW, FIRST)
    assert FIRST not in chain.subnets.subnet_owner_hotkey
    for before, after in ((STRANGER, STRANGER), (OLD, NEW)):
        chain.subnets.subnet_owner_hotkey[FIRST] = before
        swap_owner_hotkey(chain, OLD, NEW, FIRST)
        assert chain.subnets.subnet_owner_hotkey[FIRST] == after


def test_the_take_of_a_child_stays_until_the_deviation_is_closed() -> None:
    for closed, of_old, of_new in (((), 7, 0), (("KNOWN-142",), 0, 7)):
        chain = household(*closed)
        chain.delegation.childkey_take[OLD, FIRST] = U16(7)
        chain.delegation.childkey_take[OLD, SECOND] = U16(8)
        swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
        takes = chain.delegation.childkey_take
        assert (takes[OLD, FIRST], takes[NEW, FIRST], takes[OLD, SECOND]) == (of_old, of_new, 8)


def test_limits_stay_until_the_deviation_is_closed() -> None:
    for closed, of_old, of_new in (((), [5, 6], [0, 9]), (("KNOWN-143",), [0, 0], [5, 9])):
        chain = household(*closed)
        blocks = chain.delegation.transaction_key_last_block
        blocks[OLD, FIRST, U16(0)], blocks[OLD, FIRST, U16(1)] = BlockHeight(5), BlockHeight(6)
        blocks[NEW, FIRST, U16(1)] = BlockHeight(9)
        swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
        for hotkey, expected in ((OLD, of_old), (NEW, of_new)):
            assert [blocks[hotkey, FIRST, U16(kind)] for kind in (0, 1)] == expected


def test_held_stake_is_freed_until_the_deviation_is_closed() -> None:
    for closed, of_old, of_new in (((), True, False), (("KNOWN-156",), False, True)):
        chain = household(*closed)
        held = chain.stake.staking_operation_rate_limiter
        for netuid in (FIRST, SECOND):
            held[OLD, STRANGER, netuid] = True
        swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
        assert ((OLD, STRANGER, FIRST) in held, (NEW, STRANGER, FIRST) in held) == (of_old, of_new)
        assert (OLD, STRANGER, SECOND) in held


def test_timelocked_weights_stay_until_the_deviation_is_closed() -> None:
    for closed, name in (((), OLD), (("KNOWN-144",), NEW)):
        chain = household(*closed)
        timelocked = chain.weights.timelocked_weight_commits
        others = (TimelockedCommit(STRANGER, BlockHeight(1), b"a", U64(1)),)
        timelocked[FIRST, U64(1)] = (*others, TimelockedCommit(OLD, BlockHeight(1), b"b", U64(1)))
        timelocked[FIRST, U64(2)] = others
        swap_hotkey_in_subnet(chain, OLD, NEW, FIRST)
        assert [commit.who for commit in timelocked[FIRST, U64(1)]] == [STRANGER, name]
        assert timelocked[FIRST, U64(2)] == others
