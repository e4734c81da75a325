import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.governance.membership import AlreadySenator, AlreadyTriumvir, NoTriumvir, TooManyTriumvirs
from tao_spec.state.governance import Votes
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.membership import (
    SENATE,
    TRIUMVIRATE,
    Body,
    add_member,
    change_key,
    change_members,
    clear_prime,
    keep_prime,
    remove_member,
    remove_votes,
    reset_members,
    set_prime,
    swap_member,
)
from tests.transition.chains import account, closing
from tests.transition.governance.build import SENATORS, STRANGER, TRIUMVIRS, assembly, hash_of

ONE, TWO, THREE = TRIUMVIRS
MOTION = hash_of(b"motion")


def voted(chain: Chain, *ayes: AccountId) -> Chain:
    chain.governance.proposals.value = (MOTION, hash_of(b"without votes"))
    chain.governance.voting[MOTION] = Votes(U32(0), U32(3), ayes, (), BlockNumber(200))
    return chain


def test_votes_are_struck_out_and_the_others_keep_their_order() -> None:
    chain = voted(assembly(), SENATORS[2], ONE, SENATORS[0], TWO)
    remove_votes(chain, (ONE, TWO))
    assert chain.governance.voting[MOTION].ayes == (SENATORS[2], SENATORS[0])


def test_the_collective_follows_the_triumvirate_alone() -> None:
    chain = voted(assembly(), ONE)
    chain.governance.prime.value = ONE
    change_members(chain, SENATE, (STRANGER,), (ONE,))
    assert chain.governance.members.value == TRIUMVIRS
    assert chain.governance.voting[MOTION].ayes == (ONE,)
    change_members(chain, TRIUMVIRATE, (TWO,), (ONE,))
    assert chain.governance.members.value == (TWO,)
    assert chain.governance.voting[MOTION].ayes == ()
    assert chain.governance.prime.get() is None


@pytest.mark.parametrize(("members", "prime"), [((ONE, TWO), ONE), ((TWO,), None)])
def test_who_is_prime_stays_prime(members: tuple[AccountId, ...], prime: AccountId | None) -> None:
    chain = assembly()
    chain.governance.triumvirate_prime.value = ONE
    keep_prime(chain, TRIUMVIRATE, members)
    assert chain.governance.triumvirate_prime.get() == prime
    assert chain.governance.prime.get() == prime


def test_members_stand_in_order() -> None:
    chain = assembly(triumvirs=0)
    for who in (TWO, THREE, ONE):
        add_member(chain, TRIUMVIRATE, who)
    assert chain.governance.triumvirate_members.value == chain.governance.members.value == TRIUMVIRS
    with pytest.raises(AlreadyTriumvir):
        add_member(chain, TRIUMVIRATE, TWO)
    with pytest.raises(TooManyTriumvirs):
        add_member(chain, TRIUMVIRATE, STRANGER)


def test_who_is_no_member_cannot_leave() -> None:
    with pytest.raises(NoTriumvir):
        remove_member(assembly(), TRIUMVIRATE, STRANGER)


def test_being_prime_passes_on_with_a_key_and_not_with_a_swap() -> None:
    for change, prime in ((change_key, STRANGER), (swap_member, None)):
        chain = assembly()
        set_prime(chain, TRIUMVIRATE, TWO)
        change(chain, TRIUMVIRATE, TWO, STRANGER)
        assert chain.governance.triumvirate_prime.get() == chain.governance.prime.get() == prime


def test_its_own_place_is_no_change() -> None:
    chain = assembly()
    swap_member(chain, SENATE, STRANGER, STRANGER)
    change_key(chain, SENATE, STRANGER, STRANGER)
    assert chain.commit().changes == {}
    with pytest.raises(AlreadySenator):
        swap_member(chain, SENATE, SENATORS[0], SENATORS[1])


def test_the_prime_is_deleted_in_both_places() -> None:
    chain = assembly()
    set_prime(chain, TRIUMVIRATE, ONE)
    clear_prime(chain, TRIUMVIRATE)
    assert chain.governance.prime.get() is chain.governance.triumvirate_prime.get() is None


def test_whoever_has_fewer_seats_than_before_has_left() -> None:
    chain = voted(assembly(triumvirs=0), ONE, TWO)
    reset_members(chain, TRIUMVIRATE, (ONE, ONE, TWO))
    reset_members(chain, TRIUMVIRATE, (TWO, ONE))
    assert chain.governance.voting[MOTION].ayes == (TWO,)


def test_a_prime_is_not_forgotten_once_that_is_closed() -> None:
    for revision, prime in ((closing(), None), (closing("KNOWN-161"), ONE)):
        for change in (
            lambda c: add_member(c, TRIUMVIRATE, STRANGER),
            lambda c: change_key(c, TRIUMVIRATE, TWO, STRANGER),
        ):
            chain = assembly(revision, triumvirs=2)
            set_prime(chain, TRIUMVIRATE, ONE)
            change(chain)
            assert chain.governance.prime.get() == prime


def test_who_left_the_senate_has_no_vote_once_that_is_closed() -> None:
    for revision, ayes in ((closing(), SENATORS[:1]), (closing("KNOWN-162"), ())):
        chain = voted(assembly(revision), SENATORS[0])
        remove_member(chain, SENATE, SENATORS[0])
        assert chain.governance.voting[MOTION].ayes == ayes


def test_an_account_has_one_seat_once_that_is_closed() -> None:
    for revision, members in ((closing(), (ONE, ONE, TWO)), (closing("KNOWN-163"), (ONE, TWO))):
        chain = assembly(revision)
        reset_members(chain, TRIUMVIRATE, (ONE, TWO, ONE))
        assert chain.governance.triumvirate_members.value == members


people = st.integers(1, 6).map(account)
changes = st.lists(
    st.one_of(
        st.tuples(st.just(add_member), people),
        st.tuples(st.just(remove_member), people),
        st.tuples(st.just(swap_member), people, people),
        st.tuples(st.just(change_key), people, people),
        st.tuples(st.just(set_prime), people),
        st.tuples(st.just(reset_members), st.lists(people, max_size=4, unique=True).map(tuple)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([TRIUMVIRATE, SENATE]), changes)
def test_members_stay_in_order_and_the_prime_among_them(body: Body, changes: list[tuple]) -> None:  # type: ignore[type-arg]
    chain = assembly(triumvirs=0, senators=0)
    for change, *arguments in changes:
        try:
            with chain.transaction():
                change(chain, body, *arguments)
        except DispatchError:
            continue
        members, prime = body.members(chain).value, body.prime(chain).get()
        assert list(members) == sorted(set(members))
        assert len(members) <= body.max_members
        assert prime is None or prime in members
        assert chain.governance.members.value == chain.governance.triumvirate_members.value
        assert chain.governance.prime.get() in (None, chain.governance.triumvirate_prime.get())
