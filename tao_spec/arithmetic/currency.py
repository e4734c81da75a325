"""The two currencies: TAO, and the alpha of a subnet. One of either is 10^9 rao, and the chain counts in rao only."""

from __future__ import annotations

from tao_spec.arithmetic.integers import U64

RAO_PER_TAO = 10**9


class TaoBalance(U64):
    """An amount of TAO, in rao."""

    __slots__ = ()


class AlphaBalance(U64):
    """An amount of a subnet's alpha, in alpha rao."""

    __slots__ = ()


def tao(amount: int) -> TaoBalance:
    """Whole TAO in rao."""
    return TaoBalance(amount * RAO_PER_TAO)
