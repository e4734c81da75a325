import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import Burn, Burned, ForceSetBalance
from tao_spec.interface.accounts.system import CallFiltered, Id, Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import (
    AsDerivative,
    Batch,
    BatchAll,
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    DispatchedAs,
    ForceBatch,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
)
from tao_spec.interface.errors import BadOrigin, FundsUnavailable
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import (
    FromSystem,
    FromTriumvirate,
    Member,
    Members,
    Nobody,
    OriginCaller,
    Phantom,
    Root,
    Signed,
)
from tao_spec.transition.accounts.utility import (
    as_derivative,
    batch,
    batch_all,
    compute_derivative_account,
    dispatch_as,
    ensure_batch,
    force_batch,
    with_weight,
)
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.accounts.build import ALICE, BOB, amounts, chain_of, info, refusal, tell

NO_WEIGHT = Weight(U64(0), U64(0))


def burn(amount: int) -> Burn:
    return Burn(TaoBalance(amount), keep_alive=True)


GOOD, BAD = burn(1), burn(10**6)
TOLD = [Burned(ALICE, TaoBalance(1)), ItemCompleted()]


def test_a_batch_stops_at_the_first_refusal() -> None:
    chain = chain_of({ALICE: info(10_000)})
    batch(chain, signed(ALICE), (GOOD, BAD, GOOD))
    assert tell(chain) == [*TOLD, BatchInterrupted(U32(1), FundsUnavailable())]


def test_a_batch_of_all_or_none_is_refused_with_its_first_refusal() -> None:
    chain = chain_of({ALICE: info(10_000)})
    assert try_dispatch(chain, signed(ALICE), BatchAll((GOOD, BAD, GOOD))) == FundsUnavailable()
    assert chain.commit() == chain_of().commit()


def test_a_forced_batch_goes_on() -> None:
    chain = chain_of({ALICE: info(10_000)})
    force_batch(chain, signed(ALICE), (GOOD, BAD, GOOD))
    assert tell(chain) == [*TOLD, ItemFailed(FundsUnavailable()), *TOLD, BatchCompletedWithErrors()]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.booleans(), max_size=8))
def test_the_three_batches_differ_only_in_what_a_refusal_does(goes_well: list[bool]) -> None:
    calls = tuple(GOOD if well else BAD for well in goes_well)
    burned = {}
    for kind in (Batch, BatchAll, ForceBatch):
        chain = chain_of({ALICE: info(10_000)})
        try_dispatch(chain, signed(ALICE), kind(calls))
        burned[kind] = 10_000 - amounts(chain, ALICE)[0]
    first_bad = goes_well.index(False) if False in goes_well else len(goes_well)
    assert burned == {Batch: first_bad, BatchAll: len(calls) * all(goes_well), ForceBatch: sum(goes_well)}


def test_an_empty_batch_goes_well() -> None:
    chain = chain_of()
    for kind in (batch, batch_all, force_batch):
        kind(chain, signed(ALICE), ())
    assert tell(chain) == [BatchCompleted()] * 3


def test_a_batch_takes_so_many_calls_and_any_caller_but_nobody() -> None:
    most = (Remark(b""),) * 10_922
    assert refusal(ensure_batch, ROOT, most) is None
    assert refusal(ensure_batch, ROOT, (*most, Remark(b""))) is TooManyCalls
    assert refusal(ensure_batch, NOBODY, (*most, Remark(b""))) is BadOrigin


@pytest.mark.parametrize("wrapped", [BatchAll(()), AsDerivative(U16(0), BatchAll(()))])
def test_a_batch_of_all_or_none_lets_no_other_through(wrapped: Call) -> None:
    chain = chain_of({ALICE: info(10_000)})
    assert refusal(batch_all, chain, signed(ALICE), (wrapped,)) is CallFiltered
    assert refusal(batch_all, chain, ROOT, (BatchAll(()),)) is None


def test_filters_follow_into_a_derivative() -> None:
    chain = chain_of({ALICE: info(10_000)})
    origin = signed(ALICE).filtered(lambda call: not isinstance(call, Burn))
    assert refusal(as_derivative, chain, origin, U16(0), GOOD) is CallFiltered
    assert refusal(as_derivative, chain, origin, U16(0), Remark(b"")) is None
    assert refusal(as_derivative, chain, ROOT, U16(0), Remark(b"")) is BadOrigin


@given(st.integers(0, 2**16 - 1), st.integers(0, 2**16 - 1))
def test_every_index_has_its_own_derivative(one: int, two: int) -> None:
    first, second = (compute_derivative_account(ALICE, U16(index)) for index in (one, two))
    assert (first == second) is (one == two)
    assert compute_derivative_account(BOB, U16(one)) != first


def test_root_lends_an_origin_past_the_filter_of_the_call_alone() -> None:
    chain, alice = chain_of({ALICE: info(10_000)}), FromSystem(Signed(ALICE))
    dispatch_as(chain, ROOT, alice, Batch((Batch(()),)))
    assert tell(chain) == [BatchCompleted(), ItemCompleted(), BatchCompleted(), DispatchedAs(None)]
    dispatch_as(chain, ROOT, alice, Batch((Batch((Batch(()),)),)))
    assert tell(chain) == [BatchInterrupted(U32(0), CallFiltered()), DispatchedAs(None)]


def test_a_lent_origin_is_the_caller() -> None:
    chain = chain_of({ALICE: info(10_000)})
    dispatch_as(chain, ROOT, FromTriumvirate(Members(U32(1), U32(3))), RemarkWithEvent(b""))
    dispatch_as(chain, ROOT, FromSystem(Signed(ALICE)), GOOD)
    assert tell(chain) == [DispatchedAs(BadOrigin()), TOLD[0], DispatchedAs(None)]
    assert refusal(dispatch_as, chain, signed(ALICE), FromSystem(Signed(ALICE)), GOOD) is BadOrigin


@pytest.mark.parametrize(
    "origin",
    [
        FromSystem(Root()),
        FromSystem(Nobody()),
        FromTriumvirate(Members(U32(2), U32(3))),
        FromTriumvirate(Member(ALICE)),
        FromTriumvirate(Phantom()),
    ],
)
def test_every_origin_can_be_taken_on(origin: OriginCaller) -> None:
    chain = chain_of()
    dispatch_as(chain, ROOT, origin, Remark(b""))
    assert chain.commit().events == (DispatchedAs(None),)


def test_a_named_weight_is_not_looked_at() -> None:
    chain = chain_of({ALICE: info(10_000)})
    with_weight(chain, ROOT, ForceSetBalance(Id(ALICE), TaoBalance(700)), NO_WEIGHT)
    assert amounts(chain, ALICE)[0] == 700
    assert refusal(with_weight, chain, ROOT, GOOD, NO_WEIGHT) is BadOrigin
    assert refusal(with_weight, chain, signed(ALICE), GOOD, NO_WEIGHT) is BadOrigin
