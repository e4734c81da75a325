"""The numbered paragraphs of the chapters, as a release keeps them, so that the next one can say which of them read otherwise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tao_spec.release.layout import RULES_FORMAT
from tao_spec.vectors.text import Json, VectorError

_PARAGRAPH: Final = re.compile(r"^> \*\*([A-Z][A-Z0-9]*-[1-9][0-9]*) — (.+?)\.?\*\*\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph: its number, its title, its chapter, and its text on one line."""

    id: str
    title: str
    chapter: str
    text: str

    def to_json(self) -> dict[str, Json]:
        """The paragraph as `rules.json` holds it."""
        digest = hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
        return {"id": self.id, "title": self.title, "chapter": self.chapter, "text": self.text, "sha256": digest}


def read_paragraphs(folder: Path) -> tuple[Paragraph, ...]:
    """The paragraphs of all chapters of a folder, by chapter, in the order in which they stand.

    Raises:
        VectorError: the folder has no chapter, or two paragraphs have one number.
    """
    chapters = sorted(folder.glob("*.md"))
    if not chapters:
        raise VectorError("there is no chapter of the specification", "name the folder by --spec").at(folder)
    found = [item for path in chapters for item in _paragraphs_of(path.stem, path.read_text(encoding="utf-8"))]
    seen: set[str] = set()
    for item in found:
        if item.id in seen:
            raise VectorError(f"two paragraphs are numbered {item.id}", "give one of them another number").at(folder)
        seen.add(item.id)
    return tuple(found)


def _paragraphs_of(chapter: str, text: str) -> Iterator[Paragraph]:
    """The paragraphs of one chapter: quotations that begin with a number in bold."""
    for quotation in re.findall(r"(?:^>.*\n?)+", text, re.MULTILINE):
        match = _PARAGRAPH.match(quotation)
        if match:
            body = " ".join(re.sub(r"^> ?", "", match[3], flags=re.MULTILINE).split())
            yield Paragraph(match[1], _one_line(match[2]), chapter, body)


def _one_line(title: str) -> str:
    """A title that runs over lines of a quotation, on one."""
    return " ".join(re.sub(r"\n> ?", " ", title).split())


def paragraphs_to_json(paragraphs: tuple[Paragraph, ...]) -> dict[str, Json]:
    """The paragraphs as a release holds them."""
    return {"format": RULES_FORMAT, "rules": [item.to_json() for item in paragraphs]}


def paragraphs_from_json(data: Any) -> Mapping[str, Paragraph]:
    """The paragraphs of a release, by number.

    Raises:
        VectorError: the value is not what a release holds.
    """
    fault = VectorError("this is no list of a release's paragraphs", "get the release again")
    if not isinstance(data, dict) or data.get("format") != RULES_FORMAT or not isinstance(data.get("rules"), list):
        raise fault
    keys = ("id", "title", "chapter", "text")
    if not all(isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys) for row in data["rules"]):
        raise fault
    return {row["id"]: Paragraph(*(row[key] for key in keys)) for row in data["rules"]}
