"""Batches of weights in several subnets, of which each item goes well or fails by itself."""

from __future__ import annotations

from dataclasses import replace

from conformance.scenes import Subnet
from conformance.weights.prepare import (
    EQUALLY,
    HOME,
    OF_OTHERS,
    PROPORTIONS,
    commit_together,
    queue,
    says,
    set_together,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import ROOT, NetUid, Uid
from tao_spec.arithmetic.integers import U64
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, root


def both(build: Builder, commits: bool, limit: int = 0) -> tuple[Subnet, Subnet]:
    """Two subnets, in both of which the first neuron of the one is registered."""
    first, second = (voters(build, commits=commits, limit=limit, netuid=netuid) for netuid in (HOME, 3))
    # The first hotkey of the one takes the number 0 of the other.
    neurons, number = build.chain.neurons, Uid(0)
    del neurons.uids[second.netuid, second.hotkey(number)]
    del neurons.is_network_member[second.hotkey(number), second.netuid]
    neurons.keys[second.netuid, number] = first.hotkey(number)
    neurons.uids[second.netuid, first.hotkey(number)] = number
    neurons.is_network_member[first.hotkey(number), second.netuid] = True
    return first, second


@case(rules=["WEIGHTS-24", "WEIGHTS-26"])
def set_in_both(build: Builder) -> Trace:
    """Weights are set in two subnets at once, and at last in one of them again; a batch of nothing goes well."""
    first, _ = both(build, commits=False)
    alice = voter(first)
    yield alice.signs(set_together(EQUALLY, OF_OTHERS.on(3)))
    yield alice.signs(set_together(EQUALLY, OF_OTHERS, says({0: 1})))
    yield alice.signs(set_together())


@case(rules=["WEIGHTS-24", "WEIGHTS-26"])
def each_for_itself(build: Builder) -> Trace:
    """What fails is told after all else and stands in the way of nothing: neither where weights are committed, nor elsewhere."""
    first, second = both(build, commits=False)
    weights = build.chain.weights
    weights.commit_reveal_weights_enabled[ROOT] = False
    weights.weights_version_key[second.netuid] = U64(5)
    bad = says({0: 1, 77: 1})
    yield voter(first).signs(set_together(bad, EQUALLY.on(3), OF_OTHERS, OF_OTHERS.on(9), EQUALLY.on(0)))
    yield voter(first).signs(set_together(EQUALLY.on(3).under(4), EQUALLY.on(3).under(5)))
    yield Actor(build.name("stranger")).signs(set_together(EQUALLY, EQUALLY.on(3)))


@case(rules=["WEIGHTS-24", "WEIGHTS-26"])
def set_twice_under_a_limit(build: Builder) -> Trace:
    """The second setting in one subnet comes too soon after the first, within one batch."""
    first, _ = both(build, commits=False, limit=1)
    yield voter(first).signs(set_together(EQUALLY, OF_OTHERS, EQUALLY.on(3)))
    yield blocks(1)
    yield voter(first).signs(set_together(OF_OTHERS))


@case(rules=["WEIGHTS-24"], errors=["BadOrigin", "InputLengthsUnequal"])
def set_lengths(build: Builder) -> Trace:
    """As many weights and versions as subnets are given; the signature is asked first."""
    first, _ = both(build, commits=False)
    whole = set_together(EQUALLY, EQUALLY.on(3))
    for uneven in (
        replace(whole, netuids=whole.netuids[:1]),
        replace(whole, weights=whole.weights[:1]),
        replace(whole, version_keys=whole.version_keys[:1]),
        replace(whole, netuids=()),
    ):
        yield root(uneven)
        yield voter(first).signs(uneven)
    yield root(whole)


@case(rules=["WEIGHTS-26", "WEIGHTS-37"])
def commit_in_both(build: Builder) -> Trace:
    """A hotkey commits itself in two subnets at once, and twice in one; a batch of nothing goes well."""
    first, _ = both(build, commits=True)
    alice = voter(first)
    yield alice.signs(commit_together(alice, EQUALLY, OF_OTHERS.on(3), OF_OTHERS))
    yield alice.signs(commit_together(alice))


@case(rules=["WEIGHTS-26", "WEIGHTS-37"])
def commitments_each_for_itself(build: Builder) -> Trace:
    """A commitment that is refused stands in the way of no other: where none is wanted, too soon, too many, or by a stranger."""
    first, second = both(build, commits=True, limit=1)
    weights = build.chain.weights
    weights.commit_reveal_weights_enabled[NetUid(9)] = False
    weights.weights_set_rate_limit[second.netuid] = U64(0)
    queue(first, 0, *((said, 1_009) for said in PROPORTIONS[:10]))
    alice = voter(first)
    yield alice.signs(commit_together(alice, EQUALLY, EQUALLY.on(9), EQUALLY.on(3), OF_OTHERS.on(3), OF_OTHERS.on(0)))
    yield voter(first, 1).signs(commit_together(voter(first, 1), EQUALLY, OF_OTHERS))
    yield Actor(build.name("stranger")).signs(commit_together(alice, EQUALLY))


@case(rules=["WEIGHTS-37"], errors=["BadOrigin", "InputLengthsUnequal"])
def commitment_lengths(build: Builder) -> Trace:
    """As many hashes as subnets are given; the signature is asked first."""
    first, _ = both(build, commits=True)
    alice = voter(first)
    whole = commit_together(alice, EQUALLY, EQUALLY.on(3))
    for uneven in (replace(whole, netuids=whole.netuids[:1]), replace(whole, commit_hashes=whole.commit_hashes[:1])):
        yield root(uneven)
        yield alice.signs(uneven)
    yield root(whole)
