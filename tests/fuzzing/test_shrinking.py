from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import I64, U64
from tao_spec.fuzz.causes import kind_of
from tao_spec.fuzz.shrinking import HEIGHT, Shrinker, Small, lesser, minimize
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.accounts.utility import Batch
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.format import BlocksStep, Outcome
from tests.fuzzing.clients import opponent
from tests.fuzzing.scenes import REMARK, STATE, loses_a_change, machine, step, transfer


def shrink(lie, steps):
    """Find the first difference of a client on a trace, and make it small."""
    client, spec = opponent(lie), machine()
    for number, made in enumerate(steps):
        before = dict(spec.chain.store.state)
        _, clash = client.duel(spec, made)
        if clash is not None:
            kind = kind_of(before, R306, made, clash)
            return Shrinker(client, R306, kind).shrink(STATE, steps[: number + 1]), kind
    raise AssertionError("no difference")


def refuses_more_than(bound):
    def lie(request, reply):
        call = request["step"].get("call", {})
        refuses = "value" in call.get("args", {}) and int(call["args"]["value"]) > bound
        return {"result": "BadOrigin", "events": [], "changes": {}} if refuses else reply

    return lie


def test_sixty_steps_become_one_with_the_least_argument_on_the_fewest_keys():
    steps = [transfer(10 * number, account_named(name)) for number in range(1, 21) for name in ("bob", "carol", "dave")]
    small, kind = shrink(refuses_more_than(147), steps)
    assert [made.call.args["value"] for made in small.steps] == [148]
    assert kind.what == "ok, not BadOrigin"
    # The height, the giver, the taker; and the issuance, which would change with dust.
    assert HEIGHT in small.state and len(small.state) <= 4 < len(STATE)


def test_a_client_that_remembers_keeps_the_steps_that_it_remembers():
    seen = []

    def lie(request, reply):
        seen.append(request["step"].get("call", {}).get("args", {}).get("remark"))
        if request["step"].get("blocks"):
            return reply
        hides = "0x73" in seen and reply["changes"]
        return {"result": "Exhausted", "events": [], "changes": {}} if hides else reply

    client = opponent(lie)
    load = client.load

    def forgets(state):
        seen.clear()
        load(state)

    client.load = forgets
    steps = [REMARK, transfer(9), step(Remark(b"s")), REMARK, BlocksStep(2, Outcome("ok")), REMARK, transfer(7)]
    spec = machine()
    for made in steps:
        before = dict(spec.chain.store.state)
        _, clash = client.duel(spec, made)
    small = Shrinker(client, R306, kind_of(before, R306, steps[-1], clash)).shrink(STATE, steps)
    assert [made.label for made in small.steps] == ["System.remark", "Balances.transfer_allow_death"]
    assert small.steps[0].call.args == {"remark": "0x73"}


def test_many_blocks_become_the_one_after_which_the_two_differ():
    key = "0x" + HEIGHT.hex()

    def lie(request, reply):
        if reply["changes"].get(key, "0x") >= "0xf1":
            del reply["changes"][key]
        return reply

    small, _ = shrink(lie, [BlocksStep(20, Outcome("ok"))])
    assert [made.blocks for made in small.steps] == [1]
    assert int.from_bytes(small.state[HEIGHT], "little") % 256 == 0xF0


def test_a_call_takes_the_place_of_the_one_around_it():
    batch = Batch((Remark(b"long words"), Remark(b"other words")))

    def lie(request, reply):
        return reply | {"result": "Unavailable"} if "0x" in str(request["step"]["call"]) else reply

    small, _ = shrink(lie, [step(batch)])
    assert small.steps[0].call.label == "System.remark" and small.steps[0].call.args == {"remark": "0x"}


def test_what_does_not_come_again_is_not_made_small():
    once = []

    def lie(request, reply):
        once.append(1)
        return loses_a_change(request, reply) if len(once) == 1 else reply

    assert shrink(lie, [transfer(5)])[0] is None


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_exactly_the_parts_that_are_needed_remain(needed, size):
    parts = list(range(max([size, *needed]) + 1))

    def keeps(some):
        return Small({}, tuple(some), None, 0) if needed <= set(some) else None

    found = minimize(parts, keeps)
    assert set(found.steps if found else parts) == needed or (found is None and set(parts) == needed)


@given(st.integers(0, U64.MAX))
def test_a_number_is_found_in_as_many_trials_as_twice_its_digits_squared(wanted):
    value, trials = U64(U64.MAX), 0
    while True:
        for less in lesser(value):
            trials += 1
            if less >= wanted:
                value = less
                break
        else:
            break
    assert value == wanted and trials <= 64 * 65


def test_lesser_values_are_of_the_same_kind():
    assert list(lesser(I64(-3))) == [0, -2] and list(lesser(U64(0))) == []
    assert list(lesser(True)) == [False] and list(lesser(False)) == []
    assert list(lesser(b"abcd")) == [b"", b"ab", b"abc"]
    assert list(lesser((U64(1), U64(0)))) == [(0,), (1,), (0, 0)]
    assert list(lesser(Id(AccountId(b"a" * 32)))) == []
    assert Remark(b"") in list(lesser(Batch((Remark(b""),))))
