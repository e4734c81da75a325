from __future__ import annotations

import pytest

import tao_spec.clients.serve  # noqa: F401  (the rules must stand before they are changed)
from tests.fuzzing.faults import FAULTS, Fault


def test_there_are_forty_over_all_domains_that_have_calls():
    assert len(FAULTS) == len(set(FAULTS)) == 40
    assert len({fault.domain for fault in FAULTS}) >= 14


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.place)
def test_each_can_be_planted(fault):
    function = fault.function
    healthy = function.__code__
    try:
        fault.plant()
        assert function.__code__ is not healthy
    finally:
        function.__code__ = healthy


def test_what_is_no_longer_there_cannot_be_planted():
    with pytest.raises(LookupError, match="0 times"):
        Fault("gone", "accounts.balances:burn", "no such text", "").plant()
    with pytest.raises(LookupError, match="is not changed"):
        Fault("the same", "accounts.balances:burn", "ensure_signed(origin)", "ensure_signed( origin)").plant()
