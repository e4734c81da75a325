"""Registration by work. Every block has the hash zero here, as the format says."""

from __future__ import annotations

from itertools import count

from conformance.neurons.prepare import (
    HOME,
    NOW,
    NOWHERE,
    Comer,
    comer,
    comers,
    hotkey_of,
    network,
    seal,
)
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import FaucetCall, Register
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.neurons.work import hash_meets_difficulty
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

CALL = ["NEUR-45"]
LAST_BYTE_HIGHEST = H256(bytes(31) + b"\x01")
"""A hash that is 2^248 with its first byte the lowest, and 1 with its first byte the highest."""


@case(
    rules=[*CALL, "NEUR-7", "NEUR-33", "NEUR-34", "NEUR-41", "NEUR-43", "NEUR-44"],
    errors=["HotKeyAlreadyRegisteredInSubNet"],
)
def first(build: Builder) -> Trace:
    """Whoever did the work is a neuron, and pays nothing; a coldkey that need not exist owns the hotkey."""
    network(build, size=1)
    ghost = Comer(build.name("ghost"), build.name("a hotkey"))
    yield ghost.works()
    yield ghost.works(nonce=1)


@case(rules=["NEUR-43", "NEUR-45"], errors=["InvalidSeal"])
def other_work(build: Builder) -> Trace:
    """Work for another number or another hotkey is none; a number can be any of 64 bits."""
    network(build)
    alice, bob = comers(build, 2)
    yield alice.works(proof=seal(alice.hotkey, 1))
    yield alice.works(proof=seal(bob.hotkey))
    yield alice.works(nonce=2**64 - 1)


@case(rules=["NEUR-42", "NEUR-45"], errors=["InvalidDifficulty"])
def just_hard_enough(build: Builder) -> Trace:
    """Work that just reaches a difficulty does not reach the next one."""
    hotkey = comer(build, "alice").hotkey
    most = (2**256 - 1) // int.from_bytes(seal(hotkey), "little")
    for number, difficulty in enumerate((most + 1, most), 2):
        network(build, netuid=NetUid(number))
        build.chain.neurons.difficulty[NetUid(number)] = U64(difficulty)
    alice = Comer(build.name("ghost"), hotkey)
    yield alice.works(NetUid(2))
    yield alice.works(NetUid(3))


@case(rules=["NEUR-42"], errors=["InvalidSeal", "InvalidDifficulty"])
def first_byte_is_the_lowest(build: Builder) -> Trace:
    """A hash is a number whose first byte is the lowest: that of 2^248 reaches 255 and not 256; zero reaches any difficulty."""
    alice = comer(build, "alice")
    for number, difficulty in enumerate((255, 256, 2**64 - 1), 2):
        network(build, netuid=NetUid(number))
        build.chain.neurons.difficulty[NetUid(number)] = U64(difficulty)
    yield alice.works(NetUid(2), proof=LAST_BYTE_HIGHEST)
    yield alice.works(NetUid(3), proof=LAST_BYTE_HIGHEST)
    yield alice.works(NetUid(4), proof=H256())


@case(rules=["NEUR-42", "NEUR-43"])
def searched(build: Builder) -> Trace:
    """A number that gives work for a difficulty of a thousand, found by trying."""
    network(build)
    build.chain.neurons.difficulty[HOME] = U64(1_000)
    alice = comer(build, "alice")
    nonce = next(nonce for nonce in count() if hash_meets_difficulty(seal(alice.hotkey, nonce), U64(1_000)))
    yield alice.works(nonce=nonce)


@case(rules=["NEUR-42"])
def without_difficulty(build: Builder) -> Trace:
    """A difficulty of zero is reached by any work."""
    network(build)
    build.chain.neurons.difficulty[HOME] = U64(0)
    yield comer(build, "alice").works()


@case(rules=["NEUR-40"], errors=["InvalidWorkBlock"])
def age_of_the_block(build: Builder) -> Trace:
    """Work is for this block or one of the two before it, not for the third, nor for one to come."""
    network(build)
    people = comers(build, 5)
    for who, block in zip(people, (NOW + 1, NOW, NOW - 1, NOW - 2, NOW - 3), strict=True):
        yield who.works(block=block)


@case(rules=["NEUR-40"], errors=["InvalidWorkBlock"])
def too_late(build: Builder) -> Trace:
    """Work of one block counts two blocks later, and not three."""
    network(build)
    alice, bob = comers(build, 2)
    yield blocks(2)
    yield alice.works(block=NOW)
    yield blocks(1)
    yield bob.works(block=NOW)


@case(rules=["NEUR-40"], errors=["InvalidWorkBlock"])
def blocks_of_any_size(build: Builder) -> Trace:
    """Block 0 is too old, and the greatest is none yet."""
    network(build)
    alice = comer(build, "alice")
    yield alice.works(block=0)
    yield alice.works(block=2**64 - 1)


@case(rules=["NEUR-45", "NEUR-41"])
def again(build: Builder) -> Trace:
    """The same work registers a hotkey in a second subnet, and again after it was pruned (KNOWN-114)."""
    other = NetUid(3)
    for netuid in (HOME, other):
        network(build, room=1, netuid=netuid)
        build.chain.neurons.immunity_period[netuid] = U16(0)
    alice, bob = comers(build, 2)
    yield alice.works(HOME)
    yield alice.works(other)
    yield bob.works(HOME)
    yield alice.works(HOME)


@case(rules=CALL, errors=["BadOrigin", "TransactorAccountShouldBeHotKey"])
def who_signs(build: Builder) -> Trace:
    """The hotkey signs: neither its coldkey nor root nor nobody does, be the subnet what it may."""
    network(build)
    alice = comer(build, "alice")
    for netuid in (HOME, NOWHERE):
        call = Register(netuid, NOW, U64(0), bytes(seal(alice.hotkey)), alice.hotkey, alice.account)
        yield root(call)
        yield nobody(call)
        yield alice.signs(call)


@case(rules=[*CALL, "NEUR-32"], errors=["NonAssociatedColdKey", "NoNeuronIdAvailable"])
def whose_hotkey(build: Builder) -> Trace:
    """The coldkey that is named owns the hotkey, or does so from then on; where there is no seat, it does not."""
    network(build)
    network(build, netuid=NetUid(3), room=0)
    alice, bob = comers(build, 2)
    create_account_if_non_existent(build.chain, alice.account, alice.hotkey)
    yield Comer(bob.account, alice.hotkey).works()
    yield alice.works()
    yield bob.works(NetUid(3))


@case(
    rules=[*CALL, "NEUR-30", "NEUR-31"],
    errors=["RegistrationNotPermittedOnRootSubnet", "SubNetworkDoesNotExist", "SubNetRegistrationDisabled"],
)
def where(build: Builder) -> Trace:
    """Root takes nobody in this way, nor does a subnet that is none or is closed to work; one closed to burning does."""
    for netuid in (HOME, NetUid(3)):
        network(build, netuid=netuid)
    build.chain.neurons.network_pow_registration_allowed[HOME] = False
    build.chain.neurons.network_registration_allowed[NetUid(3)] = False
    alice = comer(build, "alice")
    for netuid in (ROOT, NOWHERE, HOME, NetUid(3)):
        yield alice.works(netuid)


@case(
    rules=[*CALL, "NEUR-31", "NEUR-40"],
    errors=[
        "SubNetRegistrationDisabled",
        "TooManyRegistrationsThisBlock",
        "TooManyRegistrationsThisInterval",
        "HotKeyAlreadyRegisteredInSubNet",
        "InvalidWorkBlock",
        "InvalidDifficulty",
        "InvalidSeal",
        "NonAssociatedColdKey",
        "NoNeuronIdAvailable",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """Subnet by subnet, and call by call, one reason less to refuse: the first that is left decides."""
    chain, neurons = build.chain, build.chain.neurons
    subnets = [NetUid(number) for number in range(2, 7)]
    for netuid in subnets:
        network(build, size=1, room=0, netuid=netuid)
        neurons.network_pow_registration_allowed[netuid] = netuid > 2
        neurons.max_registrations_per_block[netuid] = U16(int(netuid > 3))
        neurons.target_registrations_per_interval[netuid] = U16(int(netuid > 4))
        neurons.difficulty[netuid] = U64(2)
    foreign, hard = build.name("a hotkey of another"), H256(b"\xff" * 32)
    create_account_if_non_existent(chain, build.name("another"), foreign)
    for netuid in subnets[:4]:
        yield Comer(build.name("ghost"), hotkey_of(0, netuid)).works(netuid, NOW + 1, proof=hard)
    last, stranger, easy = subnets[4], Comer(build.name("ghost"), foreign), H256(bytes(32))
    nonce = next(nonce for nonce in count() if hash_meets_difficulty(seal(foreign, nonce), U64(2)))
    yield stranger.works(last, NOW + 1, proof=hard)
    yield stranger.works(last, proof=hard)
    yield stranger.works(last, proof=easy)
    yield stranger.works(last, nonce=nonce)
    yield Comer(build.name("another"), foreign).works(last, nonce=nonce)


@case(rules=["NEUR-45", "NEUR-34", "NEUR-5"])
def harder_next_time(build: Builder) -> Trace:
    """Registrations by work are counted apart: it is the difficulty that rises with them, and not the cost."""
    made = network(build)
    neurons = build.chain.neurons
    neurons.adjustment_interval[made] = U16(2)
    neurons.target_registrations_per_interval[made] = U16(1)
    neurons.min_difficulty[made], neurons.min_burn[made] = U64(1), TaoBalance(1)
    neurons.difficulty[made] = U64(2)
    alice, bob = (Comer(build.name("ghost"), build.name(f"hotkey {name}")) for name in "ab")
    for who in (alice, bob):
        nonce = next(nonce for nonce in count() if hash_meets_difficulty(seal(who.hotkey, nonce), U64(2)))
        yield who.works(nonce=nonce)
    yield blocks(2)


@case(rules=["NEUR-34"])
def greatest_count(build: Builder) -> Trace:
    """The count of registrations by work is held at 65,535. It is written here."""
    network(build)
    build.chain.neurons.pow_registrations_this_interval[HOME] = U16(65_535)
    yield comer(build, "alice").works()


@case(rules=["NEUR-46"], errors=["FaucetDisabled"])
def faucet(build: Builder) -> Trace:
    """There is no faucet, for anybody, whatever work was done."""
    alice = build.account("alice", 10**9)
    call = FaucetCall(BlockHeight(NOW), U64(0), bytes(seal(AccountId(alice.account))))
    yield alice.signs(call)
    yield root(call)
    yield nobody(FaucetCall(BlockHeight(0), U64(0), b""))
    yield Actor(build.name("ghost")).signs(call)
