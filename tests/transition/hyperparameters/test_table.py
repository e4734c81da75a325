from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.hyperparameters import (
    BondsResetToggled,
    NegativeSigmoidSteepness,
    SubnetDoesNotExist,
    SudoSetActivityCutoff,
    SudoSetAlphaSigmoidSteepness,
    SudoSetBondsResetEnabled,
    SudoSetKappa,
    SudoSetMaxAllowedUids,
    SudoSetOwnerImmuneNeuronLimit,
    SudoSetTempo,
    SudoSetTxRateLimit,
)
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.pallets import ADMIN_UTILS
from tao_spec.interface.runtime import declared_interface
from tao_spec.transition.calls import ANSWERED_BY
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch, try_dispatch
from tao_spec.transition.hyperparameters import setters
from tao_spec.transition.hyperparameters.table import TABLE, Entry, Who
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.transition.rules import DISPATCHABLES, RULES
from tests.transition.chains import account, closing, genesis
from tests.transition.hyperparameters.chapter import line, paragraph

CHAPTER = Path(__file__).resolve().parents[3] / "spec" / "hyperparameters.md"
ENTRIES = list(TABLE.values())
BY_ROW = [entry for entry in ENTRIES if not entry.is_by_hand]
OF_SUBNET = [entry for entry in BY_ROW if entry.row.of_subnet]
OWNER, STRANGER = account(1), account(2)
SUBNET, UNKNOWN = NetUid(1), NetUid(99)


def named(entry: Entry) -> str:
    return entry.row.call.NAME


def chain_with_owner(*closed: str) -> Chain:
    chain = genesis(100, closing(*closed))
    chain.subnets.subnet_owner[SUBNET] = OWNER
    chain.commit()
    return chain


def value_of(entry: Entry) -> Any:
    """A value that is not the default and keeps to every bound."""
    default: Any = 0 if entry.row.item is None else entry.row.item.default
    if isinstance(default, bool):
        return not default
    if isinstance(default, I96F32):
        return I96F32.from_bits(400)
    kept = (number for number in (7, 400) if all(bound.allows(genesis(), number, SUBNET) for bound in entry.row.bounds))
    return type(default)(next(kept))


def call(entry: Entry, netuid: NetUid = SUBNET) -> Any:
    make: Any = entry.row.call
    return make(netuid, value_of(entry)) if entry.row.of_subnet else make(value_of(entry))


def text() -> str:
    return CHAPTER.read_text(encoding="utf-8")


def test_every_call_of_admin_utils_is_answered() -> None:
    assert setters in ANSWERED_BY
    calls = {found for found in declared_interface().calls if found.PALLET is ADMIN_UTILS}
    assert calls <= set(DISPATCHABLES)
    assert len(calls) == 61
    assert len(calls - set(TABLE)) == 2


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_the_number_of_a_rule_is_one_hundred_more_than_the_index_of_its_call(entry: Entry) -> None:
    assert entry.row.id == f"HYPER-{100 + entry.row.call.INDEX}"
    assert DISPATCHABLES[entry.row.call] is entry.function


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_function_is_called_as_its_call_and_takes_its_arguments(entry: Entry) -> None:
    assert entry.function.__name__ == entry.row.call.NAME
    fields = list(inspect.signature(entry.row.call).parameters)
    assert list(inspect.signature(entry.function).parameters) == ["chain", "origin", *fields]


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_the_chapter_has_the_line_of_each_row(entry: Entry) -> None:
    assert text().splitlines().count(line(entry)) == 1


@pytest.mark.parametrize("entry", BY_ROW, ids=named)
def test_the_chapter_says_in_words_what_the_row_says(entry: Entry) -> None:
    words = " ".join(re.sub(r"^> ?", "", part) for part in text().splitlines())
    assert paragraph(entry) in words


def test_the_chapter_has_no_line_without_a_row() -> None:
    lines = re.findall(r"^\| HYPER-.*$", text(), flags=re.MULTILINE)
    assert sorted(lines) == sorted(map(line, ENTRIES))


def test_each_rule_has_a_code_of_its_own() -> None:
    ours = [rule for rule in RULES if rule.id.startswith("HYPER-")]
    assert len({inspect.unwrap(rule.function).__code__ for rule in ours}) == len(ours) == len(ENTRIES) + 2


@pytest.mark.parametrize("entry", BY_ROW, ids=named)
def test_a_value_is_stored_and_told(entry: Entry) -> None:
    chain, made = chain_with_owner(), call(entry)
    dispatch(chain, ROOT, made)
    assert [type(event) for event in chain.events] == list(entry.row.events)
    item = entry.row.item
    stored = {} if item is None else {item.encode_key((SUBNET,) if entry.row.of_subnet else ()): made.arguments[-1]}
    changed = {key: item.codec.decode(raw, 0)[0] for key, raw in chain.commit().changes.items() if item and raw}
    assert changed == stored


@pytest.mark.parametrize("entry", BY_ROW, ids=named)
def test_only_whoever_the_row_names_may_set_it(entry: Entry) -> None:
    chain = chain_with_owner()
    for origin in (signed(STRANGER), NOBODY):
        assert try_dispatch(chain, origin, call(entry)) == BadOrigin()
    refusal = try_dispatch(chain, signed(OWNER), call(entry))
    assert refusal == (BadOrigin() if entry.row.who is Who.ROOT else None)


@pytest.mark.parametrize("entry", OF_SUBNET, ids=named)
def test_a_subnet_must_exist_where_the_row_asks_for_it(entry: Entry) -> None:
    refusal = try_dispatch(chain_with_owner(), ROOT, call(entry, UNKNOWN))
    assert refusal == (SubnetDoesNotExist() if entry.row.existing else None)


@pytest.mark.parametrize("entry", OF_SUBNET, ids=named)
def test_every_subnet_must_exist_where_the_deviation_is_closed(entry: Entry) -> None:
    chain = chain_with_owner("KNOWN-80")
    assert try_dispatch(chain, ROOT, call(entry, UNKNOWN)) == SubnetDoesNotExist()
    assert try_dispatch(chain, ROOT, call(entry)) is None


def test_the_caller_is_asked_before_the_subnet_and_the_subnet_before_the_value() -> None:
    chain = chain_with_owner()
    made = SudoSetActivityCutoff(UNKNOWN, U16(0))
    assert try_dispatch(chain, signed(STRANGER), made) == BadOrigin()
    assert try_dispatch(chain, ROOT, made) == SubnetDoesNotExist()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, U16.MAX), st.integers(0, U16.MAX))
def test_a_subnet_may_have_more_neurons_than_it_has(present: int, allowed: int) -> None:
    chain = chain_with_owner()
    chain.neurons.subnetwork_n[SUBNET] = U16(present)
    refusal = try_dispatch(chain, ROOT, SudoSetMaxAllowedUids(SUBNET, U16(allowed)))
    assert (refusal is None) == (allowed > present)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 20))
def test_one_to_ten_neurons_of_the_owner_are_spared(neurons: int) -> None:
    refusal = try_dispatch(chain_with_owner(), ROOT, SudoSetOwnerImmuneNeuronLimit(SUBNET, U16(neurons)))
    assert refusal == (None if 1 <= neurons <= 10 else InvalidValue())


@settings(deadline=None, max_examples=30)
@given(st.integers(I16.MIN, I16.MAX))
def test_only_root_makes_the_sigmoid_fall(steepness: int) -> None:
    made = SudoSetAlphaSigmoidSteepness(SUBNET, I16(steepness))
    assert try_dispatch(chain_with_owner(), ROOT, made) is None
    refusal = try_dispatch(chain_with_owner(), signed(OWNER), made)
    assert refusal == (None if steepness >= 0 else NegativeSigmoidSteepness())


def test_a_refused_value_leaves_nothing() -> None:
    chain = chain_with_owner()
    assert try_dispatch(chain, ROOT, SudoSetActivityCutoff(SUBNET, U16(1))) is not None
    assert chain.events == []
    assert chain.commit().changes == {}


def test_two_pallets_tell_of_the_reset_of_bonds() -> None:
    chain = chain_with_owner()
    dispatch(chain, ROOT, SudoSetBondsResetEnabled(SUBNET, True))
    assert chain.events[1] == BondsResetToggled(SUBNET, True)


def test_what_is_set_again_is_told_again() -> None:
    chain = chain_with_owner()
    for _ in range(2):
        dispatch(chain, ROOT, SudoSetTxRateLimit(U64(5)))
    assert len(chain.events) == 2


def test_values_of_two_subnets_are_apart() -> None:
    chain = chain_with_owner()
    chain.subnets.networks_added[NetUid(2)] = True
    dispatch(chain, ROOT, SudoSetTempo(SUBNET, U16(5)))
    dispatch(chain, ROOT, SudoSetKappa(NetUid(2), U16(6)))
    assert (chain.consensus.tempo[SUBNET], chain.consensus.tempo[NetUid(2)]) == (5, 360)
    assert (chain.consensus.kappa[SUBNET], chain.consensus.kappa[NetUid(2)]) == (32_767, 6)
