from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.fuzz.corpus import genesis
from tao_spec.fuzz.damage import damage_state
from tao_spec.revisions.r306 import R306
from tao_spec.state.chain_state import declaration_of
from tao_spec.vectors.machine import decode_state

STATE = decode_state(genesis(R306).state)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_a_damaged_state_has_the_same_keys_and_values_that_can_be_read(seed):
    damaged = damage_state(STATE, random.Random(seed))
    assert damaged.keys() == STATE.keys()
    changed = [key for key in STATE if damaged[key] != STATE[key]]
    assert len(changed) <= 5
    for key in changed:
        declaration_of(key).codec.decode_all(damaged[key])


def test_most_damage_changes_something_and_the_same_seed_the_same():
    states = [damage_state(STATE, random.Random(seed)) for seed in range(30)]
    assert sum(state != STATE for state in states) > 15
    assert states[7] == damage_state(STATE, random.Random(7))


def test_what_is_no_storage_of_the_chain_is_left_alone():
    odd = {b"odd": b"\xff"}
    assert damage_state(odd, random.Random(1)) == odd
