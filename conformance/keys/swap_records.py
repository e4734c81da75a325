"""The records of hotkey swaps, and when they are forgotten."""

from __future__ import annotations

from conformance.scenes import WHOLE, add_network
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

KEPT = 36_000
"""Blocks for which a record is kept, and after which a subnet has its turn again."""


def record(build: Builder, netuid: int, *swapped: int) -> None:
    """Records of swaps in a subnet, each by a coldkey of its own."""
    for block in swapped:
        coldkey = account_named(f"coldkey of {block}")
        build.chain.keys.last_hotkey_swap_on_netuid[NetUid(netuid), coldkey] = BlockHeight(block)


@case(rules=["KEYS-1", "KEYS-2"])
def forgotten_after_five_days(build: Builder) -> Trace:
    """At the subnet's turn, a record of 36,001 blocks ago is forgotten; one of 36,000 blocks ago stays."""
    add_network(build, 5)
    build.at_block(2 * KEPT + 4)
    record(build, 5, KEPT + 4, KEPT + 5)
    yield blocks(1)


@case(rules=["KEYS-1"])
def only_at_its_turn(build: Builder) -> Trace:
    """Records stay in the block before a subnet's turn and go in that of its turn; those of other subnets wait."""
    for netuid in (5, 6):
        add_network(build, netuid)
        record(build, netuid, 1)
    build.at_block(2 * KEPT + 3)
    yield blocks(1)
    yield blocks(1)
    yield blocks(2)


@case(rules=["KEYS-1", "KEYS-2"])
def turns_are_shared(build: Builder) -> Trace:
    """Subnet 36,000 has its turn with root, in blocks that 36,000 divides."""
    add_network(build, KEPT)
    for netuid in (0, 1, KEPT):
        record(build, netuid, 1)
    build.at_block(2 * KEPT - 1)
    yield blocks(1)


@case(rules=["KEYS-1", "KEYS-2"])
def never_forgotten(build: Builder) -> Trace:
    """Records of a subnet that is gone stay, and so do those of a block so late that nothing comes 36,000 blocks after it.

    No call records a swap of a later block; it is written here.
    """
    add_network(build, 5)
    build.at_block(2 * KEPT + 4)
    record(build, 5, 2 * KEPT + 6, WHOLE)
    record(build, KEPT + 5, 1)
    yield blocks(1)
