"""How much can be traded before the price passes a limit.

Source: upstream's `add_stake.rs`, `remove_stake.rs` and `move_stake.rs` in `pallets/subtensor/src/staking`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64, U96F32
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.stake import ZeroMaxStakeAmount
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, SELL, OrderType
from tao_spec.transition.pools.prices import get_current_alpha_price, is_dynamic
from tao_spec.transition.pools.reserves import get_alpha_reserve, get_tao_reserve
from tao_spec.transition.pools.swap import simulate_swap
from tao_spec.transition.rules import rule

ONE_TAO = TaoBalance(RAO_PER_TAO)
RAO = U64F64.saturating_from_num(RAO_PER_TAO)


@rule("STAKE-30")
def is_stable(chain: Chain, netuid: NetUid) -> bool:
    """Whether limits take one alpha for one TAO: on root, and under mechanism 0."""
    return netuid == ROOT or not chain.pools.subnet_mechanism[netuid]


@rule("STAKE-31")
def get_max_amount_add(chain: Chain, netuid: NetUid, limit_price: TaoBalance) -> TaoBalance:
    """How much TAO buys alpha, with the fee, before the price rises over a limit.

    Args:
        limit_price: in rao for one alpha.

    Returns:
        In rao; 2^64 - 1 where the price never changes.

    Raises:
        ZeroMaxStakeAmount: none does.
    """
    if is_stable(chain, netuid):
        if limit_price < ONE_TAO:
            raise ZeroMaxStakeAmount
        return TaoBalance(TaoBalance.MAX)
    return TaoBalance(_simulate_all(chain, netuid, BUY, limit_price))


@rule("STAKE-32")
def get_max_amount_remove(chain: Chain, netuid: NetUid, limit_price: TaoBalance) -> AlphaBalance:
    """How much alpha is sold, with the fee, before the price falls under a limit.

    Args:
        limit_price: in rao for one alpha.

    Returns:
        In alpha rao; 2^64 - 1 where the price never changes.

    Raises:
        ZeroMaxStakeAmount: none is.
    """
    if is_stable(chain, netuid):
        if limit_price > ONE_TAO:
            raise ZeroMaxStakeAmount
        return AlphaBalance(AlphaBalance.MAX)
    return AlphaBalance(_simulate_all(chain, netuid, SELL, limit_price))


def _simulate_all(chain: Chain, netuid: NetUid, order: OrderType, limit_price: TaoBalance) -> U64:
    """What a swap of all that 64 bits hold would pay in, and in fees, up to a limit."""
    try:
        result = simulate_swap(chain, netuid, order, U64(U64.MAX), limit_price, drop_fees=False)
    except DispatchError:
        raise ZeroMaxStakeAmount from None
    amount = result.amount_paid_in.saturating_add(result.fee_paid)
    if not amount:
        raise ZeroMaxStakeAmount
    return amount


@rule("STAKE-33")
def get_max_amount_move(chain: Chain, origin: NetUid, destination: NetUid, limit_price: TaoBalance) -> AlphaBalance:
    """How much alpha of one subnet is swapped to another before the ratio of prices falls under a limit.

    Args:
        limit_price: alpha of the destination for alpha of the origin, in parts of 10^9.

    Returns:
        In alpha rao of the origin; 2^64 - 1 where the ratio never changes, or nothing bounds it.

    Raises:
        ZeroMaxStakeAmount: none is.
    """
    if is_stable(chain, origin) and is_stable(chain, destination):
        if limit_price > ONE_TAO:
            raise ZeroMaxStakeAmount
        return AlphaBalance(AlphaBalance.MAX)
    if is_stable(chain, origin) and is_dynamic(chain, destination):
        return _get_max_amount_into(chain, destination, limit_price)
    if is_stable(chain, destination) and is_dynamic(chain, origin):
        return get_max_amount_remove(chain, origin, limit_price)
    return _get_max_amount_between(chain, origin, destination, limit_price)


def _get_max_amount_into(chain: Chain, destination: NetUid, limit_price: TaoBalance) -> AlphaBalance:
    """What can be swapped from where one alpha is one TAO: the price of the destination is one over the limit."""
    if not limit_price:
        return AlphaBalance(AlphaBalance.MAX)
    price = RAO.safe_div(U64F64.saturating_from_num(limit_price)) * RAO
    return AlphaBalance(get_max_amount_add(chain, destination, price.saturating_to_num(TaoBalance)))


def _get_max_amount_between(chain: Chain, origin: NetUid, destination: NetUid, limit_price: TaoBalance) -> AlphaBalance:
    tao_1, alpha_1 = _get_reserves(chain, origin)
    tao_2, alpha_2 = _get_reserves(chain, destination)
    # An empty reserve has no price.
    if not (tao_1 and alpha_1 and tao_2 and alpha_2):
        raise ZeroMaxStakeAmount
    # The swap can only lower the ratio: a limit above the present one allows nothing.
    limit = U64F64.saturating_from_num(limit_price).safe_div(RAO)
    if limit.to_fraction() > get_price_ratio(chain, origin, destination).to_fraction():
        raise ZeroMaxStakeAmount
    if not limit_price:
        return AlphaBalance(AlphaBalance.MAX)
    amount = compute_max_amount_between(tao_1, alpha_1, tao_2, alpha_2, limit)
    if not amount:
        raise ZeroMaxStakeAmount
    return amount


def _get_reserves(chain: Chain, netuid: NetUid) -> tuple[U64F64, U64F64]:
    """The TAO and the alpha of a pool, in rao."""
    tao, alpha = get_tao_reserve(chain, netuid), get_alpha_reserve(chain, netuid)
    return U64F64.saturating_from_num(tao), U64F64.saturating_from_num(alpha)


@rule("STAKE-35")
def get_price_ratio(chain: Chain, origin: NetUid, destination: NetUid) -> U96F32:
    """How much alpha of one subnet an alpha of another is worth at the present prices; zero where the first has no price."""
    return get_current_alpha_price(chain, origin).safe_div(get_current_alpha_price(chain, destination))


@rule("STAKE-34")
def compute_max_amount_between(
    tao_1: U64F64, alpha_1: U64F64, tao_2: U64F64, alpha_2: U64F64, limit: U64F64
) -> AlphaBalance:
    """How much alpha moves the ratio of two prices to a limit, as if both pools were one curve each, and without fees.

    Args:
        tao_1, alpha_1: the reserves of the origin, in rao.
        tao_2, alpha_2: the reserves of the destination, in rao.
        limit: alpha of the destination for alpha of the origin.

    Returns:
        In alpha rao of the origin.
    """
    total = tao_2 + tao_1
    bought = (alpha_2 * tao_1.safe_div(total)).safe_div(limit)
    return (bought - alpha_1 * tao_2.safe_div(total)).saturating_to_num(AlphaBalance)
