"""The owner's cut: how it is set aside."""

from __future__ import annotations

from conformance.emission.started import stake_on_root, started, working
from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.integers import U16
from tao_spec.vectors.cases import Builder, Trace, blocks, case


@case(rules=["EMIT-50", "EMIT-51"])
def usual(build: Builder) -> Trace:
    """The cut is 11,796 parts of 65,535, as long as root does not change it; it is rounded down, and so is the rest."""
    started(build)
    yield blocks(1)
    yield blocks(2)


@case(rules=["EMIT-50", "EMIT-51"])
def one_part(build: Builder) -> Trace:
    """The least cut is a 65,535th."""
    started(build)
    build.chain.emission.subnet_owner_cut.value = U16(1)
    yield blocks(1)


@case(rules=["EMIT-50", "EMIT-51", "EMIT-54"])
def all_of_it(build: Builder) -> Trace:
    """Owners may have all: nothing is left for neurons and root."""
    stake_on_root(build, tao(5_000))
    started(build)
    build.chain.emission.subnet_owner_cut.value = U16(65_535)
    yield blocks(1)


@case(rules=["EMIT-50", "EMIT-51"])
def none_of_it(build: Builder) -> Trace:
    """Owners may have nothing: a zero is stored as waiting."""
    started(build)
    build.chain.emission.subnet_owner_cut.value = U16(0)
    yield blocks(1)


@case(rules=["EMIT-50", "EMIT-52"])
def adds_up(build: Builder) -> Trace:
    """The cut is added to what waits, and so is the rest."""
    emission, netuid = build.chain.emission, started(build)
    emission.pending_owner_cut[netuid] = AlphaBalance(5)
    emission.pending_emission[netuid] = AlphaBalance(7)
    emission.pending_alpha_swapped[netuid] = AlphaBalance(11)
    yield blocks(3)


@case(rules=["EMIT-50"])
def of_little(build: Builder) -> Trace:
    """When a subnet emits a few rao a block, the cut of one is nothing: no owner gets it."""
    build.chain.pools.subnet_alpha_out[started(build)] = AlphaBalance(tao(21_000_000) - 20_000_000)
    yield blocks(2)


@case(rules=["EMIT-21", "EMIT-50"])
def paid(build: Builder) -> Trace:
    """The epoch pays the cut to the hotkey of the owner, with that of its own block."""
    scene = working(build)
    scene.own(2)
    scene.set_aside(alpha=tao(41), owner_cut=tao(18))
    yield blocks(1)


@case(rules=["EMIT-21", "EMIT-50"])
def of_nobody(build: Builder) -> Trace:
    """Without an owner the cut is paid to nobody, and stays in the alpha outside the pool."""
    working(build).set_aside(owner_cut=tao(18))
    yield blocks(1)
