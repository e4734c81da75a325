"""Leases: how a crowdloan registers a subnet, what is paid back, and how its creator takes it over."""

from __future__ import annotations

from conformance.crowdloans.prepare import (
    END,
    FIRST,
    FUNDS,
    LEASE,
    PROXY_DEPOSIT,
    abandon,
    done,
    filled,
    lease_call,
    leased,
    opened,
    own_hotkey,
    person,
    price_subnets,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.accounts.balances import TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import Proxy, ProxyType, RemoveProxy
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.accounts.utility import AsDerivative, BatchAll, DispatchAs
from tao_spec.interface.crowdloans import CrowdloanId, Finalize, LeaseId, TerminateLease
from tao_spec.interface.hyperparameters import SudoSetImmunityPeriod
from tao_spec.interface.origins import FromSystem, Signed
from tao_spec.interface.subnets import DissolveNetwork, RegisterNetwork
from tao_spec.transition.crowdloans.leases import compute_lease_account
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

COLDKEY = compute_lease_account(LEASE, "coldkey")
NETUID = NetUid(2)
"""The subnet that a lease gets: the first that is free."""


@case(rules=["LEASE-4", "LEASE-5", "LEASE-6", "LEASE-7", "LEASE-8", "LEASE-9", "CROWD-15"])
def plain(build: Builder) -> Trace:
    """The subnet and the deposit of the proxy are paid, and what is left is paid back by shares."""
    price_subnets(build)
    alice, _ = filled(build, call=lease_call())
    yield alice.finalizes()


@case(rules=["LEASE-8"])
def shares_that_do_not_divide(build: Builder) -> Trace:
    """Shares are cut off at 64 binary digits and payments at whole rao; the creator gets what the others lose."""
    price_subnets(build)
    alice, _ = filled(build, [tao(7) + 1, tao(11) + 3, tao(13) + 5], call=lease_call())
    yield alice.finalizes()


@case(rules=["LEASE-8"])
def creator_alone(build: Builder) -> Trace:
    """What the creator contributed beside the deposit gives no share; alone, all that is left is the creator's."""
    price_subnets(build)
    alice, _ = opened(build, call=lease_call(), cap=tao(40))
    done(build, alice.contributes(tao(30)), alice)
    build.at_block(END)
    yield alice.finalizes()


@case(rules=["LEASE-7"], errors=["NotEnoughBalanceToStake"])
def too_dear(build: Builder) -> Trace:
    """Where the subnet costs a rao more than was raised nothing happens, and everybody may leave."""
    alice, (bob, _) = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) + 1)
    yield alice.finalizes()
    yield bob.withdraws()


@case(rules=["LEASE-7"], errors=["InsufficientBalance"])
def too_dear_with_the_proxy(build: Builder) -> Trace:
    """Where a rao is missing for the proxy nothing happens either, and no subnet is registered."""
    alice, _ = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) - PROXY_DEPOSIT + 1)
    yield alice.finalizes()


@case(rules=["LEASE-7", "LEASE-8"])
def nothing_left(build: Builder) -> Trace:
    """Where nothing is left everybody is paid nothing, and told so."""
    alice, _ = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) - PROXY_DEPOSIT)
    yield alice.finalizes()


@case(rules=["LEASE-8"], errors=["Frozen"])
def next_to_nothing_left(build: Builder) -> Trace:
    """Of what is left the last 499 rao cannot be paid: the coldkey needs the existential deposit for that of its proxy."""
    alice, _ = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) - PROXY_DEPOSIT - 997)
    yield alice.finalizes()


@case(rules=["LEASE-8"])
def little_left(build: Builder) -> Trace:
    """Where the creator's part is the existential deposit all of it is paid."""
    alice, _ = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) - PROXY_DEPOSIT - 998)
    yield alice.finalizes()


@case(rules=["LEASE-9"], errors=["LeaseCannotEndInThePast"])
def end(build: Builder) -> Trace:
    """A lease ends after the block in which it begins, which may come later than its call supposed."""
    price_subnets(build)
    alice, _ = filled(build, call=lease_call(end=END + 1))
    done(build, alice.creates(end=END + END), alice)
    yield blocks(1)
    yield alice.finalizes()


@case(rules=["LEASE-9"])
def shortest(build: Builder) -> Trace:
    """The shortest lease ends in the next block."""
    price_subnets(build)
    alice, _ = filled(build, call=lease_call(end=END + 1))
    yield alice.finalizes()


@case(
    rules=["LEASE-5", "LEASE-9"],
    errors=["InvalidLeaseBeneficiary", "LeaseCannotEndInThePast", "Overflow", "BadOrigin"],
)
def order_of_checks(build: Builder) -> Trace:
    """Origin, crowdloan, creator, end and number are asked for in this order.

    The current crowdloan is written: none is left named after a call. So is the number: there are not four billion leases.
    """
    alice, (bob, _) = filled(build)
    build.chain.crowdloans.current_crowdloan_id.value = FIRST
    build.chain.crowdloans.next_subnet_lease_id.value = LeaseId(2**32 - 1)
    bad = lease_call(end=0)
    yield root(bad)
    yield nobody(bad)
    yield bob.signs(bad)
    yield alice.signs(bad)
    yield alice.signs(lease_call())


@case(rules=["LEASE-5"], errors=["InvalidCrowdloanId"])
def outside_of_a_crowdloan(build: Builder) -> Trace:
    """Nobody leases a subnet but by a crowdloan that is being finalised."""
    alice, _ = filled(build)
    yield alice.signs(lease_call())


@case(rules=["LEASE-5"], errors=["InvalidCrowdloanId"])
def crowdloan_that_is_no_more(build: Builder) -> Trace:
    """A crowdloan that its call dissolved first cannot lease. That one is current which is not there is written."""
    alice, _ = filled(build)
    build.chain.crowdloans.current_crowdloan_id.value = CrowdloanId(7)
    yield alice.signs(lease_call())


@case(rules=["LEASE-5", "LEASE-9"], errors=["InvalidLeaseBeneficiary"])
def on_behalf_of_another(build: Builder) -> Trace:
    """Whoever the creator acts for in the call is not the creator."""
    price_subnets(build)
    alice, _ = filled(build, call=AsDerivative(U16(0), lease_call()))
    yield alice.finalizes()


@case(rules=["LEASE-5"], errors=["InvalidCrowdloanId"])
def after_another_was_finalized(build: Builder) -> Trace:
    """A call that finalises another crowdloan first can lease no more: then none is being finalised, as the chain sees it."""
    price_subnets(build)
    both = BatchAll((Finalize(CrowdloanId(1)), lease_call()))
    alice, _ = opened(build, [tao(90)], call=both)
    bob = person(build, "bob")
    done(build, alice.creates(call=Remark(b"")), alice)
    done(build, bob.contributes(tao(90), CrowdloanId(1)), bob)
    build.at_block(END)
    yield alice.finalizes()


@case(rules=["LEASE-5", "LEASE-6", "LEASE-7"], errors=["FundsUnavailable"])
def twice(build: Builder) -> Trace:
    """What was raised pays for one lease."""
    price_subnets(build)
    alice, _ = filled(build, call=BatchAll((lease_call(), lease_call())))
    yield alice.finalizes()


@case(rules=["LEASE-6", "LEASE-7"])
def two_of_one_crowdloan(build: Builder) -> Trace:
    """Where its account was sent as much again, a crowdloan leases two subnets, for each of which everybody has a share."""
    price_subnets(build)
    alice, _ = filled(build, call=BatchAll((lease_call(), lease_call(50))))
    done(build, alice.signs(TransferAllowDeath(Id(FUNDS), TaoBalance(tao(100)))), alice)
    yield alice.finalizes()


@case(rules=["CROWD-9", "LEASE-8"], errors=["BelowMinimum"])
def contributor_who_cannot_be_paid(build: Builder) -> Trace:
    """A contributor without an account whose part of what is left is less than 500 rao stops all (KNOWN-172)."""
    alice, (bob, _) = filled(build, [tao(5), tao(5)], call=lease_call())
    price_subnets(build, tao(20) - PROXY_DEPOSIT - 1_000)
    abandon(build, bob)
    yield alice.finalizes()


@case(rules=["LEASE-7"], errors=["BadOrigin"])
def operated(build: Builder) -> Trace:
    """The creator operates the subnet as a proxy, within what the type of proxy allows, and cannot sell its stake."""
    alice, _ = leased(build)
    call = SudoSetImmunityPeriod(NETUID, U16(100))
    yield alice.signs(Proxy(Id(COLDKEY), None, call))
    yield alice.signs(call)
    yield alice.signs(Proxy(Id(COLDKEY), None, TransferKeepAlive(Id(alice.account), TaoBalance(1))))


@case(rules=["LEASE-10", "LEASE-11", "LEASE-12"])
def terminated(build: Builder) -> Trace:
    """The subnet is the beneficiary's, and the lease forgotten; the deposit of its proxy is nobody's (KNOWN-176)."""
    alice, _ = leased(build)
    hotkey = own_hotkey(build, alice)
    build.at_block(END + 10)
    yield alice.terminates(hotkey)
    yield alice.signs(SudoSetImmunityPeriod(NETUID, U16(100)))


@case(rules=["LEASE-12"])
def terminated_with_free_tao(build: Builder) -> Trace:
    """A coldkey that holds TAO loses its provider, and lives by its TAO, which is nobody's (KNOWN-176)."""
    alice, _ = leased(build)
    hotkey = own_hotkey(build, alice)
    done(build, alice.signs(TransferAllowDeath(Id(COLDKEY), TaoBalance(tao(1)))), alice)
    build.at_block(END + 10)
    yield alice.terminates(hotkey)


@case(rules=["LEASE-10"], errors=["LeaseHasNotEnded"])
def terminated_too_early(build: Builder) -> Trace:
    """In the block before its end a lease cannot be terminated, in that of its end it can."""
    alice, _ = leased(build)
    hotkey = own_hotkey(build, alice)
    build.at_block(END + 9)
    yield alice.terminates(hotkey)
    yield blocks(1)
    yield alice.terminates(hotkey)


@case(
    rules=["LEASE-10", "LEASE-11"],
    errors=[
        "BadOrigin",
        "BeneficiaryDoesNotOwnHotkey",
        "ExpectedBeneficiaryOrigin",
        "LeaseDoesNotExist",
        "LeaseHasNotEnded",
    ],
)
def terminate_order_of_checks(build: Builder) -> Trace:
    """The lease, its beneficiary, its end and the hotkey are asked for in this order."""
    alice, (bob, _) = leased(build)
    hotkey, others = build.name("nobody's hotkey"), own_hotkey(build, bob, "bob's hotkey")
    build.at_block(END + 9)
    call = TerminateLease(LEASE, hotkey)
    yield root(call)
    yield nobody(call)
    yield bob.terminates(hotkey, LeaseId(7))
    yield bob.terminates(hotkey)
    yield alice.terminates(hotkey)
    yield blocks(1)
    yield alice.terminates(hotkey)
    yield alice.terminates(others)


@case(rules=["LEASE-10"], errors=["ExpectedBeneficiaryOrigin", "LeaseHasNoEndBlock"])
def endless(build: Builder) -> Trace:
    """A lease without an end is never terminated."""
    alice, (bob, _) = leased(build, end=None)
    hotkey = own_hotkey(build, alice)
    build.at_block(2**32 - 2)
    yield bob.terminates(hotkey)
    yield alice.terminates(hotkey)


@case(rules=["LEASE-12"], errors=["NotFound"])
def proxy_that_is_no_more(build: Builder) -> Trace:
    """Where root, as the coldkey of the lease, took the proxy back, the lease cannot be terminated any more."""
    alice, _ = leased(build)
    hotkey = own_hotkey(build, alice)
    build.at_block(END + 10)
    remove = RemoveProxy(Id(alice.account), ProxyType.SubnetLeaseBeneficiary, BlockNumber(0))
    yield root(DispatchAs(FromSystem(Signed(COLDKEY)), remove))
    yield alice.terminates(hotkey)


@case(rules=["LEASE-12"])
def dividends_that_wait(build: Builder) -> Trace:
    """What waits for the contributors when a lease is terminated is lost to them (KNOWN-177), and its stake to all (KNOWN-176).

    Both are written: they are what epochs leave.
    """
    alice, _ = leased(build)
    hotkey = own_hotkey(build, alice)
    lease = build.chain.crowdloans.subnet_leases.get(LEASE)
    if lease is not None:
        increase_stake_for_hotkey_and_coldkey_on_subnet(
            build.chain, lease.hotkey, COLDKEY, lease.netuid, AlphaBalance(tao(100))
        )
    build.chain.pools.subnet_alpha_out[NETUID] = AlphaBalance(tao(100))
    build.chain.crowdloans.accumulated_lease_dividends[LEASE] = AlphaBalance(tao(30))
    build.at_block(END + 10)
    yield alice.terminates(hotkey)


@case(rules=["LEASE-11", "LEASE-13"])
def subnet_of_a_stranger(build: Builder) -> Trace:
    """A lease outlives its subnet, and takes over the one that a stranger registered under its number (KNOWN-178)."""
    alice, _ = leased(build)
    hotkey, bob = own_hotkey(build, alice), person(build, "bob")
    build.at_block(END + 9)
    yield root(DissolveNetwork(COLDKEY, NETUID))
    yield bob.signs(RegisterNetwork(build.name("bob's hotkey")))
    yield blocks(1)
    yield alice.terminates(hotkey)
