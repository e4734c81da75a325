"""The state root: one hash of 32 bytes that commits to every key and value of the state.

Four rules define it:

1. **The trie.** A key is read as a path of nibbles, the high half of each byte first; paths are written here in hex.
   A node holds the nibbles that all keys from there on share (its *partial* path), the value of the key that ends at
   it, and one child for each nibble by which longer keys go on. A *leaf* has a value and no child; a *branch* has two
   children or more, or a value and at least one child. A state has exactly one such trie, whatever the order in which
   its keys came. (`_build`, `_insert`, `_remove`)
2. **The encoding of a node.** Its header, which tells its kind and the length of its partial path; the partial path;
   which children it has, if it is a branch; its value, of which only the hash is written if it has 33 bytes or more;
   and a reference to each child. (`StateTrie._encode`)
3. **The reference to a node.** Its encoding if that is shorter than a hash, and otherwise the hash of its encoding;
   the length leads. (`StateTrie._refer_to`)
4. **The root.** The hash of the encoding of the topmost node, however short; the trie of an empty state is encoded as
   a single zero. (`StateTrie.root`)

Every hash is Blake2b of 256 bits. This is the layout of state version 1; in version 0 no value is hashed.

A node never changes. A change of the state makes new nodes on the paths that it touches and keeps all others with the
references that they remember, so a new root costs as many encodings as there are new nodes. The functions call
themselves once for each branch on a path.

Source: polkadot-sdk stable2503, `sp-trie` 39.1 (`node_header.rs`, `node_codec.rs`, `LayoutV1`); `trie-root` 0.18;
`TRIE_VALUE_NODE_THRESHOLD` of `sp-storage`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Final, NamedTuple

HASH_LENGTH: Final = 32
"""Bytes of a hash. An encoding shorter than this stands in its parent whole."""

VALUE_HASHING_THRESHOLD: Final = 33
"""Values of this many bytes and more are hashed; a value as long as a hash is not."""

EMPTY_TRIE: Final = b"\x00"
"""The encoding of a trie without keys."""


class _Kind(NamedTuple):
    """How the first byte of a node begins: the bits that tell its kind, and how many they leave to tell a length."""

    prefix: int
    length_bits: int


# A first byte that begins with four zeros tells no node: zero itself is the empty trie.
_LEAF: Final = _Kind(0b01, length_bits=6)
_LEAF_OF_HASH: Final = _Kind(0b001, length_bits=5)
_BRANCH: Final = _Kind(0b10, length_bits=6)
_BRANCH_WITH_VALUE: Final = _Kind(0b11, length_bits=6)
_BRANCH_WITH_HASH: Final = _Kind(0b0001, length_bits=4)

_NIBBLES: Final = "0123456789abcdef"
_AFTER_EVERY_NIBBLE: Final = "g"
_BIT_OF_NIBBLE: Final = {nibble: 1 << position for position, nibble in enumerate(_NIBBLES)}
_SHORT_LENGTHS: Final = tuple(bytes([length << 2]) for length in range(HASH_LENGTH + 1))


class _Node:
    """A node of the trie; never changed once made, save that it remembers the reference to itself.

    Attributes:
        partial: nibbles between the parent's branching nibble and this node, in hex.
        value: the value of the key that ends here; None where none does.
        children: the nodes below by their nibble, in ascending order.
        reference: how a parent names this node; None until it is first asked for.
    """

    __slots__ = ("children", "partial", "reference", "value")

    def __init__(self, partial: str, value: bytes | None, children: Mapping[str, _Node]) -> None:
        self.partial = partial
        self.value = value
        self.children = children
        self.reference: bytes | None = None


_NO_CHILDREN: Final[Mapping[str, _Node]] = {}


class StateTrie:
    """The trie of a state, which gives its root and encodes only what has changed since it last did."""

    __slots__ = ("_hashed_nodes", "_top")

    def __init__(self, items: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """Build the trie of a whole state.

        Args:
            items: raw keys and values in any order; of equal keys the last counts.
        """
        state = sorted(dict(items).items())
        keys = [key.hex() for key, _ in state]
        values = [value for _, value in state]
        self._top = _build(keys, values, 0, len(keys), 0) if keys else None
        self._hashed_nodes = 0

    def update(self, changes: Mapping[bytes, bytes | None]) -> None:
        """Apply changes to the state.

        Args:
            changes: the new value of each raw key, or None to delete it; deleting an absent key changes nothing.
        """
        for key, value in changes.items():
            if value is not None:
                self._top = _insert(self._top, key.hex(), value)
            elif self._top is not None:
                self._top = _remove(self._top, key.hex())

    @property
    def root(self) -> bytes:
        """The state root: the hash of the encoding of the topmost node."""
        if self._top is None:
            return _hash(EMPTY_TRIE)
        # A reference of full length is the hash already; the root hashes a short encoding too.
        reference = self._refer_to(self._top)[1:]
        return reference if len(reference) == HASH_LENGTH else _hash(reference)

    @property
    def hashed_nodes(self) -> int:
        """How many nodes have been encoded so far: a measure of the work that roots have cost."""
        return self._hashed_nodes

    def _refer_to(self, node: _Node) -> bytes:
        """Name a node as its parent does: by its encoding if that is shorter than a hash, otherwise by its hash."""
        if node.reference is None:
            encoding = self._encode(node)
            node.reference = _with_length(encoding if len(encoding) < HASH_LENGTH else _hash(encoding))
        return node.reference

    def _encode(self, node: _Node) -> bytes:
        """Write a node: header, partial path, bitmap of the children, value, and the references to the children."""
        self._hashed_nodes += 1
        head = _encode_header(_kind_of(node), len(node.partial)) + _encode_partial(node.partial)
        value = b"" if node.value is None else _encode_value(node.value)
        if not node.children:
            return head + value
        references = [self._refer_to(child) for child in node.children.values()]
        return head + _encode_bitmap(node.children) + value + b"".join(references)


def _build(keys: Sequence[str], values: Sequence[bytes], start: int, stop: int, depth: int) -> _Node:
    """Make the trie of a run of sorted keys that share their first nibbles.

    Args:
        keys: the paths of all keys, in hex and in ascending order.
        values: their values.
        start: the first key of the run.
        stop: the end of the run, which has at least one key.
        depth: how many nibbles are already accounted for by the nodes above.
    """
    first, first_value = keys[start], values[start]
    if stop - start == 1:
        return _Node(first[depth:], first_value, _NO_CHILDREN)

    # What the first and the last of sorted keys share, all between them share.
    fork = _shared_length(first, keys[stop - 1], depth)
    # Only the first key of the run can end where the others go on.
    ends_here = len(first) == fork
    children = {}
    begin = start + ends_here
    while begin < stop:
        branch = keys[begin][: fork + 1]
        end = bisect_left(keys, branch + _AFTER_EVERY_NIBBLE, begin, stop)
        children[branch[fork]] = _build(keys, values, begin, end, fork + 1)
        begin = end
    return _Node(first[depth:fork], first_value if ends_here else None, children)


def _insert(node: _Node | None, path: str, value: bytes) -> _Node:
    """Set the value of the key at a path from this node on; the same node comes back if nothing changes."""
    if node is None:
        return _Node(path, value, _NO_CHILDREN)
    fork = _shared_length(node.partial, path, 0)
    # The key leaves the node's partial path midway: a branch is put there, with the node below it.
    if fork < len(node.partial):
        below = _Node(node.partial[fork + 1 :], node.value, node.children)
        node = _Node(node.partial[:fork], None, {node.partial[fork]: below})
    # The key ends at the node.
    if fork == len(path):
        return node if node.value == value else _Node(node.partial, value, node.children)

    nibble = path[fork]
    child = node.children.get(nibble)
    new_child = _insert(child, path[fork + 1 :], value)
    if new_child is child:
        return node
    children = {**node.children, nibble: new_child}
    return _Node(node.partial, node.value, children if child is not None else dict(sorted(children.items())))


def _remove(node: _Node, path: str) -> _Node | None:
    """Delete the key at a path from this node on; the same node comes back if nothing changes."""
    if not path.startswith(node.partial):
        return node
    rest = path[len(node.partial) :]
    if not rest:
        return node if node.value is None else _join(node.partial, None, node.children)

    nibble = rest[0]
    child = node.children.get(nibble)
    new_child = None if child is None else _remove(child, rest[1:])
    if new_child is child:
        return node
    if new_child is not None:
        return _Node(node.partial, node.value, {**node.children, nibble: new_child})
    return _join(node.partial, node.value, {n: kept for n, kept in node.children.items() if n != nibble})


def _join(partial: str, value: bytes | None, children: Mapping[str, _Node]) -> _Node | None:
    """Make what remains of a node after a deletion: nothing, its only child under a longer path, or the node itself."""
    if value is None and not children:
        return None
    if value is None and len(children) == 1:
        [(nibble, child)] = children.items()
        return _Node(partial + nibble + child.partial, child.value, child.children)
    return _Node(partial, value, children)


def _shared_length(first: str, second: str, known: int) -> int:
    """Count the nibbles that two paths share from their beginning, of which some are already known to be shared."""
    shortest = min(len(first), len(second))
    for position in range(known, shortest):
        if first[position] != second[position]:
            return position
    return shortest


def _kind_of(node: _Node) -> _Kind:
    """Tell leaf from branch, and a value that stands in the node from one that is hashed."""
    if node.value is None:
        return _BRANCH
    if len(node.value) < VALUE_HASHING_THRESHOLD:
        return _BRANCH_WITH_VALUE if node.children else _LEAF
    return _BRANCH_WITH_HASH if node.children else _LEAF_OF_HASH


@cache
def _encode_header(kind: _Kind, nibbles: int) -> bytes:
    """Write a node's kind and the length of its partial path.

    The length takes the low bits of the first byte. Where they are all ones, bytes follow that add to the length;
    the first of them that is below 255 is the last.
    """
    most = (1 << kind.length_bits) - 1
    prefix = kind.prefix << kind.length_bits
    if nibbles < most:
        return bytes([prefix + nibbles])
    full_bytes, last_byte = divmod(nibbles - most, 255)
    return bytes([prefix + most, *[255] * full_bytes, last_byte])


def _encode_partial(partial: str) -> bytes:
    """Pack a partial path two nibbles a byte; an odd one leads with a nibble of zero."""
    return bytes.fromhex("0" + partial if len(partial) % 2 else partial)


def _encode_bitmap(children: Mapping[str, _Node]) -> bytes:
    """Write which children a branch has: 16 bits in little-endian order, the lowest for the nibble 0."""
    return sum([_BIT_OF_NIBBLE[nibble] for nibble in children]).to_bytes(2, "little")


def _encode_value(value: bytes) -> bytes:
    """Write a value into a node: its length and itself if short, otherwise its hash alone."""
    return _with_length(value) if len(value) < VALUE_HASHING_THRESHOLD else _hash(value)


def _with_length(data: bytes) -> bytes:
    """Put the length of at most 32 bytes before them in SCALE's compact form: one byte, four times it."""
    return _SHORT_LENGTHS[len(data)] + data


def _hash(data: bytes) -> bytes:
    """Hash with Blake2b to 256 bits."""
    return blake2b(data, digest_size=HASH_LENGTH).digest()
