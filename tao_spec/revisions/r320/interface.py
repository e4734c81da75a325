"""What revision 320 says and hears otherwise: the calls, events and errors that it adds, and those that are no more.

An event or an error is declared with the index that it has here; those of the base behind it move.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import H160, H256, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U8, U16, U64
from tao_spec.interface import pools, subnets
from tao_spec.interface.commitments.metadata import SetRateLimit
from tao_spec.interface.delegation import BecomeDelegate
from tao_spec.interface.errors import DispatchError, ModuleError
from tao_spec.interface.hyperparameters import SudoSetNetworkMaxStake
from tao_spec.interface.keys import AssociateEvmKey, EcdsaSignature
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.origins import OriginCaller
from tao_spec.interface.pallets import ADMIN_UTILS, PROXY, SUBTENSOR, SWAP, UTILITY
from tao_spec.interface.runtime import declared_interface
from tao_spec.interface.weights import Ciphertext, CommitCrv3Weights, SetTaoWeights
from tao_spec.storage.scale import Enumeration
from tao_spec.transition.revision import RenamedErrors


class MechId(U8):
    """The number of a mechanism of a subnet; 0 is the first."""

    __slots__ = ()


class RecycleOrBurnEnum(Enumeration):
    """What becomes of the alpha that an owner's neurons earn as miners."""

    Burn = 0
    Recycle = 1


class DepositKind(Enumeration):
    """What a deposit of Proxy is for."""

    Proxies = 0
    Announcements = 1


# --- Mechanisms


class CommitMechanismWeights(Call, pallet=SUBTENSOR, index=115, name="commit_mechanism_weights"):
    """Commit weights of one mechanism by their hash."""

    netuid: NetUid
    mecid: MechId
    commit_hash: H256


class RevealMechanismWeights(Call, pallet=SUBTENSOR, index=116, name="reveal_mechanism_weights"):
    """Reveal committed weights of one mechanism, which are set thereby."""

    netuid: NetUid
    mecid: MechId
    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    salt: tuple[U16, ...]
    version_key: U64


class CommitCrv3MechanismWeights(Call, pallet=SUBTENSOR, index=117, name="commit_crv3_mechanism_weights"):
    """Commit encrypted weights of one mechanism, of version 4."""

    netuid: NetUid
    mecid: MechId
    commit: Ciphertext
    reveal_round: U64


class CommitTimelockedMechanismWeights(Call, pallet=SUBTENSOR, index=118, name="commit_timelocked_mechanism_weights"):
    """Commit encrypted weights of one mechanism, of a version."""

    netuid: NetUid
    mecid: MechId
    commit: Ciphertext
    reveal_round: U64
    commit_reveal_version: U16


class SetMechanismWeights(Call, pallet=SUBTENSOR, index=119, name="set_mechanism_weights"):
    """Set a neuron's weights of one mechanism where they need not be committed."""

    netuid: NetUid
    mecid: MechId
    dests: tuple[Uid, ...]
    weights: tuple[U16, ...]
    version_key: U64


class SudoSetMechanismCount(Call, pallet=ADMIN_UTILS, index=76, name="sudo_set_mechanism_count"):
    """Set how many mechanisms a subnet has."""

    netuid: NetUid
    mechanism_count: MechId


class SudoSetMechanismEmissionSplit(Call, pallet=ADMIN_UTILS, index=77, name="sudo_set_mechanism_emission_split"):
    """Set how a subnet's emission is split among its mechanisms, in parts of 65,535; or let it be split evenly."""

    netuid: NetUid
    maybe_split: tuple[U16, ...] | None


class IncentiveAlphaEmittedToMiners(Event, pallet=SUBTENSOR, index=106, named=True):
    """An epoch of a mechanism, by its storage index, gave each of the neurons so much alpha as a miner."""

    netuid: NetUid
    emissions: tuple[AlphaBalance, ...]


# --- The coming and going of subnets


class RootDissolveNetwork(Call, pallet=SUBTENSOR, index=120, name="root_dissolve_network"):
    """Root: dissolve a subnet."""

    netuid: NetUid


class SubnetLimitSet(Event, pallet=SUBTENSOR, index=60):
    """The number of subnets that there may be was set."""

    limit: U16


# --- What owners and root may set, and when


class SudoSetCkBurn(Call, pallet=ADMIN_UTILS, index=73, name="sudo_set_ck_burn"):
    """Set the share of a child's reward that its parent's burns, in parts of 2^64 - 1."""

    burn: U64


class SudoSetAdminFreezeWindow(Call, pallet=ADMIN_UTILS, index=74, name="sudo_set_admin_freeze_window"):
    """Set how many blocks before an epoch a subnet's settings cannot be changed."""

    window: U16


class SudoSetOwnerHparamRateLimit(Call, pallet=ADMIN_UTILS, index=75, name="sudo_set_owner_hparam_rate_limit"):
    """Set how long an owner waits between two changes of one setting."""

    epochs: U16


class SudoTrimToMaxAllowedUids(Call, pallet=ADMIN_UTILS, index=78, name="sudo_trim_to_max_allowed_uids"):
    """Remove the neurons that earn least, until so many are left."""

    netuid: NetUid
    max_n: U16


class SudoSetMinAllowedUids(Call, pallet=ADMIN_UTILS, index=79, name="sudo_set_min_allowed_uids"):
    """Set the least to which a subnet's number of neurons can be limited."""

    netuid: NetUid
    min_allowed_uids: U16


class SudoSetRecycleOrBurn(Call, pallet=ADMIN_UTILS, index=80, name="sudo_set_recycle_or_burn"):
    """Set what becomes of the alpha that the owner's neurons earn as miners."""

    netuid: NetUid
    recycle_or_burn: RecycleOrBurnEnum


class AdminFreezeWindowSet(Event, pallet=SUBTENSOR, index=42):
    """The blocks before an epoch in which settings are frozen were set."""

    window: U16


class OwnerHyperparamRateLimitSet(Event, pallet=SUBTENSOR, index=43):
    """The epochs between two changes of one setting by an owner were set."""

    epochs: U16


class MinAllowedUidsSet(Event, pallet=SUBTENSOR, index=107):
    """The least number of neurons to which a subnet can be limited was set."""

    netuid: NetUid
    min_allowed_uids: U16


# --- The rest


class SetColdkeyAutoStakeHotkey(Call, pallet=SUBTENSOR, index=114, name="set_coldkey_auto_stake_hotkey"):
    """Let what one's neurons earn as miners be staked to a hotkey, whosever it is."""

    hotkey: AccountId


class AssociateEvmKeyOfHotkey(Call, pallet=SUBTENSOR, index=93, name="associate_evm_key"):
    """Prove that the holder of an Ethereum address is the caller's hotkey."""

    netuid: NetUid
    hotkey: AccountId
    evm_key: H160
    block_number: BlockHeight
    signature: EcdsaSignature


class IfElse(Call, pallet=UTILITY, index=6, name="if_else"):
    """Make a call, and if it is refused, another instead."""

    main: Call
    fallback: Call


class DispatchAsFallible(Call, pallet=UTILITY, index=7, name="dispatch_as_fallible"):
    """Make a call under any origin, and be refused if it is; only root may."""

    as_origin: OriginCaller
    call: Call


class PokeDeposit(Call, pallet=PROXY, index=10, name="poke_deposit"):
    """Let the deposits for one's proxies and announcements be what they cost now."""


class AutoStakeAdded(Event, pallet=SUBTENSOR, index=105, named=True):
    """What a neuron earned as a miner was staked to the hotkey that its owner chose."""

    netuid: NetUid
    destination: AccountId
    hotkey: AccountId
    owner: AccountId
    incentive: AlphaBalance


class IfElseMainSuccess(Event, pallet=UTILITY, index=6):
    """The first of two calls went well."""


class IfElseFallbackCalled(Event, pallet=UTILITY, index=7, named=True):
    """The first of two calls was refused, and the other went well."""

    main_error: DispatchError


class DepositPoked(Event, pallet=PROXY, index=6, named=True):
    """A deposit was made what it costs now."""

    who: AccountId
    kind: DepositKind
    old_deposit: TaoBalance
    new_deposit: TaoBalance


class SubtensorError(ModuleError, pallet=SUBTENSOR, added=True):
    """An error that the subnets' pallet adds."""


class AdminActionProhibitedDuringWeightsWindow(SubtensorError, code=108):
    """The subnet's next epoch is too near for its settings to be changed."""


class SubnetLimitReached(SubtensorError, code=115):
    """There are as many subnets as may be, and none of them can be pruned."""


class CannotAffordLockCost(SubtensorError, code=116):
    """The account does not hold what a subnet costs."""


class AdminUtilsError(ModuleError, pallet=ADMIN_UTILS, added=True):
    """An error that AdminUtils adds."""


class ValueNotInBounds(AdminUtilsError, code=5):
    """The value is lower or higher than may be."""


class MinAllowedUidsGreaterThanCurrentUids(AdminUtilsError, code=6):
    """The subnet does not have more neurons than that."""


class MinAllowedUidsGreaterThanMaxAllowedUids(AdminUtilsError, code=7):
    """The subnet's number of neurons is limited to that or less."""


class SwapError(ModuleError, pallet=SWAP, added=True):
    """An error that Swap adds."""


class MechanismDoesNotExist(SwapError, code=11):
    """There is no such subnet."""


class SubtokenDisabled(SwapError, code=13):
    """The subnet was not started yet."""


REMOVED = (
    SudoSetNetworkMaxStake,
    SetRateLimit,
    AssociateEvmKey,
    BecomeDelegate,
    CommitCrv3Weights,
    subnets.ScheduleDissolveNetwork,
    SetTaoWeights,
    subnets.SubNetworkDoesNotExist,
    pools.SubNetworkDoesNotExist,
)
"""What revision 306 has and 320 has not."""

ADDED = (
    CommitMechanismWeights,
    RevealMechanismWeights,
    CommitCrv3MechanismWeights,
    CommitTimelockedMechanismWeights,
    SetMechanismWeights,
    SudoSetMechanismCount,
    SudoSetMechanismEmissionSplit,
    IncentiveAlphaEmittedToMiners,
    RootDissolveNetwork,
    SubnetLimitSet,
    SudoSetCkBurn,
    SudoSetAdminFreezeWindow,
    SudoSetOwnerHparamRateLimit,
    SudoTrimToMaxAllowedUids,
    SudoSetMinAllowedUids,
    SudoSetRecycleOrBurn,
    AdminFreezeWindowSet,
    OwnerHyperparamRateLimitSet,
    MinAllowedUidsSet,
    SetColdkeyAutoStakeHotkey,
    AssociateEvmKeyOfHotkey,
    IfElse,
    DispatchAsFallible,
    PokeDeposit,
    AutoStakeAdded,
    IfElseMainSuccess,
    IfElseFallbackCalled,
    DepositPoked,
    AdminActionProhibitedDuringWeightsWindow,
    SubnetLimitReached,
    CannotAffordLockCost,
    ValueNotInBounds,
    MinAllowedUidsGreaterThanCurrentUids,
    MinAllowedUidsGreaterThanMaxAllowedUids,
    MechanismDoesNotExist,
    SubtokenDisabled,
)
"""What revision 320 has and 306 has not."""

INTERFACE = declared_interface().replace(remove=REMOVED, add=ADDED)
"""Every call, event and error of revision 320."""

RENAMED_ERRORS: RenamedErrors = {
    subnets.SubNetworkDoesNotExist: subnets.SubnetNotExists,
    pools.SubNetworkDoesNotExist: MechanismDoesNotExist,
}
"""What answers here, where a rule of 306 raises an error that is no more."""
