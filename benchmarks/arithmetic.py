"""How much the chain's arithmetic costs, as ratios: what is slow here is slow on every machine.

Run `python benchmarks/arithmetic.py` from the project's root.
"""

from __future__ import annotations

from collections.abc import Callable
from timeit import repeat

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.fixed import I32F32, U64F64
from tao_spec.arithmetic.transcendental import exp, ln, log2, sigmoid_safe
from tao_spec.transition.emission.block_emission import compute_block_emission
from tao_spec.transition.pools.tick_math import sqrt_price_to_tick, tick_to_sqrt_price

ROUNDS = 5
SECONDS = 0.02

X, Y = 12345678901, 9876543210
A, B = I32F32.from_bits(X), I32F32.from_bits(Y)
PRICE = U64F64.from_bits(123456789012345678901)
EPSILON = U64F64.from_bits(1 << 20)

INTEGERS: dict[str, Callable[[], object]] = {
    "fixed addition": lambda: A + B,
    "fixed multiplication": lambda: A * B,
    "fixed division": lambda: A / B,
    "fixed safe_div": lambda: A.safe_div(B),
    "fixed comparison": lambda: A < B,
    "from_bits": lambda: I32F32.from_bits(X),
    "saturating_from_num": lambda: I32F32.saturating_from_num(X),
}
FIXED: dict[str, Callable[[], object]] = {
    "exp": lambda: exp(A),
    "ln": lambda: ln(A),
    "log2": lambda: log2(A),
    "sigmoid_safe": lambda: sigmoid_safe(A, B, A),
    "checked_sqrt of U64F64": lambda: PRICE.checked_sqrt(EPSILON),
    "tick to sqrt price": lambda: tick_to_sqrt_price(123455),
    "sqrt price to tick": lambda: sqrt_price_to_tick(PRICE),
    "block emission": lambda: compute_block_emission(tao(9_000_000)),
}


def measure(operation: Callable[[], object]) -> float:
    """The seconds that one call takes, the best of several rounds."""
    once = max(min(repeat(operation, number=10, repeat=3)) / 10, 1e-9)
    number = max(int(SECONDS / once), 1)
    return min(repeat(operation, number=number, repeat=ROUNDS)) / number


def main() -> None:
    """Print each operation's time over that of the operation it is built on."""
    integer, fixed = measure(lambda: X * Y), measure(lambda: A * B)
    print("over a multiplication of integers")
    for name, operation in INTEGERS.items():
        print(f"  {name:24}{measure(operation) / integer:8.1f}")
    print("over a fixed multiplication")
    for name, operation in FIXED.items():
        print(f"  {name:24}{measure(operation) / fixed:8.1f}")


if __name__ == "__main__":
    main()
