"""Removing all stake from a hotkey, in every subnet, for TAO or for stake on root."""

from __future__ import annotations

from conformance.stake.prepare import (
    FIRST,
    MINIMUM,
    SECOND,
    STABLE,
    Staker,
    add_market,
    add_staker,
    add_subnet,
    hold,
    let_nominate,
    stake,
)
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.stake import UnstakeAll, UnstakeAllAlpha
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


def _alice(build: Builder) -> Staker:
    add_market(build)
    alice = add_staker(build, "alice", tao(10), tao(50))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(50))
    return alice


@case(rules=["STAKE-73", "STAKE-75", "SUBNET-1"], errors=["HotKeyAccountNotExists"])
def everywhere(build: Builder) -> Trace:
    """All stake is sold, subnet after subnet in the order of the keys, and paid out; then there is nothing to sell."""
    alice = _alice(build)
    add_subnet(build, NetUid(256))
    stake(build, alice, NetUid(256), tao(50))
    yield alice.signs(UnstakeAll(alice.hotkey))
    yield alice.signs(UnstakeAll(alice.hotkey))
    yield alice.signs(UnstakeAll(build.name("nobody's hotkey")))


@case(rules=["STAKE-73", "STAKE-75"])
def passes_over_what_cannot_be_sold(build: Builder) -> Trace:
    """Subnets that were not started, stake that is held, and pools that cannot pay are passed over."""
    alice = _alice(build)
    hold(build, alice, ROOT)
    build.chain.subnets.subtoken_enabled[FIRST] = False
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    yield alice.signs(UnstakeAll(alice.hotkey))


@case(rules=["STAKE-74", "STAKE-75"], errors=["HotKeyAccountNotExists"])
def onto_root(build: Builder) -> Trace:
    """All alpha is sold, and what it brings is staked on root, from where it can be taken at once."""
    alice = _alice(build)
    yield alice.signs(UnstakeAllAlpha(alice.hotkey))
    yield alice.removes(tao(100), ROOT)
    yield alice.signs(UnstakeAllAlpha(build.name("nobody's hotkey")))


@case(rules=["STAKE-20", "STAKE-74"], errors=["AmountTooLow"])
def nothing_onto_root(build: Builder) -> Trace:
    """Where nothing can be sold nothing can be staked, and that is refused; next to nothing is staked."""
    alice = _alice(build)
    for netuid in (FIRST, SECOND, STABLE):
        hold(build, alice, netuid)
    bob = add_staker(build, "bob", alpha=2, netuid=STABLE)
    yield alice.signs(UnstakeAllAlpha(alice.hotkey))
    yield bob.signs(UnstakeAllAlpha(bob.hotkey))


@case(rules=["STAKE-74"])
def onto_root_that_was_not_started(build: Builder) -> Trace:
    """Nobody asks whether root was started."""
    alice = _alice(build)
    build.chain.subnets.subtoken_enabled[ROOT] = False
    yield alice.signs(UnstakeAllAlpha(alice.hotkey))


@case(rules=["STAKE-20", "STAKE-74"], errors=["InsufficientLiquidity"])
def onto_root_without_a_share(build: Builder) -> Trace:
    """Where what was sold is worth no share on root nothing is sold.

    The shares are written: dividends would need ages for them.
    """
    alice = _alice(build)
    hotkey = add_staker(build, "bob").hotkey
    stake(build, alice.on(hotkey), FIRST, tao(5))
    build.chain.stake.total_hotkey_shares[hotkey, ROOT] = U64F64.from_bits(1)
    build.chain.stake.total_hotkey_alpha[hotkey, ROOT] = build.chain.pools.subnet_alpha_out[ROOT]
    yield alice.signs(UnstakeAllAlpha(hotkey))


@case(rules=["STAKE-51", "STAKE-73", "STAKE-74"])
def told_twice(build: Builder) -> Trace:
    """Where there is a least nomination, a nominator that is left with nothing is cleared of nothing (KNOWN-55)."""
    add_market(build)
    alice, bob = add_staker(build, "alice"), add_staker(build, "bob")
    for netuid in (FIRST, ROOT):
        stake(build, bob.on(alice.hotkey), netuid, tao(5))
    let_nominate(build, 2 * MINIMUM)
    yield bob.signs(UnstakeAllAlpha(alice.hotkey))
    yield bob.signs(UnstakeAll(alice.hotkey))


@case(rules=["STAKE-73", "STAKE-74"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account unstakes."""
    alice = _alice(build)
    for call in (UnstakeAll(alice.hotkey), UnstakeAllAlpha(alice.hotkey)):
        yield root(call)
        yield nobody(call)
