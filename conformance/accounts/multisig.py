"""Joint accounts: who holds them, and how their operations are begun, approved, made, given up and paid for."""

from __future__ import annotations

from dataclasses import replace

from conformance.accounts.proxy import give
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import Burn, TransferKeepAlive, UpgradeAccounts
from tao_spec.interface.accounts.multisig import (
    ApproveAsMulti,
    AsMulti,
    AsMultiThreshold1,
    CancelAsMulti,
    PokeDeposit,
    Timepoint,
)
from tao_spec.interface.accounts.proxy import Proxy, ProxyType
from tao_spec.interface.accounts.system import Id, Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import AsDerivative, Batch, DispatchAs
from tao_spec.interface.governance.senate import Sudo as SenateSudo
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, Root
from tao_spec.state.accounts import MAX_SIGNATORIES, Multisig
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.multisig import compute_joint_account
from tao_spec.transition.weights_of_calls import get_call_weight
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, blocks, case, nobody, root

AMPLE = Weight(U64(10**13), U64(10**9))
NO_WEIGHT = Weight(U64(0), U64(0))
HELLO = RemarkWithEvent(b"hello")


class Board:
    """Accounts that hold a joint account, and what they do for it.

    Attributes:
        members: in the order of their accounts.
        threshold: so many must approve.
        account: the joint account.
    """

    def __init__(self, build: Builder, names: str = "alice bob carol", threshold: int = 2, free: int = tao(5)) -> None:
        members = [build.account(name, free) for name in names.split()]
        self.members = sorted(members, key=lambda member: member.account)
        self.threshold, self.build = U16(threshold), build
        everybody = tuple(member.account for member in self.members)
        self.account = Actor(compute_joint_account(everybody, self.threshold))

    def others(self, member: Actor) -> tuple[AccountId, ...]:
        """Everybody but one."""
        return tuple(other.account for other in self.members if other != member)

    def hash_of(self, call: Call) -> H256:
        """The hash by which a call is approved."""
        return H256(blake2_256(self.build.chain.revision.interface.encode_call(call)))

    def approves(self, member: Actor, call: Call, since: Timepoint | None = None, weight: Weight = AMPLE) -> Dispatched:
        """A member approves a call, and makes it where that is enough."""
        return member.signs(AsMulti(self.threshold, self.others(member), since, call, weight))

    def approves_hash(self, member: Actor, call: Call, since: Timepoint | None = None) -> Dispatched:
        """A member approves a call by its hash."""
        return member.signs(ApproveAsMulti(self.threshold, self.others(member), since, self.hash_of(call), NO_WEIGHT))

    def cancels(self, member: Actor, call: Call, since: Timepoint) -> Dispatched:
        """A member gives up an operation."""
        return member.signs(CancelAsMulti(self.threshold, self.others(member), since, self.hash_of(call)))

    def pokes(self, member: Actor, call: Call) -> Dispatched:
        """A member brings the deposit of an operation up to date."""
        return member.signs(PokeDeposit(self.threshold, self.others(member), self.hash_of(call)))

    def begins(self, member: Actor, call: Call, deposit: int) -> None:
        """A member began an operation, as a call would leave it but for a deposit that nothing reserves."""
        chain = self.build.chain
        operation = Multisig(now(self.build), TaoBalance(deposit), member.account, (member.account,))
        chain.accounts.multisigs[self.account.account, self.hash_of(call)] = operation


def now(build: Builder) -> Timepoint:
    """The present block, before anything is done."""
    return Timepoint(build.chain.number, U32(0))


def pay(to: Actor, amount: int) -> TransferKeepAlive:
    """A transfer that the sender must survive."""
    return TransferKeepAlive(Id(to.account), TaoBalance(amount))


@case(rules=["MULTI-2", "MULTI-3", "MULTI-4", "MULTI-5", "MULTI-6", "MULTI-8", "MULTI-9", "MULTI-11"])
def two_of_three(build: Builder) -> Trace:
    """One begins and pays, another approves, and the call is made as the joint account; the deposit goes back."""
    board, since = Board(build), now(build)
    alice, bob, carol = board.members
    yield alice.signs(pay(board.account, tao(1)))
    yield board.approves(bob, pay(carol, 1_000))
    yield blocks(2)
    yield board.approves(alice, pay(carol, 1_000), since)
    yield board.approves(alice, pay(carol, tao(9)))
    later = Timepoint(BlockNumber(since.height + 2), U32(0))
    yield board.approves(carol, pay(carol, tao(9)), later)


@case(rules=["MULTI-6", "MULTI-7", "MULTI-9", "MULTI-12"], errors=["AlreadyApproved"])
def by_hash(build: Builder) -> Trace:
    """Approved by hash alone, an operation is never made; whoever then gives the call makes it, even having approved."""
    board, since = Board(build, threshold=3), now(build)
    alice, bob, carol = board.members
    yield board.approves_hash(bob, HELLO)
    yield board.approves_hash(bob, HELLO, since)
    yield board.approves(bob, HELLO, since)
    yield board.approves_hash(alice, HELLO, since)
    yield board.approves_hash(carol, HELLO, since)
    yield board.approves_hash(carol, HELLO, since)
    yield board.approves(bob, HELLO, since)


@case(rules=["MULTI-6", "MULTI-7", "MULTI-9"], errors=["AlreadyApproved"])
def enough_is_enough(build: Builder) -> Trace:
    """When enough have approved by hash, one more approval by hash does not count; with the call it makes it."""
    board, since = Board(build), now(build)
    alice, bob, carol = board.members
    yield board.approves_hash(alice, HELLO)
    yield board.approves_hash(bob, HELLO, since)
    yield board.approves_hash(carol, HELLO, since)
    yield board.approves(carol, HELLO, since)


@case(rules=["MULTI-9"], errors=["NoTimepoint", "UnexpectedTimepoint", "WrongTimepoint"])
def timepoints(build: Builder) -> Trace:
    """Whoever begins gives no timepoint; whoever goes on gives the block and the transaction in which it began."""
    board, since = Board(build, threshold=3), now(build)
    alice, bob, carol = board.members
    yield board.approves(alice, HELLO, since)
    yield board.approves_hash(alice, HELLO, since)
    yield board.approves(alice, HELLO)
    yield board.approves(bob, HELLO)
    yield board.approves_hash(bob, HELLO)
    for wrong in (Timepoint(BlockNumber(since.height + 1), U32(0)), Timepoint(since.height, U32(1))):
        yield board.approves(bob, HELLO, wrong)
        yield board.approves_hash(bob, HELLO, wrong)
    yield board.approves(bob, HELLO, since)
    yield board.approves_hash(carol, HELLO, since)


@case(
    rules=["MULTI-1", "MULTI-4", "MULTI-10", "MULTI-11", "MULTI-12", "MULTI-13", "MULTI-14"],
    errors=[
        "MinimumThreshold",
        "SenderInSignatories",
        "SignatoriesOutOfOrder",
        "TooFewSignatories",
        "TooManySignatories",
    ],
)
def signatories(build: Builder) -> Trace:
    """The others are given in order, each once, without the sender; there are 1 to 99 of them, and 2 or more must approve."""
    board = Board(build)
    alice, bob, carol = board.members
    hundred = sorted(build.name(f"signatory {number}") for number in range(MAX_SIGNATORIES))
    lists = (
        (),
        tuple(hundred),
        tuple(hundred[1:]),
        (carol.account, alice.account),
        (alice.account, alice.account),
        (alice.account, bob.account),
        (bob.account, bob.account),
    )
    since, unknown = now(build), H256(b"?" * 32)
    for others in lists:
        yield bob.signs(AsMultiThreshold1(others, HELLO))
        for threshold in (U16(1), U16(2)):
            yield bob.signs(AsMulti(threshold, others, None, HELLO, AMPLE))
            if others != lists[2]:
                yield bob.signs(ApproveAsMulti(threshold, others, None, unknown, AMPLE))
                yield bob.signs(CancelAsMulti(threshold, others, since, unknown))
                yield bob.signs(PokeDeposit(threshold, others, unknown))


@case(rules=["MULTI-2", "MULTI-10"], errors=["FundsUnavailable"])
def any_one(build: Builder) -> Trace:
    """Where one signature suffices the call is made at once and without a deposit; a refused call refuses it."""
    board = Board(build, threshold=1)
    alice, bob, _carol = board.members
    yield alice.signs(pay(board.account, tao(1)))
    yield alice.signs(AsMultiThreshold1(board.others(alice), pay(bob, 1_000)))
    yield bob.signs(AsMultiThreshold1(board.others(bob), pay(alice, tao(1))))
    yield bob.signs(AsMultiThreshold1(board.others(bob)[:1], HELLO))


@case(rules=["MULTI-10", "PROXY-8"])
def past_the_senders_filter(build: Builder) -> Trace:
    """A joint account acts under its own right: what a proxy may not do for a signatory it may do here."""
    board = Board(build, threshold=1)
    alice, bob, carol = board.members
    give(build, alice, bob, ProxyType.NonTransfer)
    yield carol.signs(pay(board.account, tao(1)))
    yield bob.signs(Proxy(Id(alice.account), None, AsMultiThreshold1(board.others(alice), pay(bob, 1_000))))
    yield bob.signs(Proxy(Id(alice.account), None, pay(bob, 1_000)))


@case(rules=["MULTI-8"])
def outcome_is_told(build: Builder) -> Trace:
    """A call that the runtime's filter forbids, or that is refused, is made and over, and the event tells of it."""
    board, since = Board(build), now(build)
    alice, bob, _carol = board.members
    for call in (Batch((Batch(()),)), pay(bob, tao(1)), Remark(b"")):
        yield board.approves(alice, call)
        yield board.approves(bob, call, since)


@case(rules=["MULTI-8", "MULTI-9"])
def again(build: Builder) -> Trace:
    """An operation that was made is over, so that the same call may be approved anew, also in the same block."""
    board, since = Board(build, "alice bob"), now(build)
    alice, bob = board.members
    for first, second in ((alice, bob), (bob, alice)):
        yield board.approves(first, HELLO)
        yield board.approves(second, HELLO, since)


@case(rules=["COST-1", "COST-2", "COST-3", "MULTI-8"], errors=["MaxWeightTooLow"])
def weight(build: Builder) -> Trace:
    """A call that weighs as much as was allowed is made; one unit more of time or of proof, and it is not."""
    board, since = Board(build), now(build)
    alice, bob, _carol = board.members
    calls: tuple[Call, ...] = (
        pay(bob, 1),
        Remark(bytes(7)),
        Burn(TaoBalance(1), keep_alive=True),
        Burn(TaoBalance(1), keep_alive=False),
        UpgradeAccounts((alice.account, bob.account)),
        Batch((pay(bob, tao(9)), SenateSudo(Remark(b"")), Remark(b""))),
        Proxy(Id(alice.account), None, pay(bob, 1)),
        Proxy(Id(alice.account), None, SenateSudo(Remark(b""))),
        AsDerivative(U16(0), Remark(b"")),
        DispatchAs(FromSystem(Root()), SenateSudo(Remark(b""))),
        AsMultiThreshold1((alice.account,), pay(bob, 1)),
        AsMulti(U16(2), (alice.account,), None, pay(bob, 1), Weight(U64(2**64 - 1), U64(5))),
        ApproveAsMulti(U16(2), (alice.account,), None, H256(), Weight(U64(5), U64(7))),
    )
    for call in calls:
        exact = get_call_weight(build.chain, call)
        yield board.approves(alice, call, weight=NO_WEIGHT)
        yield board.approves(bob, call, since, replace(exact, ref_time=U64(exact.ref_time - 1)))
        if exact.proof_size:
            yield board.approves(bob, call, since, replace(exact, proof_size=U64(exact.proof_size - 1)))
        yield board.approves(bob, call, since, exact)


@case(rules=["MULTI-3", "MULTI-5"], errors=["ConsumerRemaining", "InsufficientBalance"])
def too_poor(build: Builder) -> Trace:
    """Whoever begins pays for as many approvals as it needs, however few signatories there are."""
    costs = {2: 196_000_000, 3: 228_000_000, 65_535: 2_097_252_000_000}
    boards = [
        (threshold, Board(build, f"one{threshold}{short} two{threshold}{short}", threshold, cost + 500 - short))
        for threshold, cost in costs.items()
        for short in (501, 1, 0)
    ]
    for _threshold, board in boards:
        yield board.approves(board.members[0], HELLO)


@case(rules=["MULTI-13"], errors=["NotFound", "NotOwner", "WrongTimepoint"])
def cancelled(build: Builder) -> Trace:
    """Only whoever began an operation gives it up, naming when; the deposit goes back."""
    board, since = Board(build, threshold=3), now(build)
    alice, bob, _carol = board.members
    yield board.cancels(alice, HELLO, since)
    yield board.approves(alice, HELLO)
    yield board.approves(bob, HELLO, since)
    yield board.cancels(alice, HELLO, Timepoint(since.height, U32(1)))
    yield board.cancels(bob, HELLO, Timepoint(since.height, U32(1)))
    yield board.cancels(bob, HELLO, since)
    yield board.cancels(alice, Remark(b""), since)
    yield board.cancels(alice, HELLO, since)
    yield board.cancels(alice, HELLO, since)


@case(rules=["MULTI-14", "PROXY-4"], errors=["InsufficientBalance", "NotFound", "NotOwner"])
def poked(build: Builder) -> Trace:
    """A deposit is brought to what it would be today: up if it can be paid, down as far as it is reserved.

    No call leads to a deposit that is not right in this revision; the operations are written here.
    """
    board = Board(build)
    alice, bob, _carol = board.members
    poor = Board(build, "paul pia", free=100_000_000)
    board.begins(alice, HELLO, 1)
    board.begins(alice, Remark(b"dear"), 500_000_000)
    poor.begins(poor.members[0], HELLO, 1)
    yield board.approves(alice, Remark(b"right"))
    yield board.pokes(alice, Remark(b"right"))
    yield board.pokes(bob, HELLO)
    yield board.pokes(alice, Remark(b"unknown"))
    yield board.pokes(alice, HELLO)
    yield board.pokes(alice, HELLO)
    yield board.pokes(alice, Remark(b"dear"))
    yield poor.pokes(poor.members[0], HELLO)


@case(rules=["MULTI-7"], errors=["TooManySignatories"])
def hundred_strangers(build: Builder) -> Trace:
    """A hundred approvals are as many as there may be. Only strangers can have given them all; they are written here."""
    board = Board(build, threshold=200)
    alice, bob, _carol = board.members
    strangers = sorted(build.name(f"stranger {number}") for number in range(MAX_SIGNATORIES))
    key = (board.account.account, board.hash_of(HELLO))
    for count in (MAX_SIGNATORIES - 1, MAX_SIGNATORIES):
        call = HELLO if count == MAX_SIGNATORIES else Remark(b"")
        key = (board.account.account, board.hash_of(call))
        build.chain.accounts.multisigs[key] = Multisig(
            now(build), TaoBalance(0), alice.account, tuple(strangers[:count])
        )
    since = now(build)
    yield board.approves_hash(bob, HELLO, since)
    yield board.approves_hash(bob, Remark(b""), since)


@case(rules=["MULTI-10", "MULTI-11", "MULTI-12", "MULTI-13", "MULTI-14"], errors=["BadOrigin"])
def refusals(build: Builder) -> Trace:
    """An account must sign."""
    board, since = Board(build), now(build)
    others = board.others(board.members[0])
    for call in (
        AsMultiThreshold1(others, HELLO),
        AsMulti(U16(2), others, None, HELLO, AMPLE),
        ApproveAsMulti(U16(2), others, None, H256(), AMPLE),
        CancelAsMulti(U16(2), others, since, H256()),
        PokeDeposit(U16(2), others, H256()),
    ):
        yield root(call)
        yield nobody(call)
