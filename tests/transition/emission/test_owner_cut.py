import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.owner_cut import get_float_subnet_owner_cut, set_owner_cut_aside
from tests.transition.chains import FIRST, genesis
from tests.transition.emission.pools import fixed


def cutting(parts: int) -> Chain:
    chain = genesis(5)
    chain.emission.subnet_owner_cut.value = U16(parts)
    return chain


@pytest.mark.parametrize(("parts", "cut"), [(0, 0), (1, 15_259), (11_796, 179_995_422), (65_535, 10**9)])
def test_the_cut_is_a_part_of_65535_rounded_down(parts: int, cut: int) -> None:
    chain = cutting(parts)
    rest = set_owner_cut_aside(chain, FIRST, fixed(10**9))
    assert chain.emission.pending_owner_cut[FIRST] == cut
    assert 0 <= (fixed(10**9 - cut) - rest).to_fraction() < 1


def test_cuts_add_up_and_are_held() -> None:
    chain = cutting(65_535)
    chain.emission.pending_owner_cut[FIRST] = AlphaBalance(5)
    set_owner_cut_aside(chain, FIRST, fixed(7))
    assert chain.emission.pending_owner_cut[FIRST] == 12
    chain.emission.pending_owner_cut[FIRST] = AlphaBalance(AlphaBalance.MAX)
    set_owner_cut_aside(chain, FIRST, fixed(7))
    assert chain.emission.pending_owner_cut[FIRST] == AlphaBalance.MAX


@given(st.integers(0, 65_535), st.integers(0, 10**9 << 32))
@settings(deadline=None, max_examples=100)
def test_cut_and_rest_are_the_whole_to_the_last_digit(parts: int, bits: int) -> None:
    chain, alpha = cutting(parts), U96F32.from_bits(bits)
    rest = set_owner_cut_aside(chain, FIRST, alpha)
    assert alpha - rest == alpha * get_float_subnet_owner_cut(chain)
    assert chain.emission.pending_owner_cut[FIRST] == (alpha - rest).saturating_to_num(AlphaBalance)
