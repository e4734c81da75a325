"""The numbers of neurons, as other calls ask for them."""

from __future__ import annotations

from conformance.neurons.prepare import HOME, comer, network
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import SetWeights
from tao_spec.vectors.cases import Actor, Builder, Trace, case


@case(rules=["NEUR-14"], errors=["HotKeyNotRegisteredInSubNet"])
def known_at_once(build: Builder) -> Trace:
    """A hotkey has its number from the call that registered it on, and in no other subnet."""
    for netuid in (HOME, NetUid(3)):
        network(build, size=1, netuid=netuid)
        build.chain.weights.commit_reveal_weights_enabled[netuid] = False
        build.chain.weights.weights_set_rate_limit[netuid] = U64(0)
    alice = comer(build, "alice")
    hotkey = Actor(alice.hotkey)
    yield hotkey.signs(weighs(HOME))
    yield alice.burns()
    yield hotkey.signs(weighs(HOME))
    yield hotkey.signs(weighs(NetUid(3)))


def weighs(netuid: NetUid) -> SetWeights:
    """All for number 1."""
    return SetWeights(netuid, (Uid(1),), (U16(65_535),), U64(0))
