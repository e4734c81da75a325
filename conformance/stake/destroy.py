"""Recycling and burning alpha."""

from __future__ import annotations

from conformance.stake.prepare import FIRST, NOWHERE, SECOND, STABLE, Staker, add_market, add_staker, hold, stake
from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.stake import BurnAlpha, RecycleAlpha
from tao_spec.vectors.cases import Builder, Dispatched, Trace, account_named, case, nobody, root


def _alice(build: Builder) -> Staker:
    add_market(build)
    alice = add_staker(build, "alice", alpha=tao(50))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(50))
    return alice


def recycles(who: Staker, amount: int, netuid: NetUid = FIRST) -> Dispatched:
    """Recycles alpha."""
    return who.signs(RecycleAlpha(who.hotkey, AlphaBalance(amount), netuid))


def burns(who: Staker, amount: int, netuid: NetUid = FIRST) -> Dispatched:
    """Burns alpha."""
    return who.signs(BurnAlpha(who.hotkey, AlphaBalance(amount), netuid))


@case(rules=["STAKE-90", "STAKE-91"])
def recycled(build: Builder) -> Trace:
    """Recycled alpha leaves the hotkey and the alpha outside the pool; more than there is means all."""
    alice = _alice(build)
    yield recycles(alice, tao(10))
    yield recycles(alice, 2**64 - 1)
    yield recycles(alice, tao(1), STABLE)


@case(rules=["STAKE-90", "STAKE-92"])
def burned(build: Builder) -> Trace:
    """Burned alpha leaves the hotkey, and the alpha outside the pool counts it still; more than there is means all."""
    alice = _alice(build)
    yield burns(alice, tao(10))
    yield burns(alice, 2**64 - 1)
    yield burns(alice, tao(1), STABLE)


@case(rules=["STAKE-7", "STAKE-90"])
def nothing(build: Builder) -> Trace:
    """Nothing can be destroyed, by whoever has none, too."""
    alice = _alice(build)
    bob = add_staker(build, "bob").on(alice.hotkey)
    yield recycles(alice, 0)
    yield burns(bob, tao(1))


@case(rules=["STAKE-4", "STAKE-90"])
def all_but_a_little(build: Builder) -> Trace:
    """Where next to nothing of a share would be left, all of it goes."""
    alice = _alice(build)
    bob = add_staker(build, "bob").on(alice.hotkey)
    stake(build, bob, FIRST, tao(1))
    yield burns(bob, tao(1) - 9_999)
    yield recycles(alice, tao(50) - 100)


@case(rules=["STAKE-90"])
def held(build: Builder) -> Trace:
    """Stake that was added in this block can be destroyed."""
    alice = _alice(build)
    hold(build, alice)
    yield recycles(alice, tao(1))
    yield burns(alice, tao(1))


@case(
    rules=["STAKE-90", "STAKE-91", "STAKE-92"],
    errors=[
        "BadOrigin",
        "CannotBurnOrRecycleOnRootSubnet",
        "HotKeyAccountNotExists",
        "InsufficientLiquidity",
        "SubNetworkDoesNotExist",
        "SubtokenDisabled",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """The origin, the subnet, root, the start, the hotkey and the alpha outside the pool are asked for in this order.

    That less alpha lies outside the pool than on one hotkey is written: no call leads there.
    """
    alice = _alice(build)
    build.chain.subnets.subtoken_enabled[STABLE] = False
    build.chain.pools.subnet_alpha_out[SECOND] = AlphaBalance(tao(2))
    ghost = alice.on(account_named("nobody's hotkey"))
    for act, kind in ((recycles, RecycleAlpha), (burns, BurnAlpha)):
        call = kind(alice.hotkey, AlphaBalance(1), FIRST)
        yield root(call)
        yield nobody(call)
        yield act(ghost, 1, NOWHERE)
        yield act(ghost, 1, ROOT)
        yield act(ghost, 1, STABLE)
        yield act(ghost, 1, SECOND)
        yield act(alice, tao(2) + 1, SECOND)
        yield act(alice, tao(2), SECOND)
