from __future__ import annotations

from collections.abc import Callable

import pytest

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.delegation import InvalidChild
from tao_spec.interface.keys import SwapHotkey
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.families import swap_pending_children
from tests.transition.keys.build import CHILD, FIRST, NEW, OLD, OWNER, PARENT, SECOND, household, refusal, relate

SWAP = SwapHotkey(OLD, NEW, FIRST)
Relatives = list[tuple[int, AccountId]]


def children(chain: Chain, hotkey: AccountId) -> Relatives:
    return [(int(part), child) for part, child in chain.delegation.child_keys[hotkey, FIRST]]


def parents(chain: Chain, hotkey: AccountId) -> Relatives:
    return [(int(part), parent) for part, parent in chain.delegation.parent_keys[hotkey, FIRST]]


def test_relatives_name_the_new_hotkey_in_the_old_ones_place() -> None:
    chain = household()
    relate(chain, OLD, CHILD, 7)
    relate(chain, PARENT, OWNER, 8)
    relate(chain, PARENT, OLD, 9)
    assert refusal(chain, OWNER, SWAP) is None
    assert children(chain, NEW) == [(7, CHILD)] and parents(chain, CHILD) == [(7, NEW)]
    assert parents(chain, NEW) == [(9, PARENT)] and children(chain, PARENT) == [(8, OWNER), (9, NEW)]
    assert (OLD, FIRST) not in chain.delegation.child_keys and (OLD, FIRST) not in chain.delegation.parent_keys


def test_empty_lists_are_stored() -> None:
    chain = household()
    assert refusal(chain, OWNER, SWAP) is None
    assert (NEW, FIRST) in chain.delegation.child_keys and (NEW, FIRST) in chain.delegation.parent_keys


def test_onto_a_child_the_new_hotkey_is_its_own_parent() -> None:
    chain = household()
    relate(chain, OLD, NEW, 7)
    assert refusal(chain, OWNER, SWAP) is None
    assert children(chain, NEW) == [(7, NEW)] and parents(chain, NEW) == []


def test_onto_a_parent_the_new_hotkey_is_its_own_parent() -> None:
    chain = household()
    relate(chain, NEW, OLD, 7)
    relate(chain, NEW, CHILD, 8)
    assert refusal(chain, OWNER, SWAP) is None
    assert children(chain, NEW) == [] and parents(chain, NEW) == [(7, NEW)]
    # The other child goes on to name it.
    assert parents(chain, CHILD) == [(8, NEW)]


def test_onto_a_sibling_the_new_hotkey_stands_twice() -> None:
    chain = household()
    relate(chain, PARENT, OLD, 7)
    relate(chain, PARENT, NEW, 8)
    assert refusal(chain, OWNER, SWAP) is None
    assert children(chain, PARENT) == [(7, NEW), (8, NEW)] and parents(chain, NEW) == [(7, PARENT)]


def awaits(chain: Chain, parent: AccountId, *named: AccountId) -> None:
    waiting = tuple((U64(place), child) for place, child in enumerate(named))
    chain.delegation.pending_child_keys[FIRST, parent] = (waiting, BlockHeight(5))


def waiting(chain: Chain, parent: AccountId) -> Relatives:
    found, block = chain.delegation.pending_child_keys[FIRST, parent]
    assert block == 5
    return [(int(part), child) for part, child in found]


def test_children_to_be_pass_on_over_those_of_the_new_hotkey() -> None:
    chain = household()
    awaits(chain, OLD, CHILD)
    awaits(chain, NEW, PARENT)
    swap_pending_children(chain, OLD, NEW, FIRST)
    assert waiting(chain, NEW) == [(0, CHILD)]
    assert (FIRST, OLD) not in chain.delegation.pending_child_keys
    swap_pending_children(chain, OLD, NEW, SECOND)
    assert len(list(chain.delegation.pending_child_keys.keys())) == 1


@pytest.mark.parametrize(
    ("closed", "expected"),
    [((), [(1, CHILD), (2, OLD), (0, NEW)]), (("KNOWN-153",), [(0, NEW), (1, CHILD), (2, NEW)])],
)
def test_only_the_first_mention_is_replaced_until_the_deviation_is_closed(
    closed: tuple[str, ...], expected: Relatives
) -> None:
    chain = household(*closed)
    awaits(chain, PARENT, OLD, CHILD, OLD)
    awaits(chain, CHILD, PARENT)
    swap_pending_children(chain, OLD, NEW, FIRST)
    assert waiting(chain, PARENT) == expected
    assert waiting(chain, CHILD) == [(0, PARENT)]


@pytest.mark.parametrize(
    "tie",
    [
        lambda chain: relate(chain, NEW, CHILD),
        lambda chain: relate(chain, PARENT, NEW),
        lambda chain: awaits(chain, NEW),
        lambda chain: awaits(chain, PARENT, CHILD, NEW),
    ],
)
@pytest.mark.parametrize("call", [SWAP, SwapHotkey(OLD, NEW, None)])
def test_who_has_a_family_takes_a_place_until_the_deviation_is_closed(
    tie: Callable[[Chain], None], call: SwapHotkey
) -> None:
    for closed, refused in (((), None), (("KNOWN-145",), InvalidChild)):
        chain = household(*closed)
        tie(chain)
        assert refusal(chain, OWNER, call) is refused


def test_a_family_elsewhere_is_no_matter() -> None:
    chain = household("KNOWN-145")
    relate(chain, NEW, CHILD)
    assert refusal(chain, OWNER, SwapHotkey(OLD, NEW, SECOND)) is None
