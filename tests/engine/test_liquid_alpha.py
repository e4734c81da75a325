from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine.liquid_alpha import find_in_order
from tao_spec.engine.namespaces import Namespace, make_flags, make_integers
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import NEVER
from tao_spec.transition.consensus import liquid_alpha

relaxed = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


@given(columns=st.permutations(range(11)), kept=st.integers(0, 11), lost=st.sets(st.integers(0, 10)))
@relaxed
def test_a_walk_along_rising_columns_finds_what_the_rule_finds(
    xp: Namespace, columns: list[int], kept: int, lost: set[int]
) -> None:
    row = columns[:kept]
    order = [row.index(column) if column in row else NEVER for column in range(11)]
    present = [column in row and column not in lost for column in range(11)]
    matrix = [[[place] for place in order]], [[[is_there] for is_there in present]]
    found = to_list(find_in_order(xp, make_flags(xp, matrix[1]), make_integers(xp, matrix[0])))
    left = [(column, I32F32.ONE) for column in row if column not in lost]
    assert {column for column in range(11) if found[0][column][0]} == liquid_alpha.find_in_order(left).keys()
