from typing import Any

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64, U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.crowdloans import LeaseId, Percent
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.dividends import Dividends
from tao_spec.transition.emission.payout import (
    Pending,
    drain_pending_emission,
    get_immune_owner_hotkeys,
    give_up_unearned,
    pay_miners,
    pay_owner,
    pay_root,
    pay_validators,
)
from tao_spec.transition.revision import Revision
from tests.transition.chains import FIRST, account, closing, genesis

COLD, HOT, OTHER, THIRD = account(1), account(2), account(3), account(4)
BASE = genesis().revision
U64F64_100 = U64F64.saturating_from_num(100)


def register(chain: Chain, hotkey: AccountId, uid: int, block: int = 0) -> None:
    chain.neurons.keys[FIRST, Uid(uid)] = hotkey
    chain.neurons.uids[FIRST, hotkey] = Uid(uid)
    chain.neurons.block_at_registration[FIRST, Uid(uid)] = BlockHeight(block)


def alpha_of(chain: Chain, hotkey: AccountId) -> int:
    return chain.stake.total_hotkey_alpha[hotkey, FIRST]


@pytest.mark.parametrize(("coldkey", "hotkey", "paid"), [(COLD, HOT, 100), (None, HOT, 0), (COLD, None, 0)])
def test_the_owner_is_paid_where_there_is_one_with_a_hotkey(coldkey: Any, hotkey: Any, paid: int) -> None:
    chain = genesis(5)
    del chain.subnets.subnet_owner[FIRST]
    if coldkey is not None:
        chain.subnets.subnet_owner[FIRST] = coldkey
    if hotkey is not None:
        chain.subnets.subnet_owner_hotkey[FIRST] = hotkey
    pay_owner(chain, FIRST, AlphaBalance(100))
    assert alpha_of(chain, HOT) == paid


def test_contributors_of_a_lease_have_a_part_of_the_cut() -> None:
    chain = genesis(5)
    chain.subnets.subnet_owner[FIRST], chain.subnets.subnet_owner_hotkey[FIRST] = COLD, HOT
    lease = SubnetLease(OTHER, COLD, HOT, Percent(30), None, FIRST, TaoBalance(1))
    chain.crowdloans.subnet_leases[LeaseId(1)] = lease
    chain.crowdloans.subnet_uid_to_lease_id[FIRST] = LeaseId(1)
    pay_owner(chain, FIRST, AlphaBalance(100))
    assert alpha_of(chain, HOT) == 100
    assert chain.crowdloans.accumulated_lease_dividends[LeaseId(1)] == 30


def test_miners_are_paid_to_their_owners_but_not_the_owner_of_the_subnet() -> None:
    chain = genesis(5)
    chain.subnets.subnet_owner[FIRST] = COLD
    chain.keys.owned_hotkeys[COLD] = (HOT,)
    chain.keys.owner[OTHER] = THIRD
    register(chain, HOT, 1)
    register(chain, OTHER, 2)
    earned = [(hotkey, AlphaBalance(50), AlphaBalance(0)) for hotkey in (HOT, OTHER, OTHER)]
    pay_miners(chain, FIRST, earned)
    assert alpha_of(chain, HOT) == 0
    assert alpha_of(chain, OTHER) == 100
    assert chain.stake.staking_hotkeys[THIRD] == (OTHER,)


@pytest.mark.parametrize(
    ("limit", "owner_hotkey", "immune"),
    [
        (0, None, []),
        (0, THIRD, []),
        (1, None, [OTHER]),
        (2, None, [OTHER, HOT]),
        (9, None, [OTHER, HOT, THIRD]),
        (1, THIRD, [THIRD]),
        (2, THIRD, [THIRD, OTHER]),
        (2, HOT, [OTHER, HOT]),
        (2, account(9), [OTHER, HOT]),
    ],
)
def test_the_latest_neurons_of_the_owner_are_immune(limit: int, owner_hotkey: Any, immune: list[AccountId]) -> None:
    chain = genesis(50)
    chain.keys.owned_hotkeys[COLD] = (THIRD, HOT, account(8), OTHER)
    register(chain, THIRD, 1, block=10)
    register(chain, HOT, 3, block=20)
    register(chain, OTHER, 2, block=20)
    chain.neurons.immune_owner_uids_limit[FIRST] = U16(limit)
    if owner_hotkey is not None:
        chain.subnets.subnet_owner_hotkey[FIRST] = owner_hotkey
    assert get_immune_owner_hotkeys(chain, FIRST, COLD) == immune


def staked(take: int = 0, revision: Revision = BASE) -> Chain:
    """A delegate whose owner and one nominator have staked 100 each, in the subnet and on root."""
    chain = genesis(5, revision)
    chain.keys.owner[HOT] = COLD
    chain.delegation.delegates[HOT] = U16(take)
    for netuid in (FIRST, ROOT):
        for coldkey in (COLD, OTHER):
            chain.stake.alpha[HOT, coldkey, netuid] = U64F64_100
        chain.stake.total_hotkey_shares[HOT, netuid] = U64F64_100 + U64F64_100
        chain.stake.total_hotkey_alpha[HOT, netuid] = AlphaBalance(200)
    return chain


def test_dividends_go_to_delegate_and_nominators() -> None:
    chain = staked(take=U16.MAX // 2 + 1)
    chain.emission.alpha_dividends_per_subnet[FIRST, OTHER] = AlphaBalance(7)
    pay_validators(chain, FIRST, Dividends({HOT: U96F32.saturating_from_num(1_000)}, {}))
    paid = dict(chain.emission.alpha_dividends_per_subnet.items())
    assert paid == {(FIRST, HOT): 499}
    assert alpha_of(chain, HOT) == 200 + 500 + 499
    assert chain.emission.total_hotkey_alpha_last_epoch[HOT, FIRST] == alpha_of(chain, HOT)
    assert chain.stake.alpha[HOT, COLD, FIRST] > chain.stake.alpha[HOT, OTHER, FIRST]


def test_tao_dividends_count_as_tao_of_root() -> None:
    chain = staked(take=U16.MAX // 2 + 1)
    chain.pools.subnet_tao[ROOT] = TaoBalance(10)
    chain.emission.tao_dividends_per_subnet[FIRST, OTHER] = TaoBalance(7)
    pay_root(chain, FIRST, Dividends({}, {HOT: U96F32.saturating_from_num(1_000)}))
    assert dict(chain.emission.tao_dividends_per_subnet.items()) == {(FIRST, HOT): 499}
    assert chain.stake.total_hotkey_alpha[HOT, ROOT] == 200 + 500 + 499
    assert chain.pools.subnet_tao[ROOT] == 10 + 999


def test_what_was_set_aside_is_paid_to_whom_it_belongs() -> None:
    chain = genesis(98)
    before = alpha_of(chain, AccountId())
    pending = Pending(AlphaBalance(1_000), TaoBalance(100), AlphaBalance(200), AlphaBalance(50))
    drain_pending_emission(chain, FIRST, pending)
    # Nobody mines, so that the one validator has all alpha; the owner has no hotkey, and nobody a stake on root.
    # Of take and rest only whole alpha rao are paid.
    assert alpha_of(chain, AccountId()) == before + 999
    assert chain.pools.subnet_tao[ROOT] == 0
    assert chain.consensus.emission[FIRST] == (1_200,)


def test_an_epoch_without_emission_moves_nothing() -> None:
    chain = genesis(98)
    zero = AlphaBalance(0)
    drain_pending_emission(chain, FIRST, Pending(zero, TaoBalance(0), zero, zero))
    changes = chain.commit().changes
    stored = {chain.stake.total_hotkey_alpha.item.prefix, chain.stake.alpha.item.prefix}
    assert changes
    assert not [key for key in changes if key[:32] in stored]


@pytest.mark.parametrize(("revision", "counted"), [(BASE, 0), (closing("KNOWN-43"), 999)])
def test_what_root_is_paid_does_not_count_as_stake_by_mistake(revision: Revision, counted: int) -> None:
    chain = staked(U16.MAX // 2 + 1, revision)
    pay_root(chain, FIRST, Dividends({}, {HOT: U96F32.saturating_from_num(1_000)}))
    assert chain.pools.subnet_tao[ROOT] == 999
    assert chain.stake.total_stake.value == counted


@pytest.mark.parametrize(("revision", "outside"), [(BASE, 0), (closing("KNOWN-181"), 999)])
def test_what_root_is_paid_is_not_outside_of_it_by_mistake(revision: Revision, outside: int) -> None:
    chain = staked(U16.MAX // 2 + 1, revision)
    pay_root(chain, FIRST, Dividends({}, {HOT: U96F32.saturating_from_num(1_000)}))
    assert chain.pools.subnet_alpha_out[ROOT] == outside


@pytest.mark.parametrize(("revision", "left"), [(BASE, 0), (closing("KNOWN-44"), 7)])
def test_tao_that_nobody_earns_vanishes_by_mistake(revision: Revision, left: int) -> None:
    chain = genesis(5, revision)
    earned = Dividends({}, {HOT: U96F32.ZERO})
    give_up_unearned(chain, FIRST, AlphaBalance(0), TaoBalance(7), earned)
    assert chain.emission.pending_root_divs[FIRST] == left
    earned = Dividends({}, {HOT: U96F32.ONE})
    give_up_unearned(chain, FIRST, AlphaBalance(0), TaoBalance(9), earned)
    assert chain.emission.pending_root_divs[FIRST] == left


@pytest.mark.parametrize(("revision", "left"), [(BASE, 100), (closing("KNOWN-45"), 60)])
def test_alpha_that_nobody_earns_remains_by_mistake(revision: Revision, left: int) -> None:
    chain = genesis(5, revision)
    chain.pools.subnet_alpha_out[FIRST] = AlphaBalance(100)
    give_up_unearned(chain, FIRST, AlphaBalance(30), TaoBalance(0), Dividends({HOT: U96F32.ONE}, {}))
    assert chain.pools.subnet_alpha_out[FIRST] == 100
    give_up_unearned(chain, FIRST, AlphaBalance(30), TaoBalance(0), Dividends({HOT: U96F32.ZERO}, {}))
    pay_owner(chain, FIRST, AlphaBalance(10))
    assert chain.pools.subnet_alpha_out[FIRST] == left
