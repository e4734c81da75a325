import random
from collections.abc import Iterator

import pytest

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.engine.batch import advance, group_by_kind, run_epochs, stack, take_one
from tao_spec.engine.epoch import run_epoch
from tao_spec.engine.namespaces import Namespace, get_namespace
from tao_spec.engine.storing import store_epoch
from tao_spec.engine.subnet import EngineError, Hyperparameters, Settings
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus import epoch as rules
from tests.engine.subnets import NETUID, copy_chain, make_chain

NUMPY = get_namespace()
TAO = AlphaBalance(10**9)


def make_batch(seed: int) -> list[Chain]:
    """Subnets of one size and one rule of bonds, whose weights are open."""
    source = random.Random(seed)
    size = source.choice((1, 2, 3, 5, 8))
    chains = [make_chain(source, size) for _ in range(source.randrange(1, 5))]
    flags = chains[0].consensus.yuma3_on[NETUID], chains[0].consensus.liquid_alpha_on[NETUID]
    for chain in chains:
        chain.consensus.yuma3_on[NETUID], chain.consensus.liquid_alpha_on[NETUID] = flags
        chain.weights.commit_reveal_weights_enabled[NETUID] = False
        chain.commit()
    return chains


def storage(chain: Chain) -> Iterator[object]:
    scores = ("stake_weight", "active", "rank", "trust", "consensus", "incentive", "dividends", "emission")
    yield from (getattr(chain.consensus, name)[NETUID] for name in (*scores, "validator_trust", "validator_permit"))
    yield chain.neurons.pruning_scores[NETUID]
    yield list(chain.consensus.bonds.under(NETUID))


@pytest.mark.parametrize("seed", range(60))
def test_subnets_side_by_side_evolve_as_each_does_by_the_rules(seed: int) -> None:
    chains = make_batch(seed)
    others = [copy_chain(chain) for chain in chains]
    subnets = stack(NUMPY, [read_chain(NUMPY, chain, NETUID, every_row=True) for chain in chains])
    points = Settings.of(NUMPY, [read_settings(chain, NETUID) for chain in chains])
    for _ in range(3):
        stored = run_epoch(NUMPY, subnets, points)
        for index, (chain, other) in enumerate(zip(chains, others, strict=True)):
            store_epoch(NUMPY, chain, NETUID, subnets.take(index, index + 1), take_one(stored, index), TAO)
            rules.run_epoch(other, NETUID, TAO)
            assert list(storage(chain)) == list(storage(other))
            other.accounts.number.value = BlockNumber(other.number + 361)
        subnets = advance(NUMPY, subnets, stored, 361)


@pytest.mark.parametrize("seed", range(3))
def test_every_library_evolves_the_same(xp: Namespace, seed: int) -> None:
    chain = make_batch(seed)[0]
    other = copy_chain(chain)
    subnet = read_chain(xp, chain, NETUID, every_row=True)
    for stored in run_epochs(xp, subnet, Settings.of(xp, [read_settings(chain, NETUID)]), 2, 10):
        store_epoch(xp, chain, NETUID, read_chain(xp, chain, NETUID, every_row=True), stored, TAO)
        rules.run_epoch(other, NETUID, TAO)
        assert list(storage(chain)) == list(storage(other))
        other.accounts.number.value = BlockNumber(other.number + 10)
        chain.accounts.number.value = other.accounts.number.value


def test_points_are_grouped_by_their_rule_of_bonds() -> None:
    second, third = Hyperparameters(), Hyperparameters(yuma3_on=True)
    assert group_by_kind([second, third, second, third]) == [[0, 2], [1, 3]]


def test_subnets_of_different_sizes_make_no_batch() -> None:
    source = random.Random(1)
    some = [read_chain(NUMPY, make_chain(source, size), NETUID) for size in (2, 3)]
    with pytest.raises(EngineError, match="only subnets of one size"):
        stack(NUMPY, some)


def test_pending_commitments_are_not_passed_over() -> None:
    source = random.Random(0)
    chain = make_chain(source, 8)
    while not read_chain(NUMPY, chain, NETUID).committed.min() < 2**62:
        chain = make_chain(source, 8)
    subnet = read_chain(NUMPY, chain, NETUID, every_row=True)
    stored = run_epoch(NUMPY, subnet, Settings.of(NUMPY, [read_settings(chain, NETUID)]))
    with pytest.raises(EngineError, match="commitments of weights are pending"):
        advance(NUMPY, subnet, stored, 1)


def test_a_new_validator_that_is_no_row_is_not_passed_over() -> None:
    chain = make_batch(4)[0]
    size = int(chain.neurons.subnetwork_n[NETUID])
    chain.consensus.validator_permit[NETUID] = (False,) * size
    chain.consensus.bonds.clear()
    chain.weights.stake_threshold.clear()
    chain.consensus.max_allowed_validators.clear()
    for hotkey in [key[0] for key, _ in chain.stake.total_hotkey_alpha.items()]:
        chain.stake.total_hotkey_alpha[hotkey, NETUID] = TAO
    subnet = read_chain(NUMPY, chain, NETUID)
    stored = run_epoch(NUMPY, subnet, Settings.of(NUMPY, [read_settings(chain, NETUID)]))
    with pytest.raises(EngineError, match="no row has got a permit"):
        advance(NUMPY, subnet, stored, 1)
