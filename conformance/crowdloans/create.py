"""Creating a crowdloan: its bounds, its account, its call, and who pays."""

from __future__ import annotations

from conformance.crowdloans.prepare import CAP, DEPOSIT, END, LATEST, LEAST, NOW, person
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, RemarkWithEvent
from tao_spec.interface.crowdloans import Create, CrowdloanId
from tao_spec.transition.crowdloans.terms import compute_funds_account
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root

MAX = 2**64 - 1


@case(rules=["CROWD-1", "CROWD-7", "CROWD-10"])
def plain(build: Builder) -> Trace:
    """The deposit goes to an account of the crowdloan's own and is the first contribution; numbers count up."""
    alice, bob = person(build, "alice"), person(build, "bob")
    yield alice.creates(target=bob.account)
    yield bob.creates(call=RemarkWithEvent(b"done"))
    yield alice.creates(target=bob.account, call=RemarkWithEvent(b"both"))


@case(rules=["CROWD-10"], errors=["DepositTooLow"])
def deposit(build: Builder) -> Trace:
    """The least deposit is 10 TAO."""
    alice = person(build, "alice")
    yield alice.creates(deposit=DEPOSIT - 1)
    yield alice.creates(deposit=DEPOSIT)


@case(rules=["CROWD-10"], errors=["CapTooLow"])
def cap(build: Builder) -> Trace:
    """The cap exceeds the deposit, and may be all that 64 bits hold."""
    alice = person(build, "alice")
    yield alice.creates(cap=DEPOSIT)
    yield alice.creates(cap=DEPOSIT + 1)
    yield alice.creates(cap=MAX)


@case(rules=["CROWD-6", "CROWD-10"], errors=["MinimumContributionTooLow"])
def least_contribution(build: Builder) -> Trace:
    """The least contribution is at least a tenth of a TAO, and may exceed the cap."""
    alice = person(build, "alice")
    yield alice.creates(least=LEAST - 1)
    yield alice.creates(least=LEAST)
    yield alice.creates(least=MAX)


@case(rules=["CROWD-5", "CROWD-10"], errors=["CannotEndInPast", "BlockDurationTooShort", "BlockDurationTooLong"])
def end(build: Builder) -> Trace:
    """A crowdloan lasts from 50,400 blocks to 432,000."""
    alice = person(build, "alice")
    for block in (0, NOW, NOW + 1, END - 1, END, LATEST, LATEST + 1, 2**32 - 1):
        yield alice.creates(end=block)


@case(
    rules=["CROWD-10"],
    errors=[
        "DepositTooLow",
        "CapTooLow",
        "MinimumContributionTooLow",
        "CannotEndInPast",
        "InsufficientBalance",
        "Overflow",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """Deposit, cap, least contribution, end, balance and number are asked for in this order.

    The number is written: it takes four billion crowdloans to use all up.
    """
    alice = person(build, "alice", DEPOSIT)
    build.chain.crowdloans.next_crowdloan_id.value = CrowdloanId(2**32 - 1)
    yield alice.creates(deposit=1, cap=0, least=0, end=0)
    yield alice.creates(deposit=DEPOSIT + 1, cap=0, least=0, end=0)
    yield alice.creates(deposit=DEPOSIT + 1, least=0, end=0)
    yield alice.creates(deposit=DEPOSIT + 1, end=0)
    yield alice.creates(deposit=DEPOSIT + 1)
    yield alice.creates()


@case(rules=["CROWD-7"], errors=["Overflow"])
def last_number(build: Builder) -> Trace:
    """The last number is never given. The number before is written: nobody creates four billion crowdloans."""
    alice = person(build, "alice")
    build.chain.crowdloans.next_crowdloan_id.value = CrowdloanId(2**32 - 2)
    yield alice.creates()
    yield alice.creates()


@case(rules=["CROWD-10"], errors=["InsufficientBalance"])
def whole_balance(build: Builder) -> Trace:
    """A creator may give all, and its account dies of it; one rao less is too little."""
    alice, bob = person(build, "alice", DEPOSIT), person(build, "bob", DEPOSIT - 1)
    yield alice.creates()
    yield bob.creates()


@case(rules=["CROWD-10"], errors=["Frozen"])
def frozen_balance(build: Builder) -> Trace:
    """What is frozen counts as balance and cannot be given; nor can what keeps an account with a reserve alive."""
    alice, bob = person(build, "alice", tao(20), frozen=tao(10) + 1), person(build, "bob", DEPOSIT, reserved=tao(1))
    carol, dave = person(build, "carol", tao(20), frozen=DEPOSIT), person(build, "dave", DEPOSIT + 500, reserved=tao(1))
    for creator in (alice, bob, carol, dave):
        yield creator.creates()


@case(rules=["CROWD-10", "CROWD-18"])
def call_in_a_preimage(build: Builder) -> Trace:
    """A call of up to 128 bytes is stored in the crowdloan; a longer one as a preimage, which another may share."""
    alice, bob = person(build, "alice"), person(build, "bob")
    yield alice.creates(call=RemarkWithEvent(bytes(124)))
    yield alice.creates(call=RemarkWithEvent(bytes(125)))
    yield bob.creates(call=RemarkWithEvent(bytes(125)))


@case(rules=["CROWD-1", "CROWD-10"])
def account_that_exists(build: Builder) -> Trace:
    """TAO that somebody sent to the account before stays there, and is no contribution."""
    alice, bob = person(build, "alice"), person(build, "bob")
    yield bob.signs(TransferAllowDeath(Id(compute_funds_account(CrowdloanId(0))), TaoBalance(tao(3))))
    yield alice.creates()


@case(rules=["CROWD-10"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account creates a crowdloan."""
    call = Create(DEPOSIT, TaoBalance(LEAST), CAP, BlockNumber(END), None, None)
    yield root(call)
    yield nobody(call)
