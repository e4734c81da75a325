"""Sealed weights, as the chain reveals them: what it can read, what it cannot, and what is refused."""

from __future__ import annotations

from conformance.drand.beacon import QUICKNET_SIGNATURES, pulse, seal
from conformance.weights.prepare import (
    EPOCH,
    EQUALLY,
    FAR_ROUND,
    HOME,
    NOW,
    OF_OTHERS,
    OTHER_ROUND,
    PROPORTIONS,
    ROUND,
    TEMPO,
    keep,
    says,
    says_pairs,
    store,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetCommitRevealWeightsEnabled, SudoSetTempo
from tao_spec.state.weights import TimelockedCommit
from tao_spec.vectors.cases import Builder, Trace, blocks, case, root

GENUINE = QUICKNET_SIGNATURES[ROUND]


@case(rules=["WEIGHTS-53", "WEIGHTS-54"])
def layouts(build: Builder) -> Trace:
    """Weights are read with the hotkey before them and, as they once were, without; bytes behind them are not looked at."""
    made = voters(build, 5, commits=True)
    store(build)
    plain = [
        OF_OTHERS.owned(made.hotkey(0)),
        OF_OTHERS.bare(),
        OF_OTHERS.owned(made.hotkey(2)) + b"more",
        OF_OTHERS.bare() + b"more",
        OF_OTHERS.owned(made.hotkey(4) + b"more"),
    ]
    keep(made, *((uid, seal(text, ROUND)) for uid, text in enumerate(plain)))
    yield blocks(1)


@case(rules=["WEIGHTS-54"])
def copied(build: Builder) -> Trace:
    """Who copies the sealed weights of another sets them where they name no hotkey (KNOWN-90), and else nothing."""
    made = voters(build, 4, commits=True)
    store(build)
    bare, owned = seal(OF_OTHERS.bare(), ROUND), seal(EQUALLY.owned(made.hotkey(2)), ROUND)
    keep(made, (0, bare), (1, bare), (2, owned), (3, owned))
    yield blocks(1)


@case(rules=["WEIGHTS-54"])
def short_hotkeys(build: Builder) -> Trace:
    """Where the hotkey has less than 32 bytes the first layout is tried; so it is with two neurons, of which the second is 0."""
    made = voters(build, 4, commits=True)
    store(build)
    keep(
        made,
        (0, seal(says({1: 1, 0: 3}).bare(), ROUND)),
        (1, seal(OF_OTHERS.owned(made.hotkey(1)[:31]), ROUND)),
        (2, seal(OF_OTHERS.owned(b""), ROUND)),
    )
    yield blocks(1)


@case(rules=["WEIGHTS-54"])
def mistaken_layout(build: Builder) -> Trace:
    """Weights of 32 neurons in the first layout may read as another's in the second, and are given up (KNOWN-90)."""
    made = voters(build, 32, commits=True)
    store(build)
    # The first sixteen numbers read as a hotkey; a 0 then reads as no neurons and no values, a 3 as no list at all.
    mistaken = [*range(1, 17), 0, *range(17, 32)]
    plain = [0, 1, 2, *range(4, 17), 3, *range(17, 32)]
    for_each = [1] * 32
    keep(
        made,
        (0, seal(says_pairs(mistaken, for_each).bare(), ROUND)),
        (1, seal(says_pairs(plain, for_each).bare(), ROUND)),
        (2, seal(says_pairs(mistaken, for_each).owned(made.hotkey(2)), ROUND)),
    )
    yield blocks(1)


@case(rules=["WEIGHTS-53", "WEIGHTS-54"])
def unreadable(build: Builder) -> Trace:
    """What cannot be decrypted or read is given up at once, and nothing tells of it; those behind it are revealed."""
    made = voters(build, commits=True)
    store(build)
    good = seal(OF_OTHERS.owned(made.hotkey(0)), ROUND)
    plain = OF_OTHERS.bare()
    sealed = (
        b"",
        b"sealed",
        good[:-20],
        bytes((good[0] ^ 1,)) + good[1:],
        good[:150] + bytes((good[150] ^ 1,)) + good[151:],
        seal(b"", ROUND),
        seal(plain[:-1], ROUND),
        seal(b"\xff" + plain, ROUND),
        seal(OF_OTHERS.owned(made.hotkey(0)), OTHER_ROUND),
        good,
    )
    keep(made, *((0, text) for text in sealed))
    yield blocks(1)


@case(rules=["WEIGHTS-53"])
def trailing_bytes(build: Builder) -> Trace:
    """Bytes behind what is sealed are not looked at."""
    made = voters(build, commits=True)
    store(build)
    keep(made, (0, seal(OF_OTHERS.owned(made.hotkey(0)), ROUND) + b"more"))
    yield blocks(1)


@case(rules=["WEIGHTS-53"])
def signature_in_hex(build: Builder) -> Trace:
    """A signature may begin with the letters 0x, which are taken off; no pulse is stored so by a call, and it is written here."""
    made = voters(build, commits=True)
    store(build, pulse(ROUND, b"0x" + GENUINE))
    keep(made, (0, seal(OF_OTHERS.owned(made.hotkey(0)), ROUND)))
    yield blocks(1)


@case(rules=["WEIGHTS-53"])
def no_signature(build: Builder) -> Trace:
    """With a pulse whose signature is of another round, or none, written here, all commitments of the round are given up."""
    made = voters(build, commits=True)
    store(build, pulse(ROUND, QUICKNET_SIGNATURES[OTHER_ROUND]))
    store(build, pulse(OTHER_ROUND, b""))
    weights = build.chain.weights
    weights.timelocked_weight_commits[made.netuid, U64(EPOCH - 1)] = tuple(
        TimelockedCommit(
            made.hotkey(uid), BlockHeight(NOW - TEMPO), seal(OF_OTHERS.owned(made.hotkey(uid)), round), U64(round)
        )
        for uid, round in enumerate((ROUND, OTHER_ROUND))
    )
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-53"])
def some_wait(build: Builder) -> Trace:
    """A commitment whose pulse is missing waits while those beside it are revealed; with its epoch it is forgotten."""
    made = voters(build, 4, commits=True)
    store(build)
    build.chain.weights.timelocked_weight_commits[made.netuid, U64(EPOCH - 1)] = tuple(
        TimelockedCommit(made.hotkey(uid), BlockHeight(NOW - TEMPO), sealed, U64(round))
        for uid, sealed, round in (
            (0, b"sealed", FAR_ROUND),
            (1, seal(OF_OTHERS.owned(made.hotkey(1)), ROUND), ROUND),
            (2, b"unreadable", ROUND),
            (3, b"sealed too", FAR_ROUND),
        )
    )
    yield blocks(1)
    yield blocks(6)


@case(rules=["WEIGHTS-1", "WEIGHTS-53"])
def one_after_the_other(build: Builder) -> Trace:
    """All commitments of a hotkey are revealed in their order, each with its events; the last stands."""
    made = voters(build, commits=True)
    store(build)
    keep(made, *((0, seal(said.owned(made.hotkey(0)), ROUND)) for said in PROPORTIONS[:3]))
    yield blocks(1)


@case(rules=["WEIGHTS-53"])
def refused(build: Builder) -> Trace:
    """Weights that are refused are given up, and nothing tells of it (KNOWN-91)."""
    made = voters(build, 5, commits=True)
    store(build)
    build.chain.weights.weights_version_key[made.netuid] = U64(5)
    made.permit(True, True, False, True, True)
    del build.chain.neurons.uids[made.netuid, made.hotkey(0)]
    said = (EQUALLY.under(5), EQUALLY.under(4), EQUALLY.under(5), says({77: 1}).under(5), EQUALLY.under(5))
    keep(made, *((uid, seal(one.owned(made.hotkey(uid)), ROUND)) for uid, one in enumerate(said)))
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-22"])
def no_more_commitments(build: Builder) -> Trace:
    """Where weights are not committed any more those that wait are revealed all the same, and must have waited like any."""
    made = voters(build, commits=True, limit=5)
    store(build)
    made.update([NOW - 5, NOW - 3, 0])
    keep(made, *((uid, seal(OF_OTHERS.owned(made.hotkey(uid)), ROUND)) for uid in range(3)))
    yield root(SudoSetCommitRevealWeightsEnabled(NetUid(HOME), False))
    yield blocks(1)


@case(rules=["WEIGHTS-1"])
def without_epochs(build: Builder) -> Trace:
    """With a tempo of zero no epoch runs, and weights are revealed one block after their commitment (KNOWN-92)."""
    made = voters(build, commits=True, tempo=0)
    store(build)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.sealed(alice))
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-2"])
def shorter_tempo(build: Builder) -> Trace:
    """A shorter tempo counts the epochs anew: what was committed a block ago is forgotten, though its pulse is there."""
    made = voters(build, commits=True)
    store(build)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.sealed(alice))
    yield root(SudoSetTempo(NetUid(HOME), U16(4)))
    yield blocks(1)


@case(rules=["WEIGHTS-1"])
def longer_period(build: Builder) -> Trace:
    """With a period of three epochs sealed weights are revealed three epochs later, as long as their pulse has been there."""
    made = voters(build, commits=True)
    store(build)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(3)
    sealed = seal(OF_OTHERS.owned(made.hotkey(0)), ROUND)
    for epoch in (EPOCH - 4, EPOCH - 3, EPOCH - 2):
        keep(made, (0, sealed), epoch=epoch)
    yield blocks(1)


@case(rules=["WEIGHTS-1", "WEIGHTS-22"])
def before_the_epoch(build: Builder) -> Trace:
    """In the block of an epoch what is due is revealed first, so that the epoch counts it."""
    made = voters(build, commits=True)
    store(build)
    keep(made, (0, seal(OF_OTHERS.owned(made.hotkey(0)), ROUND)))
    build.at_block(1_015)
    made.update([1_005] * 3)
    yield blocks(1)
