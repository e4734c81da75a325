"""The site's extension: paragraphs, the matrix, every error of the build, and the build itself."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

pytest.importorskip("sphinx_needs", reason="the site needs the extra 'docs': pip install -e '.[docs]'")


from tao_site import charts, gather, render  # noqa: E402
from tao_site.code import CodeRule, Module  # noqa: E402
from tao_site.matrix import Case, Evidence, Invariant, Matrix, find_problems  # noqa: E402
from tao_site.pages import show_default, write_coverage, write_pages  # noqa: E402
from tao_site.palettes import PALETTES  # noqa: E402
from tao_site.paragraphs import ChapterError, parse_chapter  # noqa: E402

from tao_spec.arithmetic.integers import U64  # noqa: E402
from tao_spec.revisions.r306 import R306  # noqa: E402
from tao_spec.state.accounts import AccountInfo  # noqa: E402

CHAPTER = """---
status: complete
helpers: [pay.show]
---

# Paying

Some prose about PAY-1.

> **PAY-1 — Somebody pays
> somebody.** The amount moves, see PAY-2 and KNOWN-1.
>
> - in rao

```text
> **PAY-9 — Not a paragraph.**
```

> **PAY-2 — Nobody pays.** Nothing moves.
"""

CODE = """
NAMED = "KNOWN-2"


def pay(chain):
    return _move(chain)


def _move(chain):
    return _last(chain.deviates("KNOWN-1"))


def _last(chain):
    return chain.deviates(NAMED)


@decorated
def refuse(chain):
    return _last(chain)


def show(chain):
    return None
"""


@pytest.fixture
def module(tmp_path: Path) -> Module:
    path = tmp_path / "pay.py"
    path.write_text(CODE)
    return Module("pay", path)


@pytest.fixture
def sound(module: Module) -> Matrix:
    deviations = "# Deviations\n\n> **KNOWN-1 — Wrong.** PAY-1.\n\n> **KNOWN-2 — Wrong, too.** PAY-1.\n"
    return Matrix(
        chapters=(
            parse_chapter("pay", CHAPTER),
            parse_chapter("deviations", deviations),
            parse_chapter("invariants", "# Invariants\n\n> **INV-1 — Sum.** It stays.\n"),
        ),
        modules=(module,),
        rules=(
            CodeRule("PAY-1", "pay", "pay", "Balances.pay", parts=("_move", "_last"), deviations=("KNOWN-1",)),
            CodeRule("PAY-2", "pay", "refuse", shown=(("_last", "PAY-1"),)),
        ),
        cases=(Case("pay/one", ("PAY-1", "PAY-2"), "Both.", "conformance.pay", "one"),),
        invariants=(Invariant("INV-1", ("PAY-1",), "tao_spec.invariants.pay", "sum", ("KNOWN-1", "Balances.pay")),),
        evidence=(Evidence("pay/one", "ab", "client", "v1", "pass"), Evidence("pay/one", "ab", "other", "v1", "fail")),
    )


def texts(matrix: Matrix) -> list[str]:
    return [problem.text for problem in find_problems(matrix)]


def restated(matrix: Matrix, old: str, new: str) -> Matrix:
    return replace(matrix, chapters=(parse_chapter("pay", CHAPTER.replace(old, new)), *matrix.chapters[1:]))


def test_a_chapter_gives_its_paragraphs_in_order() -> None:
    chapter = parse_chapter("pay", CHAPTER)
    assert [p.id for p in chapter.paragraphs] == ["PAY-1", "PAY-2"]
    first = chapter.paragraphs[0]
    assert first.title == "Somebody pays somebody"
    assert first.body == "The amount moves, see PAY-2 and KNOWN-1.\n\n- in rao"
    assert first.mentions == ("PAY-2", "KNOWN-1")
    assert CHAPTER.splitlines()[first.first - 1].startswith("> **PAY-1")
    assert CHAPTER.splitlines()[first.last - 1] == "> - in rao"
    assert (chapter.title, chapter.status, chapter.helpers) == ("Paying", "complete", ("pay.show",))


def test_the_letters_of_an_id_tell_what_it_is() -> None:
    text = "# All\n\n> **INV-1 — A.** a\n\n> **KNOWN-2 — B.** b\n\n> **ACC-3 — C.** c\n"
    assert [p.kind for p in parse_chapter("all", text).paragraphs] == ["invariant", "deviation", "rule"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no title", "has no title"),
        ("# T\n\n> **ACC-1: Wrong mark.** x\n", "spec/x.md:3: write the paragraph as"),
        ("# T\n\n> **ACC-01 — A zero.** x\n", "spec/x.md:3: write the paragraph as"),
        ("---\nstatus: done\n---\n# T\n", "status is 'done'"),
        ("---\nowner: me\n---\n# T\n", "has no key 'owner'"),
        ("---\nstatus: complete\n# T\n", "has no end"),
        ("---\nhelpers: a.b\n---\n# T\n", "helpers in its front matter must be a list"),
    ],
)
def test_a_chapter_that_is_not_well_formed_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ChapterError, match=complaint):
        parse_chapter("x", text)


def test_the_parts_and_deviations_of_a_function_are_found_through_others(module: Module) -> None:
    assert module.private_parts("pay") == ["_move", "_last"]
    assert module.private_parts("refuse") == ["_last"]
    assert list(module.deviations_in("_move")) == ["KNOWN-1"]
    assert list(module.deviations_in("_last")) == ["KNOWN-2"]
    assert module.public_functions == ["pay", "refuse", "show"]


def test_the_lines_of_a_function_begin_with_its_decorators(module: Module) -> None:
    span = module.span("refuse")
    lines = CODE.splitlines()[span.first - 1 : span.last]
    assert (lines[0], lines[-1]) == ("@decorated", "    return _last(chain)")


def test_a_sound_matrix_has_no_problem(sound: Matrix) -> None:
    assert find_problems(sound) == []


def test_a_rule_without_a_paragraph_is_an_error(sound: Matrix) -> None:
    broken = replace(sound, rules=(*sound.rules, CodeRule("PAY-3", "pay", "show")))
    assert "no chapter states PAY-3; write its paragraph" in texts(broken)


def test_a_paragraph_without_code_is_an_error_unless_its_chapter_is_building(sound: Matrix) -> None:
    broken = replace(sound, rules=sound.rules[:1])
    assert any(text.startswith("PAY-2 has no code") for text in texts(broken))
    assert not any("has no code" in text for text in texts(restated(broken, "complete", "building")))


def test_a_rule_without_a_case_is_an_error_unless_its_chapter_is_building(sound: Matrix) -> None:
    broken = replace(sound, cases=(Case("pay/one", ("PAY-1",), "One.", "conformance.pay", "one"),))
    assert any(text.startswith("no case exercises PAY-2") for text in texts(broken))
    assert find_problems(restated(broken, "complete", "building")) == []


def test_a_reason_may_stand_for_a_case(sound: Matrix) -> None:
    broken = replace(sound, cases=(Case("pay/one", ("PAY-1",), "One.", "conformance.pay", "one"),))
    assert find_problems(replace(broken, unreached={"PAY-2": "nobody pays"})) == []


def test_a_reason_for_a_rule_that_a_case_reaches_or_that_is_none_is_an_error(sound: Matrix) -> None:
    broken = replace(sound, unreached={"PAY-1": "why", "PAY-7": "why", "Balances.Some": "why"})
    assert texts(broken) == ["a case exercises PAY-1; strike it off", "PAY-7 is no rule"]


def test_a_case_or_an_invariant_that_names_an_unknown_rule_is_an_error(sound: Matrix) -> None:
    case = Case("pay/two", ("PAY-8",), "Two.", "conformance.pay", "two")
    invariant = replace(sound.invariants[0], rules=("PAY-9",))
    broken = replace(sound, cases=(*sound.cases, case), invariants=(invariant,))
    assert texts(broken) == ["the case names PAY-8, which is no rule", "the invariant names PAY-9, which is no rule"]


def test_a_public_function_without_a_rule_is_an_error_unless_it_is_a_helper(sound: Matrix) -> None:
    assert texts(restated(sound, "helpers: [pay.show]", "helpers: []")) == [
        "a public function without a rule; number it with @rule"
    ]
    assert find_problems(restated(sound, "helpers: [pay.show]", "machinery: [pay]")) == []


def test_a_module_of_no_chapter_must_have_rules_throughout(sound: Matrix) -> None:
    stray = Module("stray.pay", sound.modules[0].path)
    assert len(texts(replace(sound, modules=(*sound.modules, stray)))) == 3


def test_a_helper_that_is_none_is_an_error(sound: Matrix) -> None:
    assert "its helper pay.pay is no public function without a rule" in texts(
        restated(sound, "[pay.show]", "[pay.show, pay.pay]")
    )


def test_numbers_that_stand_twice_are_errors(sound: Matrix) -> None:
    assert any("PAY-1 is the number of 2 paragraphs" in t for t in texts(restated(sound, "PAY-2 — N", "PAY-1 — N")))
    twice = replace(sound, rules=(*sound.rules, sound.rules[0]), cases=sound.cases * 2, invariants=sound.invariants * 2)
    assert [t.partition(";")[0] for t in texts(twice)] == [
        "PAY-1 is the number of 2 functions",
        "INV-1 is the number of 2 invariants",
        "pay/one is the number of 2 cases",
    ]


def test_invariants_must_agree_with_their_chapter(sound: Matrix) -> None:
    other = replace(sound.invariants[0], id="INV-2")
    assert texts(replace(sound, invariants=(other,))) == [
        "no chapter states INV-2; write its paragraph",
        "INV-1 has no code; declare it in tao_spec/invariants",
    ]


def test_a_deviation_without_a_paragraph_is_an_error(sound: Matrix) -> None:
    asking = replace(sound.rules[0], deviations=("KNOWN-7",))
    excused = replace(sound.invariants[0], excuses=("KNOWN-8",))
    broken = replace(sound, rules=(asking, sound.rules[1]), invariants=(excused,))
    assert [t.partition(";")[0] for t in texts(broken)] == ["no chapter states KNOWN-7", "no chapter states KNOWN-8"]


def test_a_paragraph_that_names_nobody_is_an_error(sound: Matrix) -> None:
    assert texts(restated(sound, "see PAY-2", "see PAY-77")) == ["PAY-1 names PAY-77, which no chapter states"]
    assert find_problems(restated(sound, "see PAY-2", "see SHA-256")) == []


def test_ids_become_links_but_not_in_code() -> None:
    known = {"ACC-1", "ACC-14"}
    assert render.link_ids("ACC-1, `ACC-1`, [ACC-1](x) and ACC-14, ACC-2.", known) == (
        "{need}`ACC-1`, `ACC-1`, [ACC-1](x) and {need}`ACC-14`, ACC-2."
    )


def test_links_between_files_become_links_between_pages() -> None:
    text = "[a](emission.md) [b](../docs/proofs.md) [c](../spec/pay.md#x) [d](https://e.org/f.md)"
    assert render.link_pages(text, "spec/") == (
        "{doc}`a </spec/emission>` {doc}`b </proofs>` {doc}`c </spec/pay>` [d](https://e.org/f.md)"
    )


def test_a_paragraph_becomes_a_need_with_its_code_beside_it(sound: Matrix) -> None:
    page = render.render_chapter(CHAPTER, sound.chapters[0], sound)
    assert "{rule} Somebody pays somebody\n:id: PAY-1\n" in page
    assert ":call: Balances.pay\n" in page
    assert ":verdicts: 1 of 1 by client v1; 0 of 1 by other v1\n" in page
    assert page.count("{literalinclude}") == 4
    assert "`_last` stands beside {need}`PAY-1`." in page
    assert "> **PAY-9 — Not a paragraph.**" in page
    assert "being written" not in page


def test_a_chapter_that_is_building_says_so(sound: Matrix) -> None:
    building = restated(sound, "complete", "building")
    assert "This chapter is being written" in render.render_chapter(CHAPTER, building.chapters[0], building)


def test_sections_of_the_readme_are_taken_with_their_links() -> None:
    readme = "# R\n\n## One\n\n[v](docs/vectors.md) [c](src/c.py) ![p](docs/_static/p.png)\n\n## Two\n\nx\n"
    page = render.include_readme("A\n<!-- README.md: One … Two -->\nB", readme)
    assert page == "A\n## One\n\n[v](vectors.md) c (`src/c.py`) ![p](_static/p.png)\n\n\nB"


def test_bars_in_the_cells_of_a_table_are_escaped() -> None:
    assert render.table(("a",), [("x|y",)]) == "| a |\n| --- |\n| x\\|y |"


def test_coverage_counts_what_each_rule_has(sound: Matrix) -> None:
    assert "| [Paying](/spec/pay) | complete | 2 | 2 | 2 | 0 | 1 | 2 |" in write_coverage(sound)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "no value"),
        (U64(1_000), "1,000"),
        (False, "false"),
        ((), "empty"),
        (b"\0\0", "zeros"),
        (b"\1\2", "`0x0102`"),
        (AccountInfo(), "`AccountInfo` of defaults"),
    ],
)
def test_defaults_are_shown_in_few_words(value: object, shown: str) -> None:
    assert show_default(value) == shown


def test_every_declared_call_event_error_and_item_has_its_line() -> None:
    pages = write_pages(Matrix(), [R306])
    everything = "\n".join(pages.values())
    interface = R306.interface
    for cls in (*interface.calls, *interface.events, *interface.errors):
        assert f"`{cls.NAME}`" in pages[f"interface/{cls.PALLET.name.lower()}"]
    assert "`System.Account`" in everything
    assert "`existential_deposit` | 500 |" in everything


def test_evidence_about_a_file_that_has_changed_is_stale(tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "vectors" / "index.json").write_text(
        '{"vectors": [{"path": "a/b.json.gz", "sha256": "aa"}, {"path": "a/c.json.gz", "sha256": "bb"}]}'
    )
    (tmp_path / "evidence" / "x.json").write_text(
        '{"client": "x", "version": "1", "vectors": ['
        '{"path": "a/b.json.gz", "sha256": "aa", "verdict": "pass"},'
        '{"path": "a/c.json.gz", "sha256": "ff", "verdict": "pass"}]}'
    )
    assert [(e.vector, e.verdict) for e in gather.read_evidence(tmp_path)] == [("a/b", "pass"), ("a/c", "stale")]


def test_the_course_of_emission_halves_and_reaches_the_supply() -> None:
    course = charts.compute_course()
    assert (course[0].emission, course[0].issuance, course[0].block) == (1.0, 0.0, 0.0)
    assert (course[1].issuance, course[1].block) == (10_500_000.0, 10_500_000.0)
    assert all(later.emission < earlier.emission for earlier, later in pairwise(course))
    assert course[-1].emission == 0.0


def test_charts_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = charts.draw_all(tmp_path / "1"), charts.draw_all(tmp_path / "2")
    assert [path.stem for path in first] == [f"{name}-{mood}" for name in charts.list_charts() for mood in PALETTES]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert b"<dc:date>" not in first[0].read_bytes()


def test_the_chapters_and_the_code_agree() -> None:
    assert [f"{problem.where}: {problem.text}" for problem in find_problems(gather.gather(ROOT))] == []


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "site" / "spec" / "accounts.html").read_text()
    assert 'id="ACC-26"' in page
    assert "ensure_can_withdraw" in page
