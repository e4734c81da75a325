"""Where neurons are reached."""

from __future__ import annotations

from conformance.scenes import add_network
from conformance.serving.prepare import HOME, IP4, IP6, LOCALHOST4, LOCALHOST6, PUBLIC, axon, neuron, neurons
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.state.serving import AxonInfo
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

BROADCAST = 2**32 - 1
GREATEST = 2**128 - 1


@case(rules=["SERVE-5", "SERVE-10", "SERVE-11"], errors=["ServingRateLimitExceeded"])
def again(build: Builder) -> Trace:
    """From one announcement to the next pass 50 blocks; another subnet counts by itself."""
    alice = neuron(build)
    yield alice.signs(axon())
    yield alice.signs(axon(port=8_092))
    yield alice.signs(axon(netuid=HOME + 1))
    yield blocks(49)
    yield alice.signs(axon(port=8_092))
    yield blocks(1)
    yield alice.signs(axon(port=8_092))


@case(rules=["SERVE-5"])
def without_limit(build: Builder) -> Trace:
    """A limit of zero is none: a neuron announces itself twice in a block."""
    alice = neuron(build, limit=0)
    for port in (1, 2):
        yield alice.signs(axon(port=port))


@case(rules=["SERVE-5"], errors=["ServingRateLimitExceeded"])
def one_block(build: Builder) -> Trace:
    """A limit of one block lets a neuron announce itself once in each."""
    alice = neuron(build, limit=1)
    yield alice.signs(axon())
    yield alice.signs(axon())
    yield blocks(1)
    yield alice.signs(axon())


@case(rules=["SERVE-5"], errors=["ServingRateLimitExceeded"])
def greatest_limit(build: Builder) -> Trace:
    """Even under the greatest limit the first announcement passes, and no other."""
    alice = neuron(build, limit=2**64 - 1)
    yield alice.signs(axon())
    yield blocks(2)
    yield alice.signs(axon())


@case(rules=["SERVE-5"])
def announced_in_block_zero(build: Builder) -> Trace:
    """An announcement of block 0 counts as none. It is written here."""
    made = neurons(build, limit=2**64 - 1)
    build.chain.serving.axons[made.netuid, made.hotkey(0)] = AxonInfo()
    yield Actor(made.hotkey(0)).signs(axon())


@case(rules=["SERVE-5"], errors=["ServingRateLimitExceeded"])
def announced_in_the_future(build: Builder) -> Trace:
    """An announcement of a later block is none blocks old. It is written here: no call leads to it."""
    made = neurons(build, count=2, limit=1)
    for uid, netuid in ((0, made.netuid), (1, NetUid(HOME + 1))):
        build.chain.serving.axons[netuid, made.hotkey(uid)] = AxonInfo(BlockHeight(2**64 - 1))
    build.chain.serving.serving_rate_limit[NetUid(HOME + 1)] = U64(0)
    yield Actor(made.hotkey(0)).signs(axon())
    yield Actor(made.hotkey(1)).signs(axon(netuid=HOME + 1))


@case(rules=["SERVE-3"], errors=["InvalidIpType"])
def types_of_address(build: Builder) -> Trace:
    """Of all types of address there are two."""
    alice = neuron(build, limit=0)
    for ip_type in (0, 3, 4, 5, 6, 7, 46, 255):
        yield alice.signs(axon(ip_type=ip_type))


@case(rules=["SERVE-4"], errors=["InvalidIpAddress"])
def addresses_of_four_bytes(build: Builder) -> Trace:
    """From zero up to the broadcast address, which is excluded, and without 127.0.0.1; private addresses pass."""
    alice = neuron(build, limit=0)
    around = (LOCALHOST4 - 1, LOCALHOST4, LOCALHOST4 + 1)
    for ip in (0, 1, 0x0A000001, *around, BROADCAST - 1, BROADCAST, BROADCAST + 1, GREATEST):
        yield alice.signs(axon(ip=ip))


@case(rules=["SERVE-4"], errors=["InvalidIpAddress"])
def addresses_of_sixteen_bytes(build: Builder) -> Trace:
    """From zero up to the greatest, which is excluded, and without ::1; those that are of four bytes pass too."""
    alice = neuron(build, limit=0)
    for ip in (0, LOCALHOST6, 2, LOCALHOST4, BROADCAST, BROADCAST + 1, GREATEST - 1, GREATEST):
        yield alice.signs(axon(ip=ip, ip_type=IP6))


@case(rules=["SERVE-6", "SERVE-11"], errors=["InvalidPort"])
def ports(build: Builder) -> Trace:
    """A port is from 1 to 65,535."""
    alice = neuron(build, limit=0)
    for port in (0, 1, 65_535):
        yield alice.signs(axon(port=port))


@case(rules=["SERVE-11"])
def anything_else(build: Builder) -> Trace:
    """The version, the protocol and what has no meaning yet are kept as they come, and replaced as a whole."""
    alice = neuron(build, limit=0)
    yield alice.signs(axon(version=2**32 - 1, rest=(255, 254, 253)))
    yield alice.signs(axon(ip=0, version=0, rest=(0, 0, 0)))


@case(rules=["SERVE-1", "SERVE-2"], errors=["HotKeyNotRegisteredInNetwork"])
def who_may(build: Builder) -> Trace:
    """A hotkey may that is a neuron somewhere, in root if nowhere else; a membership that says false, written here, is none."""
    made = neurons(build)
    rooted, gone, both, stranger = (Actor(build.name(name)) for name in ("rooted", "gone", "both", "stranger"))
    members = build.chain.neurons.is_network_member
    members[rooted.account, ROOT] = True
    members[gone.account, made.netuid] = False
    members[both.account, ROOT], members[both.account, NetUid(HOME + 1)] = False, True
    for who in (Actor(made.hotkey(0)), Actor(made.coldkey(0)), rooted, gone, both, stranger):
        yield who.signs(axon())


@case(rules=["SERVE-2", "SERVE-11"])
def anywhere(build: Builder) -> Trace:
    """A neuron announces itself in root, in a subnet of others, and where no subnet is (KNOWN-70)."""
    alice = neuron(build)
    add_network(build, 3)
    for netuid in (0, HOME, 3, 4, 65_535):
        yield alice.signs(axon(netuid=netuid))


@case(
    rules=["SERVE-10", "SERVE-11"],
    errors=[
        "BadOrigin",
        "HotKeyNotRegisteredInNetwork",
        "InvalidIpType",
        "InvalidIpAddress",
        "ServingRateLimitExceeded",
        "InvalidPort",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    alice, stranger = neuron(build), Actor(build.name("stranger"))
    yield alice.signs(axon())
    wrong = axon(ip=BROADCAST, ip_type=5, port=0)
    yield root(wrong)
    yield nobody(wrong)
    yield stranger.signs(wrong)
    yield alice.signs(wrong)
    yield alice.signs(axon(ip=BROADCAST, ip_type=IP4, port=0))
    yield alice.signs(axon(ip=PUBLIC, port=0))
    yield blocks(50)
    yield alice.signs(axon(port=0))
    yield alice.signs(axon())
