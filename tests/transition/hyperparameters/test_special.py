from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.consensus import AlphaHighTooLow, AlphaLowOutOfRange, LiquidAlphaDisabled
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.hyperparameters import (
    BondsMovingAverageMaxReached,
    PrecompileEnum,
    PrecompileUpdated,
    PublicKey,
    ScheduleGrandpaChange,
    SubnetDoesNotExist,
    SudoSetAlphaValues,
    SudoSetBondsMovingAverage,
    SudoSetEvmChainId,
    SudoSetNetworkMaxStake,
    SudoSetSnOwnerHotkey,
    SudoSetSubnetOwnerHotkey,
    SudoSetWeightsVersionKey,
    SudoToggleEvmPrecompile,
    SwapAuthorities,
)
from tao_spec.interface.messages import Call
from tao_spec.interface.subnets import SubnetNotExists
from tao_spec.state.subnets import SetSNOwnerHotkey
from tao_spec.transition import calls as _calls  # noqa: F401  (registers every answer)
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch, try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import account, closing, genesis

OWNER, STRANGER, HOTKEY = account(1), account(2), account(3)
SUBNET, UNKNOWN = NetUid(1), NetUid(99)
ZEROS = AccountId()


def chain_at(number: int, *closed: str) -> Chain:
    chain = genesis(number, closing(*closed))
    chain.subnets.subnet_owner[SUBNET] = OWNER
    chain.consensus.liquid_alpha_on[SUBNET] = True
    chain.commit()
    return chain


def test_an_owner_waits_five_tempos_before_the_next_version() -> None:
    chain, made = chain_at(10_000), SudoSetWeightsVersionKey(SUBNET, U64(1))
    chain.consensus.tempo[SUBNET] = U16(360)
    dispatch(chain, signed(OWNER), made)
    for number, refusal in ((10_000 + 1_799, TxRateLimitExceeded()), (10_000 + 1_800, None)):
        chain.accounts.number.value = BlockNumber(number)
        assert try_dispatch(chain, signed(OWNER), made) == refusal


def test_root_neither_waits_nor_makes_wait() -> None:
    chain, made = chain_at(10_000), SudoSetWeightsVersionKey(SUBNET, U64(1))
    dispatch(chain, ROOT, made)
    assert list(chain.delegation.transaction_key_last_block.items()) == []
    dispatch(chain, signed(OWNER), made)
    dispatch(chain, ROOT, made)
    assert dict(chain.delegation.transaction_key_last_block.items()) == {(OWNER, SUBNET, U16(4)): 10_000}


def test_the_version_is_of_a_subnet_that_exists() -> None:
    made = SudoSetWeightsVersionKey(UNKNOWN, U64(1))
    assert try_dispatch(chain_at(5), signed(OWNER), made) == BadOrigin()
    assert try_dispatch(chain_at(5), signed(ZEROS), made) == SubnetDoesNotExist()


def test_the_owner_keeps_to_a_bound_before_the_subnet_is_asked_for() -> None:
    chain = chain_at(5)
    for netuid, value, refusal in (
        (SUBNET, 975_000, None),
        (SUBNET, 975_001, BondsMovingAverageMaxReached()),
        (UNKNOWN, 975_001, BondsMovingAverageMaxReached()),
        (UNKNOWN, 975_000, SubnetDoesNotExist()),
    ):
        who = OWNER if netuid == SUBNET else ZEROS
        assert try_dispatch(chain, signed(who), SudoSetBondsMovingAverage(netuid, U64(value))) == refusal
    assert try_dispatch(chain, ROOT, SudoSetBondsMovingAverage(SUBNET, U64(U64.MAX))) is None


@settings(deadline=None, max_examples=60)
@given(st.integers(1_630, 1_650), st.integers(1_630, 1_650))
def test_the_bounds_of_liquid_alpha(low: int, high: int) -> None:
    refusal = try_dispatch(chain_at(5), signed(OWNER), SudoSetAlphaValues(SUBNET, U16(low), U16(high)))
    if high < 1_638:
        assert refusal == AlphaHighTooLow()
    else:
        assert refusal == (None if 1_638 <= low <= high else AlphaLowOutOfRange())


def test_root_sets_the_bounds_of_liquid_alpha_where_the_deviation_is_closed() -> None:
    made = SudoSetAlphaValues(SUBNET, U16(2_000), U16(3_000))
    assert try_dispatch(chain_at(5), ROOT, made) == BadOrigin()
    chain = chain_at(5, "KNOWN-81")
    dispatch(chain, ROOT, made)
    assert chain.consensus.alpha_values[SUBNET] == (2_000, 3_000)
    assert try_dispatch(chain, NOBODY, made) == BadOrigin()


def test_without_liquid_alpha_its_bounds_cannot_be_set() -> None:
    made = SudoSetAlphaValues(UNKNOWN, U16(2_000), U16(3_000))
    assert try_dispatch(chain_at(5), signed(ZEROS), made) == LiquidAlphaDisabled()


def test_the_owners_hotkey_is_set_once_a_week_by_root_or_owner() -> None:
    chain, made = chain_at(60_000), SudoSetSnOwnerHotkey(SUBNET, HOTKEY)
    last = chain.subnets.last_rate_limited_block
    for ago, refusal in ((50_399, TxRateLimitExceeded()), (50_400, None)):
        for origin in (ROOT, signed(OWNER)):
            last[SetSNOwnerHotkey(SUBNET)] = BlockHeight(60_000 - ago)
            assert try_dispatch(chain, origin, made) == refusal
    assert (chain.subnets.subnet_owner_hotkey[SUBNET], last[SetSNOwnerHotkey(SUBNET)]) == (HOTKEY, 60_000)
    assert chain.events == []
    assert try_dispatch(chain, ROOT, SudoSetSnOwnerHotkey(UNKNOWN, HOTKEY)) == SubnetNotExists()


def test_the_other_call_keeps_to_no_limit_until_the_deviation_is_closed() -> None:
    made = SudoSetSubnetOwnerHotkey(SUBNET, HOTKEY)
    for closed, second in (((), None), (("KNOWN-82",), TxRateLimitExceeded())):
        chain = chain_at(60_000, *closed)
        assert try_dispatch(chain, signed(OWNER), made) is None
        assert try_dispatch(chain, signed(OWNER), made) == second


def test_the_other_call_is_the_owners_alone() -> None:
    for netuid, who in ((SUBNET, OWNER), (UNKNOWN, ZEROS)):
        made, chain = SudoSetSubnetOwnerHotkey(netuid, HOTKEY), chain_at(5)
        for origin in (ROOT, NOBODY, signed(STRANGER)):
            assert try_dispatch(chain, origin, made) == BadOrigin()
        dispatch(chain, signed(who), made)
        assert chain.subnets.subnet_owner_hotkey[netuid] == HOTKEY
    chain = chain_at(5, "KNOWN-80")
    assert try_dispatch(chain, signed(ZEROS), SudoSetSubnetOwnerHotkey(UNKNOWN, HOTKEY)) == SubnetDoesNotExist()


def test_a_contract_that_is_so_already_is_not_told() -> None:
    chain = chain_at(5)
    for enabled in (True, False, False):
        dispatch(chain, ROOT, SudoToggleEvmPrecompile(PrecompileEnum.Alpha, enabled))
    assert chain.events == [PrecompileUpdated(PrecompileEnum.Alpha, False)]
    assert not chain.hyperparameters.precompile_enable[PrecompileEnum.Alpha]


CALLS: tuple[Call, ...] = (
    SwapAuthorities((PublicKey(b"a" * 32),)),
    SudoSetEvmChainId(U64(1)),
    SudoSetNetworkMaxStake(UNKNOWN, U64(1)),
)


@pytest.mark.parametrize("made", CALLS, ids=lambda made: made.NAME)
def test_what_the_state_does_not_hold_changes_nothing(made: Call) -> None:
    chain = chain_at(5)
    assert try_dispatch(chain, signed(OWNER), made) == BadOrigin()
    dispatch(chain, ROOT, made)
    assert (chain.events, chain.commit().changes) == ([], {})


def test_orders_of_finality_leave_nothing_in_the_modelled_state() -> None:
    made = ScheduleGrandpaChange(((PublicKey(b"a" * 32), U64(1)),), BlockNumber(1), None)
    chain = chain_at(5)
    assert try_dispatch(chain, NOBODY, made) == BadOrigin()
    dispatch(chain, ROOT, made)
    dispatch(chain, ROOT, made)
    assert (chain.events, chain.commit().changes) == ([], {})
