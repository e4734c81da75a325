"""The contributors' part of a leased subnet's owner cut, sold and paid out in every hundredth block."""

from __future__ import annotations

from conformance.emission.started import working
from conformance.scenes import Subnet
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.crowdloans import LeaseId, Percent
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.vectors.cases import Builder, Trace, blocks, case

LEASE = LeaseId(0)


def leased(build: Builder, number: int, emissions_share: int = 30) -> Subnet:
    """A leased subnet whose epoch is due in the block after a number; the contributors have two fifths and a ninth."""
    scene, chain = working(build), build.chain
    scene.own(0)
    netuid, lease = scene.netuid, chain.crowdloans
    # With this tempo an epoch is due in every second block.
    chain.consensus.tempo[netuid] = U16(1)
    build.at_block(number)
    share = Percent(emissions_share)
    lease.subnet_leases[LEASE] = SubnetLease(
        build.name("beneficiary"), scene.coldkey(0), scene.hotkey(0), share, None, netuid, TaoBalance(1)
    )
    lease.subnet_uid_to_lease_id[netuid] = LEASE
    for name, part in (("first", (2, 5)), ("second", (1, 9))):
        shares = U64F64.saturating_from_num(part[0]) / U64F64.saturating_from_num(part[1])
        lease.subnet_lease_shares[LEASE, build.name(name)] = shares
    scene.set_aside(owner_cut=tao(18) + 1)
    return scene


@case(rules=["LEASE-1", "LEASE-2", "LEASE-3"])
def paid_out(build: Builder) -> Trace:
    """In block 1,100 all of it is sold, contributors get their shares, and the beneficiary the rest."""
    leased(build, 1_097)
    yield blocks(1)
    yield blocks(2)


@case(rules=["LEASE-3"])
def too_little_to_live(build: Builder) -> Trace:
    """A contributor whose share would not keep an account alive gets nothing, and nobody else gets it."""
    leased(build, 1_099)
    build.chain.crowdloans.subnet_lease_shares[LEASE, build.name("tiny")] = U64F64.from_bits(2**30)
    yield blocks(1)


@case(rules=["LEASE-1", "LEASE-2"])
def too_little_to_sell(build: Builder) -> Trace:
    """What is worth less than 2,000,000 rao is not sold, and waits."""
    leased(build, 1_099).set_aside(owner_cut=1_000)
    build.chain.emission.subnet_owner_cut.value = U16(0)
    yield blocks(1)


@case(rules=["LEASE-1", "LEASE-2"])
def more_than_there_is(build: Builder) -> Trace:
    """More than the lease has on its hotkey cannot be sold: all of it waits."""
    leased(build, 1_099)
    build.chain.crowdloans.accumulated_lease_dividends[LEASE] = AlphaBalance(tao(10_000))
    yield blocks(1)


@case(rules=["LEASE-1", "LEASE-3"])
def all_of_the_cut(build: Builder) -> Trace:
    """Contributors may have all of the cut; the beneficiary is one of them."""
    leased(build, 1_099, emissions_share=100)
    yield blocks(1)


@case(rules=["LEASE-1", "LEASE-2"])
def none_of_the_cut(build: Builder) -> Trace:
    """Where contributors have no part, and nothing waits, there is nothing to sell, and zero is stored."""
    leased(build, 1_099, emissions_share=0)
    yield blocks(1)
