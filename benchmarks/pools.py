"""What pools cost: a swap by the ticks that it crosses, and the search for a tick against a walk over all ticks.

Run as `python benchmarks/pools.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.bitmap import find_closest_higher
from tao_spec.transition.pools.curve import BUY
from tao_spec.transition.pools.positions import create_position
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.pools.swap import sim_swap

NETUID = NetUid(2)
TAO = 10**9
REPEATS = 5


def compute_fastest(work: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times) * 1000


def make_chain(ticks: int) -> Chain:
    """A chain with a pool that has so many active ticks above its price, one beside the other."""
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(1)
    chain.pools.subnet_mechanism[NETUID] = DYNAMIC
    chain.pools.subnet_tao[NETUID] = TaoBalance(1_000 * TAO)
    chain.pools.subnet_alpha_in[NETUID] = AlphaBalance(1_000 * TAO)
    maybe_initialize(chain, NETUID)
    for tick in range(1, ticks):
        create_position(chain, NETUID, AccountId(), TickIndex(tick), TickIndex(tick + 1), U64(1_000))
    chain.commit()
    return chain


def measure_swap(ticks: int, alone: float) -> float:
    """Print what a swap costs that crosses so many ticks, beside one that crosses none."""
    chain = make_chain(ticks)
    time = compute_fastest(lambda: sim_swap(chain, NETUID, BUY, U64(100 * TAO)))
    each = (time - alone) / ticks if ticks else 0.0
    print(f"{ticks:>8,} {time:>9.2f} {each:>13.3f} {time / (alone or time):>9.1f} x")
    return time


def measure_search(ticks: int) -> None:
    """Print what the search of the last tick costs, by the bitmap and by a walk over all ticks."""
    chain, last = make_chain(ticks), TickIndex(ticks)
    found = compute_fastest(lambda: find_closest_higher(chain, NETUID, last))
    walked = compute_fastest(lambda: min(index for index, _ in chain.pools.ticks.under(NETUID) if index >= last))
    print(f"{ticks:>8,} {found:>9.3f} {walked:>13.3f} {walked / found:>9.1f} x")


def main() -> None:
    """Measure swaps over more and more ticks, then searches among them."""
    print("   ticks   swap ms  each tick ms   against none")
    alone = measure_swap(0, 0.0)
    for ticks in (10, 100, 999):
        measure_swap(ticks, alone)
    print("   ticks search ms       walk ms   bitmap faster")
    for ticks in (10, 100, 1_000):
        measure_search(ticks)


if __name__ == "__main__":
    main()
