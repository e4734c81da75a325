"""SCALE, the encoding of every value that the chain stores, takes or emits, by declared type.

A codec ties a Python type to its SCALE bytes and to its JSON in the vector format. Codecs are values:
`Vec(Tuple(U16, U16))` is the type `Vec<(u16, u16)>` and mypy knows it as `Codec[tuple[tuple[U16, U16], ...]]`.
Wherever a codec is wanted, a Python type that has only one encoding may stand for it: `U16`, `bool`, `AccountId`, a
`Struct`, an `Enumeration`, a `Variant`.

What is refused is part of the protocol, for a value that a client stores and another cannot read splits the chain: a
compact integer not in its shortest form, a flag that is neither 0 nor 1, a bounded vector over its bound, an input
that ends early. Maps and sets come in any order and are put in order.
"""

from tao_spec.storage.scale.codec import Codec, Json, ScaleError, Spec, codec_of, take, unhex
from tao_spec.storage.scale.containers import Array, Option, SequenceCodec, SortedMap, SortedSet, Tuple, TupleCodec, Vec
from tao_spec.storage.scale.primitives import (
    BOOL,
    BYTES,
    MAX_JSON_INTEGER,
    UNIT,
    Bytes,
    Compact,
    Rest,
    decode_compact,
    encode_compact,
)
from tao_spec.storage.scale.records import Enumeration, EnumerationCodec, FieldsCodec, Struct, Variant, json_name

__all__ = [
    "BOOL",
    "BYTES",
    "MAX_JSON_INTEGER",
    "UNIT",
    "Array",
    "Bytes",
    "Codec",
    "Compact",
    "Enumeration",
    "EnumerationCodec",
    "FieldsCodec",
    "Json",
    "Option",
    "Rest",
    "ScaleError",
    "SequenceCodec",
    "SortedMap",
    "SortedSet",
    "Spec",
    "Struct",
    "Tuple",
    "TupleCodec",
    "Variant",
    "Vec",
    "codec_of",
    "decode_compact",
    "encode_compact",
    "json_name",
    "take",
    "unhex",
]
