"""Which subnets a block walks, and in which order."""

from __future__ import annotations

from conformance.scenes import add_network
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.vectors.cases import Builder, Trace, blocks, case


def adjust_always(build: Builder, *netuids: int) -> None:
    """Let subnets adjust their terms in every block, of which an event tells."""
    for netuid in netuids:
        build.chain.neurons.adjustment_interval[NetUid(netuid)] = U16(0)


@case(rules=["SUBNET-1", "NEUR-1"])
def order_of_keys(build: Builder) -> Trace:
    """Subnets come in the order of their keys, the low byte first: 0, 256, 512, 1, 257, 2."""
    for netuid in (512, 2, 257, 256):
        add_network(build, netuid)
    adjust_always(build, 0, 1, 2, 256, 257, 512)
    yield blocks(1)


@case(rules=["SUBNET-1", "NEUR-1", "EMIT-12"])
def entry_that_says_no(build: Builder) -> Trace:
    """A subnet whose entry says that it does not exist is walked like any other; one without an entry is not.

    No call writes such an entry; it is written here.
    """
    build.chain.subnets.networks_added[add_network(build, 2)] = False
    del build.chain.subnets.networks_added[add_network(build, 3)]
    adjust_always(build, 2, 3)
    yield blocks(1)
