import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I32F32, I64F64, U96F32
from tao_spec.arithmetic.identifiers import ROOT, Uid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.consensus.stake import (
    compute_stake_shares,
    get_inherited_for_hotkey_on_subnet,
    get_stake_weight_for_hotkey_on_subnet,
    get_stake_weights_for_network,
    get_tao_inherited_for_hotkey_on_subnet,
    get_tao_weight,
)
from tests.transition.consensus.subnets import NETUID, build, hotkey

relaxed = settings(deadline=None, max_examples=100)

WHOLE = U64(U64.MAX)
HALF = U64(U64.MAX // 2 + 1)

stakes = st.lists(st.integers(0, 2**64).map(I64F64.saturating_from_num), max_size=8)


def test_the_weight_of_tao_is_a_share_of_one() -> None:
    chain = build([])
    assert str(get_tao_weight(chain))[:6] == "0.0526"
    chain.stake.tao_weight.value = WHOLE
    assert get_tao_weight(chain) == U96F32.ONE


def test_a_child_takes_its_part_from_the_parent() -> None:
    chain = build([1_000, 10])
    chain.stake.total_hotkey_alpha[hotkey(0), ROOT] = AlphaBalance(200)
    chain.delegation.child_keys[hotkey(0), NETUID] = ((HALF, hotkey(1)),)
    chain.delegation.parent_keys[hotkey(1), NETUID] = ((HALF, hotkey(0)),)
    assert get_inherited_for_hotkey_on_subnet(chain, hotkey(0), NETUID) == 500
    assert get_inherited_for_hotkey_on_subnet(chain, hotkey(1), NETUID) == 510
    assert get_tao_inherited_for_hotkey_on_subnet(chain, hotkey(0), NETUID) == TaoBalance(100)
    assert get_tao_inherited_for_hotkey_on_subnet(chain, hotkey(1), NETUID) == TaoBalance(100)


def test_children_of_more_than_the_whole_leave_no_debt() -> None:
    chain = build([1_000, 10])
    chain.delegation.child_keys[hotkey(0), NETUID] = ((WHOLE, hotkey(1)), (HALF, hotkey(1)))
    chain.delegation.parent_keys[hotkey(0), NETUID] = ((WHOLE, hotkey(1)),)
    assert get_inherited_for_hotkey_on_subnet(chain, hotkey(0), NETUID) == 10


def test_nobody_inherits_on_root() -> None:
    chain = build([1_000])
    chain.stake.total_hotkey_alpha[hotkey(0), ROOT] = AlphaBalance(70)
    chain.delegation.child_keys[hotkey(0), ROOT] = ((WHOLE, hotkey(1)),)
    assert get_inherited_for_hotkey_on_subnet(chain, hotkey(0), ROOT) == 70


def test_tao_counts_by_its_weight() -> None:
    chain = build([1_000])
    chain.stake.total_hotkey_alpha[hotkey(0), ROOT] = AlphaBalance(1_000)
    chain.stake.tao_weight.value = HALF
    assert get_stake_weight_for_hotkey_on_subnet(chain, hotkey(0), NETUID) == I64F64.saturating_from_num(1_500)


def test_a_number_without_a_hotkey_has_no_stake() -> None:
    chain = build([5, 7])
    del chain.neurons.keys[NETUID, Uid(0)]
    assert get_stake_weights_for_network(chain, NETUID) == [I64F64.ZERO, I64F64.saturating_from_num(7)]


def test_stake_at_the_threshold_counts_and_below_it_does_not() -> None:
    shares = compute_stake_shares([I64F64.saturating_from_num(n) for n in (9, 10, 30)], U64(10))
    assert shares == [I32F32.ZERO, I32F32.from_float(0.25), I32F32.from_float(0.75)]


def test_the_threshold_is_compared_with_whole_rao() -> None:
    almost = I64F64.from_bits(I64F64.saturating_from_num(10).bits - 1)
    assert compute_stake_shares([almost], U64(10)) == [I32F32.ZERO]
    assert compute_stake_shares([almost], U64(9)) == [I32F32.ONE]


@given(stakes, st.integers(0, 2**64 - 1).map(U64))
@relaxed
def test_shares_sum_to_one_at_most_unless_the_sum_wraps(amounts: list[I64F64], threshold: U64) -> None:
    shares = compute_stake_shares(amounts, threshold)
    assert len(shares) == len(amounts)
    if sum(amount.bits for amount in amounts) <= I64F64.MAX_BITS:
        assert sum(share.bits for share in shares) <= I32F32.ONE.bits


@pytest.mark.parametrize("amounts", [[], [I64F64.ZERO, I64F64.ZERO]])
def test_where_nobody_has_stake_nobody_has_a_share(amounts: list[I64F64]) -> None:
    assert compute_stake_shares(amounts, U64(0)) == [I32F32.ZERO] * len(amounts)
