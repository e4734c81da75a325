from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import ROOT, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.neurons import BurnedRegister, RootRegister
from tao_spec.invariants.frame import Watch
from tao_spec.invariants.neurons import VECTORS
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import signed
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.neurons.build import ALICE, BOB, HOME, HOT, LONG_AGO, WARM, hotkey, open_subnet, registry

NEXT = Uid(2)


def found(change: Callable[[Chain], Any], size: int = 2, room: int = 9) -> list[str]:
    violations = step_by_hand(registry(size, room), change)[1]
    return [str(violation) for violation in violations if violation.invariant.domain == "neurons"]


def test_a_number_whose_hotkey_has_another_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.neurons.uids[HOME, hotkey(1)] = Uid(0)

    (only,) = found(change)
    assert only.startswith("INV-80")
    assert "a difference of +2" in only


def test_a_hotkey_with_a_number_that_is_another_s_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.neurons.uids[HOME, hotkey(7)] = Uid(1)
        chain.neurons.is_network_member[hotkey(7), HOME] = True
        chain.keys.owner[hotkey(7)] = ALICE

    assert [text[:6] for text in found(change)] == ["INV-80"]


@pytest.mark.parametrize("item", VECTORS, ids=lambda item: item.name)
def test_a_vector_of_another_length_is_found(item: Any) -> None:
    def change(chain: Chain) -> None:
        access = item.access(item, chain.store)
        access[HOME] = access[HOME][:1]

    (only,) = found(change)
    assert only == f"INV-81: in subnet 2 the length of {item.name} is 1 neurons; expected 2, a difference of -1"


def test_a_gap_in_the_numbers_is_found() -> None:
    def change(chain: Chain) -> None:
        append_neuron(chain, HOME, HOT, LONG_AGO)
        chain.keys.owner[HOT] = ALICE
        chain.neurons.keys[HOME, Uid(3)] = HOT
        chain.neurons.uids[HOME, HOT] = Uid(3)
        del chain.neurons.keys[HOME, NEXT]

    assert [text[:6] for text in found(change)] == ["INV-81"]


def test_a_member_without_a_number_is_found_and_a_number_without_membership() -> None:
    def enter(chain: Chain) -> None:
        chain.neurons.is_network_member[HOT, HOME] = True
        chain.keys.owner[HOT] = ALICE

    def forget(chain: Chain) -> None:
        chain.neurons.is_network_member[hotkey(1), HOME] = False

    for change in (enter, forget):
        assert [text[:6] for text in found(change)] == ["INV-82"]


def test_a_subnet_that_outgrows_its_limit_is_found_and_one_that_was_too_large_is_not() -> None:
    def grow(chain: Chain) -> None:
        append_neuron(chain, HOME, HOT, LONG_AGO)
        chain.keys.owner[HOT] = ALICE

    def shrink(chain: Chain) -> None:
        chain.neurons.max_allowed_uids[HOME] = U16(1)

    assert found(grow, room=3) == []
    assert found(grow, room=2) == ["INV-83: subnet 2 grew to 3 neurons; expected at most 2, a difference of +1"]
    assert found(shrink) == []


def test_a_neuron_of_nobody_is_found() -> None:
    def enter(chain: Chain) -> None:
        append_neuron(chain, HOME, HOT, LONG_AGO)

    def abandon(chain: Chain) -> None:
        del chain.keys.owner[hotkey(1)]

    for change in (enter, abandon):
        assert [text[:6] for text in found(change)] == ["INV-84"]


def test_what_was_wrong_before_is_nobodys_fault() -> None:
    chain = registry(2)
    chain.neurons.is_network_member[hotkey(0), HOME] = False
    chain.consensus.rank[HOME] = ()
    del chain.keys.owner[hotkey(1)]
    chain.neurons.is_network_member[hotkey(1), HOME] = True
    chain.commit()

    def change(chain: Chain) -> None:
        del chain.neurons.is_network_member[hotkey(0), HOME]
        chain.consensus.trust[HOME] = (U16(1), U16(1))
        del chain.neurons.is_network_member[hotkey(1), HOME]
        chain.neurons.is_network_member[hotkey(1), ROOT] = False

    assert ids(step_by_hand(chain, change)[1]) == ["INV-82"]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([ALICE, BOB]), st.sampled_from([HOT, WARM, hotkey(5)]))))
def test_registrations_keep_every_invariant(calls: list[tuple[bool, Any, Any]]) -> None:
    chain = registry(2, 3)
    open_subnet(chain, ROOT, 0, 1)
    chain.commit()
    watch = Watch(chain)
    for on_root, who, key in calls:
        call = RootRegister(key) if on_root else BurnedRegister(HOME, key)
        assert make(chain, watch, signed(who), call) == []
