from __future__ import annotations

import dataclasses

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U16
from tao_spec.revisions.r306 import R306
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.items import Domain, StorageValue
from tao_spec.transition import rules
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import compute_block_emission
from tao_spec.transition.rules import REPLACEABLE, replaceable


def fixed_emission(_issuance: TaoBalance) -> TaoBalance:
    return TaoBalance(1)


def test_a_proposal_is_its_base_but_for_what_it_names() -> None:
    proposal = R306.replace(
        name="proposal",
        description="Why.",
        constants={"existential_deposit": TaoBalance(1)},
        rules={compute_block_emission: fixed_emission},
    )
    assert (proposal.name, proposal.description, proposal.base) == ("proposal", "Why.", R306)
    assert proposal.constants.existential_deposit == 1
    assert proposal.constants.total_supply == R306.constants.total_supply
    assert proposal.in_force(compute_block_emission) is fixed_emission
    assert R306.in_force(compute_block_emission) is compute_block_emission
    assert proposal.spec_version == R306.spec_version
    assert proposal.interface is R306.interface


def test_a_proposal_leaves_its_base_as_it_is() -> None:
    R306.replace(name="proposal", description="Why.", constants={"max_consumers": 1}, close=frozenset({"KNOWN-1"}))
    assert R306.constants.max_consumers == 16
    assert R306.closed_deviations == frozenset()
    assert R306.base is None


def test_what_a_proposal_does_not_name_stays() -> None:
    same = R306.replace(name="same", description="Nothing changes.")
    assert (same.constants, same.replaced, same.closed_deviations) == (R306.constants, {}, frozenset())


def test_deviations_stay_closed_in_what_builds_on_a_proposal() -> None:
    first = R306.replace(name="first", description="", close=frozenset({"KNOWN-1"}))
    second = first.replace(name="second", description="", close=frozenset({"KNOWN-2"}))
    assert second.closed_deviations == {"KNOWN-1", "KNOWN-2"}
    assert second.base is first


def test_a_proposal_may_have_a_number_and_an_interface_of_its_own() -> None:
    proposal = R306.replace(name="p", description="", spec_version=900, interface=R306.interface)
    assert proposal.spec_version == 900


def test_what_is_in_no_record_cannot_be_replaced() -> None:
    with pytest.raises(TypeError, match="block_emissions"):
        R306.replace(name="typo", description="", constants={"block_emissions": tao(1)})
    with pytest.raises(TypeError, match="fixed_emission cannot be replaced: put @replaceable above it"):
        R306.replace(name="typo", description="", rules={fixed_emission: fixed_emission})


def test_whoever_calls_a_replaceable_rule_gets_the_one_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REPLACEABLE", dict(REPLACEABLE))

    @replaceable
    def count(chain: Chain, by: int) -> int:
        return chain.number + by

    def count_double(chain: Chain, by: int) -> int:
        return 2 * count.__wrapped__(chain, by)  # type: ignore[attr-defined, no-any-return]

    assert count(Chain({}, R306), 3) == 3
    proposal = dataclasses.replace(R306, replaced={count: count_double})
    assert count(Chain({}, proposal), 3) == 6


class Added(Domain):
    """Items of a proposal."""

    least = StorageValue("SubtensorModule", "LeastOfAll", U16, default=U16(7))
    """The least of all."""


def test_a_proposal_brings_storage_items_that_are_found_by_their_keys() -> None:
    proposal = R306.replace(name="p", description="", storage=(Added,), remove_items=frozenset({"A.B"}))
    chain = Chain({}, proposal)
    assert chain.domain(Added) is chain.domain(Added)
    assert chain.domain(Added).least.value == 7
    chain.domain(Added).least.value = U16(8)
    (key,) = chain.commit().changes
    assert declaration_of(key) is Added.least
    assert (proposal.storage, proposal.removed_items, R306.storage) == ((Added,), {"A.B"}, ())
