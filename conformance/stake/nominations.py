"""Small nominations: when they are paid out, and when they are lost."""

from __future__ import annotations

from conformance.stake.prepare import (
    FIRST,
    MAX,
    MINIMUM,
    SECOND,
    STABLE,
    Staker,
    add_market,
    add_staker,
    hold,
    let_nominate,
    stake,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.hyperparameters import SudoSetNominatorMinRequiredStake
from tao_spec.interface.stake import UnstakeAll
from tao_spec.vectors.cases import Builder, Dispatched, Trace, case, nobody, root

FACTOR = 1_000_000
"""The factor that makes the least nomination the minimum of a stake operation."""


def sets(factor: int) -> Dispatched:
    """Root sets the least nomination, in millionths of the minimum."""
    return root(SudoSetNominatorMinRequiredStake(U64(factor)))


def _nominator(build: Builder, alpha: int = tao(10)) -> Staker:
    """Somebody who stakes in the first subnet on the hotkey of another."""
    add_market(build)
    owner = add_staker(build, "owner", alpha=tao(10))
    nominator = add_staker(build, "nominator", tao(10)).on(owner.hotkey)
    if alpha:
        stake(build, nominator, FIRST, alpha)
    return nominator


@case(rules=["STAKE-50", "STAKE-51", "STAKE-70"])
def remainder_is_paid_out(build: Builder) -> Trace:
    """What a nominator leaves is paid out if it is worth less than the least nomination; exactly that much stays."""
    nominator = _nominator(build)
    for netuid in (ROOT, STABLE):
        stake(build, nominator, netuid, tao(10))
    let_nominate(build, tao(1))
    yield nominator.removes(tao(9), ROOT)
    yield nominator.removes(tao(9) + 1, STABLE)
    yield nominator.removes(tao(9))


@case(rules=["STAKE-51", "STAKE-70"])
def owners_keep_what_they_have(build: Builder) -> Trace:
    """What the owner of the hotkey leaves on it is no nomination."""
    add_market(build)
    owner = add_staker(build, "owner", alpha=tao(10))
    let_nominate(build, tao(1))
    yield owner.removes(tao(10) - MINIMUM)


@case(rules=["STAKE-50", "STAKE-51", "STAKE-52", "STAKE-53"])
def rise_clears_all_small_ones(build: Builder) -> Trace:
    """When the least nomination rises, all small ones are paid out, held or not, in the order of the keys."""
    add_market(build)
    owner, other = add_staker(build, "owner", alpha=1_000), add_staker(build, "other")
    for index in range(4):
        nominator = add_staker(build, f"nominator {index}", tao(1))
        for hotkey in (owner.hotkey, other.hotkey):
            for netuid in (FIRST, SECOND, STABLE, ROOT):
                stake(build, nominator.on(hotkey), netuid, MINIMUM * (index + 1))
        hold(build, nominator.on(owner.hotkey))
    yield sets(0)
    yield sets(FACTOR)
    yield sets(3 * FACTOR)


@case(rules=["STAKE-50", "STAKE-53"])
def rise_that_clears_nothing(build: Builder) -> Trace:
    """A factor that does not more than double clears nothing (KNOWN-56); one that does clears what became small long ago."""
    add_market(build)
    owner, bob = add_staker(build, "owner"), add_staker(build, "nominator", tao(1))
    stake(build, bob.on(owner.hotkey), ROOT, 3 * MINIMUM)
    let_nominate(build, 2 * MINIMUM)
    yield sets(4 * FACTOR)
    yield sets(2 * FACTOR)
    yield sets(4 * FACTOR + 1)


@case(rules=["STAKE-50", "STAKE-53"])
def the_greatest_factor(build: Builder) -> Trace:
    """The product of minimum and factor is held at 64 bits, so that the least nomination is at most 18,446 TAO."""
    nominator = _nominator(build)
    stake(build, nominator, ROOT, tao(18_446))
    stake(build, add_staker(build, "rich").on(nominator.hotkey), ROOT, tao(18_447))
    yield sets(MAX)


@case(rules=["STAKE-51", "STAKE-53"])
def lost_in_an_empty_pool(build: Builder) -> Trace:
    """Where the pool buys no alpha, small nominations are destroyed (KNOWN-54).

    The pool makes its price before it is emptied, which no call does.
    """
    nominator = _nominator(build, tao(1))
    stake(build, nominator, SECOND, tao(1))
    build.chain.pools.subnet_tao[FIRST] = TaoBalance(999_999)
    build.chain.pools.subnet_alpha_in[SECOND] = AlphaBalance(0)
    yield sets(10_000 * FACTOR)


@case(rules=["STAKE-51", "STAKE-70", "STAKE-73"])
def after_all_was_taken(build: Builder) -> Trace:
    """A nominator that takes off all is cleared of nothing, and told so (KNOWN-55)."""
    nominator = _nominator(build)
    let_nominate(build, MINIMUM)
    yield nominator.removes(tao(10))
    yield nominator.signs(UnstakeAll(nominator.hotkey))


@case(rules=["STAKE-53"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only root sets the least nomination."""
    nominator = _nominator(build)
    call = SudoSetNominatorMinRequiredStake(U64(FACTOR))
    yield nominator.signs(call)
    yield nobody(call)
    yield root(call)


@case(rules=["STAKE-10", "STAKE-52", "STAKE-53"])
def less_than_an_account_lives_by(build: Builder) -> Trace:
    """A nominator without an account is paid 500 rao and has one; one who is to be paid 499 gets nothing (KNOWN-180)."""
    add_market(build)
    owner = add_staker(build, "owner", alpha=tao(10))
    for name, amount in (("nearly", 499), ("just", 500)):
        stake(build, Staker(build.name(name), owner.hotkey), STABLE, amount)
    yield sets(FACTOR)
