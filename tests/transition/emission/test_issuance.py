import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed, compute_block_emission
from tao_spec.transition.emission.issuance import get_block_emission, get_block_emission_for_issuance
from tao_spec.transition.revision import Revision
from tests.transition.chains import closing, genesis

SUPPLY = tao(21_000_000)
HALF = tao(10_500_000)


def issued(issuance: int, stored: int | None = None, revision: Revision = R306) -> Chain:
    chain = genesis(1, revision)
    chain.emission.total_issuance.value = TaoBalance(issuance)
    if stored is not None:
        chain.emission.block_emission.value = U64(stored)
    return chain


@pytest.mark.parametrize(
    ("issuance", "emission", "stored"),
    [
        (0, 10**9, None),
        (HALF - 1, 10**9, None),
        (HALF, 5 * 10**8, 5 * 10**8),
        (SUPPLY - 1, 0, 0),
        (SUPPLY, 0, None),
        (2**64 - 1, 0, None),
    ],
)
def test_the_emission_of_a_block_is_stored_where_it_is_another(
    issuance: int, emission: int, stored: int | None
) -> None:
    chain = issued(issuance)
    assert get_block_emission(chain) == emission
    assert chain.emission.block_emission.get() == stored


def test_asking_for_alpha_overwrites_the_emission_of_the_block() -> None:
    chain = issued(HALF)
    get_block_emission(chain)
    assert get_block_emission_for_issuance(chain, U64(0)) == chain.emission.block_emission.value == 10**9


def test_asking_for_alpha_leaves_no_trace_where_the_deviation_is_closed() -> None:
    chain = issued(HALF, revision=closing("KNOWN-2"))
    get_block_emission(chain)
    get_block_emission_for_issuance(chain, U64(0))
    assert chain.emission.block_emission.value == 5 * 10**8


@pytest.mark.parametrize(
    ("closed", "stored"), [((), 7), (("KNOWN-2",), 7), (("KNOWN-3",), 0), (("KNOWN-2", "KNOWN-3"), 0)]
)
def test_the_end_of_emission_is_stored_where_the_deviation_is_closed(closed: tuple[str, ...], stored: int) -> None:
    chain = issued(SUPPLY, 7, closing(*closed))
    assert get_block_emission(chain) == 0
    assert chain.emission.block_emission.value == stored


def test_a_rule_without_an_answer_emits_nothing() -> None:
    def fail(issuance: TaoBalance) -> TaoBalance:
        raise LogarithmCalculationFailed(str(issuance))

    chain = issued(5, 7, R306.replace(name="x", description="x", rules={compute_block_emission: fail}))
    assert get_block_emission(chain) == 0
    assert chain.emission.block_emission.value == 7


def test_a_proposal_for_the_curve_is_asked() -> None:
    def fixed(issuance: TaoBalance) -> TaoBalance:
        return TaoBalance(3)

    chain = issued(5, None, R306.replace(name="x", description="x", rules={compute_block_emission: fixed}))
    assert get_block_emission(chain) == chain.emission.block_emission.value == 3
