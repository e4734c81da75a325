"""How a neuron proves that it holds an Ethereum address: the holder of the address signs for the hotkey.

Signatures are recovered by libsecp256k1, the library that clients use.
Source: upstream's `pallets/subtensor/src/utils/evm.rs`.
"""

from __future__ import annotations

from coincurve import PublicKey
from Crypto.Hash import keccak

from tao_spec.arithmetic.identifiers import H160, AccountId, BlockHeight, NetUid
from tao_spec.interface.keys import AssociateEvmKey, EcdsaSignature, EvmKeyAssociated, InvalidRecoveredPublicKey
from tao_spec.interface.serving import InvalidIdentity
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

MESSAGE_PREFIX = b"\x19Ethereum Signed Message:\n"
"""What wallets put before a message that they sign, and before its length, so that it can be no transaction (EIP-191)."""

RECOVERY_OFFSET = 27
"""What wallets add to the value by which a key is recovered."""

HALF_ORDER = 0x7FFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_5D576E73_57A4501D_DFE92F46_681B20A0
"""Half the order of the curve: a signature whose second half is greater has a twin that is not."""

HIGH_SIGNATURES_DIFFER = "KNOWN-140"
"""A client that runs the chain natively takes a signature with a great second half, the chain's own code does not."""


@rule("KEYS-70", call=AssociateEvmKey)
def associate_evm_key(
    chain: Chain, origin: Origin, netuid: NetUid, evm_key: H160, block_number: BlockHeight, signature: EcdsaSignature
) -> None:
    """Remember the Ethereum address of a neuron, whose holder signed for its hotkey.

    Args:
        netuid: where the caller, a hotkey, is a neuron.
        evm_key: the address.
        block_number: part of the message, and nothing else: any block will do, again and again.
        signature: of the message by the holder of the address.

    Raises:
        BadOrigin: no account signs.
        HotKeyNotRegisteredInSubNet: the caller is no neuron of the subnet.
        InvalidIdentity: no key can be recovered from the signature.
        InvalidRecoveredPublicKey: the key is that of another address, or signed something else.
    """
    associate(chain, netuid, ensure_signed(origin), evm_key, block_number, signature)


def associate(
    chain: Chain, netuid: NetUid, hotkey: AccountId, evm_key: H160, block_number: BlockHeight, signature: EcdsaSignature
) -> None:
    """Remember the Ethereum address of a neuron, whose holder signed for its hotkey.

    Raises:
        HotKeyNotRegisteredInSubNet, InvalidIdentity, InvalidRecoveredPublicKey: in this order, as `associate_evm_key`.
    """
    uid = get_uid_for_net_and_hotkey(chain, netuid, hotkey)
    digest = compute_digest(hotkey, block_number)
    # The chain's own code refuses the greater of two signatures that say the same (KNOWN-140).
    if is_high(signature) and not chain.deviates(HIGH_SIGNATURES_DIFFER):
        raise InvalidIdentity
    address = recover_address(digest, signature)
    if address is None:
        raise InvalidIdentity
    if address != evm_key:
        raise InvalidRecoveredPublicKey
    now = BlockHeight(chain.number)
    chain.keys.associated_evm_address[netuid, uid] = (evm_key, now)
    chain.emit(EvmKeyAssociated(netuid, hotkey, evm_key, now))


@rule("KEYS-71")
def compute_digest(hotkey: AccountId, block_number: BlockHeight) -> bytes:
    """What the holder of an address signs for a hotkey: the hash of the message as wallets frame it."""
    message = bytes(hotkey) + keccak_256(block_number.to_bytes(8, "little"))
    return keccak_256(MESSAGE_PREFIX + str(len(message)).encode() + message)


@rule("KEYS-72")
def recover_address(digest: bytes, signature: EcdsaSignature) -> H160 | None:
    """The address whose holder signed a digest; None where the signature is none.

    Args:
        signature: two numbers of 32 bytes, and the value by which the key is recovered: 0 to 3, or 27 to 30.
    """
    recovery = signature[64] - RECOVERY_OFFSET if signature[64] >= RECOVERY_OFFSET else signature[64]
    try:
        key = PublicKey.from_signature_and_message(signature[:64] + bytes([recovery]), digest, hasher=None)
    except ValueError:
        return None
    return H160(keccak_256(key.format(compressed=False)[1:])[12:])


def is_high(signature: EcdsaSignature) -> bool:
    """Whether the second number of a signature is in the upper half of the curve's order."""
    return int.from_bytes(signature[32:64], "big") > HALF_ORDER


def keccak_256(data: bytes) -> bytes:
    """The hash of Ethereum, from which the standardised SHA-3 differs."""
    return keccak.new(digest_bits=256, data=data).digest()
