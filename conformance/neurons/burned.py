"""Registration by burning TAO."""

from __future__ import annotations

from conformance.neurons.prepare import (
    COST,
    DEPOSIT,
    GREATEST,
    HOME,
    NOWHERE,
    comer,
    comers,
    hotkey_of,
    network,
    open_for,
)
from conformance.scenes import add_network
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.neurons import BurnedRegister
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

CALL = ["NEUR-37"]


@case(
    rules=[*CALL, "NEUR-7", "NEUR-10", "NEUR-11", "NEUR-33", "NEUR-34", "NEUR-35", "NEUR-36"],
    errors=["HotKeyAlreadyRegisteredInSubNet"],
)
def first(build: Builder) -> Trace:
    """Whoever burns the cost owns a hotkey of nobody, and it is a neuron; once is enough in one subnet, another is another."""
    network(build, size=2)
    network(build, netuid=NetUid(3))
    alice = comer(build, "alice")
    yield alice.burns()
    yield alice.burns()
    yield alice.burns(NetUid(3))


@case(rules=[*CALL, "NEUR-32", "NEUR-7", "NEUR-8"], errors=["NonAssociatedColdKey"])
def whose_hotkey(build: Builder) -> Trace:
    """A hotkey of one's own can be registered, that of another cannot; a coldkey can be its own hotkey."""
    network(build)
    alice, bob = comer(build, "alice"), comer(build, "bob")
    create_account_if_non_existent(build.chain, alice.account, alice.hotkey)
    yield bob.signs(BurnedRegister(HOME, alice.hotkey))
    yield alice.burns()
    yield bob.signs(BurnedRegister(HOME, bob.account))


@case(rules=["NEUR-7", "NEUR-8"], errors=["NonAssociatedColdKey"])
def hotkey_of_zeros(build: Builder) -> Trace:
    """The account of zeros owns itself from genesis on: nobody else registers it."""
    network(build)
    build.chain.neurons.burn[HOME] = TaoBalance(0)
    yield comer(build, "alice").signs(BurnedRegister(HOME, AccountId()))
    yield Actor(AccountId()).signs(BurnedRegister(HOME, AccountId()))


@case(rules=["NEUR-7"])
def known_to_the_lists(build: Builder) -> Trace:
    """A hotkey that stands in the lists of its new coldkey already is not entered a second time; it is written here."""
    network(build)
    alice = comer(build, "alice")
    build.chain.keys.owned_hotkeys[alice.account] = (alice.hotkey, hotkey_of(7))
    build.chain.stake.staking_hotkeys[alice.account] = (hotkey_of(7), alice.hotkey)
    yield alice.burns()


@case(rules=CALL, errors=["BadOrigin"])
def unsigned(build: Builder) -> Trace:
    """Neither root nor nobody burns."""
    network(build)
    alice = comer(build, "alice")
    yield root(BurnedRegister(HOME, alice.hotkey))
    yield nobody(BurnedRegister(HOME, alice.hotkey))


@case(
    rules=[*CALL, "NEUR-30"],
    errors=["RegistrationNotPermittedOnRootSubnet", "SubNetworkDoesNotExist", "SubNetRegistrationDisabled"],
)
def where(build: Builder) -> Trace:
    """Root takes nobody in this way, nor does a subnet that is none or is closed; burning and work are closed apart."""
    for netuid in (HOME, NetUid(3)):
        network(build, netuid=netuid)
    build.chain.neurons.network_registration_allowed[HOME] = False
    build.chain.neurons.network_pow_registration_allowed[NetUid(3)] = False
    alice = comer(build, "alice")
    yield alice.burns(ROOT)
    yield alice.burns(NOWHERE)
    yield alice.burns(HOME)
    yield alice.burns(NetUid(3))
    yield alice.works(HOME)


@case(rules=["NEUR-31", "NEUR-1", "NEUR-34"], errors=["TooManyRegistrationsThisBlock"])
def two_a_block(build: Builder) -> Trace:
    """A block that may hold two registrations holds no third; the next block may hold two more."""
    network(build)
    build.chain.neurons.max_registrations_per_block[HOME] = U16(2)
    people = comers(build, 4)
    for who in people[:3]:
        yield who.burns()
    yield blocks(1)
    for who in people[2:]:
        yield who.burns()


@case(rules=["NEUR-31", "NEUR-34"], errors=["TooManyRegistrationsThisInterval"])
def thrice_the_target(build: Builder) -> Trace:
    """An interval holds three times its target of registrations, by burning or by work, and no more."""
    network(build)
    build.chain.neurons.target_registrations_per_interval[HOME] = U16(1)
    people = comers(build, 5)
    for who in people[:2]:
        yield who.burns()
    yield people[2].works()
    yield people[3].burns()
    yield people[4].works()


@case(rules=["NEUR-31"], errors=["TooManyRegistrationsThisBlock", "TooManyRegistrationsThisInterval"])
def none_allowed(build: Builder) -> Trace:
    """A limit of zero lets nobody in."""
    for netuid in (HOME, NetUid(3)):
        network(build, netuid=netuid)
    build.chain.neurons.max_registrations_per_block[HOME] = U16(0)
    build.chain.neurons.target_registrations_per_interval[NetUid(3)] = U16(0)
    alice = comer(build, "alice")
    yield alice.burns(HOME)
    yield alice.burns(NetUid(3))


@case(rules=["NEUR-31", "NEUR-34"], errors=["TooManyRegistrationsThisInterval"])
def greatest_interval(build: Builder) -> Trace:
    """Three times the target is held at 65,535, a count that an interval therefore never passes. The counts are written here."""
    network(build)
    neurons = build.chain.neurons
    neurons.target_registrations_per_interval[HOME] = U16(30_000)
    neurons.registrations_this_interval[HOME] = U16(GREATEST - 1)
    neurons.burn_registrations_this_interval[HOME] = U16(GREATEST)
    alice, bob = comers(build, 2)
    yield alice.burns()
    yield bob.burns()


@case(rules=[*CALL, "NEUR-35", "NEUR-36"], errors=["NotEnoughBalanceToStake"])
def just_enough(build: Builder) -> Trace:
    """With one rao too little nobody registers. With the cost alone one does, and pays less: the account lives on."""
    network(build)
    poor = comer(build, "poor", COST - 1)
    exact = comer(build, "exact", COST)
    over = comer(build, "over", COST + 1)
    rich = comer(build, "rich", COST + DEPOSIT)
    for who in (poor, exact, over, rich):
        yield who.burns()


@case(rules=["NEUR-35"], errors=["ZeroBalanceAfterWithdrawn"])
def nothing_to_take(build: Builder) -> Trace:
    """Of an account with the existential deposit alone nothing can be taken, of one with a rao more that rao can."""
    network(build)
    build.chain.neurons.burn[HOME] = TaoBalance(DEPOSIT)
    least, more = comer(build, "least", DEPOSIT), comer(build, "more", DEPOSIT + 1)
    yield least.burns()
    yield more.burns()


@case(rules=[*CALL, "NEUR-35", "NEUR-36"])
def for_nothing(build: Builder) -> Trace:
    """Where the cost is zero, even an account that does not exist registers, and nothing is bought."""
    network(build)
    build.chain.neurons.burn[HOME] = TaoBalance(0)
    who = Actor(build.name("ghost"))
    yield who.signs(BurnedRegister(HOME, build.name("a hotkey")))


@case(rules=["NEUR-35"], errors=["NotEnoughBalanceToStake"])
def what_is_not_free(build: Builder) -> Trace:
    """What is reserved pays for nothing, nor does what is frozen beyond it."""
    network(build)
    frozen = build.account("frozen", 2 * COST, frozen=COST + DEPOSIT + 1)
    kept = build.account("kept", 2 * COST, frozen=COST)
    reserved = build.account("reserved", COST - 1, reserved=COST)
    for number, who in enumerate((frozen, kept, reserved)):
        yield who.signs(BurnedRegister(HOME, build.name(f"hotkey {number}")))


@case(rules=["NEUR-35"], errors=["ReservesTooLow"])
def pool(build: Builder) -> Trace:
    """The alpha that is bought is nobody's: what is outside the pool does not grow. A pool without alpha sells none."""
    stable, empty = NetUid(3), NetUid(4)
    for netuid in (HOME, stable, empty):
        network(build, netuid=netuid)
        build.chain.pools.subnet_alpha_out[netuid] = AlphaBalance(5)
    build.chain.pools.subnet_mechanism[stable] = U16(0)
    build.chain.pools.subnet_alpha_in[empty] = AlphaBalance(0)
    alice = comer(build, "alice")
    for netuid in (HOME, stable, empty):
        yield alice.burns(netuid)


@case(rules=["NEUR-36"])
def greatest_sum(build: Builder) -> Trace:
    """What registrations have cost is held at 2^64 - 1 rao. The sum is written here."""
    network(build)
    build.chain.neurons.rao_recycled_for_registration[HOME] = TaoBalance(2**64 - COST)
    for who in comers(build, 2):
        yield who.burns()


@case(rules=["NEUR-32", "NEUR-33"], errors=["NoNeuronIdAvailable"])
def no_seat_at_all(build: Builder) -> Trace:
    """A subnet that may have no neurons takes nobody, be it with neurons or without; with room for one it takes one."""
    network(build, room=0)
    network(build, netuid=NetUid(3), room=1)
    network(build, size=1, room=0, netuid=NetUid(4))
    alice = comer(build, "alice")
    for netuid in (HOME, NetUid(3), NetUid(4)):
        yield alice.burns(netuid)


@case(
    rules=[*CALL, "NEUR-30", "NEUR-31", "NEUR-32"],
    errors=[
        "SubNetRegistrationDisabled",
        "TooManyRegistrationsThisBlock",
        "TooManyRegistrationsThisInterval",
        "HotKeyAlreadyRegisteredInSubNet",
        "NotEnoughBalanceToStake",
        "NonAssociatedColdKey",
        "NoNeuronIdAvailable",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """Subnet by subnet one reason less to refuse: the first that is left decides."""
    chain, neurons = build.chain, build.chain.neurons
    subnets = [NetUid(number) for number in range(2, 9)]
    for netuid in subnets:
        network(build, size=1, room=0, netuid=netuid)
        neurons.network_registration_allowed[netuid] = netuid > 2
        neurons.max_registrations_per_block[netuid] = U16(int(netuid > 3))
        neurons.target_registrations_per_interval[netuid] = U16(int(netuid > 4))
        neurons.burn[netuid] = TaoBalance(tao(10) if netuid <= 6 else COST)
    poor, foreign = comer(build, "poor", tao(1)), build.name("a hotkey of another")
    create_account_if_non_existent(chain, build.name("another"), foreign)
    for netuid in subnets[:4]:
        yield poor.signs(BurnedRegister(netuid, hotkey_of(0, netuid)))
    yield poor.signs(BurnedRegister(subnets[4], foreign))
    yield poor.signs(BurnedRegister(subnets[5], foreign))
    yield poor.burns(subnets[6])


@case(rules=["NEUR-37", "NEUR-4"])
def dearer_next_time(build: Builder) -> Trace:
    """What is counted makes the next interval dearer: after two of a target of one, burning costs half as much again."""
    made = add_network(build, 2)
    open_for(build.chain, made, 10)
    neurons = build.chain.neurons
    neurons.adjustment_interval[made] = U16(3)
    neurons.target_registrations_per_interval[made] = U16(1)
    neurons.burn[made] = TaoBalance(COST)
    people = comers(build, 3)
    for who in people[:2]:
        yield who.burns(made)
    yield blocks(3)
    yield people[2].burns(made)
