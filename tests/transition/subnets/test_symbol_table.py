import hashlib
import re
from pathlib import Path

from tao_spec.transition.subnets.symbol_table import ROOT_SYMBOL, ROWS, SYMBOLS

CHAPTER = Path(__file__).parents[3] / "spec" / "subnets.md"


def test_the_symbols_are_as_the_client_has_them() -> None:
    # The digest is that of the client's own table, its symbols joined by spaces.
    assert (
        hashlib.sha256(b" ".join(SYMBOLS)).hexdigest()
        == "40196aa1bf00474b884fc6c962daf2fc51f8c6c8ac77054c475605ffc549ed09"
    )


def test_each_symbol_is_one_letter_and_stands_once() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 439
    assert all(len(symbol.decode()) == 1 for symbol in SYMBOLS)


def test_the_chapter_has_the_same_table() -> None:
    rows = re.findall(r"^> \| ([\d to]+) \| ([^|]+) \| ([0-9A-F, -]+) \|$", CHAPTER.read_text(), re.MULTILINE)
    assert tuple((script, points.replace(",", "")) for _, script, points in rows) == ROWS
    firsts = [int(numbers.split()[0]) for numbers, _, _ in rows]
    sizes = [sum(1 for _ in _points(points)) for _, _, points in rows]
    assert firsts == [sum(sizes[:row]) for row in range(len(rows))]


def _points(row: str) -> list[int]:
    spans = [span.split("-") for span in row.split(", ")]
    return [point for span in spans for point in range(int(span[0], 16), int(span[-1], 16) + 1)]


def test_roots_symbol_is_the_capital_tau() -> None:
    assert ROOT_SYMBOL.decode() == "\N{GREEK CAPITAL LETTER TAU}"
