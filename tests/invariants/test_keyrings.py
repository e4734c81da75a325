from collections.abc import Callable

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts.balances import ForceUnreserve
from tao_spec.interface.accounts.multisig import ApproveAsMulti, Timepoint
from tao_spec.interface.accounts.proxy import AddProxy, Announce, ProxyType
from tao_spec.interface.accounts.system import Id, Weight
from tao_spec.interface.messages import Call
from tao_spec.invariants.frame import Verdict, Watch
from tao_spec.state.accounts import Announcement, Multisig, ProxyDefinition
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.invariants.build import ALICE, BOB, CAROL, account, chain_of, ids, make, step_by_hand

FREE = 10**12
PROXY = ProxyDefinition(BOB, ProxyType.Any, BlockNumber(0))
ANNOUNCED = Announcement(ALICE, H256(), BlockNumber(1))
SINCE = Timepoint(BlockNumber(1), U32(0))


def operation(approvals: int, deposit: int = 196_000_000) -> Multisig:
    return Multisig(SINCE, TaoBalance(deposit), ALICE, (ALICE, BOB, CAROL)[:approvals])


def put_proxies(count: int, deposit: int) -> Callable[[Chain], None]:
    proxies = tuple(ProxyDefinition(BOB, ProxyType.Any, BlockNumber(delay)) for delay in range(count))
    return lambda chain: chain.accounts.proxies.__setitem__(ALICE, (proxies, TaoBalance(deposit)))


def put_announcements(count: int, deposit: int) -> Callable[[Chain], None]:
    return lambda chain: chain.accounts.announcements.__setitem__(BOB, ((ANNOUNCED,) * count, TaoBalance(deposit)))


def put_operation(made: Multisig) -> Callable[[Chain], None]:
    return lambda chain: chain.accounts.multisigs.__setitem__((CAROL, H256()), made)


@pytest.fixture
def chain() -> Chain:
    """Alice has much reserved."""
    return chain_of({ALICE: account(FREE, reserved=FREE), BOB: account(FREE)})


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (put_proxies(1, 93_000_000), []),
        (put_proxies(2, 93_000_000), ["INV-31"]),
        (put_proxies(0, 93_000_000), []),
        (put_proxies(0, 0), ["INV-31"]),
        (put_announcements(1, 104_000_000), []),
        (put_announcements(2, 104_000_001), ["INV-32"]),
        (put_announcements(0, 0), ["INV-32"]),
        (put_operation(operation(2)), []),
        (put_operation(operation(3)), ["INV-33"]),
        (put_operation(operation(3, 228_000_000)), []),
        (put_operation(operation(1, 2 * FREE)), ["INV-30"]),
    ],
)
def test_what_stands_is_paid_for_and_reserved(chain: Chain, change: Callable[[Chain], None], broken: list[str]) -> None:
    call = AddProxy(Id(BOB), ProxyType.Any, BlockNumber(0))
    assert ids(step_by_hand(chain, change, call=call)[1]) == broken


@pytest.mark.parametrize(
    "call",
    [
        AddProxy(Id(BOB), ProxyType.Any, BlockNumber(0)),
        ApproveAsMulti(U16(2), (BOB,), None, H256(), Weight(U32(0), U32(0))),  # type: ignore[arg-type]
    ],
)
def test_calls_keep_them(chain: Chain, call: Call) -> None:
    watch = Watch(chain)
    assert make(chain, watch, signed(ALICE), call) == []
    assert make(chain, watch, signed(BOB), Announce(Id(ALICE), H256())) == []
    assert sum(watch.summary[id][Verdict.HOLDS] for id in ("INV-31", "INV-32", "INV-33")) >= 1


def test_root_frees_a_deposit_and_is_excused() -> None:
    chain = chain_of({ALICE: account(FREE), BOB: account(FREE)})
    watch = Watch(chain)
    make(chain, watch, signed(ALICE), AddProxy(Id(BOB), ProxyType.Any, BlockNumber(0)))
    assert make(chain, watch, ROOT, ForceUnreserve(Id(ALICE), TaoBalance(1))) == []
    assert [(v.invariant.id, v.excuse and v.excuse.id) for v in watch.excused] == [
        ("INV-30", "Balances.force_unreserve")
    ]
    found = watch.excused[0].finding
    assert (found.found, found.expected) == (92_999_999, 93_000_000)


def test_nobody_else_frees_a_deposit() -> None:
    chain = chain_of({ALICE: account(FREE), BOB: account(FREE)})
    watch = Watch(chain)
    make(chain, watch, signed(ALICE), AddProxy(Id(BOB), ProxyType.Any, BlockNumber(0)))
    free = AddProxy(Id(CAROL), ProxyType.Any, BlockNumber(0))
    chain.accounts.account[ALICE] = account(FREE, reserved=92_999_999)
    outcome = chain.commit()
    assert "INV-30" in ids(watch.after(outcome, free))
