"""Limits of the price: all, a part, or nothing."""

from __future__ import annotations

from conformance.stake.prepare import (
    FIRST,
    LEAST,
    NOWHERE,
    SECOND,
    STABLE,
    Staker,
    add_market,
    add_staker,
    add_subnet,
    let_nominate,
    stake,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.stake import (
    AddStakeLimit,
    RemoveStakeFullLimit,
    RemoveStakeLimit,
    SwapStakeLimit,
    ZeroMaxStakeAmount,
)
from tao_spec.transition.stake.limit_amounts import get_max_amount_add, get_max_amount_move, get_max_amount_remove
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root

ONE = tao(1)
"""A price of one TAO, in rao for one alpha; and a ratio of one."""


def _addable(build: Builder, limit: int) -> int:
    return int(get_max_amount_add(build.chain, FIRST, TaoBalance(limit)))


def _removable(build: Builder, limit: int) -> int:
    return int(get_max_amount_remove(build.chain, FIRST, TaoBalance(limit)))


def _movable(build: Builder, limit: int, origin: NetUid = FIRST, to: NetUid = SECOND) -> int:
    return int(get_max_amount_move(build.chain, origin, to, TaoBalance(limit)))


def _alice(build: Builder, free: int = tao(1_000)) -> Staker:
    """The market, and somebody with stake wherever there is a subnet."""
    add_market(build)
    alice = add_staker(build, "alice", free, tao(500))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(500))
    return alice


@case(rules=["STAKE-31", "STAKE-44", "STAKE-61"], errors=["SlippageTooHigh"])
def add_all_or_nothing(build: Builder) -> Trace:
    """Without a part being allowed, one rao more than the limit lets in is refused."""
    alice = _alice(build)
    most = _addable(build, ONE + ONE // 10)
    yield alice.adds_below(most + 1, ONE + ONE // 10)
    yield alice.adds_below(most, ONE + ONE // 10)


@case(rules=["STAKE-31", "STAKE-44", "STAKE-61"], errors=["ZeroMaxStakeAmount"])
def add_a_part(build: Builder) -> Trace:
    """Where a part is allowed, what the limit lets in is staked; then the price stands at the limit, and nothing is."""
    alice = _alice(build)
    yield alice.adds_below(tao(900), ONE + ONE // 10, partial=True)
    yield alice.adds_below(tao(900), ONE + ONE // 10, partial=True)
    yield alice.adds_below(tao(9), ONE + ONE // 5, partial=True)


@case(rules=["STAKE-44", "STAKE-61"], errors=["NotEnoughBalanceToStake"])
def add_a_part_of_too_much(build: Builder) -> Trace:
    """Only the part that is staked must be there to be paid."""
    alice = _alice(build, tao(60))
    yield alice.adds_below(tao(900), ONE + ONE // 2, partial=True)
    yield alice.adds_below(tao(900), ONE + ONE // 10, partial=True)


@case(rules=["STAKE-31", "STAKE-44", "STAKE-61"], errors=["AmountTooLow", "ZeroMaxStakeAmount"])
def add_next_to_nothing(build: Builder) -> Trace:
    """A limit just over the price lets in less than the minimum, or nothing at all."""
    alice = _alice(build)
    yield alice.adds_below(tao(1), ONE + 1_000, partial=True)
    yield alice.adds_below(tao(1), ONE, partial=True)
    yield alice.adds_below(tao(1), 0, partial=True)


@case(rules=["STAKE-30", "STAKE-31", "STAKE-61"], errors=["AmountTooLow", "ZeroMaxStakeAmount"])
def add_where_alpha_is_tao(build: Builder) -> Trace:
    """On root, and under mechanism 0, a limit of one TAO lets in all, and one rao less nothing."""
    alice = _alice(build)
    for netuid in (ROOT, STABLE):
        yield alice.adds_below(tao(1), ONE - 1, netuid=netuid)
        yield alice.adds_below(tao(1), ONE, netuid=netuid)
        yield alice.adds_below(1, ONE, netuid=netuid)


@case(rules=["STAKE-30", "STAKE-31", "STAKE-61"], errors=["SubnetNotExists", "SubtokenDisabled", "ZeroMaxStakeAmount"])
def add_order_of_checks(build: Builder) -> Trace:
    """What the limit lets in is asked for before the subnet is."""
    alice = _alice(build)
    yield alice.adds_below(LEAST, ONE - 1, netuid=NOWHERE)
    yield alice.adds_below(LEAST, ONE, netuid=NOWHERE)
    yield alice.adds_below(LEAST, 2 * ONE, netuid=NetUid(1))


@case(rules=["STAKE-30", "STAKE-31", "STAKE-32"], errors=["ZeroMaxStakeAmount"])
def third_mechanism(build: Builder) -> Trace:
    """Under a mechanism that is neither 0 nor 1 a limit asks the pool, and the swap asks nobody.

    It is written: no call sets it.
    """
    alice = _alice(build)
    build.chain.pools.subnet_mechanism[STABLE] = U16(2)
    yield alice.removes_above(tao(1), ONE // 2, netuid=STABLE)
    yield alice.removes_above(tao(1), 2 * ONE, netuid=STABLE)
    yield alice.adds_below(tao(1), ONE - 1, netuid=STABLE)
    yield alice.adds_below(tao(1), 2 * ONE, netuid=STABLE)


@case(rules=["STAKE-61", "DELEG-13"])
def add_makes_a_delegate(build: Builder) -> Trace:
    """Stake of another with a limit makes a hotkey a delegate with the default take; its own does not, nor a second one."""
    alice = _alice(build)
    bob = add_staker(build, "bob")
    yield alice.adds_below(tao(1), 2 * ONE)
    yield bob.on(alice.hotkey).adds_below(tao(1), 2 * ONE)
    yield alice.on(bob.hotkey).adds_below(tao(1), 2 * ONE)
    yield bob.on(alice.hotkey).adds_below(tao(1), 2 * ONE)


@case(rules=["STAKE-32", "STAKE-46", "STAKE-71"], errors=["SlippageTooHigh"])
def remove_all_or_nothing(build: Builder) -> Trace:
    """Without a part being allowed, one alpha rao more than the limit lets out is refused."""
    alice = _alice(build)
    most = _removable(build, ONE - ONE // 10)
    yield alice.removes_above(most + 1, ONE - ONE // 10)
    yield alice.removes_above(most, ONE - ONE // 10)


@case(rules=["STAKE-32", "STAKE-71"], errors=["ZeroMaxStakeAmount"])
def remove_a_part(build: Builder) -> Trace:
    """Where a part is allowed, what the limit lets out is sold; then the price stands at the limit."""
    alice = _alice(build)
    yield alice.removes_above(tao(400), ONE - ONE // 10, partial=True)
    yield alice.removes_above(tao(400), ONE - ONE // 10, partial=True)
    yield alice.removes_above(tao(400), 0, partial=True)


@case(rules=["STAKE-46", "STAKE-71"], errors=["NotEnoughStakeToWithdraw"])
def remove_more_than_there_is(build: Builder) -> Trace:
    """With a limit, more than there is is refused, be it that a part is allowed."""
    alice = _alice(build)
    yield alice.removes_above(tao(500) + 1, 0, partial=True)
    yield alice.removes_above(tao(500), 0, partial=True)


@case(rules=["STAKE-30", "STAKE-32", "STAKE-71"], errors=["ZeroMaxStakeAmount"])
def remove_where_alpha_is_tao(build: Builder) -> Trace:
    """On root, and under mechanism 0, a limit of one TAO lets out all, and one rao more nothing."""
    alice = _alice(build)
    for netuid in (ROOT, STABLE):
        yield alice.removes_above(tao(1), ONE + 1, netuid=netuid)
        yield alice.removes_above(tao(1), ONE, netuid=netuid)


@case(rules=["STAKE-41", "STAKE-71", "STAKE-72"], errors=["SubtokenDisabled"])
def remove_before_the_start(build: Builder) -> Trace:
    """With a limit stake can be sold in a subnet that was not started, and only then (KNOWN-57)."""
    alice = _alice(build)
    build.chain.subnets.subtoken_enabled[FIRST] = False
    yield alice.removes(tao(1))
    yield alice.removes_above(tao(1), 0)
    yield alice.removes_all()
    yield alice.removes_all(1)


@case(rules=["STAKE-72"], errors=["SlippageTooHigh"])
def remove_all_with_a_limit(build: Builder) -> Trace:
    """All of it is sold if the limit lets all out, and nothing else."""
    alice = _alice(build)
    yield alice.removes_all(ONE // 2)
    yield alice.removes_all(ONE // 4)


@case(rules=["STAKE-72"], errors=["AmountTooLow"])
def remove_all_at_any_price(build: Builder) -> Trace:
    """Without a limit all is sold, and then there is nothing left to sell."""
    alice = _alice(build)
    yield alice.removes_all()
    yield alice.removes_all()
    yield alice.removes_all(netuid=ROOT)


@case(rules=["STAKE-61", "STAKE-71", "STAKE-72", "STAKE-84"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account stakes, unstakes and swaps with a limit."""
    alice = _alice(build)
    for call in (
        AddStakeLimit(alice.hotkey, FIRST, tao(1), tao(2), True),
        RemoveStakeLimit(alice.hotkey, FIRST, AlphaBalance(1), TaoBalance(0), True),
        RemoveStakeFullLimit(alice.hotkey, FIRST, None),
        SwapStakeLimit(alice.hotkey, FIRST, SECOND, AlphaBalance(1), TaoBalance(0), True),
    ):
        yield root(call)
        yield nobody(call)


@case(rules=["STAKE-33", "STAKE-34", "STAKE-35", "STAKE-80", "STAKE-84"], errors=["SlippageTooHigh"])
def swap_all_or_nothing(build: Builder) -> Trace:
    """Between two pools, one alpha rao more than the formula allows is refused."""
    alice = _alice(build)
    most = _movable(build, 2 * ONE - ONE // 10)
    yield alice.swaps_above(most + 1, 2 * ONE - ONE // 10)
    yield alice.swaps_above(most, 2 * ONE - ONE // 10)


@case(rules=["STAKE-33", "STAKE-34", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_a_part(build: Builder) -> Trace:
    """What the formula allows is swapped, and the price ends beyond the limit (KNOWN-58): the rest is refused."""
    alice = _alice(build)
    yield alice.swaps_above(tao(400), 2 * ONE - ONE // 10, partial=True)
    yield alice.swaps_above(tao(100), 2 * ONE - ONE // 10, partial=True)
    yield alice.swaps_above(tao(100), 0, partial=True)


@case(rules=["STAKE-33", "STAKE-35", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_at_the_present_ratio(build: Builder) -> Trace:
    """A limit at the present ratio allows nothing by the formula, one above it nothing at all."""
    alice = _alice(build)
    yield alice.swaps_above(tao(1), 2 * ONE)
    yield alice.swaps_above(tao(1), 2 * ONE + 1)
    yield alice.swaps_above(tao(1), ONE)


@case(rules=["STAKE-33", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_with_an_empty_reserve(build: Builder) -> Trace:
    """Where a reserve is empty nothing is swapped, whatever the limit."""
    alice = _alice(build)
    for netuid in (5, 6):
        add_subnet(build, NetUid(netuid))
    build.chain.pools.subnet_tao[NetUid(5)] = TaoBalance(0)
    build.chain.pools.subnet_alpha_in[NetUid(6)] = AlphaBalance(0)
    for netuid in (5, 6):
        yield alice.swaps_above(tao(1), 0, to=NetUid(netuid))
        yield alice.swaps_above(tao(1), 0, origin=NetUid(netuid))


@case(rules=["STAKE-33", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_from_root(build: Builder) -> Trace:
    """From root the limit is the price of the destination upside down; a limit of zero allows all."""
    alice = _alice(build)
    for limit in (ONE, ONE * 9 // 10):
        yield alice.swaps_above(tao(100), limit, partial=True, origin=ROOT, to=FIRST)
    yield alice.swaps_above(tao(100), 0, origin=ROOT)


@case(rules=["STAKE-33", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_to_root(build: Builder) -> Trace:
    """To root, and to a subnet under mechanism 0, it is the limit of a sale."""
    alice = _alice(build)
    for limit in (ONE, ONE * 9 // 10):
        yield alice.swaps_above(tao(100), limit, partial=True, to=ROOT)
    yield alice.swaps_above(tao(100), ONE * 8 // 10, partial=True, to=STABLE)


@case(rules=["STAKE-33", "STAKE-84"], errors=["ZeroMaxStakeAmount"])
def swap_where_alpha_is_tao(build: Builder) -> Trace:
    """From root to a subnet under mechanism 0 and back, a limit of one allows all, and one part more nothing."""
    alice = _alice(build)
    bob = add_staker(build, "bob", alpha=tao(5), netuid=STABLE)
    for staker, origin, to in ((alice, ROOT, STABLE), (bob, STABLE, ROOT)):
        yield staker.swaps_above(tao(1), ONE + 1, origin=origin, to=to)
        yield staker.swaps_above(tao(1), ONE, origin=origin, to=to)


@case(rules=["STAKE-80", "STAKE-84"])
def swap_loses_what_is_too_little(build: Builder) -> Trace:
    """Where the limit lets less than the minimum through, what it brought is lost, and told as swapped (KNOWN-50)."""
    alice = _alice(build)
    limit = next(limit for limit in range(2 * ONE - 1, 0, -1_000) if 10_000 < _movable_or_0(build, limit) < 1_900_000)
    yield alice.swaps_above(tao(1), limit, partial=True, origin=ROOT)


def _movable_or_0(build: Builder, limit: int) -> int:
    try:
        return _movable(build, limit, ROOT)
    except ZeroMaxStakeAmount:
        return 0


@case(rules=["STAKE-47", "STAKE-84"], errors=["SameNetuid"])
def swap_to_the_same_subnet(build: Builder) -> Trace:
    """To the same subnet the limit is not asked."""
    alice = _alice(build)
    yield alice.swaps_above(tao(1), 3 * ONE, to=FIRST)


@case(rules=["STAKE-51", "STAKE-71"])
def remove_clears_what_is_left(build: Builder) -> Trace:
    """With a limit, too, a nominator that is left with a small nomination is paid all of it."""
    alice = _alice(build)
    bob = add_staker(build, "bob").on(alice.hotkey)
    stake(build, bob, FIRST, tao(10))
    let_nominate(build, tao(1))
    yield bob.removes_above(tao(8), ONE // 2)
    yield bob.removes_above(tao(1) + 10**8, ONE // 2)
