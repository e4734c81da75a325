"""Where the measurements of neurons are read."""

from __future__ import annotations

from conformance.serving.prepare import IP4, IP6, LOCALHOST4, LOCALHOST6, axon, neuron, neurons, prometheus
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.state.serving import PrometheusInfo
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

BROADCAST = 2**32 - 1
GREATEST = 2**128 - 1


@case(rules=["SERVE-5", "SERVE-14"], errors=["ServingRateLimitExceeded"])
def again(build: Builder) -> Trace:
    """From one announcement to the next pass 50 blocks; those of axons do not count."""
    alice = neuron(build)
    yield alice.signs(axon())
    yield alice.signs(prometheus())
    yield blocks(49)
    yield alice.signs(prometheus())
    yield blocks(1)
    yield alice.signs(prometheus(port=1, version=2**32 - 1))


@case(rules=["SERVE-5", "SERVE-14"])
def announced_in_block_zero(build: Builder) -> Trace:
    """An announcement of block 0 counts as none. It is written here."""
    made = neurons(build, limit=2**64 - 1)
    build.chain.serving.prometheus[made.netuid, made.hotkey(0)] = PrometheusInfo(BlockHeight(0))
    yield Actor(made.hotkey(0)).signs(prometheus())


@case(rules=["SERVE-3", "SERVE-4", "SERVE-14"], errors=["InvalidIpType", "InvalidIpAddress"])
def addresses(build: Builder) -> Trace:
    """Zero is refused here; else addresses are as for axons."""
    alice = neuron(build, limit=0)
    for ip in (0, 1, LOCALHOST4, BROADCAST - 1, BROADCAST):
        yield alice.signs(prometheus(ip=ip, ip_type=IP4))
    for ip in (0, LOCALHOST6, 2, LOCALHOST4, GREATEST - 1, GREATEST):
        yield alice.signs(prometheus(ip=ip, ip_type=IP6))
    for ip_type in (0, 5, 7, 255):
        yield alice.signs(prometheus(ip_type=ip_type))


@case(rules=["SERVE-6", "SERVE-14"], errors=["InvalidPort"])
def ports(build: Builder) -> Trace:
    """A port is from 1 to 65,535."""
    alice = neuron(build, limit=0)
    for port in (0, 1, 65_535):
        yield alice.signs(prometheus(port=port))


@case(rules=["SERVE-1", "SERVE-2", "SERVE-14"], errors=["HotKeyNotRegisteredInNetwork"])
def who_may(build: Builder) -> Trace:
    """A neuron may in any subnet (KNOWN-70), one of root too; a coldkey may not."""
    made = neurons(build)
    rooted = Actor(build.name("rooted"))
    build.chain.neurons.is_network_member[rooted.account, ROOT] = True
    for netuid in (0, 2, 3, 65_535):
        yield Actor(made.hotkey(0)).signs(prometheus(netuid=netuid))
        yield rooted.signs(prometheus(netuid=netuid))
    yield Actor(made.coldkey(0)).signs(prometheus())


@case(
    rules=["SERVE-14"],
    errors=[
        "BadOrigin",
        "InvalidIpType",
        "InvalidIpAddress",
        "HotKeyNotRegisteredInNetwork",
        "ServingRateLimitExceeded",
        "InvalidPort",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. The address comes before the hotkey."""
    alice, stranger = neuron(build), Actor(build.name("stranger"))
    yield alice.signs(prometheus())
    wrong = prometheus(ip=0, ip_type=5, port=0)
    yield root(wrong)
    yield nobody(wrong)
    yield stranger.signs(wrong)
    yield stranger.signs(prometheus(ip=0, port=0))
    yield stranger.signs(prometheus(port=0))
    yield alice.signs(prometheus(port=0))
    yield blocks(50)
    yield alice.signs(prometheus(port=0))
    yield alice.signs(prometheus())
