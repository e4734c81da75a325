from __future__ import annotations

import pytest

from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Members, Signed
from tao_spec.transition.origin import (
    NOBODY,
    ROOT,
    Origin,
    ensure_nobody,
    ensure_root,
    ensure_signed,
    is_root,
    origin_of,
    signed,
)
from tests.transition.chains import account

ALICE = account(1)
SHORT, LONG = Remark(b""), Remark(b"long")


def is_short(call: Call) -> bool:
    return isinstance(call, Remark) and not call.remark


def is_long(call: Call) -> bool:
    return not is_short(call)


COLLECTIVE = Origin(Members(U32(2), U32(3)))


@pytest.mark.parametrize("origin", [signed(ALICE), NOBODY, COLLECTIVE])
def test_nobody_but_root_is_root(origin: Origin) -> None:
    assert not is_root(origin)
    with pytest.raises(BadOrigin):
        ensure_root(origin)


def test_root_is_root() -> None:
    assert is_root(ROOT)
    ensure_root(ROOT)


@pytest.mark.parametrize("origin", [ROOT, NOBODY, COLLECTIVE])
def test_only_an_account_signs(origin: Origin) -> None:
    assert ensure_signed(signed(ALICE)) == ALICE
    with pytest.raises(BadOrigin):
        ensure_signed(origin)


@pytest.mark.parametrize("origin", [ROOT, signed(ALICE), COLLECTIVE])
def test_only_nobody_is_nobody(origin: Origin) -> None:
    ensure_nobody(NOBODY)
    with pytest.raises(BadOrigin):
        ensure_nobody(origin)


def test_an_origin_without_filters_may_make_any_call() -> None:
    assert all(origin.may_call(call) for origin in (ROOT, NOBODY, signed(ALICE)) for call in (SHORT, LONG))


@pytest.mark.parametrize("origin", [signed(ALICE), NOBODY, COLLECTIVE])
def test_a_filter_forbids_what_it_does_not_let_pass(origin: Origin) -> None:
    limited = origin.filtered(is_short)
    assert limited.may_call(SHORT)
    assert not limited.may_call(LONG)


def test_every_filter_must_let_a_call_pass() -> None:
    for origin in (
        signed(ALICE).filtered(is_short).filtered(is_long),
        signed(ALICE).filtered(is_long).filtered(is_short),
    ):
        assert not origin.may_call(SHORT)
        assert not origin.may_call(LONG)


def test_root_passes_every_filter() -> None:
    assert ROOT.filtered(is_short).may_call(LONG)


def test_a_filter_changes_neither_the_caller_nor_the_origin_that_it_came_from() -> None:
    origin = signed(ALICE)
    assert origin.filtered(is_short).caller == origin.caller
    assert origin.may_call(LONG)


def test_a_caller_as_a_value_is_an_origin_without_filters() -> None:
    assert origin_of(FromSystem(Signed(ALICE))) == signed(ALICE)
    assert origin_of(FromTriumvirate(Members(U32(2), U32(3)))) == COLLECTIVE
