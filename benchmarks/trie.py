"""What the state root costs: a rebuild from the whole state against an update of the trie.

Run as `python benchmarks/trie.py`; times are the shortest of several runs.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from random import Random
from time import perf_counter

from tao_spec.storage.trie import StateTrie

REPEATS = 15


def compute_fastest(work: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times) * 1000


def make_state(size: int) -> dict[bytes, bytes]:
    """A state like a chain's: a hundred storage items of hashed keys, balances and small numbers for values."""
    random = Random(size)
    items = [random.randbytes(16) for _ in range(100)]
    state = {}
    for _ in range(size):
        key = b"\x65" * 16 + random.choice(items) + random.randbytes(random.choice((2, 34, 48)))
        state[key] = random.randbytes(random.choice((2, 8, 16, 80)))
    return state


def measure(size: int, changed: int) -> None:
    """Print one line: build and root of a state, and what an update of some of its keys costs beside them."""
    state = make_state(size)
    random = Random(changed)
    keys = random.sample(sorted(state), changed)
    rebuild = compute_fastest(lambda: StateTrie(state.items()).root)
    build = compute_fastest(lambda: StateTrie(state.items()))

    trie = StateTrie(state.items())
    _ = trie.root
    whole = trie.hashed_nodes

    def update_and_root() -> bytes:
        trie.update({key: random.randbytes(16) for key in keys})
        return trie.root

    update = compute_fastest(update_and_root)
    touched = (trie.hashed_nodes - whole) // REPEATS
    print(
        f"{size:>7,} {changed:>8,} {build:>9.2f} {rebuild:>9.2f} {update:>9.3f} {rebuild / update:>8.1f} x "
        f"{whole:>8,} {touched:>8,} {whole / touched:>8.1f} x {measure_memory(state):>10,}"
    )


def measure_memory(state: dict[bytes, bytes]) -> int:
    """Bytes that a trie with its root holds for each key, beside the state's own keys and values."""
    tracemalloc.start()
    trie = StateTrie(state.items())
    _ = trie.root
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held // len(state)


def main() -> None:
    """Measure small, typical and large states, each with a step's few changes and a block's many."""
    print("   keys  changed  build ms  whole ms update ms    faster    nodes  touched     fewer  bytes/key")
    for size, changed in [(50, 5), (830, 5), (830, 100), (18_669, 5), (18_669, 100), (18_669, 2_000)]:
        measure(size, changed)


if __name__ == "__main__":
    main()
