from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.balances import ForceTransfer
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.crowdloans import Finalized, LeaseId
from tao_spec.interface.messages import Call, Event
from tao_spec.transition.accounts.tokens import EXPENDABLE, transfer
from tao_spec.transition.chain import Chain
from tests.invariants.build import ids, step_by_hand
from tests.transition.crowdloans.build import BOB, CAROL, FUNDS, LOAN, TARGET, loan, opened
from tests.transition.crowdloans.test_leases import LEASE, leased


def filled() -> Chain:
    chain = opened([(BOB, tao(5))])
    chain.commit()
    return chain


def amend(chain: Chain, **fields: Any) -> None:
    chain.crowdloans.crowdloans[LOAN] = replace(loan(chain), **fields)


def raise_more(chain: Chain) -> None:
    amend(chain, raised=TaoBalance(tao(15) - 1))


def count_less(chain: Chain) -> None:
    amend(chain, contributors_count=U32(1))


@pytest.mark.parametrize(("change", "broken", "by"), [(raise_more, "INV-110", "-1"), (count_less, "INV-111", "-1")])
@pytest.mark.parametrize("events", [(), (Finalized(LOAN),)])
def test_a_crowdloan_that_counts_wrong_is_found_unless_its_call_did_it(
    change: Callable[[Chain], None], broken: str, by: str, events: tuple[Event, ...]
) -> None:
    watch, violations = step_by_hand(filled(), change, events)
    found = watch.excused if events else violations
    assert ids(found) == [broken]
    assert f"a difference of {by}" in str(found[0])
    assert ids(violations if events else watch.excused) == []


def test_a_contribution_to_no_crowdloan_is_found() -> None:
    def change(chain: Chain) -> None:
        del chain.crowdloans.crowdloans[LOAN]

    assert ids(step_by_hand(filled(), change)[1]) == ["INV-110", "INV-111"]


def test_a_contribution_that_is_not_counted_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.crowdloans.contributions[LOAN, CAROL] = tao(1)

    assert ids(step_by_hand(filled(), change)[1]) == ["INV-110", "INV-111"]


def take_one(chain: Chain) -> None:
    transfer(chain, FUNDS, TARGET, tao(1), EXPENDABLE)


FORCED = ForceTransfer(Id(FUNDS), Id(TARGET), tao(1))


@pytest.mark.parametrize(("call", "is_excused"), [(Remark(b""), False), (FORCED, True), (None, True)])
def test_tao_that_is_gone_is_found_unless_root_took_it(call: Call | None, is_excused: bool) -> None:
    watch, violations = step_by_hand(filled(), take_one, call=call)
    assert ids(watch.excused if is_excused else violations) == ["INV-112"]
    assert ids(violations if is_excused else watch.excused) == []


def test_tao_of_a_finalised_crowdloan_may_go() -> None:
    chain = filled()
    amend(chain, finalized=True, cap=tao(15))
    chain.commit()
    assert ids(step_by_hand(chain, take_one, call=Remark(b""))[1]) == []


def test_more_than_the_cap_is_found() -> None:
    def change(chain: Chain) -> None:
        amend(chain, cap=TaoBalance(tao(15) - 1))

    violations = step_by_hand(filled(), change)[1]
    assert ids(violations) == ["INV-113"]
    assert "a difference of +1" in str(violations[0])


def test_a_finalised_crowdloan_without_its_cap_is_found() -> None:
    assert ids(step_by_hand(filled(), lambda chain: amend(chain, finalized=True))[1]) == ["INV-113"]


def test_shares_of_more_than_one_are_found() -> None:
    def change(chain: Chain) -> None:
        # A tenth is the creator's.
        chain.crowdloans.subnet_lease_shares[LEASE, TARGET] = U64F64.from_bits(2**64 // 10 + 3)

    violations = step_by_hand(leased(), change)[1]
    assert ids(violations) == ["INV-114"]
    assert "a difference of +1" in str(violations[0])


def test_shares_in_no_lease_are_found() -> None:
    def change(chain: Chain) -> None:
        chain.crowdloans.subnet_lease_shares[LeaseId(9), TARGET] = U64F64.from_bits(1)

    assert ids(step_by_hand(leased(), change)[1]) == ["INV-114"]
