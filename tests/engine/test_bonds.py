from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine import bonds
from tao_spec.engine.fixed import ONE
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import Hyperparameters, Settings
from tao_spec.transition.consensus import matrices
from tests.engine.subnets import AVERAGES

relaxed = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))

shares = st.sampled_from((0, 1, ONE // 2, ONE - 1, ONE)) | st.integers(0, ONE)
rows = st.lists(st.tuples(shares, shares), min_size=1, max_size=8)


@given(held=rows, average=st.sampled_from(AVERAGES) | st.integers(0, 2**64 - 1), is_third=st.booleans())
@relaxed
def test_bonds_move_as_the_rule_moves_them_whatever_the_average(
    xp: Namespace, held: list[tuple[int, int]], average: int, is_third: bool
) -> None:
    settings_ = Settings.of(xp, [replace(Hyperparameters(), bonds_moving_average=average, yuma3_on=is_third)])
    new, old = ([[(0, I32F32(bits=row[side]))] for row in held] for side in (0, 1))
    expected = matrices.mat_ema(new, old, I32F32(bits=to_list(settings_.alpha)[0][0]))
    arrays = (make_integers(xp, [[[row[side] for row in held]]]) for side in (0, 1))
    moved = bonds.mat_ema(xp, settings_, *arrays)
    assert to_list(moved)[0][0] == [row[0][1].bits if row else 0 for row in expected]
    parts = matrices.col_normalize(expected, 1)
    assert to_list(bonds.normalize_columns(xp, settings_, moved))[0][0] == [
        row[0][1].bits if row else 0 for row in parts
    ]
