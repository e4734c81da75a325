from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import H256, ROOT, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.balances import TotalIssuanceForced, Withdraw
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.governance.collective import Close
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.governance.sudo import Sudo
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.interface.keys import HotkeySwapped
from tao_spec.interface.messages import Call, Event
from tao_spec.invariants.frame import Verdict, Violation, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import compute_block_emission
from tao_spec.transition.pools.prices import DYNAMIC
from tests.invariants.build import ALICE, BOB, CAROL, R306, Made, account, chain_of, ids, invariant
from tests.transition.chains import closing

SUBNET = NetUid(2)

HOW_MUCH = ("INV-1", "INV-2", "INV-3", "INV-4", "INV-5", "INV-6", "INV-40", "INV-41")
WHERE = ("INV-124", "INV-125", "INV-126", "INV-127")
SUPPLY = R306.constants.total_supply


def judge(
    chain: Chain,
    change: Callable[[Chain], object],
    numbers: Iterable[str],
    events: Iterable[Event] = (),
    call: Call | None = None,
) -> tuple[Watch, list[Violation]]:
    """Make a step by hand, and judge it by some invariants; what else it breaks is tested elsewhere."""
    watch = Watch(chain, map(invariant, numbers))
    change(chain)
    made = Made(tuple(events), chain.commit().changes)
    return watch, watch.after(made, call)


step_by_hand = partial(judge, numbers=HOW_MUCH)


def issued(issuance: int) -> Chain:
    chain = chain_of({ALICE: account(10_000)})
    chain.emission.total_issuance.value = TaoBalance(issuance)
    chain.commit()
    return chain


def emitted(chain: Chain, tao: int, alpha: int = 0, netuid: NetUid = SUBNET) -> None:
    """Record what the last block emitted to a subnet."""
    chain.subnets.networks_added[netuid] = True
    chain.subnets.first_emission_block_number[netuid] = BlockHeight(1)
    chain.emission.subnet_tao_in_emission[netuid] = TaoBalance(tao)
    chain.emission.subnet_alpha_out_emission[netuid] = AlphaBalance(alpha)


def moved(added: int, blocks: int = 0) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        if blocks:
            emitted(chain, max(added, 0))
        chain.accounts.number.value = BlockNumber(chain.number + blocks)
        chain.emission.total_issuance.value = TaoBalance(chain.emission.total_issuance.value + added)

    return change


REMARK = Batch(calls=())


def test_a_rao_over_the_supply_is_found() -> None:
    watch, violations = step_by_hand(issued(SUPPLY), moved(1, blocks=1))
    assert ids(violations) == ["INV-1", "INV-3"]
    assert "is 21,000,000,000,000,001 rao; expected at most 21,000,000,000,000,000" in str(violations[0])
    assert ids(watch.now()) == ["INV-1"]


def test_who_started_over_the_supply_is_not_judged_by_it() -> None:
    watch, violations = step_by_hand(issued(SUPPLY + 1), moved(-1, blocks=2))
    assert violations == []
    assert watch.summary["INV-1"] == {Verdict.NOT_BEFORE: 1}


def test_balances_over_the_supply_are_found() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.account[ALICE] = account(SUPPLY + 1)
        chain.accounts.total_issuance.value = TaoBalance(SUPPLY + 1)

    assert ids(step_by_hand(issued(0), change)[1]) == ["INV-2", "INV-6"]


def test_an_issuance_that_root_forced_over_the_supply_is_excused() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.total_issuance.value = TaoBalance(SUPPLY + 1)

    events = [TotalIssuanceForced(TaoBalance(10_000), TaoBalance(SUPPLY + 1))]
    watch, violations = step_by_hand(issued(0), change, events=events)
    assert violations == []
    assert ids(watch.excused) == ["INV-2", "INV-5"]


@pytest.mark.parametrize(
    ("issuance", "blocks", "most"),
    [
        (0, 1, tao(1)),
        (0, 7, tao(7)),
        (tao(10_500_000), 1, tao(1)),
        (tao(10_500_001), 1, tao(1) // 2),
        (SUPPLY - 1, 100, 0),
        (SUPPLY, 1, 0),
    ],
)
def test_blocks_add_at_most_their_emission(issuance: int, blocks: int, most: int) -> None:
    assert step_by_hand(issued(issuance), moved(most, blocks))[1] == []
    assert "INV-3" in ids(step_by_hand(issued(issuance), moved(most + 1, blocks))[1])


@given(
    st.integers(1, 32),
    st.lists(st.tuples(st.integers(-3, 9), st.integers(0, 1)), min_size=1, max_size=20),
    st.integers(-20, 20),
)
@settings(deadline=None, max_examples=200)
def test_blocks_that_also_recycle_stay_within_the_bound(
    halvings: int, blocks: list[tuple[int, int]], offset: int
) -> None:
    # Each block recycles some of its emission and then adds at most the emission of what is left, near a threshold.
    emission = max(tao(1) >> halvings, 1)
    start = now = SUPPLY - (SUPPLY >> halvings) + offset * emission // 4
    for recycled, is_full in blocks:
        now -= max(recycled, 0) * emission
        now += R306.in_force(compute_block_emission)(TaoBalance(now)) if is_full else 0
    if now != start:
        assert "INV-3" not in ids(step_by_hand(issued(start), moved(now - start, len(blocks)))[1])


def test_a_call_that_adds_is_found() -> None:
    watch, violations = step_by_hand(issued(5), moved(1), call=REMARK)
    assert ids(violations) == ["INV-4"]
    assert watch.summary["INV-3"] == {Verdict.DOES_NOT_APPLY: 1}
    assert step_by_hand(issued(5), moved(-1), call=REMARK)[1] == []


@pytest.mark.parametrize("wrap", [lambda call: call, lambda call: Sudo(call=Batch(calls=(REMARK, call)))])
def test_root_may_set_the_issuance(wrap: Callable[[Call], Call]) -> None:
    call = wrap(SudoSetTotalIssuance(total_issuance=TaoBalance(SUPPLY + 5)))
    watch, violations = step_by_hand(issued(SUPPLY), moved(5), call=call)
    assert (violations, ids(watch.excused)) == ([], ["INV-1", "INV-4"])
    # To another number than the call names, nobody set it.
    assert ids(step_by_hand(issued(SUPPLY), moved(6), call=call)[1]) == ["INV-1", "INV-4"]


def test_a_call_that_the_watcher_was_not_told_may_have_been_roots() -> None:
    watch, violations = step_by_hand(issued(5), moved(1))
    assert (violations, ids(watch.excused)) == ([], ["INV-4"])


def test_a_rule_without_an_answer_emits_nothing() -> None:
    def refuse(_: TaoBalance) -> TaoBalance:
        from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed

        raise LogarithmCalculationFailed

    chain = issued(5)
    chain.revision = R306.replace(name="refuses", description="No emission.", rules={compute_block_emission: refuse})
    watch = Watch(chain)
    assert watch.revision.name == "refuses"
    assert ids(step_by_hand(chain, moved(1, blocks=1))[1]) == ["INV-3"]


def test_a_block_that_issues_more_than_enters_pools_is_found() -> None:
    def change(chain: Chain) -> None:
        moved(10, blocks=1)(chain)
        emitted(chain, 9)
        # What is said of a subnet that has not started does not count, nor of one that was dissolved.
        chain.emission.subnet_tao_in_emission[NetUid(3)] = TaoBalance(1)
        emitted(chain, 1, netuid=NetUid(4))
        del chain.subnets.networks_added[NetUid(4)]

    _, violations = step_by_hand(issued(5), change)
    assert ids(violations) == ["INV-40"]
    assert "by 10 rao; expected 9" in str(violations[0])


@pytest.mark.parametrize(("added", "found"), [(9, []), (12, []), (8, ["INV-40"])])
def test_where_purchases_count_more_may_be_issued(added: int, found: list[str]) -> None:
    def change(chain: Chain) -> None:
        moved(added, blocks=1)(chain)
        emitted(chain, 9)

    chain = issued(5)
    chain.revision = closing("KNOWN-40")
    assert ids(step_by_hand(chain, change)[1]) == found


def test_a_scheduled_call_may_recycle() -> None:
    task = Dispatched((BlockNumber(2), U32(0)), None, None)  # type: ignore[arg-type]
    watch, violations = step_by_hand(issued(5), moved(-1, blocks=1), events=[task])
    assert (violations, ids(watch.excused)) == ([], ["INV-40"])
    assert ids(step_by_hand(issued(5), moved(-1, blocks=1))[1]) == ["INV-40"]


@pytest.mark.parametrize(
    ("pending", "swapped", "cut", "found"),
    [
        (70, 10, 20, []),
        (69, 9, 20, []),
        (69, 9, 19, ["INV-41"]),
        (71, 10, 20, ["INV-41"]),
        (-5, -6, -7, []),
    ],
)
def test_what_is_created_must_wait(pending: int, swapped: int, cut: int, found: list[str]) -> None:
    chain = issued(5)
    items = (chain.emission.pending_emission, chain.emission.pending_alpha_swapped, chain.emission.pending_owner_cut)
    for item, waits in zip(items, (5, 6, 7), strict=True):
        item[SUBNET] = AlphaBalance(waits)
    chain.commit()

    def change(chain: Chain) -> None:
        chain.accounts.number.value = BlockNumber(2)
        emitted(chain, 0, alpha=100)
        for item, added in zip(items, (pending, swapped, cut), strict=True):
            item[SUBNET] = AlphaBalance(item[SUBNET] + added)

    assert ids(step_by_hand(chain, change)[1]) == found


def test_who_is_full_need_not_grow() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.number.value = BlockNumber(2)
        emitted(chain, 0, alpha=100)

    full = issued(5)
    full.emission.pending_emission[SUBNET] = AlphaBalance(AlphaBalance.MAX)
    full.commit()
    assert step_by_hand(full, change)[1] == []
    nearly = issued(5)
    nearly.emission.pending_emission[SUBNET] = AlphaBalance(AlphaBalance.MAX - 1)
    nearly.commit()
    assert ids(step_by_hand(nearly, change)[1]) == ["INV-41"]


# Where the block's TAO goes


def two_subnets() -> Chain:
    """Two started subnets, 2 with three times the moving price of 3, and pools in which alpha costs half a TAO."""
    chain = issued(tao(1_000))
    for number, moving in ((2, Fraction(3, 8)), (3, Fraction(1, 8))):
        start(chain, NetUid(number), moving)
    chain.commit()
    return chain


def start(chain: Chain, netuid: NetUid, moving: Fraction) -> None:
    chain.subnets.networks_added[netuid] = True
    chain.subnets.first_emission_block_number[netuid] = BlockHeight(1)
    pools = chain.pools
    pools.subnet_mechanism[netuid] = DYNAMIC
    pools.subnet_moving_price[netuid] = I96F32.from_fraction(moving)
    pools.subnet_tao[netuid], pools.subnet_alpha_in[netuid] = TaoBalance(tao(100)), AlphaBalance(tao(200))


def emit(shares: dict[int, int], bought: dict[int, int] | None = None, alpha: int = tao(1)) -> Callable[[Chain], None]:
    """A block that puts TAO into pools, and buys alpha for some."""

    def change(chain: Chain) -> None:
        chain.accounts.number.value = BlockNumber(chain.number + 1)
        issuance = chain.emission.total_issuance
        for number, share in shares.items():
            netuid, spent = NetUid(number), (bought or {}).get(number, 0)
            emitted(chain, share, alpha, netuid)
            chain.pools.subnet_tao[netuid] = TaoBalance(chain.pools.subnet_tao[netuid] + share + spent)
            issuance.value = TaoBalance(issuance.value + share)

    return change


def found_in(chain: Chain, change: Callable[[Chain], None], *events: Event) -> list[str]:
    return ids(judge(chain, change, WHERE, events)[1])


TASK = Dispatched((BlockNumber(2), U32(0)), None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shares", "bought", "found"),
    [
        # Where alpha costs half a TAO a pool gets at most half of the block's TAO, and for the rest alpha is bought.
        ({2: 500_000_000, 3: 250_000_000}, {2: 250_000_000}, []),
        ({2: 500_000_000, 3: 250_000_000}, {2: 249_999_998}, []),
        ({2: 500_000_000, 3: 250_000_000}, {2: 249_999_997}, ["INV-124"]),
        ({2: 500_000_000, 3: 250_000_000}, {2: 250_000_001}, ["INV-124"]),
        ({2: 500_000_000, 3: 250_000_001}, {2: 250_000_000}, ["INV-124"]),
        ({2: 500_000_000, 3: 249_999_997}, {2: 250_000_000}, ["INV-124"]),
        # A pool refuses a purchase as a whole.
        ({2: 500_000_000, 3: 250_000_000}, {}, []),
        ({2: 499_999_000, 3: 250_000_000}, {}, ["INV-124"]),
    ],
)
def test_all_of_the_blocks_tao_must_arrive(shares: dict[int, int], bought: dict[int, int], found: list[str]) -> None:
    assert found_in(two_subnets(), emit(shares, bought)) == found


def close(chain: Chain, number: int) -> Chain:
    chain.neurons.network_registration_allowed[NetUid(number)] = False
    chain.neurons.network_pow_registration_allowed[NetUid(number)] = False
    chain.commit()
    return chain


def none_for_a_closed_subnet(bought: int) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        emit({3: 250_000_000})(chain)
        emitted(chain, 0, 0)
        chain.pools.subnet_tao[SUBNET] = TaoBalance(chain.pools.subnet_tao[SUBNET] + bought)

    return change


def test_a_subnet_that_nobody_can_join_gets_only_what_is_bought() -> None:
    assert found_in(close(two_subnets(), 2), none_for_a_closed_subnet(250_000_000)) == []
    assert found_in(close(two_subnets(), 2), none_for_a_closed_subnet(250_000_003)) == ["INV-124"]
    # Where a revision leaves purchases out, too, it gets nothing.
    closed = close(two_subnets(), 2)
    closed.revision = closing("KNOWN-41")
    assert found_in(closed, none_for_a_closed_subnet(250_000_000)) == ["INV-124"]


def test_prices_too_great_to_compute_with_give_less() -> None:
    chain = two_subnets()
    for number in (2, 3):
        chain.pools.subnet_moving_price[NetUid(number)] = I96F32.from_bits(I96F32.MAX_BITS // 4)
    chain.commit()
    # The product with the block's TAO is held at the greatest number, and the share is that over the sum of the prices.
    assert found_in(chain, emit({2: 4, 3: 4})) == []
    assert found_in(chain, emit({2: 8, 3: 4})) == ["INV-124"]


def test_without_moving_prices_nothing_is_to_arrive() -> None:
    chain = two_subnets()
    for number in (2, 3):
        chain.pools.subnet_moving_price[NetUid(number)] = I96F32.ZERO
    chain.commit()
    assert found_in(chain, emit({2: 0, 3: 0})) == []


# The alpha of each subnet


@pytest.mark.parametrize(("alpha", "found"), [(tao(1), []), (tao(1) - 1, ["INV-125"]), (tao(1) // 2, ["INV-125"])])
def test_alpha_must_follow_the_subnets_own_halvings(alpha: int, found: list[str]) -> None:
    change = emit({2: 500_000_000, 3: 250_000_000}, {2: 250_000_000}, alpha)
    assert found_in(two_subnets(), change) == found
    assert found_in(two_subnets(), change, TASK) == []


def test_alpha_halves_where_half_of_it_is_issued() -> None:
    def of_alpha(outside: int, created: int) -> list[str]:
        chain = two_subnets()
        for number in (2, 3):
            chain.pools.subnet_alpha_out[NetUid(number)] = AlphaBalance(outside - tao(200))
        chain.commit()
        return found_in(chain, emit({2: 500_000_000, 3: 250_000_000}, {2: 250_000_000}, created))

    half = tao(10_500_000)
    assert of_alpha(half - 1, tao(1)) == of_alpha(half, tao(1) // 2) == []
    assert of_alpha(half - 1, tao(1) // 2) == of_alpha(half, tao(1)) == ["INV-125"]


def mint_alpha(outside: int, entered: int = 0) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        emit({2: 500_000_000, 3: 250_000_000}, {2: 250_000_000})(chain)
        chain.emission.subnet_alpha_in_emission[SUBNET] = AlphaBalance(entered)
        chain.pools.subnet_alpha_out[SUBNET] = AlphaBalance(outside - tao(200))

    return change


def test_alpha_over_the_supply_is_found_unless_the_pool_got_it() -> None:
    assert found_in(two_subnets(), mint_alpha(SUPPLY)) == []
    assert found_in(two_subnets(), mint_alpha(SUPPLY + 1)) == ["INV-126"]
    surplus = tao(1) + 5
    assert found_in(two_subnets(), mint_alpha(SUPPLY + 5, surplus)) == []
    assert found_in(two_subnets(), mint_alpha(SUPPLY + 6, surplus)) == ["INV-126"]


def test_the_alpha_of_root_is_tao() -> None:
    def change(chain: Chain) -> None:
        chain.pools.subnet_alpha_out[ROOT] = AlphaBalance(SUPPLY + 1)

    assert found_in(issued(5), change) == []


# What lowers the issuance


def burned(fall: int, *, left: int) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        moved(-fall)(chain)
        chain.accounts.account[ALICE] = account(10_000 - left)

    return change


def test_an_issuance_that_falls_in_silence_is_found() -> None:
    swap = HotkeySwapped(ALICE, BOB, CAROL)
    paid = Withdraw(ALICE, TaoBalance(100))
    for fall, events, found in (
        (100, (paid, swap), []),
        (99, (paid, swap), []),
        (101, (paid, swap), ["INV-127"]),
        (100, (paid,), ["INV-127"]),
        (1, (swap,), ["INV-127"]),
        (0, (), []),
    ):
        assert ids(judge(issued(500), burned(fall, left=100), WHERE, events, REMARK)[1]) == found


def test_an_issuance_that_a_motion_set_is_excused() -> None:
    chain = issued(500)
    call = SudoSetTotalIssuance(total_issuance=TaoBalance(400))
    hash = H256(b"m" * 32)
    chain.governance.proposal_of[hash] = R306.interface.encode_call(call)
    chain.commit()
    close_it = Close(hash, U32(0), Weight(U64(0), U64(0)), U32(12))
    watch, violations = judge(chain, moved(-100), WHERE, call=close_it)
    assert (violations, ids(watch.excused)) == ([], ["INV-127"])
