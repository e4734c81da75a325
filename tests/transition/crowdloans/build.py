"""Crowdloans for tests, made by the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.interface.crowdloans import Contribute, Create, CrowdloanId
from tao_spec.interface.messages import Call
from tao_spec.revisions.r306 import R306
from tao_spec.state.crowdloans import CrowdloanInfo
from tao_spec.transition.accounts.tokens import mint
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.terms import MINIMUM_BLOCK_DURATION, compute_funds_account
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.revision import Revision
from tests.transition.chains import account, genesis

LOAN = CrowdloanId(0)
ALICE, BOB, CAROL, TARGET = (account(number) for number in (1, 2, 3, 4))
FUNDS = compute_funds_account(LOAN)
END = 1 + MINIMUM_BLOCK_DURATION
LEAST = TaoBalance(100_000_000)


def funded(revision: Revision = R306, free: int = tao(1_000)) -> Chain:
    """Alice, Bob and Carol have TAO, in rao, in block 1."""
    chain = genesis(1, revision)
    for who in (ALICE, BOB, CAROL):
        mint(chain, who, TaoBalance(free))
    chain.commit()
    return chain


def make(chain: Chain, who: AccountId, *calls: Call) -> None:
    """Somebody makes calls, which are not refused."""
    for call in calls:
        dispatch(chain, signed(who), call)


def create(
    chain: Chain, call: Call | None = None, target: AccountId | None = None, cap: int = tao(100), deposit: int = tao(10)
) -> None:
    """Alice creates a crowdloan; amounts in rao."""
    terms = (TaoBalance(deposit), LEAST, TaoBalance(cap), BlockNumber(END))
    make(chain, ALICE, Create(*terms, call, target))


def opened(
    given: Sequence[tuple[AccountId, int]] = (),
    call: Call | None = None,
    target: AccountId | None = None,
    revision: Revision = R306,
    cap: int = tao(100),
) -> Chain:
    """Alice created a crowdloan with 10 TAO, and others contributed, in rao."""
    chain = funded(revision)
    create(chain, call, target, cap)
    for who, amount in given:
        make(chain, who, Contribute(LOAN, TaoBalance(amount)))
    return chain


def at_end(chain: Chain) -> Chain:
    """The same in the block of the end."""
    chain.accounts.number.value = BlockNumber(END)
    chain.commit()
    return chain


def filled(call: Call | None = None, target: AccountId | None = None, revision: Revision = R306) -> Chain:
    """The cap is raised by Bob and Carol, and the end has come."""
    return at_end(opened([(BOB, tao(60)), (CAROL, tao(30))], call, target, revision))


def loan(chain: Chain) -> CrowdloanInfo:
    """The crowdloan."""
    info = chain.crowdloans.crowdloans.get(LOAN)
    assert info is not None
    return info


def free(chain: Chain, who: AccountId) -> int:
    """What an account holds free, in rao."""
    return chain.accounts.account[who].data.free
