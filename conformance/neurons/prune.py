"""Whose number a newcomer gets where the subnet is full, and what of the predecessor it gets with it."""

from __future__ import annotations

from conformance.neurons.prepare import (
    GREATEST,
    HOME,
    NOW,
    Comer,
    comer,
    comers,
    distinguish,
    hotkey_of,
    network,
    register_at,
    score,
)
from conformance.scenes import LONG_AGO
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.vectors.cases import Builder, Trace, case

RULES = ["NEUR-20", "NEUR-33"]
PERIOD = 100
"""The immunity of the cases, in blocks."""


def full(build: Builder, *scores: int) -> NetUid:
    """A full subnet whose neurons have these scores and are immune no more."""
    made = network(build, size=len(scores), room=len(scores))
    build.chain.neurons.immunity_period[made] = U16(PERIOD)
    score(build, scores)
    return made


@case(rules=RULES)
def least_score(build: Builder) -> Trace:
    """The neuron with the least score goes; its number has the greatest then, so that the next newcomer gets another."""
    full(build, 5, 3, 4)
    for who in comers(build, 4):
        yield who.burns()


@case(rules=RULES)
def by_work(build: Builder) -> Trace:
    """Whoever comes by work replaces a neuron as well."""
    full(build, 5, 3)
    yield comer(build, "alice").works()


@case(rules=RULES)
def equal_scores(build: Builder) -> Trace:
    """Of equal scores the neuron that registered first goes; of those the one with the least number."""
    full(build, 3, 3, 3, 3)
    register_at(build, [20, 11, 10, 10])
    for who in comers(build, 4):
        yield who.burns()


@case(rules=[*RULES, "NEUR-21"])
def immunity_ends(build: Builder) -> Trace:
    """A neuron that registered as many blocks ago as the period has is immune no more, one of a block later still is."""
    full(build, 9, 1, 2)
    register_at(build, [NOW - PERIOD, NOW - PERIOD + 1, NOW])
    yield comer(build, "alice").burns()


@case(rules=[*RULES, "NEUR-21"])
def immunity_of_none(build: Builder) -> Trace:
    """A period of zero makes nobody immune, not even whoever registered in this block."""
    full(build, 9, 1)
    build.chain.neurons.immunity_period[HOME] = U16(0)
    register_at(build, [NOW, NOW])
    yield comer(build, "alice").burns()


@case(rules=[*RULES, "NEUR-21"])
def registered_later(build: Builder) -> Trace:
    """A neuron of a block to come is immune while there is a period. No call leads to it: it is written here."""
    full(build, 1, 9)
    register_at(build, [2**64 - 1, LONG_AGO])
    yield comer(build, "alice").burns()


@case(rules=RULES)
def all_immune(build: Builder) -> Trace:
    """Where all are immune the least of them goes after all, by score, block and number."""
    full(build, 2, 1, 1, 1)
    register_at(build, [NOW - 9, NOW - 7, NOW - 8, NOW - 8])
    for who in comers(build, 2):
        yield who.burns()


@case(rules=RULES)
def only_greatest_scores(build: Builder) -> Trace:
    """The greatest score protects nobody from those who have it too: the first to register goes."""
    full(build, GREATEST, GREATEST, GREATEST)
    register_at(build, [30, 20, 25])
    yield comer(build, "alice").burns()


@case(rules=RULES)
def greatest_of_everything(build: Builder) -> Trace:
    """Of neurons with the greatest score and the greatest block number 0 goes, the owner hotkey's though it is.

    No call leads to it: it is written here. As the owner hotkey keeps its number, nobody goes.
    """
    full(build, 0, GREATEST, GREATEST)
    register_at(build, [LONG_AGO, 2**64 - 1, 2**64 - 1])
    build.chain.subnets.subnet_owner_hotkey[HOME] = hotkey_of(0)
    yield comer(build, "alice").burns()


@case(rules=[*RULES, "NEUR-12"])
def owner_stays(build: Builder) -> Trace:
    """The owner hotkey stays, whatever its score; another hotkey of the owner goes."""
    full(build, 0, 8, 9)
    owner = build.name(f"coldkey 0 on {HOME}")
    build.chain.subnets.subnet_owner[HOME] = owner
    build.chain.subnets.subnet_owner_hotkey[HOME] = hotkey_of(0)
    build.chain.keys.owner[hotkey_of(1)] = owner
    yield comer(build, "alice").burns()


@case(rules=[*RULES, "NEUR-12"])
def only_the_owner(build: Builder) -> Trace:
    """Where there is the owner hotkey alone, a newcomer pays, is counted and told of, and gets no number (KNOWN-111)."""
    full(build, 7)
    build.chain.subnets.subnet_owner_hotkey[HOME] = hotkey_of(0)
    alice = comer(build, "alice")
    yield alice.burns()
    yield alice.burns()
    yield alice.works()


@case(rules=["NEUR-12", "NEUR-13", "NEUR-11", "NEUR-20"])
def what_remains(build: Builder) -> Trace:
    """Of five scores, bonds, axon, certificate and address nothing is left, of all else everything (KNOWN-110)."""
    full(build, 5, 3, 4)
    distinguish(build)
    yield comer(build, "alice").burns()


@case(rules=["NEUR-12", "NEUR-37"])
def returns(build: Builder) -> Trace:
    """Whoever lost its number can come back at once, to another, and begins without an axon."""
    full(build, 5, 3)
    distinguish(build)
    former = Comer(build.account("former", tao(10)).account, hotkey_of(1))
    build.chain.keys.owner[former.hotkey] = former.account
    yield comer(build, "alice").burns()
    yield former.burns()


@case(rules=RULES)
def more_than_allowed(build: Builder) -> Trace:
    """A subnet with more neurons than it may have shrinks not by one: a newcomer replaces one."""
    full(build, 5, 3, 4)
    build.chain.neurons.max_allowed_uids[HOME] = U16(1)
    for who in comers(build, 2):
        yield who.burns()


@case(rules=["NEUR-20", "NEUR-13"])
def vectors_too_short(build: Builder) -> Trace:
    """A neuron beyond the end of a vector has the greatest score, and nothing of it is set. It is written here."""
    made = full(build, GREATEST, GREATEST, 5)
    distinguish(build)
    scores = build.chain.consensus
    score(build, [GREATEST, GREATEST])
    register_at(build, [LONG_AGO, LONG_AGO, 5])
    scores.trust[made] = (U16(1),)
    scores.incentive[made] = (U16(1), U16(2))
    for item in (scores.active, scores.emission, scores.consensus):
        del item[made]
    yield comer(build, "alice").burns()


@case(rules=["NEUR-10"])
def vectors_of_other_lengths(build: Builder) -> Trace:
    """A new number makes every vector longer by one, be it too short or too long. It is written here."""
    made = network(build, size=2)
    scores = build.chain.consensus
    scores.trust[made] = (U16(1),)
    scores.dividends[made] = (U16(1), U16(2), U16(3))
    del scores.rank[made]
    yield comer(build, "alice").burns()


@case(rules=["NEUR-20", "NEUR-12"])
def number_without_hotkey(build: Builder) -> Trace:
    """A number that no hotkey has goes by its score too, and counts as that of the account of zeros. It is written here."""
    full(build, 5, 3)
    del build.chain.neurons.keys[HOME, Uid(1)]
    yield comer(build, "alice").burns()


@case(rules=["NEUR-20"])
def several_in_a_block(build: Builder) -> Trace:
    """Newcomers of one block do not replace each other while there is anybody else."""
    full(build, 1, 2, 3)
    for who in comers(build, 5):
        yield who.burns()
