from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.consensus.schedule import get_epoch_index, is_commit_expired
from tests.transition.consensus.subnets import NETUID, NOW, build


@given(st.integers(0, 10**6), st.integers(0, 65_535))
@settings(deadline=None, max_examples=80)
def test_an_epoch_has_one_block_more_than_the_tempo(block: int, tempo: int) -> None:
    chain = build([])
    chain.consensus.tempo[NETUID] = U16(tempo)
    index = get_epoch_index(chain, NETUID, BlockHeight(block))
    assert get_epoch_index(chain, NETUID, BlockHeight(block + tempo + 1)) == index + 1
    assert index == (block + 4) // (tempo + 1)


def test_the_last_block_of_all_is_held() -> None:
    chain = build([])
    chain.consensus.tempo[NETUID] = U16(0)
    assert get_epoch_index(chain, NETUID, BlockHeight(BlockHeight.MAX)) == U64.MAX


def test_a_commitment_expires_after_the_epoch_of_its_revelation() -> None:
    chain = build([])
    chain.consensus.tempo[NETUID] = U16(9)
    chain.weights.reveal_period_epochs[NETUID] = U64(2)
    # Epochs begin where the block plus four is a multiple of ten, so this one began at 9,996.
    assert is_commit_expired(chain, NETUID, BlockHeight(NOW - 25))
    assert not is_commit_expired(chain, NETUID, BlockHeight(NOW - 24))


def test_with_an_endless_period_no_commitment_expires() -> None:
    chain = build([])
    chain.weights.reveal_period_epochs[NETUID] = U64(U64.MAX)
    assert not is_commit_expired(chain, NETUID, BlockHeight(0))
