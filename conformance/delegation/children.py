"""How children are chosen: who may, whom, and when."""

from __future__ import annotations

from conformance.delegation.scenes import HALF, NOWHERE, STAKE, SUBNET, Family, family
from conformance.scenes import ALPHA, WHOLE
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import SetChildren, SetPendingChildkeyCooldown
from tao_spec.interface.stake import RemoveStake, UnstakeAll
from tao_spec.transition.delegation.children import SET_CHILDREN
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case, nobody, root


def ask_for(build: Builder, stake: int) -> None:
    """Let a hotkey need stake, in rao, before it chooses children."""
    build.chain.weights.stake_threshold.value = U64(stake)


def let_unstake(build: Builder, home: Family) -> None:
    """Let stake be taken off the parent: its owner staked it, all subnets have a pool at one TAO, and were started."""
    chain, netuid = build.chain, home.scene.netuid
    chain.subnets.subtoken_enabled[netuid] = True
    chain.pools.subnet_alpha_out[netuid] = AlphaBalance(5 * STAKE * ALPHA)
    chain.pools.subnet_tao[netuid] = TaoBalance(1_000 * ALPHA)
    chain.stake.total_stake.value = TaoBalance(5 * STAKE * ALPHA)
    home.scene.stake(0, alpha=STAKE * ALPHA, coldkey=home.owner.account)


@case(rules=["DELEG-20", "DELEG-2", "DELEG-3"])
def chosen_and_set(build: Builder) -> Trace:
    """Children that are chosen in the block before an epoch are set in it; the parent lends from then on."""
    home = family(build)
    yield home.owner.chooses(home.parent, (HALF, home.child), (1, home.foreign))
    yield blocks(1)


@case(rules=["DELEG-20"])
def given_up(build: Builder) -> Trace:
    """To choose none is to give children up, once they have waited like others."""
    home = family(build)
    home.scene.lend(home.parent, home.child, WHOLE)
    yield home.owner.chooses(home.parent)
    yield blocks(1)


@case(rules=["DELEG-20"])
def chosen_anew(build: Builder) -> Trace:
    """Who chooses again while children wait forgets them, and the wait begins anew."""
    home = family(build)
    build.chain.delegation.pending_child_key_cooldown.value = U64(200)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield blocks(150)
    yield home.owner.chooses(home.parent, (7, home.other))
    yield blocks(51)


@case(
    rules=["DELEG-20", "NEUR-8"],
    errors=[
        "BadOrigin",
        "TxRateLimitExceeded",
        "RegistrationNotPermittedOnRootSubnet",
        "SubNetworkDoesNotExist",
        "NonAssociatedColdKey",
    ],
)
def who_and_where(build: Builder) -> Trace:
    """The limit first, then root, then whether there is such a subnet, and only then who owns the hotkey."""
    home = family(build)
    ghost = build.name("nobody's hotkey")
    build.chain.delegation.transaction_key_last_block[home.parent, ROOT, SET_CHILDREN] = BlockHeight(1_000)
    yield nobody(SetChildren(home.parent, SUBNET, ()))
    yield root(SetChildren(home.parent, SUBNET, ()))
    yield home.stranger.chooses(home.parent, netuid=ROOT)
    yield home.stranger.chooses(home.child, netuid=ROOT)
    yield home.stranger.chooses(home.parent, netuid=NOWHERE)
    yield home.stranger.chooses(home.parent)
    yield home.owner.chooses(ghost)


@case(rules=["DELEG-21"], errors=["TooManyChildren", "InvalidChild", "ProportionOverflow", "DuplicateChild"])
def whom(build: Builder) -> Trace:
    """Five at most, not oneself, the whole at most, nobody twice: in this order."""
    home = family(build)
    names = [account_named(f"child {number}") for number in range(6)]
    parent, child = home.parent, home.child
    yield home.owner.chooses(parent, *((WHOLE, parent) for _ in names))
    yield home.owner.chooses(parent, (WHOLE, child), (WHOLE, child), (0, parent))
    yield home.owner.chooses(parent, (WHOLE, child), (1, child))
    yield home.owner.chooses(parent, (WHOLE - 1, child), (1, child))
    yield home.owner.chooses(parent, *((1, name) for name in names))
    yield home.owner.chooses(parent, *((WHOLE // 5, name) for name in names[:5]))


@case(rules=["DELEG-21"], errors=["ProportionOverflow"])
def the_whole(build: Builder) -> Trace:
    """The parts sum to the whole at most; what is nobody's hotkey can be a child, and a part can be nothing."""
    home = family(build)
    stranger = build.name("no hotkey at all")
    yield home.owner.chooses(home.parent, (WHOLE, home.child), (1, stranger))
    yield home.owner.chooses(home.parent, (WHOLE, home.child), (0, stranger))
    yield blocks(1)


@case(rules=["DELEG-20", "RATE-2"], errors=["TxRateLimitExceeded"])
def a_hundred_and_fifty_blocks(build: Builder) -> Trace:
    """After 149 blocks it is too soon, after 150 not; each subnet counts by itself."""
    home = family(build)
    build.chain.subnets.networks_added[NetUid(3)] = True
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield home.owner.chooses(home.parent)
    yield home.owner.chooses(home.parent, netuid=3)
    yield blocks(149)
    yield home.owner.chooses(home.parent)
    yield blocks(1)
    yield home.owner.chooses(home.parent)


@case(rules=["DELEG-20", "RATE-2"])
def chosen_in_the_block_of_genesis(build: Builder) -> Trace:
    """Who chose in block zero never chose."""
    home = family(build)
    build.at_block(0)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield blocks(1)
    yield home.owner.chooses(home.parent, (7, home.child))


@case(rules=["DELEG-22", "STAKE-54"], errors=["NotEnoughStakeToSetChildkeys"])
def with_enough_stake(build: Builder) -> Trace:
    """All stake on the hotkey is worth the threshold at least; a rao less is too little, unless children are given up."""
    home = family(build)
    ask_for(build, STAKE * ALPHA + 1)
    home.scene.stake(2, root=1)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield home.owner.chooses(home.parent)
    yield home.owner.chooses(home.other, (HALF, home.child))


@case(rules=["DELEG-22"], errors=["NotEnoughStakeToSetChildkeys"])
def with_borrowed_stake(build: Builder) -> Trace:
    """What is borrowed does not count, and what is lent counts still."""
    home = family(build)
    home.scene.lend(home.parent, home.child, WHOLE)
    home.scene.stake(0, alpha=1)
    ask_for(build, STAKE * ALPHA + 1)
    yield home.owner.chooses(home.child, (HALF, home.other))
    yield home.owner.chooses(home.parent, (HALF, home.other))


@case(rules=["DELEG-22"], errors=["NotEnoughStakeToSetChildkeys"])
def of_the_owner(build: Builder) -> Trace:
    """The hotkey of the subnet's owner needs no stake there; elsewhere it does."""
    home = family(build)
    ask_for(build, WHOLE)
    home.scene.own(0)
    build.chain.subnets.networks_added[NetUid(3)] = True
    yield home.owner.chooses(home.parent, (HALF, home.child), netuid=3)
    yield home.owner.chooses(home.parent, (HALF, home.child))


@case(rules=["DELEG-23", "DELEG-20"], errors=["BadOrigin"])
def how_long_they_wait(build: Builder) -> Trace:
    """Root sets the wait; who waits already keeps its block, and the longest wait never ends."""
    home = family(build)
    yield home.owner.signs(SetPendingChildkeyCooldown(U64(1)))
    yield nobody(SetPendingChildkeyCooldown(U64(1)))
    yield root(SetPendingChildkeyCooldown(U64(1)))
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield root(SetPendingChildkeyCooldown(U64(WHOLE)))
    yield home.owner.chooses(home.child, (HALF, home.other))
    yield blocks(1)
    yield blocks(100)


@case(rules=["DELEG-21", "DELEG-3"])
def each_the_child_of_the_other(build: Builder) -> Trace:
    """Two hotkeys become each other's children, and lend each other all that they have (KNOWN-132)."""
    home = family(build)
    yield home.owner.chooses(home.parent, (WHOLE, home.child))
    yield home.owner.chooses(home.child, (WHOLE, home.parent))
    yield blocks(1)


@case(rules=["DELEG-21", "DELEG-3"])
def a_ring(build: Builder) -> Trace:
    """Three hotkeys lend in a ring: each has the stake of another in the end."""
    home = family(build)
    ring = (home.parent, home.child, home.other)
    for lender, borrower in zip(ring, (*ring[1:], ring[0]), strict=True):
        yield home.owner.chooses(lender, (WHOLE, borrower))
    yield blocks(1)


@case(rules=["DELEG-2", "DELEG-22"])
def stake_that_left(build: Builder) -> Trace:
    """A hotkey that chose with enough stake gets its children without it, if all was unstaked at once (KNOWN-134)."""
    home = family(build)
    let_unstake(build, home)
    ask_for(build, 2 * STAKE * ALPHA)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield home.owner.signs(UnstakeAll(home.parent))
    yield blocks(1)


@case(rules=["STAKE-55", "DELEG-22"])
def the_owner_unstakes(build: Builder) -> Trace:
    """The hotkey of the subnet's owner needs no stake to choose, and forgets its choice for lack of it (KNOWN-133)."""
    home = family(build)
    let_unstake(build, home)
    ask_for(build, WHOLE)
    home.scene.own(0)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield home.owner.signs(RemoveStake(home.parent, SUBNET, AlphaBalance(STAKE * ALPHA)))


@case(rules=["DELEG-20"])
def without_epochs(build: Builder) -> Trace:
    """Where no epoch ever falls children wait for ever."""
    home = family(build)
    build.chain.consensus.tempo[SUBNET] = U16(0)
    yield home.owner.chooses(home.parent, (HALF, home.child))
    yield blocks(100)
