"""The state root by its definition alone: slow, recursive, and without any code of the specification."""

from hashlib import blake2b
from itertools import groupby, takewhile


def reference_root(state: dict[bytes, bytes]) -> bytes:
    """The root of a whole state."""
    pairs = sorted(
        (tuple(nibble for byte in key for nibble in divmod(byte, 16)), value) for key, value in state.items()
    )
    return hashed(encoded(pairs) if pairs else b"\x00")


def encoded(pairs: list[tuple[tuple[int, ...], bytes]]) -> bytes:
    """The encoding of the node above these pairs of path and value."""
    columns = zip(*(path for path, _ in pairs), strict=False)
    partial = tuple(column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns))
    rests = [(path[len(partial) :], value) for path, value in pairs]
    values = [value for rest, value in rests if not rest]
    groups = groupby([pair for pair in rests if pair[0]], key=lambda pair: pair[0][0])
    children = {nibble: encoded([(rest[1:], value) for rest, value in group]) for nibble, group in groups}

    bitmap = sum(2**nibble for nibble in children).to_bytes(2, "little") if children else b""
    value = b"".join(hashed(value) if len(value) > 32 else bytes([4 * len(value)]) + value for value in values)
    references = [child if len(child) < 32 else hashed(child) for child in children.values()]
    named = b"".join(bytes([4 * len(reference)]) + reference for reference in references)
    return header(values, bool(children), len(partial)) + packed(partial) + bitmap + value + named


def header(values: list[bytes], is_branch: bool, length: int) -> bytes:
    """The kind of the node in the first bits, then the length in what they leave and in further bytes."""
    if not values:
        mark, room = 0x80, 0x3F
    elif len(values[0]) > 32:
        mark, room = (0x10, 0x0F) if is_branch else (0x20, 0x1F)
    else:
        mark, room = (0xC0, 0x3F) if is_branch else (0x40, 0x3F)
    written = [min(length, room)]
    while written[-1] == (room if len(written) == 1 else 255):
        written.append(min(length - sum(written), 255))
    return bytes([mark + written[0], *written[1:]])


def packed(nibbles: tuple[int, ...]) -> bytes:
    """Two nibbles a byte, after a zero if there is an odd one."""
    even = (0,) * (len(nibbles) % 2) + tuple(nibbles)
    return bytes(16 * high + low for high, low in zip(even[::2], even[1::2], strict=True))


def hashed(data: bytes) -> bytes:
    """Blake2b of 256 bits."""
    return blake2b(data, digest_size=32).digest()
