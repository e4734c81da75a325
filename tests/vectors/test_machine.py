import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.errors import BadOrigin
from tao_spec.revisions.r306 import R306
from tao_spec.transition.rules import DISPATCHABLES, Unsupported
from tao_spec.vectors import machine as machine_module
from tao_spec.vectors.cases import Builder
from tao_spec.vectors.format import BlocksStep, Call, CallStep, Outcome, Signed
from tao_spec.vectors.machine import (
    MAX_KEY_BYTES,
    MAX_NESTED_CALLS,
    RECURSION_LIMIT,
    Machine,
    UndecodableCall,
    decode_state,
    from_hex,
    is_hex,
    nests_within,
    read_origin,
    to_hex,
)
from tao_spec.vectors.text import VectorError

OK = Outcome("ok")


@pytest.fixture
def prepared():
    build = Builder(R306)
    alice = build.account("alice", tao(10))
    build.chain.commit()
    return Machine(build.chain), alice


def snapshot(machine):
    return machine.state, machine.root, machine.chain.number


def transfer(machine, alice, amount):
    call = TransferAllowDeath(Id(machine_module.AccountId(bytes(32))), TaoBalance(amount))
    return machine.write_call(call, Signed(to_hex(alice.account)))


def test_a_call_changes_the_state_and_tells_it(prepared):
    machine, alice = prepared
    made = machine.make(transfer(machine, alice, tao(1)))
    outcome = machine.outcome(made)
    assert (outcome.result, made.error, outcome.root) == ("ok", None, machine.root)
    assert [event.name for event in outcome.events] == ["NewAccount", "Endowed", "Transfer"]
    assert all(machine.state[key] == value for key, value in outcome.changes.items()) and len(outcome.changes) == 2
    assert machine.outcome(made, with_root=False).root is None


def test_a_refused_call_leaves_nothing(prepared):
    machine, alice = prepared
    before = snapshot(machine)
    outcome = machine.outcome(machine.make(transfer(machine, alice, tao(11))))
    assert outcome.result == {"arithmetic": "Underflow"} and not outcome.changes and not outcome.events
    assert snapshot(machine) == before


def test_blocks_pass(prepared):
    machine, _ = prepared
    assert machine.make(BlocksStep(3, OK)).call is None
    assert machine.chain.number == 1_003
    assert machine.make(BlocksStep(0, OK)).changes == {}


def test_what_is_not_specified_leaves_nothing(prepared, monkeypatch):
    machine, alice = prepared
    step, before = transfer(machine, alice, tao(1)), snapshot(machine)
    answer = DISPATCHABLES[TransferAllowDeath]

    def half(chain, *arguments):
        answer(chain, *arguments)
        raise Unsupported("the other half")

    monkeypatch.setitem(DISPATCHABLES, TransferAllowDeath, half)
    with pytest.raises(Unsupported, match="the other half"):
        machine.make(step)
    assert snapshot(machine) == before and not machine.chain.events
    monkeypatch.setitem(DISPATCHABLES, TransferAllowDeath, answer)
    assert len(machine.make(step).events) == 3


@pytest.mark.parametrize("error", [ClientPanic("overflow"), KeyboardInterrupt(), RecursionError(), ValueError("odd")])
def test_whatever_interrupts_a_step_leaves_nothing(prepared, monkeypatch, error):
    machine, _ = prepared
    before = snapshot(machine)

    def interrupted(chain):
        chain.accounts.total_issuance.value = TaoBalance(1)
        raise error

    monkeypatch.setattr(machine_module, "advance_block", interrupted)
    with pytest.raises(type(error)):
        machine.make(BlocksStep(2, OK))
    assert snapshot(machine) == before


def test_a_step_that_cannot_be_written_down_leaves_nothing(prepared, monkeypatch):
    machine, _ = prepared
    before = snapshot(machine)
    monkeypatch.setattr(machine_module, "advance_block", lambda chain: setattr(chain.accounts.number, "value", 2**40))
    with pytest.raises(OverflowError):
        machine.make(BlocksStep(1, OK))
    monkeypatch.undo()
    assert snapshot(machine) == before
    assert len(machine.make(BlocksStep(1, OK)).changes) >= 1


def test_encoded_decides_over_call(prepared):
    machine, _ = prepared
    step = CallStep("root", OK, Call("Nonsense", "none", {}), to_hex(R306.interface.encode_call(Remark(b"hello"))))
    assert machine.read_call(step) == Remark(b"hello")
    assert machine.read_call(CallStep("root", OK, Call("System", "remark", {"remark": "0x68656c6c6f"}))) == Remark(
        b"hello"
    )


@pytest.mark.parametrize(
    "step",
    [
        CallStep("root", OK, None, "0xffff"),
        CallStep("root", OK, None, "0x"),
        CallStep("root", OK, None, "0x0000"),
        CallStep("root", OK, None, "0x00000000"),
        CallStep("root", OK, Call("System", "remark", {"remark": 5})),
        CallStep("root", OK, Call("System", "remark", {})),
        CallStep("root", OK, Call("System", "no_such_call", {})),
        CallStep("root", OK),
    ],
)
def test_what_is_no_call_is_refused_before_anything_runs(prepared, step):
    machine, _ = prepared
    before = snapshot(machine)
    with pytest.raises(UndecodableCall) as caught:
        machine.make(step)
    assert str(caught.value).count("\n") == 0 and snapshot(machine) == before


def nested(depth):
    """A remark inside so many batches, in bytes."""
    return "0x" + "0b0004" * depth + "000000"


@pytest.mark.parametrize("depth", [MAX_NESTED_CALLS, 3_000, 30_000, 300_000])
def test_calls_that_nest_too_deep_are_refused(prepared, depth):
    machine, _ = prepared
    with pytest.raises(UndecodableCall, match=r"nests? .*deep") as caught:
        machine.make(CallStep("root", OK, None, nested(depth)))
    assert len(str(caught.value)) < 500


def test_calls_as_deep_as_may_be_are_made(prepared):
    machine, _ = prepared
    step = CallStep("root", OK, None, nested(MAX_NESTED_CALLS - 1))
    call = machine.read_call(step)
    assert nests_within(call, MAX_NESTED_CALLS) and not nests_within(call, MAX_NESTED_CALLS - 1)
    assert machine.write_call(call, "root").encoded == step.encoded
    try:
        assert machine.make(step).error is None
    except Unsupported:
        assert Batch not in DISPATCHABLES


def test_a_deep_call_that_is_no_call_is_refused_in_a_short_sentence(prepared):
    machine, _ = prepared
    with pytest.raises(UndecodableCall, match="no call has the indices 255 and 255") as caught:
        machine.make(CallStep("root", OK, None, "0x" + "0b0004" * 900 + "ffff"))
    assert len(str(caught.value)) < 500


def test_the_deepest_trie_that_is_let_in_has_a_root():
    assert sys.getrecursionlimit() >= RECURSION_LIMIT
    machine = Machine.load(306, {"0x" + "11" * size: "0x00" for size in range(1, MAX_KEY_BYTES + 1)})
    assert len(machine.outcome(machine.make(BlocksStep(0, OK))).root) == 66
    assert machine.make(BlocksStep(1, OK)).changes
    assert len(machine.root) == 66


def test_a_longer_key_is_refused():
    with pytest.raises(VectorError, match="a storage key has more than 1,024 bytes; no key of the chain is so long"):
        Machine.load(306, {"0x" + "11" * (MAX_KEY_BYTES + 1): "0x00"})


def test_an_unknown_revision_is_refused():
    with pytest.raises(VectorError, match="revision 305 is not specified; these are: 306"):
        Machine.load(305, {})
    assert Machine.load(R306, {}).chain.revision is R306


@pytest.mark.parametrize("bad", ["0X00", "00", "0x0", "0xAB", "0x0g", "0x00 00", "", "0x00\n", 5, None])
def test_what_is_no_hex_is_refused(bad):
    assert not is_hex(bad)
    with pytest.raises(VectorError, match="is no 0x-hex; write whole bytes in lower-case hex"):
        decode_state({"0x00": bad})
    if isinstance(bad, str):
        with pytest.raises(VectorError, match="is no 0x-hex"):
            decode_state({bad: "0x00"})
        with pytest.raises(VectorError, match="is no 0x-hex"):
            from_hex(bad)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.binary(max_size=80), st.binary(max_size=80), max_size=12))
def test_a_state_comes_back_in_the_order_of_its_keys(state):
    machine = Machine.load(306, {to_hex(key): to_hex(value) for key, value in state.items()})
    assert machine.state == {to_hex(key): to_hex(value) for key, value in state.items()}
    assert list(machine.state) == sorted(machine.state)
    assert decode_state(machine.state) == state


def test_origins_are_read():
    assert read_origin("root") != read_origin("none")
    assert read_origin(Signed("0x" + "11" * 32)) != read_origin(Signed("0x" + "12" * 32))
    for bad in ("0x", "0x11", "0x" + "11" * 33):
        with pytest.raises(VectorError, match="bytes signs; give 32 bytes"):
            read_origin(Signed(bad))


def test_a_bad_origin_is_the_chains_answer(prepared):
    machine, alice = prepared
    call = TransferAllowDeath(Id(alice.account), TaoBalance(1))
    assert isinstance(machine.make(machine.write_call(call, "root")).error, BadOrigin)


def test_genesis_is_a_machine():
    machine = Machine.genesis(306, {})
    assert machine.state and machine.chain.number == 0
    with pytest.raises(VectorError, match="revision 1 is not specified"):
        Machine.genesis(1, {})
