import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, BlockNumber
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import SetChildrenEvent
from tao_spec.transition.delegation.children import Children
from tao_spec.transition.delegation.pending_children import (
    do_set_pending_children,
    replace_children,
    try_set_pending_children,
)
from tests.transition.chains import FIRST, account, closing, genesis

PARENT, OTHER, OLD, NEW = account(1), account(2), account(3), account(4)
CHOSEN = ((U64(5), NEW),)


def test_new_children_replace_the_old() -> None:
    chain = genesis(10)
    relations = chain.delegation
    relations.child_keys[PARENT, FIRST] = ((U64(5), OLD),)
    relations.parent_keys[OLD, FIRST] = ((U64(7), OTHER), (U64(5), PARENT))
    relations.parent_keys[NEW, FIRST] = ((U64(9), OTHER),)
    children = ((U64(11), NEW),)
    replace_children(chain, FIRST, PARENT, children)
    assert relations.child_keys[PARENT, FIRST] == children
    assert relations.parent_keys[OLD, FIRST] == ((7, OTHER),)
    assert relations.parent_keys[NEW, FIRST] == ((9, OTHER), (11, PARENT))
    assert chain.events == [SetChildrenEvent(PARENT, FIRST, children)]


def test_a_child_that_loses_its_last_parent_keeps_an_empty_list() -> None:
    chain = genesis(10)
    replace_children(chain, FIRST, PARENT, ((U64(5), OLD),))
    replace_children(chain, FIRST, PARENT, ())
    assert chain.delegation.parent_keys.get((OLD, FIRST)) == ()
    assert chain.delegation.child_keys.get((PARENT, FIRST)) == ()


def test_a_child_kept_is_not_its_own_predecessor() -> None:
    chain = genesis(10)
    replace_children(chain, FIRST, PARENT, ((U64(5), OLD),))
    replace_children(chain, FIRST, PARENT, ((U64(6), OLD),))
    assert chain.delegation.parent_keys[OLD, FIRST] == ((6, PARENT),)


def test_only_those_whose_wait_is_over_are_set() -> None:
    chain = genesis(10)
    chain.delegation.pending_child_keys[FIRST, PARENT] = (((U64(5), NEW),), BlockHeight(9))
    chain.delegation.pending_child_keys[FIRST, OTHER] = (((U64(5), NEW),), BlockHeight(10))
    do_set_pending_children(chain, FIRST)
    assert list(chain.delegation.pending_child_keys.keys()) == [(FIRST, OTHER)]
    assert chain.delegation.parent_keys[NEW, FIRST] == ((5, PARENT),)


def test_children_are_set_with_the_epoch_on_root_too() -> None:
    chain = genesis(99)
    assert chain.consensus.tempo[ROOT] == 100
    for netuid in (ROOT, FIRST):
        chain.delegation.pending_child_keys[netuid, PARENT] = (((U64(5), NEW),), BlockHeight(0))
    try_set_pending_children(chain)
    assert list(chain.delegation.pending_child_keys.keys()) == [(FIRST, PARENT)]
    chain.consensus.tempo[FIRST] = U16(100)
    chain.accounts.number.value = BlockNumber(98)
    try_set_pending_children(chain)
    assert list(chain.delegation.pending_child_keys.keys()) == []


def test_a_list_of_none_is_deleted_once_that_is_closed() -> None:
    chain = genesis(10, closing("KNOWN-135"))
    replace_children(chain, FIRST, PARENT, ((U64(5), OLD),))
    replace_children(chain, FIRST, OTHER, ((U64(6), OLD),))
    replace_children(chain, FIRST, PARENT, ())
    assert chain.delegation.parent_keys[OLD, FIRST] == ((6, OTHER),)
    replace_children(chain, FIRST, OTHER, ())
    assert list(chain.delegation.parent_keys.keys()) == list(chain.delegation.child_keys.keys()) == []


@pytest.mark.parametrize(
    ("closed", "children", "are_set"),
    [([], CHOSEN, True), (["KNOWN-134"], CHOSEN, False), (["KNOWN-134"], (), True)],
)
def test_the_stake_is_asked_again_once_that_is_closed(closed: list[str], children: Children, are_set: bool) -> None:
    chain = genesis(10, closing(*closed))
    chain.weights.stake_threshold.value = U64(1)
    chain.delegation.pending_child_keys[FIRST, PARENT] = (children, BlockHeight(9))
    do_set_pending_children(chain, FIRST)
    assert ((PARENT, FIRST) in chain.delegation.child_keys) == are_set
    assert list(chain.delegation.pending_child_keys.keys()) == []


hotkeys = st.sampled_from([PARENT, OTHER, OLD, NEW])
choices = st.lists(st.tuples(hotkeys, st.dictionaries(hotkeys, st.integers(0, 9).map(U64), max_size=3)), max_size=12)


@given(choices)
@settings(deadline=None, max_examples=60)
def test_parents_mirror_children_whatever_is_chosen(made: list[tuple[AccountId, dict[AccountId, U64]]]) -> None:
    chain = genesis(10)
    for parent, chosen in made:
        replace_children(chain, FIRST, parent, tuple((part, child) for child, part in chosen.items()))
    lent = {(p, c, part) for (p, _), entries in chain.delegation.child_keys.items() for part, c in entries}
    borrowed = {(p, c, part) for (c, _), entries in chain.delegation.parent_keys.items() for part, p in entries}
    last = dict(made)
    assert lent == borrowed == {(p, c, part) for p, chosen in last.items() for c, part in chosen.items()}
