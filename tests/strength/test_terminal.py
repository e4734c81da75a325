"""What was measured is told in plain lines."""

from __future__ import annotations

import io

from rich.console import Console

from tao_spec.strength.book import MutationBook, PremiseBook
from tao_spec.strength.mutate import KILLED, SURVIVED
from tao_spec.strength.terminal import print_mutation, print_premises
from tests.strength.test_book import PAIRS, verdicts


def told(show, book, **options) -> str:
    text = io.StringIO()
    show(book, Console(file=text, width=200), **options)
    return text.getvalue()


def test_premises_are_told_by_domain_then_what_is_missing():
    text = told(print_premises, PremiseBook(PAIRS, {"condition gone": "for a reason"}, 3), with_reasons=True)
    assert "stake   1 / 2" in text and "conditions: 1 of 2 taken both ways, 1 one way, 0 not at all" in text
    assert "toy.py:1: boundary `a < 1`: no vector shows the value that just passes" in text
    assert "condition gone: for a reason" in text
    assert "condition gone is listed as out of reach, but it is reached or does not exist" in text


def test_survivors_are_told_with_place_and_diff():
    book = MutationBook(verdicts(KILLED, SURVIVED), 10, 4, 5)
    text = told(print_mutation, book)
    assert "2 of 10 mutants, a sample with seed 4: 1 killed, 1 survived" in text and "score 50.00 %" in text
    assert book.survivors[0].mutant.id in text and "    -a\n    +b\n" in text
