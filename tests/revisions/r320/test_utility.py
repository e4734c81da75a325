from __future__ import annotations

import pytest

from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.system import Remarked, RemarkWithEvent
from tao_spec.interface.accounts.utility import DispatchedAs
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, Nobody, Root, Signed
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import IfElseFallbackCalled, IfElseMainSuccess, SudoSetCkBurn
from tao_spec.revisions.r320.utility import dispatch_as_fallible, if_else
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import account, genesis

WHO = account(1)
GOOD, BAD = RemarkWithEvent(b"good"), SudoSetCkBurn(U64(1))


def test_the_second_call_is_made_only_if_the_first_is_refused() -> None:
    chain = genesis(5, R320)
    if_else(chain, signed(WHO), GOOD, BAD)
    if_else(chain, signed(WHO), BAD, GOOD)
    first, success, second, fallback = chain.events
    assert [type(event) for event in (first, second)] == [Remarked, Remarked]
    assert (success, fallback) == (IfElseMainSuccess(), IfElseFallbackCalled(BadOrigin()))


def test_if_both_are_refused_so_is_the_whole() -> None:
    with pytest.raises(BadOrigin):
        if_else(genesis(5, R320), signed(WHO), BAD, BAD)
    with pytest.raises(BadOrigin):
        if_else(genesis(5, R320), NOBODY, GOOD, GOOD)


@pytest.mark.parametrize(("caller", "call"), [(Root(), BAD), (Signed(WHO), GOOD)])
def test_root_makes_a_call_under_any_origin(caller: Root | Signed, call: Call) -> None:
    chain = genesis(5, R320)
    dispatch_as_fallible(chain, ROOT, FromSystem(caller), call)
    assert chain.events[-1] == DispatchedAs(None)  # type: ignore[arg-type]


def test_and_is_refused_where_the_call_is() -> None:
    chain = genesis(5, R320)
    with pytest.raises(DispatchError):
        dispatch_as_fallible(chain, ROOT, FromSystem(Nobody()), GOOD)
    with pytest.raises(BadOrigin):
        dispatch_as_fallible(chain, signed(WHO), FromSystem(Root()), GOOD)
    assert chain.events == []
