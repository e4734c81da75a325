from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.rows import pick, spread
from tao_spec.engine.storing import to_list

VECTORS = [[10, 11, 12], [20, 21, 22]]


def test_each_subnet_is_asked_at_its_own_indices(xp: Namespace) -> None:
    vectors = make_integers(xp, VECTORS)
    assert to_list(pick(xp, vectors, make_integers(xp, [[2, 0], [1, 1]]))) == [[12, 10], [21, 21]]
    assert to_list(pick(xp, vectors, make_integers(xp, [[[2], [0]], [[1], [1]]]))) == [[[12], [10]], [[21], [21]]]


def test_common_indices_and_common_vectors_serve_all(xp: Namespace) -> None:
    vectors = make_integers(xp, VECTORS)
    assert to_list(pick(xp, vectors, make_integers(xp, [[2, 1]]))) == [[12, 11], [22, 21]]
    assert to_list(pick(xp, vectors[:1, ...], make_integers(xp, [[2], [0]]))) == [[12], [10]]
    assert to_list(pick(xp, vectors, make_integers(xp, [[[2], [1]]]))) == [[[12], [11]], [[22], [21]]]


def test_neurons_that_are_no_rows_get_zero(xp: Namespace) -> None:
    values, places = make_integers(xp, [[5, 7]]), make_integers(xp, [[2, 0, 2, 1]])
    assert to_list(spread(xp, values, places)) == [[0, 5, 0, 7]]
