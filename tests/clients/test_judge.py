"""Our runner and an independent one that was written before it agree on the same vectors and the same client."""

import random
import re
import subprocess
import sys

import pytest

from tao_spec.clients.runner import run
from tao_spec.vectors.files import collect
from tests.command import ROOT, SERVE
from tests.shared import RECORDED, SHARED, needs_shared

JUDGE = SHARED / "judge.py"
SAMPLE, SEED = 120, 306
LIAR = """
import json, sys
from tao_spec.clients.serve import Server
server = Server()
for number, line in enumerate(sys.stdin):
    reply = server.answer(line)
    if reply is None:
        break
    if number % 3 == 0 and "changes" in reply:
        reply["changes"] = {**reply["changes"], "0xab": "0x01"}
    print(json.dumps(reply), flush=True)
"""


def sample():
    """Recorded vectors of every kind, more of those that are short."""
    files = sorted(collect([RECORDED]), key=lambda path: (path.stat().st_size, path))
    return sorted(random.Random(SEED).sample(files[: len(files) * 9 // 10], SAMPLE))


def judged(client, files):
    """The names of the vectors that the judge fails, and its score."""
    command = [sys.executable, str(JUDGE), "--client", client, "--verbose", *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=ROOT)
    lines = told.stdout.splitlines()
    failed = sorted(re.match(r"FAIL (\S+): ", line).group(1) for line in lines if line.startswith("FAIL "))
    score = re.match(r"(\d+)/(\d+) vectors pass", lines[-1])
    return failed, int(score.group(1)), int(score.group(2))


@needs_shared
@pytest.mark.skipif(not JUDGE.is_file(), reason=f"the independent runner is not at {JUDGE}")
@pytest.mark.parametrize("client", ["ours", "a liar"])
def test_both_runners_give_the_same_verdicts(client, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    (tmp_path / "liar.py").write_text(LIAR)
    command = SERVE if client == "ours" else f"env PYTHONPATH={ROOT} {sys.executable} {tmp_path / 'liar.py'}"
    files = sample()
    report = run(files, command)
    failed, passed, total = judged(command, files)
    assert total == len(report.results) == SAMPLE
    assert failed == sorted(result.id for result in report.results if result.status != "pass")
    assert passed == report.totals["pass"] and 0 < passed <= total
    assert report.passed == (client == "ours")
