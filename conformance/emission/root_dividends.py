"""Root's part of the alpha: how much it is, its sale, and what becomes of the TAO."""

from __future__ import annotations

from conformance.emission.started import stake_on_root, started, working
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.arithmetic.integers import U64
from tao_spec.vectors.cases import Builder, Trace, blocks, case


@case(rules=["EMIT-52", "EMIT-53", "EMIT-54", "EMIT-55"])
def sold(build: Builder) -> Trace:
    """Root's part of the validators' half is sold in every block, and its TAO waits."""
    stake_on_root(build, tao(5_000))
    started(build)
    yield blocks(1)
    yield blocks(5)


def weighing(build: Builder, weight: int) -> None:
    """Let the TAO on root weigh so many parts of 2^64 - 1 of an alpha."""
    stake_on_root(build, tao(5_000))
    started(build)
    build.chain.stake.tao_weight.value = U64(weight)


@case(rules=["EMIT-53", "EMIT-55"])
def weighs_nothing(build: Builder) -> Trace:
    """TAO that weighs nothing earns nothing, whatever there is of it."""
    weighing(build, 0)
    yield blocks(1)


@case(rules=["EMIT-53"])
def weighs_next_to_nothing(build: Builder) -> Trace:
    """The least weight that U96F32 tells from zero is 2^32 parts of 2^64 - 1."""
    weighing(build, 2**32)
    yield blocks(1)


@case(rules=["EMIT-53"])
def weighs_less_than_that(build: Builder) -> Trace:
    """One part less than that is cut off to zero."""
    weighing(build, 2**32 - 1)
    yield blocks(1)


@case(rules=["EMIT-53", "EMIT-54"])
def weighs_as_much(build: Builder) -> Trace:
    """TAO on root may weigh as much as alpha."""
    weighing(build, U64.MAX)
    yield blocks(1)


@case(rules=["EMIT-53", "EMIT-55"])
def nothing_on_root(build: Builder) -> Trace:
    """Without TAO on root nothing is sold, and yet a swap of nothing is made: it gives the pool its price."""
    started(build, is_initialised=False)
    yield blocks(2)


@case(rules=["EMIT-53"])
def nothing_at_all(build: Builder) -> Trace:
    """With neither TAO on root nor alpha there is no proportion."""
    netuid = started(build, in_tao=0, in_alpha=0, moving=0, is_initialised=False)
    build.chain.neurons.network_registration_allowed[netuid] = False
    build.chain.neurons.network_pow_registration_allowed[netuid] = False
    yield blocks(1)


@case(rules=["EMIT-52"])
def unsold_for_subsidy(build: Builder) -> Trace:
    """In a subsidised subnet root's alpha is set aside unsold, and counts as swapped."""
    stake_on_root(build, tao(5_000))
    started(build, in_tao=tao(100), in_alpha=tao(1_000))
    yield blocks(2)


@case(rules=["EMIT-52", "EMIT-55"])
def refused(build: Builder) -> Trace:
    """A pool with less than 1,000,000 rao buys nothing: root's alpha counts as swapped all the same."""
    stake_on_root(build, tao(5_000))
    started(build, 2, in_tao=999_999, in_alpha=999_999, moving=0)
    started(build, 3)
    yield blocks(2)


@case(rules=["EMIT-20", "EMIT-25", "EMIT-34"])
def paid(build: Builder) -> Trace:
    """The epoch pays the TAO to the stake on root of those who earned dividends, takes to owners of hotkeys."""
    scene = working(build)
    scene.take(0, 11_796)
    scene.set_aside(alpha=tao(40), root_tao=tao(3), swapped=tao(4))
    yield blocks(1)


@case(rules=["EMIT-20", "EMIT-26"])
def of_nobody(build: Builder) -> Trace:
    """Where no validator has stake on root, the TAO is gone with the epoch."""
    scene = working(build, root_tao=0)
    stake_on_root(build, tao(1_000))
    scene.set_aside(alpha=tao(40), root_tao=tao(3), swapped=tao(4))
    yield blocks(1)


@case(rules=["EMIT-20", "EMIT-26"])
def without_neurons(build: Builder) -> Trace:
    """In a subnet without neurons an epoch pays nobody, neither alpha nor TAO."""
    chain, netuid = build.chain, started(build)
    stake_on_root(build, tao(1_000))
    chain.emission.pending_root_divs[netuid] = TaoBalance(tao(1))
    chain.emission.pending_emission[netuid] = AlphaBalance(tao(2))
    build.at_block(1_095)
    yield blocks(1)


@case(rules=["EMIT-53", "EMIT-55"])
def far_more_than_alpha(build: Builder) -> Trace:
    """Root as large as the supply has nearly all of the validators' half."""
    started(build)
    build.chain.pools.subnet_tao[ROOT] = tao(21_000_000)
    build.chain.stake.tao_weight.value = U64(U64.MAX)
    yield blocks(2)
