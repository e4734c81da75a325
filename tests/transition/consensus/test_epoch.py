import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import compute_epoch, run_epoch
from tests.transition.consensus.subnets import NETUID, NOW, build, hotkey, set_bonds, subnets

relaxed = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])

TAO = AlphaBalance(10**9)
amounts = st.integers(0, AlphaBalance.MAX).map(AlphaBalance)

VECTORS = ("stake_weight", "rank", "trust", "consensus", "incentive", "dividends", "validator_trust", "emission")


def two_validators_and_two_miners() -> Chain:
    weights = {0: [(2, 65_535), (3, 65_535)], 1: [(2, 65_535), (3, 21_845)]}
    return build([600, 400, 0, 0], weights, permits=[True, True, False, False])


def test_an_epoch_of_two_validators_and_two_miners() -> None:
    chain = two_validators_and_two_miners()
    earned = run_epoch(chain, NETUID, TAO)
    scores = chain.consensus
    assert scores.stake_weight[NETUID] == (39_320, 26_213, 0, 0)
    # More than kappa of the stake gives each miner half; the other validator gives more to the one, less to the other.
    assert scores.consensus[NETUID] == (0, 0, 32_767, 32_767)
    assert scores.validator_trust[NETUID] == (65_535, 49_151, 0, 0)
    assert scores.trust[NETUID] == (0, 0, 54_612, 65_535)
    assert scores.rank[NETUID] == scores.incentive[NETUID] == (0, 0, 36_408, 29_126)
    assert scores.active[NETUID] == (True,) * 4
    assert scores.validator_permit[NETUID] == (True, True, False, False)
    assert chain.neurons.pruning_scores[NETUID][0] == 65_535
    assert [who for who, _, _ in earned] == [hotkey(uid) for uid in range(4)]
    assert [incentive for _, incentive, _ in earned][:2] == [0, 0]
    assert [dividend for _, _, dividend in earned][2:] == [0, 0]
    assert 0 <= TAO // 2 - sum(incentive for _, incentive, _ in earned) <= 4


def test_bonds_are_stored_for_who_has_a_permit_and_emptied_for_who_lost_it() -> None:
    chain = two_validators_and_two_miners()
    chain.consensus.max_allowed_validators[NETUID] = U16(1)
    set_bonds(chain, 1, [(2, 500)])
    set_bonds(chain, 3, [(2, 500)])
    run_epoch(chain, NETUID, TAO)
    assert chain.consensus.validator_permit[NETUID] == (True, False, False, False)
    assert [uid for uid, _ in chain.consensus.bonds[NETUID, Uid(0)]] == [2, 3]
    assert chain.consensus.bonds.get((NETUID, Uid(1))) == ()
    assert (NETUID, Uid(2)) not in chain.consensus.bonds
    assert chain.consensus.bonds[NETUID, Uid(3)] == ((2, 500),)


def test_without_weights_stake_is_paid() -> None:
    chain = build([300, 100])
    assert run_epoch(chain, NETUID, AlphaBalance(1_000)) == [(hotkey(0), 0, 750), (hotkey(1), 0, 250)]
    assert chain.neurons.pruning_scores[NETUID] == (65_535, 21_845)


def test_an_empty_subnet_has_an_epoch_of_nothing() -> None:
    chain = build([])
    assert run_epoch(chain, NETUID, TAO) == []
    assert all(getattr(chain.consensus, name)[NETUID] == () for name in VECTORS)
    assert NETUID in chain.consensus.emission


def test_nothing_is_written_where_the_client_aborts() -> None:
    chain = build([1, 1])
    chain.weights.last_update[NETUID] = (BlockHeight(NOW),)
    chain.commit()
    with pytest.raises(MisshapenMatrix):
        run_epoch(chain, NETUID, TAO)
    assert chain.commit().changes == {}


@given(subnets(), amounts)
@relaxed
def test_an_epoch_keeps_its_bounds(chain: Chain, emission: AlphaBalance) -> None:
    size = chain.neurons.subnetwork_n[NETUID]
    earned = run_epoch(chain, NETUID, emission)
    scores = chain.consensus
    assert all(len(getattr(scores, name)[NETUID]) == size for name in VECTORS)
    assert sum(scores.incentive[NETUID]) <= 65_535
    assert sum(scores.dividends[NETUID]) <= 65_535
    assert sum(scores.stake_weight[NETUID]) <= 65_535
    assert sum(scores.validator_permit[NETUID]) <= scores.max_allowed_validators[NETUID]
    assert sum(scores.emission[NETUID]) <= emission
    assert sum(incentive + dividend for _, incentive, dividend in earned) <= emission
    assert len(earned) == size


@given(subnets())
@relaxed
def test_without_a_permit_and_old_bonds_nobody_has_a_voice_or_a_dividend(chain: Chain) -> None:
    chain.consensus.bonds.clear()
    epoch = compute_epoch(chain, NETUID)
    voiceless = [uid for uid, may in enumerate(chain.consensus.validator_permit[NETUID]) if not may]
    assert not any(epoch.judgement.weights[uid] or epoch.dividends[uid] for uid in voiceless)
    assert not any(epoch.participants.active_stake[uid] for uid in voiceless)


@given(subnets())
@relaxed
def test_computing_an_epoch_writes_nothing(chain: Chain) -> None:
    chain.commit()
    compute_epoch(chain, NETUID)
    assert chain.commit().changes == {}


@given(subnets(), amounts, amounts)
@relaxed
def test_only_the_emission_depends_on_the_emission(chain: Chain, one: AlphaBalance, other: AlphaBalance) -> None:
    state = {**chain.store.state, **{key: value for key, value in chain.commit().changes.items() if value is not None}}
    written = []
    for emission in (one, other):
        copy = Chain(state, chain.revision)
        run_epoch(copy, NETUID, emission)
        changes = copy.commit().changes
        changes.pop(copy.consensus.emission.raw_key(NETUID), None)
        written.append(changes)
    assert written[0] == written[1]
