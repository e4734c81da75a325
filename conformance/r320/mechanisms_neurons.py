"""Neurons of subnets with several mechanisms: newcomers, those whose number they get, and swapped hotkeys."""

from __future__ import annotations

from dataclasses import replace

from conformance.commitments.neurons import commits, neurons
from conformance.keys.prepare import FIRST, SECOND, commit, household
from conformance.neurons.prepare import HOME, comer, comers, distinguish, network, score
from conformance.r320.mechanisms import two_mechanisms
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.commitments.metadata import ResetBondsFlag
from tao_spec.interface.keys import SwapHotkey
from tao_spec.transition.chain import Chain
from tao_spec.vectors.cases import Actor, Builder, Trace, case


def index_of(netuid: NetUid) -> NetUid:
    """The storage index of a subnet's second mechanism."""
    return NetUid(netuid + 4_096)


def place_second(chain: Chain, netuid: NetUid = HOME) -> NetUid:
    """Give the second mechanism what the first has, with weights of its own."""
    index, size = index_of(netuid), chain.neurons.subnetwork_n[netuid]
    chain.consensus.incentive[index] = tuple(U16(900 + uid) for uid in range(size))
    chain.weights.last_update[index] = tuple(BlockHeight(70 + uid) for uid in range(size))
    for uid in map(Uid, range(size)):
        chain.weights.weights[index, uid] = tuple((Uid(other), U16(50 + other)) for other in range(size))
        chain.consensus.bonds[index, uid] = ((Uid(0), U16(5)), (Uid(size - 1), U16(6)))
    return index


@case(rules=["R320-57"], revision=320)
def newcomer(build: Builder) -> Trace:
    """A newcomer has an incentive and an update in every mechanism; a new one's lists, which are empty, do not fit then."""
    network(build, size=2)
    two_mechanisms(build)
    for who in comers(build, 2):
        yield who.burns()


@case(rules=["R320-57"], revision=320)
def newcomer_among_others(build: Builder) -> Trace:
    """Where the lists of a mechanism fit, they do so with the newcomer."""
    network(build, size=2)
    place_second(two_mechanisms(build))
    yield comer(build, "alice").burns()


@case(rules=["R320-57"], revision=320)
def lists_of_other_lengths(build: Builder) -> Trace:
    """The block of registration lies at the place of the number, be the list longer; incentives grow at their end."""
    network(build, size=2)
    chain = two_mechanisms(build)
    for index in (HOME, index_of(HOME)):
        chain.weights.last_update[index] = tuple(map(BlockHeight, range(1, 6)))
        chain.consensus.incentive[index] = (U16(1),)
    yield comer(build, "alice").burns()


@case(rules=["R320-58"], revision=320)
def replaced(build: Builder) -> Trace:
    """A replaced neuron loses its weights, and those on it become zero, in every mechanism; its updates stay."""
    made = network(build, size=3, room=3)
    build.chain.neurons.immunity_period[made] = U16(0)
    chain = two_mechanisms(build)
    distinguish(build)
    place_second(chain)
    score(build, [5, 3, 4])
    yield comer(build, "alice").burns()


@case(rules=["R320-58"], revision=320)
def replaced_in_short_lists(build: Builder) -> Trace:
    """Lists that are too short stay as they are; one that was absent is stored as empty."""
    made = network(build, size=3, room=3)
    build.chain.neurons.immunity_period[made] = U16(0)
    chain = two_mechanisms(build)
    chain.consensus.incentive[HOME] = (U16(9),)
    score(build, [5, 4, 3])
    yield comer(build, "alice").burns()


@case(rules=["R320-59"], revision=320)
def swapped_in_one_subnet(build: Builder) -> Trace:
    """The new hotkey has the hashed commitments of every mechanism of that subnet; sealed ones stay with the old one."""
    house = household(build)
    for netuid in (FIRST, SECOND):
        two_mechanisms(build, netuid)
        for index in (netuid, index_of(netuid)):
            commit(build, house.hotkey, index)
    yield house.owner.signs(SwapHotkey(house.hotkey, build.name("new hotkey"), FIRST))


@case(rules=["R320-59"], revision=320)
def swapped_everywhere(build: Builder) -> Trace:
    """The same in every subnet, for as many mechanisms as each has."""
    house = household(build)
    two_mechanisms(build, SECOND)
    for index in (FIRST, SECOND, index_of(FIRST), index_of(SECOND)):
        commit(build, house.hotkey, index)
    yield house.owner.signs(SwapHotkey(house.hotkey, build.name("new hotkey"), None))


@case(rules=["R320-49"], revision=320)
def reset_bonds(build: Builder) -> Trace:
    """The flag strikes the neuron from the bonds of every mechanism that the subnet has."""
    made = neurons(build, 3)
    two_mechanisms(build)
    for place in (made, replace(made, netuid=index_of(HOME)), replace(made, netuid=NetUid(HOME + 8_192))):
        for uid in range(2):
            place.bond(uid, {0: 7, 1: 8, 2: 9})
    made.chain.consensus.bonds_reset_on[HOME] = True
    yield Actor(made.hotkey(0)).signs(commits(ResetBondsFlag()))


@case(rules=["R320-49"], revision=320)
def bonds_stay(build: Builder) -> Trace:
    """Where the subnet does not allow it no bond of any mechanism changes."""
    made = neurons(build, 3)
    two_mechanisms(build)
    replace(made, netuid=index_of(HOME)).bond(1, {0: 7})
    yield Actor(made.hotkey(0)).signs(commits(ResetBondsFlag()))
