import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.vectors.functions import FUNCTIONS, MalformedArgument, UnknownFunction, evaluate
from tao_spec.vectors.text import Json, VectorError

ONE = str(1 << 32)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-(2**130), 2**130),
    st.integers(-(2**130), 2**130).map(str),
    st.integers(0, 2**64 - 1).map(hex),
    st.text(max_size=5),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner))


@pytest.mark.parametrize(
    ("function", "args", "result"),
    [
        ("fixed.I32F32.saturating_mul", [ONE, "-7"], "-7"),
        ("fixed.I32F32.saturating_mul", [1 << 32, -7], "-7"),
        ("fixed.I32F32.checked_div", [ONE, "0"], None),
        ("fixed.I32F32.safe_div", [ONE, "0"], "0"),
        ("fixed.U64F64.floor_checked", [str(3 << 63)], str(1 << 64)),
        ("fixed.U64F64.saturating_from_f64", ["0x3ff8000000000000"], str(3 << 63)),
        ("fixed.I96F32.saturating_to_u16", [str(70000 << 32)], "65535"),
        ("fixed.I32F32.exp", ["0"], ONE),
        ("emission.block_emission_for_issuance", ["0"], "1000000000"),
        ("pools.tick_to_sqrt_price", [0], str(1 << 64)),
        ("pools.sqrt_price_to_tick", [str(1 << 64)], "0"),
        ("consensus.vec_max_upscale_to_u16", [["0", ONE]], [0, 65535]),
        ("consensus.normalize", [[ONE, "0"]], [ONE, "0"]),
        ("consensus.weighted_median_col", [[ONE], [["5", "6"]], "1"], ["5", "6"]),
        ("consensus.quantile", [["0", ONE], "0x3fe0000000000000"], str(1 << 31)),
    ],
)
def test_results_have_the_form_of_the_format(function: str, args: list[Json], result: Json) -> None:
    assert evaluate(function, args) == result


@pytest.mark.parametrize(
    ("function", "args", "error"),
    [
        ("fixed.I32F32.saturating_div", [ONE, "0"], "panic"),
        ("fixed.I32F32.saturating_add", [str(1 << 63), "0"], "panic"),
        ("fixed.U96F32.saturating_from_u64", ["-1"], "panic"),
        ("fixed.U96F32.saturating_from_f64", ["0x7fefffffffffffff"], "panic"),
        ("consensus.weighted_median_col", [[], [], "0"], "panic"),
        ("pools.tick_to_sqrt_price", ["443637"], "TickOutOfBounds"),
        ("pools.sqrt_price_to_tick", ["0"], "SqrtPriceOutOfBounds"),
    ],
)
def test_what_has_no_result_gives_an_error(function: str, args: list[Json], error: str) -> None:
    assert evaluate(function, args) == {"error": error}


@pytest.mark.parametrize(
    ("args", "place"),
    [
        ([[ONE], "0x3fe0000000000000", "1"], "args"),
        ([], "args"),
        ([ONE, "0x3fe0000000000000"], "args[0]"),
        ([[ONE, "1.5"], "0x3fe0000000000000"], "args[0][1]"),
        ([[ONE, True], "0x3fe0000000000000"], "args[0][1]"),
        ([[None], "0x3fe0000000000000"], "args[0][0]"),
        ([["9" * 200], "0x3fe0000000000000"], "args[0][0]"),
        ([[ONE], 0.5], "args[1]"),
        ([[ONE], "0x"], "args[1]"),
        ([[ONE], "0x7ff0000000000000"], "args[1]"),
    ],
)
def test_malformed_arguments_are_named_in_one_sentence(args: list[Json], place: str) -> None:
    with pytest.raises(MalformedArgument) as caught:
        evaluate("consensus.quantile", args)
    assert caught.value.where == place
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_unknown_functions_are_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownFunction, match=r"no function is called 'fixed\.I8F8\.exp'"):
        evaluate("fixed.I8F8.exp", [])
    with pytest.raises(UnknownFunction, match=r"\.\.\."):
        evaluate("x" * 1000, [])


def test_every_operation_stands_for_every_type() -> None:
    operations = {name.split(".")[2] for name in FUNCTIONS if name.startswith("fixed.I110F18.")}
    for kind in ("I32F32", "I64F64", "I96F32", "U64F64", "U96F32", "U110F18"):
        assert operations <= {name.split(".")[2] for name in FUNCTIONS if name.startswith(f"fixed.{kind}.")}


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(values, max_size=3))
@settings(deadline=None, max_examples=300)
def test_no_arguments_whatever_break_a_function(function: str, args: list[Json]) -> None:
    try:
        result = evaluate(function, args)
    except VectorError as error:
        assert isinstance(error, MalformedArgument)
    else:
        assert json.loads(json.dumps(result)) == result


@given(st.sampled_from(sorted(FUNCTIONS)), st.data())
@settings(deadline=None, max_examples=300)
def test_well_formed_arguments_always_have_an_answer(function: str, data: st.DataObject) -> None:
    integers = st.integers(0, 2**31 - 1).map(str)
    doubles = st.just("0x3fd0000000000000")
    lists = st.lists(integers, min_size=2, max_size=2)
    shapes = {
        "consensus.weighted_median_col": (lists, st.lists(lists, min_size=2, max_size=2), integers),
        "consensus.quantile": (lists, doubles),
        "consensus.normalize": (lists,),
        "consensus.vec_max_upscale_to_u16": (lists,),
    }
    if function.endswith("saturating_from_f64"):
        shape: tuple[st.SearchStrategy[object], ...] = (doubles,)
    else:
        shape = shapes.get(function, (integers,) * len(FUNCTIONS[function].readers))
    args = [data.draw(strategy) for strategy in shape]
    assert evaluate(function, args) == evaluate(function, args)
