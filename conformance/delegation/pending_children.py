"""Children to be: when they become children, and what becomes of those before them."""

from __future__ import annotations

from conformance.scenes import WHOLE, Subnet, add_network, before_epoch, subnet
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

EPOCH = 1_096
"""The block of the epoch in these scenes."""

PARENT, FIRST, SECOND = map(account_named, ("parent", "first child", "second child"))
HALF = 2**63


def choose(build: Builder, netuid: int, parent: AccountId, cooldown: int, *children: tuple[int, AccountId]) -> None:
    """Let a hotkey have chosen children, each with its part in 2^64 - 1, to be set after a block."""
    chosen = tuple((U64(part), child) for part, child in children)
    build.chain.delegation.pending_child_keys[NetUid(netuid), parent] = (chosen, BlockHeight(cooldown))


def family(build: Builder) -> Subnet:
    """A subnet in the block before its epoch, where the parent has lent half of its stake to the first child."""
    scene = subnet(build)
    scene.lend(PARENT, FIRST, HALF)
    return scene


@case(rules=["DELEG-1", "DELEG-2", "DELEG-3"])
def wait_is_over(build: Builder) -> Trace:
    """Children that were to wait until the block before the epoch are set; those that were to wait until its block are not."""
    subnet(build)
    choose(build, 2, PARENT, EPOCH - 1, (HALF, FIRST))
    choose(build, 2, account_named("other parent"), EPOCH, (HALF, FIRST))
    yield blocks(1)


@case(rules=["DELEG-1"])
def only_in_an_epoch(build: Builder) -> Trace:
    """Whose wait is over waits for the epoch of the subnet all the same."""
    subnet(build)
    build.at_block(EPOCH - 2)
    choose(build, 2, PARENT, 5, (HALF, FIRST))
    yield blocks(1)
    yield blocks(1)


@case(rules=["DELEG-1", "DELEG-2"])
def on_root(build: Builder) -> Trace:
    """Root has epochs for this, and for nothing else."""
    before_epoch(build, ROOT, tempo=100)
    choose(build, ROOT, PARENT, 5, (WHOLE, FIRST))
    yield blocks(1)


@case(rules=["DELEG-1", "DELEG-2", "SUBNET-1"])
def subnets_in_order(build: Builder) -> Trace:
    """Subnet 256 comes before subnet 56, whose epoch falls on the same block; parents come in the order of their keys."""
    for netuid in (56, 256):
        add_network(build, netuid)
    before_epoch(build, 56)
    for netuid in (56, 256):
        for name in ("one", "two", "three"):
            choose(build, netuid, account_named(name), 5, (HALF, FIRST))
    yield blocks(1)


@case(rules=["DELEG-3"])
def replaced(build: Builder) -> Trace:
    """The old child loses its parent, and keeps an empty list; the new one gains it."""
    family(build)
    choose(build, 2, PARENT, 5, (WHOLE, SECOND))
    yield blocks(1)


@case(rules=["DELEG-3"])
def other_part(build: Builder) -> Trace:
    """A child that stays, with another part, has its parent behind its other parents now."""
    scene = family(build)
    scene.lend(SECOND, FIRST, 7)
    choose(build, 2, PARENT, 5, (3, FIRST), (4, SECOND))
    yield blocks(1)


@case(rules=["DELEG-3"])
def no_children_any_more(build: Builder) -> Trace:
    """Children may be given up: a list of none is stored."""
    family(build)
    choose(build, 2, PARENT, 5)
    yield blocks(1)


@case(rules=["DELEG-3"])
def child_named_twice(build: Builder) -> Trace:
    """A child that stands twice has its parent twice; giving the child up strikes both. Calls refuse it; it is written here."""
    scene = subnet(build)
    choose(build, 2, PARENT, 5, (3, FIRST), (4, FIRST))
    scene.lend(account_named("other parent"), FIRST, 1)
    scene.lend(account_named("other parent"), FIRST, 2)
    choose(build, 2, account_named("other parent"), 5)
    yield blocks(1)
