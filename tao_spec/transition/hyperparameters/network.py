"""The rows of the whole network: takes, rate limits, issuance, and other numbers of which there is one."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import MaxDelegateTakeSet, MinDelegateTakeSet, TxDelegateTakeRateLimitSet
from tao_spec.interface.emission import SubnetOwnerCutSet
from tao_spec.interface.hyperparameters import (
    SudoSetColdkeySwapScheduleDuration,
    SudoSetCommitRevealVersion,
    SudoSetDefaultTake,
    SudoSetMinDelegateTake,
    SudoSetStakeThreshold,
    SudoSetSubnetMovingAlpha,
    SudoSetSubnetOwnerCut,
    SudoSetTotalIssuance,
    SudoSetTxDelegateTakeRateLimit,
    SudoSetTxRateLimit,
)
from tao_spec.interface.keys import ColdkeySwapScheduleDurationSet, TxRateLimitSet
from tao_spec.interface.weights import CommitRevealVersionSet, StakeThresholdSet
from tao_spec.state.delegation import DelegationState
from tao_spec.state.emission import EmissionState
from tao_spec.state.keys import KeysState
from tao_spec.state.pools import PoolsState
from tao_spec.state.weights import WeightsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import Hyperparameter, Unit, Who, by_row
from tao_spec.transition.origin import Origin


@by_row(
    Hyperparameter(
        "HYPER-101", SudoSetDefaultTake, DelegationState.max_delegate_take, Who.ROOT, Unit.PARTS, (MaxDelegateTakeSet,)
    )
)
def sudo_set_default_take(chain: Chain, origin: Origin, default_take: U16) -> None:
    """Set the greatest take of a delegate."""


@by_row(
    Hyperparameter("HYPER-102", SudoSetTxRateLimit, KeysState.tx_rate_limit, Who.ROOT, Unit.BLOCKS, (TxRateLimitSet,))
)
def sudo_set_tx_rate_limit(chain: Chain, origin: Origin, tx_rate_limit: U64) -> None:
    """Set how long a coldkey waits between two swaps of hotkeys; 0 for no limit."""


@by_row(
    Hyperparameter(
        "HYPER-145",
        SudoSetTxDelegateTakeRateLimit,
        DelegationState.tx_delegate_take_rate_limit,
        Who.ROOT,
        Unit.BLOCKS,
        (TxDelegateTakeRateLimitSet,),
    )
)
def sudo_set_tx_delegate_take_rate_limit(chain: Chain, origin: Origin, tx_rate_limit: U64) -> None:
    """Set how long a delegate waits before it raises its take again; 0 for no limit."""


@by_row(
    Hyperparameter(
        "HYPER-146",
        SudoSetMinDelegateTake,
        DelegationState.min_delegate_take,
        Who.ROOT,
        Unit.PARTS,
        (MinDelegateTakeSet,),
    )
)
def sudo_set_min_delegate_take(chain: Chain, origin: Origin, take: U16) -> None:
    """Set the least take of a delegate."""


@by_row(
    Hyperparameter(
        "HYPER-142", SudoSetStakeThreshold, WeightsState.stake_threshold, Who.ROOT, Unit.RAO, (StakeThresholdSet,)
    )
)
def sudo_set_stake_threshold(chain: Chain, origin: Origin, min_stake: U64) -> None:
    """Set the stake that a neuron needs to set weights or to validate."""


@by_row(
    Hyperparameter(
        "HYPER-128", SudoSetSubnetOwnerCut, EmissionState.subnet_owner_cut, Who.ROOT, Unit.PARTS, (SubnetOwnerCutSet,)
    )
)
def sudo_set_subnet_owner_cut(chain: Chain, origin: Origin, subnet_owner_cut: U16) -> None:
    """Set the share of its alpha that the owner of a subnet gets."""


@by_row(Hyperparameter("HYPER-133", SudoSetTotalIssuance, EmissionState.total_issuance, Who.ROOT, Unit.RAO))
def sudo_set_total_issuance(chain: Chain, origin: Origin, total_issuance: TaoBalance) -> None:
    """Set the total issuance that emission goes by; no account gains or loses."""


@by_row(
    Hyperparameter(
        "HYPER-171",
        SudoSetCommitRevealVersion,
        WeightsState.commit_reveal_weights_version,
        Who.ROOT,
        Unit.VERSION,
        (CommitRevealVersionSet,),
    )
)
def sudo_set_commit_reveal_version(chain: Chain, origin: Origin, version: U16) -> None:
    """Set the version that timelocked weights must name."""


@by_row(
    Hyperparameter(
        "HYPER-154",
        SudoSetColdkeySwapScheduleDuration,
        KeysState.coldkey_swap_schedule_duration,
        Who.ROOT,
        Unit.BLOCKS,
        (ColdkeySwapScheduleDurationSet,),
    )
)
def sudo_set_coldkey_swap_schedule_duration(chain: Chain, origin: Origin, duration: BlockNumber) -> None:
    """Set how long a swap of coldkeys waits."""


@by_row(Hyperparameter("HYPER-163", SudoSetSubnetMovingAlpha, PoolsState.subnet_moving_alpha, Who.ROOT, Unit.FRACTION))
def sudo_set_subnet_moving_alpha(chain: Chain, origin: Origin, alpha: I96F32) -> None:
    """Set the weight of the present price in the moving price of an old subnet; any number is taken, negative ones too."""
