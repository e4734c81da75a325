"""Which weights count in an epoch, and what consensus makes of them."""

from __future__ import annotations

from conformance.scenes import ALPHA, PART, Subnet, subnet
from tao_spec.arithmetic.identifiers import H256, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

EPOCH = 1_096
"""The block of the epoch in these scenes: the last block of epoch 10."""
LATE = 1_050
"""A block in which somebody new came."""


def judged(build: Builder, kappa: int | None = None) -> Subnet:
    """Three validators of 50, 30 and 20 alpha who do not agree on three miners."""
    weights = {
        0: {3: 50_000, 4: 10_000, 5: PART},
        1: {3: 20_000, 4: PART},
        2: {3: PART, 4: 1, 5: 0},
    }
    scene = subnet(build, stakes=(50, 30, 20, 0, 0, 0), weights=weights)
    if kappa is not None:
        scene.chain.consensus.kappa[scene.netuid] = U16(kappa)
    scene.set_aside(alpha=ALPHA)
    return scene


CONSENSUS = ["CONS-4", "CONS-40", "CONS-41", "CONS-42", "CONS-43", "CONS-90", "CONS-96", "CONS-97"]


@case(rules=[*CONSENSUS, "CONS-81", "CONS-82", "CONS-86", "CONS-91", "CONS-93", "CONS-94"])
def disagreement(build: Builder) -> Trace:
    """Weights above what half of the stake agrees on are clipped to it."""
    judged(build)
    yield blocks(1)


@case(rules=CONSENSUS)
def kappa_of_nothing(build: Builder) -> Trace:
    """With a kappa of zero the greatest weight is the consensus, and nothing is clipped."""
    judged(build, kappa=0)
    yield blocks(1)


@case(rules=CONSENSUS)
def kappa_of_all(build: Builder) -> Trace:
    """With a kappa of all, the least weight is the consensus: all must agree."""
    judged(build, kappa=PART)
    yield blocks(1)


@case(rules=CONSENSUS)
def kappa_at_the_edge(build: Builder) -> Trace:
    """Two validators of one stake each: half of the stake is just the minority, and just not, by one part of kappa."""
    scene = subnet(build, stakes=(50, 50, 0, 0), weights={0: {2: PART}, 1: {3: PART}})
    scene.chain.consensus.kappa[scene.netuid] = U16(32_768)
    other = subnet(build, stakes=(50, 50, 0, 0), weights={0: {2: PART}, 1: {3: PART}}, netuid=102)
    other.chain.consensus.kappa[other.netuid] = U16(32_767)
    yield blocks(1)


@case(rules=["CONS-41", "CONS-43"])
def single_voter(build: Builder) -> Trace:
    """A single validator with a voice is always in consensus with itself."""
    subnet(build, stakes=(50, 0, 0), weights={0: {1: 3, 2: 5}, 1: {2: PART}}).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-30"])
def outside_the_subnet(build: Builder) -> Trace:
    """Weights on a number that the subnet does not have, and rows of such a number, are passed over.

    Calls refuse them; they are left behind where a subnet shrinks, and are written here.
    """
    scene = subnet(build, stakes=(50, 50, 0), weights={0: {2: 7, 3: PART}, 1: {9: 1}, 3: {2: 1}})
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-30", "CONS-41", "CONS-54"])
def named_twice_and_falling(build: Builder) -> Trace:
    """A row that names a neuron twice votes with its last entry, and pays with both. Calls refuse it; it is written here."""
    scene = subnet(build, stakes=(60, 40, 0, 0), weights={1: {3: 5, 2: 7}})
    row = ((Uid(3), U16(900)), (Uid(2), U16(100)), (Uid(3), U16(200)))
    scene.chain.weights.weights[scene.netuid, Uid(0)] = row
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-31", "CONS-80"])
def without_permit(build: Builder) -> Trace:
    """Weights of who may not validate do not count, and its stake has no voice."""
    scene = subnet(build, stakes=(30, 70, 0, 0), weights={0: {2: 1}, 1: {3: 1}}, permits=(True, False, True, True))
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-31"])
def on_oneself(build: Builder) -> Trace:
    """Nobody can weigh itself."""
    subnet(build, stakes=(60, 40), weights={0: {0: PART, 1: 1}, 1: {0: 1, 1: PART}}).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-31", "CONS-37"])
def owner_on_itself(build: Builder) -> Trace:
    """The owner's neuron can weigh itself; another neuron of the owner cannot."""
    scene = subnet(build, stakes=(60, 40), weights={0: {0: PART, 1: 1}, 1: {0: 1, 1: PART}})
    scene.own(0)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-37"])
def owner_without_neuron(build: Builder) -> Trace:
    """A hotkey of the owner that is no neuron lets nobody weigh itself."""
    scene = subnet(build, stakes=(60, 40), weights={0: {0: PART, 1: 1}})
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = account_named("owner's hotkey")
    yield blocks(1)


@case(rules=["CONS-32"])
def before_it_came(build: Builder) -> Trace:
    """Weights on who came in the block in which they were set, or later, do not count; a block after it they do."""
    scene = subnet(build, stakes=(60, 40, 0, 0, 0), weights={0: {2: 1, 3: 1, 4: 1}, 1: {2: 1, 3: 1, 4: 1}})
    scene.update([LATE, LATE, 0, 0, 0])
    for uid, registered in ((2, LATE - 1), (3, LATE), (4, LATE + 1)):
        scene.register(uid, registered)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-4", "CONS-70"])
def nothing_said(build: Builder) -> Trace:
    """Without weights there is no incentive, and validators are paid by their active stake."""
    scene = subnet(build, stakes=(60, 40), weights={0: {}, 1: {0: 0}})
    scene.permit(True, False)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


# Commitments


def committed(build: Builder, *hashed: int, sealed: tuple[int, ...] = (), period: int = 1) -> Subnet:
    """A validator that weighed two miners, of which the second came lately, and committed other weights in some blocks."""
    scene = subnet(build, stakes=(60, 40, 0, 0), weights={0: {2: 3, 3: 1}, 1: {2: 1, 3: 1}})
    scene.register(3, LATE)
    scene.update([EPOCH - 1] * scene.size)
    weights, validator = scene.chain.weights, scene.hotkey(0)
    weights.commit_reveal_weights_enabled[scene.netuid] = True
    weights.reveal_period_epochs[scene.netuid] = U64(period)
    if hashed:
        weights.weight_commits[scene.netuid, validator] = tuple(
            WeightCommit(H256(), BlockHeight(block), BlockHeight(0), BlockHeight(0)) for block in hashed
        )
    if sealed:
        weights.timelocked_weight_commits[scene.netuid, U64(10)] = tuple(
            TimelockedCommit(validator, BlockHeight(block), b"sealed", U64(1_000)) for block in sealed
        )
    scene.set_aside(alpha=ALPHA)
    return scene


COMMITTED = ["CONS-35", "CONS-36", "CONS-38"]


@case(rules=COMMITTED)
def committed_before_it_came(build: Builder) -> Trace:
    """Who committed before a miner came had another in mind: its weight on the newcomer does not count."""
    committed(build, LATE - 1)
    yield blocks(1)


@case(rules=COMMITTED)
def committed_when_it_came(build: Builder) -> Trace:
    """Who committed in the block in which a miner came meant it: all weights count."""
    committed(build, LATE)
    yield blocks(1)


@case(rules=[*COMMITTED, "CONS-33", "CONS-34"])
def expired_commitment(build: Builder) -> Trace:
    """With a period of one epoch, a commitment of the epoch before the last is expired, and the next in the queue counts.

    The epoch of block 1,096 begins in block 997: a commitment of block 897 is not expired, one of block 896 is.
    """
    committed(build, 896, LATE)
    yield blocks(1)


@case(rules=[*COMMITTED, "CONS-33", "CONS-34"])
def commitment_that_counts(build: Builder) -> Trace:
    """A commitment of the epoch before is not expired, and counts before the later one in the queue."""
    committed(build, 897, LATE)
    yield blocks(1)


@case(rules=[*COMMITTED, "CONS-34"])
def period_of_nothing(build: Builder) -> Trace:
    """With a period of no epochs, a commitment expires with its own epoch."""
    committed(build, 996, period=0)
    yield blocks(1)


@case(rules=COMMITTED)
def earliest_of_all(build: Builder) -> Trace:
    """The earliest counts, of hashed and timelocked commitments; of timelocked ones, which need no order, every one is asked."""
    committed(build, LATE + 3, sealed=(LATE + 2, LATE - 2, LATE + 1))
    yield blocks(1)


@case(rules=["CONS-35"])
def commitments_of_others(build: Builder) -> Trace:
    """Commitments of hotkeys that are no neurons are passed over. No call makes one; it is written here."""
    scene = committed(build)
    commit = WeightCommit(H256(), BlockHeight(LATE - 1), BlockHeight(0), BlockHeight(0))
    scene.chain.weights.weight_commits[scene.netuid, account_named("stranger")] = (commit,)
    yield blocks(1)


@case(rules=["CONS-38"])
def commitments_switched_off(build: Builder) -> Trace:
    """Where weights are not committed first, a commitment left over does not matter."""
    scene = committed(build, LATE - 1)
    scene.chain.weights.commit_reveal_weights_enabled[scene.netuid] = False
    yield blocks(1)
