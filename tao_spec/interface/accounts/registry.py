"""Registry: who stands behind an account."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H160, H256, AccountId
from tao_spec.interface.data import DataCodec
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import REGISTRY
from tao_spec.storage.scale import Struct, Tuple, Variant, Vec

MAX_ADDITIONAL_FIELDS = 1
MAX_RAW_BYTES = 64


class Data(Variant):
    """One field of an identity: nothing, at most 64 bytes, or the hash of more."""


class Nothing(Data, index=0, name="None"):
    """The field is empty."""


class Raw(Data, index=1):
    """The field itself; `DATA` says how it is encoded."""

    data: bytes


class BlakeTwo256(Data, index=66):
    """The Blake2b hash of the field."""

    hash: H256


class Sha256(Data, index=67):
    """The SHA-256 hash of the field."""

    hash: H256


class Keccak256(Data, index=68):
    """The Keccak-256 hash of the field."""

    hash: H256


class ShaThree256(Data, index=69):
    """The SHA3-256 hash of the field."""

    hash: H256


DATA = DataCodec[Data](Data, Raw, MAX_RAW_BYTES)
AdditionalFields = Annotated[tuple[tuple[Data, Data], ...], Vec(Tuple(DATA, DATA), MAX_ADDITIONAL_FIELDS)]
Field = Annotated[Data, DATA]


class IdentityInfo(Struct):
    """What an account's holder says of itself; `additional` holds fields of its own, by name and content."""

    additional: AdditionalFields
    display: Field
    legal: Field
    web: Field
    riot: Field
    email: Field
    pgp_fingerprint: H160 | None
    image: Field
    twitter: Field


class SetIdentity(Call, pallet=REGISTRY, index=0, name="set_identity"):
    """Say who stands behind `identified`; the sender pays the deposit."""

    identified: AccountId
    info: IdentityInfo


class ClearIdentity(Call, pallet=REGISTRY, index=1, name="clear_identity"):
    """Take back an identity; the deposit is released to the sender."""

    identified: AccountId


class IdentitySet(Event, pallet=REGISTRY, index=0, named=True):
    """An account has an identity."""

    who: AccountId


class IdentityDissolved(Event, pallet=REGISTRY, index=1, named=True):
    """An account has an identity no more."""

    who: AccountId


class RegistryError(ModuleError, pallet=REGISTRY):
    """An error of Registry."""


class CannotRegister(RegistryError, code=0):
    """The sender may not set an identity."""


class TooManyFieldsInIdentityInfo(RegistryError, code=1):
    """There are more additional fields than 1."""


class NotRegistered(RegistryError, code=2):
    """The account has no identity."""
