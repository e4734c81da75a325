import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.emission.epoch_schedule import compute_blocks_until_next_epoch, should_run_epoch
from tests.transition.chains import FIRST, genesis

tempos = st.integers(1, U16.MAX).map(U16)
netuids = st.integers(0, U16.MAX).map(NetUid)
blocks = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("tempo", "netuid", "first"), [(1, 0, 0), (1, 1, 1), (2, 0, 1), (2, 1, 0), (100, 0, 99), (100, 1, 98)]
)
def test_the_first_epoch(tempo: int, netuid: int, first: int) -> None:
    until = compute_blocks_until_next_epoch(NetUid(netuid), U16(tempo), BlockHeight(0))
    assert until == first


@given(tempos, netuids, blocks)
@settings(deadline=None, max_examples=200)
def test_an_epoch_comes_when_the_blocks_have_passed_and_then_every_tempo_and_one(
    tempo: U16, netuid: NetUid, block: int
) -> None:
    until = compute_blocks_until_next_epoch(netuid, tempo, BlockHeight(block))
    assert until <= tempo
    assert compute_blocks_until_next_epoch(netuid, tempo, BlockHeight(block + until)) == 0
    assert compute_blocks_until_next_epoch(netuid, tempo, BlockHeight(block + until + 1)) == U64(tempo)


def test_of_a_tempo_of_zero_there_is_never_an_epoch() -> None:
    assert compute_blocks_until_next_epoch(FIRST, U16(0), BlockHeight(5)) == U64.MAX
    chain = genesis(98)
    assert should_run_epoch(chain, FIRST)
    chain.consensus.tempo[FIRST] = U16(0)
    assert not should_run_epoch(chain, FIRST)
