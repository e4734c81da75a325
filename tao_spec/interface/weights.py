"""Weights: set openly, committed and revealed, or encrypted until a round of the beacon."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError, ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.scale import Bytes, Compact

MAX_COMMIT_BYTES = 5_000
"""The greatest length of an encrypted commitment, in bytes."""

Ciphertext = Annotated[bytes, Bytes(MAX_COMMIT_BYTES)]
CompactNetUid = Annotated[NetUid, Compact(NetUid)]
CompactUid = Annotated[Uid, Compact(Uid)]
CompactU16 = Annotated[U16, Compact(U16)]
CompactU64 = Annotated[U64, Compact(U64)]


class SetWeights(Call, pallet=SUBTENSOR, index=0, name="set_weights"):
    """Set a neuron's weights where they need not be committed."""

    netuid: NetUid
    dests: tuple[Uid, ...]
    weights: tuple[U16, ...]
    version_key: U64


class SetTaoWeights(Call, pallet=SUBTENSOR, index=8, name="set_tao_weights"):
    """Does nothing any more."""

    netuid: NetUid
    hotkey: AccountId
    dests: tuple[Uid, ...]
    weights: tuple[U16, ...]
    version_key: U64


class BatchSetWeights(Call, pallet=SUBTENSOR, index=80, name="batch_set_weights"):
    """Set weights in several subnets; each that fails leaves an event."""

    netuids: tuple[CompactNetUid, ...]
    weights: tuple[tuple[tuple[CompactUid, CompactU16], ...], ...]
    version_keys: tuple[CompactU64, ...]


class CommitWeights(Call, pallet=SUBTENSOR, index=96, name="commit_weights"):
    """Commit weights by their hash."""

    netuid: NetUid
    commit_hash: H256


class RevealWeights(Call, pallet=SUBTENSOR, index=97, name="reveal_weights"):
    """Reveal committed weights, which are set thereby."""

    netuid: NetUid
    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    salt: tuple[U16, ...]
    version_key: U64


class BatchRevealWeights(Call, pallet=SUBTENSOR, index=98, name="batch_reveal_weights"):
    """Reveal several commitments in one subnet, all or none."""

    netuid: NetUid
    uids_list: tuple[tuple[Uid, ...], ...]
    values_list: tuple[tuple[U16, ...], ...]
    salts_list: tuple[tuple[U16, ...], ...]
    version_keys: tuple[U64, ...]


class CommitCrv3Weights(Call, pallet=SUBTENSOR, index=99, name="commit_crv3_weights"):
    """Commit encrypted weights of version 4."""

    netuid: NetUid
    commit: Ciphertext
    reveal_round: U64


class BatchCommitWeights(Call, pallet=SUBTENSOR, index=100, name="batch_commit_weights"):
    """Commit weights in several subnets; each that fails leaves an event."""

    netuids: tuple[CompactNetUid, ...]
    commit_hashes: tuple[H256, ...]


class CommitTimelockedWeights(Call, pallet=SUBTENSOR, index=113, name="commit_timelocked_weights"):
    """Commit encrypted weights of a version."""

    netuid: NetUid
    commit: Ciphertext
    reveal_round: U64
    commit_reveal_version: U16


class WeightsSet(Event, pallet=SUBTENSOR, index=5):
    """A neuron set its weights."""

    netuid: NetUid
    uid: Uid


class MaxWeightLimitSet(Event, pallet=SUBTENSOR, index=10):
    """The greatest share of one weight was set."""

    netuid: NetUid
    max_weights_limit: U16


class MinAllowedWeightSet(Event, pallet=SUBTENSOR, index=19):
    """How many neurons weights must name was set."""

    netuid: NetUid
    min_allowed_weights: U16


class WeightsSetRateLimitSet(Event, pallet=SUBTENSOR, index=22):
    """The blocks between two settings of weights were set."""

    netuid: NetUid
    rate_limit: U64


class WeightsVersionKeySet(Event, pallet=SUBTENSOR, index=32):
    """The least version of weights was set."""

    netuid: NetUid
    version_key: U64


class StakeThresholdSet(Event, pallet=SUBTENSOR, index=50):
    """The stake that weights need was set, in rao."""

    min_stake: U64


class CRV3WeightsCommitted(Event, pallet=SUBTENSOR, index=77):
    """Never emitted."""

    hotkey: AccountId
    netuid: NetUid
    commit_hash: H256


class WeightsCommitted(Event, pallet=SUBTENSOR, index=78):
    """Weights were committed by their hash."""

    hotkey: AccountId
    netuid: NetUid
    commit_hash: H256


class WeightsRevealed(Event, pallet=SUBTENSOR, index=79):
    """Committed weights were revealed and set."""

    hotkey: AccountId
    netuid: NetUid
    commit_hash: H256


class WeightsBatchRevealed(Event, pallet=SUBTENSOR, index=80):
    """Several commitments were revealed and set, one after the other."""

    hotkey: AccountId
    netuid: NetUid
    commit_hashes: tuple[H256, ...]


class BatchWeightsCompleted(Event, pallet=SUBTENSOR, index=81):
    """A batch of weights ended, whether its items went well or not."""

    netuids: tuple[CompactNetUid, ...]
    hotkey: AccountId


class BatchCompletedWithErrors(Event, pallet=SUBTENSOR, index=82):
    """An item of a batch failed; comes once, before the first event that says why."""


class BatchWeightItemFailed(Event, pallet=SUBTENSOR, index=83):
    """Why an item of a batch failed."""

    error: DispatchError


class CRV3WeightsRevealed(Event, pallet=SUBTENSOR, index=92):
    """Never emitted."""

    netuid: NetUid
    hotkey: AccountId


class CommitRevealPeriodsSet(Event, pallet=SUBTENSOR, index=93):
    """The epochs between commitment and revelation were set."""

    netuid: NetUid
    reveal_period: U64


class CommitRevealEnabledEvent(Event, pallet=SUBTENSOR, index=94, name="CommitRevealEnabled"):
    """Whether weights must be committed was set."""

    netuid: NetUid
    enabled: bool


class CommitRevealVersionSet(Event, pallet=SUBTENSOR, index=99):
    """The version of timelocked commitments was set."""

    version: U16


class TimelockedWeightsCommitted(Event, pallet=SUBTENSOR, index=100):
    """Encrypted weights were committed; the hash is that of the ciphertext."""

    hotkey: AccountId
    netuid: NetUid
    commit_hash: H256
    reveal_round: U64


class TimelockedWeightsRevealed(Event, pallet=SUBTENSOR, index=101):
    """Encrypted weights were read and set."""

    netuid: NetUid
    hotkey: AccountId


class WeightsError(ModuleError, pallet=SUBTENSOR):
    """An error about weights."""


class NotEnoughStakeToSetWeights(WeightsError, code=11):
    """The hotkey has less stake than weights need."""


class NeuronNoValidatorPermit(WeightsError, code=16):
    """The neuron is no validator, and its weights name others than itself."""


class WeightVecNotEqualSize(WeightsError, code=17):
    """There are not as many weights as neurons named."""


class DuplicateUids(WeightsError, code=18):
    """A neuron is named twice."""


class UidVecContainInvalidOne(WeightsError, code=19):
    """A number is named that no neuron has."""


class WeightVecLengthIsLow(WeightsError, code=20):
    """Fewer neurons are named than the subnet wants."""


class MaxWeightExceeded(WeightsError, code=27):
    """One weight has a greater share than allowed."""


class SettingWeightsTooFast(WeightsError, code=29):
    """The neuron set weights too short a time ago."""


class IncorrectWeightVersionKey(WeightsError, code=30):
    """The weights name a version under the least."""


class UidsLengthExceedUidsInSubNet(WeightsError, code=32):
    """More neurons are named than the subnet has."""


class NotRootSubnet(WeightsError, code=47):
    """Never raised."""


class CanNotSetRootNetworkWeights(WeightsError, code=48):
    """On root no weights are set."""


class NoWeightsCommitFound(WeightsError, code=52):
    """The hotkey has nothing to reveal in the subnet."""


class InvalidRevealCommitHashNotMatch(WeightsError, code=53):
    """What is revealed was not committed."""


class CommitRevealEnabled(WeightsError, code=54):
    """Weights must be committed first."""


class CommitRevealDisabled(WeightsError, code=55):
    """Weights are not committed in this subnet."""


class TooManyUnrevealedCommits(WeightsError, code=77):
    """Ten commitments of the hotkey wait already."""


class ExpiredWeightCommit(WeightsError, code=78):
    """The time to reveal the commitment is over."""


class RevealTooEarly(WeightsError, code=79):
    """The epoch of the revelation has not come, or is over."""


class InputLengthsUnequal(WeightsError, code=80):
    """The lists of a batch are not of one length."""


class CommittingWeightsTooFast(WeightsError, code=81):
    """The neuron set or committed weights too short a time ago."""


class IncorrectCommitRevealVersion(WeightsError, code=111):
    """The commitment names another version than the chain takes."""


class RevealPeriodTooLarge(WeightsError, code=112):
    """Commitments would wait for more than 100 epochs."""


class RevealPeriodTooSmall(WeightsError, code=113):
    """Commitments would wait for no epoch."""
