from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.accounts.balances import Issued
from tao_spec.interface.errors import BadOrigin, LimitReached
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import MAX_TRANSACTIONS, Chain
from tests.transition.accounts.build import chain_of
from tests.transition.chains import closing

TOLD = Issued(TaoBalance(1))


def change(chain: Chain, value: int) -> None:
    chain.accounts.total_issuance.value = TaoBalance(value)
    chain.emit(Issued(TaoBalance(value)))


def test_a_chain_stands_under_its_revision() -> None:
    chain = Chain({}, R306)
    assert chain.revision is R306
    assert chain.constants is R306.constants
    assert chain.number == 0


def test_the_block_of_genesis_tells_nothing() -> None:
    chain = Chain({}, R306)
    chain.emit(TOLD)
    assert chain.commit().events == ()
    chain.accounts.number.value = BlockNumber(1)
    chain.emit(TOLD)
    assert chain.commit().events == (TOLD,)


def test_a_deviation_is_in_force_until_a_revision_closes_it() -> None:
    assert Chain({}, R306).deviates("KNOWN-1")
    assert not Chain({}, closing("KNOWN-1")).deviates("KNOWN-1")
    assert Chain({}, closing("KNOWN-1")).deviates("KNOWN-2")


def test_a_step_begins_where_the_last_one_was_closed() -> None:
    chain = chain_of()
    change(chain, 7)
    assert len(chain.commit().changes) == 1
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_a_step_that_is_given_up_leaves_nothing() -> None:
    chain = chain_of()
    change(chain, 7)
    chain.abandon()
    assert chain.accounts.total_issuance.value == 0
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_a_transaction_that_ends_well_keeps_all() -> None:
    chain = chain_of()
    with chain.transaction():
        change(chain, 7)
    assert chain.accounts.total_issuance.value == 7
    assert chain.events == [Issued(TaoBalance(7))]


def test_a_transaction_that_raises_leaves_what_was_before_it() -> None:
    chain = chain_of()
    change(chain, 7)
    with suppress(BadOrigin), chain.transaction():
        change(chain, 8)
        raise BadOrigin
    assert chain.accounts.total_issuance.value == 7
    assert chain.events == [Issued(TaoBalance(7))]


def test_an_outer_transaction_undoes_the_inner_ones_that_ended_well() -> None:
    chain = chain_of()
    with suppress(BadOrigin), chain.transaction():
        with chain.transaction():
            change(chain, 8)
        raise BadOrigin
    assert chain.accounts.total_issuance.value == 0
    assert chain.events == []


def test_so_many_transactions_may_be_open_and_not_one_more() -> None:
    chain = chain_of()
    with ExitStack() as stack:
        for _ in range(MAX_TRANSACTIONS):
            stack.enter_context(chain.transaction())
        with pytest.raises(LimitReached):
            stack.enter_context(chain.transaction())
    with chain.transaction():
        change(chain, 9)
    assert chain.accounts.total_issuance.value == 9


def test_a_transaction_that_raised_is_open_no_more() -> None:
    chain = chain_of()
    for _ in range(MAX_TRANSACTIONS + 1):
        with suppress(BadOrigin), chain.transaction():
            raise BadOrigin


@dataclass
class Deed:
    """Write a number, then the deeds inside a transaction of their own, which may be undone."""

    number: int
    inside: list[Deed] = field(default_factory=list)
    fails: bool = False


def deeds() -> st.SearchStrategy[Deed]:
    leaf = st.builds(Deed, st.integers(1, 9))
    return st.recursive(
        leaf, lambda inner: st.builds(Deed, st.integers(1, 9), st.lists(inner, max_size=3), st.booleans())
    )


def expected(deed: Deed, before: list[int]) -> list[int]:
    after = [*before, deed.number]
    for inner in deed.inside:
        after = expected(inner, after)
    return before if deed.fails else after


def perform(chain: Chain, deed: Deed) -> None:
    with suppress(BadOrigin), chain.transaction():
        change(chain, deed.number)
        for inner in deed.inside:
            perform(chain, inner)
        if deed.fails:
            raise BadOrigin


@settings(max_examples=100, deadline=None)
@given(deeds())
def test_nested_transactions_leave_what_those_that_ended_well_wrote(deed: Deed) -> None:
    chain = chain_of()
    perform(chain, deed)
    told = expected(deed, [])
    assert chain.events == [Issued(TaoBalance(number)) for number in told]
    assert chain.accounts.total_issuance.value == (told[-1] if told else 0)
