"""The store against a plain dictionary: transactions, iteration, changes of a step, the state root."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tao_spec.arithmetic.integers import U16
from tao_spec.storage.scale import Vec, codec_of
from tao_spec.storage.store import ABSENT, CODE, Store
from tests.storage.reference_trie import reference_root

PROPERTY = settings(deadline=None, max_examples=100, derandomize=True)

CODEC = Vec(U16)
keys = st.binary(max_size=3).map(lambda data: bytes(byte % 3 for byte in data)) | st.sampled_from(
    [b"\xff", b"\xff\xff"]
)
values = st.lists(st.integers(0, 9).map(U16), max_size=20).map(tuple)
states = st.dictionaries(keys, values.map(CODEC.encode), max_size=8)


class Stop(Exception):
    pass


def root_of(state: dict[bytes, bytes]) -> bytes:
    return reference_root(state | dict([CODE]))


class AgainstDictionary(RuleBasedStateMachine):
    """A store and a dictionary that do the same; an open transaction keeps the dictionary as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.model, self.committed = Store({}), {}, {}
        self.open: list[tuple[ExitStack, dict[bytes, bytes]]] = []

    @rule(key=keys, value=values)
    def write(self, key: bytes, value: tuple[U16, ...]) -> None:
        self.store.write(key, CODEC, value)
        self.model[key] = CODEC.encode(value)

    @rule(key=keys)
    def delete(self, key: bytes) -> None:
        if key in self.store:
            self.store.write(key, CODEC, ABSENT)
        self.model.pop(key, None)

    @rule(key=keys)
    def read(self, key: bytes) -> None:
        value = self.store.read(key, CODEC)
        assert (None if value is ABSENT else CODEC.encode(value)) == self.model.get(key)

    @precondition(lambda self: len(self.open) < 4)
    @rule()
    def begin(self) -> None:
        stack = ExitStack()
        stack.enter_context(self.store.transaction())
        self.open.append((stack, dict(self.model)))

    @precondition(lambda self: self.open)
    @rule(well=st.booleans())
    def end(self, well: bool) -> None:
        stack, before = self.open.pop()
        if well:
            stack.close()
            return
        with pytest.raises(Stop), stack:
            raise Stop
        self.model = before

    @precondition(lambda self: not self.open)
    @rule()
    def commit(self) -> None:
        touched = sorted(self.committed.keys() | self.model.keys())
        expected = {key: self.model.get(key) for key in touched if self.committed.get(key) != self.model.get(key)}
        changes = self.store.commit()
        assert changes == expected
        assert list(changes) == list(expected)
        self.committed = dict(self.model)
        assert self.store.state == self.committed
        assert self.store.root == root_of(self.committed)

    @invariant()
    def same_keys_in_order(self) -> None:
        assert list(self.store.keys(b"")) == sorted(self.model)
        assert list(self.store.keys(b"\1")) == sorted(key for key in self.model if key[:1] == b"\1")
        assert all(key in self.store for key in self.model)


TestAgainstDictionary = AgainstDictionary.TestCase
TestAgainstDictionary.settings = settings(PROPERTY, max_examples=60, stateful_step_count=40)


@PROPERTY
@given(states, st.binary(max_size=2).map(lambda data: bytes(byte % 3 for byte in data)) | st.just(b"\xff"))
def test_the_keys_under_a_prefix_come_in_order(state: dict[bytes, bytes], prefix: bytes) -> None:
    assert list(Store(state).keys(prefix)) == sorted(key for key in state if key.startswith(prefix))


@PROPERTY
@given(states, st.lists(st.tuples(st.booleans(), keys), max_size=12))
def test_a_walk_sees_what_changes_behind_its_cursor_and_nothing_before_it(state, edits) -> None:
    store, model = Store(state), set(state)
    walk, seen, edits = store.keys(b""), [], list(edits)
    for key in walk:
        expected = min(other for other in model if not seen or other > seen[-1])
        assert key == expected
        seen.append(key)
        if edits:
            adds, other = edits.pop()
            store.write(other, CODEC, ()) if adds else other in store and store.write(other, CODEC, ABSENT)
            (model.add if adds else model.discard)(other)
    assert not [other for other in model if seen and other > seen[-1]]


@PROPERTY
@given(states, states, states)
def test_a_bad_end_inside_a_good_one_leaves_what_the_good_one_did(state, outer, inner) -> None:
    store = Store(state)
    with store.transaction():
        fill(store, outer)
        with pytest.raises(Stop), store.transaction():
            fill(store, inner)
            raise Stop
    store.commit()
    assert store.state == state | outer


@PROPERTY
@given(states, states, states)
def test_a_bad_end_around_a_good_one_leaves_nothing(state, outer, inner) -> None:
    store = Store(state)
    with pytest.raises(Stop), store.transaction():
        fill(store, outer)
        with store.transaction():
            fill(store, inner)
        raise Stop
    assert list(store.keys(b"")) == sorted(state)
    assert store.commit() == {}


def fill(store: Store, state: dict[bytes, bytes]) -> None:
    for key, raw in state.items():
        store.write(key, CODEC, CODEC.decode_all(raw))


def test_a_value_is_decoded_when_it_is_first_read_and_only_then() -> None:
    calls = []

    class Counting(type(CODEC)):
        def decode(self, data, offset):
            calls.append(data)
            return super().decode(data, offset)

    codec = Counting(codec_of(U16), tuple, "counting", None)
    store = Store({b"a": CODEC.encode((U16(1),)), b"b": CODEC.encode(())})
    assert calls == []
    assert store.read(b"a", codec) == store.read(b"a", codec) == (1,)
    assert calls == [CODEC.encode((U16(1),))]


def test_bytes_that_are_no_value_read_as_absent_and_stay() -> None:
    store = Store({b"a": b"\5\5\5"})
    assert store.read(b"a", CODEC) is ABSENT
    assert b"a" in store
    assert store.commit() == {}
    store.write(b"a", CODEC, ())
    assert store.commit() == {b"a": b"\0"}


def test_a_value_that_comes_back_to_what_it_was_is_no_change() -> None:
    store = Store({b"a": b"\0"})
    store.write(b"a", CODEC, (U16(1),))
    store.write(b"b", CODEC, (U16(1),))
    store.write(b"a", CODEC, ())
    store.write(b"b", CODEC, ABSENT)
    assert store.commit() == {}


def test_a_step_forgets_the_changes_of_the_step_before() -> None:
    store = Store({})
    store.write(b"a", CODEC, ())
    assert store.commit() == {b"a": b"\0"}
    assert store.commit() == {}


def test_the_root_is_that_of_the_last_committed_step() -> None:
    store = Store({b"a": b"\0"})
    before = store.root
    store.write(b"b", CODEC, ())
    assert store.root == before == root_of({b"a": b"\0"})
    store.commit()
    assert store.root == root_of({b"a": b"\0", b"b": b"\0"})


@PROPERTY
@given(states, st.lists(st.dictionaries(keys, st.none() | values.map(CODEC.encode), max_size=5), max_size=4))
def test_what_somebody_else_changed_is_taken_over_whole(state, steps) -> None:
    store = Store(state)
    _ = store.root
    for changes in steps:
        for key in state:
            store.read(key, CODEC)
        store.overwrite(changes)
        state = {key: raw for key, raw in (state | changes).items() if raw is not None}
        assert store.state == state
        assert list(store.keys(b"")) == sorted(state)
        assert [CODEC.encode(store.read(key, CODEC)) for key in sorted(state)] == [state[key] for key in sorted(state)]
        assert (store.commit(), store.root) == ({}, root_of(state))


def test_the_state_that_a_store_was_made_from_stays_as_it_was() -> None:
    state = {b"a": b"\0"}
    store = Store(state)
    store.write(b"a", CODEC, ABSENT)
    store.commit()
    assert (state, store.raw(b"a")) == ({b"a": b"\0"}, None)


def test_absent_says_what_it_is() -> None:
    assert repr(ABSENT) == "absent"
