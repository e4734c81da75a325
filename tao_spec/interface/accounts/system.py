"""System: accounts and their reference counts, remarks, and the runtime's own code and storage."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H160, H256, AccountId
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.errors import DispatchError, ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SYSTEM
from tao_spec.storage.scale import Compact, Enumeration, Struct, Variant


class MultiAddress(Variant):
    """An account as a call names it; only the first shape leads to one here."""


class Id(MultiAddress, index=0):
    """The account itself."""

    account: AccountId


class Index(MultiAddress, index=1):
    """A number that stands for an account; the chain has no such numbers."""

    number: None


class Raw(MultiAddress, index=2):
    """Bytes of any length."""

    data: bytes


class Address32(MultiAddress, index=3):
    """Bytes that are no public key."""

    data: H256


class Address20(MultiAddress, index=4):
    """An Ethereum address."""

    data: H160


class Weight(Struct):
    """What a dispatch may cost: picoseconds of computation and bytes of proof."""

    ref_time: Annotated[U64, Compact(U64)]
    proof_size: Annotated[U64, Compact(U64)]


class DispatchClass(Enumeration):
    """Which share of a block a dispatch may use."""

    Normal = 0
    Operational = 1
    Mandatory = 2


class Pays(Enumeration):
    """Whether a dispatch pays a fee."""

    Yes = 0
    No = 1


class DispatchEventInfo(Struct):
    """What a dispatch cost."""

    weight: Weight
    class_: DispatchClass
    pays_fee: Pays


class Remark(Call, pallet=SYSTEM, index=0, name="remark"):
    """Say something that leaves no trace in the state."""

    remark: bytes


class SetHeapPages(Call, pallet=SYSTEM, index=1, name="set_heap_pages"):
    """Set the memory of the runtime."""

    pages: U64


class SetCode(Call, pallet=SYSTEM, index=2, name="set_code"):
    """Replace the runtime."""

    code: bytes


class SetCodeWithoutChecks(Call, pallet=SYSTEM, index=3, name="set_code_without_checks"):
    """Replace the runtime, whatever its version."""

    code: bytes


class SetStorage(Call, pallet=SYSTEM, index=4, name="set_storage"):
    """Write raw keys."""

    items: tuple[tuple[bytes, bytes], ...]


class KillStorage(Call, pallet=SYSTEM, index=5, name="kill_storage"):
    """Delete raw keys."""

    keys: tuple[bytes, ...]


class KillPrefix(Call, pallet=SYSTEM, index=6, name="kill_prefix"):
    """Delete the raw keys under a prefix."""

    prefix: bytes
    subkeys: U32


class RemarkWithEvent(Call, pallet=SYSTEM, index=7, name="remark_with_event"):
    """Say something of which an event keeps the hash."""

    remark: bytes


class AuthorizeUpgrade(Call, pallet=SYSTEM, index=9, name="authorize_upgrade"):
    """Let anybody bring the runtime with this hash."""

    code_hash: H256


class AuthorizeUpgradeWithoutChecks(Call, pallet=SYSTEM, index=10, name="authorize_upgrade_without_checks"):
    """Let anybody bring the runtime with this hash, whatever its version."""

    code_hash: H256


class ApplyAuthorizedUpgrade(Call, pallet=SYSTEM, index=11, name="apply_authorized_upgrade"):
    """Bring the runtime that was authorised."""

    code: bytes


class ExtrinsicSuccess(Event, pallet=SYSTEM, index=0, named=True):
    """A transaction went well."""

    dispatch_info: DispatchEventInfo


class ExtrinsicFailed(Event, pallet=SYSTEM, index=1, named=True):
    """A transaction was refused."""

    dispatch_error: DispatchError
    dispatch_info: DispatchEventInfo


class CodeUpdated(Event, pallet=SYSTEM, index=2):
    """The runtime was replaced."""


class NewAccount(Event, pallet=SYSTEM, index=3, named=True):
    """An account came into being."""

    account: AccountId


class KilledAccount(Event, pallet=SYSTEM, index=4, named=True):
    """An account ceased to be."""

    account: AccountId


class Remarked(Event, pallet=SYSTEM, index=5, named=True):
    """Something was said, with this hash."""

    sender: AccountId
    hash: H256


class UpgradeAuthorized(Event, pallet=SYSTEM, index=6, named=True):
    """A runtime may be brought."""

    code_hash: H256
    check_version: bool


class RejectedInvalidAuthorizedUpgrade(Event, pallet=SYSTEM, index=7, named=True):
    """The authorised runtime was no runtime to take."""

    code_hash: H256
    error: DispatchError


class SystemPalletError(ModuleError, pallet=SYSTEM):
    """An error of System."""


class InvalidSpecName(SystemPalletError, code=0):
    """The new runtime has another name."""


class SpecVersionNeedsToIncrease(SystemPalletError, code=1):
    """The new runtime is not newer."""


class FailedToExtractRuntimeVersion(SystemPalletError, code=2):
    """The code is no runtime."""


class NonDefaultComposite(SystemPalletError, code=3):
    """The account still holds data."""


class NonZeroRefCount(SystemPalletError, code=4):
    """The account is still referred to."""


class CallFiltered(SystemPalletError, code=5):
    """This origin may not make this call here."""


class MultiBlockMigrationsOngoing(SystemPalletError, code=6):
    """The runtime is being migrated."""


class NothingAuthorized(SystemPalletError, code=7):
    """No upgrade is authorised."""


class Unauthorized(SystemPalletError, code=8):
    """This upgrade is not the authorised one."""
