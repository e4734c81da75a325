"""Every function vector recorded from the real client, bit for bit."""

import gzip
import json
from pathlib import Path

import pytest

from tao_spec.vectors.functions import FUNCTIONS, evaluate
from tests.shared import RECORDED, needs_shared

FOLDER = RECORDED / "functions"
FILES = sorted(FOLDER.rglob("*.json.gz")) if FOLDER.is_dir() else []

pytestmark = needs_shared


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix().removesuffix(".json.gz"))
def test_agrees_with_the_real_client(path: Path) -> None:
    vector = json.loads(gzip.decompress(path.read_bytes()))
    expected = [(case["args"], case["result"]) for case in vector["cases"]]
    assert [(args, evaluate(vector["function"], args)) for args, _ in expected] == expected


def test_every_registered_function_has_been_recorded() -> None:
    names = {".".join(path.relative_to(FOLDER).parts).removesuffix(".json.gz") for path in FILES}
    assert names == set(FUNCTIONS)
