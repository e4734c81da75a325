from __future__ import annotations

import pytest
from coincurve import PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H160, AccountId, BlockHeight, NetUid, Uid
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import AssociateEvmKey, EcdsaSignature, EvmKeyAssociated, InvalidRecoveredPublicKey
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.serving import InvalidIdentity
from tao_spec.transition.keys.evm import (
    HALF_ORDER,
    compute_digest,
    is_high,
    keccak_256,
    recover_address,
)
from tao_spec.transition.origin import NOBODY, ROOT
from tests.transition.keys.build import BLOCK, FIRST, NOWHERE, OLD, OWNER, STRANGER, household, refusal

ORDER = 2 * HALF_ORDER + 1
KEY, OTHER = PrivateKey(b"\x01" * 32), PrivateKey(b"\x02" * 32)
secrets = st.integers(1, ORDER - 1).map(lambda number: number.to_bytes(32, "big"))


def address(key: PrivateKey) -> H160:
    return H160(keccak_256(key.public_key.format(compressed=False)[1:])[12:])


def sign(hotkey: AccountId = OLD, block: int = 7, key: PrivateKey = KEY) -> EcdsaSignature:
    return EcdsaSignature(key.sign_recoverable(compute_digest(hotkey, BlockHeight(block)), hasher=None))


def twin(signature: EcdsaSignature) -> EcdsaSignature:
    """The other signature that says the same."""
    second = ORDER - int.from_bytes(signature[32:64], "big")
    return EcdsaSignature(signature[:32] + second.to_bytes(32, "big") + bytes([signature[64] ^ 1]))


def call(signature: EcdsaSignature, evm_key: H160 | None = None, netuid: NetUid = FIRST) -> AssociateEvmKey:
    return AssociateEvmKey(netuid, evm_key or address(KEY), BlockHeight(7), signature)


def test_the_hash_is_that_of_ethereum() -> None:
    assert keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def test_an_address_is_the_end_of_a_hash() -> None:
    assert address(PrivateKey.from_int(1)).hex() == "7e5f4552091a69125d5dfcb7b8c2659029395bdf"


def test_a_message_is_framed_with_its_length() -> None:
    message = bytes(OLD) + keccak_256((7).to_bytes(8, "little"))
    framed = b"\x19Ethereum Signed Message:\n64" + message
    assert compute_digest(OLD, BlockHeight(7)) == keccak_256(framed)


@settings(deadline=None, max_examples=30)
@given(secret=secrets, block=st.integers(0, 2**64 - 1), offset=st.sampled_from([0, 27]))
def test_whoever_signs_is_recovered(secret: bytes, block: int, offset: int) -> None:
    key = PrivateKey(secret)
    signature, digest = sign(OLD, block, key), compute_digest(OLD, BlockHeight(block))
    with_offset = EcdsaSignature(signature[:64] + bytes([signature[64] + offset]))
    assert recover_address(digest, with_offset) == recover_address(digest, twin(signature)) == address(key)
    assert not is_high(signature) and is_high(twin(signature))


@pytest.mark.parametrize("value", [4, 5, 26, 31, 32, 255])
def test_other_values_recover_nothing(value: int) -> None:
    signature = sign()
    changed = EcdsaSignature(signature[:64] + bytes([value]))
    assert recover_address(compute_digest(OLD, BlockHeight(7)), changed) is None


@pytest.mark.parametrize("number", [0, ORDER, 2**256 - 1])
def test_numbers_out_of_range_recover_nothing(number: int) -> None:
    signature, digest, bad = sign(), compute_digest(OLD, BlockHeight(7)), number.to_bytes(32, "big")
    for changed in (bad + signature[32:], signature[:32] + bad + signature[64:]):
        assert recover_address(digest, EcdsaSignature(changed)) is None


def test_an_address_is_remembered_by_the_number_of_the_neuron() -> None:
    chain = household()
    assert refusal(chain, OLD, call(sign())) is None
    assert chain.keys.associated_evm_address.get((FIRST, Uid(0))) == (address(KEY), BLOCK)
    assert chain.commit().events == (EvmKeyAssociated(FIRST, OLD, address(KEY), BlockHeight(BLOCK)),)


def test_refusals_come_in_order() -> None:
    chain, bad = household(), EcdsaSignature(bytes(65))
    assert refusal(chain, ROOT, call(bad)) is BadOrigin
    assert refusal(chain, NOBODY, call(bad)) is BadOrigin
    assert refusal(chain, OWNER, call(bad)) is HotKeyNotRegisteredInSubNet
    assert refusal(chain, OLD, call(bad, netuid=NOWHERE)) is HotKeyNotRegisteredInSubNet
    assert refusal(chain, OLD, call(bad, address(OTHER))) is InvalidIdentity
    for signature in (sign(block=8), sign(key=OTHER), sign(STRANGER)):
        assert refusal(chain, OLD, call(signature)) is InvalidRecoveredPublicKey
    assert not chain.commit().changes


def test_the_greater_signature_counts_until_the_deviation_is_closed() -> None:
    for closed, refused in (((), None), (("KNOWN-140",), InvalidIdentity)):
        chain = household(*closed)
        assert refusal(chain, OLD, call(twin(sign()))) is refused
        assert refusal(chain, OLD, call(sign())) is None
