"""How the chain refuses: the errors of dispatch, each a class, raised by rules and compared by value.

A `DispatchError` is an answer of the chain, never a fault of the specification. The pallets' own errors are subclasses of
`ModuleError`, declared by domain in the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, cast

from tao_spec.interface.pallets import Pallet
from tao_spec.storage.scale import Codec, Json, ScaleError, take


class DispatchError(Exception):
    """The chain refuses a call. `NAME` is the error's name on the chain, `BYTES` its SCALE encoding."""

    NAME: ClassVar[str]
    BYTES: ClassVar[bytes]

    @classmethod
    def to_json(cls) -> Json:
        """The error as a step's `result` writes it."""
        return cls.NAME

    def __eq__(self, other: object) -> bool:
        """Errors of one class are one error."""
        return type(self) is type(other)

    def __hash__(self) -> int:
        """By the class."""
        return hash(type(self))


class SimpleError(DispatchError):
    """An error of dispatch itself, with nothing but its name."""

    ALL: ClassVar[dict[int, type[SimpleError]]] = {}

    def __init_subclass__(cls, index: int) -> None:
        """Register the error under its index."""
        cls.NAME, cls.BYTES = cls.__name__, bytes((index,))
        SimpleError.ALL[index] = cls


class CannotLookup(SimpleError, index=1):
    """The address stands for no account."""


class BadOrigin(SimpleError, index=2):
    """This origin may not make this call."""


class ConsumerRemaining(SimpleError, index=4):
    """The account cannot go, for something still needs it."""


class NoProviders(SimpleError, index=5):
    """The account does not exist, so nothing can need it."""


class TooManyConsumers(SimpleError, index=6):
    """Too many things need the account already."""


class Exhausted(SimpleError, index=10):
    """A resource, such as the weight of a block, is used up."""


class Corruption(SimpleError, index=11):
    """The state is not what it must be."""


class Unavailable(SimpleError, index=12):
    """Some resource, such as a preimage, is not there now."""


class RootNotAllowed(SimpleError, index=13):
    """Root may not make this call."""


class _Grouped(DispatchError):
    """An error of one of the groups below: the index of the group, then its own."""

    GROUP: ClassVar[str]
    GROUP_INDEX: ClassVar[int]
    ALL: ClassVar[dict[int, type[_Grouped]]]

    def __init_subclass__(cls, group: tuple[str, int] | None = None, index: int | None = None) -> None:
        """Open a group, or add an error to one."""
        if group is not None:
            cls.GROUP, cls.GROUP_INDEX = group
            cls.ALL = {}
        if index is not None:
            cls.NAME, cls.BYTES = cls.__name__, bytes((cls.GROUP_INDEX, index))
            cls.ALL[index] = cls

    @classmethod
    def to_json(cls) -> Json:
        """The error under the name of its group."""
        return {cls.GROUP: cls.NAME}


class TokenError(_Grouped, group=("token", 7)):
    """An operation on balances that cannot be."""


class FundsUnavailable(TokenError, index=0):
    """The account does not hold so much."""


class OnlyProvider(TokenError, index=1):
    """The account would die, and something still needs it."""


class BelowMinimum(TokenError, index=2):
    """The account could not exist with so little."""


class CannotCreate(TokenError, index=3):
    """The account cannot be created."""


class UnknownAsset(TokenError, index=4):
    """There is no such asset."""


class Frozen(TokenError, index=5):
    """The funds are there, but frozen."""


class Unsupported(TokenError, index=6):
    """The operation is not supported."""


class CannotCreateHold(TokenError, index=7):
    """Nothing can be held on an account that does not exist."""


class NotExpendable(TokenError, index=8):
    """The withdrawal would kill an account that must live."""


class Blocked(TokenError, index=9):
    """The account cannot receive."""


class NumberError(_Grouped, group=("arithmetic", 8)):
    """A number that does not fit."""


class Underflow(NumberError, index=0):
    """The result is under the type's least value."""


class Overflow(NumberError, index=1):
    """The result is over the type's greatest value."""


class DivisionByZero(NumberError, index=2):
    """There is no such quotient."""


class TransactionalError(_Grouped, group=("transactional", 9)):
    """Storage transactions nest too deep."""


class LimitReached(TransactionalError, index=0):
    """There are 255 open transactions already."""


class NoLayer(TransactionalError, index=1):
    """There is no transaction to end."""


class Other(DispatchError):
    """A refusal with a text of its own; the text is not part of its SCALE encoding."""

    NAME = "Other"
    BYTES = b"\0"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def to_json(self) -> Json:  # type: ignore[override]
        """The text under `other`."""
        return {"other": self.text}

    def __eq__(self, other: object) -> bool:
        """By the text."""
        return isinstance(other, Other) and other.text == self.text

    def __hash__(self) -> int:
        """By the text."""
        return hash(self.text)


class ModuleError(DispatchError):
    """An error of a pallet: a subclass with `pallet` opens the pallet's errors, one of that with `code` is an error.

    The pallet may stand for several such groups, one for each domain that owns a part of it.
    """

    PALLET: ClassVar[Pallet]
    CODE: ClassVar[int]
    ALL: ClassVar[dict[tuple[int, int], type[ModuleError]]] = {}
    """Those of the base; what a later revision adds stands in its interface alone."""

    is_added: ClassVar[bool] = False

    def __init_subclass__(
        cls, pallet: Pallet | None = None, code: int | None = None, name: str = "", added: bool | None = None
    ) -> None:
        """Open a group, or register an error under its pallet and code.

        Args:
            name: where the class is called otherwise.
            added: said of a group whose errors a later revision adds.
        """
        if pallet is not None:
            cls.PALLET = pallet
        if added is not None:
            cls.is_added = added
        if code is not None:
            cls.NAME, cls.CODE = name or cls.__name__, code
            cls.BYTES = bytes((3, cls.PALLET.index, code, 0, 0, 0))
            if not cls.is_added:
                ModuleError.ALL[cls.PALLET.index, code] = cls

    @classmethod
    def to_json(cls) -> Json:
        """Pallet, name, index and code, as they are where the error was declared."""
        return {"module": {"pallet": cls.PALLET.name, "error": cls.NAME, "index": cls.PALLET.index, "code": cls.CODE}}


class DispatchErrorCodec(Codec[DispatchError]):
    """The encoding of a refusal, in bytes as events carry it, and in JSON as results do.

    Args:
        codes: the pallets' errors with the codes that they have in a revision; those of the base where none are given.
    """

    name = "DispatchError"

    def __init__(self, codes: Mapping[type[ModuleError], int] | None = None) -> None:
        self._codes = codes
        self._by_code = None if codes is None else {(cls.PALLET.index, code): cls for cls, code in codes.items()}

    def encode(self, value: DispatchError) -> bytes:
        """The bytes of a refusal."""
        if isinstance(value, ModuleError):
            return bytes((3, value.PALLET.index, self._code_of(type(value)), 0, 0, 0))
        return value.BYTES

    def _code_of(self, cls: type[ModuleError]) -> int:
        if self._codes is None:
            return cls.CODE
        if cls not in self._codes:
            raise ScaleError(f"{cls.PALLET.name}.{cls.NAME} is no error of this revision")
        return self._codes[cls]

    def decode(self, data: bytes, offset: int) -> tuple[DispatchError, int]:
        """The refusal at an offset, and where it ends."""
        start = take(data, offset, 1, self.name)
        index = data[offset]
        if index == 0:
            return Other(""), start
        if index == 3:
            end = take(data, start, 5, self.name)
            return self._module_error(data[start], data[start + 1]), end
        group = {7: TokenError, 8: NumberError, 9: TransactionalError}.get(index)
        if group is not None:
            end = take(data, start, 1, self.name)
            return self._known(group.ALL.get(data[start])), end
        return self._known(SimpleError.ALL.get(index)), start

    def _module_error(self, pallet: int, code: int) -> DispatchError:
        known = ModuleError.ALL if self._by_code is None else self._by_code
        return self._known(known.get((pallet, code)))

    def _known(self, cls: type[DispatchError] | None) -> DispatchError:
        if cls is None:
            raise ScaleError("the bytes name an error that no pallet has")
        return cls()

    def to_json(self, value: DispatchError) -> Json:
        """The refusal as results write it."""
        if not isinstance(value, ModuleError):
            return value.to_json()
        pallet, code = value.PALLET, self._code_of(type(value))
        return {"module": {"pallet": pallet.name, "error": value.NAME, "index": pallet.index, "code": code}}

    def from_json(self, json: Json) -> DispatchError:
        """The refusal that JSON names."""
        for error in self._every_error():
            if self.to_json(error) == json:
                return error
        if isinstance(json, dict) and isinstance(json.get("other"), str):
            return Other(json["other"])
        raise ScaleError(f"{str(json)[:60]} is no error of dispatch")

    def _every_error(self) -> Iterator[DispatchError]:
        for cls in SimpleError.ALL.values():
            yield cls()
        for group in (TokenError, NumberError, TransactionalError):
            yield from (cast(DispatchError, cls()) for cls in group.ALL.values())
        for error in ModuleError.ALL.values() if self._codes is None else self._codes:
            yield error()


class DispatchResultCodec(Codec[DispatchError | None]):
    """The outcome of a dispatch: None where it went well.

    Args:
        errors: the encoding of refusals.
    """

    name = "DispatchResult"

    def __init__(self, errors: DispatchErrorCodec) -> None:
        self._errors = errors

    def encode(self, value: DispatchError | None) -> bytes:
        """The bytes of an outcome."""
        return b"\0" if value is None else b"\1" + self._errors.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[DispatchError | None, int]:
        """The outcome at an offset, and where it ends."""
        start = take(data, offset, 1, self.name)
        if data[offset] > 1:
            raise ScaleError(f"a result starts with 0 or 1, not {data[offset]}")
        return (None, start) if data[offset] == 0 else self._errors.decode(data, start)

    def to_json(self, value: DispatchError | None) -> Json:
        """The outcome as results write it."""
        return "ok" if value is None else self._errors.to_json(value)

    def from_json(self, json: Json) -> DispatchError | None:
        """The outcome that JSON names."""
        return None if json == "ok" else self._errors.from_json(json)


DISPATCH_ERROR = DispatchErrorCodec()
DISPATCH_RESULT = DispatchResultCodec(DISPATCH_ERROR)
