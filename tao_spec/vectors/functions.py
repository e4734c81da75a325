"""The pure functions of the chain by the names that function vectors and the client protocol give them.

An argument is checked before the function sees it: a fixed-point number stands as its raw bits in a decimal string, an
integer as a number or a decimal string, a double as the hex of its 64 bits. An integer that its declared type cannot
hold is what the client panics on, so the answer to it is that panic, `{"error": "panic"}`, as for a division by zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, TypeVar

from tao_spec.arithmetic import transcendental
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.doubles import decode_double
from tao_spec.arithmetic.errors import ClientPanic, OutOfRange
from tao_spec.arithmetic.fixed import FIXED_TYPES, I32F32, I64F64, I96F32, U64F64, U96F32, U110F18, Fixed, FixedT
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import I32, I64, U16, U64, U128, Integer
from tao_spec.transition.consensus import vector_math
from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed, compute_block_emission
from tao_spec.transition.pools import tick_math
from tao_spec.vectors.text import Json, VectorError

Reader: TypeAlias = Callable[[Json], Any]
"""Takes one argument in JSON and gives the value that the function wants."""

IntegerT = TypeVar("IntegerT", bound=Integer)
T = TypeVar("T")

DECIMAL = re.compile(r"-?[0-9]{1,100}")
DOUBLE = re.compile(r"0x[0-9a-fA-F]{1,16}")

# From these types vectors convert numbers into any type, and to these integers numbers of any type.
SOURCES: tuple[type[Fixed], ...] = (I32F32, I64F64, I96F32, U64F64, U96F32, U110F18)
SOURCE_INTEGERS: tuple[type[Integer], ...] = (U64, I64, U128)
TARGET_INTEGERS: tuple[type[Integer], ...] = (U64, U16, U128, I64)

BINARY_OPERATIONS = (
    *(f"{policy}_{operation}" for policy in ("saturating", "checked") for operation in ("add", "sub", "mul", "div")),
    "safe_div",
    "checked_sqrt",
)
ROUNDINGS = ("floor", "ceil", "round")


class UnknownFunction(VectorError):
    """No function has this name."""


class MalformedArgument(VectorError):
    """An argument is missing, too many, or not of the form that the format gives to its type."""


def evaluate(function: str, args: Sequence[Json]) -> Json:
    """Give the result of a function vector's case.

    Args:
        function: the name, such as `fixed.I96F32.saturating_mul`.
        args: the arguments as the vector has them.

    Returns:
        The result as the vector has it: raw bits and integers as decimal strings, None where there is no result, and
        `{"error": …}` where the client gives an error or panics.

    Raises:
        UnknownFunction: the specification has no function of that name.
        MalformedArgument: the arguments are not what the function takes.
    """
    entry = FUNCTIONS.get(function)
    if entry is None:
        raise UnknownFunction(f"no function is called {_shorten(function)}", "take a name that `FUNCTIONS` lists")
    if len(args) != len(entry.readers):
        raise MalformedArgument(f"{function} has {len(args)} arguments", f"give it {len(entry.readers)}", "args")
    try:
        return entry.write(entry.compute(*_read_all(entry.readers, args)))
    except ClientPanic:
        return {"error": "panic"}
    except tick_math.TickMathError as error:
        return {"error": type(error).__name__}
    except LogarithmCalculationFailed as error:
        return {"error": str(error)}


# Reading arguments


def _read_all(readers: Sequence[Reader], args: Sequence[Json]) -> list[Any]:
    """Read each argument; an error says which it was."""
    values = []
    for index, (reader, arg) in enumerate(zip(readers, args, strict=True)):
        try:
            values.append(reader(arg))
        except MalformedArgument as error:
            raise MalformedArgument(error.what, error.remedy, f"args[{index}]{error.where}") from None
    return values


def _read_decimal(arg: Json) -> int:
    """An integer of any size, from a number or a decimal string."""
    if isinstance(arg, int) and not isinstance(arg, bool):
        return arg
    if isinstance(arg, str) and DECIMAL.fullmatch(arg):
        return int(arg)
    raise MalformedArgument(f"{_shorten(arg)} is no integer", "write it as a number or a decimal string")


def _read_integer(kind: type[IntegerT], arg: Json) -> IntegerT:
    """An integer that its type can hold."""
    value = _read_decimal(arg)
    checked = kind.check(value)
    if checked is None:
        raise OutOfRange(f"{value} does not fit {kind.__name__}")
    return checked


def _read_fixed(kind: type[FixedT], arg: Json) -> FixedT:
    """A fixed-point number, from raw bits that its type can hold."""
    value = _read_decimal(arg)
    number = kind.check_bits(value)
    if number is None:
        raise OutOfRange(f"{value} are no bits of {kind.__name__}")
    return number


def _read_double(arg: Json) -> float:
    """A double, from the hex of its 64 bits."""
    if isinstance(arg, str) and DOUBLE.fullmatch(arg):
        return decode_double(int(arg, 16))
    raise MalformedArgument(f"{_shorten(arg)} is no double", "write its 64 bits as `0x` hex")


def _read_share(arg: Json) -> Fraction:
    """The exact value of a double that is finite."""
    value = _read_double(arg)
    if not math.isfinite(value):
        raise MalformedArgument(f"{_shorten(arg)} is no finite double", "give a share between 0 and 1")
    return Fraction(value)


def _read_list(reader: Callable[[Json], T], arg: Json) -> list[T]:
    """A list whose elements one reader reads; an error says which element it was."""
    if not isinstance(arg, list):
        raise MalformedArgument(f"{_shorten(arg)} is no array", "write the elements as an array")
    values = []
    for index, element in enumerate(arg):
        try:
            values.append(reader(element))
        except MalformedArgument as error:
            raise MalformedArgument(error.what, error.remedy, f"[{index}]{error.where}") from None
    return values


def _shorten(arg: object) -> str:
    """A value as an error shows it."""
    text = ascii(arg)
    return text if len(text) <= 60 else f"{text[:57]}..."


# Writing results


def _write(result: object) -> Json:
    """A result as the format has it: bits and integers as decimal strings."""
    if result is None:
        return None
    if isinstance(result, Fixed):
        return str(int(result.bits))
    if isinstance(result, list):
        return [_write(element) for element in result]
    return str(result)


def _write_numbers(result: Sequence[U16]) -> Json:
    """Integers that the format has as numbers."""
    return [int(element) for element in result]


# The table


@dataclass(frozen=True, slots=True)
class Function:
    """One function as vectors name it.

    Args:
        readers: one for each argument, in order.
        compute: takes what the readers give.
        write: turns what it returns into JSON.
    """

    readers: tuple[Reader, ...]
    compute: Callable[..., object]
    write: Callable[[Any], Json] = _write


def _fixed(kind: type[Fixed]) -> dict[str, Function]:
    """The functions that every fixed-point type has, by their names without the type."""
    number: Reader = partial(_read_fixed, kind)
    table = {name: Function((number, number), getattr(kind, name)) for name in BINARY_OPERATIONS}
    table["checked_pow"] = Function((number, partial(_read_integer, I32)), kind.checked_pow)
    table["saturating_from_f64"] = Function((_read_double,), kind.from_float)
    for rounding in ROUNDINGS:
        table[f"{rounding}_checked"] = Function((number,), getattr(kind, f"checked_{rounding}"))
    for integer in SOURCE_INTEGERS:
        reader: Reader = partial(_read_integer, integer)
        table[f"saturating_from_{integer.__name__.lower()}"] = Function((reader,), kind.saturating_from_num)
    for source in SOURCES:
        table[f"saturating_from_{source.__name__}"] = Function(
            (partial(_read_fixed, source),), kind.saturating_from_num
        )
    for target in TARGET_INTEGERS:
        convert: Callable[..., object] = partial(_saturate_to, target)
        table[f"saturating_to_{target.__name__.lower()}"] = Function((number,), convert)
    return table


def _saturate_to(target: type[Integer], number: Fixed) -> Integer:
    """`saturating_to_num` with the target first."""
    return number.saturating_to_num(target)


def _all_fixed() -> dict[str, Function]:
    """The functions of all fixed-point types, by their full names."""
    return {f"fixed.{kind.__name__}.{name}": entry for kind in FIXED_TYPES for name, entry in _fixed(kind).items()}


_I32F32: Reader = partial(_read_fixed, I32F32)
_VECTOR: Reader = partial(_read_list, _I32F32)
_SQRT_PRICE: Reader = partial(_read_fixed, U64F64)

FUNCTIONS: dict[str, Function] = {
    **_all_fixed(),
    "fixed.I32F32.exp": Function((_I32F32,), transcendental.exp),
    "fixed.I32F32.ln": Function((_I32F32,), transcendental.ln),
    "fixed.I32F32.log2": Function((_I32F32,), transcendental.log2),
    "fixed.I32F32.exp_safe": Function((_I32F32,), transcendental.exp_safe),
    "fixed.I32F32.sigmoid_safe": Function((_I32F32, _I32F32, _I32F32), transcendental.sigmoid_safe),
    "fixed.I96F32.log2": Function((partial(_read_fixed, I96F32),), transcendental.log2),
    "emission.block_emission_for_issuance": Function((partial(_read_integer, TaoBalance),), compute_block_emission),
    "pools.tick_to_sqrt_price": Function((partial(_read_integer, TickIndex),), tick_math.tick_to_sqrt_price),
    "pools.sqrt_price_to_tick": Function((_SQRT_PRICE,), tick_math.sqrt_price_to_tick),
    "pools.sqrt_price_to_tick_bounded": Function((_SQRT_PRICE,), tick_math.sqrt_price_to_tick_bounded),
    "consensus.vec_max_upscale_to_u16": Function((_VECTOR,), vector_math.vec_max_upscale_to_u16, _write_numbers),
    "consensus.normalize": Function((_VECTOR,), vector_math.normalize),
    "consensus.weighted_median_col": Function(
        (_VECTOR, partial(_read_list, _VECTOR), _I32F32), vector_math.weighted_median_col
    ),
    "consensus.quantile": Function((_VECTOR, _read_share), vector_math.quantile),
}
