"""Weights that are revealed by whoever committed them, one by one or several together."""

from __future__ import annotations

from dataclasses import replace

from conformance.weights.prepare import (
    EQUALLY,
    HOME,
    NOW,
    OF_OTHERS,
    PROPORTIONS,
    TEMPO,
    queue,
    reveal_together,
    says,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.vectors.cases import Actor, Builder, Trace, case, root

DUE = NOW - TEMPO
"""A block of the epoch before: what was committed in it is revealed now."""

OLD = NOW - 2 * TEMPO
"""A block of the epoch before that: what was committed in it is expired."""


@case(rules=["WEIGHTS-40", "WEIGHTS-44"], errors=["NoWeightsCommitFound"])
def revealed(build: Builder) -> Trace:
    """Weights are revealed once, and set; the block of the last update stays that of the commitment."""
    made = voters(build, commits=True, limit=2**64 - 1)
    queue(made, 0, (OF_OTHERS.salted(1, 2, 3).under(7), DUE))
    alice, call = voter(made), OF_OTHERS.salted(1, 2, 3).under(7).reveal()
    yield alice.signs(call)
    yield alice.signs(call)


@case(rules=["WEIGHTS-40", "WEIGHTS-42", "WEIGHTS-44"], errors=["InvalidRevealCommitHashNotMatch"])
def another_hash(build: Builder) -> Trace:
    """Of all that is hashed nothing may differ: neuron, value, salt, version, their order, subnet or hotkey."""
    made = voters(build, commits=True)
    said = OF_OTHERS.salted(1, 2).under(7)
    for uid in range(2):
        queue(made, uid, (said if uid == 0 else EQUALLY, DUE))
    alice = voter(made)
    others = (
        says({0: 1, 2: 3}).salted(1, 2).under(7),
        says({1: 1, 2: 2}).salted(1, 2).under(7),
        says({2: 3, 1: 1}).salted(1, 2).under(7),
        said.salted(2, 1),
        said.salted(),
        said.under(8),
    )
    for other in others:
        yield alice.signs(other.reveal())
    yield voter(made, 1).signs(said.reveal())
    yield alice.signs(said.reveal())


@case(
    rules=["WEIGHTS-41", "WEIGHTS-42", "WEIGHTS-44"],
    errors=["ExpiredWeightCommit", "NoWeightsCommitFound", "InvalidRevealCommitHashNotMatch"],
)
def nothing_left(build: Builder) -> Trace:
    """What is expired is told from what never was; and what never was by whether anything waits."""
    made = voters(build, 4, commits=True)
    queue(made, 0, (PROPORTIONS[0], OLD))
    queue(made, 1, (PROPORTIONS[0], OLD), (PROPORTIONS[1], DUE))
    # No call leaves an empty queue; it is written here.
    queue(made, 2)
    for uid in range(4):
        yield voter(made, uid).signs(PROPORTIONS[0].reveal())
        yield voter(made, uid).signs(PROPORTIONS[2].reveal())


@case(rules=["WEIGHTS-43", "WEIGHTS-44"], errors=["InvalidRevealCommitHashNotMatch", "NoWeightsCommitFound"])
def earlier_ones_are_given_up(build: Builder) -> Trace:
    """Whoever reveals a commitment gives up those before it; of two with one hash the first is revealed."""
    made = voters(build, commits=True)
    queue(made, 0, *((said, DUE) for said in (*PROPORTIONS[:3], PROPORTIONS[1])))
    alice = voter(made)
    for place in (1, 0, 1, 1):
        yield alice.signs(PROPORTIONS[place].reveal())


@case(rules=["WEIGHTS-33", "WEIGHTS-42", "WEIGHTS-44"], errors=["RevealTooEarly"])
def first_of_one_hash(build: Builder) -> Trace:
    """Of two commitments with one hash the first is asked, though the second could be revealed. Such a queue is written here."""
    made = voters(build, commits=True)
    queue(made, 0, (OF_OTHERS, NOW), (OF_OTHERS, DUE))
    yield voter(made).signs(OF_OTHERS.reveal())
    yield voter(made).signs(reveal_together(OF_OTHERS))


@case(
    rules=["WEIGHTS-44"],
    errors=[
        "BadOrigin",
        "CommitRevealDisabled",
        "NoWeightsCommitFound",
        "InvalidRevealCommitHashNotMatch",
        "RevealTooEarly",
        "WeightVecNotEqualSize",
        "NeuronNoValidatorPermit",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended, and the last are those of the weights themselves, which nobody could see before."""
    made = voters(build, commits=True)
    build.chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    made.permit(True, False, True)
    uneven = replace(OF_OTHERS, values=(U16(1),))
    queue(made, 0, (uneven, DUE), (EQUALLY, NOW))
    queue(made, 1, (OF_OTHERS, DUE), (says({1: 1}), DUE))
    alice, bob, stranger = voter(made), voter(made, 1), Actor(build.name("stranger"))
    yield root(uneven.on(9).reveal())
    yield stranger.signs(uneven.on(9).reveal())
    yield stranger.signs(uneven.reveal())
    yield alice.signs(OF_OTHERS.reveal())
    yield alice.signs(EQUALLY.reveal())
    yield alice.signs(uneven.reveal())
    yield bob.signs(OF_OTHERS.reveal())
    yield bob.signs(says({1: 1}).reveal())


@case(rules=["WEIGHTS-21", "WEIGHTS-44"], errors=["HotKeyNotRegisteredInSubNet"])
def no_neuron_any_more(build: Builder) -> Trace:
    """A hotkey that lost its number cannot reveal what it committed."""
    made = voters(build, commits=True)
    queue(made, 0, (OF_OTHERS, DUE))
    del build.chain.neurons.uids[made.netuid, made.hotkey(0)]
    yield voter(made).signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-43", "WEIGHTS-45", "WEIGHTS-46"])
def several(build: Builder) -> Trace:
    """Several are revealed in the order of the call; the last stands, and only they leave the queue."""
    made = voters(build, commits=True)
    queue(made, 0, (EQUALLY, OLD), *((said, DUE) for said in PROPORTIONS[:4]))
    yield voter(made).signs(reveal_together(PROPORTIONS[2], PROPORTIONS[0]))
    yield voter(made).signs(reveal_together(PROPORTIONS[1], PROPORTIONS[3]))


@case(
    rules=["WEIGHTS-45", "WEIGHTS-46"],
    errors=["ExpiredWeightCommit", "InvalidRevealCommitHashNotMatch", "RevealTooEarly", "WeightVecLengthIsLow"],
)
def all_or_none(build: Builder) -> Trace:
    """If one of several cannot be revealed or set, none is; what cannot be revealed is told before anything is set."""
    made = voters(build, commits=True)
    build.chain.weights.min_allowed_weights[made.netuid] = U16(2)
    low = says({1: 1})
    queue(made, 0, (EQUALLY, OLD), (PROPORTIONS[0], DUE), (low, DUE), (PROPORTIONS[1], NOW))
    alice = voter(made)
    for said in (EQUALLY, PROPORTIONS[1], PROPORTIONS[2], low):
        yield alice.signs(reveal_together(PROPORTIONS[0], said))
        yield alice.signs(reveal_together(low, said))
    yield alice.signs(reveal_together(PROPORTIONS[0]))


@case(rules=["WEIGHTS-42", "WEIGHTS-45"], errors=["InvalidRevealCommitHashNotMatch", "ExpiredWeightCommit"])
def named_twice(build: Builder) -> Trace:
    """What is named twice must have been committed twice, and wait twice."""
    made = voters(build, commits=True)
    queue(made, 0, (OF_OTHERS, DUE))
    queue(made, 1, (OF_OTHERS, OLD), (OF_OTHERS, DUE))
    queue(made, 2, (OF_OTHERS, DUE), (OF_OTHERS, DUE))
    for uid in range(3):
        yield voter(made, uid).signs(reveal_together(OF_OTHERS, OF_OTHERS))


@case(
    rules=["WEIGHTS-45"],
    errors=["InputLengthsUnequal", "BadOrigin", "CommitRevealDisabled", "NoWeightsCommitFound"],
)
def several_in_order(build: Builder) -> Trace:
    """Here the lengths of the lists are asked before the signature."""
    made = voters(build, commits=True)
    build.chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    whole, stranger = reveal_together(OF_OTHERS, EQUALLY), Actor(build.name("stranger"))
    for name in ("uids_list", "values_list", "salts_list", "version_keys"):
        yield root(replace(whole, netuid=NetUid(9), **{name: getattr(whole, name)[:1]}))
    yield root(replace(whole, netuid=NetUid(9)))
    yield stranger.signs(replace(whole, netuid=NetUid(9)))
    yield stranger.signs(whole)
    yield voter(made).signs(whole)


@case(
    rules=["WEIGHTS-45"],
    errors=["NoWeightsCommitFound", "ExpiredWeightCommit", "InvalidRevealCommitHashNotMatch"],
)
def batch_of_nothing(build: Builder) -> Trace:
    """A batch without items clears what is expired and goes well (KNOWN-93); without a queue it fails. What waits stays."""
    made = voters(build, 4, commits=True)
    queue(made, 0, (OF_OTHERS, OLD))
    queue(made, 1, (OF_OTHERS, OLD), (EQUALLY, DUE))
    alice = voter(made)
    yield alice.signs(reveal_together(OF_OTHERS))
    yield alice.signs(reveal_together(EQUALLY))
    for uid in (0, 0, 1, 2):
        yield voter(made, uid).signs(reveal_together())


@case(rules=["WEIGHTS-45"], errors=["IncorrectWeightVersionKey"])
def versions_of_several(build: Builder) -> Trace:
    """Each has a version of its own, and one too old spoils all."""
    made = voters(build, commits=True)
    build.chain.weights.weights_version_key[NetUid(HOME)] = U64(5)
    young, old = OF_OTHERS.under(5), EQUALLY.under(4)
    queue(made, 0, (young, DUE), (old, DUE))
    yield voter(made).signs(reveal_together(young, old))
    yield voter(made).signs(reveal_together(young))
