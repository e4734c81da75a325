"""What a proxy may do: the calls that each type of proxy may make, and which types are stronger than which."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tao_spec.interface.accounts.balances import TransferAll, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import AddProxy, KillPure, ProxyType, RemoveProxies, RemoveProxy
from tao_spec.interface.accounts.system import SetCode
from tao_spec.interface.delegation import SetChildkeyTake, SetChildren
from tao_spec.interface.governance.sudo import SudoUncheckedWeight
from tao_spec.interface.hyperparameters import (
    SudoSetActivityCutoff,
    SudoSetAdjustmentAlpha,
    SudoSetAlphaValues,
    SudoSetBondsMovingAverage,
    SudoSetBondsPenalty,
    SudoSetCommitRevealWeightsEnabled,
    SudoSetCommitRevealWeightsInterval,
    SudoSetImmunityPeriod,
    SudoSetKappa,
    SudoSetLiquidAlphaEnabled,
    SudoSetMaxBurn,
    SudoSetMaxDifficulty,
    SudoSetMaxWeightLimit,
    SudoSetMinAllowedWeights,
    SudoSetMinDifficulty,
    SudoSetNetworkPowRegistrationAllowed,
    SudoSetNetworkRegistrationAllowed,
    SudoSetRho,
    SudoSetServingRateLimit,
    SudoSetSnOwnerHotkey,
    SudoSetToggleTransfer,
    SudoSetWeightsVersionKey,
)
from tao_spec.interface.keys import ScheduleSwapColdkey, SwapColdkey, SwapHotkey
from tao_spec.interface.messages import Call
from tao_spec.interface.neurons import BurnedRegister, Register, RootRegister
from tao_spec.interface.pallets import (
    ADMIN_UTILS,
    BALANCES,
    SENATE_MEMBERS,
    SUDO,
    TRIUMVIRATE,
    TRIUMVIRATE_MEMBERS,
    Pallet,
)
from tao_spec.interface.serving import SetSubnetIdentity
from tao_spec.interface.stake import (
    AddStake,
    AddStakeLimit,
    MoveStake,
    RemoveStake,
    RemoveStakeFullLimit,
    RemoveStakeLimit,
    SwapStake,
    SwapStakeLimit,
    TransferStake,
    UnstakeAll,
    UnstakeAllAlpha,
)
from tao_spec.interface.subnets import DissolveNetwork, StartCall, UpdateSymbol
from tao_spec.interface.weights import SetTaoWeights
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

SMALL_TRANSFER_LIMIT = 500_000_000
"""A small transfer moves less than this: in rao, or in alpha rao."""

NON_CRITICAL_TRANSFERS = "KNOWN-30"

Kind = Pallet | type[Call]
"""All calls of a pallet, or one call."""


def _is_of(kinds: frozenset[Kind], call: Call) -> bool:
    return call.PALLET in kinds or type(call) in kinds


def _only(*kinds: Kind) -> Callable[[Call], bool]:
    return partial(_is_of, frozenset(kinds))


def _all_but(*kinds: Kind) -> Callable[[Call], bool]:
    is_excepted = _only(*kinds)
    return lambda call: not is_excepted(call)


def _is_small_transfer(call: Call) -> bool:
    if isinstance(call, TransferKeepAlive | TransferAllowDeath):
        return call.value < SMALL_TRANSFER_LIMIT
    return isinstance(call, TransferStake) and call.alpha_amount < SMALL_TRANSFER_LIMIT


def _is_owners(call: Call) -> bool:
    is_owners = _is_of(frozenset((ADMIN_UTILS, SetSubnetIdentity, UpdateSymbol)), call)
    return is_owners and not isinstance(call, SudoSetSnOwnerHotkey)


def _is_code_upgrade(call: Call) -> bool:
    return isinstance(call, SudoUncheckedWeight) and isinstance(call.call, SetCode)


_STAKING = (
    AddStake,
    AddStakeLimit,
    RemoveStake,
    RemoveStakeLimit,
    RemoveStakeFullLimit,
    UnstakeAll,
    UnstakeAllAlpha,
    SwapStake,
    SwapStakeLimit,
    MoveStake,
)

_LEASED_SUBNET = (
    StartCall,
    SudoSetServingRateLimit,
    SudoSetMinDifficulty,
    SudoSetMaxDifficulty,
    SudoSetWeightsVersionKey,
    SudoSetAdjustmentAlpha,
    SudoSetMaxWeightLimit,
    SudoSetImmunityPeriod,
    SudoSetMinAllowedWeights,
    SudoSetKappa,
    SudoSetRho,
    SudoSetActivityCutoff,
    SudoSetNetworkRegistrationAllowed,
    SudoSetNetworkPowRegistrationAllowed,
    SudoSetMaxBurn,
    SudoSetBondsMovingAverage,
    SudoSetBondsPenalty,
    SudoSetCommitRevealWeightsEnabled,
    SudoSetLiquidAlphaEnabled,
    SudoSetAlphaValues,
    SudoSetCommitRevealWeightsInterval,
    SudoSetToggleTransfer,
)

ALLOWED: dict[ProxyType, Callable[[Call], bool]] = {
    ProxyType.Any: _all_but(),
    ProxyType.Owner: _is_owners,
    ProxyType.NonCritical: _all_but(DissolveNetwork, RootRegister, BurnedRegister, TRIUMVIRATE, SetTaoWeights, SUDO),
    ProxyType.NonTransfer: _all_but(BALANCES, TransferStake, ScheduleSwapColdkey, SwapColdkey),
    ProxyType.Senate: _only(SENATE_MEMBERS),
    ProxyType.NonFungibile: _all_but(
        BALANCES,
        *_STAKING,
        TransferStake,
        BurnedRegister,
        RootRegister,
        ScheduleSwapColdkey,
        SwapColdkey,
        SwapHotkey,
    ),
    ProxyType.Triumvirate: _only(TRIUMVIRATE, TRIUMVIRATE_MEMBERS),
    ProxyType.Governance: _only(SENATE_MEMBERS, TRIUMVIRATE, TRIUMVIRATE_MEMBERS),
    ProxyType.Staking: _only(*_STAKING),
    ProxyType.Registration: _only(BurnedRegister, Register),
    ProxyType.Transfer: _only(TransferKeepAlive, TransferAllowDeath, TransferAll, TransferStake),
    ProxyType.SmallTransfer: _is_small_transfer,
    ProxyType.RootWeights: _only(SetTaoWeights),
    ProxyType.ChildKeys: _only(SetChildren, SetChildkeyTake),
    ProxyType.SudoUncheckedSetCode: _is_code_upgrade,
    ProxyType.SwapHotkey: _only(SwapHotkey),
    ProxyType.SubnetLeaseBeneficiary: _only(*_LEASED_SUBNET),
}
"""Whether a proxy of a type may make a call, but for the calls that change proxies.

Source: runtime/src/lib.rs, the `InstanceFilter` of `ProxyType`.
"""


@rule("PROXY-1")
def is_superset(chain: Chain, stronger: ProxyType, weaker: ProxyType) -> bool:
    """Whether a type of proxy counts as strong as another, so that it may give and take proxies of that type.

    The order is declared, not derived: a type may lack calls that one which counts as weaker may make (KNOWN-30).
    """
    if stronger is weaker or stronger is ProxyType.Any:
        return True
    if stronger is ProxyType.NonTransfer:
        transfers = {ProxyType.Any, ProxyType.Transfer, ProxyType.SmallTransfer}
        return weaker not in (
            transfers if chain.deviates(NON_CRITICAL_TRANSFERS) else transfers | {ProxyType.NonCritical}
        )
    if stronger is ProxyType.Governance:
        return weaker in (ProxyType.Triumvirate, ProxyType.Senate)
    return stronger is ProxyType.Transfer and weaker is ProxyType.SmallTransfer


@rule("PROXY-2")
def may_call(chain: Chain, proxy_type: ProxyType, call: Call) -> bool:
    """Whether a proxy of a type may make a call.

    Only the call itself is looked at, not what it holds: a call inside of it is asked for again when it is made.
    """
    if isinstance(call, AddProxy | RemoveProxy) and not is_superset(chain, proxy_type, call.proxy_type):
        return False
    # Whoever may not do everything may neither take back all proxies nor give up an account without a key.
    if isinstance(call, RemoveProxies | KillPure) and proxy_type is not ProxyType.Any:
        return False
    return ALLOWED[proxy_type](call)
