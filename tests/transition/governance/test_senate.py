import pytest

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.balances import Burn, ForceSetBalance
from tao_spec.interface.accounts.system import Id, Weight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance.collective import Executed
from tao_spec.interface.governance.senate import NotSenateMember, Sudid, Sudo
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.origins import Member, Members
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.governance.collective import MOTION_DURATION, close, propose
from tao_spec.transition.governance.senate import ensure_senate_majority, sudo, sudo_unchecked_weight, vote
from tao_spec.transition.origin import ROOT, Origin, signed
from tests.transition.governance.build import SENATORS, SHORT, STRANGER, TRIUMVIRS, assembly, encode, hash_of, owner_of

ANY = Weight(U64(U64.MAX), U64(U64.MAX))


def members(ayes: int, seats: int) -> Origin:
    return Origin(Members(U32(ayes), U32(seats)))


@pytest.mark.parametrize(("ayes", "seats"), [(1, 0), (1, 1), (2, 3), (7, 12), (2**31, 2**32 - 2)])
def test_more_than_half_is_a_majority(ayes: int, seats: int) -> None:
    ensure_senate_majority(members(ayes, seats))


@pytest.mark.parametrize(
    "origin",
    [members(0, 0), members(1, 2), members(6, 12), members(2**32 - 1, 2**32 - 1), Origin(Member(STRANGER)), ROOT],
)
def test_nobody_else_is(origin: Origin) -> None:
    with pytest.raises(BadOrigin):
        ensure_senate_majority(origin)


def test_a_motion_changes_what_only_root_may_change() -> None:
    chain = assembly()
    motion = Sudo(ForceSetBalance(Id(STRANGER), tao(7)))
    key = hash_of(encode(motion))
    propose(chain, signed(TRIUMVIRS[1]), motion, U32(100), MOTION_DURATION)
    for senator in SENATORS[:3]:
        vote(chain, signed(owner_of(senator)), senator, key, U32(0), True)
    close(chain, ROOT, key, U32(0), ANY, U32(100))
    assert chain.accounts.account[STRANGER].data.free == tao(7)
    assert chain.commit().events[-2:] == (Sudid(None), Executed(key, None))  # type: ignore[arg-type]


def test_a_refusal_inside_refuses_the_whole() -> None:
    for make in (sudo, lambda c, o, call: sudo_unchecked_weight(c, o, call, ANY)):
        chain = assembly()
        with pytest.raises(BadOrigin):
            make(chain, members(1, 1), Burn(tao(1), keep_alive=False))
        assert chain.commit().events == ()


def test_only_the_owner_of_a_senator_votes() -> None:
    chain = assembly(senators=4)
    key = hash_of(encode(SHORT))
    with pytest.raises(NonAssociatedColdKey):
        vote(chain, signed(STRANGER), SENATORS[0], key, U32(0), True)
    with pytest.raises(NotSenateMember):
        vote(chain, signed(owner_of(SENATORS[4])), SENATORS[4], key, U32(0), True)


def test_root_itself_is_no_majority() -> None:
    with pytest.raises(BadOrigin):
        dispatch(assembly(), ROOT, Sudo(SHORT))
