"""What a block puts into a pool, what it buys, and what the books say of it."""

from __future__ import annotations

from fractions import Fraction

from conformance.emission.started import started
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import U16
from tao_spec.vectors.cases import Builder, Trace, blocks, case


@case(rules=["EMIT-42", "EMIT-44", "EMIT-47"])
def at_the_price(build: Builder) -> Trace:
    """Alpha enters the pool at its price, here three TAO for seven alpha, and is cut off to whole rao."""
    started(build, in_tao=tao(3_000), in_alpha=tao(7_000), moving=Fraction(1, 3))
    started(build, 3, moving=Fraction(2, 3))
    yield blocks(1)
    yield blocks(5)


@case(rules=["EMIT-44"])
def on_the_bound(build: Builder) -> Trace:
    """A price that equals the share of the block is no subsidy: all TAO enters the pool, and as much alpha as TAO."""
    for netuid in (2, 3):
        started(build, netuid, in_tao=tao(1_000), in_alpha=tao(2_000), is_initialised=False)
    yield blocks(1)


@case(rules=["EMIT-42", "EMIT-44", "EMIT-46"])
def subsidised(build: Builder) -> Trace:
    """Where alpha is cheaper than that, the rest of the TAO buys alpha, which is destroyed."""
    started(build, in_tao=tao(100), in_alpha=tao(1_000))
    yield blocks(1)
    yield blocks(5)


@case(rules=["EMIT-46"])
def first_swap(build: Builder) -> Trace:
    """A purchase gives a pool its price and the protocol its position, before anything is put in."""
    started(build, in_tao=tao(100), in_alpha=tao(1_000), is_initialised=False)
    yield blocks(2)


@case(rules=["EMIT-46"])
def purchase_refused(build: Builder) -> Trace:
    """A pool with less than 1,000,000 alpha rao sells none: only what it gets enters the books."""
    started(build, in_tao=100, in_alpha=999_999)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-44", "EMIT-46"])
def spends_less_than_a_rao(build: Builder) -> Trace:
    """A subsidy of a part of a rao buys nothing, and yet is one: no alpha is sold for root."""
    netuid = started(build)
    build.chain.pools.alpha_sqrt_price[netuid] = U64F64.from_bits(2**64 - 2**31)
    yield blocks(1)


@case(rules=["EMIT-44"])
def worthless(build: Builder) -> Trace:
    """Of alpha that costs nothing, and gets no TAO, the pool gets all that a block creates."""
    started(build, 2, in_tao=0, moving=0, is_initialised=False)
    started(build, 3, moving=1)
    yield blocks(1)


@case(rules=["EMIT-44", "EMIT-55", "POOL-130"])
def without_pool(build: Builder) -> Trace:
    """On a subnet with the stable mechanism one alpha is one TAO, in shares, in the injection and in the sale for root."""
    netuid = started(build, 2, moving=Fraction(1, 9), is_initialised=False)
    build.chain.pools.subnet_mechanism[netuid] = U16(0)
    started(build, 3, moving=1)
    yield blocks(2)


@case(rules=["EMIT-42", "EMIT-45", "EMIT-47"])
def closed(build: Builder) -> Trace:
    """A subnet with one way to register gets its emission; with none it gets nothing, and zeros are recorded."""
    neurons = build.chain.neurons
    by_work, by_burning, neither, _ = (started(build, netuid) for netuid in (2, 3, 4, 5))
    for netuid in (by_work, neither):
        neurons.network_registration_allowed[netuid] = False
    for netuid in (by_burning, neither):
        neurons.network_pow_registration_allowed[netuid] = False
    yield blocks(1)


@case(rules=["EMIT-42", "EMIT-45", "EMIT-46"])
def closed_and_subsidised(build: Builder) -> Trace:
    """Of a subnet that nobody can join alpha is bought all the same."""
    netuid = started(build, in_tao=tao(100), in_alpha=tao(1_000))
    build.chain.neurons.network_registration_allowed[netuid] = False
    build.chain.neurons.network_pow_registration_allowed[netuid] = False
    yield blocks(1)


@case(rules=["EMIT-43", "EMIT-46"])
def provided_by_users(build: Builder) -> Trace:
    """What users provide makes the price and is sold first, and does not count as the subnet's alpha."""
    pools, netuid = build.chain.pools, started(build, in_tao=tao(50), in_alpha=tao(1_000))
    pools.subnet_tao_provided[netuid] = TaoBalance(tao(10))
    pools.subnet_alpha_in_provided[netuid] = AlphaBalance(tao(2))
    yield blocks(3)


@case(rules=["EMIT-47", "POOL-72"])
def fees_become_liquidity(build: Builder) -> Trace:
    """The protocol's position takes in its fees with the next injection."""
    pools, netuid = build.chain.pools, started(build)
    pools.fee_global_tao[netuid] = U64F64.from_bits(2**60)
    pools.fee_global_alpha[netuid] = U64F64.from_bits(2**61)
    yield blocks(1)


@case(rules=["EMIT-44"])
def more_alpha_than_created(build: Builder) -> Trace:
    """After the first halving of its alpha a subnet's pool may still get a whole alpha a block."""
    netuid = started(build)
    build.chain.pools.subnet_alpha_out[netuid] = AlphaBalance(tao(12_000_000))
    yield blocks(1)


@case(rules=["EMIT-1", "EMIT-42", "EMIT-44"])
def pool_beyond_the_supply(build: Builder) -> Trace:
    """The pool's alpha follows the TAO's halvings: it passes 21,000,000 alpha, when none is created for the neurons any more."""
    netuid = started(build)
    build.chain.pools.subnet_alpha_out[netuid] = AlphaBalance(tao(21_000_000) - tao(1_000) - 1)
    yield blocks(1)
    yield blocks(1)
