"""What happens when: pages are written before Sphinx reads, chapters are turned as they are read, the matrix is checked after."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from tao_site.charts import draw_all
from tao_site.gather import ROOT, gather
from tao_site.matrix import Matrix, find_problems
from tao_site.pages import write_pages
from tao_site.paragraphs import ChapterError
from tao_site.render import include_readme, link_pages, render_chapter
from tao_spec.revisions import REVISIONS

LOGGER = logging.getLogger(__name__)
CHAPTERS = "spec/"
README_PAGE = "getting-started"


@functools.cache
def current_matrix() -> Matrix:
    """The matrix of the tree, gathered once a build."""
    return gather(ROOT)


def begin(app: Sphinx) -> None:
    """Write the generated pages and the charts, and delete those that are generated no more."""
    current_matrix.cache_clear()
    try:
        current_matrix()
    except ChapterError as error:
        raise ExtensionError(str(error)) from None
    folder = app.srcdir / "generated"
    written = write_pages(current_matrix(), list(REVISIONS.values()))
    pages = {folder / f"{name}.md": text for name, text in written.items()}
    for path, text in pages.items():
        write_if_changed(path, text)
    charts = set(draw_all(folder / "charts"))
    for path in sorted(folder.rglob("*.*")):
        if path.is_file() and path not in pages and path not in charts:
            path.unlink()


def write_if_changed(path: Path, text: str) -> None:
    """Write a file unless it holds the text already, so that an unchanged page is not read again."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class _Rendered:
    text: str
    digest: str


def _render(docname: str) -> _Rendered | None:
    if docname == README_PAGE:
        page = include_readme(
            (ROOT / "docs" / f"{docname}.md").read_text("utf-8"), (ROOT / "README.md").read_text("utf-8")
        )
    else:
        matrix = current_matrix()
        chapter = next((c for c in matrix.chapters if f"{CHAPTERS}{c.name}" == docname), None)
        if chapter is None:
            return None
        page = render_chapter((ROOT / "spec" / f"{chapter.name}.md").read_text("utf-8"), chapter, matrix)
    return _Rendered(page, hashlib.sha256(page.encode()).hexdigest())


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The pages whose rendering has changed though their own file may not have: their code, their cases or the README did."""
    path = Path(app.doctreedir) / "chapters.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    rendered = {name: page for name in sorted(env.found_docs) if (page := _render(name)) is not None}
    digests = {name: page.digest for name, page in rendered.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(digests), encoding="utf-8")
    return [name for name, digest in digests.items() if before.get(name) != digest]


def read_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Turn the paragraphs of a chapter into needs, and give the README its page."""
    rendered = _render(docname)
    if rendered is not None:
        source[0] = rendered.text
    if "/" not in docname:
        source[0] = link_pages(source[0], "")


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of everything that the matrix lacks; the build counts warnings as errors."""
    for problem in find_problems(current_matrix()):
        LOGGER.warning("%s: %s", problem.where, problem.text, type="tao", subtype="matrix")
