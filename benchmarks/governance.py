"""What governance costs the specification: motions, agendas that are full, and agendas that were left over.

Run `python benchmarks/governance.py` from the project's root. Each figure is the shortest of several rounds, and beside it how
many times an empty block that is. For the ratio to a real client see `benchmarks/clients.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.origins import FromSystem, Root
from tao_spec.revisions.r306 import R306
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Scheduled
from tao_spec.state.stored_call import Inline
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis import build_genesis

NOW = 100_000
ROUNDS = 5
AGENDAS_OF_A_BLOCK = 25_114
MOTION_DURATION = 3_600


def main() -> None:
    """Print every figure."""
    empty = shortest(chain_with(0), 1)
    print(f"an empty block: {empty * 1000:.2f} ms")
    for title, prepare, blocks in (
        (f"a block with {MAX_SCHEDULED_PER_BLOCK} tasks", chain_with(MAX_SCHEDULED_PER_BLOCK), 1),
        (f"a block with {AGENDAS_OF_A_BLOCK:,} agendas left over", chain_with(0, AGENDAS_OF_A_BLOCK), 1),
        (f"the {MOTION_DURATION:,} blocks of a vote, each", chain_with(0), MOTION_DURATION),
    ):
        each = shortest(prepare, blocks) / blocks
        print(f"{title}: {each * 1000:.2f} ms, {each / empty:.1f} x an empty block")


def chain_with(tasks: int, left_over: int = 0) -> Callable[[], Chain]:
    """How to make a chain whose next block has so many tasks, and so many agendas to look at."""

    def prepare() -> Chain:
        chain = build_genesis({}, R306)
        chain.accounts.number.value = BlockNumber(NOW)
        call = Inline(R306.interface.encode_call(Remark(b"a task")))
        if tasks:
            task = Scheduled(None, U8(63), call, None, FromSystem(Root()))
            chain.governance.agenda[BlockNumber(NOW + 1)] = (task,) * tasks
        if left_over:
            chain.governance.incomplete_since.value = BlockNumber(NOW + 2 - left_over)
        chain.commit()
        return chain

    return prepare


def shortest(prepare: Callable[[], Chain], blocks: int) -> float:
    """The seconds that so many blocks take, the shortest of several rounds."""

    def once() -> float:
        chain = prepare()
        began = perf_counter()
        for _ in range(blocks):
            advance_block(chain)
            chain.commit()
        return perf_counter() - began

    return min(once() for _ in range(ROUNDS if blocks == 1 else 1))


if __name__ == "__main__":
    main()
