"""Fixed-point numbers for property tests: of every type, and thick where things break."""

from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import FIXED_TYPES, Fixed


def _near(bits: int, kind: type[Fixed]) -> st.SearchStrategy[int]:
    low, high = max(kind.MIN_BITS, bits - 3), min(kind.MAX_BITS, bits + 3)
    return st.integers(low, high)


def numbers_of(kind: type[Fixed]) -> st.SearchStrategy[Fixed]:
    corners = (kind.MIN_BITS, kind.MAX_BITS, 0, kind.ONE.bits, kind.ONE.bits >> 1)
    bits = st.integers(kind.MIN_BITS, kind.MAX_BITS) | st.one_of(*(_near(corner, kind) for corner in corners))
    small = st.integers(max(kind.MIN_BITS, -1000 * kind.ONE.bits), 1000 * kind.ONE.bits)
    return (bits | small).map(kind.from_bits)


kinds = st.sampled_from(FIXED_TYPES)
numbers = kinds.flatmap(numbers_of)
pairs = kinds.flatmap(lambda kind: st.tuples(numbers_of(kind), numbers_of(kind)))
