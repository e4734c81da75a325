from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, Uid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.invariants.frame import Verdict, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch
from tests.invariants.build import Made, ids, step_by_hand
from tests.transition.consensus.subnets import NETUID, NOW, build, hotkey, set_bonds, set_weights, subnets

TASK = Dispatched((BlockNumber(2), U32(0)), None, None)  # type: ignore[arg-type]
AMOUNT = AlphaBalance(10**9)


def market() -> Chain:
    """Two validators of 60 and 40 alpha, of whom one may validate, and a miner."""
    chain = build([60, 40, 0], {0: [(2, 65_535)]}, permits=[True, False, False])
    chain.consensus.max_allowed_validators[NETUID] = U16(1)
    chain.commit()
    return chain


def next_block(chain: Chain) -> None:
    chain.accounts.number.value = BlockNumber(chain.number + 1)


def run(chain: Chain) -> None:
    """An epoch in the next block."""
    next_block(chain)
    chain.consensus.last_mechansim_step_block[NETUID] = BlockHeight(chain.number)
    run_epoch(chain, NETUID, AMOUNT)


def parts(*numbers: int) -> tuple[U16, ...]:
    return tuple(map(U16, numbers))


def found_after(change: Callable[[Chain], Any], chain: Chain | None = None, events: Any = ()) -> list[str]:
    """The invariants that an epoch breaks whose outcome somebody changed."""

    def change_the_outcome(chain: Chain) -> None:
        run(chain)
        change(chain)

    return ids(step_by_hand(chain or market(), change_the_outcome, events)[1])


def test_an_epoch_breaks_nothing() -> None:
    assert found_after(lambda chain: None) == []


def test_more_than_all_is_found() -> None:
    def share_out_too_much(chain: Chain) -> None:
        chain.consensus.dividends[NETUID] = parts(65_535, 1, 0)

    assert found_after(share_out_too_much) == ["INV-115"]


def test_less_than_rounding_explains_is_found() -> None:
    def lose(lost: int) -> Callable[[Chain], None]:
        def change(chain: Chain) -> None:
            chain.consensus.dividends[NETUID] = parts(65_535 - lost, 0, 0)

        return change

    assert found_after(lose(3)) == []
    assert found_after(lose(4)) == ["INV-116"]
    assert found_after(lose(4), events=[TASK]) == []
    assert found_after(lose(65_535)) == []


def test_a_greatest_score_that_is_not_whole_is_found() -> None:
    def lower(chain: Chain) -> None:
        chain.neurons.pruning_scores[NETUID] = parts(65_534, 0, 0)

    def clear(chain: Chain) -> None:
        chain.neurons.pruning_scores[NETUID] = parts(0, 0, 0)

    assert found_after(lower) == ["INV-117"]
    assert found_after(clear) == []


def test_a_rank_that_is_not_the_incentive_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.consensus.rank[NETUID] = parts(0, 65_535, 0)

    assert found_after(change) == ["INV-118"]


def test_trust_beyond_consensus_is_found() -> None:
    def change(trust: int) -> Callable[[Chain], None]:
        def trusting(chain: Chain) -> None:
            chain.consensus.consensus[NETUID] = parts(0, 0, 500)
            chain.consensus.validator_trust[NETUID] = parts(trust, 0, 0)

        return trusting

    assert found_after(change(503)) == []
    assert found_after(change(504)) == ["INV-119"]


def test_trust_in_who_is_named_twice_is_excused() -> None:
    def name_twice(chain: Chain) -> None:
        chain.consensus.consensus[NETUID] = parts(0, 0, 500)

    chain = market()
    set_weights(chain, 0, [(2, 65_535), (2, 65_535)])
    chain.commit()
    assert found_after(name_twice, chain) == []
    assert found_after(name_twice) == ["INV-119"]


def test_a_trusted_neuron_without_a_permit_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.consensus.validator_trust[NETUID] = parts(65_535, 1, 0)

    assert found_after(change) == ["INV-120"]


def test_a_permit_too_many_is_found() -> None:
    def permit(*who: bool) -> Callable[[Chain], None]:
        def change(chain: Chain) -> None:
            chain.consensus.validator_permit[NETUID] = who
            chain.consensus.bonds[NETUID, Uid(0)] = ()

        return change

    assert found_after(permit(True, True, False)) == ["INV-121"]
    # Who has less stake must not stand before who has more.
    assert found_after(permit(False, True, False)) == ["INV-121"]
    # While a permit is left, nobody with stake goes without.
    assert found_after(permit(False, False, False)) == ["INV-121"]
    assert found_after(permit(True, False, False)) == []


def test_bonds_of_who_may_not_validate_are_found() -> None:
    assert found_after(lambda chain: set_bonds(chain, 1, [(2, 5)])) == ["INV-122"]
    assert found_after(lambda chain: set_bonds(chain, 0, [(3, 5)])) == ["INV-122"]
    assert found_after(lambda chain: set_bonds(chain, 0, [(2, 5)])) == []
    assert found_after(lambda chain: set_bonds(chain, 1, [])) == []


def test_a_permit_below_the_threshold_is_found() -> None:
    def demand(least: int) -> Callable[[Chain], None]:
        def change(chain: Chain) -> None:
            chain.weights.stake_threshold.value = U64(least)

        return change

    assert found_after(demand(60)) == []
    assert found_after(demand(61)) == ["INV-123"]


def test_who_got_other_children_is_not_judged_by_the_threshold() -> None:
    def change(chain: Chain) -> None:
        chain.weights.stake_threshold.value = U64(61)
        chain.delegation.child_keys[hotkey(0), NETUID] = ((U64(1), hotkey(1)),)
        chain.delegation.parent_keys[hotkey(1), NETUID] = ((U64(1), hotkey(0)),)

    assert found_after(change) == []


def test_only_epochs_are_judged() -> None:
    watch, _ = step_by_hand(market(), next_block)
    for number in (*range(116, 122), 123):
        assert watch.summary[f"INV-{number}"] == {Verdict.DOES_NOT_APPLY: 1}


@given(subnets())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_no_epoch_of_any_subnet_breaks_them(chain: Chain) -> None:
    chain.accounts.number.value = BlockNumber(NOW - 1)
    chain.commit()
    watch = Watch(chain)
    run(chain)
    changes = chain.commit().changes
    broken = [id for id in ids(watch.after(Made((), changes))) if "INV-115" <= id <= "INV-123"]
    assert broken == []


@pytest.mark.parametrize("size", [1, 7, 256])
def test_the_bound_on_rounding_is_reached_by_equal_shares(size: int) -> None:
    chain = build([1] * size, permits=[True] * size)
    chain.commit()
    assert found_after(lambda chain: None, chain) == []
    run(chain)
    lost = 65_535 - sum(chain.consensus.stake_weight[NETUID])
    assert lost == 65_535 % size
