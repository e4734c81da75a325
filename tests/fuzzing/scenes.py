"""Small scenes: genesis, a transfer that goes well, and what a client could get wrong about it."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.fuzz.corpus import genesis
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import Machine, decode_state, to_hex

STATE = decode_state(genesis(R306).state)
ALICE, BOB = account_named("alice"), account_named("bob")


def machine(state=STATE):
    return Machine(Chain(state, R306))


def step(call):
    return machine({}).write_call(call, Signed(to_hex(ALICE)))


def transfer(value, to=BOB):
    return step(TransferAllowDeath(Id(to), TaoBalance(value)))


REMARK = step(Remark(b"nothing"))


def loses_a_change(request, reply):
    """Forgets the last key that a transfer changed."""
    if reply["changes"] and "transfer" in str(request):
        reply["changes"].popitem()
    return reply


def refuses(request, reply):
    """Refuses every transfer."""
    if "transfer" in str(request):
        return {"result": {"token": "FundsUnavailable"}, "events": [], "changes": {}}
    return reply


def tells_less(request, reply):
    """Leaves the last event of a transfer out."""
    if reply["events"] and "transfer" in str(request):
        reply["events"].pop()
    return reply
