from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec import invariants
from tao_spec.invariants import INVARIANTS
from tao_spec.invariants.accounts import HELD
from tao_spec.invariants.frame import Finding, Relation, Verdict, Watch, unless_met
from tests.invariants.build import ALICE, BOB, EVERYBODY, Made, account, chain_of, ids, invariant, step_by_hand

DOMAINS = Path(invariants.__file__).parent


def test_every_invariant_has_its_number_title_and_rules() -> None:
    numbers = [found.id for found in INVARIANTS]
    assert len(set(numbers)) == len(numbers) >= 13
    for found in INVARIANTS:
        assert found.title and found.rules and found.check.__doc__
        assert (DOMAINS / f"{found.domain}.py").is_file()


@pytest.mark.parametrize(
    ("relation", "found", "is_met"),
    [
        (Relation.EXACTLY, 5, True),
        (Relation.EXACTLY, 6, False),
        (Relation.AT_MOST, 5, True),
        (Relation.AT_MOST, 6, False),
        (Relation.AT_LEAST, 5, True),
        (Relation.AT_LEAST, 4, False),
    ],
)
def test_a_finding_is_met_by_its_relation(relation: Relation, found: int, is_met: bool) -> None:
    finding = Finding("there are", found, 5, relation=relation)
    assert finding.is_met == is_met
    assert unless_met(finding) == (None if is_met else finding)


def test_a_finding_says_its_numbers_and_its_account() -> None:
    finding = Finding("counts", 0, 1, "providers", Relation.AT_LEAST, ALICE)
    assert str(finding) == f"{ALICE.ss58} counts 0 providers; expected at least 1, a difference of -1"


def test_a_violation_is_json() -> None:
    chain = chain_of({ALICE: account(10_000)})
    _, violations = step_by_hand(chain, lambda chain: chain.accounts.account.__setitem__(BOB, account(1 << 60)))
    written = json.loads(json.dumps(violations[0].to_json()))
    assert written["message"] == str(violations[0])
    assert (written["invariant"], written["step"], written["excuse"]) == ("INV-5", 0, None)
    assert int(written["found"]) - int(written["expected"]) == 1 << 60


def test_what_did_not_hold_before_is_not_judged() -> None:
    chain = chain_of({ALICE: account(400), BOB: account(10_000)})
    watch = Watch(chain)
    assert ids(watch.now()) == ["INV-9"]
    watch, violations = step_by_hand(chain, lambda chain: chain.accounts.account.__setitem__(ALICE, account(399)))
    assert ids(violations) == ["INV-5", "INV-6"]
    assert watch.summary["INV-9"] == {Verdict.NOT_BEFORE: 1}
    assert watch.summary["INV-8"] == {Verdict.HOLDS: 1}


def test_an_account_that_does_not_hold_hides_no_other() -> None:
    chain = chain_of({ALICE: account(400), BOB: account(10_000)})

    def change(chain: object) -> None:
        for who in (ALICE, BOB):
            chain.accounts.account[who] = account(300)  # type: ignore[attr-defined]

    watch, violations = step_by_hand(chain, change)
    assert [v.finding.account for v in violations if v.invariant.id == "INV-9"] == [BOB]
    assert watch.summary["INV-9"] == {Verdict.NOT_BEFORE: 1, Verdict.BROKEN: 1}


def test_a_step_that_touches_nothing_concerns_no_account() -> None:
    watch, violations = step_by_hand(chain_of({ALICE: account(10_000)}), lambda chain: None)
    assert violations == []
    assert watch.summary["INV-7"] == {}
    assert watch.summary["INV-5"] == {Verdict.HOLDS: 1}


def test_a_watch_may_be_limited_to_some_invariants() -> None:
    chain = chain_of({ALICE: account(10_000)})
    watch = Watch(chain, [invariant("INV-9")])
    chain.accounts.account[ALICE] = account(3)
    assert ids(watch.after(Made((), chain.commit().changes))) == ["INV-9"]
    assert list(watch.summary) == ["INV-9"]
    assert watch.present.sum_of(HELD) == 3


def test_a_watch_follows_a_chain_that_goes_its_own_way() -> None:
    chain = chain_of({ALICE: account(10_000)})
    watch, copy = Watch(chain), chain_of({ALICE: account(10_000)})
    copy.accounts.account[ALICE] = account(9_999)
    assert ids(watch.after(Made((), copy.commit().changes))) == ["INV-5", "INV-6", "INV-55"]
    assert watch.present.state.accounts.account[ALICE].data.free == 9_999
    assert chain.accounts.account[ALICE].data.free == 10_000


balances = st.dictionaries(st.sampled_from(EVERYBODY), st.integers(0, 10_000).map(account), min_size=1)


@given(balances, st.lists(st.tuples(balances, st.sets(st.sampled_from(EVERYBODY))), max_size=6))
@settings(deadline=None, max_examples=100)
def test_a_sum_that_follows_the_changes_is_the_sum_of_the_state(start, steps) -> None:  # type: ignore[no-untyped-def]
    chain = chain_of(start)
    watch = Watch(chain)
    for written, deleted in steps:
        for who, info in written.items():
            chain.accounts.account[who] = info
        for who in sorted(deleted):
            del chain.accounts.account[who]
        watch.after(Made((), chain.commit().changes))
        assert watch.present.sum_of(HELD) == HELD.of_state(chain.store)


def test_the_chapter_states_every_invariant_under_its_title() -> None:
    chapter = (Path(__file__).resolve().parents[2] / "spec" / "invariants.md").read_text()
    stated = re.findall(r"^> \*\*(INV-\d+) — (.+?)\.\*\*", chapter, re.MULTILINE)
    assert sorted(stated) == sorted((found.id, found.title) for found in INVARIANTS)
