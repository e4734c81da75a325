import json

import pytest

from tao_spec.vectors.files import collect, read_json
from tao_spec.vectors.format import (
    BlocksStep,
    CallStep,
    FunctionVector,
    GenesisVector,
    Signed,
    TransitionVector,
    module_error,
    parse_vector,
)
from tao_spec.vectors.text import VectorError, dump_json
from tests.shared import RECORDED, needs_shared
from tests.vectors.samples import ACCOUNT, ALL, CALL_STEP, FUNCTION, GENESIS, KEY, ROOT, TRANSITION, changed


def nested(depth):
    data = 1
    for _ in range(depth):
        data = [data]
    return data


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample["format"])
def test_what_is_parsed_is_written_back_with_keys_in_the_order_of_the_format(sample):
    data = parse_vector(sample).to_json()
    assert data == sample
    assert dump_json(data) == dump_json(sample)


def test_steps_have_types():
    vector = parse_vector(TRANSITION)
    assert isinstance(vector, TransitionVector)
    call, refused, blocks = vector.steps
    assert isinstance(call, CallStep) and call.call is not None
    assert call.origin == Signed(ACCOUNT) and call.label == "SubtensorModule.add_stake"
    assert call.outcome.events[0].label == "System.Remarked" and call.outcome.root == ROOT
    assert isinstance(refused, CallStep) and refused.label == "encoded call" and refused.origin == "none"
    assert module_error(refused.outcome.result) == "SubtensorModule.AmountTooLow"
    assert module_error({"token": "FundsUnavailable"}) is None and module_error("BadOrigin") is None
    assert isinstance(blocks, BlocksStep) and blocks.label == "3 blocks"
    assert (vector.kind, vector.domain) == ("transition", "stake")


def test_a_request_holds_only_the_action():
    vector = parse_vector(changed(TRANSITION, "steps", 0, "note", to="mine"))
    assert vector.steps[0].action() == {key: CALL_STEP[key] for key in ("call", "encoded", "origin")}
    assert vector.steps[1].action() == {"encoded": "0x0702", "origin": "none"}
    assert vector.steps[2].action() == {"blocks": 3}


def test_a_function_without_an_id_has_its_name():
    vector = parse_vector(FUNCTION)
    assert isinstance(vector, FunctionVector)
    assert (vector.id, vector.domain, vector.rules) == ("fixed.I96F32.saturating_mul", "fixed", ())
    named = parse_vector({**FUNCTION, "id": "pools/ticks", "rules": ["POOL-1"]})
    assert (named.id, named.domain, named.rules) == ("pools/ticks", "pools", ("POOL-1",))


def test_a_genesis_may_lack_its_producer():
    vector = parse_vector(changed(GENESIS, "producer", to=...))
    assert isinstance(vector, GenesisVector) and vector.producer is None and "producer" not in vector.to_json()


@pytest.mark.parametrize(
    ("sample", "path"),
    [
        (TRANSITION, ()),
        (TRANSITION, ("producer",)),
        (TRANSITION, ("steps", 0)),
        (TRANSITION, ("steps", 0, "call")),
        (TRANSITION, ("steps", 0, "events", 0)),
        (TRANSITION, ("steps", 2)),
        (FUNCTION, ()),
        (FUNCTION, ("cases", 1)),
        (GENESIS, ()),
        (GENESIS, ("producer",)),
    ],
)
def test_other_keys_are_kept(sample, path):
    data = changed(sample, *path, "zz_note", to={"a": [1, None, {"b": "é"}]})
    data = changed(data, *path, "aa_note", to="first")
    assert parse_vector(data).to_json() == data


def test_maps_of_the_state_are_written_by_key():
    vector = parse_vector(changed(TRANSITION, "pre", to={"0xff": "0x", "0x00": "0x"}))
    assert list(vector.to_json()["pre"]) == ["0x00", "0xff"]


HEX = "give bytes as lower-case hex"


@pytest.mark.parametrize(
    ("path", "to", "sentence"),
    [
        (("format",), "tao-vector/2", 'at $.format, the format is "tao-vector/2"; this version reads tao-vector/1'),
        (("format",), ["tao-vector/1"], "at $.format, the format is an array of 1"),
        (("format",), ..., 'at $.format, the key "format" is missing'),
        (("id",), ..., 'at $, the key "id" is missing; give a transition vector'),
        (("id",), "", 'at $.id, found ""; give a name'),
        (("revision",), "306", 'at $.revision, found "306"; give the `spec_version`'),
        (("revision",), True, "at $.revision, found true"),
        (("revision",), 306.0, "at $.revision, found 306.0"),
        (("rules",), "STAKE-3", 'at $.rules, found "STAKE-3"; give an array'),
        (("rules",), [3], r"at $.rules[0], found 3"),
        (("producer",), "subtensor", 'at $.producer, found "subtensor"'),
        (("pre",), [], "at $.pre, found an empty array; give an object from raw storage key"),
        (("pre",), {"0xABCD": "0x"}, 'at $.pre, found the key "0xABCD"; ' + HEX),
        (("pre",), {"0xabc": "0x"}, 'at $.pre, found the key "0xabc"; ' + HEX),
        (("pre",), {"0xab": "0x1"}, 'at $.pre["0xab"], found "0x1"; ' + HEX),
        (("pre",), {"0xab": "12"}, 'at $.pre["0xab"], found "12"; ' + HEX),
        (("pre",), {"0xab": "0x12\n"}, 'at $.pre["0xab"], found "0x12\\n"; ' + HEX),
        (("pre",), {"0xab": None}, 'at $.pre["0xab"], found null; ' + HEX),
        (("pre",), {"0xab": 5}, 'at $.pre["0xab"], found 5; ' + HEX),
        (("steps",), {}, "at $.steps, found an empty object; give an array of the steps"),
        (("steps", 0), 1, "at $.steps[0], found 1; give either a call"),
        (("steps", 0, "blocks"), 1, "give either a call (`call` or `encoded`) with its `origin`, or `blocks`"),
        (("steps", 2, "blocks"), ..., "give either a call (`call` or `encoded`) with its `origin`, or `blocks`"),
        (("steps", 0, "origin"), ..., "give either a call (`call` or `encoded`) with its `origin`, or `blocks`"),
        (("steps", 2, "origin"), "root", "give either a call (`call` or `encoded`) with its `origin`, or `blocks`"),
        (("steps", 2, "blocks"), -1, "at $.steps[2].blocks, found -1; give a whole number of blocks"),
        (("steps", 2, "blocks"), 2**32, "at $.steps[2].blocks, found 4294967296"),
        (("steps", 2, "blocks"), 10**400, "at $.steps[2].blocks, found an integer of 1,329 bits"),
        (("steps", 2, "blocks"), True, "at $.steps[2].blocks, found true"),
        (("steps", 2, "blocks"), 2.0, "at $.steps[2].blocks, found 2.0"),
        (("steps", 2, "blocks"), None, "at $.steps[2].blocks, found null"),
        (("steps", 0, "origin"), "Root", 'at $.steps[0].origin, found "Root"; give "root", "none", or'),
        (("steps", 0, "origin"), {"signed": "0x00"}, 'at $.steps[0].origin.signed, found "0x00"; give 32 bytes'),
        (("steps", 0, "origin"), {}, 'at $.steps[0].origin, the key "signed" is missing'),
        (("steps", 0, "call", "args"), [], "at $.steps[0].call.args, found an empty array"),
        (("steps", 0, "call", "pallet"), ..., 'at $.steps[0].call, the key "pallet" is missing; give a call'),
        (("steps", 0, "encoded"), "0x7", 'at $.steps[0].encoded, found "0x7"; ' + HEX),
        (("steps", 0, "result"), ..., 'at $.steps[0], the key "result" is missing'),
        (("steps", 0, "result"), {}, "at $.steps[0].result, found an empty object"),
        (("steps", 0, "result"), {"a": "b", "c": "d"}, 'found an object with the keys "a", "c"'),
        (
            ("steps", 0, "result"),
            {"module": {"pallet": "X"}},
            'at $.steps[0].result.module, the key "error" is missing',
        ),
        (("steps", 0, "result"), {"token": 5}, "at $.steps[0].result.token, found 5"),
        (("steps", 0, "result"), None, "at $.steps[0].result, found null"),
        (("steps", 0, "events"), {}, "at $.steps[0].events, found an empty object; give an array of the events"),
        (("steps", 0, "events", 0, "encoded"), "01ff", 'at $.steps[0].events[0].encoded, found "01ff"; ' + HEX),
        (("steps", 0, "changes"), {KEY: 1}, "found 1; give bytes as lower-case hex"),
        (("steps", 0, "changes"), {"key": None}, 'at $.steps[0].changes, found the key "key"; ' + HEX),
        (("steps", 0, "root"), "0x00", 'at $.steps[0].root, found "0x00"; give 32 bytes'),
        (("steps", 0, "call", "args"), {"a": nested(200)}, "at $.steps, values lie more than 128 deep"),
        (("note",), nested(200), "at $.note, values lie more than 128 deep"),
    ],
)
def test_what_is_malformed_is_told_in_one_sentence(path, to, sentence):
    with pytest.raises(VectorError) as caught:
        parse_vector(changed(TRANSITION, *path, to=to))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [None, 3, "tao-vector/1", [], [TRANSITION], {}])
def test_what_is_no_vector_is_refused(data):
    with pytest.raises(VectorError, match=r"give a vector|is missing"):
        parse_vector(data)


@pytest.mark.parametrize(
    ("sample", "path", "to", "where"),
    [
        (FUNCTION, ("function",), 3, r"\$\.function"),
        (FUNCTION, ("cases",), None, r"\$\.cases"),
        (FUNCTION, ("cases", 0, "args"), "1", r"\$\.cases\[0\]\.args"),
        (FUNCTION, ("cases", 0, "result"), ..., r"\$\.cases\[0\], the key \"result\""),
        (FUNCTION, ("cases", 2, "result"), {"error": 3}, r"\$\.cases\[2\]\.result\.error"),
        (GENESIS, ("config",), [], r"\$\.config"),
        (GENESIS, ("state",), {"0x0": "0x"}, r"\$\.state"),
        (GENESIS, ("root",), None, r"\$\.root"),
    ],
)
def test_other_kinds_are_checked_too(sample, path, to, where):
    with pytest.raises(VectorError, match=where):
        parse_vector(changed(sample, *path, to=to))


@needs_shared
@pytest.mark.parametrize("domain", ["accounts", "stake", "genesis", "functions"])
def test_recorded_vectors_round_trip(domain):
    files = collect([RECORDED / domain])
    assert files
    for file in files[::7]:
        data = read_json(file)
        assert parse_vector(data).to_json() == data, file
        assert json.loads(dump_json(parse_vector(data).to_json())) == data
