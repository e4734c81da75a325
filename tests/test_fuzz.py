"""Damaged input of every kind, seeded: what comes of it is an answer or one sentence, in bounded time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tao_spec.clients.serve import Server
from tao_spec.vectors.check import check_vector
from tao_spec.vectors.explain import explain
from tao_spec.vectors.files import read_vector
from tao_spec.vectors.text import VectorError
from tests.fuzz import at_most, damage_bytes, damage_json, filled_vectors, packed, requests_of

VECTORS = Path(__file__).resolve().parents[1] / "conformance" / "vectors"
FUNCTION = {
    "format": "tao-function-vector/1",
    "function": "fixed.I96F32.saturating_mul",
    "revision": 306,
    "cases": [{"args": ["1", "2"], "result": "2"}, {"args": ["1", "0"], "result": {"error": "panic"}}],
}
GENESIS = {
    "format": "tao-genesis/1",
    "id": "genesis/sample",
    "revision": 306,
    "description": "A sample.",
    "config": {"balances": {"balances": [["5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM", 1000]]}},
    "state": {"0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac": "0x00000000"},
    "root": "0x" + "11" * 32,
}
EVALS = [
    {"op": "eval", "function": "fixed.I96F32.saturating_mul", "args": ["4294967296", "-1"]},
    {"op": "eval", "function": "fixed.I32F32.exp", "args": ["4294967296"]},
    {"op": "eval", "function": "emission.block_emission_for_issuance", "args": ["21000000"]},
    {"op": "eval", "function": "consensus.normalize", "args": [["1", "2", "3"]]},
    {"op": "eval", "function": "consensus.quantile", "args": [["1", "2", "3"], "0x3fe0000000000000"]},
    {"op": "genesis", "config": GENESIS["config"]},
    {"op": "hello", "format": "tao-vector/1"},
]
# Ten thousand damaged inputs in all: these shares, and those of serve.
FILES, VALUES, LINES, COMMANDS = 2_500, 3_000, 5_000, 24
SECONDS = 5.0


@pytest.fixture(scope="module")
def vectors():
    return [*filled_vectors(VECTORS), FUNCTION, GENESIS]


def read_check_explain(path):
    """What the commands do with a file; whether it was a vector at all."""
    try:
        vector = read_vector(path)
    except VectorError as error:
        sentence(str(error))
        return False
    try:
        for finding in check_vector(vector):
            sentence(str(finding))
    except VectorError as error:
        sentence(str(error))
    try:
        for line in explain(vector):
            assert isinstance(line, str)
    except VectorError as error:
        sentence(str(error))
    return True


def sentence(words):
    assert words and "Traceback" not in words and "\n" not in words and len(words) < 2_000, words


def test_damaged_files_are_refused_in_a_sentence(vectors, tmp_path):
    draw = random.Random(1)
    raw = [(packed(vector), ".json.gz") for vector in vectors] + [
        (json.dumps(vector).encode(), ".json") for vector in vectors
    ]
    for _ in range(FILES):
        data, suffix = draw.choice(raw)
        path = tmp_path / f"v{suffix}"
        path.write_bytes(damage_bytes(data, draw))
        with at_most(SECONDS):
            read_check_explain(path)


def test_damaged_vectors_are_checked_and_explained_or_refused_in_a_sentence(vectors, tmp_path):
    draw, read = random.Random(2), 0
    path = tmp_path / "v.json"
    for _ in range(VALUES):
        path.write_text(json.dumps(damage_json(draw.choice(vectors), draw)))
        with at_most(SECONDS):
            read += read_check_explain(path)
    # Both roads are taken often.
    assert VALUES // 10 < read < VALUES - VALUES // 10


def answered(server, line):
    """The reply, which is one line of the protocol; no fault of the specification itself is among them."""
    with at_most(SECONDS):
        reply = server.answer(line)
    if reply is None:
        assert json.loads(line)["op"] == "exit"
        return {}
    text = json.dumps(reply)
    assert "Traceback" not in text and "the specification failed" not in text, (line[:500], text[:500])
    for key in ("error", "unsupported"):
        if key in reply:
            sentence(reply[key])
            assert len(reply) == 1
    return reply


def test_damaged_requests_are_answered_and_leave_the_state_where_they_are_refused(vectors):
    draw, server, refused = random.Random(3), Server(), 0
    stories = [requests_of(vector) for vector in vectors if "steps" in vector]
    asked = 0
    while asked < LINES:
        requests = draw.choice(stories)
        answered(server, json.dumps(requests[0]))
        for request in [*requests[1:], *draw.sample(EVALS, 2)]:
            before = (server.machine, server.machine.state, server.machine.root)
            damaged = damage_json(request, draw)
            line = json.dumps(damaged)
            if draw.random() < 0.2:
                line = damage_bytes(line.encode(), draw).decode(errors="replace").replace("\n", " ")
            reply = answered(server, line)
            asked += 1
            if "error" in reply or "unsupported" in reply:
                refused += 1
                assert (server.machine, server.machine.state, server.machine.root) == before, line
    assert LINES // 10 < refused < LINES - LINES // 10


def test_the_command_refuses_damaged_files_in_one_line(vectors, tmp_path):
    draw = random.Random(4)
    for number in range(COMMANDS):
        path = tmp_path / f"v{number}.json.gz"
        vector = draw.choice(vectors)
        damaged = damage_bytes(packed(vector), draw) if number % 2 else packed(damage_json(vector, draw))
        path.write_bytes(damaged)
    told = tao_spec("check", tmp_path)
    assert told.returncode == 1 and told.stdout.splitlines()[-1].startswith(f"{COMMANDS} vectors checked, ")
    assert not told.stderr
    for path in sorted(tmp_path.iterdir())[:6]:
        told = tao_spec("explain", path)
        assert told.returncode in (0, 2) and "Traceback" not in told.stderr
        assert told.returncode == 0 or (told.stderr.startswith("tao-spec: ") and told.stderr.count("\n") == 1)


def test_the_served_client_answers_every_damaged_line(vectors):
    draw, lines = random.Random(5), []
    for vector in vectors:
        for request in requests_of(vector) if "steps" in vector else EVALS:
            line = damage_bytes(json.dumps(request).encode(), draw)
            lines += [json.dumps(request).encode(), line.replace(b"\n", b" ").replace(b"\r", b" ") or b"-"]
    lines = [line for line in lines if line.strip()]
    told = subprocess.run(
        [sys.executable, "-m", "tao_spec.cli", "serve"],
        input=b"\n".join([*lines, b'{"op":"exit"}']),
        capture_output=True,
        timeout=120,
        check=False,
    )
    replies = told.stdout.splitlines()
    assert (told.returncode, told.stderr, len(replies)) == (0, b"", len(lines))
    assert all(isinstance(json.loads(reply), dict) for reply in replies)


def tao_spec(*args):
    command = [sys.executable, "-m", "tao_spec.cli", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
