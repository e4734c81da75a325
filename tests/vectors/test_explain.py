from pathlib import Path

import pytest

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.explain import SHOWN_CASES, explain
from tao_spec.vectors.files import read_json
from tao_spec.vectors.format import parse_vector
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import FUNCTION, GENESIS, KEY, TRANSITION, changed

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors" / "accounts"


def lines_of(data):
    return list(explain(parse_vector(data)))


def text_of(data):
    return "\n".join(lines_of(data))


def test_a_call_is_told_with_its_result_its_changes_and_its_events():
    plain = read_json(VECTORS / "transfer" / "plain.json.gz")
    lines = lines_of(plain)
    alice, bob = account_named("alice").ss58, account_named("bob").ss58
    assert lines[0] == "accounts/transfer/plain"
    assert lines[1] == f"  {plain['description']}" and lines[2].startswith("  rules: ACC-")
    assert f"  revision 306, {len(plain['pre'])} keys before, {len(plain['steps'])} steps" in lines
    first = next(line for line in lines if line.startswith("step 0: "))
    assert first.startswith(f"step 0: {alice} calls Balances.transfer_allow_death(dest: Id({bob}), value: ")
    assert lines[lines.index(first) + 1] == "  result: ok"
    assert any(line.startswith(f"  event: Balances.Transfer(from: {alice}, to: {bob}, amount: ") for line in lines)
    change = next(line for line in lines if line.startswith(f"  System.Account[{alice}]: "))
    assert " -> " in change and change.count("free: ") == 2
    assert lines[-1] == f"  root: {plain['steps'][-1]['root']}"


def test_the_value_before_is_that_after_the_step_before():
    plain = changed(read_json(VECTORS / "transfer" / "plain.json.gz"), "rules", to=[])
    plain["steps"] = [
        {"blocks": 1, "result": "ok", "events": [], "changes": {KEY: value}} for value in ("0x01", "0x02", None, "0x03")
    ]
    told = [line.split(": ", 1)[1] for line in lines_of(plain) if line.startswith("  unknown key")]
    assert told == ["absent -> 0x01", "0x01 -> 0x02", "0x02 -> absent", "absent -> 0x03"]


def test_a_refusal_is_told_with_its_meaning():
    text = text_of(read_json(VECTORS / "burn" / "too_much.json.gz"))
    assert "  result: refused with token.FundsUnavailable: " in text
    sudden = changed(read_json(VECTORS / "burn" / "too_much.json.gz"), "steps", 0, "result", to={"token": "Nonsense"})
    assert '  result: an object with the key "token"' in text_of(sudden)


@pytest.mark.parametrize(("blocks", "words"), [(1, "1 block pass"), (0, "0 blocks pass"), (3, "3 blocks pass")])
def test_blocks_are_told(blocks, words):
    assert f"step 2: {words}" in lines_of(changed(TRANSITION, "steps", 2, "blocks", to=blocks))


def test_what_does_not_decode_is_told_as_it_stands():
    lines = lines_of(TRANSITION)
    signer = AccountId(b"\xaa" * 32).ss58
    assert any(
        line.startswith(f"step 0: {signer} calls SubtensorModule.add_stake (the call cannot be read: ")
        for line in lines
    )
    assert any(line.startswith("step 1: nobody calls encoded call (the call cannot be read: ") for line in lines)
    assert any(line.startswith("  event: System 0x01ff (not decodable: ") for line in lines)
    assert f"  unknown key {KEY}: 0x01 -> 0x02" in lines
    root = changed(TRANSITION, "steps", 0, "origin", to="root")
    assert any(line.startswith("step 0: root calls ") for line in lines_of(root))


def test_a_stored_value_that_does_not_decode_stands_in_hex():
    from tao_spec.state.accounts import AccountsState

    key = "0x" + AccountsState.number.prefix.hex()
    data = changed(TRANSITION, "steps", 2, "changes", to={key: "0x00", key + "00": "0x01"})
    text = text_of(data)
    assert "System.Number: absent -> 0x00 (not decodable: the input ends inside u32" in text
    assert f"System.Number under the unreadable key {key}00: absent -> " in text


def test_a_function_is_told_by_its_first_cases():
    assert lines_of(FUNCTION)[:2] == ["fixed.I96F32.saturating_mul", '  fixed.I96F32.saturating_mul(1, 2) = "2"']
    many = changed(FUNCTION, "cases", to=FUNCTION["cases"] * 10)
    lines = lines_of(many)
    assert len(lines) == 1 + SHOWN_CASES + 1 and lines[-1] == f"  and {40 - SHOWN_CASES} cases more"


def test_a_genesis_is_told_by_its_state():
    assert lines_of(GENESIS)[-2:] == [f"  1 keys, root {GENESIS['root']}", f"  unknown key {KEY}: 0x01"]


@pytest.mark.parametrize("data", [TRANSITION, GENESIS])
def test_an_unknown_revision_is_refused(data):
    with pytest.raises(VectorError, match="revision 7 is not specified; these are: 306, 320; name one of these"):
        lines_of(changed(data, "revision", to=7))


def test_every_line_of_every_released_vector_is_one_line():
    for path in sorted(VECTORS.rglob("*.json.gz")):
        assert all("\n" not in line for line in lines_of(read_json(path)))
