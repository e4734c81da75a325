from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.command import ROOT, VECTORS

sys.path.insert(0, str(ROOT / "docs" / "_ext"))

from tao_site import findings, gather
from tao_site.matrix import Case, Evidence, Matrix
from tao_site.paragraphs import Chapter, Paragraph

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.interface.neurons import Register
from tao_spec.revisions.r306 import R306
from tao_spec.transition.revision import Revision
from tao_spec.vectors.files import read_json, read_vector
from tao_spec.vectors.format import Outcome, TransitionVector
from tao_spec.vectors.machine import Machine

LOSSES = findings.read_findings()
FINDINGS = list(findings.all_findings(LOSSES))
NAMES = [finding.deviation for finding in FINDINGS]
SHOWN = [finding for finding in FINDINGS if not finding.beyond]


@cache
def read_index() -> dict[str, dict[str, object]]:
    return {entry["id"]: entry for entry in read_json(VECTORS / "index.json")["vectors"]}  # type: ignore[index, call-overload]


@cache
def read_deviations() -> dict[str, Paragraph]:
    chapters = gather.read_chapters(ROOT / "spec")
    return {p.id: p for chapter in chapters for p in chapter.paragraphs if p.kind == "deviation"}


@cache
def read_verdicts() -> dict[str, Evidence]:
    return {item.vector: item for item in gather.read_evidence(ROOT / "conformance")}


def read_transition(id: str) -> TransitionVector:
    vector = read_vector(VECTORS / f"{id}.json.gz")
    assert isinstance(vector, TransitionVector)
    return vector


def closing(deviation: str) -> Revision:
    return R306.replace(name="closed", description="As it was meant.", close=frozenset({deviation}))


def play(vector: TransitionVector, revision: Revision) -> list[Outcome]:
    machine = Machine.load(revision, vector.pre)
    return [machine.outcome(machine.make(step), with_root=False) for step in vector.steps]


def test_there_are_enough_and_halts_come_first() -> None:
    assert len(FINDINGS) >= 24
    assert NAMES[:2] == ["KNOWN-100", "KNOWN-113"]
    assert [loss.heading for loss in LOSSES][:3] == [
        "The chain stands still, or nodes part",
        "Somebody gets what is another's",
        "Value is lost to everybody",
    ]


@pytest.mark.parametrize("finding", FINDINGS, ids=NAMES)
def test_its_vectors_are_released_and_exercise_its_rule(finding: findings.Finding) -> None:
    entry = read_index()[finding.vector]
    assert finding.rule in entry["rules"]  # type: ignore[operator]
    assert not finding.also or finding.also in read_index()


@pytest.mark.parametrize("finding", FINDINGS, ids=NAMES)
def test_the_real_client_accepts_its_vectors(finding: findings.Finding) -> None:
    for vector in filter(None, (finding.vector, finding.also)):
        assert read_verdicts()[vector].verdict == "pass"


@pytest.mark.parametrize("finding", SHOWN, ids=[finding.deviation for finding in SHOWN])
def test_its_vector_shows_it(finding: findings.Finding) -> None:
    """As it is, the outcome is the vector's; as it was meant, it is another."""
    vector = read_transition(finding.vector)
    as_it_is = [replace(step.outcome, root=None) for step in vector.steps]
    assert play(vector, R306) == as_it_is
    assert play(vector, closing(finding.deviation)) != as_it_is


@pytest.mark.parametrize("finding", FINDINGS, ids=NAMES)
def test_it_is_stated_with_the_rule_that_was_meant(finding: findings.Finding) -> None:
    body = read_deviations()[finding.deviation].body
    assert "*Meant:*" in body and "*Shown by*" in body


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_beyond_the_vector_of_work_the_client_aborts(length: int) -> None:
    finding = FINDINGS[NAMES.index("KNOWN-113")]
    vector = read_transition(finding.vector)

    def make(revision: Revision) -> object:
        machine = Machine.load(revision, vector.pre)
        call = machine.read_call(vector.steps[0])  # type: ignore[arg-type]
        assert isinstance(call, Register) and len(call.work) == 32
        step = machine.write_call(replace(call, work=bytes(length)), vector.steps[0].origin)  # type: ignore[union-attr]
        return machine.outcome(machine.make(step)).result

    with pytest.raises(ClientPanic):
        make(R306)
    assert "InvalidSeal" in str(make(closing(finding.deviation)))


@pytest.mark.parametrize(("v", "w"), [(33, 32), (31, 32)])
def test_beyond_the_vector_of_sealed_fields_the_client_aborts(v: int, w: int) -> None:
    from conformance.commitments.revelation import HOME, POINT, part, remember, sealed

    finding = FINDINGS[NAMES.index("KNOWN-100")]
    vector = read_transition(finding.vector)

    def make(revision: Revision) -> None:
        machine = Machine.load(revision, vector.pre)
        (_, hotkey), _ = next(iter(machine.chain.commitments.commitment_of.items()))
        message = POINT + b"".join(map(part, (bytes(v), bytes(w), b"", b"")))
        remember(machine.chain, HOME, hotkey, sealed(message))
        machine.chain.commit()
        machine.make(vector.steps[0])

    with pytest.raises(ClientPanic):
        make(R306)
    make(closing(finding.deviation))


PARAGRAPH = Paragraph(
    "KNOWN-9", "It goes wrong", "As it is, see PAY-1.\n\n*Meant:* it goes well.\n\n*Shown by* `a/b`.", 1, 5
)


def matrix_of(*evidence: Evidence) -> Matrix:
    rule = Paragraph("PAY-1", "Somebody pays", "The amount moves.", 1, 2)
    case = Case("a/b", ("PAY-1",), "It goes wrong.", "m", "f")
    return Matrix((Chapter("c", "C", (PARAGRAPH, rule)),), cases=(case,), evidence=evidence)


def losses_of(**changes: str) -> tuple[findings.Loss, ...]:
    given = {"deviation": "KNOWN-9", "who": "All.", "vector": "a/b", "rule": "PAY-1", "shows": "Much."} | changes
    return (findings.Loss("Loss", "Why.", (findings.Finding(**given),)),)


def test_a_page_has_vector_command_evidence_and_both_rules() -> None:
    pages = findings.write_findings(matrix_of(Evidence("a/b", "ab" * 32, "real", "1", "pass")), losses_of())
    page = pages["findings/known-9"]
    for words in (
        "# It goes wrong\n",
        "**Who is affected:** All.",
        "tao-spec explain conformance/vectors/a/b.json.gz",
        f"| `a/b` | real 1 | pass | `{'ab' * 32}` |",
        "## The rule as it is\n\nAs it is, see {need}`PAY-1`.",
        "## As it was meant\n\nIt goes well.",
        'close=frozenset({"KNOWN-9"})',
        "Its case is {need}`a/b`.",
    ):
        assert words in page
    assert "Shown by" not in page


def test_the_index_lists_pages_in_order() -> None:
    index = findings.write_findings(matrix_of(), losses_of())["parts/findings"]
    assert "{doc}`It goes wrong </generated/findings/known-9>` | All. | `a/b` |" in index
    assert index.rstrip().endswith("/generated/findings/known-9\n```")


def test_a_second_vector_has_its_command_too() -> None:
    page = findings.write_findings(matrix_of(), losses_of(also="a/c", then="More."))["findings/known-9"]
    assert "`a/c`: More." in page and "conformance/vectors/a/c.json.gz" in page


def test_a_finding_without_a_paragraph_is_refused() -> None:
    with pytest.raises(findings.FindingError, match=r"KNOWN-8 has no paragraph in spec/deviations\.md; write one"):
        findings.write_findings(matrix_of(), losses_of(deviation="KNOWN-8"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{deviation: KNOWN-9, who: a, vector: b, rule: c}", "KNOWN-9: shows is missing; add it"),
        (
            "{deviation: KNOWN-9, who: a, vector: b, rule: c, shows: d, x: e}",
            "KNOWN-9: there is no key x; take it out",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "table.yaml"
    path.write_text(f"- {{heading: H, why: W, findings: [{row}]}}\n")
    with pytest.raises(findings.FindingError, match=words):
        findings.read_findings(path)


def test_a_finding_stands_once(tmp_path: Path) -> None:
    row = "{deviation: KNOWN-9, who: a, vector: b, rule: c, shows: d}"
    path = tmp_path / "table.yaml"
    path.write_text(f"- {{heading: H, why: W, findings: [{row}, {row}]}}\n")
    with pytest.raises(findings.FindingError, match="KNOWN-9 stands twice; leave one"):
        findings.read_findings(path)
