"""What the contributors of a lease get of the owner's cut, until it is paid out."""

from __future__ import annotations

from conformance.scenes import ALPHA, WHOLE, Subnet, subnet
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.crowdloans import LeaseId, Percent
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

LEASE = LeaseId(4)
EPOCH = 1_096
"""The block of the epoch in these scenes."""


def lease(build: Builder, owner_cut: int, share: int = 30, end: int | None = None) -> Subnet:
    """A leased subnet whose owner is to be paid a cut, in alpha rao, of which contributors get a share in hundredths."""
    scene = subnet(build, stakes=(100,))
    scene.own(0)
    scene.set_aside(owner_cut=owner_cut)
    crowdloans = scene.chain.crowdloans
    crowdloans.subnet_uid_to_lease_id[scene.netuid] = LEASE
    crowdloans.subnet_leases[LEASE] = SubnetLease(
        beneficiary=account_named("beneficiary"),
        coldkey=scene.coldkey(0),
        hotkey=scene.hotkey(0),
        emissions_share=Percent(share),
        end_block=None if end is None else BlockNumber(end),
        netuid=scene.netuid,
        cost=TaoBalance(ALPHA),
    )
    return scene


@case(rules=["LEASE-1", "EMIT-21"])
def rounded_up(build: Builder) -> Trace:
    """Contributors get their hundredths of the cut, rounded up to whole alpha rao, added to what waits already."""
    scene = lease(build, owner_cut=11)
    scene.chain.crowdloans.accumulated_lease_dividends[LEASE] = AlphaBalance(500)
    yield blocks(1)


@case(rules=["LEASE-1", "EMIT-21"])
def without_remainder(build: Builder) -> Trace:
    """Where the hundredths are whole nothing is rounded."""
    lease(build, owner_cut=10)
    yield blocks(1)


@case(rules=["LEASE-1"])
def ends_in_this_block(build: Builder) -> Trace:
    """A lease that ends in the block of the epoch has ended."""
    lease(build, owner_cut=ALPHA, end=EPOCH)
    yield blocks(1)


@case(rules=["LEASE-1"])
def ends_in_the_next_block(build: Builder) -> Trace:
    """A lease that ends in the block after the epoch has not."""
    lease(build, owner_cut=ALPHA, end=EPOCH + 1)
    yield blocks(1)


@case(rules=["LEASE-1"])
def of_no_lease(build: Builder) -> Trace:
    """A subnet that names a lease that was terminated pays its owner, and nobody else."""
    scene = lease(build, owner_cut=ALPHA)
    del scene.chain.crowdloans.subnet_leases[LEASE]
    yield blocks(1)


@case(rules=["LEASE-1"])
def all_of_it(build: Builder) -> Trace:
    """Contributors may get all of the cut. Nothing is added above 64 bits, which only a written amount comes near."""
    scene = lease(build, owner_cut=3 * ALPHA, share=100)
    scene.chain.crowdloans.accumulated_lease_dividends[LEASE] = AlphaBalance(WHOLE - 2 * ALPHA)
    yield blocks(1)


@case(rules=["LEASE-1"])
def nothing_to_share(build: Builder) -> Trace:
    """An owner's cut of nothing adds nothing, and leaves an entry of zero."""
    lease(build, owner_cut=0)
    yield blocks(1)
