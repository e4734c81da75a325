"""The rows of subnets as such: what a new one costs, how long its rest lasts, and whether its alpha trades."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import (
    SudoSetDissolveNetworkScheduleDuration,
    SudoSetEmaPriceHalvingPeriod,
    SudoSetLockReductionInterval,
    SudoSetNetworkImmunityPeriod,
    SudoSetNetworkMinLockCost,
    SudoSetNetworkRateLimit,
    SudoSetSubnetLimit,
    SudoSetSubtokenEnabled,
)
from tao_spec.interface.subnets import (
    DissolveNetworkScheduleDurationSet,
    NetworkImmunityPeriodSet,
    NetworkLockCostReductionIntervalSet,
    NetworkMinLockCostSet,
    NetworkRateLimitSet,
)
from tao_spec.state.pools import PoolsState
from tao_spec.state.subnets import SubnetsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import Hyperparameter, Unit, Who, by_row
from tao_spec.transition.origin import Origin


@by_row(
    Hyperparameter(
        "HYPER-129",
        SudoSetNetworkRateLimit,
        SubnetsState.network_rate_limit,
        Who.ROOT,
        Unit.BLOCKS,
        (NetworkRateLimitSet,),
    )
)
def sudo_set_network_rate_limit(chain: Chain, origin: Origin, rate_limit: U64) -> None:
    """Set how long lies between two registrations of subnets, at least."""


@by_row(
    Hyperparameter(
        "HYPER-135",
        SudoSetNetworkImmunityPeriod,
        SubnetsState.network_immunity_period,
        Who.ROOT,
        Unit.BLOCKS,
        (NetworkImmunityPeriodSet,),
    )
)
def sudo_set_network_immunity_period(chain: Chain, origin: Origin, immunity_period: U64) -> None:
    """Set how long a new subnet cannot be pruned; this revision prunes none."""


@by_row(
    Hyperparameter(
        "HYPER-136",
        SudoSetNetworkMinLockCost,
        SubnetsState.network_min_lock_cost,
        Who.ROOT,
        Unit.RAO,
        (NetworkMinLockCostSet,),
    )
)
def sudo_set_network_min_lock_cost(chain: Chain, origin: Origin, lock_cost: TaoBalance) -> None:
    """Set the least cost of a new subnet."""


@by_row(
    Hyperparameter(
        "HYPER-138",
        SudoSetLockReductionInterval,
        SubnetsState.network_lock_reduction_interval,
        Who.ROOT,
        Unit.BLOCKS,
        (NetworkLockCostReductionIntervalSet,),
    )
)
def sudo_set_lock_reduction_interval(chain: Chain, origin: Origin, interval: U64) -> None:
    """Set in how many blocks the cost of a new subnet falls by what the last one cost."""


@by_row(
    Hyperparameter(
        "HYPER-155",
        SudoSetDissolveNetworkScheduleDuration,
        SubnetsState.dissolve_network_schedule_duration,
        Who.ROOT,
        Unit.BLOCKS,
        (DissolveNetworkScheduleDurationSet,),
    )
)
def sudo_set_dissolve_network_schedule_duration(chain: Chain, origin: Origin, duration: BlockNumber) -> None:
    """Set how long the end of a subnet waits; no rule reads it."""


@by_row(Hyperparameter("HYPER-137", SudoSetSubnetLimit, None, Who.ROOT, Unit.NUMBER))
def sudo_set_subnet_limit(chain: Chain, origin: Origin, max_subnets: U16) -> None:
    """Set nothing: this revision has no limit of subnets."""


@by_row(
    Hyperparameter(
        "HYPER-166", SudoSetSubtokenEnabled, SubnetsState.subtoken_enabled, Who.ROOT, Unit.SWITCH, existing=False
    )
)
def sudo_set_subtoken_enabled(chain: Chain, origin: Origin, netuid: NetUid, subtoken_enabled: bool) -> None:
    """Set whether a subnet's alpha can be traded."""


@by_row(
    Hyperparameter(
        "HYPER-165",
        SudoSetEmaPriceHalvingPeriod,
        PoolsState.ema_price_halving_blocks,
        Who.ROOT,
        Unit.BLOCKS,
        existing=False,
    )
)
def sudo_set_ema_price_halving_period(chain: Chain, origin: Origin, netuid: NetUid, ema_halving: U64) -> None:
    """Set after how many blocks the present price has half of its full weight in the moving price."""
