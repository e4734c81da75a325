from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import DecreaseTake, IncreaseTake, SetChildkeyTake, SetChildren
from tao_spec.interface.keys import HotkeySwapped, HotkeySwappedOnSubnet
from tao_spec.interface.messages import Call, Event
from tao_spec.invariants.frame import INVARIANTS, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.pending_children import do_set_pending_children, replace_children
from tao_spec.transition.origin import signed
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.chains import FIRST
from tests.transition.delegation.build import CHILD, OTHER, OWNER, PARENT, STRANGER, WHOLE, entries, family

MOST = 11_796
OURS = [invariant for invariant in INVARIANTS if invariant.domain == "delegation"]
SWAPPED = HotkeySwapped(OWNER, PARENT, OTHER)
ON_SUBNET = HotkeySwappedOnSubnet(OWNER, PARENT, OTHER, FIRST)


def related() -> Chain:
    chain = family()
    replace_children(chain, FIRST, PARENT, entries((WHOLE - 1, CHILD)))
    chain.commit()
    return chain


def broken(change: Callable[[Chain], None], *events: Event, chain: Chain | None = None) -> tuple[Watch, list[str]]:
    watch, violations = step_by_hand(chain or related(), change, events)
    return watch, ids(violation for violation in violations if violation.invariant in OURS)


def add(chain: Chain, part: int, child: AccountId) -> None:
    """A further child of the parent, on both sides."""
    relations = chain.delegation
    relations.child_keys[PARENT, FIRST] = (*relations.child_keys[PARENT, FIRST], (U64(part), child))
    relations.parent_keys[child, FIRST] = (*relations.parent_keys[child, FIRST], (U64(part), PARENT))


def test_a_part_more_than_the_whole_is_found() -> None:
    assert broken(lambda chain: add(chain, 1, OTHER))[1] == []
    assert broken(lambda chain: add(chain, 2, OTHER))[1] == ["INV-90"]


def test_what_was_chosen_beyond_the_whole_before_is_not_the_steps_fault() -> None:
    chain, chosen = related(), entries((WHOLE, CHILD), (1, OTHER))
    chain.delegation.pending_child_keys[FIRST, PARENT] = (chosen, BlockHeight(0))
    chain.commit()
    assert broken(lambda chain: do_set_pending_children(chain, FIRST), chain=chain)[1] == []


def test_a_side_that_differs_is_found() -> None:
    def of_the_child(chain: Chain) -> None:
        chain.delegation.parent_keys[CHILD, FIRST] = entries((WHOLE - 2, PARENT))

    def of_the_parent(chain: Chain) -> None:
        chain.delegation.child_keys[PARENT, FIRST] = ()

    assert broken(of_the_child)[1] == ["INV-91"]
    assert broken(of_the_parent)[1] == []
    assert ids(violation for violation in Watch(after(of_the_parent), OURS).now()) == ["INV-91"]


def after(change: Callable[[Chain], None]) -> Chain:
    chain = related()
    change(chain)
    chain.commit()
    return chain


def test_ones_own_child_is_found() -> None:
    assert broken(lambda chain: replace_children(chain, FIRST, OTHER, entries((1, OTHER))))[1] == ["INV-92"]


@pytest.mark.parametrize("event", [SWAPPED, ON_SUBNET])
def test_a_swap_onto_a_family_is_excused(event: Event) -> None:
    def overwrite(chain: Chain) -> None:
        chain.delegation.child_keys[OTHER, FIRST] = entries((1, CHILD), (1, OTHER))

    watch, found = broken(overwrite, event)
    assert found == []
    assert {(violation.invariant.id, violation.excuse and violation.excuse.id) for violation in watch.excused} == {
        ("INV-91", "KNOWN-145"),
        ("INV-92", "KNOWN-145"),
    }
    assert sorted(broken(overwrite)[1]) == ["INV-91", "INV-92"]


def test_a_relative_of_who_was_swapped_is_excused() -> None:
    def overwrite(chain: Chain) -> None:
        chain.delegation.parent_keys[CHILD, FIRST] = entries((1, OTHER))

    assert broken(overwrite, SWAPPED)[1] == []
    assert broken(overwrite, HotkeySwapped(OWNER, STRANGER, OWNER))[1] == ["INV-91"]


def test_a_childkey_take_over_the_maximum_is_found() -> None:
    def over(chain: Chain) -> None:
        chain.delegation.childkey_take[CHILD, FIRST] = U16(MOST + 1)

    def lowered(chain: Chain) -> None:
        chain.delegation.childkey_take[CHILD, FIRST] = U16(MOST)
        chain.delegation.max_childkey_take.value = U16(0)

    assert broken(over)[1] == ["INV-93"]
    assert broken(lowered)[1] == []
    assert broken(over, HotkeySwapped(OWNER, PARENT, CHILD))[1] == []


@pytest.mark.parametrize(
    ("before", "take", "found", "excused"),
    [
        (5, MOST + 1, ["INV-94"], []),
        (MOST + 2, MOST + 1, [], ["INV-94"]),
        (None, MOST + 1, [], ["INV-94"]),
        (5, 9, [], ["INV-94"]),
        (5, 10, [], []),
        (None, MOST, [], []),
    ],
)
def test_a_take_beyond_its_bounds_is_found_or_excused(
    before: int | None, take: int, found: list[str], excused: list[str]
) -> None:
    chain = family()
    chain.delegation.min_delegate_take.value = U16(10)
    if before is not None:
        chain.delegation.delegates[PARENT] = U16(before)
    chain.commit()
    watch, violations = broken(lambda chain: chain.delegation.delegates.__setitem__(PARENT, U16(take)), chain=chain)
    assert (violations, ids(watch.excused)) == (found, excused)


def test_the_default_is_no_take_that_was_set() -> None:
    chain = family()
    chain.delegation.max_delegate_take.value = U16(0)
    chain.commit()
    assert broken(lambda chain: chain.delegation.delegates.__setitem__(PARENT, U16(MOST)), chain=chain)[1] == []


hotkeys = st.sampled_from([PARENT, CHILD, OTHER])
takes = st.integers(0, 2**16 - 1).map(U16)
chosen = st.lists(st.tuples(st.integers(0, WHOLE).map(U64), st.one_of(hotkeys, st.just(STRANGER))), max_size=3).map(
    tuple
)
calls = st.one_of(
    st.builds(lambda hotkey, children: SetChildren(hotkey, FIRST, children), hotkeys, chosen),
    st.builds(lambda hotkey, take: SetChildkeyTake(hotkey, FIRST, take), hotkeys, takes),
    st.builds(IncreaseTake, hotkeys, takes),
    st.builds(DecreaseTake, hotkeys, takes),
)


@given(st.lists(calls, min_size=3, max_size=12))
@settings(deadline=None, max_examples=60)
def test_the_rules_keep_the_invariants(made: list[Call]) -> None:
    chain = family()
    watch = Watch(chain, OURS)
    for call in made:
        assert make(chain, watch, signed(OWNER), call) == []
        chain.accounts.number.value = type(chain.number)(chain.number + 100)
        do_set_pending_children(chain, FIRST)
        outcome = chain.commit()
        assert watch.after(outcome) == []
    assert watch.now() == []
