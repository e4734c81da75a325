"""What the blocks of a vector paid, and how its epochs were computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.vectors.explain import explain
from tao_spec.vectors.explain.tables import matrix_table, show_number, table, vector_table
from tao_spec.vectors.files import read_vector
from tao_spec.vectors.format import BlocksStep, TransitionVector
from tao_spec.vectors.text import VectorError

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors"
NUMBER = r"-?[\d,]+"


def the_first_with_an_epoch() -> tuple[TransitionVector, int, int]:
    """A released vector, its step and the block of the step in which a subnet with neurons has its epoch while it emits."""
    for path in sorted((VECTORS / "emission").rglob("*.json.gz")):
        vector = read_vector(path)
        for number, step in enumerate(vector.steps if isinstance(vector, TransitionVector) else ()):
            if isinstance(step, BlocksStep) and any(
                " pays what was set aside" in line for line in explain(vector, number)
            ):
                for block in range(1, step.blocks + 1):
                    text = "\n".join(explain(vector, number, block))
                    if "CONS-41" in text and "alpha, in alpha rao" in text:
                        return vector, number, block
    raise LookupError("no released vector has an epoch")


VECTOR, STEP, BLOCK = the_first_with_an_epoch()
LINES = list(explain(VECTOR, STEP, BLOCK))


def numbers(line: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(rf"(?<= ){NUMBER}(?= |$)", line)]


def lines_after(start: str) -> list[str]:
    first = next(index for index, line in enumerate(LINES) if line.strip().startswith(start))
    return LINES[first + 1 :]


def test_the_tao_of_a_block_sums_to_its_emission() -> None:
    rows = lines_after("TAO, in rao")
    end = next(index for index, line in enumerate(rows) if line.strip().startswith("the block's emission"))
    assert sum(numbers(line)[-1] for line in rows[:end]) == numbers(rows[end])[-1] > 0


def test_a_subnets_alpha_sums_to_what_was_created_outside() -> None:
    row = lines_after("alpha, in alpha rao")[0]
    _, created, owner, root, _, neurons, rounded = numbers(row)[-7:]
    assert created == owner + root + neurons + rounded


def test_payments_sum_to_what_was_paid() -> None:
    paid = [line for line in LINES if re.match(r"  (owner|work|validating|root) ", line)]
    by_purpose = dict.fromkeys(("owner", "work", "validating", "root"), 0)
    for line in paid:
        by_purpose[line.split()[0]] += numbers(line)[-1]
    totals = {
        line.split(",")[0].strip(): numbers(line)[-3:]
        for line in LINES
        if re.match(r"  (owner's|neurons|root), ?", line)
    }
    for name, purposes in (("neurons", ("work", "validating")), ("root", ("root",))):
        aside, given, rest = totals[name]
        assert given == sum(by_purpose[purpose] for purpose in purposes)
        assert rest == aside - given


def test_an_epoch_is_told_from_rule_to_rule() -> None:
    titles = [line.split()[0] for line in LINES if re.match(r"CONS-\d+ ", line)]
    story = ["CONS-15", "CONS-22", "CONS-41", "CONS-42", "CONS-50"]
    assert [title for title in titles if title in story] == story
    assert any(line.startswith("what the epoch found of each neuron") for line in LINES)


def test_a_step_of_blocks_tells_every_block() -> None:
    step = VECTOR.steps[STEP]
    assert isinstance(step, BlocksStep)
    told = [line for line in explain(VECTOR, STEP) if re.match(r"block [\d,]+$", line)]
    assert len(told) == step.blocks


def test_a_step_of_a_call_is_told_as_it_is() -> None:
    vector = read_vector(VECTORS / "accounts" / "transfer" / "plain.json.gz")
    whole, lines = list(explain(vector)), list(explain(vector, 1))
    start = next(index for index, line in enumerate(whole) if line.startswith("step 1: "))
    body = lines[next(index for index, line in enumerate(lines) if line.startswith("step 1: ")) :]
    assert whole[start : start + len(body)] == body


@pytest.mark.parametrize(
    ("step", "block", "words"),
    [(99, None, "there is no step 99"), (-1, None, "there is no step -1"), (STEP, 10_000, "has no block 10000")],
)
def test_what_is_not_there_is_said(step: int, block: int | None, words: str) -> None:
    with pytest.raises(VectorError, match=words):
        explain(VECTOR, step, block)


def test_numbers_are_shown_to_nine_digits_and_whole_ones_as_they_are() -> None:
    assert show_number(I32F32.from_bits(1 << 31)) == "0.500000000"
    assert show_number(I32F32.from_bits(3 << 32)) == "3"
    assert show_number(I32F32.from_bits(-(1 << 31))) == "-0.500000000"
    assert [show_number(value) for value in (True, False, 1234567, None)] == ["yes", "-", "1,234,567", "None"]


def test_tables_stand_in_columns() -> None:
    assert list(table(["a", "bb"], [["x", "1"], ["yyy", "22"]])) == ["a    bb", "x     1", "yyy  22"]
    assert len(list(vector_table([True] * 11))) == 4
    assert list(matrix_table([[], [(3, 7)]])) == ["row 1: 3=7"]
    assert list(matrix_table([[], []])) == ["empty"]
