from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import SubNetRegistrationDisabled
from tao_spec.interface.subnets import MechanismDoesNotExist, NetworkTxRateLimitExceeded
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.deregistration import (
    choose_to_prune,
    do_register_network_at_limit,
    ensure_may_register,
    get_network_to_prune,
    get_subnets_but_root,
)
from tao_spec.revisions.r320.interface import CannotAffordLockCost, SubnetLimitReached
from tao_spec.revisions.r320.state import NetworkLastRegistered, added
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.prices import DYNAMIC
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, genesis
from tests.transition.subnets.build import HOTKEY, LEAST, OTHER, OWNER, SECOND, endow

NOW = 1_000


def crowded(limit: int, *others: tuple[int, int, int], number: int = NOW) -> Chain:
    """A chain at a limit, with subnets by number, moving price in parts of 2^32, and block of registration."""
    chain = genesis(number, R320)
    endow(chain, OWNER, tao(100_000))
    chain.subnets.network_rate_limit.value = U64(0)
    added(chain).subnet_limit.value, added(chain).network_immunity_period.value = U16(limit), U64(0)
    for name, price, registered in others:
        netuid = NetUid(name)
        chain.subnets.networks_added[netuid] = True
        chain.pools.subnet_mechanism[netuid] = DYNAMIC
        chain.pools.subnet_moving_price[netuid] = I96F32.from_bits(price)
        chain.subnets.network_registered_at[netuid] = BlockHeight(registered)
    chain.commit()
    return chain


def register(chain: Chain) -> NetUid:
    return do_register_network_at_limit(chain, OWNER, HOTKEY, DYNAMIC, None)


def test_below_the_limit_none_goes() -> None:
    chain = crowded(2)
    assert register(chain) == SECOND
    assert get_subnets_but_root(chain) == [FIRST, SECOND]


def test_at_the_limit_the_new_one_has_the_number_of_the_one_that_goes() -> None:
    chain = crowded(3, (1, 8, 0), (2, 9, 0), (3, 7, 0))
    assert register(chain) == 3
    assert chain.subnets.subnet_owner[NetUid(3)] == OWNER
    assert [type(event).__name__ for event in chain.events].count("NetworkRemoved") == 1


def test_what_was_paid_is_locked_and_the_books_are_open() -> None:
    chain = crowded(2)
    chain.subnets.network_last_lock_cost.value = LEAST
    added(chain).last_rate_limited_block[NetworkLastRegistered()] = BlockHeight(NOW)
    netuid = register(chain)
    assert chain.subnets.subnet_locked[netuid] == 2 * LEAST
    assert chain.neurons.rao_recycled_for_registration[netuid] == LEAST
    assert netuid in chain.pools.subnet_volume and chain.pools.enabled_user_liquidity[netuid]
    assert netuid not in chain.subnets.network_modality


SUBNETS = st.tuples(st.integers(2, 300), st.integers(0, 3), st.integers(0, 3))


@settings(deadline=None, max_examples=60)
@given(st.lists(SUBNETS, max_size=6, unique_by=lambda subnet: subnet[0]))
def test_the_cheapest_goes_of_equal_ones_the_oldest_and_then_the_first_of_the_keys(subnets) -> None:
    chain = crowded(0, (1, 4, 4), *subnets)
    ranked = min([(1, 4, 4), *subnets], key=lambda each: (each[1], each[2], each[0].to_bytes(2, "little")))
    assert get_network_to_prune(chain) == ranked[0]


@pytest.mark.parametrize(("age", "found"), [(99, None), (100, FIRST)])
def test_a_young_subnet_is_immune(age: int, found: NetUid | None) -> None:
    chain = crowded(0, (1, 0, NOW - age))
    added(chain).network_immunity_period.value = U64(100)
    assert get_network_to_prune(chain) == found
    assert refusal(choose_to_prune, chain) is (None if found else SubnetLimitReached)


def test_entries_that_say_no_do_not_count() -> None:
    chain = crowded(2)
    chain.subnets.networks_added[NetUid(9)] = False
    assert choose_to_prune(chain) is None


def test_who_cannot_pay_prunes_nothing() -> None:
    chain = crowded(1)
    assert refusal(do_register_network_at_limit, chain, OTHER, HOTKEY, DYNAMIC, None) is CannotAffordLockCost
    assert chain.subnets.networks_added[FIRST] and not chain.events


def test_faults_are_told_in_their_order() -> None:
    chain = crowded(1)
    chain.keys.owner[HOTKEY] = OTHER
    added(chain).network_registration_start_block.value = BlockHeight(NOW + 1)
    chain.subnets.network_rate_limit.value = U64(5)
    added(chain).last_rate_limited_block[NetworkLastRegistered()] = BlockHeight(NOW)
    found: list[type[DispatchError] | None] = [refusal(ensure_may_register, chain, OWNER, HOTKEY, U16(0))]
    del chain.keys.owner[HOTKEY]
    found.append(refusal(ensure_may_register, chain, OWNER, HOTKEY, U16(0)))
    found.append(refusal(ensure_may_register, chain, OWNER, HOTKEY, DYNAMIC))
    chain.accounts.number.value = BlockNumber(NOW + 4)
    found.append(refusal(ensure_may_register, chain, OWNER, HOTKEY, DYNAMIC))
    chain.accounts.number.value = BlockNumber(NOW + 5)
    found.append(refusal(ensure_may_register, chain, OWNER, HOTKEY, DYNAMIC))
    assert found == [
        NonAssociatedColdKey,
        MechanismDoesNotExist,
        SubNetRegistrationDisabled,
        NetworkTxRateLimitExceeded,
        None,
    ]


def test_the_first_registration_does_not_wait() -> None:
    chain = crowded(2)
    chain.subnets.network_rate_limit.value = U64(10**6)
    assert refusal(ensure_may_register, chain, OWNER, HOTKEY, DYNAMIC) is None


def test_the_cost_doubles_as_in_revision_306() -> None:
    chain = crowded(3)
    paid = chain.accounts.account[OWNER].data.free
    register(chain)
    paid -= chain.accounts.account[OWNER].data.free
    assert paid == chain.subnets.network_last_lock_cost.value == TaoBalance(LEAST)
