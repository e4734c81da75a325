"""Reading a chapter: its front matter, and its numbered paragraphs `> **ACC-26 — Title.** …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import yaml

Kind = Literal["rule", "invariant", "deviation"]
Status = Literal["complete", "building"]

KINDS: dict[str, Kind] = {"INV": "invariant", "KNOWN": "deviation"}
"""What a paragraph is, by the letters of its id; all others are rules."""

ID = re.compile(r"\b[A-Z][A-Z0-9]*-[1-9][0-9]*\b")
_OPENING = re.compile(r"> \*\*(?=[A-Z][A-Z0-9]*-[0-9])")
_PARAGRAPH = re.compile(r"\*\*(?P<id>[A-Z][A-Z0-9]*-[1-9][0-9]*) — (?P<title>.+?)\.?\*\*\s*(?P<body>.*)", re.DOTALL)
_FENCE = re.compile(r"\s*(```+|~~~+)")
_KEYS = {"status", "modules", "machinery", "helpers"}


class ChapterError(ValueError):
    """A chapter that cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of a chapter.

    Attributes:
        body: its text in Markdown, without the marks of the quotation.
        first, last: its lines in the chapter, counted from 1.
    """

    id: str
    title: str
    body: str
    first: int
    last: int

    @property
    def kind(self) -> Kind:
        """What the paragraph is."""
        return KINDS.get(self.id.rpartition("-")[0], "rule")

    @property
    def mentions(self) -> tuple[str, ...]:
        """The ids that its text names, each once, in order; not its own."""
        return tuple(dict.fromkeys(id for id in ID.findall(self.body) if id != self.id))


@dataclass(frozen=True)
class Chapter:
    """A chapter of the specification.

    Attributes:
        status: `complete`, where every demand of the matrix is enforced, or `building`.
        modules: modules and packages of `tao_spec.transition` that the chapter answers for, beside those whose rules it states.
        machinery: modules of `tao_spec.transition` that hold no rule of the protocol.
        helpers: public functions, as `module.function`, that only restate a rule.
    """

    name: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    status: Status = "complete"
    modules: tuple[str, ...] = ()
    machinery: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()


@dataclass
class _Front:
    values: dict[str, object] = field(default_factory=dict)
    lines: int = 0


def parse_chapter(name: str, text: str) -> Chapter:
    """Read a chapter.

    Args:
        name: of its file, without the suffix.

    Raises:
        ChapterError: its front matter or one of its paragraphs is not well formed.
    """
    front = _parse_front(name, text)
    lines = text.splitlines()
    title = next((line[2:].strip() for line in lines[front.lines :] if line.startswith("# ")), None)
    if title is None:
        raise ChapterError(f"spec/{name}.md has no title; begin it with '# '")
    status = front.values.get("status", "complete")
    if status not in ("complete", "building"):
        raise ChapterError(f"spec/{name}.md: status is {status!r}; write 'complete' or 'building'")
    return Chapter(
        name,
        title,
        tuple(_find_paragraphs(name, lines)),
        "complete" if status == "complete" else "building",
        _names(name, front, "modules", ()),
        _names(name, front, "machinery", ()),
        _names(name, front, "helpers", ()),
    )


def _parse_front(name: str, text: str) -> _Front:
    if not text.startswith("---\n"):
        return _Front()
    head, mark, _ = text[4:].partition("\n---\n")
    if not mark:
        raise ChapterError(f"spec/{name}.md: its front matter has no end; close it with '---'")
    values = yaml.safe_load(head) or {}
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise ChapterError(f"spec/{name}.md: its front matter has no key {unknown[0]!r}; these are: {sorted(_KEYS)}")
    return _Front(values, head.count("\n") + 3)


def _names(chapter: str, front: _Front, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = front.values.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ChapterError(f"spec/{chapter}.md: {key} in its front matter must be a list of names")
    return tuple(value)


def _find_paragraphs(name: str, lines: list[str]) -> Iterator[Paragraph]:
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if not fence and _OPENING.match(line):
            yield _parse_paragraph(name, lines, number)


def _parse_paragraph(name: str, lines: list[str], start: int) -> Paragraph:
    """Read the quotation that begins on a line."""
    end = next((i for i in range(start, len(lines)) if not lines[i].startswith(">")), len(lines))
    text = "\n".join(line[1:].removeprefix(" ") for line in lines[start:end])
    match = _PARAGRAPH.match(text)
    if match is None:
        raise ChapterError(f"spec/{name}.md:{start + 1}: write the paragraph as '> **ID — Title.** …'")
    title = " ".join(match["title"].split())
    return Paragraph(match["id"], title, match["body"].rstrip(), start + 1, end)
