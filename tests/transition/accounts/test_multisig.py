import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import TransferKeepAlive
from tao_spec.interface.accounts.multisig import (
    AlreadyApproved,
    DepositPoked,
    MaxWeightTooLow,
    MinimumThreshold,
    MultisigExecuted,
    NewMultisig,
    NotFound,
    NoTimepoint,
    NotOwner,
    SenderInSignatories,
    SignatoriesOutOfOrder,
    Timepoint,
    TooFewSignatories,
    TooManySignatories,
    UnexpectedTimepoint,
    WrongTimepoint,
)
from tao_spec.interface.accounts.system import Id, Remark, Weight
from tao_spec.interface.errors import BadOrigin, FundsUnavailable
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import Multisig
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.multisig import (
    approve_as_multi,
    as_multi,
    as_multi_threshold_1,
    cancel_as_multi,
    compute_joint_account,
    compute_operation_deposit,
    get_joint_account,
    get_signatories,
    is_approval_wanted,
    poke_deposit,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.weights_of_calls import get_call_weight
from tests.transition.accounts.build import ALICE, BOB, CAROL, GHOST, amounts, chain_of, info, refusal, tell

FREE = 10**12
AMPLE, NONE = Weight(U64(10**13), U64(10**9)), Weight(U64(0), U64(0))
BOARD = (ALICE, BOB, CAROL)
TWO = U16(2)
SINCE = Timepoint(chain_of().number, U32(0))
CALL = Remark(b"hello")


@pytest.fixture
def chain() -> Chain:
    """Alice, Bob and Carol hold 1,000 TAO each."""
    return chain_of({member: info(FREE) for member in BOARD})


def others(who: AccountId) -> tuple[AccountId, ...]:
    return tuple(member for member in BOARD if member != who)


def hash_of(chain: Chain, call: Call = CALL) -> H256:
    return H256(blake2_256(chain.revision.interface.encode_call(call)))


def approve(
    chain: Chain, who: AccountId, since: Timepoint | None = None, weight: Weight = AMPLE, call: Call = CALL
) -> None:
    as_multi(chain, signed(who), TWO, others(who), since, call, weight)


def approve_hash(chain: Chain, who: AccountId, since: Timepoint | None = None) -> None:
    approve_as_multi(chain, signed(who), TWO, others(who), since, hash_of(chain), NONE)


accounts = st.binary(min_size=32, max_size=32).map(AccountId)


@given(st.sets(accounts, min_size=2, max_size=8), st.data())
def test_whoever_of_them_signs_the_signatories_are_the_same(members: set[AccountId], data: st.DataObject) -> None:
    ordered = tuple(sorted(members))
    who = data.draw(st.sampled_from(ordered))
    assert get_signatories(who, tuple(member for member in ordered if member != who)) == ordered


@pytest.mark.parametrize(
    ("given_others", "error"),
    [
        ((), TooFewSignatories),
        ((ALICE, CAROL), None),
        ((CAROL, ALICE), SignatoriesOutOfOrder),
        ((ALICE, ALICE), SignatoriesOutOfOrder),
        ((ALICE, BOB), SenderInSignatories),
        ((BOB, ALICE), SenderInSignatories),
        ((CAROL, BOB), SignatoriesOutOfOrder),
    ],
)
def test_signatories_are_checked_from_the_least_on(given_others: tuple[AccountId, ...], error: type | None) -> None:
    assert refusal(get_signatories, BOB, given_others) is error


def test_a_hundred_signatories_are_the_most() -> None:
    many = tuple(AccountId(number.to_bytes(32, "big")) for number in range(100))
    assert refusal(get_signatories, GHOST, many) is TooManySignatories
    assert len(get_signatories(GHOST, many[1:])) == 100


def test_the_threshold_tells_joint_accounts_apart() -> None:
    assert len({compute_joint_account(BOARD, U16(threshold)) for threshold in range(5)}) == 5
    assert refusal(get_joint_account, ALICE, U16(1), ()) is MinimumThreshold
    assert get_joint_account(BOB, TWO, (ALICE, CAROL)) == compute_joint_account(BOARD, TWO)


def test_an_operation_costs_a_base_and_a_share_for_each_approval() -> None:
    assert [compute_operation_deposit(U16(n)) for n in (2, 3, 65_535)] == [196_000_000, 228_000_000, 2_097_252_000_000]


def test_two_of_three_make_a_call_and_the_deposit_goes_back(chain: Chain) -> None:
    joint = compute_joint_account(BOARD, TWO)
    approve(chain, BOB)
    assert tell(chain)[-1] == NewMultisig(BOB, joint, hash_of(chain))
    assert amounts(chain, BOB) == (FREE - 196_000_000, 196_000_000, 0)
    approve(chain, CAROL, SINCE)
    assert tell(chain)[-1] == MultisigExecuted(CAROL, SINCE, joint, hash_of(chain), None)
    assert amounts(chain, BOB) == (FREE, 0, 0)
    assert (joint, hash_of(chain)) not in chain.accounts.multisigs


def test_the_outcome_is_told(chain: Chain) -> None:
    call = TransferKeepAlive(Id(BOB), TaoBalance(1_000))
    approve(chain, BOB, call=call)
    approve(chain, CAROL, SINCE, call=call)
    assert tell(chain)[-1].result == FundsUnavailable()  # type: ignore[attr-defined]


def test_by_hash_it_is_never_made_and_whoever_gives_the_call_then_makes_it(chain: Chain) -> None:
    approve_hash(chain, ALICE)
    approve_hash(chain, BOB, SINCE)
    assert refusal(approve_hash, chain, CAROL, SINCE) is AlreadyApproved
    approve(chain, ALICE, SINCE)
    assert isinstance(tell(chain)[-1], MultisigExecuted)


def test_nobody_approves_twice(chain: Chain) -> None:
    approve(chain, ALICE)
    assert refusal(approve, chain, ALICE, SINCE) is AlreadyApproved
    assert refusal(approve_hash, chain, ALICE, SINCE) is AlreadyApproved


@given(st.sets(st.sampled_from(BOARD)), st.sampled_from(BOARD), st.integers(2, 4))
def test_an_approval_counts_once_and_while_it_is_needed(given_by: set[AccountId], who: AccountId, needed: int) -> None:
    standing = Multisig(SINCE, TaoBalance(0), ALICE, tuple(sorted(given_by)))
    assert is_approval_wanted(standing, who, U16(needed)) is (who not in given_by and len(given_by) < needed)


def test_the_timepoint_is_given_when_there_is_one(chain: Chain) -> None:
    assert refusal(approve, chain, ALICE, SINCE) is UnexpectedTimepoint
    approve(chain, ALICE)
    assert refusal(approve, chain, BOB) is NoTimepoint
    assert refusal(approve, chain, BOB, Timepoint(SINCE.height, U32(1))) is WrongTimepoint


@pytest.mark.parametrize(("time", "proof"), [(0, 0), (1, 0), (0, 1)])
def test_a_call_may_weigh_as_much_as_is_given(chain: Chain, time: int, proof: int) -> None:
    call = TransferKeepAlive(Id(BOB), TaoBalance(1))
    exact = get_call_weight(chain, call)
    bound = Weight(U64(exact.ref_time - time), U64(exact.proof_size - proof))
    approve(chain, ALICE, weight=NONE, call=call)
    assert refusal(approve, chain, BOB, SINCE, bound, call) is (MaxWeightTooLow if time or proof else None)


def test_any_one_makes_a_call_where_one_suffices(chain: Chain) -> None:
    call = TransferKeepAlive(Id(BOB), TaoBalance(1_000))
    chain.accounts.account[compute_joint_account(BOARD, U16(1))] = info(5_000)
    assert refusal(as_multi_threshold_1, chain, signed(BOB), others(BOB), call) is None
    assert amounts(chain, BOB)[0] == FREE + 1_000
    assert refusal(as_multi_threshold_1, chain, ROOT, others(BOB), call) is BadOrigin


def test_only_whoever_began_gives_up(chain: Chain) -> None:
    def cancel(who: AccountId, since: Timepoint = SINCE) -> type | None:
        return refusal(cancel_as_multi, chain, signed(who), TWO, others(who), since, hash_of(chain))

    assert cancel(ALICE) is NotFound
    approve(chain, ALICE)
    assert cancel(BOB, Timepoint(SINCE.height, U32(1))) is WrongTimepoint
    assert cancel(BOB) is NotOwner
    assert cancel(ALICE) is None
    assert amounts(chain, ALICE) == (FREE, 0, 0)
    assert cancel(ALICE) is NotFound


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**9))
def test_a_deposit_is_brought_up_to_date(former: int) -> None:
    chain = chain_of({ALICE: info(FREE, reserved=former)})
    key = (compute_joint_account(BOARD, TWO), hash_of(chain))
    chain.accounts.multisigs[key] = Multisig(SINCE, TaoBalance(former), ALICE, (ALICE,))
    poke_deposit(chain, signed(ALICE), TWO, others(ALICE), hash_of(chain))
    assert amounts(chain, ALICE) == (FREE + former - 196_000_000, 196_000_000, 0)
    changed = DepositPoked(ALICE, hash_of(chain), TaoBalance(former), TaoBalance(196_000_000))
    assert tell(chain)[-1:] == ([] if former == 196_000_000 else [changed])
    assert refusal(poke_deposit, chain, signed(BOB), TWO, others(BOB), hash_of(chain)) is NotOwner
    assert refusal(poke_deposit, chain, signed(BOB), TWO, others(BOB), H256()) is NotFound
