import pytest

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.subnets.rate_limits import exceeds_rate_limit
from tests.transition.chains import genesis


@pytest.mark.parametrize(
    ("limit", "last", "exceeds"),
    [(10, 89, False), (10, 90, True), (10, 100, True), (10, 101, True), (0, 100, False), (1_000, 0, False)],
)
def test_more_blocks_than_the_limit_must_pass(limit: int, last: int, exceeds: bool) -> None:
    assert exceeds_rate_limit(genesis(100), U64(limit), BlockHeight(last)) == exceeds
