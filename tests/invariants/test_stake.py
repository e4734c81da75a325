from __future__ import annotations

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.interface.accounts.balances import Minted
from tao_spec.interface.keys import ColdkeySwapped, HotkeySwapped
from tao_spec.interface.messages import Call
from tao_spec.interface.stake import (
    AddStake,
    BurnAlpha,
    RemoveStake,
    StakeMoved,
    StakeRemoved,
    SwapStake,
    TransferStake,
)
from tao_spec.invariants.frame import Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import signed
from tests.invariants.build import ids, invariants_of, make, step_by_hand
from tests.transition.stake.build import ALICE, BOB, FIRST, HOT, OTHER, SECOND, STABLE, give, market, put

TOLD = StakeRemoved(ALICE, HOT, TaoBalance(0), AlphaBalance(0), FIRST, TaoBalance(0))

by_hand = partial(step_by_hand, domains=("stake",))


def staked(alpha: int = tao(5)) -> Chain:
    chain = market()
    put(chain, HOT, ALICE, FIRST, alpha)
    return chain


def test_a_share_too_few_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.stake.alpha[HOT, ALICE, FIRST] = U64F64.saturating_from_num(tao(5) - 1)

    _, violations = by_hand(staked(), change)
    assert ids(violations) == ["INV-50"]
    assert "a difference of +18,446,744,073,709,551,616" in str(violations[0])


def test_a_sum_without_shares_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.stake.total_hotkey_shares[HOT, SECOND] = U64F64.from_bits(1)

    assert ids(by_hand(staked(), change)[1]) == ["INV-50"]


def test_shares_worth_more_than_there_is_are_found() -> None:
    def change(chain: Chain) -> None:
        chain.stake.alpha[HOT, BOB, FIRST] = U64F64.saturating_from_num(5)
        chain.stake.staking_hotkeys[BOB] = (HOT,)

    assert ids(by_hand(staked(), change)[1]) == ["INV-50", "INV-51"]


def test_a_forgotten_hotkey_is_found_and_a_swap_excuses_it() -> None:
    def change(chain: Chain) -> None:
        chain.stake.staking_hotkeys[ALICE] = ()
        chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(tao(5) - 1)

    assert ids(by_hand(staked(), change)[1]) == ["INV-52"]
    for swapped, found in ((ALICE, []), (BOB, ["INV-52"])):
        event = ColdkeySwapped(old_coldkey=swapped, new_coldkey=BOB, swap_cost=TaoBalance(0))
        assert ids(by_hand(staked(), change, [event])[1]) == found


def test_stake_that_a_swap_of_a_hotkey_left_behind_is_excused_where_there_is_no_subnet() -> None:
    def change(chain: Chain) -> None:
        chain.stake.staking_hotkeys[ALICE] = ()
        chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(tao(5) - 1)

    def dissolved() -> Chain:
        chain = staked()
        del chain.subnets.networks_added[FIRST]
        chain.commit()
        return chain

    for chain, swapped, found in ((dissolved(), HOT, False), (dissolved(), BOB, True), (staked(), HOT, True)):
        violations = by_hand(chain, change, [HotkeySwapped(ALICE, swapped, OTHER)])[1]
        assert ("INV-52" in ids(violations)) == found


def test_alpha_from_nowhere_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(tao(5) + 7)
        chain.pools.subnet_alpha_out[FIRST] = AlphaBalance(tao(5) + 6)

    violations = by_hand(staked(), change)[1]
    assert ids(violations) == ["INV-53"]
    assert "a difference of +1" in str(violations[0])


def test_alpha_of_a_subnet_that_is_no_more_is_nobodys_concern() -> None:
    def change(chain: Chain) -> None:
        chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(tao(6))
        del chain.subnets.networks_added[FIRST]

    assert ids(by_hand(staked(), change)[1]) == []


def test_what_counts_as_negative_is_excused() -> None:
    def change(chain: Chain) -> None:
        chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(2**63)

    watch, violations = by_hand(staked(), change)
    assert ids(violations) == []
    assert ids(watch.excused) == ["INV-53"]


def test_tao_from_nowhere_is_found_where_only_stake_moves() -> None:
    def change(chain: Chain) -> None:
        give(chain, ALICE, 1)
        chain.pools.subnet_tao[FIRST] = TaoBalance(chain.pools.subnet_tao[FIRST] + 5)

    moved = StakeMoved(ALICE, HOT, FIRST, HOT, SECOND, TaoBalance(0))
    for events, found in (
        ([TOLD], True),
        ([TOLD, moved], True),
        ([TOLD, Minted(ALICE, TaoBalance(1))], False),
        ([], False),
    ):
        violations = by_hand(staked(), change, events)[1]
        assert ("INV-54" in ids(violations)) == found


amounts = st.integers(0, tao(20))
subnets = st.sampled_from([FIRST, SECOND, STABLE])
calls = st.one_of(
    st.builds(lambda n, a: AddStake(HOT, n, TaoBalance(a)), subnets, amounts),
    st.builds(lambda n, a: RemoveStake(HOT, n, AlphaBalance(a)), subnets, amounts),
    st.builds(lambda n, a: BurnAlpha(HOT, AlphaBalance(a), n), subnets, amounts),
    st.builds(lambda n, m, a: SwapStake(HOT, n, m, AlphaBalance(a)), subnets, subnets, amounts),
    st.builds(lambda n, m, a: TransferStake(BOB, HOT, n, m, AlphaBalance(a)), subnets, subnets, amounts),
)


@given(st.lists(st.tuples(st.sampled_from([ALICE, BOB]), calls), min_size=5, max_size=15))
@settings(deadline=None, max_examples=30)
def test_the_rules_keep_the_invariants(made: list[tuple[object, Call]]) -> None:
    chain = market()
    for netuid in (FIRST, SECOND, STABLE):
        put(chain, HOT, ALICE, netuid, tao(30))
    watch = Watch(chain, invariants_of("stake", "pools", "conservation"))
    for who, call in made:
        assert make(chain, watch, signed(who), call) == []  # type: ignore[arg-type]
        chain.stake.staking_operation_rate_limiter.clear()
        watch.after(chain.commit())
    assert watch.now() == []
