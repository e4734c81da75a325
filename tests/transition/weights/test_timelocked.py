import pytest

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import Pulse, RoundNumber
from tao_spec.state.weights import TimelockedCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import Unsupported
from tao_spec.transition.weights.timelocked import reveal_crv3_commits
from tests.transition.chains import FIRST, account, genesis

COMMIT = TimelockedCommit(account(1), BlockHeight(1), b"sealed", U64(77))


def committed(*epochs: int, block: int) -> Chain:
    """Commitments in some epochs; those of the first subnet of genesis have 101 blocks."""
    chain = genesis(block)
    for epoch in epochs:
        chain.weights.timelocked_weight_commits[FIRST, U64(epoch)] = (COMMIT,)
    return chain


def epochs_left(chain: Chain) -> list[int]:
    return sorted(key[1] for key, _ in chain.weights.timelocked_weight_commits.items())


def test_what_was_not_revealed_in_time_is_forgotten() -> None:
    chain = committed(1, 2, 3, 4, 5, block=4 * 101)
    reveal_crv3_commits(chain, FIRST)
    assert epochs_left(chain) == [3, 4, 5]


def test_commitments_wait_for_their_round() -> None:
    chain = committed(3, block=4 * 101)
    reveal_crv3_commits(chain, FIRST)
    assert chain.weights.timelocked_weight_commits[FIRST, U64(3)] == (COMMIT,)


def test_an_entry_without_commitments_is_deleted() -> None:
    chain = committed(block=4 * 101)
    for epoch in (3, 4):
        chain.weights.timelocked_weight_commits[FIRST, U64(epoch)] = ()
    reveal_crv3_commits(chain, FIRST)
    assert epochs_left(chain) == [4]


def test_in_the_first_epochs_nothing_is_due() -> None:
    chain = committed(block=101)
    chain.weights.reveal_period_epochs[FIRST] = U64(2)
    chain.weights.timelocked_weight_commits[FIRST, U64(0)] = ()
    reveal_crv3_commits(chain, FIRST)
    assert epochs_left(chain) == [0]


def test_a_revelation_is_not_guessed_at() -> None:
    chain = committed(3, block=4 * 101)
    chain.commitments.pulses[RoundNumber(77)] = Pulse(RoundNumber(77), b"", b"")
    with pytest.raises(Unsupported, match="on subnet 1 for round 77 can be revealed"):
        reveal_crv3_commits(chain, FIRST)
