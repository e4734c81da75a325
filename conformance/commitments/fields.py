"""What neurons commit, in which space, and what comes of it."""

from __future__ import annotations

from conformance.commitments.neurons import HOME, OTHER, commits, endow, neuron, neurons, remember
from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.commitments.metadata import (
    BigRaw,
    BlakeTwo256,
    Keccak256,
    Nothing,
    Raw,
    ResetBondsFlag,
    SetMaxSpace,
    SetRateLimit,
    Sha256,
    ShaThree256,
    TimelockEncrypted,
)
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

HASH = H256(b"h" * 32)
SEALED, LATER = (TimelockEncrypted(b"sealed until " + bytes([round]), U64(round)) for round in (77, 78))


@case(rules=["COMMIT-5", "COMMIT-6", "COMMIT-10"])
def kinds(build: Builder) -> Trace:
    """Fields of all kinds are stored as they are; a commitment replaces the one before, and may be empty."""
    actor = neuron(build)
    yield actor.signs(commits(BlakeTwo256(HASH), Sha256(HASH), Keccak256(HASH)))
    yield actor.signs(commits(ShaThree256(HASH), Nothing(), BigRaw(b"b" * 512)))
    yield actor.signs(commits(Raw(b""), Raw(b"r" * 128)))
    yield actor.signs(commits())


@case(rules=["COMMIT-5"], errors=["BadOrigin", "AccountNotAllowedCommit"])
def strangers(build: Builder) -> Trace:
    """Only a hotkey of the subnet commits: not its coldkey, not elsewhere, and neither root nor nobody."""
    made = neurons(build, 2)
    call = commits(Raw(b"mine"))
    yield root(call)
    yield nobody(call)
    yield Actor(made.coldkey(0)).signs(call)
    yield Actor(made.hotkey(1)).signs(commits(Raw(b"mine"), netuid=OTHER))
    yield Actor(made.hotkey(0)).signs(commits(Raw(b"mine"), netuid=9))
    yield Actor(made.hotkey(0)).signs(commits(Raw(b"mine"), netuid=OTHER))


@case(rules=["COMMIT-5", "COMMIT-10"])
def sealed(build: Builder) -> Trace:
    """The round of the first sealed field is told; the index names the commitment until one without such a field replaces it."""
    made = neurons(build, 2)
    first, second = Actor(made.hotkey(0)), Actor(made.hotkey(1))
    yield first.signs(commits(Raw(b"open"), LATER, SEALED))
    yield second.signs(commits(SEALED))
    yield first.signs(commits(SEALED, netuid=OTHER))
    yield first.signs(commits(SEALED))
    yield first.signs(commits(Raw(b"open")))
    yield first.signs(commits(Raw(b"open")))


@case(rules=["COMMIT-6", "COMMIT-7"], errors=["SpaceLimitExceeded"])
def space(build: Builder) -> Trace:
    """Space counts to the last byte of 3,100, and on each subnet by itself; no commitment takes less than 100."""
    actor = neuron(build)
    long = TimelockEncrypted(b"t" * 1_024, U64(77))
    yield actor.signs(commits(long, long, BigRaw(b"b" * 512)))
    yield actor.signs(commits(BigRaw(b"b" * 512)))
    # 28 bytes are left now.
    yield actor.signs(commits())
    yield actor.signs(commits(Raw(b"r" * 29)))
    yield actor.signs(commits(Raw(b"r" * 100), netuid=OTHER))


@case(rules=["COMMIT-6", "COMMIT-7", "COMMIT-12"], errors=["SpaceLimitExceeded"])
def least_space(build: Builder) -> Trace:
    """Up to 100 bytes take 100, and 101 take 101; flags and empty fields take nothing more."""
    actor = neuron(build)
    yield root(SetMaxSpace(U32(301)))
    yield actor.signs(commits())
    yield actor.signs(commits(Raw(b"r" * 100), ResetBondsFlag(), Nothing()))
    yield actor.signs(commits(Raw(b"r" * 102)))
    yield actor.signs(commits(Raw(b"r" * 101)))


@case(rules=["COMMIT-7"], errors=["SpaceLimitExceeded"])
def space_of_epochs(build: Builder) -> Trace:
    """Each epoch has all of the space again; the epoch after block 1,096 of this subnet is a new one."""
    actor = neuron(build)
    build.at_block(1_095)
    full = [BigRaw(b"b" * 512)] * 3
    yield actor.signs(commits(*full))
    yield actor.signs(commits(*full))
    yield blocks(1)
    yield actor.signs(commits(*full))
    yield blocks(1)
    yield actor.signs(commits(*full))


@case(rules=["COMMIT-12"], errors=["BadOrigin", "SpaceLimitExceeded"])
def max_space(build: Builder) -> Trace:
    """Only root sets the space; with less than 100 bytes nobody commits."""
    actor = neuron(build)
    yield actor.signs(SetMaxSpace(U32(99)))
    yield nobody(SetMaxSpace(U32(99)))
    yield root(SetMaxSpace(U32(99)))
    yield actor.signs(commits())
    yield root(SetMaxSpace(U32(100)))
    yield actor.signs(commits())


@case(rules=["COMMIT-11"], errors=["BadOrigin"])
def rate_limit(build: Builder) -> Trace:
    """The call of former times asks for root and does nothing."""
    actor = neuron(build)
    yield actor.signs(SetRateLimit(U32(5)))
    yield nobody(SetRateLimit(U32(5)))
    yield root(SetRateLimit(U32(5)))


@case(rules=["COMMIT-5", "COMMIT-8"], errors=["SpaceLimitExceeded"])
def reset_bonds(build: Builder) -> Trace:
    """The flag strikes the neuron from everybody's bonds, once or twice in a commitment; a refused commitment changes none."""
    made = neurons(build, 3)
    made.chain.consensus.bonds_reset_on[HOME] = True
    for uid in range(3):
        made.bond(uid, {0: 7, 1: 8, 2: 9})
    first, second = Actor(made.hotkey(0)), Actor(made.hotkey(1))
    yield first.signs(commits(Raw(b"open"), ResetBondsFlag(), ResetBondsFlag()))
    yield root(SetMaxSpace(U32(99)))
    yield second.signs(commits(ResetBondsFlag()))


@case(rules=["COMMIT-5", "COMMIT-8"])
def reset_bonds_off(build: Builder) -> Trace:
    """Where the subnet does not allow it, the flag is remembered and no bond changes."""
    made = neurons(build, 2)
    made.bond(0, {0: 7, 1: 8})
    yield Actor(made.hotkey(1)).signs(commits(ResetBondsFlag()))


@case(rules=["COMMIT-9"], errors=["UnexpectedUnreserveLeftover"])
def old_deposit(build: Builder) -> Trace:
    """A deposit of an earlier revision is freed, if all of it is there; it is written here, for no call takes one."""
    made = neurons(build, 2)
    rich, poor = (endow(made, uid, reserved) for uid, reserved in enumerate((1_000, 999)))
    for actor in (rich, poor):
        remember(made.chain, HOME, actor.account, Raw(b"before"), deposit=1_000)
    yield rich.signs(commits(Raw(b"now")))
    yield poor.signs(commits(Raw(b"now")))
