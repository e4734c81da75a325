from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT as ROOT_SUBNET
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.subnets import SubnetNotExists
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.dissolution import (
    compute_owners_earnings,
    compute_parts,
    dissolve_network_of_any,
    do_dissolve_network,
    get_best_validator,
    get_claim,
    root_dissolve_network,
    share_out_pool,
)
from tao_spec.revisions.r320.state import Hyperparameter, OwnerHyperparamUpdate, added
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.remains import OF_SUBNETS
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, genesis

HOME = NetUid(3)
OWNER, HOTKEY, ALICE, BOB = (account(number) for number in (1, 2, 3, 4))


def living(*closed: str) -> Chain:
    revision = R320.replace(name="closed", description="Deviations closed.", close=frozenset(closed))
    chain = genesis(1_000, revision)
    chain.subnets.networks_added[HOME] = True
    chain.subnets.subnet_owner[HOME] = OWNER
    append_neuron(chain, HOME, HOTKEY, BlockHeight(1))
    chain.pools.subnet_mechanism[HOME] = DYNAMIC
    chain.pools.subnet_tao[HOME], chain.pools.subnet_alpha_in[HOME] = tao(100), AlphaBalance(tao(100))
    chain.stake.total_stake.value = tao(150)
    for who, alpha in ((ALICE, 3), (BOB, 1)):
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, who, HOME, AlphaBalance(alpha * 10**9))
    chain.commit()
    return chain


def free(chain: Chain, who) -> int:
    return chain.accounts.account[who].data.free


def test_the_pool_is_shared_out_by_alpha() -> None:
    chain = living()
    do_dissolve_network(chain, HOME)
    assert (free(chain, ALICE), free(chain, BOB)) == (tao(75), tao(25))
    assert chain.stake.total_stake.value == tao(50)
    assert type(chain.events[-1]).__name__ == "NetworkRemoved"


def test_nothing_is_left_under_the_number() -> None:
    chain = living()
    do_dissolve_network(chain, HOME)
    left = [item.title for item in OF_SUBNETS if len(item.keys) == 1 and HOME in item.access(item, chain.store)]
    assert left == []
    assert HOME not in [netuid for (_, _, netuid), _ in chain.stake.alpha.items()]
    assert not list(chain.neurons.keys.under(HOME))


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 2**64 - 1), st.lists(st.integers(1, 2**64 - 1), min_size=1, max_size=12))
def test_the_parts_are_the_pot_and_none_is_a_rao_from_its_due(pot: int, claims: list[int]) -> None:
    parts = compute_parts(TaoBalance(pot), [AlphaBalance(claim) for claim in claims])
    assert sum(part for _, part in parts) == pot
    assert sorted(place for place, _ in parts) == list(range(len(claims)))
    assert all(abs(part * sum(claims) - pot * claims[place]) < sum(claims) for place, part in parts)


def test_of_equal_remainders_the_first_gets_the_rao() -> None:
    assert compute_parts(TaoBalance(5), [AlphaBalance(1)] * 3) == [(0, 2), (1, 2), (2, 1)]
    assert compute_parts(TaoBalance(3), [AlphaBalance(1), AlphaBalance(3)]) == [(0, 1), (1, 2)]
    assert compute_parts(TaoBalance(3), []) == []


def test_a_share_that_is_worth_nothing_counts_itself() -> None:
    chain = living()
    chain.stake.alpha[BOB, BOB, HOME] = U64F64.from_bits((7 << 64) + 5)
    assert get_claim(chain, BOB, BOB, HOME).alpha == 7
    assert get_claim(chain, HOTKEY, ALICE, HOME).alpha == 3 * 10**9


def test_an_empty_pool_is_not_deleted() -> None:
    chain = living()
    chain.pools.subnet_tao[HOME] = TaoBalance(0)
    share_out_pool(chain, HOME)
    assert HOME in chain.pools.subnet_tao and not chain.events


@pytest.mark.parametrize(
    ("trust", "permits", "best"),
    [((1, 2), (True, True), 1), ((2, 2), (True, True), 0), ((1, 2), (True, False), 0), ((1,), (False, True), None)],
)
def test_the_best_validator_has_a_permit_and_the_most_trust(trust, permits, best) -> None:
    chain = living()
    chain.consensus.validator_trust[HOME] = tuple(map(U16, trust))
    chain.consensus.validator_permit[HOME] = permits
    assert get_best_validator(chain, HOME) == best


def test_the_lock_is_paid_back_less_what_was_earned() -> None:
    for emission, least in ((0, tao(9)), (10**9, tao(8)), (10**12, 0)):
        chain = living()
        chain.subnets.subnet_locked[HOME] = tao(9)
        chain.consensus.emission[HOME] = (AlphaBalance(emission),)
        earned = compute_owners_earnings(chain, HOME)
        do_dissolve_network(chain, HOME)
        assert free(chain, OWNER) == max(0, tao(9) - earned) >= least


def test_a_sale_that_the_pool_refuses_counts_at_its_price() -> None:
    chain = living()
    chain.pools.subnet_tao[HOME] = TaoBalance(0)
    chain.consensus.emission[HOME] = (AlphaBalance(10**9),)
    assert compute_owners_earnings(chain, HOME) == 0


def test_root_dissolves_and_nobody_else() -> None:
    chain = living()
    assert refusal(root_dissolve_network, chain, signed(OWNER), HOME) is BadOrigin
    assert refusal(dissolve_network_of_any, chain, signed(OWNER), OWNER, HOME) is BadOrigin
    dissolve_network_of_any(chain, ROOT, ALICE, HOME)
    for netuid in (HOME, ROOT_SUBNET, NetUid(99)):
        assert refusal(root_dissolve_network, chain, ROOT, netuid) is SubnetNotExists


def test_what_the_owner_set_when_stays_until_the_deviation_is_closed() -> None:
    for closed, left in (((), 1), (("KNOWN-222",), 0)):
        chain = living(*closed)
        for netuid in (HOME, NetUid(2)):
            key = OwnerHyperparamUpdate(netuid, Hyperparameter.Kappa)
            added(chain).last_rate_limited_block[key] = BlockHeight(5)
        added(chain).min_allowed_uids[HOME] = U16(1)
        do_dissolve_network(chain, HOME)
        assert len(list(added(chain).last_rate_limited_block.items())) == 1 + left
        assert (HOME in added(chain).min_allowed_uids) == bool(left)


def test_sealed_commitments_of_others_stay_in_the_index() -> None:
    chain = living()
    chain.commitments.timelocked_index.value = ((HOME, HOTKEY), (NetUid(2), HOTKEY))
    do_dissolve_network(chain, HOME)
    assert chain.commitments.timelocked_index.value == ((NetUid(2), HOTKEY),)


def test_stake_in_other_subnets_is_not_touched() -> None:
    chain = living()
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, ALICE, ROOT_SUBNET, AlphaBalance(7))
    chain.neurons.block_at_registration[ROOT_SUBNET, Uid(0)] = BlockHeight(9)
    before = list(chain.neurons.block_at_registration.under(ROOT_SUBNET))
    stakes = [key for key, _ in chain.stake.alpha.items() if key[2] != HOME]
    do_dissolve_network(chain, HOME)
    assert [key for key, _ in chain.stake.alpha.items()] == stakes != []
    assert list(chain.neurons.block_at_registration.under(ROOT_SUBNET)) == before
