from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.crowdloans import (
    AlreadyFinalized,
    BlockDurationTooLong,
    BlockDurationTooShort,
    CannotEndInPast,
    CapTooLow,
    CapUpdated,
    CrowdloanId,
    EndUpdated,
    Finalize,
    InvalidCrowdloanId,
    InvalidOrigin,
    MinContributionUpdated,
    MinimumContributionTooLow,
    UpdateCap,
    UpdateEnd,
    UpdateMinContribution,
)
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.transition.crowdloans.terms import (
    MAXIMUM_BLOCK_DURATION,
    MINIMUM_BLOCK_DURATION,
    compute_funds_account,
    ensure_valid_end,
    get_crowdloan,
    get_open_crowdloan,
    get_open_crowdloan_of,
)
from tao_spec.transition.origin import ROOT, signed
from tests.transition.chains import genesis
from tests.transition.crowdloans.build import ALICE, BOB, LEAST, LOAN, TARGET, filled, loan, make, opened


def test_the_account_of_a_crowdloan_names_it() -> None:
    assert compute_funds_account(CrowdloanId(258)).hex() == "6d6f646c62742f636c6f616e02010000" + "00" * 16


@given(st.sets(st.integers(0, 2**32 - 1), min_size=2))
@settings(deadline=None, max_examples=50)
def test_each_crowdloan_has_its_own_account(numbers: set[int]) -> None:
    assert len({compute_funds_account(CrowdloanId(number)) for number in numbers}) == len(numbers)


@given(now=st.integers(1, 2**31), after=st.integers(-(2**31), 2**31))
@settings(deadline=None, max_examples=200)
def test_an_end_is_allowed_where_both_bounds_are_kept(now: int, after: int) -> None:
    chain, end = genesis(now), BlockNumber.saturate(now + after)
    try:
        ensure_valid_end(chain, end)
    except DispatchError as error:
        late = BlockDurationTooShort if end < now + MINIMUM_BLOCK_DURATION else BlockDurationTooLong
        assert isinstance(error, CannotEndInPast if end <= now else late)
    else:
        assert now + MINIMUM_BLOCK_DURATION <= end <= now + MAXIMUM_BLOCK_DURATION


def test_who_asks_is_told_what_is_wrong_first() -> None:
    chain = filled(target=TARGET)
    with pytest.raises(BadOrigin):
        get_open_crowdloan_of(chain, ROOT, CrowdloanId(7))
    with pytest.raises(InvalidCrowdloanId):
        get_open_crowdloan_of(chain, signed(BOB), CrowdloanId(7))
    with pytest.raises(InvalidOrigin):
        get_open_crowdloan_of(chain, signed(BOB), LOAN)
    assert get_open_crowdloan_of(chain, signed(ALICE), LOAN) == get_open_crowdloan(chain, LOAN)
    make(chain, ALICE, Finalize(LOAN))
    with pytest.raises(AlreadyFinalized):
        get_open_crowdloan_of(chain, signed(BOB), LOAN)
    assert get_crowdloan(chain, LOAN).finalized


def test_a_creator_changes_the_terms_and_nothing_else() -> None:
    chain = opened([(BOB, tao(5))])
    before = loan(chain)
    chain.commit()
    make(
        chain,
        ALICE,
        UpdateMinContribution(LOAN, TaoBalance(tao(1))),
        UpdateEnd(LOAN, BlockNumber(60_000)),
        UpdateCap(LOAN, TaoBalance(tao(15))),
    )
    after = loan(chain)
    assert (after.min_contribution, after.end, after.cap) == (tao(1), 60_000, tao(15))
    untouched = ("creator", "deposit", "funds_account", "raised", "target_address", "call", "finalized")
    assert all(getattr(before, name) == getattr(after, name) for name in untouched)
    assert chain.events == [
        MinContributionUpdated(LOAN, tao(1)),
        EndUpdated(LOAN, BlockNumber(60_000)),
        CapUpdated(LOAN, tao(15)),
    ]


def test_terms_have_bounds() -> None:
    chain = opened([(BOB, tao(5))])
    with pytest.raises(MinimumContributionTooLow):
        make(chain, ALICE, UpdateMinContribution(LOAN, TaoBalance(LEAST - 1)))
    with pytest.raises(CannotEndInPast):
        make(chain, ALICE, UpdateEnd(LOAN, BlockNumber(1)))
    with pytest.raises(CapTooLow):
        make(chain, ALICE, UpdateCap(LOAN, TaoBalance(tao(15) - 1)))
