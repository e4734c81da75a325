"""What delegation costs: a child's stake by its parents, and an epoch's children by those that wait and those that wait on.

Run as `python benchmarks/delegation.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_stake_weight_for_hotkey_on_subnet
from tao_spec.transition.delegation.pending_children import do_set_pending_children, replace_children

NETUID = NetUid(2)
NOW = 1_000
CHILDREN = 5
REPEATS = 5


def compute_fastest(work: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times) * 1000


def hotkey(number: int) -> AccountId:
    """One of many hotkeys."""
    return AccountId(number.to_bytes(32, "little"))


def make_chain() -> Chain:
    """A chain without anybody."""
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(NOW)
    return chain


def make_child(parents: int) -> Chain:
    """A chain on which so many hotkeys have lent all that they have to one child."""
    chain = make_chain()
    for number in range(1, parents + 1):
        chain.stake.total_hotkey_alpha[hotkey(number), NETUID] = AlphaBalance(number)
        replace_children(chain, NETUID, hotkey(number), ((U64(U64.MAX), hotkey(0)),))
    chain.commit()
    return chain


def make_waiting(hotkeys: int, until: int) -> Chain:
    """A chain on which so many hotkeys have chosen five children each, to be set after a block."""
    chain = make_chain()
    for number in range(hotkeys):
        chosen = tuple((U64(1), hotkey(10**6 + number * CHILDREN + child)) for child in range(CHILDREN))
        chain.delegation.pending_child_keys[NETUID, hotkey(number)] = (chosen, BlockHeight(until))
    chain.commit()
    return chain


def set_and_take_back(chain: Chain) -> None:
    """Set whoever is due, and leave the chain as it was."""
    do_set_pending_children(chain, NETUID)
    chain.abandon()


def measure_stake(parents: int, alone: float) -> float:
    """Print what the stake of a child costs that has so many parents, beside that of a hotkey that has none."""
    chain = make_child(parents)
    time = compute_fastest(lambda: get_stake_weight_for_hotkey_on_subnet(chain, hotkey(0), NETUID))
    each = (time - alone) / parents if parents else 0.0
    print(f"{parents:>8,} {time:>9.3f} {each:>14.4f} {time / (alone or time):>9.1f} x")
    return time


def measure_waiting(hotkeys: int) -> None:
    """Print what an epoch costs in which so many hotkeys get five children each, and one in which all wait on."""
    due, later = make_waiting(hotkeys, NOW - 1), make_waiting(hotkeys, NOW)
    set_all, none = compute_fastest(lambda: set_and_take_back(due)), compute_fastest(lambda: set_and_take_back(later))
    print(f"{hotkeys:>8,} {set_all:>9.2f} {none:>14.2f} {set_all / none:>9.1f} x")


def main() -> None:
    """Measure a child with more and more parents, then more and more hotkeys that wait."""
    print(" parents  stake ms each parent ms   against none")
    alone = measure_stake(0, 0.0)
    for parents in (1, 10, 100, 1_000):
        measure_stake(parents, alone)
    print(" waiting    set ms     wait on ms   set : wait on")
    for hotkeys in (10, 100, 1_000):
        measure_waiting(hotkeys)


if __name__ == "__main__":
    main()
