from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.balances import TotalIssuanceForced
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.governance.sudo import Sudo
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.interface.messages import Call
from tao_spec.invariants.frame import Verdict, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import compute_block_emission
from tests.invariants.build import ALICE, R306, account, chain_of, ids, step_by_hand
from tests.transition.chains import closing

SUBNET = NetUid(2)
SUPPLY = R306.constants.total_supply


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

    assert ids(step_by_hand(issued(0), change)[1]) == ["INV-6", "INV-2"]


def test_an_issuance_that_root_forced_over_the_supply_is_excused() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.total_issuance.value = TaoBalance(SUPPLY + 1)

    events = [TotalIssuanceForced(TaoBalance(10_000), TaoBalance(SUPPLY + 1))]
    watch, violations = step_by_hand(issued(0), change, events)
    assert violations == []
    assert ids(watch.excused) == ["INV-5", "INV-2"]


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
        now += R306.rules.compute_block_emission(TaoBalance(now)) if is_full else 0
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
    watch, violations = step_by_hand(issued(5), moved(-1, blocks=1), [task])
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
