from __future__ import annotations

import pytest

from tests.command import VECTORS, refusal, tao_spec
from tests.review.proposals import FILE

FEW = ("--vectors", VECTORS / "emission" / "payout")


def diff(*args):
    return tao_spec("diff", "r306", *args)


def test_it_ends_with_0_where_nothing_differs():
    told = diff(f"{FILE}:SAME", *FEW)
    assert (told.returncode, told.stderr) == (0, "")
    assert "no difference" in told.stdout.splitlines()


def test_reports_are_the_same_whatever_the_number_of_workers(tmp_path):
    for jobs in (1, 2):
        reports = ("--json", tmp_path / f"{jobs}.json", "--html", tmp_path / f"{jobs}.html")
        told = diff(f"{FILE}:UNPAID", *FEW, "--traces", 3, "-j", jobs, *reports)
        assert (told.returncode, told.stderr) == (1, "")
    for kind in ("json", "html"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("r1",), "there is no revision r1"),
        (("no/such.py:X",), "there is no such file"),
        (("r306", "--vectors", "/nowhere"), "/nowhere: there is no such file or folder"),
        (("r306", "--domain", "cookery", *FEW), "and of cookery"),
        (("r306", "--traces", "-1"), "-1 is not in the range"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(args, words):
    assert words in refusal(diff(*args))
