"""The hooks of a block: what every block does, whoever calls."""

from __future__ import annotations

from conformance.scenes import subnet
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.accounts.system import RemarkWithEvent
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody
from tao_spec.vectors.cases import account_named as name

FIRST_SUBNET = NetUid(1)


@case(rules=["BLOCK-1", "BLOCK-3", "EMIT-10", "EMIT-12", "NEUR-1"])
def count_up(build: Builder) -> Trace:
    """A block counts one up, and so does what counts blocks; three blocks at once are three times one."""
    yield blocks(1)
    yield blocks(3)


@case(rules=["BLOCK-1", "NEUR-3"])
def from_genesis(build: Builder) -> Trace:
    """Block 1 tells what its hooks do, though they run right after block 0, which tells nothing."""
    build.at_block(0)
    build.chain.neurons.adjustment_interval[FIRST_SUBNET] = U16(1)
    yield blocks(1)


@case(rules=["BLOCK-2"])
def stake_is_free_again(build: Builder) -> Trace:
    """Whatever was staked in a block, on whichever subnet, may be taken out in the next."""
    marks = build.chain.stake.staking_operation_rate_limiter
    for netuid in (ROOT, FIRST_SUBNET, NetUid(7)):
        marks[name("hotkey"), name("coldkey"), netuid] = True
    marks[name("other hotkey"), name("coldkey"), FIRST_SUBNET] = False
    yield blocks(1)


@case(rules=["BLOCK-1", "BLOCK-3", "NEUR-3", "DELEG-3", "GOV-1"])
def order_of_hooks(build: Builder) -> Trace:
    """One block adjusts terms, then sets children, then works off agendas: its events say so.

    So many agendas are left over here that the scheduler cannot finish; it would take it days to get there.
    """
    scene = subnet(build, stakes=(5,))
    scene.chain.neurons.adjustment_interval[scene.netuid] = U16(1)
    scene.chain.delegation.pending_child_keys[scene.netuid, scene.hotkey(0)] = (
        ((U64(7), name("child")),),
        BlockHeight(3),
    )
    scene.chain.accounts.number.value = BlockNumber(100_095)
    scene.chain.governance.incomplete_since.value = BlockNumber(0)
    yield blocks(1)


@case(rules=["BLOCK-1", "DISPATCH-1"], errors=["BadOrigin"])
def calls_between_blocks(build: Builder) -> Trace:
    """Calls belong to the block in which they are made: blocks pass before and after them."""
    alice = build.account("alice", 10_000)
    yield blocks(1)
    yield alice.signs(RemarkWithEvent(b"now"))
    yield nobody(RemarkWithEvent(b"now"))
    yield blocks(1)
    yield alice.signs(RemarkWithEvent(b"later"))
