from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from conformance.governance.scenes import ANY_LENGTH, ANY_WEIGHT, MOTION_DURATION, encode, hash_of
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.balances import ForceSetBalance, TransferAll
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.commitments.metadata import CommitmentInfo, Data, Raw, ResetBondsFlag, SetCommitment, Sha256
from tao_spec.interface.crowdloans import (
    Contribute,
    Create,
    CrowdloanId,
    Dissolve,
    Finalize,
    LeaseId,
    Percent,
    Refund,
    RegisterLeasedNetwork,
    TerminateLease,
    UpdateCap,
    UpdateEnd,
    UpdateMinContribution,
    Withdraw,
)
from tao_spec.interface.governance.collective import Close, Propose
from tao_spec.interface.governance.preimage import NotePreimage, RequestPreimage, UnnotePreimage, UnrequestPreimage
from tao_spec.interface.governance.scheduler import Cancel, CancelNamed, Schedule, ScheduleNamed, TaskName
from tao_spec.interface.governance.senate import Vote
from tao_spec.interface.messages import Call
from tao_spec.transition.crowdloans.terms import MAXIMUM_BLOCK_DURATION, MINIMUM_BLOCK_DURATION
from tao_spec.vectors.format import Origin, Signed
from tao_spec.vectors.machine import to_hex
from tests.machines.arguments import Surroundings, draw_call
from tests.machines.base import ChainMachine, drive
from tests.machines.worlds import PUT_TO_VOTE, RUNNING, account_of, society

LOANS = st.sampled_from((0, 1, 2, 0, 1, 2, 3, 9)).map(CrowdloanId)
DEPOSITS_LEASTS_AND_CAPS = (
    (tao(10), tao(10), tao(10) - 1),
    (10**8, 10**8, tao(1), 10**8 - 1),
    (tao(12), tao(30), tao(10), tao(10) + 1),
)
"""In rao; the last of each but the caps is too little."""

NAMES = st.sampled_from((b"a" * 32, b"b" * 32)).map(TaskName)
FIELDS: tuple[Data, ...] = (Raw(b"said"), Raw(b""), Sha256(H256(b"h" * 32)), ResetBondsFlag())


class CrowdloansAndGovernance(ChainMachine):
    """People raise and lease, neurons commit, triumvirs propose, senators vote and root schedules, while blocks pass."""

    make_world = staticmethod(society)

    @rule(data=st.data())
    def opens(self, data: st.DataObject) -> None:
        draw, height = data.draw, self.chain.number
        who, goal = draw(st.sampled_from(self.world.coldkeys)), draw(st.none() | st.sampled_from(self.world.coldkeys))
        amounts = [TaoBalance(draw(st.sampled_from(choice))) for choice in DEPOSITS_LEASTS_AND_CAPS]
        end = BlockNumber(height + draw(st.sampled_from((MINIMUM_BLOCK_DURATION, MAXIMUM_BLOCK_DURATION + 1))))
        call = draw(st.none() | st.sampled_from(self.get_calls()))
        self.make(Create(amounts[0], amounts[1], amounts[2], end, call, goal), Signed(to_hex(who)))

    @rule(data=st.data())
    def contributes(self, data: st.DataObject) -> None:
        self.make_one_of(data, Contribute, Contribute, Withdraw)

    @rule(data=st.data())
    def ends(self, data: st.DataObject) -> None:
        self.make_one_of(data, Finalize, Finalize, Refund, Dissolve, TerminateLease)

    @rule(data=st.data())
    def updates(self, data: st.DataObject) -> None:
        self.make_one_of(data, UpdateCap, UpdateEnd, UpdateMinContribution)

    @rule(data=st.data())
    def sends_all(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(self.world.coldkeys))
        goal = data.draw(st.sampled_from(self.world.accounts))
        self.make(TransferAll(Id(goal), keep_alive=data.draw(st.booleans())), Signed(to_hex(who)))

    @rule(data=st.data())
    def commits(self, data: st.DataObject) -> None:
        uid = data.draw(st.integers(0, 3))
        netuid = data.draw(st.sampled_from((RUNNING, RUNNING, NetUid(2))))
        info = CommitmentInfo(tuple(data.draw(st.lists(st.sampled_from(FIELDS), max_size=3))))
        self.make(SetCommitment(netuid, info), Signed(to_hex(account_of(uid))))

    @rule(data=st.data())
    def proposes(self, data: st.DataObject) -> None:
        triumvir = data.draw(st.sampled_from(self.chain.governance.triumvirate_members.value))
        call = draw_call(data.draw, Propose, self.get_surroundings(data.draw))
        self.make(call, Signed(to_hex(triumvir)))

    @rule(data=st.data())
    def votes(self, data: st.DataObject) -> None:
        senate = self.chain.governance.senate_members.value
        hotkey = data.draw(st.sampled_from([*senate, self.world.hotkeys[-1]]))
        motion = data.draw(st.sampled_from([hash_of(PUT_TO_VOTE), *self.chain.governance.proposals.value]))
        index = data.draw(self.get_indices(motion))
        vote = Vote(hotkey, motion, index, data.draw(st.integers(0, 3)) > 0)
        self.make(vote, Signed(to_hex(self.chain.keys.owner[hotkey])))

    def get_indices(self, motion: H256) -> st.SearchStrategy[U32]:
        """The index of a motion, mostly."""
        votes = self.chain.governance.voting.get(motion)
        return st.just(U32(0) if votes is None else votes.index) | st.integers(0, 2).map(U32)

    @rule(data=st.data())
    def closes(self, data: st.DataObject) -> None:
        motion = data.draw(st.sampled_from([hash_of(PUT_TO_VOTE), *self.chain.governance.proposals.value]))
        self.make(Close(motion, data.draw(self.get_indices(motion)), ANY_WEIGHT, ANY_LENGTH), "root")

    @rule(data=st.data())
    def schedules(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from((Schedule, ScheduleNamed, Cancel, CancelNamed)))
        self.make(draw_call(data.draw, kind, self.get_surroundings(data.draw)), "root")

    @rule(data=st.data())
    def notes(self, data: st.DataObject) -> None:
        self.make_one_of(data, NotePreimage, UnnotePreimage, RequestPreimage, UnrequestPreimage)

    def get_origins(self, call: Call, around: Surroundings) -> st.SearchStrategy[Origin]:
        """Who created a crowdloan ends it, mostly."""
        loan = self.chain.crowdloans.crowdloans.get(getattr(call, "crowdloan_id", CrowdloanId(99)))
        usual = super().get_origins(call, around)
        if loan is None or isinstance(call, Contribute | Withdraw):
            return usual
        return st.integers(0, 4).flatmap(lambda n: usual if n == 4 else st.just(Signed(to_hex(loan.creator))))

    def get_numbers(self, who: AccountId, hotkey: AccountId, netuid: NetUid) -> list[int]:
        loans = [loan for _, loan in self.chain.crowdloans.crowdloans.items()]
        sums = [int(number) for loan in loans for number in (loan.raised, loan.cap, loan.cap - loan.raised)]
        return [int(self.chain.accounts.account[who].data.free), tao(10), tao(100), 10**8, *sums]

    def get_fields(self, netuid: NetUid) -> dict[str, st.SearchStrategy[Any]]:
        calls = self.get_calls()
        height = self.chain.number
        hashes = [*map(hash_of, calls), *self.chain.governance.proposals.value]
        soon = st.sampled_from((0, 1, 2, 4)).map(lambda ahead: BlockNumber(height + ahead))
        return {
            **super().get_fields(netuid),
            "crowdloan_id": LOANS,
            "lease_id": st.sampled_from((LeaseId(0), LeaseId(1))),
            "call": st.sampled_from(calls),
            "proposal": st.sampled_from(calls),
            "hash": st.sampled_from(hashes),
            "length_bound": st.just(ANY_LENGTH),
            "duration": st.sampled_from((MOTION_DURATION, MOTION_DURATION - 1)).map(BlockNumber),
            "index": st.integers(0, 2).map(U32),
            "priority": st.sampled_from((0, 63, 255)).map(U8),
            "id": NAMES,
            "when": soon,
            "maybe_periodic": st.none() | st.just((BlockNumber(2), U32(2))),
            "bytes_": st.sampled_from([encode(call) for call in calls]),
        }

    def get_calls(self) -> list[Call]:
        """Calls that wait in motions, tasks and crowdloans: short ones, a long one, one of root, leases, a loan's own end."""
        someone = Id(self.world.coldkeys[-1])
        return [
            PUT_TO_VOTE,
            Remark(b"long" * 50),
            ForceSetBalance(someone, TaoBalance(tao(3))),
            RegisterLeasedNetwork(Percent(50), None),
            RegisterLeasedNetwork(Percent(100), BlockNumber(self.chain.number + 10)),
            Dissolve(CrowdloanId(3)),
            Refund(CrowdloanId(3)),
        ]


def test_crowdloans_and_governance_keep_every_invariant() -> None:
    drive(CrowdloansAndGovernance, examples=20)
