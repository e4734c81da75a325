"""Rate limits: how many blocks must pass before an operation may be done again.

The chain has two kinds, which differ by one block. A block of zero stands for never, so that what was done at genesis does
not count.

Source: upstream's `pallets/subtensor/src/utils/rate_limiting.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("RATE-1")
def exceeds_rate_limit(chain: Chain, limit: U64, last: BlockHeight) -> bool:
    """Whether an operation comes too soon: not more blocks than the limit have passed. This is the limit of takes and swaps.

    Args:
        limit: in blocks; zero for none.
        last: the block in which it was last done; zero for never.
    """
    return bool(limit and last) and BlockHeight(chain.number).saturating_sub(last) <= limit


@rule("RATE-2")
def is_long_ago(chain: Chain, limit: U64, last: BlockHeight) -> bool:
    """Whether so many blocks have passed since an operation was last done, or it never was.

    Args:
        limit: in blocks.
        last: the block in which it was last done; zero for never.
    """
    return not last or BlockHeight(chain.number).saturating_sub(last) >= limit


@rule("RATE-3")
def ensure_long_ago(chain: Chain, limit: U64, last: BlockHeight) -> None:
    """So many blocks have passed since an operation was last done, or it never was.

    Args:
        limit: in blocks.
        last: the block in which it was last done; zero for never.

    Raises:
        TxRateLimitExceeded: fewer have.
    """
    if not is_long_ago(chain, limit, last):
        raise TxRateLimitExceeded
