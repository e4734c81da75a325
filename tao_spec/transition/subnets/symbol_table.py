"""The table of symbols: letters of many scripts, one for each number of a subnet from 0 to 438.

The rows are written in code points, for some of the letters join their neighbours, or turn the direction of a line.

Source: upstream's `pallets/subtensor/src/subnets/symbols.rs`.
"""

from __future__ import annotations

from collections.abc import Iterator

ROWS = (
    ("Tau, of root", "03A4"),
    ("Greek, a Latin t in place of tau", "03B1-03C1 03C3 0074 03C5-03C9"),
    ("Hebrew", "05D0-05EA"),
    ("Arabic", "0627-0628 062A-063A 0641-0648 064A 0649"),
    ("Runic, with one Cyrillic letter", "16A0 16A2 16A6 16A8 16B1 16B3 042B 16C9 16D2"),
    ("Ogham", "1680-1685 169B"),
    ("Georgian", "10D0-10D5"),
    ("Armenian", "0531-0536 055E"),
    ("Cyrillic", "0400-0405 044A"),
    ("Coptic", "2C80-2C85"),
    ("Brahmi", "11000-11003 11005"),
    ("Sinhala, its end", "0DB1-0DB6"),
    ("Glagolitic", "2C00-2C20"),
    ("Thai", "0E01-0E23 0E25 0E27-0E2E"),
    ("Hangul", "1100-110D 1161-1175"),
    ("Ethiopic", "12A0-12A7 12C8-12CE 12B0-12B6 1290-1296"),
    ("Devanagari", "0905-090B 090F-0910 0913-0928 092A-0930 0932 0935-0939"),
    (
        "Katakana",
        "30A2 30A4 30A6 30A8 30AA-30AB 30AD 30AF 30B1 30B3 30B5 30B7 30B9 30BB 30BD 30BF 30C1 30C4 30C6 30C8"
        " 30CA-30CF 30D2 30D5 30D8 30DB 30DE-30E2 30E4 30E6 30E8-30ED 30EF 30F2-30F3",
    ),
    ("Tifinagh", "2D30-2D53"),
    ("Sinhala, its beginning", "0D85-0D8C 0D8F-0D96 0D9A-0DA8 0DAA-0DB0"),
)
"""Scripts, with the code points of their letters, in hex: one, or a first and a last with all between."""


def read_row(row: str) -> Iterator[bytes]:
    """The letters of a row, in UTF-8."""
    for span in row.split():
        first, _, last = span.partition("-")
        for point in range(int(first, 16), int(last or first, 16) + 1):
            yield chr(point).encode()


SYMBOLS = tuple(symbol for _, row in ROWS for symbol in read_row(row))
"""Every symbol, in UTF-8, at the number of the subnet that has it first."""

ROOT_SYMBOL = SYMBOLS[0]
"""The symbol of root, which stands for TAO: a capital tau, in UTF-8."""
