"""The node's own pallets, Timestamp, Grandpa and SafeMode: their state is not modelled, but calls may hold theirs."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber, FixedBytes
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.hyperparameters import PublicKey
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import GRANDPA, SAFE_MODE, TIMESTAMP
from tao_spec.storage.scale import Compact, Enumeration, Struct, Variant


class AuthoritySignature(FixedBytes, length=64):
    """The signature of an authority."""

    __slots__ = ()


class GrandpaVote(Struct):
    """A vote for a block."""

    target_hash: H256
    target_number: BlockNumber


class DoubleVote(Struct):
    """Two votes of one authority in one round."""

    round_number: U64
    identity: PublicKey
    first: tuple[GrandpaVote, AuthoritySignature]
    second: tuple[GrandpaVote, AuthoritySignature]


class Equivocation(Variant):
    """Two votes where there may be one only."""


class Prevote(Equivocation, index=0):
    """Two votes in the first half of a round."""

    votes: DoubleVote


class Precommit(Equivocation, index=1):
    """Two votes in the second half of a round."""

    votes: DoubleVote


class EquivocationProof(Struct):
    """The proof that an authority voted twice."""

    set_id: U64
    equivocation: Equivocation


class Void(Variant):
    """A type without values: what holds one cannot be."""


class Set(Call, pallet=TIMESTAMP, index=0, name="set"):
    """Tell the time, in milliseconds since 1970; each block does it once."""

    now: Annotated[U64, Compact(U64)]


class ReportEquivocation(Call, pallet=GRANDPA, index=0, name="report_equivocation"):
    """Report an authority; cannot be called, for its last argument has no values."""

    equivocation_proof: EquivocationProof
    key_owner_proof: Void


class ReportEquivocationUnsigned(Call, pallet=GRANDPA, index=1, name="report_equivocation_unsigned"):
    """Report an authority without a signature; cannot be called, for its last argument has no values."""

    equivocation_proof: EquivocationProof
    key_owner_proof: Void


class NoteStalled(Call, pallet=GRANDPA, index=2, name="note_stalled"):
    """Say that blocks are no longer finalised, so that new authorities may begin."""

    delay: BlockNumber
    best_finalized_block_number: BlockNumber


class Enter(Call, pallet=SAFE_MODE, index=0, name="enter"):
    """Enter safe mode for a deposit; this runtime lets nobody."""


class ForceEnter(Call, pallet=SAFE_MODE, index=1, name="force_enter"):
    """Enter safe mode; only root may."""


class Extend(Call, pallet=SAFE_MODE, index=2, name="extend"):
    """Prolong safe mode for a deposit; this runtime lets nobody."""


class ForceExtend(Call, pallet=SAFE_MODE, index=3, name="force_extend"):
    """Prolong safe mode; only root may."""


class ForceExit(Call, pallet=SAFE_MODE, index=4, name="force_exit"):
    """Leave safe mode; only root may."""


class ForceSlashDeposit(Call, pallet=SAFE_MODE, index=5, name="force_slash_deposit"):
    """Burn the deposit that an account made at a block; only root may."""

    account: AccountId
    block: BlockNumber


class ReleaseDeposit(Call, pallet=SAFE_MODE, index=6, name="release_deposit"):
    """Give back the deposit that an account made at a block; this runtime lets nobody."""

    account: AccountId
    block: BlockNumber


class ForceReleaseDeposit(Call, pallet=SAFE_MODE, index=7, name="force_release_deposit"):
    """Give back the deposit that an account made at a block; only root may."""

    account: AccountId
    block: BlockNumber


class NewAuthorities(Event, pallet=GRANDPA, index=0, named=True):
    """Other authorities finalise blocks, each with so many votes."""

    authority_set: tuple[tuple[PublicKey, U64], ...]


class Paused(Event, pallet=GRANDPA, index=1):
    """Blocks are not finalised for now."""


class Resumed(Event, pallet=GRANDPA, index=2):
    """Blocks are finalised again."""


class ExitReason(Enumeration):
    """Why safe mode was left."""

    Timeout = 0
    Force = 1


class EnteredEvent(Event, pallet=SAFE_MODE, index=0, name="Entered", named=True):
    """Safe mode lasts up to this block."""

    until: BlockNumber


class Extended(Event, pallet=SAFE_MODE, index=1, named=True):
    """Safe mode now lasts up to this block."""

    until: BlockNumber


class ExitedEvent(Event, pallet=SAFE_MODE, index=2, name="Exited", named=True):
    """Safe mode was left."""

    reason: ExitReason


class DepositPlaced(Event, pallet=SAFE_MODE, index=3, named=True):
    """An account paid a deposit, in rao."""

    account: AccountId
    amount: TaoBalance


class DepositReleased(Event, pallet=SAFE_MODE, index=4, named=True):
    """A deposit was given back, in rao."""

    account: AccountId
    amount: TaoBalance


class DepositSlashed(Event, pallet=SAFE_MODE, index=5, named=True):
    """A deposit was burned, in rao."""

    account: AccountId
    amount: TaoBalance


class CannotDeposit(Event, pallet=SAFE_MODE, index=6):
    """A deposit could not be held."""


class CannotRelease(Event, pallet=SAFE_MODE, index=7):
    """A deposit could not be given back."""


class GrandpaError(ModuleError, pallet=GRANDPA):
    """An error of Grandpa."""


class PauseFailed(GrandpaError, code=0):
    """Finality is paused, or about to be."""


class ResumeFailed(GrandpaError, code=1):
    """Finality is not paused."""


class ChangePending(GrandpaError, code=2):
    """Another change of the authorities is to come."""


class TooSoon(GrandpaError, code=3):
    """A forced change came not long ago."""


class InvalidKeyOwnershipProof(GrandpaError, code=4):
    """The key is not shown to be the authority's."""


class InvalidEquivocationProof(GrandpaError, code=5):
    """The two votes are not shown."""


class DuplicateOffenceReport(GrandpaError, code=6):
    """The authority was reported already."""


class SafeModeError(ModuleError, pallet=SAFE_MODE):
    """An error of SafeMode."""


class Entered(SafeModeError, code=0):
    """The chain is in safe mode."""


class Exited(SafeModeError, code=1):
    """The chain is not in safe mode."""


class NotConfigured(SafeModeError, code=2):
    """This runtime lets nobody do this."""


class NoDeposit(SafeModeError, code=3):
    """The account made no deposit at that block."""


class AlreadyDeposited(SafeModeError, code=4):
    """The account holds a deposit already."""


class CannotReleaseYet(SafeModeError, code=5):
    """The deposit cannot be given back so soon."""


class CurrencyError(SafeModeError, code=6):
    """The deposit cannot be moved."""
