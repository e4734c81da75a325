from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.revisions.r306 import R306


def fixed_emission(_issuance: TaoBalance) -> TaoBalance:
    return TaoBalance(1)


def test_a_proposal_is_its_base_but_for_what_it_names() -> None:
    proposal = R306.replace(
        name="proposal",
        description="Why.",
        constants={"existential_deposit": TaoBalance(1)},
        rules={"compute_block_emission": fixed_emission},
    )
    assert (proposal.name, proposal.description, proposal.base) == ("proposal", "Why.", R306)
    assert proposal.constants.existential_deposit == 1
    assert proposal.constants.total_supply == R306.constants.total_supply
    assert proposal.rules.compute_block_emission is fixed_emission
    assert proposal.spec_version == R306.spec_version
    assert proposal.interface is R306.interface


def test_a_proposal_leaves_its_base_as_it_is() -> None:
    R306.replace(name="proposal", description="Why.", constants={"max_consumers": 1}, close=frozenset({"KNOWN-1"}))
    assert R306.constants.max_consumers == 16
    assert R306.closed_deviations == frozenset()
    assert R306.base is None


def test_what_a_proposal_does_not_name_stays() -> None:
    same = R306.replace(name="same", description="Nothing changes.")
    assert (same.constants, same.rules, same.closed_deviations) == (R306.constants, R306.rules, frozenset())


def test_deviations_stay_closed_in_what_builds_on_a_proposal() -> None:
    first = R306.replace(name="first", description="", close=frozenset({"KNOWN-1"}))
    second = first.replace(name="second", description="", close=frozenset({"KNOWN-2"}))
    assert second.closed_deviations == {"KNOWN-1", "KNOWN-2"}
    assert second.base is first


def test_a_proposal_may_have_a_number_and_an_interface_of_its_own() -> None:
    proposal = R306.replace(name="p", description="", spec_version=900, interface=R306.interface)
    assert proposal.spec_version == 900


@pytest.mark.parametrize("part", ["constants", "rules"])
def test_what_is_in_no_record_cannot_be_replaced(part: str) -> None:
    with pytest.raises(TypeError, match="block_emissions"):
        R306.replace(name="typo", description="", **{part: {"block_emissions": tao(1)}})  # type: ignore[arg-type]
