"""The calls of AdminUtils that have a way of their own: limits of owners, and what the node itself remembers.

What the node itself remembers (who makes blocks, who finalises them, the number of its EVM) is not part of the modelled state.

Source: upstream's `pallets/admin-utils/src/lib.rs`, and in `pallets/subtensor/src` `subnets/subnet.rs`, `epoch/run_epoch.rs` and
`utils/rate_limiting.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.consensus import (
    AlphaHighTooLow,
    AlphaLowOutOfRange,
    BondsMovingAverageSet,
    LiquidAlphaDisabled,
)
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.hyperparameters import (
    BondsMovingAverageMaxReached,
    PrecompileEnum,
    PrecompileUpdated,
    PublicKey,
    ScheduleGrandpaChange,
    SubnetDoesNotExist,
    SudoSetAlphaValues,
    SudoSetBondsMovingAverage,
    SudoSetEvmChainId,
    SudoSetNetworkMaxStake,
    SudoSetSnOwnerHotkey,
    SudoSetSubnetOwnerHotkey,
    SudoSetWeightsVersionKey,
    SudoToggleEvmPrecompile,
    SwapAuthorities,
)
from tao_spec.interface.subnets import SubnetNotExists, SubnetOwnerHotkeySet
from tao_spec.interface.weights import WeightsVersionKeySet
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.hyperparameters import HyperparametersState
from tao_spec.state.subnets import SetSNOwnerHotkey, SubnetsState
from tao_spec.state.weights import WeightsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import (
    UNKNOWN_SUBNET,
    Bound,
    Hyperparameter,
    Side,
    Unit,
    Who,
    by_hand,
    ensure_may_set,
)
from tao_spec.transition.origin import Origin, ensure_root, is_root
from tao_spec.transition.rules import replaceable
from tao_spec.transition.subnets.rate_limits import ensure_long_ago

ROOT_IS_REFUSED = "KNOWN-81"
"""The call that is for the owner and root refuses root."""

LIMIT_IS_EVADED = "KNOWN-82"
"""Of the two calls that set the hotkey of a subnet's owner only one keeps to its rate limit."""

SET_WEIGHTS_VERSION_KEY = U16(4)
"""The kind of operation under which `TransactionKeyLastBlock` remembers a change of the version key."""

SN_OWNER_HOTKEY_RATE_LIMIT = U64(50_400)
"""Blocks from one choice of the owner's hotkey to the next, at least: a week."""

OWNERS_BONDS_MOVING_AVERAGE = U64(975_000)
"""The most that an owner may set, in millionths."""

LEAST_ALPHA = U16(1_638)
"""The least bound of liquid alpha: a fortieth, in parts of 65,535, rounded down."""


@by_hand(
    Hyperparameter(
        "HYPER-106",
        SudoSetWeightsVersionKey,
        WeightsState.weights_version_key,
        Who.OWNER_OR_ROOT,
        Unit.VERSION,
        (WeightsVersionKeySet,),
    )
)
@replaceable
def sudo_set_weights_version_key(chain: Chain, origin: Origin, netuid: NetUid, weights_version_key: U64) -> None:
    """Set the least version that weights must name; an owner may once in so many tempos.

    Raises:
        BadOrigin: neither the owner nor root calls.
        SubnetDoesNotExist: there is no such subnet.
        TxRateLimitExceeded: the owner set it too short a time ago.
    """
    ensure_may_set(chain, origin, Who.OWNER_OR_ROOT, netuid)
    if not chain.subnets.networks_added[netuid]:
        raise SubnetDoesNotExist
    # Whoever sets weights has time to follow the owner; root need not wait, and does not make the owner wait.
    if not is_root(origin):
        _pass_limit_of_version_key(chain, netuid)
    chain.weights.weights_version_key[netuid] = weights_version_key
    chain.emit(WeightsVersionKeySet(netuid, weights_version_key))


def _pass_limit_of_version_key(chain: Chain, netuid: NetUid) -> None:
    operation = (chain.subnets.subnet_owner[netuid], netuid, SET_WEIGHTS_VERSION_KEY)
    last_blocks = chain.delegation.transaction_key_last_block
    tempos = chain.weights.weights_version_key_rate_limit.value
    ensure_long_ago(chain, U64(chain.consensus.tempo[netuid]).saturating_mul(tempos), last_blocks[operation])
    last_blocks[operation] = BlockHeight(chain.number)


@by_hand(
    Hyperparameter(
        "HYPER-126",
        SudoSetBondsMovingAverage,
        ConsensusState.bonds_moving_average,
        Who.OWNER_OR_ROOT,
        Unit.MILLIONTHS,
        (BondsMovingAverageSet,),
        bounds=(Bound(Side.AT_MOST, OWNERS_BONDS_MOVING_AVERAGE, BondsMovingAverageMaxReached, spares_root=True),),
    )
)
@replaceable
def sudo_set_bonds_moving_average(chain: Chain, origin: Origin, netuid: NetUid, bonds_moving_average: U64) -> None:
    """Set the weight of the old bonds in the new.

    Raises:
        BadOrigin: neither the owner nor root calls.
        BondsMovingAverageMaxReached: the owner sets more than 975,000 millionths.
        SubnetDoesNotExist: there is no such subnet; asked last.
    """
    ensure_may_set(chain, origin, Who.OWNER_OR_ROOT, netuid)
    if not is_root(origin) and bonds_moving_average > OWNERS_BONDS_MOVING_AVERAGE:
        raise BondsMovingAverageMaxReached
    if not chain.subnets.networks_added[netuid]:
        raise SubnetDoesNotExist
    chain.consensus.bonds_moving_average[netuid] = bonds_moving_average
    chain.emit(BondsMovingAverageSet(netuid, bonds_moving_average))


@by_hand(
    Hyperparameter(
        "HYPER-151",
        SudoSetAlphaValues,
        ConsensusState.alpha_values,
        Who.OWNER,
        Unit.PARTS,
        bounds=(
            Bound(Side.AT_LEAST, LEAST_ALPHA, AlphaHighTooLow),
            Bound(Side.AT_LEAST, LEAST_ALPHA, AlphaLowOutOfRange),
        ),
        existing=False,
    )
)
@replaceable
def sudo_set_alpha_values(chain: Chain, origin: Origin, netuid: NetUid, alpha_low: U16, alpha_high: U16) -> None:
    """Set the two bounds of liquid alpha.

    Args:
        alpha_low, alpha_high: in parts of 65,535; at least a fortieth, and the lower not over the upper.

    Raises:
        BadOrigin: the owner does not call; root is refused, too (KNOWN-81).
        LiquidAlphaDisabled: the subnet has no liquid alpha.
        AlphaHighTooLow, AlphaLowOutOfRange: in this order.
    """
    ensure_may_set(chain, origin, Who.OWNER_OR_ROOT, netuid)
    # Root passes the first question, and the second asks for a signature.
    if is_root(origin) and chain.deviates(ROOT_IS_REFUSED):
        raise BadOrigin
    if not chain.consensus.liquid_alpha_on[netuid]:
        raise LiquidAlphaDisabled
    if alpha_high < LEAST_ALPHA:
        raise AlphaHighTooLow
    if not LEAST_ALPHA <= alpha_low <= alpha_high:
        raise AlphaLowOutOfRange
    chain.consensus.alpha_values[netuid] = (alpha_low, alpha_high)


@by_hand(
    Hyperparameter(
        "HYPER-164",
        SudoSetSubnetOwnerHotkey,
        SubnetsState.subnet_owner_hotkey,
        Who.OWNER,
        Unit.ACCOUNT,
        (SubnetOwnerHotkeySet,),
        existing=False,
    )
)
def sudo_set_subnet_owner_hotkey(chain: Chain, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
    """Set the hotkey of a subnet's owner, as often as the owner likes (KNOWN-82), be it nobody's hotkey.

    Raises:
        BadOrigin: the owner does not call.
    """
    ensure_may_set(chain, origin, Who.OWNER, netuid)
    if not chain.deviates(UNKNOWN_SUBNET) and not chain.subnets.networks_added[netuid]:
        raise SubnetDoesNotExist
    if not chain.deviates(LIMIT_IS_EVADED):
        _pass_limit_of_owner_hotkey(chain, netuid)
    chain.subnets.subnet_owner_hotkey[netuid] = hotkey
    chain.emit(SubnetOwnerHotkeySet(netuid, hotkey))


@by_hand(
    Hyperparameter("HYPER-167", SudoSetSnOwnerHotkey, SubnetsState.subnet_owner_hotkey, Who.OWNER_OR_ROOT, Unit.ACCOUNT)
)
def sudo_set_sn_owner_hotkey(chain: Chain, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
    """Set the hotkey of a subnet's owner, once in 50,400 blocks, be it nobody's hotkey; nothing tells of it.

    Raises:
        BadOrigin: neither the owner nor root calls.
        SubnetNotExists: there is no such subnet.
        TxRateLimitExceeded: it was set so too short a time ago, by root or the owner.
    """
    ensure_may_set(chain, origin, Who.OWNER_OR_ROOT, netuid)
    if not chain.subnets.networks_added[netuid]:
        raise SubnetNotExists
    _pass_limit_of_owner_hotkey(chain, netuid)
    chain.subnets.subnet_owner_hotkey[netuid] = hotkey


def _pass_limit_of_owner_hotkey(chain: Chain, netuid: NetUid) -> None:
    last_blocks, operation = chain.subnets.last_rate_limited_block, SetSNOwnerHotkey(netuid)
    ensure_long_ago(chain, SN_OWNER_HOTKEY_RATE_LIMIT, last_blocks[operation])
    last_blocks[operation] = BlockHeight(chain.number)


@by_hand(
    Hyperparameter(
        "HYPER-162",
        SudoToggleEvmPrecompile,
        HyperparametersState.precompile_enable,
        Who.ROOT,
        Unit.SWITCH,
        (PrecompileUpdated,),
    )
)
def sudo_toggle_evm_precompile(chain: Chain, origin: Origin, precompile_id: PrecompileEnum, enabled: bool) -> None:
    """Set whether the chain answers one of the contracts of its EVM; what is so already is neither stored nor told.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)
    if chain.hyperparameters.precompile_enable[precompile_id] != enabled:
        chain.hyperparameters.precompile_enable[precompile_id] = enabled
        chain.emit(PrecompileUpdated(precompile_id, enabled))


@by_hand(Hyperparameter("HYPER-153", SudoSetNetworkMaxStake, None, Who.ROOT, Unit.RAO, existing=False))
def sudo_set_network_max_stake(chain: Chain, origin: Origin, netuid: NetUid, max_stake: U64) -> None:
    """Set nothing: this revision has no greatest stake, and takes any subnet.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)


@by_hand(Hyperparameter("HYPER-158", SudoSetEvmChainId, None, Who.ROOT, Unit.NUMBER))
def sudo_set_evm_chain_id(chain: Chain, origin: Origin, chain_id: U64) -> None:
    """Set the number of the chain in its EVM, which is not part of the modelled state.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)


@by_hand(Hyperparameter("HYPER-100", SwapAuthorities, None, Who.ROOT, Unit.KEYS))
def swap_authorities(chain: Chain, origin: Origin, new_authorities: tuple[PublicKey, ...]) -> None:
    """Set the authorities that make blocks, at most 32, which are not part of the modelled state.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)


@by_hand(Hyperparameter("HYPER-159", ScheduleGrandpaChange, None, Who.ROOT, Unit.KEYS))
def schedule_grandpa_change(
    chain: Chain,
    origin: Origin,
    next_authorities: tuple[tuple[PublicKey, U64], ...],
    in_blocks: BlockNumber,
    forced: BlockNumber | None,
) -> None:
    """Order that the authorities that finalise blocks be replaced after so many blocks, which are not part of the modelled state.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)
