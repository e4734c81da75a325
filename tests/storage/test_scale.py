"""SCALE against its own rules, and against an independent library."""

from __future__ import annotations

import json
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scalecodec.base import RuntimeConfiguration, ScaleBytes
from scalecodec.type_registry import load_type_registry_preset

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I96F32, U64F64
from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid
from tao_spec.arithmetic.integers import I16, I64, I128, U8, U16, U32, U64, U128
from tao_spec.storage.scale import (
    MAX_JSON_INTEGER,
    UNIT,
    Array,
    Bytes,
    Compact,
    Enumeration,
    Option,
    Rest,
    ScaleError,
    SortedMap,
    SortedSet,
    Struct,
    Tuple,
    Variant,
    Vec,
    codec_of,
    decode_compact,
    encode_compact,
)

PROPERTY = settings(deadline=None, max_examples=150, derandomize=True)


class Colour(Enumeration):
    Red = 0
    Green = 2


class Shape(Variant):
    pass


class Nothing(Shape, index=0):
    pass


class Circle(Shape, index=1):
    radius: U16


class Rectangle(Shape, index=5, named=True):
    width: U16
    height: U16


class Pair(Struct, unnamed=True):
    left: U8
    right: bool


class Single(Struct, unnamed=True):
    only: U32


class Record(Struct):
    class_: U8
    who: AccountId
    parts: tuple[U16, ...]
    pair: tuple[NetUid, bool]
    perhaps: TaoBalance | None
    text: Annotated[bytes, Bytes(4)]


def integers(cls):
    return st.integers(cls.MIN, cls.MAX).map(cls)


def fixed(cls):
    return st.integers(cls.MIN_BITS, cls.MAX_BITS).map(cls.from_bits)


accounts = st.binary(min_size=32, max_size=32).map(AccountId)
shapes = st.one_of(
    st.just(Nothing()), st.builds(Circle, integers(U16)), st.builds(Rectangle, integers(U16), integers(U16))
)
records = st.builds(
    Record,
    integers(U8),
    accounts,
    st.lists(integers(U16), max_size=4).map(tuple),
    st.tuples(integers(NetUid), st.booleans()),
    st.none() | integers(TaoBalance),
    st.binary(max_size=4),
)

TYPES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (U8, integers(U8)),
    (U64, integers(U64)),
    (U128, integers(U128)),
    (I16, integers(I16)),
    (I128, integers(I128)),
    (bool, st.booleans()),
    (UNIT, st.none()),
    (AccountId, accounts),
    (U64F64, fixed(U64F64)),
    (I96F32, fixed(I96F32)),
    (bytes, st.binary(max_size=80)),
    (Bytes(3), st.binary(max_size=3)),
    (Rest(), st.binary(max_size=9)),
    (Compact(U16), integers(U16)),
    (Compact(U32), integers(U32)),
    (Compact(U64), integers(U64)),
    (Compact(U128), integers(U128)),
    (Option(U32), st.none() | integers(U32)),
    (Tuple(U16, bool), st.tuples(integers(U16), st.booleans())),
    (Vec(U16), st.lists(integers(U16), max_size=70).map(tuple)),
    (Vec(Tuple(U8, bytes), 3), st.lists(st.tuples(integers(U8), st.binary(max_size=3)), max_size=3).map(tuple)),
    (Array(U16, 3), st.tuples(*[integers(U16)] * 3)),
    (SortedSet(U16), st.sets(integers(U16), max_size=6).map(lambda parts: tuple(sorted(parts)))),
    (
        SortedMap(U8, bool),
        st.dictionaries(integers(U8), st.booleans(), max_size=6).map(lambda d: tuple(sorted(d.items()))),
    ),
    (Colour, st.sampled_from(Colour)),
    (Shape, shapes),
    (Pair, st.builds(Pair, integers(U8), st.booleans())),
    (Single, st.builds(Single, integers(U32))),
    (Record, records),
]
ONE_ENCODING = [spec for spec, _ in TYPES if not codec_of(spec).name.startswith("BTree")]

typed_values = st.sampled_from(TYPES).flatmap(lambda pair: st.tuples(st.just(codec_of(pair[0])), pair[1]))


@PROPERTY
@given(typed_values)
def test_a_value_comes_back_from_its_bytes(typed) -> None:
    codec, value = typed
    assert codec.decode_all(codec.encode(value)) == value


@PROPERTY
@given(typed_values)
def test_a_value_comes_back_with_its_type(typed) -> None:
    codec, value = typed
    assert type(codec.decode_all(codec.encode(value))) is type(value)


@PROPERTY
@given(typed_values)
def test_a_value_comes_back_from_its_json(typed) -> None:
    codec, value = typed
    assert codec.from_json(json.loads(json.dumps(codec.to_json(value)))) == value


@PROPERTY
@given(typed_values)
def test_an_input_that_ends_early_is_refused(typed) -> None:
    codec, value = typed
    data = codec.encode(value)
    for end in range(len(data) if not isinstance(codec, Rest) else 0):
        with pytest.raises(ScaleError):
            codec.decode_all(data[:end])


@PROPERTY
@given(typed_values)
def test_an_input_that_goes_on_is_refused_only_where_it_must_end(typed) -> None:
    codec, value = typed
    if isinstance(codec, Rest):
        return
    data = codec.encode(value) + b"\0"
    assert codec.decode(data, 0) == (value, len(data) - 1)
    with pytest.raises(ScaleError, match="1 bytes too many"):
        codec.decode_all(data)


@PROPERTY
@given(st.sampled_from(ONE_ENCODING), st.binary(max_size=60))
def test_bytes_are_refused_or_are_the_encoding_of_what_they_are_read_as(spec, data) -> None:
    codec = codec_of(spec)
    try:
        value = codec.decode_all(data)
    except ScaleError:
        return
    assert codec.encode(value) == data


EDGES = [edge + step for bits in (6, 14, 30, 32, 64, 128) for edge in [1 << bits] for step in (-1, 0, 1)]


@pytest.mark.parametrize("value", [0, 1, *EDGES])
def test_a_compact_integer_is_as_short_as_it_can_be(value: int) -> None:
    data = encode_compact(value)
    assert decode_compact(data, 0, 136) == (value, len(data))
    assert len(data) == 1 if value < 2**6 else len(data) == 2 if value < 2**14 else len(data) >= 4


def longer_forms(value: int) -> list[bytes]:
    forms = [
        (value << 2 | mode).to_bytes(size, "little") for mode, size in ((1, 2), (2, 4)) if value >> (8 * size - 2) == 0
    ]
    forms += [
        bytes(((size - 4) << 2 | 3,)) + value.to_bytes(size, "little") for size in range(4, 17) if not value >> 8 * size
    ]
    return [form for form in forms if len(form) > len(encode_compact(value))]


@PROPERTY
@given(st.sampled_from([0, 1, *EDGES]) | st.integers(0, 2**64))
def test_a_longer_form_of_a_compact_integer_is_refused(value: int) -> None:
    for form in longer_forms(value):
        with pytest.raises(ScaleError, match="shortest form"):
            decode_compact(form, 0, 136)


@pytest.mark.parametrize("cls", [U8, U16, U32, U64, U128])
def test_a_compact_integer_too_great_for_its_type_is_refused(cls) -> None:
    codec = Compact(cls)
    assert codec.decode_all(encode_compact(cls.MAX)) == cls.MAX
    with pytest.raises(ScaleError, match="more than"):
        codec.decode_all(encode_compact(cls.MAX + 1))


@pytest.mark.parametrize(
    ("spec", "data"),
    [
        (bool, "02"),
        (Option(U8), "0200"),
        (Colour, "01"),
        (Shape, "0200"),
        (Bytes(2), "0c010203"),
        (Vec(U8, 1), "080102"),
        (SortedSet(U8, 1), "080101"),
        (Vec(U8), "feffffff"),
        (Bytes(), "03ffffffff"),
    ],
)
def test_bytes_that_no_value_has_are_refused(spec, data: str) -> None:
    with pytest.raises(ScaleError):
        codec_of(spec).decode_all(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (U8, 256),
        (U8, -1),
        (U8, 1.0),
        (U8, True),
        (U8, None),
        (U64, "--5"),
        (U64, "٣"),
        (U64, " 3"),
        (U64, ""),
        (U64, "1" * 81),
        (U64, str(2**64)),
        (bool, 1),
        (UNIT, 0),
        (AccountId, "0x" + "11" * 31),
        (AccountId, "11" * 32),
        (bytes, "0x1"),
        (bytes, "0x11 22"),
        (bytes, "0xzz"),
        (bytes, [1]),
        (Bytes(1), "0x0102"),
        (U64F64, {"bits": str(2**128)}),
        (U64F64, {"bits": -1}),
        (U64F64, {}),
        (Tuple(U8, U8), [1]),
        (Tuple(U8, U8), {"0": 1}),
        (Array(U8, 2), [1, 2, 3]),
        (Vec(U8), "0x01"),
        (Vec(U8, 1), [1, 2]),
        (SortedSet(U8, 1), [1, 2]),
        (Colour, "Blue"),
        (Colour, 0),
        (Shape, "Circle"),
        (Shape, {"Nothing": 3}),
        (Shape, {"Square": 1}),
        (Shape, {"Circle": 1, "Nothing": None}),
        (Shape, {"Rectangle": {"width": 1}}),
        (Pair, [1]),
        (Record, {"class": 1}),
        (Compact(U8), 256),
        (Option(U8), 256),
    ],
)
def test_json_that_stands_for_no_value_is_refused(spec, value: Any) -> None:
    with pytest.raises(ScaleError):
        codec_of(spec).from_json(value)


@PROPERTY
@given(integers(U64))
def test_integers_are_numbers_in_json_as_far_as_every_reader_knows_them(value: U64) -> None:
    written = codec_of(U64).to_json(value)
    assert written == (value if value <= MAX_JSON_INTEGER else str(int(value)))
    assert type(written) is (int if value <= MAX_JSON_INTEGER else str)
    assert codec_of(U64).from_json(str(int(value))) == value


def test_json_has_the_names_that_the_chain_has() -> None:
    record = Record(U8(1), AccountId(b"\1" * 32), (U16(2),), (NetUid(3), True), None, b"\4")
    written = {"class": 1, "who": "0x" + "01" * 32, "parts": [2], "pair": [3, True], "perhaps": None, "text": "0x04"}
    assert codec_of(Record).to_json(record) == written
    assert codec_of(Pair).to_json(Pair(U8(1), False)) == [1, False]
    assert codec_of(Single).to_json(Single(U32(1))) == 1
    assert codec_of(Shape).to_json(Nothing()) == "Nothing"
    assert codec_of(Shape).to_json(Circle(U16(1))) == {"Circle": 1}
    assert codec_of(Shape).to_json(Rectangle(U16(1), U16(2))) == {"Rectangle": {"width": 1, "height": 2}}
    assert codec_of(Colour).to_json(Colour.Green) == "Green"
    assert codec_of(U64F64).to_json(U64F64.ONE) == {"bits": str(2**64)}


def test_a_refusal_of_json_names_the_field() -> None:
    record = codec_of(Record).to_json(Record(U8(1), AccountId(), (), (NetUid(0), True), None, b""))
    with pytest.raises(ScaleError, match=r"^perhaps: .* does not fit u64$"):
        codec_of(Record).from_json(record | {"perhaps": -1})


@PROPERTY
@given(st.lists(integers(U8), max_size=8))
def test_a_set_is_put_in_order_and_holds_nothing_twice(parts: list[U8]) -> None:
    data = Vec(U8).encode(tuple(parts))
    assert SortedSet(U8).decode_all(data) == tuple(sorted(set(parts)))
    assert SortedSet(U8).from_json([int(part) for part in parts]) == tuple(sorted(set(parts)))


@PROPERTY
@given(st.lists(st.tuples(integers(U8), integers(U8)), max_size=8))
def test_a_map_is_put_in_order_and_keeps_the_last_value_of_a_key(pairs: list[tuple[U8, U8]]) -> None:
    data = Vec(Tuple(U8, U8)).encode(tuple(pairs))
    assert SortedMap(U8, U8).decode_all(data) == tuple(sorted(dict(pairs).items()))


def test_the_codec_of_a_type_is_made_once() -> None:
    assert codec_of(Record) is codec_of(Record)
    assert codec_of(Compact(U8)) is not codec_of(Compact(U8))


@pytest.mark.parametrize("spec", [float, str, dict[U8, U8], list[U8], U8 | U16])
def test_a_type_without_an_encoding_is_a_fault_of_the_declaration(spec) -> None:
    with pytest.raises(TypeError, match="has no SCALE encoding"):
        codec_of(spec)


def test_types_are_named_as_the_chains_metadata_names_them() -> None:
    names = [codec_of(spec).name for spec in (U16, Compact(U64), Option(Vec(bool)), Bytes(), Array(U8, 4), UNIT)]
    assert names == ["u16", "Compact<u64>", "Option<Vec<bool>>", "Vec<u8>", "[u8; 4]", "()"]


LIBRARY = RuntimeConfiguration()
LIBRARY.update_type_registry(load_type_registry_preset("legacy"))

COMPARED: list[tuple[str, Any, st.SearchStrategy[Any]]] = [
    ("u8", U8, integers(U8)),
    ("u32", U32, integers(U32)),
    ("u128", U128, integers(U128)),
    ("i16", I16, integers(I16)),
    ("i64", I64, integers(I64)),
    ("bool", bool, st.booleans()),
    ("Compact<u32>", Compact(U32), integers(U32)),
    ("Compact<u64>", Compact(U64), integers(U64)),
    ("Compact<u128>", Compact(U128), integers(U128)),
    ("HexBytes", bytes, st.binary(max_size=80)),
    ("H256", H256, st.binary(min_size=32, max_size=32).map(H256)),
    ("Option<u32>", Option(U32), st.none() | integers(U32)),
    ("Vec<u16>", Vec(U16), st.lists(integers(U16), max_size=70).map(tuple)),
    ("[u32; 3]", Array(U32, 3), st.tuples(*[integers(U32)] * 3)),
    ("(u16, bool)", Tuple(U16, bool), st.tuples(integers(U16), st.booleans())),
    (
        "Vec<(Compact<u16>, u8)>",
        Vec(Tuple(Compact(U16), U8)),
        st.lists(st.tuples(integers(U16), integers(U8)), max_size=5).map(tuple),
    ),
]


def plain(value: Any) -> Any:
    """A value as the library takes and gives it."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return int(value) if type(value) is not bool and isinstance(value, int) else value


def listed(value: Any) -> Any:
    return [listed(part) for part in value] if isinstance(value, (list, tuple)) else value


@settings(PROPERTY, max_examples=300)
@given(st.sampled_from(COMPARED).flatmap(lambda row: st.tuples(st.just(row[0]), st.just(row[1]), row[2])))
def test_an_independent_library_agrees(row) -> None:
    name, spec, value = row
    codec = codec_of(spec)
    given_to_library = tuple(plain(value)) if name.startswith("(") else plain(value)
    theirs = bytes(LIBRARY.create_scale_object(name).encode(given_to_library).data)
    assert codec.encode(value) == theirs
    assert listed(LIBRARY.create_scale_object(name, ScaleBytes(theirs)).decode()) == plain(value)
