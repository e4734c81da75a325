import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.emission.coinbase import get_subnets_to_emit_to, run_coinbase, step_epoch, take_pending
from tao_spec.transition.emission.payout import Pending
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import FIRST, genesis

EMISSION = U64(10**9)
NOTHING = Pending(AlphaBalance(0), TaoBalance(0), AlphaBalance(0), AlphaBalance(0))


def test_a_started_subnet_is_not_guessed_at() -> None:
    chain = genesis(5)
    chain.subnets.first_emission_block_number[FIRST] = BlockHeight(10)
    with pytest.raises(Unsupported, match="started are: 1"):
        run_coinbase(chain, EMISSION)


def test_root_never_starts_and_the_entry_decides() -> None:
    chain = genesis(5)
    chain.subnets.first_emission_block_number[FIRST] = BlockHeight(10**6)
    assert get_subnets_to_emit_to(chain, [FIRST, NetUid(2)]) == [FIRST]
    chain = genesis(5)
    chain.subnets.first_emission_block_number[ROOT] = BlockHeight(0)
    run_coinbase(chain, EMISSION)
    assert chain.consensus.blocks_since_last_step[FIRST] == 1


def test_blocks_are_counted_until_the_epoch() -> None:
    chain = genesis(97)
    step_epoch(chain, FIRST)
    assert chain.consensus.blocks_since_last_step[FIRST] == 1
    assert chain.consensus.last_mechansim_step_block.get(FIRST) is None
    chain = genesis(98)
    chain.consensus.blocks_since_last_step[FIRST] = U64(50)
    step_epoch(chain, FIRST)
    assert chain.consensus.blocks_since_last_step.get(FIRST) == 0
    assert chain.consensus.last_mechansim_step_block[FIRST] == 98
    assert chain.emission.pending_emission.get(FIRST) == 0


def test_an_epoch_takes_all_that_was_set_aside() -> None:
    chain = genesis(98)
    chain.emission.pending_emission[FIRST] = AlphaBalance(1)
    chain.emission.pending_root_divs[FIRST] = TaoBalance(2)
    chain.emission.pending_alpha_swapped[FIRST] = AlphaBalance(3)
    chain.emission.pending_owner_cut[FIRST] = AlphaBalance(4)
    assert take_pending(chain, FIRST) == Pending(AlphaBalance(1), TaoBalance(2), AlphaBalance(3), AlphaBalance(4))
    assert take_pending(chain, FIRST) == NOTHING
