from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.engine.epoch import run_epoch
from tao_spec.engine.namespaces import Namespace, make_flags, make_integers
from tao_spec.engine.storing import store_epoch, to_list
from tao_spec.engine.subnet import Settings
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.transition.chain import Chain
from tests.transition.consensus.subnets import NETUID, build, set_bonds


def run(xp: Namespace, chain: Chain) -> tuple[list[AlphaBalance], list[AlphaBalance]]:
    subnet = read_chain(xp, chain, NETUID)
    stored = run_epoch(xp, subnet, Settings.of(xp, [read_settings(chain, NETUID)]))
    return store_epoch(xp, chain, NETUID, subnet, stored, AlphaBalance(1_000))


def test_arrays_become_lists_in_every_library(xp: Namespace) -> None:
    assert to_list(make_integers(xp, [[1, -(2**63)], [3, 4]])) == [[1, -(2**63)], [3, 4]]
    assert to_list(make_flags(xp, [[True], [False]])) == [[True], [False]]


def test_without_weights_stake_is_paid(xp: Namespace) -> None:
    chain = build([300, 100])
    assert run(xp, chain) == ([0, 0], [750, 250])
    assert chain.neurons.pruning_scores[NETUID] == (65_535, 21_845)


def test_bonds_are_stored_for_who_has_a_permit_and_emptied_for_who_lost_it(xp: Namespace) -> None:
    weights = {0: [(2, 65_535), (3, 65_535)], 1: [(2, 65_535), (3, 21_845)]}
    chain = build([600, 400, 0, 0], weights, permits=[True, True, False, False])
    chain.consensus.max_allowed_validators[NETUID] = U16(1)
    set_bonds(chain, 1, [(2, 500)])
    set_bonds(chain, 3, [(2, 500)])
    run(xp, chain)
    assert [uid for uid, _ in chain.consensus.bonds[NETUID, Uid(0)]] == [2, 3]
    assert chain.consensus.bonds.get((NETUID, Uid(1))) == ()
    assert (NETUID, Uid(2)) not in chain.consensus.bonds
    assert chain.consensus.bonds[NETUID, Uid(3)] == ((2, 500),)


def test_liquid_alpha_stores_bonds_in_the_order_of_the_weights(xp: Namespace) -> None:
    chain = build([600, 0, 0, 0], {0: [(3, 9), (1, 9), (2, 9)]}, permits=[True, False, False, False])
    chain.consensus.yuma3_on[NETUID] = True
    run(xp, chain)
    assert [uid for uid, _ in chain.consensus.bonds[NETUID, Uid(0)]] == [1, 2, 3]
    chain.consensus.liquid_alpha_on[NETUID] = True
    run(xp, chain)
    assert [uid for uid, _ in chain.consensus.bonds[NETUID, Uid(0)]] == [3, 1, 2]
