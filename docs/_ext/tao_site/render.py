"""Writing Markdown for the site: a chapter's paragraphs as needs with the code beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tao_site.matrix import Case, Evidence, Matrix
from tao_site.paragraphs import ID, Chapter, Paragraph

_CODE_OR_LINK = re.compile(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|\{[a-z]+\}`[^`]*`")
PACKAGE = "tao_spec/"


def render_chapter(text: str, chapter: Chapter, matrix: Matrix) -> str:
    """A chapter with its paragraphs turned into needs, and every id that it names turned into a link."""
    lines = text.splitlines()
    known = {p.id for c in matrix.chapters for p in c.paragraphs}
    out: list[str] = []
    position = 0
    for paragraph in chapter.paragraphs:
        out += _render_prose(lines[position : paragraph.first - 1], known)
        out += [render_paragraph(paragraph, chapter, matrix, known)]
        position = paragraph.last
    out += _render_prose(lines[position:], known)
    page = link_pages("\n".join(out), "spec/")
    return _under_title(page, _status_note(chapter)) + "\n"


_PAGE_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?:\.\./)?(?P<folder>docs/|spec/)?(?P<page>[a-z-]+)\.md(?:#[^)]*)?\)")


def link_pages(page: str, home: str) -> str:
    """Links between files of the tree as links between pages of the site.

    Args:
        home: the folder of the page among the site's, `spec/` or none; a link that names no folder stays in it.
    """

    def link(match: re.Match[str]) -> str:
        folder = home if match["folder"] is None else match["folder"].replace("docs/", "")
        return f"{{doc}}`{match['text']} </{folder}{match['page']}>`"

    return _PAGE_LINK.sub(link, page)


def _status_note(chapter: Chapter) -> str:
    if chapter.status == "complete":
        return ""
    return (
        ":::{admonition} This chapter is being written\n:class: caution building\n"
        "Not every rule of it has code or a case yet; what it states is in force.\n:::"
    )


def _under_title(page: str, note: str) -> str:
    return re.sub(r"(?m)^(# .+)$", lambda m: f"{m[1]}\n\n{note}" if note else m[1], page, count=1)


def _render_prose(lines: list[str], known: set[str]) -> list[str]:
    out, fence = [], False
    for line in lines:
        fence ^= line.lstrip().startswith(("```", "~~~"))
        is_plain = fence or line.startswith("#") or line.lstrip().startswith("```")
        out.append(line if is_plain else link_ids(line, known))
    return out


def link_ids(text: str, known: set[str]) -> str:
    """Turn every known id outside code and links into a link."""
    out, position = [], 0
    for match in _CODE_OR_LINK.finditer(text):
        out += [_link_plain(text[position : match.start()], known), match[0]]
        position = match.end()
    return "".join([*out, _link_plain(text[position:], known)])


def _link_plain(text: str, known: set[str]) -> str:
    return ID.sub(lambda m: f"{{need}}`{m[0]}`" if m[0] in known else m[0], text)


def render_paragraph(paragraph: Paragraph, chapter: Chapter, matrix: Matrix, known: set[str]) -> str:
    """A paragraph as a need and, for a rule or an invariant, its code beside it."""
    body = "\n".join(_render_prose(paragraph.body.split("\n"), known))
    need = _directive(
        paragraph.kind, paragraph.title, {"id": paragraph.id, **_options(paragraph, chapter, matrix)}, body
    )
    code = _code_beside(paragraph, matrix)
    if not code:
        return f"\n{need}\n"
    sides = fence("container", "beside-text", need, 5) + "\n" + fence("container", "beside-code", code, 5)
    return f"\n{fence('container', 'beside', sides, 6)}\n"


def fence(name: str, title: str, body: str, level: int) -> str:
    """A directive around some Markdown; one that holds others has the greater level."""
    mark = ":" * level
    return f"{mark}{{{name}}} {title}\n{body}\n{mark}"


def _directive(name: str, title: str, options: dict[str, str], body: str) -> str:
    lines = [*(f":{key}: {value}" for key, value in options.items() if value), "", body]
    return fence(name, title, "\n".join(lines), 4)


def _options(paragraph: Paragraph, chapter: Chapter, matrix: Matrix) -> dict[str, str]:
    if paragraph.kind == "deviation":
        asking = [rule.id for rule in matrix.rules if paragraph.id in rule.deviations]
        named = ID.findall(paragraph.body.partition("*Meant")[0])
        concerned = _stated(dict.fromkeys([*asking, *named]), matrix)
        return {"place": compute_place(paragraph.id), "deviates": ", ".join(concerned)}
    if paragraph.kind == "invariant":
        guarded = next((i.rules for i in matrix.invariants if i.id == paragraph.id), ())
        return {"place": compute_place(paragraph.id), "guards": ", ".join(_stated(guarded, matrix))}
    rule = matrix.code_of(paragraph.id)
    return {
        "place": compute_place(paragraph.id),
        "status": chapter.status,
        "chapter": chapter.name,
        "call": rule.call if rule else "",
        "code": rule.source if rule else "",
        "verdicts": summarise_verdicts(matrix, paragraph.id),
        "unreached": matrix.unreached.get(paragraph.id, ""),
    }


def _stated(ids: Iterable[str], matrix: Matrix) -> list[str]:
    """Those ids that have a paragraph to link to; the check of the matrix tells of the others."""
    known = {paragraph.id for _, paragraph in matrix.paragraphs("rule")}
    return [id for id in ids if id in known]


def compute_place(id: str) -> str:
    """The id as text that sorts by its number."""
    family, _, number = id.rpartition("-")
    return f"{family}-{int(number):05}"


def summarise_verdicts(matrix: Matrix, id: str) -> str:
    """What clients made of the vectors of a rule, in a few words."""
    counts: dict[str, list[int]] = {}
    for item in matrix.evidence_of(id):
        count = counts.setdefault(f"{item.client} {item.version}", [0, 0])
        count[0] += item.verdict == "pass"
        count[1] += 1
    return "; ".join(f"{passed} of {total} by {client}" for client, (passed, total) in sorted(counts.items()))


def _code_beside(paragraph: Paragraph, matrix: Matrix) -> str:
    if paragraph.kind == "invariant":
        found = next((i for i in matrix.invariants if i.id == paragraph.id), None)
        return include_object(found.module, found.function) if found else ""
    blocks = [_rule_code(matrix, rule.id, rule.source) for rule in matrix.rules if rule.id == paragraph.id]
    return "\n\n".join(blocks)


def _rule_code(matrix: Matrix, id: str, source: str) -> str:
    rule = next(rule for rule in matrix.rules if rule.id == id and rule.source == source)
    module = next(module for module in matrix.modules if module.name == rule.module)
    path = PACKAGE + module.path.as_posix().rpartition(f"/{PACKAGE}")[2]
    blocks = []
    for position, name in enumerate((rule.function, *rule.parts)):
        span = module.span(name)
        blocks.append(include_lines(path, span.first, span.last, caption=path if position == 0 else ""))
    if rule.shown:
        blocks.append(_where_shown(rule.shown))
    return "\n\n".join(blocks)


def _where_shown(shown: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"`{name}` stands beside {{need}}`{id}`" for name, id in shown) + "."


def include_lines(path: str, first: int, last: int, caption: str = "") -> str:
    """A piece of a file of the tree, with the numbers of its lines."""
    options = [f":lines: {first}-{last}", ":lineno-match:", ":language: python"]
    options += [f":caption: {caption}"] if caption else []
    return "\n".join([f":::{{literalinclude}} /../{path}", *options, ":::"])


def include_object(module: str, name: str) -> str:
    """A function or class of the tree."""
    path = module.replace(".", "/") + ".py"
    return f":::{{literalinclude}} /../{path}\n:pyobject: {name}\n:caption: {path}\n:language: python\n:::"


def render_evidence(item: Evidence, cases: set[str]) -> str:
    """What a client made of a vector, as a need."""
    client = re.sub(r"[^A-Za-z0-9]+", "-", f"{item.client}-{item.version}")
    options = {
        "id": f"{client}/{item.vector}",
        "confirms": item.vector if item.vector in cases else "",
        "verdicts": item.verdict,
        "sha256": item.sha256,
    }
    return _directive("evidence", item.vector, options, "")


def render_case(case: Case, matrix: Matrix) -> str:
    """A case as a need, with its code folded beneath."""
    options = {
        "id": case.id,
        "exercises": ", ".join(_stated(case.rules, matrix)),
        "verdicts": "; ".join(f"{e.client} {e.version}: {e.verdict}" for e in matrix.evidence if e.vector == case.id),
    }
    folded = fence("container", "folded", include_object(case.module, case.function), 3)
    return _directive("case", case.description.removesuffix("."), options, folded)


_README_MARK = re.compile(r"<!-- README\.md: (?P<first>.+) … (?P<last>.+) -->")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:]+)\)")


def include_readme(page: str, readme: str) -> str:
    """A page with the named sections of the README, from the first to before the last, at its mark."""
    match = _README_MARK.search(page)
    if match is None:
        return page
    start, end = (readme.index(f"## {match[name]}\n") for name in ("first", "last"))
    return page.replace(match[0], adapt_links(readme[start:end]))


def adapt_links(text: str) -> str:
    """Links that hold at the root of the tree, as the site has them: its own pages are linked, other files are named."""
    text = text.replace("](docs/_static/", "](_static/")
    return _LINK.sub(lambda m: f"[{m[1]}]({m[2][5:]})" if m[2].startswith("docs/") else f"{m[1]} (`{m[2]}`)", text)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars in its cells are escaped."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
