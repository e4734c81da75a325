import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec import __version__
from tao_spec.arithmetic.errors import DivisionByZero
from tao_spec.clients.serve import MAX_BLOCKS, MAX_SENTENCE, Server, serve
from tao_spec.transition.genesis import GenesisError
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors import machine, schemas
from tao_spec.vectors.files import collect, read_json
from tests.fuzz import requests_of

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors"
PLAIN = read_json(VECTORS / "accounts" / "transfer" / "plain.json.gz")
LOAD, *STEPS, DUMP = requests_of(PLAIN)
REMARK = {"encoded": "0x000000", "origin": "root"}


@pytest.fixture
def server():
    """A server on the state before a plain transfer."""
    made = Server()
    assert ask(made, **LOAD) == {"ok": True}
    return made


def ask(server, **request):
    return server.answer(json.dumps(request))


def present(server):
    return ask(server, op="dump")["state"], server.machine.root, server.machine.chain.number


def refused(server, request, kind="error"):
    """The one sentence of a refusal; the state stays, and the next request is answered."""
    before = present(server)
    line = request if isinstance(request, str) else json.dumps(request)
    reply = server.answer(line)
    assert set(reply) == {kind}, reply
    assert "\n" not in reply[kind] and 0 < len(reply[kind]) <= MAX_SENTENCE
    assert present(server) == before
    # The next request finds a machine that works.
    assert ask(server, op="step", step=REMARK)["result"] == "ok"
    assert present(server)[0] == before[0]
    return reply[kind]


def test_it_introduces_itself():
    reply = ask(Server(), op="hello", format="tao-vector/1")
    assert reply == {"client": "tao-spec", "version": __version__, "revisions": [306, 320]}
    schemas.check(reply, "client-protocol", "helloReply")


@pytest.mark.parametrize("path", collect([VECTORS / "accounts"])[::5], ids=lambda path: path.name.split(".")[0])
def test_it_answers_as_the_released_vectors_say(path):
    vector, server = read_json(path), Server()
    load, *steps, _ = requests_of(vector)
    assert ask(server, **load) == {"ok": True}
    for request, step in zip(steps, vector["steps"], strict=True):
        reply = ask(server, **request)
        schemas.check(reply, "client-protocol", "stepReply")
        assert reply == {key: step[key] for key in ("result", "events", "changes", "root")}


def test_a_state_comes_back_as_it_was_loaded(server):
    assert ask(server, op="dump") == {"state": PLAIN["pre"]}


def test_the_root_is_spared_where_nobody_wants_it(server):
    assert "root" not in ask(server, op="step", step=REMARK, root=False)
    assert "root" in ask(server, op="step", step=REMARK, root=True)


def test_a_genesis_is_built_and_taken_over():
    server = Server()
    state = ask(server, op="genesis", config={})["state"]
    assert state and ask(server, op="dump") == {"state": state}
    assert ask(server, op="step", step={"blocks": 1})["result"] == "ok"


def test_functions_are_evaluated():
    server = Server()
    name = "fixed.I96F32.saturating_mul"
    assert ask(server, op="eval", function=name, args=[str(2 << 32), str(3 << 32)]) == {"result": str(6 << 32)}
    assert ask(server, op="eval", function=name.replace("mul", "div"), args=["1", "0"]) == {
        "result": {"error": "panic"}
    }
    assert "no function is called" in ask(server, op="eval", function="no.such", args=[])["unsupported"]
    assert ask(server, op="eval", function=name, args=["1"])["error"] == (
        "at args, fixed.I96F32.saturating_mul has 1 arguments; give it 2"
    )
    for args in ({"args": "12"}, {}, {"function": 5, "args": []}):
        assert "eval wants a function and its args" in ask(server, **{"op": "eval", "function": name} | args)["error"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "there is no JSON value"),
        ("{", "there is no JSON value"),
        ("\x00", "there is no JSON value"),
        ("{} {}", "there is no JSON value"),
        ("[]", "an empty array is no request"),
        ("5", "5 is no request"),
        ("null", "null is no request"),
        ("{}", "an empty object is no request"),
        ('{"op":5}', 'an object with the key "op" is no request'),
        ('{"op":"dump","op":"dump"}', 'an object holds the key "op" twice'),
        ('{"op":NaN}', "NaN is not a JSON number"),
        ('{"op":1e999}', "is not finite"),
        ('{"op":' + "9" * 5_000 + "}", "an integer has more than 4,300 digits"),
        ('{"op":"\\ud800"}', "half a surrogate pair"),
        ("[" * 100_000, "too deep"),
        ('{"op":' * 100_000, "too deep"),
        ("\udcff", "there is no JSON value"),
    ],
)
def test_a_line_that_is_no_request_is_refused(server, line, words):
    assert words in refused(server, line)


@pytest.mark.parametrize("op", ["no-such", "Dump", "", "x" * 100_000, "__init__", "_loaded", "answer"])
def test_an_operation_that_is_none_is_unsupported(server, op):
    assert refused(server, {"op": op}, "unsupported").startswith("the operation ")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "load wants a revision and a state"),
        ([], "load wants a revision and a state"),
        ({"0x00": 5}, "5 is no 0x-hex"),
        ({"0x00": None}, "null is no 0x-hex"),
        ({"0x0": "0x00"}, '"0x0" is no 0x-hex'),
        ({"00": "0x00"}, '"00" is no 0x-hex'),
        ({"0xAB": "0x00"}, "write whole bytes in lower-case hex"),
        ({"0x" + "00" * 2_000: "0x00"}, "a storage key has more than 1,024 bytes"),
        ({"0x" + "00" * size: "0x00" for size in range(6_000)}, "a storage key has more than 1,024 bytes"),
    ],
)
def test_a_state_that_is_none_is_refused(server, state, words):
    assert words in refused(server, {"op": "load", "revision": 306, "state": state})


@pytest.mark.parametrize("revision", [305, 0, -1, 10**300])
def test_a_revision_that_does_not_stand_here_is_unsupported(server, revision):
    assert "is not specified; these are: 306" in refused(server, LOAD | {"revision": revision}, "unsupported")
    request = {"op": "genesis", "revision": revision, "config": {}}
    assert "is not specified; these are: 306" in refused(server, request, "unsupported")


@pytest.mark.parametrize("revision", ["306", 306.0, None, True, [306]])
def test_a_revision_that_is_no_integer_is_refused(server, revision):
    assert "load wants a revision and a state" in refused(server, LOAD | {"revision": revision})


@pytest.mark.parametrize("count", [-1, True, False, "3", 1.0, None, [], -(10**30)])
def test_blocks_that_are_no_number_are_refused(server, count):
    words = refused(server, {"op": "step", "step": {"blocks": count}})
    assert words.startswith("at step.blocks, ") and "is no number of blocks; give an integer from 0 up" in words


@pytest.mark.parametrize("count", [MAX_BLOCKS + 1, 2**32, 10**100])
def test_more_blocks_than_anybody_waits_for_are_unsupported(server, count):
    words = refused(server, {"op": "step", "step": {"blocks": count}}, "unsupported")
    assert "ask for at most 1,000,000 at a time" in words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, "null is no step"),
        ([], "an empty array is no step"),
        ({}, "the step holds neither blocks nor a call"),
        ({"origin": "root"}, "the step holds neither blocks nor a call"),
        ({"encoded": 5, "origin": "root"}, "5 is no 0x-hex"),
        ({"encoded": "000000", "origin": "root"}, "is no 0x-hex"),
        ({"encoded": "0x0000 00", "origin": "root"}, "is no 0x-hex"),
        ({"encoded": "0x000000"}, "null is no origin"),
        ({"encoded": "0x000000", "origin": "alice"}, '"alice" is no origin'),
        ({"encoded": "0x000000", "origin": {"signed": "0x11"}}, "is no origin"),
        ({"encoded": "0x000000", "origin": {"signed": "0x" + "11 " * 21 + "1"}}, "is no origin"),
        ({"encoded": "0x000000", "origin": {"signed": 5}}, "is no origin"),
        ({"call": 5, "origin": "root"}, "5 is no call"),
        ({"call": {"pallet": "System", "name": "remark", "args": 5}, "origin": "root"}, "is no call"),
    ],
)
def test_a_step_that_is_none_is_refused(server, step, words):
    assert words in refused(server, {"op": "step", "step": step})


@pytest.mark.parametrize(
    "step",
    [
        {"encoded": "0x"},
        {"encoded": "0xffff"},
        {"encoded": "0x00000000"},
        {"encoded": "0x" + "0b0004" * 5_000 + "000000"},
        {"encoded": "0x" + "0c00" * 5_000 + "000000"},
        {"encoded": "0x" + "0b0004" * 500_000 + "000000"},
        {"encoded": "0x" + "0b0004" * 800 + "ff"},
        {"encoded": "0x0b00" + "ffffffff"},
        {"call": {"pallet": 5, "name": None}},
        {"call": {"pallet": "System", "name": "remark", "args": {"remark": 10**300}}},
        {"call": {"pallet": "Balances", "name": "burn", "args": {"value": 2**64, "keep_alive": False}}},
        {"call": {"pallet": "Balances", "name": "burn", "args": {"value": "9" * 80, "keep_alive": False}}},
    ],
)
def test_a_call_that_cannot_be_read_is_unsupported(server, step):
    words = refused(server, {"op": "step", "step": step | {"origin": "root"}}, "unsupported")
    assert words.startswith("the call cannot be read: ")


@pytest.mark.parametrize(("pallet", "name", "key"), [("Utility", "batch", "calls"), ("Sudo", "sudo", "call")])
@pytest.mark.parametrize("depth", [1_100, 2_000, 50_000])
def test_calls_that_nest_too_deep_in_json_are_refused(server, pallet, name, key, depth):
    one = f'{{"pallet":"{pallet}","name":"{name}","args":{{"{key}":' + ("[" if key == "calls" else "")
    closing = "]}}" if key == "calls" else "}}"
    call = one * depth + '{"pallet":"System","name":"remark","args":{"remark":"0x"}}' + closing * depth
    line = '{"op":"step","step":{"origin":"root","call":' + call + "}}"
    before = present(server)
    reply = server.answer(line)
    assert "deep" in reply.get("error", reply.get("unsupported")) and len(reply) == 1
    assert present(server) == before
    assert ask(server, op="step", step=REMARK)["result"] == "ok"


@pytest.mark.parametrize(("config", "words"), [(None, "genesis wants a config"), ([], "genesis wants a config")])
def test_a_config_that_is_none_is_refused(server, config, words):
    assert words in refused(server, {"op": "genesis", "config": config})


def test_a_config_that_gives_no_state_is_refused(server, monkeypatch):
    def fail(*_):
        raise GenesisError("no such account")

    monkeypatch.setattr(machine, "build_genesis", fail)
    assert refused(server, {"op": "genesis", "config": {}}).endswith("no such account")


@pytest.mark.parametrize("request_", [{"op": "step", "step": REMARK}, {"op": "dump"}])
def test_nothing_is_done_before_a_state_is_loaded(request_):
    assert ask(Server(), **request_) == {"error": "no state is loaded; send load or genesis first"}


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (Unsupported("epochs"), "unsupported", "epochs"),
        (DivisionByZero("by zero"), "error", "panic: by zero"),
        (RecursionError(), "error", "the request is too large or nests too deep; ask for less"),
        (MemoryError(), "error", "the request is too large or nests too deep; ask for less"),
        (KeyError("k\nsecond line"), "error", "the specification failed with KeyError: 'k\\nsecond line'"),
        (ValueError("first\nsecond"), "error", "the specification failed with ValueError: first"),
        (ValueError("x" * 10_000), "error", "the specification failed with ValueError: " + "x" * 900),
    ],
)
def test_whatever_a_step_raises_is_told_and_leaves_the_state(server, monkeypatch, error, kind, words):
    def half(chain):
        chain.accounts.number.value = type(chain.number)(7)
        chain.accounts.total_issuance.clear()
        raise error

    monkeypatch.setattr(machine, "advance_block", half)
    before = present(server)
    reply = ask(server, op="step", step={"blocks": 2})
    assert list(reply) == [kind] and reply[kind].startswith(words)
    assert present(server) == before
    monkeypatch.undo()
    assert ask(server, op="step", step={"blocks": 2})["result"] == "ok"


def test_exit_has_no_reply(server):
    assert server.answer('{"op":"exit"}') is None


@settings(deadline=None, max_examples=200)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5), st.data()
)
def test_any_values_in_a_request_are_answered(value, data):
    server = Server()
    ask(server, **LOAD)
    op = data.draw(st.sampled_from(["load", "step", "eval", "genesis", "dump", "hello"]))
    key = data.draw(st.sampled_from(["state", "revision", "step", "function", "args", "config", "format"]))
    reply = ask(server, op=op, **{key: value})
    assert isinstance(reply, dict) and "the specification failed" not in json.dumps(reply)


def test_a_conversation_is_a_line_for_a_line():
    out = io.StringIO()
    lines = ['{"op":"hello"}\n', "\n", "nonsense\n", '{"op":"exit"}\n', '{"op":"hello"}\n']
    serve(lines, out)
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["client"] == "tao-spec" and "error" in json.loads(second)


def test_the_command_serves_until_its_input_ends():
    lines = [LOAD, *STEPS, DUMP, {"op": "load", "state": {"0x" + "11" * n: "0x00" for n in range(5_000)}}, DUMP]
    text = "\n".join(map(json.dumps, lines)) + "\n\xff\n" + "[" * 200_000 + "\n" + '{"op":"hello"}'
    told = subprocess.run(
        [sys.executable, "-m", "tao_spec.cli", "serve"], input=text.encode("latin-1"), capture_output=True, check=False
    )
    replies = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, told.stderr, len(replies)) == (0, b"", len(lines) + 3)
    # A state that is refused leaves the one before.
    assert replies[-4] == replies[-6] and "1,024 bytes" in replies[-5]["error"]
    assert "error" in replies[-3] and "error" in replies[-2] and replies[-1]["client"] == "tao-spec"
