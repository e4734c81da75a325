import pytest

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import DelegateTakeTooHigh, DelegateTakeTooLow, DelegateTxRateLimitExceeded
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import HotKeyAccountNotExists, NonAssociatedColdKey
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.takes import (
    become_delegate,
    become_delegate_for,
    decrease_take,
    ensure_owner,
    increase_take,
)
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, closing, genesis

OWNER, STRANGER, HOT, GHOST = (account(number) for number in (1, 2, 3, 4))
MOST = 11_796


def delegate(take: int | None = None, *closed: str) -> Chain:
    chain = genesis(500_000, closing(*closed))
    chain.keys.owner[HOT] = OWNER
    if take is not None:
        chain.delegation.delegates[HOT] = U16(take)
    chain.commit()
    return chain


def test_only_the_owner_decides() -> None:
    chain = delegate(5)
    assert refusal(ensure_owner, chain, OWNER, HOT) is None
    assert refusal(ensure_owner, chain, OWNER, GHOST) is HotKeyAccountNotExists
    for call in (increase_take, decrease_take):
        assert refusal(call, chain, signed(STRANGER), HOT, U16(1)) is NonAssociatedColdKey
        assert refusal(call, chain, ROOT, HOT, U16(1)) is BadOrigin


@pytest.mark.parametrize(
    ("take", "error"),
    [(499, DelegateTakeTooLow), (500, DelegateTakeTooLow), (501, None), (MOST, None), (MOST + 1, DelegateTakeTooHigh)],
)
def test_a_take_rises_to_the_maximum(take: int, error: type[Exception] | None) -> None:
    chain = delegate(500)
    assert refusal(increase_take, chain, signed(OWNER), HOT, U16(take)) is error
    assert chain.delegation.delegates[HOT] == (500 if error else take)


@pytest.mark.parametrize(
    ("take", "error"), [(500, DelegateTakeTooLow), (9, DelegateTakeTooLow), (499, None), (10, None)]
)
def test_a_take_falls_to_the_minimum(take: int, error: type[Exception] | None) -> None:
    chain = delegate(500)
    chain.delegation.min_delegate_take.value = U16(10)
    assert refusal(decrease_take, chain, signed(OWNER), HOT, U16(take)) is error


@pytest.mark.parametrize(("last", "limit", "error"), [(1, 9, None), (2, 9, DelegateTxRateLimitExceeded), (11, 0, None)])
def test_a_raise_waits(last: int, limit: int, error: type[Exception] | None) -> None:
    chain = delegate(500)
    chain.delegation.last_tx_block_delegate_take[HOT] = BlockHeight(500_000 - 11 + last)
    chain.delegation.tx_delegate_take_rate_limit.value = U64(limit)
    assert refusal(increase_take, chain, signed(OWNER), HOT, U16(501)) is error


def test_every_change_starts_the_wait() -> None:
    for call, take in ((increase_take, 501), (decrease_take, 499)):
        chain = delegate(500)
        call(chain, signed(OWNER), HOT, U16(take))
        assert chain.delegation.last_tx_block_delegate_take[HOT] == 500_000


def test_who_is_no_delegate_begins_with_any_take_unless_that_is_closed() -> None:
    assert refusal(increase_take, delegate(), signed(OWNER), HOT, U16(0)) is None
    assert refusal(decrease_take, delegate(), signed(OWNER), HOT, U16(65_535)) is None
    assert refusal(decrease_take, delegate(None, "KNOWN-59"), signed(OWNER), HOT, U16(MOST + 1)) is DelegateTakeTooHigh
    assert refusal(decrease_take, delegate(None, "KNOWN-59"), signed(OWNER), HOT, U16(MOST)) is None


@pytest.mark.parametrize(
    ("closed", "before", "take", "error"),
    [
        ([], 5, 9, None),
        ([], None, 9, None),
        (["KNOWN-137"], 5, 9, DelegateTakeTooLow),
        (["KNOWN-137"], None, 9, DelegateTakeTooLow),
        (["KNOWN-137"], 5, 10, None),
    ],
)
def test_a_raise_stays_under_the_minimum_unless_that_is_closed(
    closed: list[str], before: int | None, take: int, error: type[Exception] | None
) -> None:
    chain = delegate(before, *closed)
    chain.delegation.min_delegate_take.value = U16(10)
    assert refusal(increase_take, chain, signed(OWNER), HOT, U16(take)) is error


def test_the_stake_of_another_makes_a_delegate() -> None:
    chain = delegate()
    become_delegate_for(chain, OWNER, HOT)
    assert HOT not in chain.delegation.delegates
    become_delegate_for(chain, STRANGER, HOT)
    assert chain.delegation.delegates.get(HOT) == MOST
    chain.delegation.delegates[HOT] = U16(3)
    become_delegate_for(chain, STRANGER, HOT)
    assert chain.delegation.delegates[HOT] == 3


def test_to_become_a_delegate_does_nothing() -> None:
    chain = delegate()
    for origin in (signed(STRANGER), ROOT, NOBODY):
        become_delegate(chain, origin, HOT)
    assert chain.commit().changes == {}
