import pytest

from tao_spec.engine.subnet import Hyperparameters
from tao_spec.sweep.grid import make_grid, parse_axis, place
from tao_spec.vectors.text import VectorError


def test_an_axis_lists_values_or_spans_them() -> None:
    assert parse_axis("kappa=1,2,65535") == ("kappa", [1, 2, 65_535])
    assert parse_axis("bonds-penalty=0..65535/5") == ("bonds_penalty", [0, 16_383, 32_767, 49_151, 65_535])
    assert parse_axis("alpha_sigmoid_steepness=-10..10/3,7") == ("alpha_sigmoid_steepness", [-10, 0, 10, 7])
    assert parse_axis("yuma3_on=false,true") == ("yuma3_on", [False, True])


def test_a_value_that_is_named_twice_is_one_point() -> None:
    assert parse_axis("tempo=5,5..7/3") == ("tempo", [5, 6, 7])


@pytest.mark.parametrize(
    ("axis", "sentence"),
    [
        ("rho=1", "no hyperparameter that can be swept; name one of kappa"),
        ("kappa", "kappa cannot be ''; give integers"),
        ("kappa=half", "kappa cannot be 'half'; give integers"),
        ("kappa=65536", "kappa cannot be 65536; give integers from 0 to 65535"),
        ("alpha_sigmoid_steepness=-32769", "give integers from -32768 to 32767"),
        ("kappa=0..9/1", "kappa shall take 1 values; ask for 2 to"),
        ("yuma3_on=1", "yuma3_on cannot be '1'; give false, true or both"),
    ],
)
def test_what_is_no_axis_is_refused_in_one_sentence(axis: str, sentence: str) -> None:
    with pytest.raises(VectorError) as refused:
        parse_axis(axis)
    assert sentence in str(refused.value)


def test_a_grid_is_every_combination_the_last_axis_fastest() -> None:
    assert make_grid(["kappa=1,2", "tempo=7,8"]) == [
        {"kappa": 1, "tempo": 7},
        {"kappa": 1, "tempo": 8},
        {"kappa": 2, "tempo": 7},
        {"kappa": 2, "tempo": 8},
    ]
    assert make_grid([]) == [{}]


def test_grids_that_cannot_be_are_refused() -> None:
    with pytest.raises(VectorError, match="kappa is swept twice"):
        make_grid(["kappa=1", "kappa=2"])
    with pytest.raises(VectorError, match="ask for at most 10,000,000"):
        make_grid(["kappa=0..65535/65536", "bonds_penalty=0..65535/65536"])


def test_what_is_not_swept_stays_as_it_is() -> None:
    base = Hyperparameters(kappa=5, tempo=9)
    assert place(base, {"kappa": 7}) == Hyperparameters(kappa=7, tempo=9)
