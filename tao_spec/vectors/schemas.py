"""What the published JSON Schemas say of a value, in one sentence for a reader.

The schema files are the one source of what is malformed. They are compiled to predicates that accept good values
quickly; a value that is not accepted goes to the `jsonschema` library, which finds the fault and its place.

The predicates are made here rather than by `fastjsonschema`, which compiles schemas too: it knows the drafts up to 7 and not
2020-12, takes 5.0 for an integer, and looks at the keys of a state one by one, so that a network's genesis (18,669 keys) costs it
about twenty times as long. Tests hold the predicates to what `jsonschema` says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tao_spec.vectors.text import Json, VectorError, shown

FOLDER: Final = Path(__file__).resolve().parents[2] / "conformance" / "schemas"
"""Where the schemas lie: beside the package, in the source tree as where it is installed."""

Predicate: TypeAlias = Callable[[Any], bool]


def check(data: Json, schema: str, definition: str = "") -> None:
    """Check a value against a published schema.

    Args:
        data: the value.
        schema: the name of the schema, such as `transition-vector`.
        definition: a name among its `$defs`, to check against that alone.

    Raises:
        VectorError: the value breaks the schema; the sentence names the first place where it does.
    """
    if predicate(schema, definition)(data):
        return
    error = next(validator(schema, definition).iter_errors(data), None)
    if error is not None:
        raise explain(error)


def explain(error: ValidationError) -> VectorError:
    """The first fault that a schema found, as a sentence: what was found, and what belongs there."""
    where = json_path(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    wanted = schema.get("description", "what the schema asks")
    if error.validator == "required":
        found = cast(Mapping[str, Json], error.instance)
        missing = next(key for key in schema["required"] if key not in found)
        return VectorError(f"the key {shown(missing)} is missing", f"give {wanted}", where)
    # The name of a key is checked by itself: the fault lies in the key, not in what it holds.
    part = "the key " if "propertyNames" in error.schema_path else ""
    return VectorError(f"found {part}{shown(error.instance)}", f"give {wanted}", where)


def json_path(parts: Iterable[str | int]) -> str:
    """A place inside a value as a JSON path; a long key is shortened in the middle."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else _member(part) for part in parts)


def _member(key: str) -> str:
    """One step into an object."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", key):
        return f".{key}"
    return f"[{shown(key)}]"


# The library, where a fault is to be explained.


@cache
def validator(schema: str, definition: str = "") -> Any:
    """The library's validator of a published schema, or of one of its definitions."""
    return _StrictValidator(_document(schema, definition))


@cache
def _document(schema: str, definition: str) -> Any:
    """A published schema, or one of its definitions with those that it refers to."""
    document = json.loads((FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8"))
    return {"$ref": f"#/$defs/{definition}", "$defs": document["$defs"]} if definition else document


def _pattern(_: Any, pattern: str, instance: object, __: Any) -> Iterator[ValidationError]:
    """Match as ECMA-262 does: Python's `$` would let a line feed follow."""
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose last `$` is the very end of the text."""
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _is_integer(_: Any, instance: object) -> bool:
    """An integer is written without a fraction: 5.0 is none."""
    return isinstance(instance, int) and not isinstance(instance, bool)


_StrictValidator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": _pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


# The compiler: the keywords that the published schemas use, each as a predicate.


@cache
def predicate(schema: str, definition: str = "") -> Predicate:
    """Whether a value keeps a published schema, or one of its definitions."""
    document = _document(schema, definition)
    return _Compiler(document.get("$defs", {})).compile(document)


class _Compiler:
    """Turns a schema into a predicate; a keyword that it does not know is refused, never passed over."""

    ANNOTATIONS: Final = frozenset({"$schema", "$id", "$defs", "title", "description", "then", "else"})
    TYPES: Final[dict[str, Predicate]] = {
        "object": lambda data: isinstance(data, dict),
        "array": lambda data: isinstance(data, list),
        "string": lambda data: isinstance(data, str),
        "null": lambda data: data is None,
        "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
    }

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        """Take the definitions that schemas may refer to."""
        self.definitions = definitions
        self.compiled: dict[str, Predicate] = {}

    def compile(self, schema: Mapping[str, Any]) -> Predicate:
        """One predicate for all keywords of a schema."""
        predicates = [
            self._keyword(name, value, schema) for name, value in schema.items() if name not in self.ANNOTATIONS
        ]
        if len(predicates) == 1:
            return predicates[0]

        def holds(data: Any) -> bool:
            for each in predicates:  # noqa: SIM110  (a generator costs more than the predicates)
                if not each(data):
                    return False
            return True

        return holds

    def _keyword(self, name: str, value: Any, schema: Mapping[str, Any]) -> Predicate:
        """The predicate of one keyword; `$ref` is found by its name without the sign."""
        return getattr(self, f"_{name.strip('$')}")(value, schema)  # type: ignore[no-any-return]

    def _ref(self, value: str, _: Any) -> Predicate:
        """A definition, compiled once."""
        name = value.removeprefix("#/$defs/")
        if name not in self.compiled:
            self.compiled[name] = _HEX.get(name) or self.compile(self.definitions[name])
        return self.compiled[name]

    def _type(self, value: str | list[str], _: Any) -> Predicate:
        """A type, or one of several."""
        if isinstance(value, str):
            return self.TYPES[value]
        return _any_of([self.TYPES[name] for name in value])

    def _const(self, value: Any, _: Any) -> Predicate:
        """Exactly this value; true is not 1."""
        return lambda data: type(data) is type(value) and data == value

    def _enum(self, value: list[str], _: Any) -> Predicate:
        """One of some strings."""
        return lambda data: isinstance(data, str) and data in value

    def _pattern(self, value: str, _: Any) -> Predicate:
        """A string that matches; anything else passes."""
        search = _compiled(value).search
        return lambda data: not isinstance(data, str) or search(data) is not None

    def _minLength(self, value: int, _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """A string of at least so many characters; anything else passes."""
        return lambda data: not isinstance(data, str) or len(data) >= value

    def _minimum(self, value: int, _: Any) -> Predicate:
        """A number of at least so much; anything else passes."""
        return lambda data: isinstance(data, bool) or not isinstance(data, int | float) or data >= value

    def _maximum(self, value: int, _: Any) -> Predicate:
        """A number of at most so much; anything else passes."""
        return lambda data: isinstance(data, bool) or not isinstance(data, int | float) or data <= value

    def _minProperties(self, value: int, _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """An object of at least so many keys; anything else passes."""
        return lambda data: not isinstance(data, dict) or len(data) >= value

    def _maxProperties(self, value: int, _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """An object of at most so many keys; anything else passes."""
        return lambda data: not isinstance(data, dict) or len(data) <= value

    def _required(self, value: list[str], _: Any) -> Predicate:
        """An object that has these keys; anything else passes."""
        needed = frozenset(value)
        return lambda data: not isinstance(data, dict) or needed <= data.keys()

    def _properties(self, value: Mapping[str, Any], _: Any) -> Predicate:
        """An object whose named keys keep their schemas; anything else passes."""
        members = [(name, self.compile(schema)) for name, schema in value.items()]

        def holds(data: Any) -> bool:
            if isinstance(data, dict):
                for name, each in members:
                    if name in data and not each(data[name]):
                        return False
            return True

        return holds

    def _propertyNames(self, value: Mapping[str, Any], _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """An object whose every key keeps a schema; anything else passes."""
        every = _all_of(value, self.compile(value))
        return lambda data: not isinstance(data, dict) or every(data)

    def _additionalProperties(self, value: Mapping[str, Any], schema: Mapping[str, Any]) -> Predicate:  # noqa: N802
        """An object whose every key beside the named ones holds what keeps a schema; anything else passes."""
        named = frozenset(schema.get("properties", ()))
        every = _all_of(value, self.compile(value))
        if not named:
            return lambda data: not isinstance(data, dict) or every(data.values())
        return lambda data: not isinstance(data, dict) or every([data[key] for key in data if key not in named])

    def _items(self, value: Mapping[str, Any], _: Any) -> Predicate:
        """An array whose every item keeps a schema; anything else passes."""
        every = _all_of(value, self.compile(value))
        return lambda data: not isinstance(data, list) or every(data)

    def _if(self, value: Mapping[str, Any], schema: Mapping[str, Any]) -> Predicate:
        """One of two schemas, by a third."""
        condition = self.compile(value)
        then, otherwise = self.compile(schema.get("then", {})), self.compile(schema.get("else", {}))
        return lambda data: then(data) if condition(data) else otherwise(data)

    def _not(self, value: Mapping[str, Any], _: Any) -> Predicate:
        """What does not keep a schema."""
        inner = self.compile(value)
        return lambda data: not inner(data)

    def _anyOf(self, value: list[Mapping[str, Any]], _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """What keeps one of several schemas."""
        return _any_of([self.compile(schema) for schema in value])

    def _oneOf(self, value: list[Mapping[str, Any]], _: Any) -> Predicate:  # noqa: N802  (the keyword's name)
        """What keeps exactly one of several schemas."""
        several = [self.compile(schema) for schema in value]
        return lambda data: sum(each(data) for each in several) == 1


def are_hex(texts: Iterable[str]) -> bool:
    """Whether all are `0x` and an even number of lower-case hex digits; quick for thousands of strings."""
    strings = list(texts)
    for text in strings:
        if not isinstance(text, str) or text[:2] != "0x" or len(text) % 2:
            return False
    # With the digits gone, one x is left for each string, and nothing else.
    return "".join(strings).encode(errors="replace").translate(None, b"0123456789abcdef") == b"x" * len(strings)


def _any_of(several: list[Predicate]) -> Predicate:
    """Whether one of several predicates holds."""
    return lambda data: any(each(data) for each in several)


def _all_of(schema: Mapping[str, Any], each: Predicate) -> Callable[[Iterable[Any]], bool]:
    """Whether all values keep a schema; hex is looked at all at once."""
    if schema == {"$ref": "#/$defs/hex"}:
        return are_hex
    if schema == {"$ref": "#/$defs/hexOrNull"}:
        return lambda values: are_hex([value for value in values if value is not None])
    return lambda values: all(map(each, values))


_HEX: Final[dict[str, Predicate]] = {"hex": lambda data: are_hex((data,))}
