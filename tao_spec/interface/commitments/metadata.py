"""Commitments: what a neuron commits on its subnet, open or sealed until a round of drand."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.data import DataCodec
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import COMMITMENTS
from tao_spec.storage.scale import Bytes, Struct, Variant, Vec

MAX_FIELDS = 3
MAX_RAW_BYTES = 128
MAX_BIG_RAW_BYTES = 512
MAX_ENCRYPTED_BYTES = 1024


class Data(Variant):
    """One field of a commitment."""


class Nothing(Data, index=0, name="None"):
    """The field is empty."""


class Raw(Data, index=1):
    """The field itself, at most 128 bytes; `DATA` says how it is encoded."""

    data: bytes


class BlakeTwo256(Data, index=130):
    """The Blake2b hash of the field."""

    hash: H256


class Sha256(Data, index=131):
    """The SHA-256 hash of the field."""

    hash: H256


class Keccak256(Data, index=132):
    """The Keccak-256 hash of the field."""

    hash: H256


class ShaThree256(Data, index=133):
    """The SHA3-256 hash of the field."""

    hash: H256


class TimelockEncrypted(Data, index=134, named=True):
    """The field encrypted, to be revealed with drand's pulse of a round."""

    encrypted: Annotated[bytes, Bytes(MAX_ENCRYPTED_BYTES)]
    reveal_round: U64


class ResetBondsFlag(Data, index=135):
    """No field, but the wish that the bonds of the neuron be reset."""


class BigRaw(Data, index=136):
    """The field itself, at most 512 bytes."""

    data: Annotated[bytes, Bytes(MAX_BIG_RAW_BYTES)]


DATA = DataCodec[Data](Data, Raw, MAX_RAW_BYTES)


class CommitmentInfo(Struct):
    """What a neuron commits."""

    fields: Annotated[tuple[Data, ...], Vec(DATA, MAX_FIELDS)]


class SetCommitment(Call, pallet=COMMITMENTS, index=0, name="set_commitment"):
    """Replace what one's hotkey commits on a subnet."""

    netuid: NetUid
    info: CommitmentInfo


class SetRateLimit(Call, pallet=COMMITMENTS, index=1, name="set_rate_limit"):
    """Do nothing: there is no such limit in this revision; only root may."""

    rate_limit_blocks: U32


class SetMaxSpace(Call, pallet=COMMITMENTS, index=2, name="set_max_space"):
    """Set how many bytes a hotkey may commit in one epoch; only root may."""

    new_limit: U32


class Commitment(Event, pallet=COMMITMENTS, index=0, named=True):
    """A hotkey committed, and nothing of it is sealed."""

    netuid: NetUid
    who: AccountId


class TimelockCommitment(Event, pallet=COMMITMENTS, index=1, named=True):
    """A hotkey committed, and the first of the sealed fields is revealed with this round."""

    netuid: NetUid
    who: AccountId
    reveal_round: U64


class CommitmentRevealed(Event, pallet=COMMITMENTS, index=2, named=True):
    """A sealed field was revealed."""

    netuid: NetUid
    who: AccountId


class CommitmentsError(ModuleError, pallet=COMMITMENTS):
    """An error of Commitments."""


class TooManyFieldsInCommitmentInfo(CommitmentsError, code=0):
    """There are more fields than 3; the pallet never answers so, for such a call cannot be read."""


class AccountNotAllowedCommit(CommitmentsError, code=1):
    """The hotkey is not registered on the subnet."""


class SpaceLimitExceeded(CommitmentsError, code=2):
    """The hotkey commits more bytes in this epoch than it may."""


class UnexpectedUnreserveLeftover(CommitmentsError, code=3):
    """A deposit could not be freed in full."""
