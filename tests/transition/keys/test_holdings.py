from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.keys import SwapHotkey
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.holdings import follow_stake, swap_dividends, swap_shares, swap_totals
from tests.transition.keys.build import (
    FIRST,
    NEW,
    NOMINATOR,
    NOWHERE,
    OLD,
    OWNER,
    SECOND,
    STRANGER,
    household,
    refusal,
    stake,
)

STAKERS = (OWNER, STRANGER, NOMINATOR)
amounts = st.integers(0, 2**62)
holdings = st.lists(st.tuples(st.sampled_from([OLD, NEW]), st.sampled_from(STAKERS), amounts), max_size=8)


def all_alpha(chain: Chain, netuid: object) -> int:
    return sum(int(alpha) for (_, where), alpha in chain.stake.total_hotkey_alpha.items() if where == netuid)


def all_shares(chain: Chain) -> tuple[int, int]:
    of_coldkeys = sum(share.bits for _, share in chain.stake.alpha.items())
    return of_coldkeys, sum(shares.bits for _, shares in chain.stake.total_hotkey_shares.items())


@settings(deadline=None, max_examples=40)
@given(held=holdings, everywhere=st.booleans())
def test_a_swap_moves_all_stake_and_makes_none(
    held: Iterable[tuple[AccountId, AccountId, int]], everywhere: bool
) -> None:
    chain = household()
    for hotkey, coldkey, alpha in held:
        stake(chain, hotkey, coldkey, alpha)
    before = (all_alpha(chain, FIRST), *all_shares(chain))
    assert refusal(chain, OWNER, SwapHotkey(OLD, NEW, None if everywhere else FIRST)) is None
    assert (all_alpha(chain, FIRST), *all_shares(chain)) == before
    assert chain.stake.total_hotkey_alpha[NEW, FIRST] == before[0]
    assert not list(chain.stake.alpha.under(OLD))
    for coldkey in STAKERS:
        listed = chain.stake.staking_hotkeys[coldkey]
        assert (NEW in listed) >= ((NEW, coldkey, FIRST) in chain.stake.alpha)
        assert len(set(listed)) == len(listed)


def test_totals_are_held_at_their_bounds() -> None:
    chain = household()
    for hotkey in (OLD, NEW):
        chain.stake.total_hotkey_alpha[hotkey, FIRST] = AlphaBalance(2**64 - 2)
        chain.stake.total_hotkey_shares[hotkey, FIRST] = U64F64.from_bits(2**128 - 2)
    swap_totals(chain, OLD, NEW, FIRST)
    assert chain.stake.total_hotkey_alpha[NEW, FIRST] == 2**64 - 1
    assert chain.stake.total_hotkey_shares[NEW, FIRST].bits == 2**128 - 1
    assert (OLD, FIRST) not in chain.stake.total_hotkey_alpha
    assert (OLD, FIRST) not in chain.stake.total_hotkey_shares


def test_sums_of_nothing_are_stored_until_the_deviation_is_closed() -> None:
    for closed, stored in (((), 5), (("KNOWN-146",), 0)):
        chain = household(*closed)
        swap_totals(chain, OLD, NEW, FIRST)
        swap_dividends(chain, OLD, NEW, FIRST)
        assert len(chain.commit().changes) == stored


def test_a_sum_of_nothing_stays_where_one_stood() -> None:
    chain = household("KNOWN-146")
    chain.stake.total_hotkey_alpha[NEW, FIRST] = AlphaBalance(0)
    swap_totals(chain, OLD, NEW, FIRST)
    assert (NEW, FIRST) in chain.stake.total_hotkey_alpha


def test_dividends_are_added_up() -> None:
    chain = household()
    emission = chain.emission
    for number, hotkey in ((3, OLD), (40, NEW)):
        emission.alpha_dividends_per_subnet[FIRST, hotkey] = AlphaBalance(number)
        emission.tao_dividends_per_subnet[FIRST, hotkey] = TaoBalance(number + 1)
        emission.total_hotkey_alpha_last_epoch[hotkey, FIRST] = AlphaBalance(number + 2)
    swap_dividends(chain, OLD, NEW, FIRST)
    assert list(emission.alpha_dividends_per_subnet.items()) == [((FIRST, NEW), 43)]
    assert list(emission.tao_dividends_per_subnet.items()) == [((FIRST, NEW), 45)]
    assert list(emission.total_hotkey_alpha_last_epoch.items()) == [((NEW, FIRST), 47)]


def test_shares_in_other_subnets_stay() -> None:
    chain = household()
    for netuid in (FIRST, SECOND, NOWHERE):
        stake(chain, OLD, NOMINATOR, 10, netuid)
    swap_shares(chain, OLD, NEW, FIRST)
    assert {netuid for (_, _, netuid), _ in chain.stake.alpha.under(OLD)} == {SECOND, NOWHERE}
    assert chain.stake.staking_hotkeys[NOMINATOR] == (OLD, NEW)


def test_who_does_not_list_the_old_hotkey_lists_neither() -> None:
    chain = household()
    stake(chain, OLD, NOMINATOR, 10)
    chain.stake.staking_hotkeys[NOMINATOR] = (STRANGER,)
    swap_shares(chain, OLD, NEW, FIRST)
    follow_stake(chain, NOMINATOR, OLD, NEW)
    assert chain.stake.staking_hotkeys[NOMINATOR] == (STRANGER,)


def test_the_new_hotkey_is_put_last() -> None:
    chain = household()
    chain.stake.staking_hotkeys[NOMINATOR] = (NEW, OLD, STRANGER, OLD)
    follow_stake(chain, NOMINATOR, OLD, NEW)
    assert chain.stake.staking_hotkeys[NOMINATOR] == (STRANGER, NEW)
