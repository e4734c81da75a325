from __future__ import annotations

from dataclasses import replace

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import (
    ColdKeyAlreadyAssociated,
    ColdkeySwapped,
    NewColdKeyIsHotkey,
    NotEnoughBalanceToPaySwapColdKey,
    SwapColdkey,
)
from tao_spec.interface.pools import PositionId
from tao_spec.interface.stake import ZeroBalanceAfterWithdrawn
from tao_spec.state.pools import Position
from tao_spec.state.serving import ChainIdentityV2
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.coldkey_swap import pass_balance_on, pass_coldkey_on, pass_hotkeys_on, pass_stake_on
from tao_spec.transition.origin import NOBODY, ROOT
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tests.transition.keys.build import (
    BLOCK,
    EVERYWHERE,
    FIRST,
    NEW,
    NEW_COLD,
    NOMINATOR,
    NOWHERE,
    OLD,
    OWNER,
    SECOND,
    STRANGER,
    household,
    own,
    refusal,
    stake,
)
from tests.transition.stake.build import free, give


def swap(cost: int = EVERYWHERE, new: AccountId = NEW_COLD) -> SwapColdkey:
    return SwapColdkey(OWNER, new, TaoBalance(cost))


def introduce(chain: Chain, coldkey: AccountId, name: bytes) -> ChainIdentityV2:
    identity = ChainIdentityV2(name, *[b""] * 6)
    chain.serving.identities_v2[coldkey] = identity
    return identity


def test_only_root_swaps_coldkeys() -> None:
    chain = household()
    for origin in (OWNER, NOBODY):
        assert refusal(chain, origin, swap()) is BadOrigin
    assert refusal(chain, ROOT, swap()) is None


def test_the_new_coldkey_is_neither_staker_nor_hotkey() -> None:
    chain = household(free=0)
    own(chain, STRANGER, NEW_COLD)
    assert refusal(chain, ROOT, swap()) is NewColdKeyIsHotkey
    chain.stake.staking_hotkeys[NEW_COLD] = (OLD,)
    assert refusal(chain, ROOT, swap()) is ColdKeyAlreadyAssociated
    assert refusal(chain, ROOT, swap(new=STRANGER)) is NotEnoughBalanceToPaySwapColdKey


def test_what_is_refused_leaves_the_identity() -> None:
    chain = household(free=EVERYWHERE - 1)
    identity = introduce(chain, OWNER, b"owner")
    assert refusal(chain, ROOT, swap()) is NotEnoughBalanceToPaySwapColdKey
    assert chain.serving.identities_v2.get(OWNER) == identity


@pytest.mark.parametrize(("held", "refused"), [(500, ZeroBalanceAfterWithdrawn), (501, None)])
def test_who_can_pay_only_with_its_life_does_not_pay(held: int, refused: object) -> None:
    chain = household(free=held)
    assert refusal(chain, ROOT, swap(held)) is refused


def test_everything_passes_on() -> None:
    chain = household()
    identity = introduce(chain, OWNER, b"owner")
    introduce(chain, NEW_COLD, b"other")
    chain.subnets.subnet_owner[FIRST], chain.subnets.subnet_owner[SECOND] = OWNER, STRANGER
    chain.keys.coldkey_swap_scheduled[OWNER] = (BlockNumber(1), STRANGER)
    stake(chain, OLD, OWNER, 10)
    give(chain, NEW_COLD, tao(1))
    chain.emission.total_issuance.value = TaoBalance(tao(1))
    assert refusal(chain, ROOT, swap()) is None
    assert (chain.subnets.subnet_owner[FIRST], chain.subnets.subnet_owner[SECOND]) == (NEW_COLD, STRANGER)
    assert chain.keys.owner[OLD] == NEW_COLD
    assert chain.keys.owned_hotkeys[NEW_COLD] == chain.stake.staking_hotkeys[NEW_COLD] == (OLD,)
    assert OWNER not in chain.keys.owned_hotkeys and OWNER not in chain.stake.staking_hotkeys
    assert get_stake_for_hotkey_and_coldkey_on_subnet(chain, OLD, NEW_COLD, FIRST) == 10
    assert chain.serving.identities_v2.get(NEW_COLD) == identity and OWNER not in chain.serving.identities_v2
    assert (free(chain, OWNER), free(chain, NEW_COLD)) == (0, tao(11) - EVERYWHERE)
    assert chain.emission.total_issuance.value == tao(1) - EVERYWHERE
    assert OWNER not in chain.keys.coldkey_swap_scheduled
    assert chain.keys.last_tx_block[NEW_COLD] == BLOCK
    assert chain.commit().events[-1] == ColdkeySwapped(OWNER, NEW_COLD, TaoBalance(EVERYWHERE))


def test_accounts_keep_their_sum_but_for_the_price() -> None:
    chain = household()
    before = chain.accounts.total_issuance.value
    assert refusal(chain, ROOT, swap()) is None
    assert chain.accounts.total_issuance.value == before - EVERYWHERE


def test_shares_of_zero_are_stored_until_the_deviation_is_closed() -> None:
    for closed, stored in (((), 4), (("KNOWN-146",), 1)):
        chain = household(*closed)
        stake(chain, OLD, OWNER, 10)
        pass_stake_on(chain, OWNER, NEW_COLD)
        # Root, the subnet of genesis and two more.
        assert len(list(chain.stake.alpha.under(OLD))) == stored


@pytest.mark.parametrize(
    ("closed", "left", "listed"), [((), [(OLD, NOWHERE), (NEW, FIRST)], (OLD,)), (("KNOWN-152",), [], (OLD, NEW))]
)
def test_stake_is_left_behind_until_the_deviation_is_closed(
    closed: tuple[str, ...], left: list[tuple[AccountId, NetUid]], listed: tuple[AccountId, ...]
) -> None:
    chain = household(*closed)
    for hotkey, netuid in ((OLD, FIRST), (OLD, NOWHERE), (NEW, FIRST)):
        stake(chain, hotkey, OWNER, 10, netuid)
        stake(chain, hotkey, NOMINATOR, 10, netuid)
    chain.stake.staking_hotkeys[OWNER] = (OLD, OLD)
    pass_stake_on(chain, OWNER, NEW_COLD)
    found = [(hotkey, netuid) for (hotkey, coldkey, netuid), _ in chain.stake.alpha.items() if coldkey == OWNER]
    assert sorted(found) == left
    assert chain.stake.staking_hotkeys[NEW_COLD] == listed


def test_shares_of_both_are_added_up() -> None:
    chain = household()
    for coldkey, alpha in ((OWNER, 10), (NEW_COLD, 32)):
        stake(chain, OLD, coldkey, alpha)
    pass_stake_on(chain, OWNER, NEW_COLD)
    assert get_stake_for_hotkey_and_coldkey_on_subnet(chain, OLD, NEW_COLD, FIRST) == 42


def test_a_hotkey_of_another_is_taken_back_until_the_deviation_is_closed() -> None:
    for closed, owner, listed in (((), NEW_COLD, (NEW, OLD)), (("KNOWN-158",), STRANGER, (OLD,))):
        chain = household(*closed)
        chain.keys.owned_hotkeys[OWNER] = (NEW, OLD)
        chain.keys.owner[NEW] = STRANGER
        pass_hotkeys_on(chain, OWNER, NEW_COLD)
        assert chain.keys.owner[NEW] == owner
        assert chain.keys.owned_hotkeys[NEW_COLD] == listed


def test_hotkeys_of_the_new_coldkey_stay_first() -> None:
    chain = household()
    chain.keys.owned_hotkeys[NEW_COLD] = (NEW, OLD)
    pass_hotkeys_on(chain, OWNER, NEW_COLD)
    assert chain.keys.owned_hotkeys[NEW_COLD] == (NEW, OLD)


def test_the_account_of_zeros_owns_what_nobody_does_until_the_deviation_is_closed() -> None:
    for closed, owner in (((), NEW_COLD), (("KNOWN-71",), None)):
        chain = household(*closed)
        pass_coldkey_on(chain, AccountId(), NEW_COLD)
        assert chain.subnets.subnet_owner.get(FIRST) == owner


def test_an_account_without_tao_passes_none_on() -> None:
    chain = household(free=0)
    pass_balance_on(chain, OWNER, NEW_COLD)
    outcome = chain.commit()
    assert not outcome.changes and not outcome.events


def test_what_is_too_little_to_be_received_is_lost() -> None:
    chain = household(free=0)
    give(chain, OWNER, 600)
    info = chain.accounts.account[OWNER]
    chain.accounts.account[OWNER] = replace(info, data=replace(info.data, free=TaoBalance(499)))
    before = chain.accounts.total_issuance.value
    pass_balance_on(chain, OWNER, NEW_COLD)
    assert (free(chain, OWNER), free(chain, NEW_COLD)) == (0, 0)
    assert chain.accounts.total_issuance.value == before - 499


def test_liquidity_stays_until_the_deviation_is_closed() -> None:
    for closed, holder in (((), OWNER), (("KNOWN-154",), NEW_COLD)):
        chain = household(*closed)
        position = _position()
        for who in (OWNER, NOMINATOR):
            chain.pools.positions[FIRST, who, position.id] = position
        pass_coldkey_on(chain, OWNER, NEW_COLD)
        assert sorted(who for (_, who, _), _ in chain.pools.positions.items()) == sorted([holder, NOMINATOR])


def _position() -> Position:
    return Position(PositionId(3), FIRST, TickIndex(-10), TickIndex(10), U64(1), I64F64.ZERO, I64F64.ZERO)


def test_records_of_swaps_stay_until_the_deviation_is_closed() -> None:
    for closed, of_old, of_new in (((), [5, 6], [0, 9]), (("KNOWN-155",), [0, 0], [5, 9])):
        chain = household(*closed)
        records = chain.keys.last_hotkey_swap_on_netuid
        records[FIRST, OWNER], records[SECOND, OWNER] = BlockHeight(5), BlockHeight(6)
        records[SECOND, NEW_COLD] = BlockHeight(9)
        pass_coldkey_on(chain, OWNER, NEW_COLD)
        for coldkey, expected in ((OWNER, of_old), (NEW_COLD, of_new)):
            assert [records[netuid, coldkey] for netuid in (FIRST, SECOND)] == expected


def test_a_coldkey_without_stake_can_be_swapped_with_itself() -> None:
    chain = household()
    identity = introduce(chain, OWNER, b"owner")
    assert refusal(chain, ROOT, swap(new=OWNER)) is None
    assert chain.keys.owner[OLD] == OWNER and chain.keys.owned_hotkeys[OWNER] == (OLD,)
    assert chain.serving.identities_v2.get(OWNER) == identity
    assert free(chain, OWNER) == tao(10) - EVERYWHERE
