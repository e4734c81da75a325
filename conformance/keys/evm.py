"""Neurons that prove an Ethereum address."""

from __future__ import annotations

from coincurve import PrivateKey

from conformance.keys.prepare import FIRST, NOWHERE, SECOND, household
from tao_spec.arithmetic.identifiers import H160, ROOT, AccountId, BlockHeight, NetUid
from tao_spec.interface.keys import AssociateEvmKey, EcdsaSignature
from tao_spec.transition.keys.evm import compute_digest, keccak_256
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""The order of secp256k1."""

HOLDER, OTHER = PrivateKey(b"\x01" * 32), PrivateKey(b"\x02" * 32)
"""Who holds an address; the keys are for these cases alone."""


def address(holder: PrivateKey) -> H160:
    """The address of a key."""
    return H160(keccak_256(holder.public_key.format(compressed=False)[1:])[12:])


def sign(hotkey: AccountId, block: int = 7, holder: PrivateKey = HOLDER) -> EcdsaSignature:
    """The signature for a hotkey."""
    return EcdsaSignature(holder.sign_recoverable(compute_digest(hotkey, BlockHeight(block)), hasher=None))


def changed(signature: EcdsaSignature, r: int | None = None, s: int | None = None, v: int = 0) -> EcdsaSignature:
    """A signature with other numbers, and so much added to the last."""
    first = signature[:32] if r is None else r.to_bytes(32, "big")
    second = signature[32:64] if s is None else s.to_bytes(32, "big")
    return EcdsaSignature(first + second + bytes([signature[64] + v]))


def associate(signature: EcdsaSignature, evm_key: H160 | None = None, netuid: NetUid = FIRST) -> AssociateEvmKey:
    """The call, for block 7."""
    return AssociateEvmKey(netuid, evm_key or address(HOLDER), BlockHeight(7), signature)


@case(rules=["KEYS-70", "KEYS-71", "KEYS-72", "NEUR-14"])
def proven(build: Builder) -> Trace:
    """An address is remembered for each subnet with the block; a later one replaces it, and a signature serves again."""
    house = household(build)
    neuron = Actor(house.hotkey)
    for netuid in (FIRST, ROOT):
        yield neuron.signs(associate(sign(house.hotkey), netuid=netuid))
    yield blocks(1)
    yield neuron.signs(associate(sign(house.hotkey, holder=OTHER), address(OTHER)))
    yield neuron.signs(associate(sign(house.hotkey)))


@case(rules=["KEYS-70", "KEYS-71"])
def of_any_block(build: Builder) -> Trace:
    """The block number is part of the message alone: a past one, and the last of all."""
    house = household(build)
    for block in (0, 2**64 - 1):
        signature = sign(house.hotkey, block)
        call = AssociateEvmKey(FIRST, address(HOLDER), BlockHeight(block), signature)
        yield Actor(house.hotkey).signs(call)


@case(rules=["KEYS-70"], errors=["BadOrigin", "HotKeyNotRegisteredInSubNet", "InvalidRecoveredPublicKey"])
def refused_in_order(build: Builder) -> Trace:
    """Origin, the neuron, whose signature it is; its owner does not count as the hotkey."""
    house = household(build)
    del build.chain.neurons.uids[SECOND, house.hotkey]
    call, bad = associate(sign(house.hotkey)), EcdsaSignature(bytes(65))
    yield root(call)
    yield nobody(call)
    yield house.owner.signs(call)
    for netuid in (SECOND, NOWHERE):
        yield Actor(house.hotkey).signs(associate(bad, netuid=netuid))
    for signature in (sign(house.hotkey, 8), sign(house.hotkey, holder=OTHER), sign(house.owner.account)):
        yield Actor(house.hotkey).signs(associate(signature))


@case(rules=["KEYS-72"], errors=["InvalidIdentity", "InvalidRecoveredPublicKey"])
def recovered(build: Builder) -> Trace:
    """The last number is 0 to 3, with 27 added or without; whatever else it is, nothing is recovered."""
    house = household(build)
    signature = sign(house.hotkey)
    for more in (27, 2, 4, 26, 29, 31, 200):
        yield Actor(house.hotkey).signs(associate(changed(signature, v=more)))


@case(rules=["KEYS-72"], errors=["InvalidIdentity", "InvalidRecoveredPublicKey"])
def numbers_out_of_range(build: Builder) -> Trace:
    """Neither number may be zero or the order; the greatest that they may be is one less."""
    house = household(build)
    signature = sign(house.hotkey)
    for number in (0, 1, ORDER - 1, ORDER, 2**256 - 1):
        yield Actor(house.hotkey).signs(associate(changed(signature, r=number)))
        yield Actor(house.hotkey).signs(associate(changed(signature, s=number)))


@case(rules=["KEYS-72"])
def the_greater_of_two(build: Builder) -> Trace:
    """Of the two signatures that say the same the native client takes the greater one, too (KNOWN-140)."""
    house = household(build)
    signature = sign(house.hotkey)
    greater = ORDER - int.from_bytes(signature[32:64], "big")
    flipped = EcdsaSignature(signature[:32] + greater.to_bytes(32, "big") + bytes([signature[64] ^ 1]))
    yield Actor(house.hotkey).signs(associate(flipped))
