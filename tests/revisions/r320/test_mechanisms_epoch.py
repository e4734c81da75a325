from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.scenes import ALPHA, LATELY, PART, subnet
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import IncentiveAlphaEmittedToMiners, MechId
from tao_spec.revisions.r320.mechanisms_epoch import (
    Terms,
    compute_mechanism_epoch,
    get_mechanism_bonds,
    get_mechanism_participants,
    join,
    run_epochs,
    store_mechanism_terms,
    store_terms,
)
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.transition.emission.payout import Pending, compute_validators_part
from tao_spec.transition.revision import Revision
from tao_spec.vectors.cases import Builder, account_named

HOME, SECOND_INDEX = NetUid(2), NetUid(4_098)
ONE, HALF = U64F64.ONE, U64F64.from_bits(1 << 63)
EMISSION = AlphaBalance(ALPHA)
FIRST, OTHER, MINER, IDLE = range(4)


def closing(*deviations: str) -> Revision:
    return R320.replace(name="closed", description="Deviations closed.", close=frozenset(deviations))


def judged(count: int = 2, revision: Revision = R320) -> Chain:
    """Two validators, who prefer one miner in the first mechanism and the other in the second."""
    build = Builder(revision)
    weights = {FIRST: {MINER: PART, IDLE: 100}, OTHER: {MINER: PART, IDLE: 300}}
    subnet(build, stakes=(60, 40, 0, 0), weights=weights)
    chain = build.chain
    if revision is not R306:
        added(chain).mechanism_count_current[HOME] = MechId(count)
    chain.weights.last_update[SECOND_INDEX] = (LATELY,) * 4
    chain.weights.weights[SECOND_INDEX, Uid(FIRST)] = ((Uid(IDLE), U16(PART)),)
    chain.weights.weights[SECOND_INDEX, Uid(OTHER)] = ((Uid(IDLE), U16(PART)), (Uid(MINER), U16(7_000)))
    chain.commit()
    return chain


def hotkey(uid: int) -> AccountId:
    return account_named(f"hotkey {uid} on {HOME}")


def test_one_mechanism_stores_and_pays_what_revision_306_does_but_weights_of_stake() -> None:
    old, new = judged(revision=R306), judged(1)
    earned = sorted(run_epoch(old, HOME, EMISSION)), run_epoch(new, HOME, EMISSION)
    assert earned[0] == earned[1]
    for name in ("rank", "trust", "consensus", "incentive", "dividends", "emission", "active", "validator_trust"):
        assert getattr(old.consensus, name)[HOME] == getattr(new.consensus, name)[HOME]
    assert old.consensus.validator_permit[HOME] == new.consensus.validator_permit[HOME]
    assert old.neurons.pruning_scores[HOME] == new.neurons.pruning_scores[HOME]
    assert any(old.consensus.stake_weight[HOME])
    assert HOME not in new.consensus.stake_weight


def test_each_mechanism_pays_its_part_and_tells_of_it() -> None:
    chain = judged()
    added(chain).mechanism_emission_split[HOME] = (U16(20_000), U16(PART - 20_000))
    earned = {who: incentive for who, incentive, _ in run_epochs(chain, HOME, EMISSION)}
    first, second = (event for event in chain.events if isinstance(event, IncentiveAlphaEmittedToMiners))
    assert [first.netuid, second.netuid] == [HOME, SECOND_INDEX]
    assert [a + b for a, b in zip(first.emissions, second.emissions, strict=True)] == [
        earned[hotkey(uid)] for uid in range(4)
    ]
    assert first.emissions[MINER] > first.emissions[IDLE]
    assert second.emissions[IDLE] > second.emissions[MINER]


def test_bonds_of_neurons_without_a_permit_are_stored_empty() -> None:
    chain = judged(1)
    chain.consensus.bonds[HOME, Uid(IDLE)] = ((Uid(0), U16(5)),)
    run_epochs(chain, HOME, EMISSION)
    rows = dict(chain.consensus.bonds.under(HOME))
    assert sorted(rows) == [0, 1, 2, 3]
    assert [bool(rows[Uid(uid)]) for uid in range(4)] == [True, True, False, False]


def test_without_emission_the_first_mechanism_counts_alone() -> None:
    chain, alone = judged(), judged(1)
    for each in (chain, alone):
        run_epochs(each, HOME, AlphaBalance(0))
    assert chain.consensus.rank[HOME] == alone.consensus.rank[HOME] == chain.consensus.incentive[HOME]
    assert chain.consensus.incentive[SECOND_INDEX] != chain.consensus.incentive[HOME]


def test_the_rank_is_the_joined_incentive() -> None:
    chain = judged()
    run_epochs(chain, HOME, EMISSION)
    each = zip(chain.consensus.incentive[HOME], chain.consensus.incentive[SECOND_INDEX], strict=True)
    assert list(chain.consensus.rank[HOME]) == [a // 2 + b // 2 for a, b in each]


terms = st.builds(
    Terms,
    uid=st.just(Uid(3)),
    server_emission=st.integers(0, 2**64 - 1).map(AlphaBalance),
    validator_emission=st.integers(0, 2**64 - 1).map(AlphaBalance),
    emission=st.integers(0, 2**64 - 1).map(AlphaBalance),
    is_active=st.booleans(),
    incentive=st.integers(0, 65_535).map(U16),
    pruning_score=st.integers(0, 65_535).map(U16),
    permit=st.booleans(),
)


@settings(deadline=None, max_examples=100)
@given(terms)
def test_one_mechanism_of_all_weight_is_told_as_it_is(said: Terms) -> None:
    assert join(None, said, ONE) == said


@settings(deadline=None, max_examples=100)
@given(terms, terms)
def test_two_mechanisms_are_averaged_and_what_they_pay_is_added(one: Terms, other: Terms) -> None:
    both = join(join(None, one, HALF), other, HALF)
    assert both.server_emission == min(one.server_emission + other.server_emission, 2**64 - 1)
    assert both.is_active == (one.is_active or other.is_active)
    assert both.permit == (one.permit or other.permit)
    assert 0 <= one.incentive + other.incentive - 2 * both.incentive <= 2
    assert min(one.emission, other.emission) - 1 <= both.emission <= max(one.emission, other.emission)


def test_two_full_halves_leave_one_part_less() -> None:
    full = Terms(Uid(0), incentive=U16(65_535))
    assert join(join(None, full, HALF), full, HALF).incentive == 65_534


def test_a_neuron_beyond_the_permits_has_none_and_with_no_permits_at_all_every_stake_speaks() -> None:
    chain = judged()
    for permits, voices in (((True,), [1, 0]), ((), [0.6, 0.4]), ((False,) * 4, [0, 0])):
        chain.consensus.validator_permit[HOME] = permits
        who = get_mechanism_participants(chain, HOME, HOME)
        assert len(who.old_permits) == 4
        assert [round(float(share.to_fraction()), 6) for share in who.active_stake[:2]] == voices


def test_without_permits_nobody_speaks_once_the_deviation_is_closed() -> None:
    chain = judged(revision=closing("KNOWN-211"))
    chain.consensus.validator_permit[HOME] = ()
    assert not any(get_mechanism_participants(chain, HOME, HOME).active_stake)


def test_behind_a_number_without_hotkey_all_stand_too_low_until_the_deviation_is_closed() -> None:
    said = [Terms(Uid(uid), incentive=U16(uid), bonds=((Uid(0), U16(uid)),)) for uid in (2, 0, 3)]
    for closed, incentives in (((), (0, 2, 3)), (("KNOWN-210",), (0, 0, 2, 3))):
        chain = judged(revision=closing(*closed))
        store_mechanism_terms(chain, HOME, SECOND_INDEX, said)
        store_terms(chain, HOME, said)
        assert chain.consensus.incentive[SECOND_INDEX] == chain.consensus.rank[HOME] == incentives
        rows = [int(row[0][1]) for _, row in chain.consensus.bonds.under(SECOND_INDEX) if row]
        assert rows == [0, 2, 3]
        assert len(list(chain.consensus.bonds.under(SECOND_INDEX))) == len(incentives)


@pytest.mark.parametrize(("mined", "share", "closed_share"), [(0, 90, 90), (40, 40, 50), (50, 40, 40), (60, 40, 40)])
def test_validators_lose_what_miners_leave_until_the_deviation_is_closed(
    mined: int, share: int, closed_share: int
) -> None:
    zero = AlphaBalance(0)
    pending = Pending(AlphaBalance(90), TaoBalance(0), AlphaBalance(10), zero)
    earnings = [(hotkey(MINER), AlphaBalance(mined), zero)]
    assert compute_validators_part(judged(), pending, earnings) == share
    assert compute_validators_part(judged(revision=closing("KNOWN-212")), pending, earnings) == closed_share


@pytest.mark.parametrize(("yuma3", "liquid"), [(False, False), (False, True), (True, False), (True, True)])
def test_bonds_on_nobody_change_nothing_where_they_stand_last(yuma3: bool, liquid: bool) -> None:
    held = ((Uid(MINER), U16(9_000)), (Uid(IDLE), U16(4)))
    found = []
    for row in (held, (*held, (Uid(9), U16(PART)))):
        chain = judged()
        chain.consensus.yuma3_on[HOME], chain.consensus.liquid_alpha_on[HOME] = yuma3, liquid
        chain.consensus.bonds[HOME, Uid(FIRST)] = row
        found.append(compute_mechanism_epoch(chain, HOME, HOME))
    assert found[0] == found[1]


def test_bonds_on_nobody_hide_those_behind_them_from_liquid_alpha_alone() -> None:
    held = ((Uid(MINER), U16(9_000)), (Uid(IDLE), U16(60_000)))
    for liquid in (False, True):
        found = []
        for row in (held, ((Uid(9), U16(PART)), *held)):
            chain = judged()
            chain.consensus.yuma3_on[HOME], chain.consensus.liquid_alpha_on[HOME] = True, liquid
            chain.consensus.bonds[HOME, Uid(FIRST)] = row
            found.append(compute_mechanism_epoch(chain, HOME, HOME).bonds)
        assert (found[0] == found[1]) is not liquid


def test_within_a_tempo_of_block_zero_nobody_counts_as_registered_lately() -> None:
    chain = judged()
    chain.consensus.bonds[HOME, Uid(FIRST)] = ((Uid(9), U16(1)), (Uid(MINER), U16(2)))
    registered = [BlockHeight(0)] * 4
    assert [len(row) for row in get_mechanism_bonds(chain, HOME, HOME, registered)] == [2, 0, 0, 0]
    chain.consensus.tempo[HOME] = U16(U16.MAX)
    assert [len(row) for row in get_mechanism_bonds(chain, HOME, HOME, registered)] == [0, 0, 0, 0]


def test_a_subnet_without_mechanisms_says_nothing_of_anybody() -> None:
    chain = judged(0)
    assert run_epochs(chain, HOME, EMISSION) == []
    assert chain.consensus.rank[HOME] == ()
