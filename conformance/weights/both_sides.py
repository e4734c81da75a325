"""Each refusal of weights, just failing and just passing, on every way by which weights are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.drand.beacon import seal
from conformance.scenes import ALPHA, Subnet
from conformance.weights.prepare import (
    NOW,
    ROUND,
    TEMPO,
    Said,
    keep,
    queue,
    reveal_together,
    says,
    says_pairs,
    set_together,
    store,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetCommitRevealWeightsEnabled
from tao_spec.vectors.cases import Builder, Trace, blocks, case, root

DUE = NOW - TEMPO
SIZE, VERSION, LEAST, LIMIT = 5, 7, 2, 49_152
"""Of the subnet here: its neurons, the least version, how many neurons must be named, and the greatest share, three quarters."""

WITHOUT_PERMIT, POOR, JUST_RICH = 1, 2, 3
"""Neurons: one without a permit, one with a rao less than the threshold, and one with exactly that."""

ERRORS = [
    "UidsLengthExceedUidsInSubNet",
    "NotEnoughStakeToSetWeights",
    "IncorrectWeightVersionKey",
    "NeuronNoValidatorPermit",
    "DuplicateUids",
    "UidVecContainInvalidOne",
    "WeightVecLengthIsLow",
    "MaxWeightExceeded",
]


@dataclass(frozen=True)
class Pair:
    """Weights that just fail, and weights that just pass; `fails_by` and `passes_by` are the neurons that say them."""

    fails: Said
    passes: Said
    fails_by: int = 0
    passes_by: int = 0


EVEN = says({0: 1, 1: 1})

PAIRS = (
    Pair(says_pairs(range(SIZE + 1), [1] * (SIZE + 1)), says_pairs(range(SIZE), [1] * SIZE)),
    Pair(EVEN, EVEN, fails_by=POOR, passes_by=JUST_RICH),
    Pair(EVEN.under(VERSION - 1), EVEN.under(VERSION)),
    Pair(EVEN, says({WITHOUT_PERMIT: 1}), fails_by=WITHOUT_PERMIT, passes_by=WITHOUT_PERMIT),
    Pair(says_pairs([1, 1], [1, 1]), says_pairs([1, 2], [1, 1])),
    Pair(says({0: 1, SIZE: 1}), says({0: 1, SIZE - 1: 1})),
    Pair(says({1: 1}), says({0: 1})),
    Pair(says({1: 30_003, 2: 10_000}), says({1: 30_002, 2: 10_000})),
)


def strict(build: Builder, commits: bool) -> Subnet:
    """A subnet with every limit."""
    made, weights = voters(build, SIZE, commits=commits), build.chain.weights
    weights.stake_threshold.value = U64(ALPHA + 1)
    for uid in range(SIZE):
        made.stake(uid, alpha=int(uid != POOR))
    weights.weights_version_key[made.netuid] = U64(VERSION)
    weights.min_allowed_weights[made.netuid] = U16(LEAST)
    weights.max_weights_limit[made.netuid] = U16(LIMIT)
    made.permit(*(uid != WITHOUT_PERMIT for uid in range(SIZE)))
    return made


def each() -> Iterator[tuple[int, Said]]:
    """Who says what: what fails, then what passes, of the least version unless that is what fails."""
    for pair in PAIRS:
        for uid, said in ((pair.fails_by, pair.fails), (pair.passes_by, pair.passes)):
            yield uid, said if said.version else said.under(VERSION)


@case(rules=["WEIGHTS-22", "WEIGHTS-23"], errors=ERRORS)
def openly(build: Builder) -> Trace:
    """Weights that are set openly."""
    made = strict(build, commits=False)
    for uid, said in each():
        yield voter(made, uid).signs(said.openly())


@case(rules=["WEIGHTS-22", "WEIGHTS-24", "WEIGHTS-26"])
def in_batches(build: Builder) -> Trace:
    """Weights that are set in batches, which go well whatever their items do: the event tells the error."""
    made = strict(build, commits=False)
    for uid in range(SIZE):
        yield voter(made, uid).signs(set_together(*(said for who, said in each() if who == uid)))


@case(rules=["WEIGHTS-22", "WEIGHTS-44"], errors=ERRORS)
def revealed(build: Builder) -> Trace:
    """Weights that were committed, and show only now that they fail; the commitment stays then."""
    made = strict(build, commits=True)
    for uid in range(SIZE):
        queue(made, uid, *((said, DUE) for who, said in each() if who == uid))
    for uid, said in each():
        yield voter(made, uid).signs(said.reveal())


@case(rules=["WEIGHTS-22", "WEIGHTS-45"], errors=ERRORS)
def revealed_together(build: Builder) -> Trace:
    """Weights that are revealed in batches: one that fails undoes the one before it, which passes."""
    made = strict(build, commits=True)
    own = [says({uid: 1}).under(VERSION) for uid in range(SIZE)]
    for uid in range(SIZE):
        queue(made, uid, *((own[uid], DUE) for _ in PAIRS), *((said, DUE) for who, said in each() if who == uid))
    for uid, said in each():
        yield voter(made, uid).signs(reveal_together(own[uid], said))


@case(rules=["WEIGHTS-22", "WEIGHTS-53"])
def sealed(build: Builder) -> Trace:
    """Weights that the chain reveals: what fails is silent."""
    made = strict(build, commits=True)
    store(build)
    keep(made, *((uid, seal(said.owned(made.hotkey(uid)), ROUND)) for uid, said in each()))
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-22", "WEIGHTS-53"])
def sealed_and_too_soon(build: Builder) -> Trace:
    """Where weights are not committed any more, a neuron that waited long enough has its weights revealed, another not."""
    made = voters(build, 2, commits=True, limit=5)
    store(build)
    made.update([NOW - 4, NOW - 3])
    keep(made, *((uid, seal(EVEN.owned(made.hotkey(uid)), ROUND)) for uid in range(2)))
    yield root(SudoSetCommitRevealWeightsEnabled(NetUid(made.netuid), False))
    yield blocks(1)
