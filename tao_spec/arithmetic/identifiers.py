"""What the chain calls things by: accounts, hashes, subnets, neurons, blocks. Distinct types, told apart by mypy."""

from __future__ import annotations

from typing import ClassVar, Self

from tao_spec.arithmetic.integers import I32, U16, U32, U64

SS58_PREFIX = 42


class FixedBytes(bytes):
    """Bytes of one declared length.

    Raises:
        ValueError: on construction from bytes of another length.
    """

    __slots__ = ()

    LENGTH: ClassVar[int]

    def __init_subclass__(cls, length: int | None = None) -> None:
        """Fix the length; a subclass that names none inherits its parent's."""
        super().__init_subclass__()
        if length is not None:
            cls.LENGTH = length

    def __new__(cls, value: bytes = b"") -> Self:
        """Take bytes of the right length; none at all stand for zeros."""
        if len(value) not in (0, cls.LENGTH):
            raise ValueError(f"{cls.__name__} takes {cls.LENGTH} bytes, not {len(value)}")
        return bytes.__new__(cls, value or cls.LENGTH)

    def __repr__(self) -> str:
        """The name of the type around the bytes in hex."""
        return f"{type(self).__name__}(0x{self.hex()})"


class H160(FixedBytes, length=20):
    """An Ethereum address."""

    __slots__ = ()


class H256(FixedBytes, length=32):
    """A hash of 32 bytes."""

    __slots__ = ()


class AccountId(FixedBytes, length=32):
    """An account, by its public key of 32 bytes; people write it in SS58 with the prefix 42."""

    __slots__ = ()

    @classmethod
    def from_ss58(cls, address: str) -> AccountId:
        """Read an address in SS58.

        Raises:
            ValueError: the text is no SS58 address with the chain's prefix.
        """
        from scalecodec.utils.ss58 import ss58_decode  # noqa: PLC0415  (loaded only where people are spoken to)

        try:
            return cls(bytes.fromhex(ss58_decode(address, SS58_PREFIX)))
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"{address!r} is not an SS58 address with prefix {SS58_PREFIX}: {error}") from None

    @property
    def ss58(self) -> str:
        """The account as people write it."""
        from scalecodec.utils.ss58 import ss58_encode  # noqa: PLC0415  (loaded only where people are spoken to)

        return str(ss58_encode(bytes(self), SS58_PREFIX))


class NetUid(U16):
    """The number of a subnet; 0 is root."""

    __slots__ = ()


class Uid(U16):
    """The number of a neuron in its subnet."""

    __slots__ = ()


class BlockNumber(U32):
    """The height of a block, as `System.Number` keeps it."""

    __slots__ = ()


class BlockHeight(U64):
    """The height of a block, as the subnet pallets keep it: in 64 bits."""

    __slots__ = ()


class TickIndex(I32):
    """The index of a tick of a pool: the price is 1.0001 to its power."""

    __slots__ = ()


ROOT = NetUid(0)
