import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.serving import InvalidIdentity, SubnetIdentityV3
from tao_spec.interface.stake import NotEnoughBalanceToStake
from tao_spec.interface.subnets import MechanismDoesNotExist, NetworkTxRateLimitExceeded
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.transition.subnets.register import (
    do_register_network,
    ensure_network_rate_limit,
    open_pool,
    register_network,
    register_network_with_identity,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, closing, genesis
from tests.transition.subnets.build import HOTKEY, LEAST, OTHER, OWNER, SECOND, SECOND_HOTKEY, founding

DYNAMIC, STABLE = U16(1), U16(0)
ROOMY, NARROW = (SubnetIdentityV3(*[b"x" * length] * 8) for length in (256, 257))


def test_a_subnet_is_its_founders_with_the_hotkey_as_neuron_zero() -> None:
    chain = founding()
    assert do_register_network(chain, OWNER, HOTKEY, DYNAMIC, None) == SECOND
    subnets = chain.subnets
    assert (subnets.subnet_owner[SECOND], subnets.subnet_owner_hotkey[SECOND]) == (OWNER, HOTKEY)
    assert (chain.neurons.keys[SECOND, Uid(0)], chain.keys.owner[HOTKEY]) == (HOTKEY, OWNER)
    assert (subnets.network_registered_at[SECOND], subnets.network_last_registered.value) == (1_000, 1_000)
    assert (chain.neurons.subnetwork_n[SECOND], chain.pools.subnet_mechanism[SECOND]) == (1, DYNAMIC)
    assert not subnets.subtoken_enabled[SECOND]
    assert type(chain.events[-1]).__name__ == "NetworkAdded"


def test_the_founder_pays_a_pool_and_burns_the_rest() -> None:
    chain = founding()
    chain.subnets.network_last_registered.value = BlockHeight(1_000)
    before, issued = chain.accounts.account[OWNER].data.free, chain.emission.total_issuance.value
    chain.emission.total_issuance.value = TaoBalance(issued + tao(5_000))
    do_register_network(chain, OWNER, HOTKEY, DYNAMIC, None)
    assert before - chain.accounts.account[OWNER].data.free == 2 * LEAST == chain.subnets.network_last_lock_cost.value
    assert int(chain.pools.subnet_tao[SECOND]) == int(chain.pools.subnet_alpha_in[SECOND]) == LEAST
    assert issued + tao(5_000) - chain.emission.total_issuance.value == LEAST


@settings(deadline=None, max_examples=40)
@given(st.integers(0, tao(5_000)), st.integers(0, tao(5_000)))
def test_what_is_paid_is_in_the_pool_or_burned_and_the_pool_is_always_full(paid: int, seed: int) -> None:
    chain = genesis(1)
    chain.subnets.network_min_lock_cost.value = TaoBalance(seed)
    chain.emission.total_issuance.value = TaoBalance(tao(10_000))
    stake = chain.stake.total_stake.value
    open_pool(chain, SECOND, TaoBalance(paid))
    assert chain.pools.subnet_tao[SECOND] == seed
    assert tao(10_000) - chain.emission.total_issuance.value == max(paid - seed, 0)
    assert chain.stake.total_stake.value - stake == (seed if paid else 0)


@pytest.mark.parametrize(
    ("hotkey", "mechid", "limit", "poor", "identity", "error"),
    [
        (OTHER, STABLE, 2_000, True, NARROW, NonAssociatedColdKey),
        (HOTKEY, STABLE, 2_000, True, NARROW, MechanismDoesNotExist),
        (HOTKEY, DYNAMIC, 2_000, True, NARROW, NetworkTxRateLimitExceeded),
        (HOTKEY, DYNAMIC, 1_000, True, NARROW, NotEnoughBalanceToStake),
        (HOTKEY, DYNAMIC, 1_000, False, NARROW, InvalidIdentity),
        (HOTKEY, DYNAMIC, 1_000, False, ROOMY, None),
    ],
)
def test_registration_is_checked_in_order(
    hotkey: AccountId,
    mechid: U16,
    limit: int,
    poor: bool,
    identity: SubnetIdentityV3,
    error: type[DispatchError] | None,
) -> None:
    chain = founding(free=LEAST - 1 if poor else LEAST)
    chain.keys.owner[OTHER] = OTHER
    chain.subnets.network_rate_limit.value = U64(limit)
    assert refusal(do_register_network, chain, OWNER, hotkey, mechid, identity) is error


def test_only_an_account_founds() -> None:
    for origin in (ROOT, NOBODY):
        assert refusal(register_network, founding(), origin, HOTKEY) is BadOrigin
        assert refusal(register_network_with_identity, founding(), origin, HOTKEY, None) is BadOrigin


def test_an_identity_is_stored_and_told_of_before_the_subnet() -> None:
    chain = founding()
    register_network_with_identity(chain, signed(OWNER), HOTKEY, ROOMY)
    assert chain.serving.subnet_identities_v3[SECOND] == ROOMY
    assert [type(event).__name__ for event in chain.events[-2:]] == ["SubnetIdentitySet", "NetworkAdded"]


def test_the_last_rao_founds_a_subnet_unless_its_deviation_is_closed() -> None:
    for closed, error in (((), None), (("KNOWN-53",), NotEnoughBalanceToStake)):
        chain = founding(1_000, *closed, free=LEAST)
        assert refusal(register_network, chain, signed(OWNER), HOTKEY) is error


def test_the_second_subnet_costs_twice_as_much() -> None:
    chain = founding(free=3 * LEAST + 500)
    register_network(chain, signed(OWNER), HOTKEY)
    register_network(chain, signed(OWNER), SECOND_HOTKEY)
    assert chain.accounts.account[OWNER].data.free == 500
    assert chain.neurons.uids[SECOND, HOTKEY] == 0


@pytest.mark.parametrize(
    ("number", "last", "passes"), [(99, 0, False), (100, 0, True), (150, 51, False), (151, 51, True)]
)
def test_also_on_a_young_chain_the_limit_counts(number: int, last: int, passes: bool) -> None:
    chain = genesis(number, closing())
    chain.subnets.network_rate_limit.value = U64(100)
    chain.subnets.network_last_registered.value = BlockHeight(last)
    assert refusal(ensure_network_rate_limit, chain) is (None if passes else NetworkTxRateLimitExceeded)


def test_a_founder_may_be_its_own_hotkey() -> None:
    chain = founding()
    register_network(chain, signed(OWNER), OWNER)
    assert chain.keys.owner[OWNER] == OWNER
    assert refusal(register_network, chain, signed(account(9)), OWNER) is NonAssociatedColdKey
