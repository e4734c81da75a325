"""The weight of every call: a joint account makes it under a bound that just holds, and under none that is less by one.

Each call stands inside `Sudo.sudo`, which adds a fixed weight and refuses whoever is not the sudo key: so nothing but the bound
decides, and no call does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.accounts.multisig import Board, now
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import Burn, UpgradeAccounts
from tao_spec.interface.accounts.multisig import (
    ApproveAsMulti,
    AsMulti,
    AsMultiThreshold1,
    CancelAsMulti,
    PokeDeposit,
)
from tao_spec.interface.accounts.proxy import Proxy
from tao_spec.interface.accounts.system import (
    Id,
    KillPrefix,
    KillStorage,
    Remark,
    RemarkWithEvent,
    SetStorage,
    Weight,
)
from tao_spec.interface.accounts.utility import Batch, BatchAll, ForceBatch
from tao_spec.interface.governance.collective import Close, Execute, Propose, SetMembers
from tao_spec.interface.governance.membership import ResetSenate, ResetTriumvirate
from tao_spec.interface.governance.preimage import EnsureUpdated, NotePreimage
from tao_spec.interface.governance.sudo import Sudo
from tao_spec.interface.messages import Call
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.interface.runtime import Interface
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.fixed_weights import FREE_CALLS
from tao_spec.transition.rules import Unsupported
from tao_spec.transition.weights_of_calls import get_call_weight
from tao_spec.vectors.cases import Builder, Trace, account_named, case

LONGEST_BLANK = 600
"""So many zeros are enough for the arguments of any call."""

ANYBODY, SOMEBODY = sorted((account_named("anybody"), account_named("somebody")))
GREETING = Remark(b"a greeting")
BOUND = Weight(U64(7), U64(9))


def blank(interface: Interface, call: type[Call]) -> Call | None:
    """A call whose arguments are all zeros: nothing, nobody, no item, an empty remark; None where zeros make none."""
    head = bytes((call.PALLET.index, call.INDEX))
    for length in range(LONGEST_BLANK):
        try:
            return interface.decode_call(head + bytes(length))
        except ScaleError:
            continue
    return None


def _blanks(build: Builder, pallet: int | None = None) -> Iterator[Call]:
    """The blank calls of one pallet, or of all others than SubtensorModule."""
    interface = build.chain.revision.interface
    for call in interface.calls:
        is_meant = call.PALLET.index == pallet if pallet is not None else call.PALLET != SUBTENSOR
        found = blank(interface, call) if is_meant else None
        if found is not None and _has_weight(build, found):
            yield found


def _has_weight(build: Builder, call: Call) -> bool:
    """Whether the specification weighs a call; those of the consensus of blocks it does not."""
    try:
        return bool(get_call_weight(build.chain, call))
    except Unsupported:
        return False


def _weigh(build: Builder, calls: Iterable[Call]) -> Trace:
    """For each call: a time less by one, a proof less by one, and the very weight."""
    board, since = Board(build, "alice bob"), now(build)
    alice, bob = board.members
    held = [Sudo(call) for call in calls]
    for call in held:
        board.begins(alice, call, 0)
    for call in held:
        weight = get_call_weight(build.chain, call)
        yield board.approves(bob, call, since, Weight(U64(weight.ref_time - 1), weight.proof_size))
        yield board.approves(bob, call, since, Weight(weight.ref_time, U64(weight.proof_size - 1)))
        yield board.approves(bob, call, since, weight)


@case(rules=["COST-1", "COST-2", "MULTI-8"], errors=["MaxWeightTooLow"])
def of_the_frame(build: Builder) -> Trace:
    """Every call of every pallet but SubtensorModule, its arguments blank, fits its very weight and nothing less."""
    yield from _weigh(build, _blanks(build))


@case(rules=["COST-1", "COST-2", "MULTI-8"], errors=["MaxWeightTooLow"])
def of_subtensor(build: Builder) -> Trace:
    """Every call of SubtensorModule, its arguments blank, fits its very weight and nothing less."""
    yield from _weigh(build, _blanks(build, pallet=SUBTENSOR.index))


@case(rules=["COST-1", "COST-2", "MULTI-8"], errors=["MaxWeightTooLow"])
def of_what_is_counted(build: Builder) -> Trace:
    """A weight grows with what is counted: bytes, items, keys, accounts, members, signatories."""
    accounts = (ANYBODY, SOMEBODY)
    hashed = H256(bytes(32))
    counted: tuple[Call, ...] = (
        Remark(b"abc"),
        RemarkWithEvent(b"abc"),
        SetStorage(((b"a", b"b"), (b"c", b"d"))),
        KillStorage((b"a", b"b", b"c")),
        KillPrefix(b"a", U32(4)),
        UpgradeAccounts(accounts),
        Burn(TaoBalance(1), True),
        SetMembers(accounts, None, U32(5)),
        Propose(GREETING, U32(100), BlockNumber(5)),
        Execute(GREETING, U32(100)),
        Close(hashed, U32(0), BOUND, U32(100)),
        ResetTriumvirate(accounts),
        ResetSenate(accounts),
        NotePreimage(b"abc"),
        EnsureUpdated((hashed,)),
        CancelAsMulti(U16(2), accounts, now(build), hashed),
        PokeDeposit(U16(2), accounts, hashed),
        AsMulti(U16(2), accounts, None, GREETING, BOUND),
        ApproveAsMulti(U16(2), accounts, None, hashed, BOUND),
        AsMultiThreshold1(accounts, GREETING),
    )
    yield from _weigh(build, counted)


def _free(interface: Interface) -> list[Call]:
    """A blank of each call that is free for its sender."""
    calls = {(call.PALLET.name, call.NAME): call for call in interface.calls}
    named = [calls.get((pallet, name)) for pallet, names in FREE_CALLS.items() for name in sorted(names)]
    blanks = [blank(interface, call) for call in named if call is not None]
    return [call for call in blanks if call is not None]


@case(rules=["COST-2", "COST-3", "MULTI-8"], errors=["MaxWeightTooLow"])
def of_what_holds_calls(build: Builder) -> Trace:
    """A batch and a proxy count the calls in them that are paid for, and none that is free."""
    free = _free(build.chain.revision.interface)
    batches = [kind((GREETING, free[0], RemarkWithEvent(b"paid"))) for kind in (Batch, BatchAll, ForceBatch)]
    proxied = [Proxy(Id(ANYBODY), None, call) for call in (*free, GREETING)]
    yield from _weigh(build, [*batches, *proxied])
