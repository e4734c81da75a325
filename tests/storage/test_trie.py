"""The state root against the real client's, against its slow definition, and in what it costs."""

import gzip
import json
from hashlib import blake2b
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.storage.trie import StateTrie
from tests.shared import RECORDED, needs_shared
from tests.storage.reference_trie import reference_root

# A recorded root covers, beside the recorded state, the key where a node keeps its runtime; the recorder's is empty.
CODE = {b":code": b""}

GENESES = ("development", "empty", "finney_balances", "stakes_ignored")
VECTORS_OF_A_DOMAIN = 4


def read(path):
    with gzip.open(path) as file:
        return json.load(file)


def raw(pairs):
    return {bytes.fromhex(key[2:]): None if value is None else bytes.fromhex(value[2:]) for key, value in pairs.items()}


def recorded_vectors():
    """A few transition vectors of each domain, spread evenly over its folder."""
    domains = sorted(path for path in RECORDED.glob("*") if path.name not in ("functions", "genesis"))
    for domain in domains:
        paths = sorted(domain.rglob("*.json.gz"))
        for part in range(VECTORS_OF_A_DOMAIN):
            path = paths[len(paths) * part // VECTORS_OF_A_DOMAIN]
            yield pytest.param(path, id=str(path.relative_to(RECORDED)).removesuffix(".json.gz"))


def blake2(data):
    return blake2b(data, digest_size=32).digest()


def spread_state(count, seed=0):
    random = Random(seed)
    return {random.randbytes(48): random.randbytes(random.choice((0, 8, 32, 33, 80))) for _ in range(count)}


@needs_shared
@pytest.mark.parametrize("name", GENESES)
def test_genesis_root_is_the_real_clients(name: str) -> None:
    vector = read(RECORDED / "genesis" / f"{name}.json.gz")
    trie = StateTrie((raw(vector["state"]) | CODE).items())
    assert trie.root.hex() == vector["root"][2:]


@needs_shared
@pytest.mark.parametrize("path", list(recorded_vectors()))
def test_root_follows_the_real_client_step_by_step(path: Path) -> None:
    vector = read(path)
    trie = StateTrie((raw(vector["pre"]) | CODE).items())
    for step in vector["steps"]:
        trie.update(raw(step["changes"]))
        assert trie.root.hex() == step["root"][2:]


def test_empty_state_hashes_a_zero_byte() -> None:
    assert StateTrie().root.hex() == "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"


@pytest.mark.parametrize(
    ("state", "encoding"),
    [
        # A leaf of two nibbles with a value of one byte.
        ({"aa": "bb"}, "42 aa 04bb"),
        # The empty key.
        ({"": "bb"}, "40 04bb"),
        # An empty value is a value.
        ({"aa": ""}, "42 aa 00"),
        # A branch without value over two short leaves, which stand in it whole.
        ({"4819": "fe", "1314": "ff"}, "80 1200 14 430314 04ff 14 430819 04fe"),
        # A key that is the beginning of another: a branch with a value.
        ({"aa": "01", "aab0": "02"}, "c2 aa 0008 0401 10 4100 0402"),
        # A value of 32 bytes stands in the node.
        ({"aa": "11" * 32}, "42 aa 80" + "11" * 32),
        # A value of 33 bytes is hashed, in a leaf and in a branch.
        ({"aa": "11" * 33}, "22 aa" + blake2(b"\x11" * 33).hex()),
        ({"aa": "11" * 33, "aab0": "02"}, "12 aa 0008" + blake2(b"\x11" * 33).hex() + "10 4100 0402"),
        # Lengths at the edges of the header: 62 nibbles fit, 64 and more go on in further bytes.
        ({"11" * 31: ""}, "7e" + "11" * 31 + "00"),
        ({"11" * 32: ""}, "7f01" + "11" * 32 + "00"),
        ({"11" * 158: ""}, "7ffd" + "11" * 158 + "00"),
        ({"11" * 159: ""}, "7fff00" + "11" * 159 + "00"),
        ({"11" * 160: ""}, "7fff02" + "11" * 160 + "00"),
    ],
)
def test_root_hashes_the_encoding(state: dict[str, str], encoding: str) -> None:
    items = [(bytes.fromhex(key), bytes.fromhex(value)) for key, value in state.items()]
    assert StateTrie(items).root == blake2(bytes.fromhex(encoding))


def test_a_child_as_long_as_a_hash_is_hashed() -> None:
    # The leaf below has a header, one byte of path, a length and the value: 31 bytes stand whole, 32 do not.
    for size, reference in [
        (28, lambda leaf: bytes([4 * 31]) + leaf),
        (29, lambda leaf: bytes([4 * 32]) + blake2(leaf)),
    ]:
        value = b"\x07" * size
        leaf = bytes([0x41, 0x0B, 4 * size]) + value
        branch = bytes.fromhex("80 0300") + reference(leaf) + reference(leaf)
        assert StateTrie([(b"\x0b", value), (b"\x1b", value)]).root == blake2(branch)


def test_the_last_of_equal_keys_counts() -> None:
    assert StateTrie([(b"a", b"1"), (b"b", b"2"), (b"a", b"3")]).root == StateTrie([(b"b", b"2"), (b"a", b"3")]).root


# Keys over four byte values, so that prefixes are shared, end in one another, and part at either half of a byte.
keys = st.lists(st.sampled_from([0x00, 0x01, 0x10, 0xFF]), max_size=5).map(bytes) | st.binary(max_size=3)
long_keys = st.builds(lambda head, tail: b"\xab" * head + tail, st.integers(0, 300), keys)
sizes = st.sampled_from([0, 1, 26, 27, 28, 29, 30, 31, 32, 33, 80])
values = st.builds(lambda size, fill: bytes([fill]) * size, sizes, st.integers(0, 3))
states = st.dictionaries(keys | long_keys, values, max_size=24)


@settings(max_examples=300, deadline=None)
@given(state=states)
def test_bulk_build_agrees_with_the_definition(state: dict[bytes, bytes]) -> None:
    assert StateTrie(state.items()).root == reference_root(state)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), state=states)
def test_updates_agree_with_the_definition(data: st.DataObject, state: dict[bytes, bytes]) -> None:
    trie = StateTrie(state.items())
    for _ in range(data.draw(st.integers(1, 4))):
        touched = st.sampled_from(sorted(state)) | keys if state else keys
        changes = data.draw(st.dictionaries(touched, st.none() | values, max_size=12))
        trie.update(changes)
        state = {key: value for key, value in (state | changes).items() if value is not None}
        # Changes may also gather between two roots.
        if data.draw(st.booleans()):
            assert trie.root == reference_root(state)
    assert trie.root == reference_root(state)


@settings(max_examples=100, deadline=None)
@given(state=states, order=st.randoms(use_true_random=False))
def test_deleting_everything_leaves_the_empty_root(state: dict[bytes, bytes], order: Random) -> None:
    trie = StateTrie(state.items())
    doomed = sorted(state)
    order.shuffle(doomed)
    for key in doomed:
        trie.update({key: None})
        del state[key]
        assert trie.root == reference_root(state)
    assert trie.root == StateTrie().root


def test_nothing_is_encoded_until_the_root_is_asked() -> None:
    trie = StateTrie(spread_state(100).items())
    trie.update({b"key": b"value"})
    assert trie.hashed_nodes == 0
    assert len(trie.root) == 32
    assert trie.hashed_nodes > 100


def test_an_update_encodes_only_the_touched_paths() -> None:
    state = spread_state(20_000)
    trie = StateTrie(state.items())
    whole_root, whole = trie.root, trie.hashed_nodes
    assert whole > len(state)

    touched = sorted(state)[::1000]
    trie.update(dict.fromkeys(touched, b"another value"))
    assert trie.root != whole_root
    # 20,000 random keys lie about four branches deep, none of them beyond eight.
    assert len(touched) < trie.hashed_nodes - whole <= len(touched) * 8


def test_one_change_encodes_one_path() -> None:
    # The root branch, the branch at 0x0, and its leaf at 0x00; the leaves at 0x01 and 0x10 stay as they are.
    trie = StateTrie([(b"\x00", b"a"), (b"\x01", b"b"), (b"\x10", b"c")])
    assert trie.root
    assert trie.hashed_nodes == 5
    trie.update({b"\x00": b"d"})
    assert trie.root == reference_root({b"\x00": b"d", b"\x01": b"b", b"\x10": b"c"})
    assert trie.hashed_nodes == 8


def test_a_deletion_merges_a_branch_that_branches_no_more() -> None:
    # The leaf at 0x01 takes the place of its branch; it and the root branch are new.
    trie = StateTrie([(b"\x00", b"a"), (b"\x01", b"b"), (b"\x10", b"c")])
    assert trie.root
    trie.update({b"\x00": None})
    assert trie.root == StateTrie([(b"\x01", b"b"), (b"\x10", b"c")]).root
    assert trie.hashed_nodes == 5 + 2


def test_what_changes_nothing_encodes_nothing() -> None:
    state = spread_state(100)
    trie = StateTrie(state.items())
    root, encoded = trie.root, trie.hashed_nodes
    present = min(state)
    trie.update({})
    trie.update({present: state[present], b"absent": None, present[:7]: None, present + b"\x00": None})
    assert trie.root == root
    assert trie.hashed_nodes == encoded


def test_deleting_a_key_at_which_keys_only_part_encodes_nothing() -> None:
    trie = StateTrie([(b"\x07\x00", b"a"), (b"\x07\x10", b"b")])
    root, encoded = trie.root, trie.hashed_nodes
    trie.update({b"\x07": None})
    assert trie.root == root
    assert trie.hashed_nodes == encoded


def test_deleting_from_an_empty_state_changes_nothing() -> None:
    trie = StateTrie()
    trie.update({b"absent": None})
    assert trie.root == StateTrie().root
    assert trie.hashed_nodes == 0


def test_the_order_of_changes_does_not_matter() -> None:
    state = spread_state(300)
    backwards = dict(reversed(state.items()))
    grown = StateTrie()
    grown.update(backwards)
    assert grown.root == StateTrie(state.items()).root == StateTrie(backwards.items()).root
