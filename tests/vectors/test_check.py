import copy
from pathlib import Path

import pytest

from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountsState
from tao_spec.vectors.check import Finding, check_file, check_files, check_vector
from tao_spec.vectors.files import collect, read_json, write_json
from tao_spec.vectors.format import parse_vector
from tao_spec.vectors.machine import to_hex
from tests.vectors.samples import FUNCTION, GENESIS, changed

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors"
PLAIN = read_json(VECTORS / "accounts" / "transfer" / "plain.json.gz")
ISSUANCE = to_hex(AccountsState.total_issuance.prefix)
ACCOUNT = to_hex(AccountsState.account.prefix)
NUMBER = to_hex(AccountsState.number.prefix)


def findings(data):
    """What is wrong with a vector, as sentences."""
    found = [str(finding) for finding in check_vector(parse_vector(data))]
    assert all("\n" not in words for words in found)
    return found


def step_of(name):
    """A vector with a step of some kind, and the step's number."""
    return next(
        (copy.deepcopy(PLAIN), number)
        for number, step in enumerate(PLAIN["steps"])
        if name in ("any", step.get("call", {}).get("name"))
    )


def account_key(data):
    return next(key for key in data["pre"] if key.startswith(ACCOUNT))


def test_the_released_vectors_have_no_findings():
    found = {str(path): findings for path, findings in check_files(collect([VECTORS])) if findings}
    assert found == {}


def test_a_function_vector_has_nothing_to_find():
    assert findings(FUNCTION) == []


def test_a_key_that_nobody_declared_is_found():
    assert findings(changed(PLAIN, "pre", "0x" + "ab" * 32, to="0x01")) == [
        f"pre 0x{'ab' * 32}: the key is of no modelled storage item"
    ]
    assert findings(changed(PLAIN, "pre", "0xab", to="0x01")) == ["pre 0xab: the key is of no modelled storage item"]


def test_a_key_that_is_hashed_wrongly_is_found():
    key = account_key(PLAIN)
    wrong = key[:66] + ("f" if key[66] != "f" else "0") + key[67:]
    data = changed(PLAIN, "pre", wrong, to=PLAIN["pre"][key])
    assert findings(data) == [f"pre {wrong}: the key of System.Account is not hashed as it must be"]


def test_a_key_that_is_too_short_or_too_long_is_found():
    key = account_key(PLAIN)
    assert "System.Account does not decode: " in findings(changed(PLAIN, "pre", key[:-2], to="0x00"))[0]
    assert "bytes too many in a key of System.Account" in findings(changed(PLAIN, "pre", key + "00", to="0x00"))[0]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (ISSUANCE, "0x00", "Balances.TotalIssuance does not decode: the input ends inside u64"),
        (ISSUANCE, "0x" + "00" * 9, "Balances.TotalIssuance does not decode: 1 bytes too many after u64"),
        (NUMBER, "0x", "System.Number does not decode"),
    ],
)
def test_a_value_that_does_not_decode_is_found(key, value, words):
    assert words in findings(changed(PLAIN, "pre", key, to=value))[0]


def test_a_value_that_the_chain_would_write_otherwise_is_found():
    # A set that is out of order decodes, and is written back in order.
    item = next(d for d in declarations() if ("BTreeSet" in d.codec.name and not d.keys) or "BTreeMap" in d.codec.name)
    key = to_hex(item.encode_key(item.decode_key(sample_key(item))))
    value = to_hex(out_of_order(item))
    found = findings(changed(PLAIN, "pre", key, to=value))
    assert found == [f"pre {key}: the value of {item.title} is not encoded as the chain would encode it"]


def declarations():
    from tao_spec.state.chain_state import DECLARATIONS

    return DECLARATIONS


def sample_key(item):
    """A storage key of an item: zeros for whatever its keys are."""
    from tao_spec.storage.scale import ScaleError

    for size in range(200):
        raw = item.prefix + bytes(size)
        try:
            parts = item.decode_key(raw)
        except ScaleError:
            continue
        return item.encode_key(parts)
    raise AssertionError(item.title)


def out_of_order(item):
    """Two members of a set or map, the greater first."""
    size = len(item.codec.encode(item.codec.decode_all(b"\x00"))) and member_size(item)
    return b"\x08" + b"\x01" * size + b"\x00" * size


def member_size(item):
    from tao_spec.storage.scale import ScaleError

    for size in range(1, 200):
        try:
            item.codec.decode_all(b"\x04" + b"\x01" * size)
        except ScaleError:
            continue
        return size
    raise AssertionError(item.title)


def test_call_and_encoded_must_be_the_same_call():
    data, number = step_of("transfer_allow_death")
    data["steps"][number]["call"]["args"]["value"] = 12345
    assert f"step {number} (Balances.transfer_allow_death): call and encoded are not the same call" in findings(data)


def test_args_that_cannot_be_read_are_found():
    data, number = step_of("transfer_allow_death")
    data["steps"][number]["call"]["args"]["value"] = "much"
    assert "args cannot be read: Balances.transfer_allow_death: value: " in findings(data)[0]
    data["steps"][number]["call"]["name"] = "no_such_call"
    assert "args cannot be read: there is no call Balances.no_such_call" in findings(data)[0]


def test_a_call_that_cannot_be_read_is_found():
    data, number = step_of("transfer_allow_death")
    data["steps"][number]["encoded"] = "0xffff"
    assert "the call cannot be read: no call has the indices 255 and 255" in findings(data)[0]
    data["steps"][number]["encoded"] = "0x" + "0b0004" * 5_000 + "000000"
    assert "deep" in findings(data)[0]


def test_a_refused_call_changes_nothing():
    data, number = step_of("transfer_allow_death")
    data["steps"][number]["result"] = "BadOrigin"
    assert f"step {number} (Balances.transfer_allow_death): a refused call has changes or events" in findings(data)


def test_a_result_that_is_no_error_of_the_chain_is_found():
    data, number = step_of("any")
    data["steps"][number]["result"] = {"token": "NoSuchError"}
    assert 'the result an object with the key "token" is no error of the chain' in findings(data)[0]


def test_events_must_decode_under_their_name():
    data, number = step_of("transfer_allow_death")
    events = data["steps"][number]["events"]
    events[0]["encoded"] += "00"
    assert "does not decode: 1 bytes too many" in findings(data)[0]
    events[0]["encoded"] = "0xff"
    assert "has no index 255" in findings(data)[0]
    events[0] |= {"pallet": "Nowhere", "encoded": "0x00"}
    assert "the event Nowhere." in findings(data)[0]
    events[0] = PLAIN["steps"][number]["events"][0] | {"name": "Minted"}
    assert "is encoded as " in findings(data)[0]


def test_balances_must_agree_with_issuance():
    data, number = step_of("transfer_allow_death")
    changes = data["steps"][number]["changes"]
    key = next(key for key in changes if key.startswith(ACCOUNT))
    item = AccountsState.account
    info = item.codec.decode_all(bytes.fromhex(changes[key][2:]))
    free = type(info.data.free)(info.data.free + 1)
    more = type(info)(
        *(getattr(info, name) for name in list(info.__dataclass_fields__)[:-1]), more_free(info.data, free)
    )
    changes[key] = to_hex(item.codec.encode(more))
    (found, *_) = findings(data)
    assert found.startswith(f"step {number} (Balances.transfer_allow_death): INV-") and "a difference of +1" in found


def more_free(data, free):
    from dataclasses import replace

    return replace(data, free=free)


def test_a_state_of_genesis_is_checked():
    assert findings(GENESIS) == [f"state 0x{'26' * 32}: the key is of no modelled storage item"]


def test_an_unknown_revision_is_the_finding_of_its_file(tmp_path):
    write_json(tmp_path / "v.json", changed(PLAIN, "revision", to=1))
    ((_, found),) = check_files([tmp_path / "v.json"])
    assert len(found) == 1 and "revision 1 is not specified; these are: 306" in str(found[0])


def test_what_is_no_vector_is_the_finding_of_its_file(tmp_path):
    write_json(tmp_path / "a.json", changed(PLAIN, "pre", "0xAB", to="0x01"))
    (tmp_path / "b.json").write_text("[")
    told = [[str(finding) for finding in found] for _, found in check_files(collect([tmp_path]))]
    assert told[0] == ['file: at $.pre, found the key "0xAB"; give ' + told[0][0].split("; give ")[1]]
    assert told[1][0].startswith("file: there is no JSON value at line 1")


def test_a_sound_file_has_no_findings(tmp_path):
    write_json(tmp_path / "v.json.gz", PLAIN)
    assert check_file(tmp_path / "v.json.gz") == []
    assert str(Finding("here", "wrong")) == "here: wrong"
    assert R306.spec_version == PLAIN["revision"]
