from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.engine.namespaces import Namespace
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import EngineError, Hyperparameters, Settings, get_alpha
from tao_spec.transition.consensus.bonds import get_bonds_alpha, get_wrapping_bonds_alpha
from tao_spec.transition.consensus.vector_math import u16_proportion_to_fixed
from tests.engine.subnets import AVERAGES
from tests.transition.consensus.subnets import build

BASE = Hyperparameters()
SUBNET = NetUid(3)


@given(st.sampled_from(AVERAGES) | st.integers(0, 2**64 - 1))
@settings(deadline=None, max_examples=100)
def test_the_alpha_of_bonds_is_that_of_the_rules(average: int) -> None:
    chain = build([])
    chain.consensus.bonds_moving_average[SUBNET] = U64(average)
    point = replace(BASE, bonds_moving_average=average)
    assert get_alpha(point) == get_bonds_alpha(chain, SUBNET).bits
    assert get_alpha(replace(point, yuma3_on=True)) == get_wrapping_bonds_alpha(chain, SUBNET).bits


@pytest.mark.parametrize("kappa", [0, 1, 32_767, 65_534, 65_535])
def test_parts_become_shares_as_the_rule_makes_them(xp: Namespace, kappa: int) -> None:
    found = Settings.of(xp, [replace(BASE, kappa=kappa)]).kappa
    assert to_list(found) == [[u16_proportion_to_fixed(U16(kappa)).bits]]


def test_what_all_points_have_in_common_is_kept_once(xp: Namespace) -> None:
    found = Settings.of(xp, [replace(BASE, kappa=kappa) for kappa in (1, 2, 3)])
    assert (found.kappa.shape, found.penalty.shape, found.length) == ((3, 1), (1, 1), 3)
    some = found.take(1, 3)
    assert (to_list(some.kappa), some.penalty.shape) == ([[0x10001 * 2], [0x10001 * 3]], (1, 1))


def test_points_of_different_kinds_make_no_batch(xp: Namespace) -> None:
    with pytest.raises(EngineError, match="differ in the rule of their bonds"):
        Settings.of(xp, [BASE, replace(BASE, yuma3_on=True)])


def test_liquid_alpha_without_yuma_3_is_no_kind_of_its_own() -> None:
    assert BASE.kind == replace(BASE, liquid_alpha_on=True, rows_are_merged=False).kind
    liquid = replace(BASE, yuma3_on=True, liquid_alpha_on=True)
    assert liquid.kind != replace(liquid, rows_are_merged=False).kind
