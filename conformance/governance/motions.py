"""Motions, from the proposal to the outcome: who may, what is counted, and when a vote ends."""

from __future__ import annotations

from dataclasses import replace

from conformance.governance.scenes import (
    ANY_LENGTH,
    ANY_WEIGHT,
    MOTION_DURATION,
    NOW,
    Chamber,
    chamber,
    closes,
    encode,
    hash_of,
    senator,
)
from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.identifiers import H256, ROOT, BlockNumber, Uid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.balances import Burn, ForceSetBalance
from tao_spec.interface.accounts.system import Id, Remark, Weight
from tao_spec.interface.accounts.utility import Batch, DispatchAs
from tao_spec.interface.governance import collective
from tao_spec.interface.governance.collective import Close, DisapproveProposal, Execute
from tao_spec.interface.governance.membership import (
    AddSenator,
    AddTriumvir,
    ChangeSenatorKey,
    RemoveSenator,
    RemoveTriumvir,
    SetPrimeTriumvir,
)
from tao_spec.interface.governance.senate import AdjustSenate, Sudo, SudoUncheckedWeight, Vote
from tao_spec.interface.hyperparameters import SudoSetTxRateLimit
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromTriumvirate, Members
from tao_spec.state.governance import Votes
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

SAID = Remark(b"said by the senate")
"""A call that anybody may make."""

DONE = Sudo(SAID)
"""A call that only a majority of the senate may make."""


@case(
    rules=[
        "GOV-10",
        "GOV-20",
        "GOV-22",
        "GOV-27",
        "GOV-32",
        "GOV-35",
        "GOV-36",
        "GOV-37",
        "GOV-38",
        "MEMBER-1",
        "NEUR-54",
    ],
    errors=["TooEarlyToCloseProposal", "ProposalNotExists"],
)
def change_of_the_protocol(build: Builder) -> Trace:
    """A constant of the network changes: root names a triumvir, two hotkeys of root become senators, propose, vote, close."""
    build.chain.subnets.networks_added[ROOT] = True
    senators = [senator(build, name) for name in ("one", "other")]
    for uid, hotkey in enumerate(senators):
        build.chain.neurons.uids[ROOT, hotkey.account] = Uid(uid)
        build.chain.neurons.keys[ROOT, Uid(uid)] = hotkey.account
        stake = AlphaBalance(tao(100 + uid))
        increase_stake_for_hotkey_and_coldkey_on_subnet(build.chain, hotkey.account, hotkey.owner.account, ROOT, stake)
    triumvir = build.account("triumvir", tao(10))
    motion = Sudo(SudoSetTxRateLimit(U64(77)))
    yield root(AddTriumvir(Id(triumvir.account)))
    for hotkey in senators:
        yield hotkey.owner.signs(AdjustSenate(hotkey.account))
    yield Chamber((triumvir,), tuple(senators)).proposes(motion)
    for hotkey in senators:
        yield closes(motion)
        yield hotkey.aye(motion)
    yield closes(motion)
    yield closes(motion)


@case(
    rules=["GOV-20", "GOV-32"],
    errors=[
        "NotMember",
        "BadOrigin",
        "DurationLowerThanConfiguredMotionDuration",
        "ProposalLengthBoundLessThanProposalLength",
    ],
)
def proposed(build: Builder) -> Trace:
    """A triumvir proposes for 3,600 blocks at least, and says how long the call may be; nobody else proposes."""
    scene = chamber(build)
    length = len(encode(SAID))
    yield scene.proposes(SAID, duration=MOTION_DURATION - 1)
    yield scene.proposes(SAID, duration=MOTION_DURATION - 1, length=length - 1)
    yield scene.proposes(SAID, length=length - 1)
    yield scene.proposes(SAID, length=length)
    yield scene.proposes(DONE, duration=2**32 - 1)
    propose = collective.Propose(Remark(b""), ANY_LENGTH, BlockNumber(0))
    yield scene.senators[0].owner.signs(propose)
    yield root(propose)
    yield nobody(propose)


@case(rules=["GOV-32"], errors=["DuplicateProposal", "TooManyActiveProposals"])
def ten_motions(build: Builder) -> Trace:
    """Ten motions may be under vote; the eleventh is refused, but first one that is under vote already."""
    scene = chamber(build)
    calls = [Remark(bytes([i])) for i in range(11)]
    for call in calls:
        yield scene.proposes(call)
    yield scene.proposes(calls[0])
    yield root(DisapproveProposal(hash_of(calls[3])))
    yield scene.proposes(calls[10])


@case(rules=["GOV-32"], errors=["TooManyActiveProposals"])
def last_number(build: Builder) -> Trace:
    """The last number but one of 32 bits is given to a motion, and none after. Nobody made so many; it is written here."""
    scene = chamber(build)
    build.chain.governance.proposal_count.value = U32(2**32 - 2)
    yield scene.proposes(SAID)
    yield scene.proposes(DONE)


@case(rules=["GOV-20", "GOV-35"])
def thresholds(build: Builder) -> Trace:
    """One more than half of the senate, rounded down, with twelve, eleven and no senators."""
    scene = chamber(build, senators=12)
    yield scene.proposes(Remark(b"twelve"))
    yield root(RemoveSenator(Id(scene.senators[11].account)))
    yield scene.proposes(Remark(b"eleven"))
    for member in scene.senators[:11]:
        yield root(RemoveSenator(Id(member.account)))
    yield scene.proposes(Remark(b"none"))
    yield closes(Remark(b"none"), index=2)


@case(
    rules=["GOV-21", "GOV-22", "GOV-37"],
    errors=[
        "BadOrigin",
        "NonAssociatedColdKey",
        "NotSenateMember",
        "ProposalNotExists",
        "IndexMismatchProposalHash",
        "DuplicateVote",
    ],
)
def votes(build: Builder) -> Trace:
    """The owner of a senator votes, and may change its mind; order of the checks."""
    scene = chamber(build)
    first, second = scene.senators[:2]
    stranger = senator(build, "stranger")
    yield scene.proposes(SAID)
    yield root(Vote(first.account, hash_of(SAID), U32(0), True))
    yield second.owner.signs(Vote(first.account, hash_of(SAID), U32(0), True))
    yield stranger.aye(SAID)
    yield first.aye(DONE)
    yield first.aye(SAID, index=1)
    yield first.aye(SAID)
    yield first.aye(SAID)
    yield first.nay(SAID)
    yield first.nay(SAID)
    yield second.owner.signs(Vote(build.name("nobody's"), hash_of(SAID), U32(0), True))


@case(rules=["GOV-22"])
def minds_change(build: Builder) -> Trace:
    """Where a vote is withdrawn, the last of its like takes its place."""
    scene = chamber(build, senators=5)
    yield scene.proposes(SAID)
    for member in scene.senators:
        yield member.aye(SAID)
    for place in (0, 1, 4):
        yield scene.senators[place].nay(SAID)
    yield scene.senators[1].aye(SAID)


@case(rules=["GOV-33"], errors=["NotMember", "BadOrigin"])
def vote_of_the_collective(build: Builder) -> Trace:
    """By the collective's own call nobody votes: neither triumvirs nor senators."""
    scene = chamber(build)
    yield scene.proposes(SAID)
    call = collective.Vote(hash_of(SAID), U32(0), True)
    yield scene.triumvirs[0].signs(call)
    yield scene.senators[0].signs(call)
    yield root(call)


@case(
    rules=["GOV-21", "GOV-35"],
    errors=["BadOrigin", "ProposalNotExists", "IndexMismatchProposalHash", "TooEarlyToCloseProposal"],
)
def close_by_root(build: Builder) -> Trace:
    """Root closes, the motion by its hash and number, once enough voted aye or nay; nobody else."""
    scene = chamber(build)
    yield scene.proposes(SAID)
    yield scene.proposes(DONE)
    yield closes(Remark(b"no motion"))
    yield closes(SAID, index=1)
    yield scene.senators[0].aye(SAID)
    yield scene.senators[0].nay(DONE, index=1)
    yield closes(SAID)
    yield closes(DONE, index=1)
    yield scene.senators[1].aye(SAID)
    yield scene.senators[2].nay(DONE, index=1)
    yield scene.triumvirs[0].signs(Close(hash_of(SAID), U32(0), ANY_WEIGHT, ANY_LENGTH))
    yield closes(SAID)
    yield closes(DONE, index=1)


@case(
    rules=["COST-2", "GOV-26", "GOV-35"],
    errors=["ProposalLengthBoundLessThanProposalLength", "ProposalWeightLessThanDispatchCallWeight"],
)
def bounds(build: Builder) -> Trace:
    """Whoever closes says how long the call may be and what it may weigh, if it passed: the last that fits, and one less."""
    scene = chamber(build, senators=1)
    calls: tuple[Call, ...] = (DONE, Batch((Remark(b"1"), Remark(b"22"))))
    weights = (Weight(U64(111_100_000), U64(0)), Weight(U64(65_911_012), U64(3_997)))
    for index, (call, weight) in enumerate(zip(calls, weights, strict=True)):
        length = len(encode(call))
        yield scene.proposes(call)
        yield scene.senators[0].aye(call, index)
        yield closes(call, index, weight, length - 1)
        yield closes(call, index, replace(weight, ref_time=U64(weight.ref_time - 1)), length)
        if weight.proof_size:
            yield closes(call, index, replace(weight, proof_size=U64(weight.proof_size - 1)), length)
        yield closes(call, index, weight, length)
    yield scene.proposes(SAID)
    yield scene.senators[0].nay(SAID, 2)
    yield closes(SAID, 2, Weight(U64(0), U64(0)), 0)


@case(rules=["GOV-24", "GOV-35"], errors=["TooEarlyToCloseProposal"])
def out_of_time(build: Builder) -> Trace:
    """After 3,600 blocks, and not before, the vote is over: who did not vote said nay; a vote counts until it is closed."""
    scene = chamber(build, senators=4)
    yield scene.proposes(SAID)
    yield scene.proposes(DONE)
    yield scene.senators[0].aye(SAID)
    yield blocks(MOTION_DURATION - 1)
    yield closes(SAID)
    yield blocks(1)
    yield scene.senators[1].aye(SAID)
    yield closes(SAID)
    yield closes(DONE, index=1)


def ending(build: Builder, scene: Chamber, call: Call, ayes: int) -> None:
    """A motion with so many ayes, whose time is over in the present block."""
    governance = build.chain.governance
    key, count = hash_of(call), governance.proposal_count
    voters = tuple(member.account for member in scene.senators[:ayes])
    governance.proposals.value = (*governance.proposals.value, key)
    governance.proposal_of[key] = encode(call)
    governance.voting[key] = Votes(count.value, U32(len(scene.senators) // 2 + 1), voters, (), BlockNumber(NOW))
    count.value = U32(count.value + 1)


@case(rules=["GOV-24", "GOV-35"])
def prime_of_both(build: Builder) -> Trace:
    """Only where the prime triumvir is a senator, too, its aye stands for those who did not vote (KNOWN-169).

    The motions' time is over; they are written here.
    """
    scene = chamber(build, senators=5)
    for call in (SAID, DONE):
        ending(build, scene, call, ayes=2)
    prime = scene.senators[0]
    yield root(RemoveTriumvir(Id(scene.triumvirs[0].account)))
    yield closes(SAID)
    yield root(AddTriumvir(Id(prime.account)))
    yield root(SetPrimeTriumvir(Id(prime.account)))
    yield closes(DONE, index=1)


@case(rules=["GOV-24", "GOV-35"])
def prime_says_nothing(build: Builder) -> Trace:
    """A prime that did not say aye lets those who did not vote say nay. The motion's time is over; it is written here."""
    scene = chamber(build, senators=5)
    ending(build, scene, SAID, ayes=2)
    build.chain.governance.triumvirate_prime.value = build.chain.governance.prime.value = scene.triumvirs[0].account
    yield closes(SAID)


@case(rules=["GOV-4", "GOV-14", "GOV-22", "GOV-35"])
def two_votes(build: Builder) -> Trace:
    """A senator votes, changes its key, and votes again; one that was removed goes on counting (KNOWN-162)."""
    scene = chamber(build, senators=5)
    first, second = scene.senators[:2]
    new = senator(build, "new")
    yield scene.proposes(DONE)
    yield first.aye(DONE)
    yield first.signs(ChangeSenatorKey(Id(new.account)))
    yield new.aye(DONE)
    yield second.aye(DONE)
    yield root(RemoveSenator(Id(second.account)))
    yield closes(DONE)


@case(rules=["GOV-3", "GOV-4", "GOV-11"], errors=["TooEarlyToCloseProposal"])
def triumvirs_votes(build: Builder) -> Trace:
    """A triumvir who is a senator, too, loses its vote with its place in the triumvirate."""
    scene = chamber(build, triumvirs=2)
    member = scene.senators[0]
    yield root(AddTriumvir(Id(member.account)))
    yield scene.proposes(SAID)
    yield scene.proposes(DONE)
    for place, call in enumerate((SAID, DONE)):
        yield scene.senators[1].votes(call, approve=not place, index=place)
        yield member.votes(call, approve=not place, index=place)
    yield root(RemoveTriumvir(Id(member.account)))
    yield closes(SAID)


@case(rules=["GOV-27", "GOV-35", "GOV-36"])
def grown_senate(build: Builder) -> Trace:
    """A motion that passed with the ayes of its day is no majority of a senate that grew since, and its call is refused."""
    scene = chamber(build, senators=2)
    yield scene.proposes(DONE)
    yield scene.proposes(SAID)
    for member in scene.senators:
        yield member.aye(DONE)
        yield member.aye(SAID, index=1)
    for name in ("third", "fourth"):
        yield root(AddSenator(Id(build.name(name))))
    yield closes(DONE)
    yield closes(SAID, index=1)


@case(rules=["GOV-23", "GOV-35"])
def shrunken_senate(build: Builder) -> Trace:
    """Fewer seats than the threshold of its day: the motion failed, though nobody said nay."""
    scene = chamber(build)
    yield scene.proposes(SAID)
    for member in scene.senators[:2]:
        yield root(RemoveSenator(Id(member.account)))
    yield closes(SAID)


@case(rules=["DISPATCH-1", "GOV-27", "GOV-38", "GOV-39"])
def outcomes(build: Builder) -> Trace:
    """What a motion's call does is told and never refuses: root's work by the senate's sudo, a refusal inside of it, and none."""
    scene = chamber(build, senators=1)
    alice = build.account("alice", tao(5))
    calls: tuple[Call, ...] = (
        Sudo(ForceSetBalance(Id(alice.account), tao(7))),
        Sudo(Burn(tao(1), keep_alive=False)),
        SudoUncheckedWeight(ForceSetBalance(Id(alice.account), tao(8)), Weight(U64(1), U64(1))),
        ForceSetBalance(Id(alice.account), tao(9)),
        SAID,
        Batch((SAID, DONE)),
    )
    for index, call in enumerate(calls):
        yield scene.proposes(call)
        yield scene.senators[0].aye(call, index)
        yield closes(call, index)


@case(rules=["GOV-36", "GOV-38", "GOV-39"], errors=["BadOrigin"])
def majorities(build: Builder) -> Trace:
    """More than half of the senate makes calls as root; half does not, nor root itself, nor anybody else."""
    alice = build.account("alice", tao(5))
    for ayes, seats in ((2, 3), (2, 4), (3, 4), (0, 0), (1, 0), (2**31, 2**32 - 1), (2**32 - 1, 2**32 - 1)):
        yield root(DispatchAs(FromTriumvirate(Members(U32(ayes), U32(seats))), DONE))
    unchecked = SudoUncheckedWeight(SAID, Weight(U64(0), U64(0)))
    yield root(DispatchAs(FromTriumvirate(Members(U32(1), U32(2))), unchecked))
    for call in (DONE, unchecked):
        yield root(call)
        yield alice.signs(call)
        yield nobody(call)


@case(rules=["GOV-25", "GOV-34"], errors=["BadOrigin"])
def struck_out(build: Builder) -> Trace:
    """Root strikes a motion out, whatever its votes, and one that is not there, too."""
    scene = chamber(build)
    yield scene.proposes(SAID)
    for member in scene.senators:
        yield member.aye(SAID)
    yield scene.triumvirs[0].signs(DisapproveProposal(hash_of(SAID)))
    yield root(DisapproveProposal(hash_of(SAID)))
    yield root(DisapproveProposal(hash_of(SAID)))
    yield scene.proposes(SAID)


@case(rules=["GOV-31"], errors=["BadOrigin", "NotMember", "ProposalLengthBoundLessThanProposalLength"])
def member_alone(build: Builder) -> Trace:
    """A triumvir alone makes a call that anybody may make, and no other."""
    scene = chamber(build)
    triumvir, length = scene.triumvirs[0], U32(len(encode(SAID)))
    yield triumvir.signs(Execute(SAID, U32(length - 1)))
    yield triumvir.signs(Execute(SAID, length))
    yield triumvir.signs(Execute(DONE, ANY_LENGTH))
    yield triumvir.signs(Execute(Batch((Batch((Remark(b"filtered"),)),)), ANY_LENGTH))
    yield scene.senators[0].owner.signs(Execute(SAID, length))
    yield root(Execute(SAID, length))


@case(rules=["GOV-26", "GOV-35"], errors=["ProposalNotExists"])
def motions_without_calls(build: Builder) -> Trace:
    """A motion that passed and has no call, or none that can be read, cannot be closed.

    No call leaves such motions; they are written here.
    """
    scene = chamber(build, senators=1)
    ending(build, scene, SAID, ayes=1)
    ending(build, scene, DONE, ayes=1)
    del build.chain.governance.proposal_of[hash_of(SAID)]
    build.chain.governance.proposal_of[hash_of(DONE)] = b"\xff\xff"
    yield closes(SAID)
    yield closes(DONE, index=1)
    yield root(DisapproveProposal(H256(hash_of(DONE))))
