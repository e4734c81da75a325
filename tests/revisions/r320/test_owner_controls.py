from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.hyperparameters import SubnetDoesNotExist, SudoSetKappa, SudoSetTempo
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320 import owner_controls as controls
from tao_spec.revisions.r320.interface import (
    AdminActionProhibitedDuringWeightsWindow,
    MinAllowedUidsGreaterThanCurrentUids,
    MinAllowedUidsGreaterThanMaxAllowedUids,
    RecycleOrBurnEnum,
    ValueNotInBounds,
)
from tao_spec.revisions.r320.state import Hyperparameter as Setting
from tao_spec.revisions.r320.state import OwnerHyperparamUpdate, added
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.emission.epoch_schedule import compute_blocks_until_next_epoch
from tao_spec.transition.hyperparameters.registration import sudo_set_max_burn, sudo_set_min_burn
from tao_spec.transition.hyperparameters.special import sudo_set_weights_version_key
from tao_spec.transition.hyperparameters.subnets import sudo_set_subnet_limit
from tao_spec.transition.hyperparameters.table import TABLE, Who
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, genesis

OWNER, NEXT, STRANGER = account(1), account(2), account(3)
NOWHERE = NetUid(99)
TEMPO, START = U16(99), 10_000
KAPPA = controls.EpochsLimit(Setting.Kappa)


def owned(number: int = START, window: int = 0) -> Chain:
    chain = genesis(number, R320)
    chain.subnets.subnet_owner[FIRST] = OWNER
    chain.consensus.tempo[FIRST] = TEMPO
    added(chain).admin_freeze_window.value = U16(window)
    chain.commit()
    return chain


def change(chain: Chain, origin: Origin, error: type[DispatchError] | None = None) -> None:
    with controls.change_by_owner_or_root(chain, origin, FIRST, KAPPA):
        if error is not None:
            raise error


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 400), st.integers(0, 500))
def test_a_subnet_is_frozen_in_the_blocks_before_its_epoch(number: int, tempo: int, window: int) -> None:
    chain = owned(number, window)
    chain.consensus.tempo[FIRST] = U16(tempo)
    left = compute_blocks_until_next_epoch(FIRST, U16(tempo), BlockHeight(number))
    assert controls.is_in_admin_freeze_window(chain, FIRST) == (tempo > 0 and left < window)


@pytest.mark.parametrize("origin", [ROOT, signed(OWNER)])
def test_neither_root_nor_the_owner_changes_what_is_frozen(origin: Origin) -> None:
    assert refusal(change, owned(window=100), origin) is AdminActionProhibitedDuringWeightsWindow


@pytest.mark.parametrize("origin", [NOBODY, signed(STRANGER)])
def test_strangers_are_told_so_first(origin: Origin) -> None:
    assert refusal(change, owned(window=100), origin) is BadOrigin


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 3), st.integers(0, 400))
def test_an_owner_waits_so_many_tempos(epochs: int, passed: int) -> None:
    chain = owned()
    added(chain).owner_hyperparam_rate_limit.value = U16(epochs)
    change(chain, signed(OWNER))
    chain.accounts.number.value = BlockNumber(START + passed)
    expected = None if passed >= epochs * TEMPO else TxRateLimitExceeded
    assert refusal(change, chain, signed(OWNER)) is expected


def test_a_change_that_fails_or_is_roots_leaves_no_mark() -> None:
    chain = owned()
    assert refusal(change, chain, signed(OWNER), SubnetDoesNotExist) is SubnetDoesNotExist
    change(chain, ROOT)
    change(chain, ROOT)
    assert not list(added(chain).last_rate_limited_block.items())
    change(chain, signed(OWNER))
    key = OwnerHyperparamUpdate(FIRST, Setting.Kappa)
    assert list(added(chain).last_rate_limited_block.items()) == [(key, START)]


def test_a_new_owner_waits_for_the_old_one_with_settings_but_not_with_kinds() -> None:
    chain = owned()
    kind = controls.KindLimit(U16(9), lambda _chain, _netuid: U64(50))
    change(chain, signed(OWNER))
    with controls.change_by_owner_or_root(chain, signed(OWNER), FIRST, kind):
        pass
    chain.subnets.subnet_owner[FIRST] = NEXT
    assert refusal(change, chain, signed(NEXT)) is TxRateLimitExceeded
    assert kind.get_last(chain, FIRST, OWNER) == START
    assert not kind.get_last(chain, FIRST, NEXT)


def test_every_setting_has_a_limit_of_its_own() -> None:
    by_hand = {Setting.Unknown, Setting.BondsMovingAverage, Setting.AlphaValues, Setting.TransferEnabled}
    limits = list(controls.OWNERS_SETTINGS.values())
    assert len(limits) == len(set(limits)) and set(limits) | by_hand == set(Setting)


def test_what_owners_set_is_theirs_in_the_table_and_what_is_frozen_of_root_is_roots() -> None:
    rows = {call: controls.CHANGED_ROWS.get(call, entry.row) for call, entry in TABLE.items()}
    assert {rows[call].who for call in controls.OWNERS_SETTINGS if call in rows} == {Who.OWNER_OR_ROOT}
    assert {rows[call].who for call in controls.FROZEN_OF_ROOT if call in rows} == {Who.ROOT}


def test_roots_settings_are_frozen_too() -> None:
    chain = owned(window=100)
    assert refusal(dispatch, chain, signed(OWNER), SudoSetTempo(FIRST, U16(5))) is BadOrigin
    assert refusal(dispatch, chain, ROOT, SudoSetTempo(FIRST, U16(5))) is AdminActionProhibitedDuringWeightsWindow
    added(chain).admin_freeze_window.value = U16(0)
    assert refusal(dispatch, chain, ROOT, SudoSetKappa(NOWHERE, U16(5))) is SubnetDoesNotExist


@pytest.mark.parametrize(
    ("low", "high", "error"),
    [(10**9, 2 * 10**9, ValueNotInBounds), (10**9 - 1, 2 * 10**9, None), (5, 5, ValueNotInBounds), (4, 5, None)],
)
def test_the_least_cost_is_less_than_a_tao_and_the_greatest(low, high, error) -> None:
    chain = owned()
    chain.neurons.max_burn[FIRST] = TaoBalance(high)
    assert refusal(sudo_set_min_burn, chain, signed(OWNER), FIRST, TaoBalance(low)) is error


@pytest.mark.parametrize(
    ("low", "high", "error"),
    [(0, 10**8, ValueNotInBounds), (0, 10**8 + 1, None), (10**9, 10**9, ValueNotInBounds), (10**9, 10**9 + 1, None)],
)
def test_the_greatest_cost_is_more_than_a_tenth_of_a_tao_and_the_least(low, high, error) -> None:
    chain = owned()
    chain.neurons.min_burn[FIRST] = TaoBalance(low)
    assert refusal(sudo_set_max_burn, chain, signed(OWNER), FIRST, TaoBalance(high)) is error


def test_root_sets_how_many_subnets_there_may_be() -> None:
    chain = owned()
    sudo_set_subnet_limit(chain, ROOT, U16(3))
    assert added(chain).subnet_limit.value == 3 and type(chain.events[-1]).__name__ == "SubnetLimitSet"


def test_the_limit_of_the_version_key_is_asked_before_the_subnet() -> None:
    chain = owned()
    chain.subnets.subnet_owner[NOWHERE] = OWNER
    chain.weights.weights_version_key_rate_limit.value = U64(1)
    assert refusal(sudo_set_weights_version_key, chain, signed(OWNER), NOWHERE, U64(1)) is SubnetDoesNotExist
    chain.delegation.transaction_key_last_block[OWNER, NOWHERE, U16(4)] = BlockHeight(START)
    assert refusal(sudo_set_weights_version_key, chain, signed(OWNER), NOWHERE, U64(1)) is TxRateLimitExceeded
    assert refusal(sudo_set_weights_version_key, chain, ROOT, NOWHERE, U64(1)) is SubnetDoesNotExist


@pytest.mark.parametrize(
    ("least", "greatest", "size", "error"),
    [
        (5, 5, 9, MinAllowedUidsGreaterThanMaxAllowedUids),
        (5, 6, 5, MinAllowedUidsGreaterThanCurrentUids),
        (5, 6, 6, None),
    ],
)
def test_the_least_number_is_under_the_greatest_and_under_what_there_is(least, greatest, size, error) -> None:
    chain = owned()
    chain.neurons.max_allowed_uids[FIRST], chain.neurons.subnetwork_n[FIRST] = U16(greatest), U16(size)
    assert refusal(controls.sudo_set_min_allowed_uids, chain, ROOT, FIRST, U16(least)) is error
    assert refusal(controls.sudo_set_min_allowed_uids, chain, signed(OWNER), FIRST, U16(0)) is BadOrigin


def test_root_alone_sets_window_and_wait() -> None:
    chain = owned()
    for rule in (controls.sudo_set_admin_freeze_window, controls.sudo_set_owner_hparam_rate_limit):
        assert refusal(rule, chain, signed(OWNER), U16(7)) is BadOrigin
        rule(chain, ROOT, U16(7))
    later = added(chain)
    assert later.admin_freeze_window.value == later.owner_hyperparam_rate_limit.value == 7


def test_of_no_subnet_too_is_it_set_what_becomes_of_the_owners_alpha() -> None:
    chain = owned()
    zeros = signed(AccountId())
    controls.sudo_set_recycle_or_burn(chain, zeros, NOWHERE, RecycleOrBurnEnum.Recycle)
    assert added(chain).recycle_or_burn[NOWHERE] is RecycleOrBurnEnum.Recycle and not chain.events
    assert refusal(controls.sudo_set_recycle_or_burn, chain, zeros, NOWHERE, RecycleOrBurnEnum.Burn)
