"""Timelocked weights, as every block looks at them while the beacon has not reached their round."""

from __future__ import annotations

from conformance.scenes import WHOLE, add_network
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.state.weights import TimelockedCommit
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

TEMPO = 9
"""An epoch has ten blocks here: block 1,001 lies in epoch 100 of subnet 2, and so do the blocks up to 1,006."""
NOW = 100


def commits(build: Builder, netuid: int, *epochs: int, period: int = 1) -> NetUid:
    """A subnet with a commitment of each epoch, of a round that the beacon has not reached."""
    made = add_network(build, netuid, TEMPO)
    weights = build.chain.weights
    weights.reveal_period_epochs[made] = U64(period)
    for epoch in epochs:
        commit = TimelockedCommit(account_named("validator"), BlockHeight(990), b"sealed", U64(1_000))
        weights.timelocked_weight_commits[made, U64(epoch)] = (commit,)
    return made


@case(rules=["WEIGHTS-1", "WEIGHTS-2", "CONS-33"])
def too_late(build: Builder) -> Trace:
    """With a period of one, commitments of the epoch before wait for their round; those of epochs before that are forgotten."""
    commits(build, 2, 5, NOW - 2, NOW - 1, NOW, NOW + 1)
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2", "CONS-33"])
def next_epoch(build: Builder) -> Trace:
    """What waits until the last block of its epoch is forgotten in the next block."""
    commits(build, 2, NOW - 1, NOW)
    yield blocks(6)
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2"])
def period_of_nothing(build: Builder) -> Trace:
    """With a period of no epochs, those of the present epoch wait, and all earlier ones are forgotten."""
    commits(build, 2, NOW - 1, NOW, period=0)
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2"])
def first_epochs(build: Builder) -> Trace:
    """Before as many epochs as the period have passed nothing is due, and an empty entry stays."""
    for netuid, period in ((2, NOW + 1), (3, WHOLE)):
        made = commits(build, netuid, 1, period=period)
        build.chain.weights.timelocked_weight_commits[made, U64(0)] = ()
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2"])
def as_many_epochs_as_the_period(build: Builder) -> Trace:
    """When as many epochs as the period have passed, the commitments of epoch 0 are due; without any its entry is deleted."""
    made = commits(build, 2, 1, period=NOW)
    build.chain.weights.timelocked_weight_commits[made, U64(0)] = ()
    commits(build, 3, 0, period=NOW)
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2"])
def empty_entry(build: Builder) -> Trace:
    """An entry without commitments is deleted in its turn, and not before. No call leaves one; it is written here."""
    made = commits(build, 2, NOW - 1, NOW)
    for epoch in (NOW - 1, NOW):
        build.chain.weights.timelocked_weight_commits[made, U64(epoch)] = ()
    yield blocks(1)


@case(rules=["WEIGHTS-1", "CONS-33"])
def tempo_of_nothing(build: Builder) -> Trace:
    """With a tempo of zero every block is an epoch of its own, and commitments are forgotten though no epoch ever runs."""
    made = commits(build, 2, 1_002, 1_003, 1_004)
    build.chain.consensus.tempo[made] = U16(0)
    yield blocks(1)
