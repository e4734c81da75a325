"""What owners and root may set, and when: the window before an epoch, the limits of owners, bounds, and what is new.

Source: upstream's `pallets/admin-utils/src/lib.rs`, and in `pallets/subtensor/src` `utils/misc.rs` and
`utils/rate_limiting.rs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface import hyperparameters as calls
from tao_spec.interface.hyperparameters import SubnetDoesNotExist
from tao_spec.interface.messages import Call
from tao_spec.interface.weights import WeightsVersionKeySet
from tao_spec.revisions.r320.interface import (
    AdminActionProhibitedDuringWeightsWindow,
    AdminFreezeWindowSet,
    MinAllowedUidsGreaterThanCurrentUids,
    MinAllowedUidsGreaterThanMaxAllowedUids,
    MinAllowedUidsSet,
    OwnerHyperparamRateLimitSet,
    RecycleOrBurnEnum,
    SubnetLimitSet,
    SudoSetAdminFreezeWindow,
    SudoSetMinAllowedUids,
    SudoSetOwnerHparamRateLimit,
    SudoSetRecycleOrBurn,
    ValueNotInBounds,
)
from tao_spec.revisions.r320.state import Hyperparameter as Setting
from tao_spec.revisions.r320.state import OwnerHyperparamUpdate, R320State, added
from tao_spec.state.neurons import NeuronsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.epoch_schedule import compute_blocks_until_next_epoch
from tao_spec.transition.hyperparameters.special import (
    SET_WEIGHTS_VERSION_KEY,
    sudo_set_alpha_values,
    sudo_set_bonds_moving_average,
    sudo_set_weights_version_key,
)
from tao_spec.transition.hyperparameters.table import (
    TABLE,
    Bound,
    Hyperparameter,
    Side,
    Unit,
    Who,
    ensure_may_set,
    set_hyperparameter,
)
from tao_spec.transition.origin import Origin, ensure_signed, is_root
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule
from tao_spec.transition.stake.move import sudo_set_toggle_transfer
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root
from tao_spec.transition.subnets.rate_limits import ensure_long_ago

MIN_BURN_UPPER_BOUND: Final = 1_000_000_000
"""The least cost of a registration is below this, in rao: a TAO."""

MAX_BURN_LOWER_BOUND: Final = 100_000_000
"""The greatest cost of a registration is above this, in rao: a tenth of a TAO."""


class OwnersLimit(Protocol):
    """How long the owner of a subnet waits between two changes, and when the last was."""

    def get_wait(self, chain: Chain, netuid: NetUid) -> U64:
        """Blocks from one change to the next, at least."""

    def get_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> BlockHeight:
        """The block of the last change; zero for never."""

    def put_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> None:
        """Remember that it is changed in this block."""


@dataclass(frozen=True)
class EpochsLimit:
    """The limit of one setting of a subnet, whoever owns it: so many tempos, as many for all settings and subnets."""

    setting: Setting

    def get_wait(self, chain: Chain, netuid: NetUid) -> U64:
        """`OwnerHyperparamRateLimit` times the subnet's tempo, in blocks."""
        return U64(chain.consensus.tempo[netuid]).saturating_mul(U64(added(chain).owner_hyperparam_rate_limit.value))

    def get_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> BlockHeight:
        """What `LastRateLimitedBlock` says of the subnet and the setting."""
        return added(chain).last_rate_limited_block[OwnerHyperparamUpdate(netuid, self.setting)]

    def put_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> None:
        """Remember this block under the subnet and the setting."""
        block = BlockHeight(chain.number)
        added(chain).last_rate_limited_block[OwnerHyperparamUpdate(netuid, self.setting)] = block


@dataclass(frozen=True)
class KindLimit:
    """The limit of one kind of operation in a subnet, for each of those who own it by itself.

    Attributes:
        kind: the kind under which `TransactionKeyLastBlock` remembers it.
        wait: blocks from one to the next, at least.
    """

    kind: U16
    wait: Callable[[Chain, NetUid], U64]

    def get_wait(self, chain: Chain, netuid: NetUid) -> U64:
        """Blocks from one operation to the next, at least."""
        return self.wait(chain, netuid)

    def get_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> BlockHeight:
        """What `TransactionKeyLastBlock` says of the owner, the subnet and the kind."""
        return chain.delegation.transaction_key_last_block[owner, netuid, self.kind]

    def put_last(self, chain: Chain, netuid: NetUid, owner: AccountId) -> None:
        """Remember this block under the owner, the subnet and the kind."""
        chain.delegation.transaction_key_last_block[owner, netuid, self.kind] = BlockHeight(chain.number)


# --- When


@rule("R320-94")
def is_in_admin_freeze_window(chain: Chain, netuid: NetUid) -> bool:
    """Whether fewer than `AdminFreezeWindow` blocks are left until the subnet's epoch; the block of the epoch is one of them.

    A subnet with a tempo of zero, which has no epochs, is never frozen. One that does not exist has the default tempo.
    """
    tempo = chain.consensus.tempo[netuid]
    left = compute_blocks_until_next_epoch(netuid, tempo, BlockHeight(chain.number))
    return left < added(chain).admin_freeze_window.value


def ensure_not_frozen(chain: Chain, netuid: NetUid) -> None:
    """The subnet's settings are not frozen (R320-94).

    Raises:
        AdminActionProhibitedDuringWeightsWindow: they are.
    """
    if is_in_admin_freeze_window(chain, netuid):
        raise AdminActionProhibitedDuringWeightsWindow


@contextmanager
@rule("R320-95")
def change_by_owner_or_root(chain: Chain, origin: Origin, netuid: NetUid, limit: OwnersLimit) -> Iterator[None]:
    """Let root, or the owner of a subnet who has waited, change something of it while it is not frozen.

    The owner's next wait begins with a change that succeeds; root neither waits nor lets the owner wait.

    Raises:
        BadOrigin: neither the owner nor root calls.
        AdminActionProhibitedDuringWeightsWindow: the subnet is frozen.
        TxRateLimitExceeded: the owner made such a change too short a time ago.
    """
    ensure_subnet_owner_or_root(chain, origin, netuid)
    # Neither root nor the owner changes what the next epoch goes by, when weights can no longer follow.
    ensure_not_frozen(chain, netuid)
    if is_root(origin):
        yield
        return
    owner = ensure_signed(origin)
    ensure_long_ago(chain, limit.get_wait(chain, netuid), limit.get_last(chain, netuid, owner))
    yield
    limit.put_last(chain, netuid, owner)


# --- What


OWNERS_SETTINGS: Final[Mapping[type[Call], Setting]] = {
    calls.SudoSetServingRateLimit: Setting.ServingRateLimit,
    calls.SudoSetMaxDifficulty: Setting.MaxDifficulty,
    calls.SudoSetAdjustmentAlpha: Setting.AdjustmentAlpha,
    calls.SudoSetMaxWeightLimit: Setting.MaxWeightLimit,
    calls.SudoSetImmunityPeriod: Setting.ImmunityPeriod,
    calls.SudoSetMinAllowedWeights: Setting.MinAllowedWeights,
    calls.SudoSetKappa: Setting.Kappa,
    calls.SudoSetRho: Setting.Rho,
    calls.SudoSetActivityCutoff: Setting.ActivityCutoff,
    calls.SudoSetNetworkPowRegistrationAllowed: Setting.PowRegistrationAllowed,
    calls.SudoSetMinBurn: Setting.MinBurn,
    calls.SudoSetMaxBurn: Setting.MaxBurn,
    calls.SudoSetBondsPenalty: Setting.BondsPenalty,
    calls.SudoSetCommitRevealWeightsEnabled: Setting.CommitRevealEnabled,
    calls.SudoSetLiquidAlphaEnabled: Setting.LiquidAlphaEnabled,
    calls.SudoSetCommitRevealWeightsInterval: Setting.WeightCommitInterval,
    calls.SudoSetAlphaSigmoidSteepness: Setting.AlphaSigmoidSteepness,
    calls.SudoSetYuma3Enabled: Setting.Yuma3Enabled,
    calls.SudoSetBondsResetEnabled: Setting.BondsResetEnabled,
    calls.SudoSetOwnerImmuneNeuronLimit: Setting.ImmuneNeuronLimit,
    SudoSetRecycleOrBurn: Setting.RecycleOrBurn,
}
"""The hyperparameters that owners set, by their call, as their limits name them."""

FROZEN_OF_ROOT: Final[frozenset[type[Call]]] = frozenset(
    {
        calls.SudoSetMinDifficulty,
        calls.SudoSetDifficulty,
        calls.SudoSetTargetRegistrationsPerInterval,
        calls.SudoSetMaxRegistrationsPerBlock,
        calls.SudoSetMaxAllowedValidators,
        calls.SudoSetTempo,
        calls.SudoSetSubtokenEnabled,
        SudoSetMinAllowedUids,
    }
)
"""The hyperparameters that only root sets, and not while the subnet is frozen; others it may set at any time."""


def _change_row(call: type[Call], **changes: Any) -> Hyperparameter:
    return replace(TABLE[call].row, **changes)


CHANGED_ROWS: Final[Mapping[type[Call], Hyperparameter]] = {
    calls.SudoSetMinBurn: _change_row(
        calls.SudoSetMinBurn,
        who=Who.OWNER_OR_ROOT,
        bounds=(
            Bound(Side.LESS_THAN, MIN_BURN_UPPER_BOUND, ValueNotInBounds),
            Bound(Side.LESS_THAN, NeuronsState.max_burn, ValueNotInBounds),
        ),
    ),
    calls.SudoSetMaxBurn: _change_row(
        calls.SudoSetMaxBurn,
        who=Who.OWNER_OR_ROOT,
        bounds=(
            Bound(Side.MORE_THAN, MAX_BURN_LOWER_BOUND, ValueNotInBounds),
            Bound(Side.MORE_THAN, NeuronsState.min_burn, ValueNotInBounds),
        ),
    ),
    calls.SudoSetSubnetLimit: _change_row(
        calls.SudoSetSubnetLimit, item=R320State.subnet_limit, events=(SubnetLimitSet,)
    ),
}
"""The rows that are others here: both burns, which owners set now and which are bounded, and the limit of subnets."""


@rule("R320-96")
def set_hyperparameter_in_time(chain: Chain, origin: Origin, row: Hyperparameter, *arguments: Any) -> None:
    """As HYPER-1, but who may set it is asked when (R320-94, R320-95), too, before anything else is asked.

    Args:
        arguments: the subnet, where each has a value of its own, and the value.

    Raises:
        DispatchError: as `change_by_owner_or_root`, then as HYPER-1.
    """
    row = CHANGED_ROWS.get(row.call, row)
    set_it = base_of(set_hyperparameter)
    setting = OWNERS_SETTINGS.get(row.call)
    if setting is not None:
        with change_by_owner_or_root(chain, origin, arguments[0], EpochsLimit(setting)):
            set_it(chain, origin, row, *arguments)
        return
    if row.call in FROZEN_OF_ROOT:
        ensure_may_set(chain, origin, row.who, arguments[0])
        ensure_not_frozen(chain, arguments[0])
    set_it(chain, origin, row, *arguments)


@rule("R320-97")
def set_weights_version_key_in_time(chain: Chain, origin: Origin, netuid: NetUid, weights_version_key: U64) -> None:
    """As HYPER-106, but the owner's limit is asked before it is asked whether there is such a subnet.

    Raises:
        DispatchError: as `change_by_owner_or_root`.
        SubnetDoesNotExist: there is no such subnet.
    """
    with change_by_owner_or_root(chain, origin, netuid, KindLimit(SET_WEIGHTS_VERSION_KEY, _wait_for_version_key)):
        if not chain.subnets.networks_added[netuid]:
            raise SubnetDoesNotExist
        chain.weights.weights_version_key[netuid] = weights_version_key
        chain.emit(WeightsVersionKeySet(netuid, weights_version_key))


def _wait_for_version_key(chain: Chain, netuid: NetUid) -> U64:
    return U64(chain.consensus.tempo[netuid]).saturating_mul(chain.weights.weights_version_key_rate_limit.value)


@rule("R320-98")
def set_bonds_moving_average_in_time(chain: Chain, origin: Origin, netuid: NetUid, bonds_moving_average: U64) -> None:
    """As HYPER-126, in its time.

    Raises:
        DispatchError: as `change_by_owner_or_root`, then as HYPER-126.
    """
    with change_by_owner_or_root(chain, origin, netuid, EpochsLimit(Setting.BondsMovingAverage)):
        base_of(sudo_set_bonds_moving_average)(chain, origin, netuid, bonds_moving_average)


@rule("R320-99")
def set_alpha_values_in_time(chain: Chain, origin: Origin, netuid: NetUid, alpha_low: U16, alpha_high: U16) -> None:
    """As HYPER-151, in its time.

    Raises:
        DispatchError: as `change_by_owner_or_root`, then as HYPER-151.
    """
    with change_by_owner_or_root(chain, origin, netuid, EpochsLimit(Setting.AlphaValues)):
        base_of(sudo_set_alpha_values)(chain, origin, netuid, alpha_low, alpha_high)


@rule("R320-100")
def toggle_transfer_in_time(chain: Chain, origin: Origin, netuid: NetUid, toggle: bool) -> None:
    """As STAKE-85, in its time.

    Raises:
        DispatchError: as `change_by_owner_or_root`, then as STAKE-85.
    """
    with change_by_owner_or_root(chain, origin, netuid, EpochsLimit(Setting.TransferEnabled)):
        base_of(sudo_set_toggle_transfer)(chain, origin, netuid, toggle)


# --- What is new


FREEZE_WINDOW: Final = Hyperparameter(
    "R320-101",
    SudoSetAdminFreezeWindow,
    R320State.admin_freeze_window,
    Who.ROOT,
    Unit.BLOCKS,
    (AdminFreezeWindowSet,),
)

OWNERS_EPOCHS: Final = Hyperparameter(
    "R320-102",
    SudoSetOwnerHparamRateLimit,
    R320State.owner_hyperparam_rate_limit,
    Who.ROOT,
    Unit.EPOCHS,
    (OwnerHyperparamRateLimitSet,),
)

MIN_ALLOWED_UIDS: Final = Hyperparameter(
    "R320-103",
    SudoSetMinAllowedUids,
    R320State.min_allowed_uids,
    Who.ROOT,
    Unit.NEURONS,
    (MinAllowedUidsSet,),
    bounds=(
        Bound(Side.LESS_THAN, NeuronsState.max_allowed_uids, MinAllowedUidsGreaterThanMaxAllowedUids),
        Bound(Side.LESS_THAN, NeuronsState.subnetwork_n, MinAllowedUidsGreaterThanCurrentUids),
    ),
)

RECYCLE_OR_BURN: Final = Hyperparameter(
    "R320-104", SudoSetRecycleOrBurn, R320State.recycle_or_burn, Who.OWNER_OR_ROOT, Unit.SWITCH, existing=False
)


@rule("R320-101", call=SudoSetAdminFreezeWindow)
def sudo_set_admin_freeze_window(chain: Chain, origin: Origin, window: U16) -> None:
    """Set how many blocks before an epoch a subnet's settings are frozen; with zero, none ever is.

    Raises:
        BadOrigin: root does not call.
    """
    set_hyperparameter(chain, origin, FREEZE_WINDOW, window)


@rule("R320-102", call=SudoSetOwnerHparamRateLimit)
def sudo_set_owner_hparam_rate_limit(chain: Chain, origin: Origin, epochs: U16) -> None:
    """Set how many tempos an owner waits between two changes of one setting.

    Raises:
        BadOrigin: root does not call.
    """
    set_hyperparameter(chain, origin, OWNERS_EPOCHS, epochs)


@rule("R320-103", call=SudoSetMinAllowedUids)
def sudo_set_min_allowed_uids(chain: Chain, origin: Origin, netuid: NetUid, min_allowed_uids: U16) -> None:
    """Set the least to which the number of a subnet's neurons can be limited by trimming.

    Raises:
        BadOrigin: root does not call.
        AdminActionProhibitedDuringWeightsWindow: the subnet is frozen.
        SubnetDoesNotExist: there is no such subnet.
        MinAllowedUidsGreaterThanMaxAllowedUids: it is not less than the subnet may have.
        MinAllowedUidsGreaterThanCurrentUids: it is not less than the subnet has.
    """
    set_hyperparameter(chain, origin, MIN_ALLOWED_UIDS, netuid, min_allowed_uids)


@rule("R320-104", call=SudoSetRecycleOrBurn)
def sudo_set_recycle_or_burn(chain: Chain, origin: Origin, netuid: NetUid, recycle_or_burn: RecycleOrBurnEnum) -> None:
    """Set what becomes of the alpha that the owner's neurons earn as miners; of any subnet (KNOWN-80), and nothing tells of it.

    Raises:
        DispatchError: as `change_by_owner_or_root`.
    """
    set_hyperparameter(chain, origin, RECYCLE_OR_BURN, netuid, recycle_or_burn)


RULES: ReplacedRules = {
    set_hyperparameter: set_hyperparameter_in_time,
    sudo_set_weights_version_key: set_weights_version_key_in_time,
    sudo_set_bonds_moving_average: set_bonds_moving_average_in_time,
    sudo_set_alpha_values: set_alpha_values_in_time,
    sudo_set_toggle_transfer: toggle_transfer_in_time,
}
"""The rules of the base that are replaced here."""
