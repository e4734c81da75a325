from __future__ import annotations

import pytest

from tao_spec.fuzz.duel import Answer
from tao_spec.review.effects import effects_of
from tao_spec.vectors.format import Event, Outcome

OK = Outcome("ok", (), {"0x01": "0x05"})


@pytest.mark.parametrize(
    ("base", "proposal", "effects"),
    [
        (OK, OK, ()),
        (OK, Outcome("BadOrigin"), ("refused", "storage")),
        (Outcome("BadOrigin"), OK, ("done", "storage")),
        (Outcome("BadOrigin"), Outcome("CannotLookup"), ("other-error",)),
        (OK, Outcome("ok", (), {"0x01": "0x06"}), ("amounts",)),
        (OK, Outcome("ok", (), {"0x01": None, "0x02": "0x06"}), ("amounts", "storage")),
        (OK, Outcome("ok", (Event("System", "Remarked", "0x00"),), OK.changes), ("events",)),
    ],
)
def test_effects_are_told_the_most_telling_first(base, proposal, effects):
    assert effects_of(Answer(outcome=base), Answer(outcome=proposal)) == effects


def test_an_abort_of_one_is_a_difference_and_of_both_none():
    assert effects_of(Answer(panic="overflow"), Answer(outcome=OK)) == ("aborts",)
    assert effects_of(Answer(panic="overflow"), Answer(panic="overflow")) == ()


def test_a_fault_outweighs_all():
    assert effects_of(Answer(outcome=OK), Answer(fault="ZeroDivisionError: x")) == ("fault",)
