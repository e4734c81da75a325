import copy
import json
import random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.vectors import schemas
from tao_spec.vectors.format import SCHEMAS
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import ALL, CALL_STEP, KEY, OUTCOME, changed

NAMES = sorted(path.name.removesuffix(".schema.json") for path in schemas.FOLDER.glob("*.schema.json"))
VALUES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    2**40,
    "",
    "ok",
    "0x",
    "0xA0",
    "0x0",
    "0x00\n",
    "root",
    [],
    {},
    ["a"],
    {"signed": KEY},
    {"module": 3},
]


def test_five_schemas_are_published():
    assert NAMES == ["client-protocol", "function-vector", "genesis-vector", "transition-vector", "vector-index"]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name):
    document = json.loads((schemas.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample["format"])
def test_samples_keep_their_schema(sample):
    schemas.check(sample, SCHEMAS[sample["format"]])
    jsonschema.validate(sample, json.loads((schemas.FOLDER / f"{SCHEMAS[sample['format']]}.schema.json").read_text()))


def mutated(data, rng):
    """A copy of a value with a few places changed."""
    data = copy.deepcopy(data)
    for _ in range(rng.randint(1, 3)):
        place = data
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = rng.choice(keys)
            if rng.random() < 0.35 or not isinstance(place[key], dict | list):
                match rng.randrange(4):
                    case 0:
                        del place[key]
                    case 1 if isinstance(place, dict):
                        place[rng.choice(["blocks", "call", "x", "0xzz", "error"])] = rng.choice(VALUES)
                    case _:
                        place[key] = rng.choice(VALUES)
                break
            place = place[key]
    return data


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample["format"])
def test_the_compiled_schema_and_the_library_agree(sample):
    rng, name, refused = random.Random(7), SCHEMAS[sample["format"]], 0
    for _ in range(1500):
        data = mutated(sample, rng)
        accepted = schemas.predicate(name)(data)
        assert accepted == schemas.validator(name).is_valid(data), data
        refused += not accepted
    assert 300 < refused < 1500


def test_every_definition_of_the_protocol_agrees_with_the_library():
    rng = random.Random(8)
    document = json.loads((schemas.FOLDER / "client-protocol.schema.json").read_text(encoding="utf-8"))
    bases = [
        CALL_STEP,
        OUTCOME,
        {"op": "step", "step": {"blocks": 1}},
        {"op": "load", "revision": 1, "state": {}},
        {"ok": True},
    ]
    for definition in document["$defs"]:
        for base in bases * 12:
            data = mutated(base, rng)
            accepted = schemas.predicate("client-protocol", definition)(data)
            assert accepted == schemas.validator("client-protocol", definition).is_valid(data), (definition, data)


@pytest.mark.parametrize(
    "line", [{"op": "exit"}, {"op": "hello", "format": "tao-vector/1"}, {"unsupported": "x"}, {"ok": True}]
)
def test_lines_of_the_protocol_keep_its_schema(line):
    schemas.check(line, "client-protocol")


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(alphabet="0x19afAF\n ", max_size=8)))
def test_many_strings_are_hex_when_each_is(texts):
    each = [schemas._compiled("^0x([0-9a-f]{2})*$").search(text) is not None for text in texts]
    assert schemas.are_hex(texts) == all(each)


def test_only_strings_are_hex():
    assert not schemas.are_hex([1]) and not schemas.are_hex([None]) and schemas.are_hex([])


def test_a_fault_is_told_with_its_place_and_what_belongs_there():
    data = changed(ALL[0], "steps", 2, "blocks", to=-1)
    with pytest.raises(VectorError) as caught:
        schemas.check(data, "transition-vector")
    assert str(caught.value) == "at $.steps[2].blocks, found -1; give a whole number of blocks from 0 to 4,294,967,295"


def test_long_keys_are_shortened_in_a_path():
    assert schemas.json_path(["pre", KEY, 3]) == '$.pre["0x2626262626262626262626262626…26262626" (66 characters)][3]'
