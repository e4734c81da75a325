import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.delegation import (
    DuplicateChild,
    InvalidChild,
    NotEnoughStakeToSetChildkeys,
    ProportionOverflow,
    SetChildrenScheduled,
    TooManyChildren,
    TxRateLimitExceeded,
)
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import RegistrationNotPermittedOnRootSubnet
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.children import (
    SET_CHILDREN,
    Children,
    can_have_children,
    ensure_valid_children,
    set_children,
    set_pending_childkey_cooldown,
)
from tao_spec.transition.origin import NOBODY, signed
from tao_spec.transition.origin import ROOT as BY_ROOT
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account
from tests.transition.delegation.build import (
    CHILD,
    GHOST,
    NOW,
    OTHER,
    OWNER,
    PARENT,
    STAKE,
    STRANGER,
    WHOLE,
    entries,
    family,
)


def refused(chain: Chain, children: Children = (), netuid: NetUid = FIRST, hotkey: AccountId = PARENT) -> object:
    return refusal(set_children, chain, signed(OWNER), hotkey, netuid, children)


def test_a_choice_waits_and_is_told() -> None:
    chain = family()
    chain.delegation.pending_child_key_cooldown.value = U64(7)
    children = entries((WHOLE, CHILD))
    assert refused(chain, children) is None
    assert chain.delegation.pending_child_keys[FIRST, PARENT] == (children, NOW + 7)
    assert chain.delegation.child_keys[PARENT, FIRST] == ()
    assert chain.events == [SetChildrenScheduled(PARENT, FIRST, BlockHeight(NOW + 7), children)]


def test_the_longest_wait_ends_at_the_last_number() -> None:
    chain = family()
    chain.delegation.pending_child_key_cooldown.value = U64(WHOLE)
    refused(chain)
    assert chain.delegation.pending_child_keys[FIRST, PARENT] == ((), WHOLE)


def test_a_new_choice_replaces_the_old() -> None:
    chain = family()
    assert refused(chain, entries((1, CHILD))) is None
    del chain.delegation.transaction_key_last_block[PARENT, FIRST, SET_CHILDREN]
    assert refused(chain, entries((2, OTHER))) is None
    assert chain.delegation.pending_child_keys[FIRST, PARENT] == (((2, OTHER),), NOW)


@pytest.mark.parametrize(
    ("last", "error"), [(NOW - 149, TxRateLimitExceeded), (NOW - 150, None), (NOW, TxRateLimitExceeded), (0, None)]
)
def test_a_choice_is_made_once_in_150_blocks(last: int, error: type[Exception] | None) -> None:
    chain = family()
    chain.delegation.transaction_key_last_block[PARENT, FIRST, SET_CHILDREN] = BlockHeight(last)
    assert refused(chain) is error
    assert chain.delegation.transaction_key_last_block[PARENT, FIRST, SET_CHILDREN] == (last if error else NOW)


def test_the_checks_come_in_their_order() -> None:
    chain = family()
    chain.weights.stake_threshold.value = U64(STAKE + 1)
    for origin in (BY_ROOT, NOBODY):
        assert refusal(set_children, chain, origin, PARENT, ROOT, ()) is BadOrigin
    chain.delegation.transaction_key_last_block[GHOST, ROOT, SET_CHILDREN] = BlockHeight(NOW)
    assert refused(chain, netuid=ROOT, hotkey=GHOST) is TxRateLimitExceeded
    assert refused(chain, netuid=ROOT) is RegistrationNotPermittedOnRootSubnet
    assert refused(chain, netuid=NetUid(9), hotkey=GHOST) is SubNetworkDoesNotExist
    assert refused(chain, entries((1, GHOST)) * 6, hotkey=GHOST) is NonAssociatedColdKey
    assert refusal(set_children, chain, signed(STRANGER), PARENT, FIRST, ()) is NonAssociatedColdKey
    assert refused(chain, entries((1, PARENT))) is InvalidChild
    assert refused(chain, entries((1, CHILD))) is NotEnoughStakeToSetChildkeys
    assert refused(chain) is None


@pytest.mark.parametrize(
    ("children", "error"),
    [
        (entries(*((1, account(number)) for number in range(20, 26))), TooManyChildren),
        (entries(*((1, account(number)) for number in range(20, 25))), None),
        (entries(*((WHOLE, PARENT) for _ in range(6))), TooManyChildren),
        (entries((WHOLE, CHILD), (1, CHILD), (0, PARENT)), InvalidChild),
        (entries((WHOLE, CHILD), (1, CHILD)), ProportionOverflow),
        (entries((WHOLE - 1, CHILD), (1, CHILD)), DuplicateChild),
        (entries((WHOLE - 1, CHILD), (1, OTHER), (0, GHOST)), None),
        (entries((WHOLE - 1, CHILD), (2, OTHER)), ProportionOverflow),
        (entries((0, CHILD)), None),
        ((), None),
    ],
)
def test_children_are_few_others_and_of_the_whole(children: Children, error: type[Exception] | None) -> None:
    assert refusal(ensure_valid_children, family(), FIRST, PARENT, children) is error


def test_each_is_the_child_of_the_other_unless_that_is_closed() -> None:
    for closed, error in (((), None), (("KNOWN-132",), InvalidChild)):
        for waiting in (False, True):
            chain = family(*closed)
            if waiting:
                chain.delegation.pending_child_keys[FIRST, CHILD] = (entries((1, PARENT)), BlockHeight(NOW))
            else:
                chain.delegation.child_keys[CHILD, FIRST] = entries((1, OTHER), (1, PARENT))
            assert refused(chain, entries((1, OTHER))) is None
            del chain.delegation.transaction_key_last_block[PARENT, FIRST, SET_CHILDREN]
            assert refused(chain, entries((1, OTHER), (1, CHILD))) is error


def test_a_parent_has_stake_or_is_the_owners() -> None:
    chain = family()
    chain.weights.stake_threshold.value = U64(STAKE)
    assert can_have_children(chain, FIRST, PARENT)
    assert not can_have_children(chain, FIRST, CHILD)
    chain.weights.stake_threshold.value = U64(STAKE + 1)
    assert not can_have_children(chain, FIRST, PARENT)
    chain.stake.total_hotkey_alpha[PARENT, ROOT] = AlphaBalance(1)
    assert can_have_children(chain, FIRST, PARENT)
    chain.subnets.subnet_owner_hotkey[FIRST] = CHILD
    assert can_have_children(chain, FIRST, CHILD)
    assert not can_have_children(chain, NetUid(2), CHILD)


def test_nobody_is_the_owners_hotkey_where_there_is_none() -> None:
    chain = family()
    chain.weights.stake_threshold.value = U64(WHOLE)
    del chain.subnets.subnet_owner_hotkey[FIRST]
    assert not can_have_children(chain, FIRST, AccountId())


def test_root_sets_the_wait_and_nothing_tells_of_it() -> None:
    chain = family()
    assert refusal(set_pending_childkey_cooldown, chain, signed(OWNER), U64(7)) is BadOrigin
    set_pending_childkey_cooldown(chain, BY_ROOT, U64(7))
    assert chain.delegation.pending_child_key_cooldown.value == 7
    assert chain.events == []


CHAIN = family()
parts = st.one_of(st.integers(0, 3), st.integers(WHOLE - 3, WHOLE), st.just(2**63))
children = st.lists(st.tuples(parts, st.sampled_from([PARENT, CHILD, OTHER, GHOST, STRANGER, OWNER])), max_size=7)


@given(children)
@settings(deadline=None, max_examples=150)
def test_whoever_passes_is_lent_the_whole_at_most(chosen: list[tuple[int, AccountId]]) -> None:
    names = [child for _, child in chosen]
    fits = len(names) <= 5 and PARENT not in names and len(set(names)) == len(names)
    fits = fits and sum(part for part, _ in chosen) < 2**64
    assert (refusal(ensure_valid_children, CHAIN, FIRST, PARENT, entries(*chosen)) is None) == fits
