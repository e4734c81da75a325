import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.transition.subnets.rate_limits import ensure_long_ago, exceeds_rate_limit, is_long_ago
from tests.transition.accounts.build import refusal
from tests.transition.chains import genesis


@pytest.mark.parametrize(
    ("limit", "last", "exceeds"),
    [(10, 89, False), (10, 90, True), (10, 100, True), (10, 101, True), (0, 100, False), (1_000, 0, False)],
)
def test_more_blocks_than_the_limit_must_pass(limit: int, last: int, exceeds: bool) -> None:
    assert exceeds_rate_limit(genesis(100), U64(limit), BlockHeight(last)) == exceeds


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 200), st.integers(0, U64.MAX), st.integers(0, 300))
def test_what_was_never_done_or_done_long_ago_may_be_done(number: int, limit: int, last: int) -> None:
    chain = genesis(number)
    may = last == 0 or max(number - last, 0) >= limit
    assert is_long_ago(chain, U64(limit), BlockHeight(last)) == may
    assert refusal(ensure_long_ago, chain, U64(limit), BlockHeight(last)) is (None if may else TxRateLimitExceeded)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 200), st.integers(1, 200))
def test_the_two_kinds_differ_by_one_block(limit: int, last: int) -> None:
    opens, at = last + limit, (U64(limit), BlockHeight(last))
    for number, first, second in ((opens - 1, False, False), (opens, False, True), (opens + 1, True, True)):
        chain = genesis(number)
        assert (not exceeds_rate_limit(chain, *at), is_long_ago(chain, *at)) == (first, second)
