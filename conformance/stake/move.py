"""Moving stake: to another hotkey, to another subnet, to another coldkey."""

from __future__ import annotations

from conformance.stake.prepare import (
    FIRST,
    MINIMUM,
    NOWHERE,
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
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.interface.hyperparameters import SudoSetToggleTransfer
from tao_spec.interface.stake import MoveStake, SwapStake, TransferStake
from tao_spec.vectors.cases import Builder, Trace, account_named, case, nobody, root


def _both(build: Builder) -> tuple[Staker, Staker]:
    """The market, and two people of whom one has stake wherever there is a subnet."""
    add_market(build)
    alice, bob = add_staker(build, "alice", tao(10), tao(50)), add_staker(build, "bob", tao(10))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(50))
    return alice, bob


@case(rules=["STAKE-22", "STAKE-47", "STAKE-80", "STAKE-81"])
def to_another_hotkey(build: Builder) -> Trace:
    """Within a subnet alpha moves without a swap and without a fee, and can move on at once; the hotkey is no delegate for it."""
    alice, bob = _both(build)
    for netuid in (FIRST, ROOT, STABLE):
        yield alice.moves(tao(10), bob.hotkey, netuid, netuid)
        yield alice.on(bob.hotkey).moves(tao(10), alice.hotkey, netuid, netuid)


@case(rules=["STAKE-20", "STAKE-21", "STAKE-80", "STAKE-81", "DELEG-13"], errors=["StakingOperationRateLimitExceeded"])
def to_another_hotkey_elsewhere(build: Builder) -> Trace:
    """Between subnets alpha is sold without a fee, and bought with one; it is held there, and the hotkey becomes a delegate."""
    alice, bob = _both(build)
    yield alice.moves(tao(10), bob.hotkey, FIRST, SECOND)
    yield alice.on(bob.hotkey).moves(tao(10), alice.hotkey, SECOND, FIRST)
    yield alice.moves(tao(10), bob.hotkey, ROOT, STABLE)


@case(rules=["STAKE-22", "STAKE-80", "STAKE-82"])
def to_another_coldkey(build: Builder) -> Trace:
    """Within a subnet and between two stake goes to a coldkey that need not exist, and is not held there."""
    alice, bob = _both(build)
    yield alice.transfers(tao(10), bob)
    yield bob.on(alice.hotkey).transfers(tao(10), alice)
    yield alice.transfers(tao(10), bob, FIRST, SECOND)
    yield bob.on(alice.hotkey).removes_all(netuid=SECOND)
    yield alice.transfers(tao(10), Staker(account_named("new"), alice.hotkey), ROOT, STABLE)


@case(rules=["STAKE-80", "STAKE-83"])
def to_another_subnet(build: Builder) -> Trace:
    """Stake is swapped between pools, root and a subnet under mechanism 0; more than there is means all."""
    alice, _ = _both(build)
    yield alice.swaps(tao(10))
    yield alice.swaps(tao(10), STABLE, ROOT)
    yield alice.swaps(2**64 - 1, FIRST, STABLE)


@case(rules=["STAKE-47", "STAKE-80"], errors=["SameNetuid"])
def nowhere(build: Builder) -> Trace:
    """Stake that would stay where it is cannot be moved."""
    alice, bob = _both(build)
    yield alice.swaps(tao(1), FIRST, FIRST)
    yield alice.moves(tao(1), alice.hotkey)
    yield alice.transfers(tao(1), alice)
    yield bob.swaps(0, NOWHERE, NOWHERE)


@case(
    rules=["STAKE-16", "STAKE-40", "STAKE-41", "STAKE-42", "STAKE-47"],
    errors=[
        "AmountTooLow",
        "HotKeyAccountNotExists",
        "InsufficientLiquidity",
        "StakingOperationRateLimitExceeded",
        "SubnetNotExists",
        "SubtokenDisabled",
        "TransferDisallowed",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """The block, both subnets, their starts, both hotkeys, the pool, the amount, and the toggle are asked for in this order."""
    alice, bob = _both(build)
    chain, ghost = build.chain, Staker(alice.account, account_named("nobody's hotkey"))
    hold(build, alice, STABLE)
    chain.subnets.subtoken_enabled[ROOT] = False
    chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    chain.stake.transfer_toggle[FIRST] = False
    yield alice.swaps(1, STABLE, NOWHERE)
    yield ghost.swaps(1, NOWHERE, FIRST)
    yield ghost.swaps(1, FIRST, NOWHERE)
    yield ghost.swaps(1, ROOT, SECOND)
    yield ghost.swaps(1, SECOND, ROOT)
    yield ghost.moves(1, bob.hotkey, SECOND, FIRST)
    yield alice.moves(1, ghost.hotkey, SECOND, FIRST)
    yield alice.transfers(1, bob, SECOND, FIRST)
    yield alice.transfers(1, bob, FIRST, SECOND)
    yield alice.transfers(tao(1), bob, FIRST, SECOND)


@case(rules=["STAKE-81", "STAKE-82", "STAKE-83"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account moves its stake."""
    alice, bob = _both(build)
    amount = AlphaBalance(tao(1))
    for call in (
        MoveStake(alice.hotkey, bob.hotkey, FIRST, FIRST, amount),
        TransferStake(bob.account, alice.hotkey, FIRST, FIRST, amount),
        SwapStake(alice.hotkey, FIRST, SECOND, amount),
    ):
        yield root(call)
        yield nobody(call)


@case(rules=["STAKE-22", "STAKE-47"], errors=["AmountTooLow"])
def minimum(build: Builder) -> Trace:
    """Within a subnet what arrives is worth at least the minimum; between two it must be worth more, be it all."""
    alice, bob = _both(build)
    yield alice.moves(MINIMUM - 1, bob.hotkey, ROOT, ROOT)
    yield alice.moves(MINIMUM, bob.hotkey, ROOT, ROOT)
    yield alice.swaps(MINIMUM, ROOT, STABLE)
    yield alice.swaps(MINIMUM + 1, ROOT, STABLE)
    yield bob.swaps(0)


@case(rules=["STAKE-47", "STAKE-82", "STAKE-85"], errors=["BadOrigin", "TransferDisallowed"])
def toggle(build: Builder) -> Trace:
    """Root and the owner let stake of a subnet go to other coldkeys or not; both subnets must. Other moves go on."""
    alice, bob = _both(build)
    owner = build.account("owner", tao(1))
    build.chain.subnets.subnet_owner[FIRST] = owner.account
    off, on = SudoSetToggleTransfer(FIRST, False), SudoSetToggleTransfer(FIRST, True)
    yield alice.signs(off)
    yield nobody(off)
    yield owner.signs(off)
    yield alice.transfers(tao(1), bob)
    yield alice.transfers(tao(1), bob, FIRST, SECOND)
    yield alice.transfers(tao(1), bob, SECOND, FIRST)
    yield alice.moves(tao(1), bob.hotkey)
    yield root(on)
    yield alice.transfers(tao(1), bob)
    yield root(SudoSetToggleTransfer(NOWHERE, False))


@case(rules=["SUBNET-2", "SUBNET-3", "STAKE-85"])
def toggle_of_nobodys_subnet(build: Builder) -> Trace:
    """Where nobody owns a subnet the account of zeros decides about it."""
    from_zeros = Staker(AccountId(), build.name("hotkey"))
    yield from_zeros.signs(SudoSetToggleTransfer(NOWHERE, False))


@case(rules=["STAKE-20", "STAKE-80"], errors=["InsufficientLiquidity"])
def no_share_at_the_destination(build: Builder) -> Trace:
    """Where the alpha is worth no share on the other hotkey nothing is moved.

    The shares are written: dividends would need ages for them.
    """
    alice, bob = _both(build)
    build.chain.stake.total_hotkey_shares[bob.hotkey, SECOND] = U64F64.from_bits(1)
    build.chain.stake.total_hotkey_alpha[bob.hotkey, SECOND] = AlphaBalance(tao(1_000))
    yield alice.moves(tao(1), bob.hotkey, FIRST, SECOND)


@case(rules=["STAKE-20", "STAKE-80"], errors=["AmountTooLow", "ReservesTooLow"])
def destination_that_sells_nothing(build: Builder) -> Trace:
    """A destination without alpha, or with alpha so dear that the TAO buys none, undoes the move."""
    alice, _ = _both(build)
    add_subnet(build, SECOND, 10**16, 10**6)
    add_subnet(build, NetUid(5), tao(1), 0)
    yield alice.swaps(MINIMUM + 10**5)
    yield alice.swaps(MINIMUM + 10**5, ROOT, NetUid(5))


@case(rules=["STAKE-80"])
def small_nominations_stay(build: Builder) -> Trace:
    """A move clears no small nominations: what is left, and what arrives, stays."""
    alice, bob = _both(build)
    let_nominate(build, tao(20))
    yield alice.moves(tao(45), bob.hotkey)
    yield alice.on(bob.hotkey).transfers(tao(40), bob)
    yield alice.transfers(tao(1), bob)
