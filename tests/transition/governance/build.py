"""Chains with a triumvirate and a senate for the tests of governance, and what stands in them."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.governance.scheduler import Period, TaskName
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, OriginCaller, Root
from tao_spec.revisions.r306 import R306
from tao_spec.state.governance import Scheduled
from tao_spec.state.stored_call import Inline, StoredCall
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.references import add_provider
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tests.transition.chains import account, genesis

NOW = BlockNumber(100)
NEXT = BlockNumber(101)
TRIUMVIRS = tuple(account(number) for number in (1, 2, 3))
SENATORS = tuple(account(number) for number in (11, 12, 13, 14, 15))
STRANGER = account(99)
NAME = TaskName(b"a task".ljust(32))

SHORT = Remark(b"short")
LONG = Remark(bytes(200))


def encode(call: Call) -> bytes:
    """The SCALE bytes of a call."""
    return R306.interface.encode_call(call)


def hash_of(data: bytes) -> H256:
    """The Blake2b hash of data."""
    return H256(blake2_256(data))


def assembly(revision: Revision = R306, triumvirs: int = 3, senators: int = 5) -> Chain:
    """A chain at block 100 with a triumvirate and a senate, whose owners have the numbers of their hotkeys and 100 more."""
    chain = genesis(NOW, revision)
    governance = chain.governance
    governance.members.value = governance.triumvirate_members.value = TRIUMVIRS[:triumvirs]
    governance.senate_members.value = SENATORS[:senators]
    for senator in SENATORS:
        chain.keys.owner[senator] = owner_of(senator)
    chain.commit()
    return chain


def owner_of(senator: AccountId) -> AccountId:
    """The account that owns a senator."""
    return account(senator[0] + 100)


def endow(chain: Chain, who: AccountId, free: int = tao(10), reserved: int = 0) -> None:
    """Let an account exist and hold TAO, in rao."""
    add_provider(chain, who)
    info = chain.accounts.account[who]
    data = replace(info.data, free=TaoBalance(free), reserved=TaoBalance(reserved))
    chain.accounts.account[who] = replace(info, consumers=U32(bool(reserved)), data=data)


def task(
    call: Call | StoredCall = SHORT,
    priority: int = 63,
    name: TaskName | None = None,
    periodic: Period | None = None,
    origin: OriginCaller | None = None,
) -> Scheduled:
    """A task as storage has it."""
    stored = Inline(encode(call)) if isinstance(call, Call) else call
    return Scheduled(name, U8(priority), stored, periodic, origin or FromSystem(Root()))
