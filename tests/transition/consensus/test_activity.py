import pytest

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.consensus.activity import (
    find_inactive,
    find_recently_registered,
    get_block_at_registration,
    get_hotkeys,
)
from tests.transition.consensus.subnets import NETUID, NOW, REGISTERED_AT, build, hotkey


def test_hotkeys_come_in_the_order_of_storage_keys() -> None:
    chain = build([0] * 2)
    chain.neurons.subnetwork_n[NETUID] = U16(300)
    chain.neurons.keys[NETUID, Uid(256)] = hotkey(9)
    assert [uid for uid, _ in get_hotkeys(chain, NETUID)] == [0, 256, 1]


def test_a_hotkey_beyond_the_size_of_the_subnet_aborts() -> None:
    chain = build([0])
    chain.neurons.keys[NETUID, Uid(1)] = hotkey(1)
    with pytest.raises(MisshapenMatrix, match="number 1"):
        get_hotkeys(chain, NETUID)


def test_the_last_block_of_the_cutoff_is_still_active() -> None:
    chain = build([0] * 4)
    chain.consensus.activity_cutoff[NETUID] = U16(100)
    blocks = (NOW - 101, NOW - 100, NOW + 5, BlockHeight.MAX)
    chain.weights.last_update[NETUID] = tuple(map(BlockHeight, blocks))
    assert find_inactive(chain, NETUID) == [True, False, False, False]


def test_a_number_without_a_hotkey_was_registered_in_block_zero() -> None:
    chain = build([0, 0])
    del chain.neurons.keys[NETUID, Uid(1)]
    assert get_block_at_registration(chain, NETUID) == [REGISTERED_AT, 0]


def test_recent_is_a_registration_within_a_tempo() -> None:
    chain = build([])
    chain.consensus.tempo[NETUID] = U16(360)
    blocks = [BlockHeight(NOW - age) for age in (361, 360, 0)]
    assert find_recently_registered(chain, NETUID, blocks) == [False, True, True]


def test_in_the_first_tempo_everybody_is_recent() -> None:
    chain = build([])
    chain.consensus.tempo[NETUID] = U16(65_535)
    assert find_recently_registered(chain, NETUID, [BlockHeight(0)]) == [True]
