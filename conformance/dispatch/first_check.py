"""Where two checks of a call would refuse, the first of them decides the error: calls that would fail for two reasons at once."""

from __future__ import annotations

from conformance.delegation.scenes import HALF, STAKE, family
from conformance.keys.ordered import hasty_household
from conformance.scenes import ALPHA, add_network
from conformance.subnets.prepare import SECOND, founder
from conformance.subnets.start import A_WEEK
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.keys import ScheduleSwapColdkey
from tao_spec.interface.subnets import StartCall
from tao_spec.vectors.cases import Builder, Trace, case


@case(rules=["SUBNET-30"], errors=["BadOrigin", "FirstEmissionBlockNumberAlreadySet"])
def of_a_start(build: Builder) -> Trace:
    """Who signs is asked before whether the subnet was started, and that before how long it has waited."""
    owner, stranger = founder(build), build.account("stranger", 1_000)
    add_network(build, SECOND)
    subnets = build.chain.subnets
    subnets.subnet_owner[SECOND] = owner.account
    subnets.first_emission_block_number[SECOND] = BlockHeight(5)
    subnets.network_registered_at[SECOND] = BlockHeight(A_WEEK)
    build.at_block(A_WEEK)
    yield stranger.signs(StartCall(SECOND))
    yield owner.signs(StartCall(SECOND))


@case(rules=["KEYS-60"], errors=["SwapAlreadyScheduled"])
def of_an_ordered_swap(build: Builder) -> Trace:
    """Whether a swap is ordered already is asked before whether the next could be paid."""
    house, new = hasty_household(build, free=1_000), build.name("new coldkey")
    build.chain.keys.coldkey_swap_scheduled[house.owner.account] = (BlockNumber(build.chain.number + 1), new)
    yield house.owner.signs(ScheduleSwapColdkey(new))


@case(rules=["DELEG-20", "DELEG-21"], errors=["InvalidChild", "ProportionOverflow", "DuplicateChild"])
def of_chosen_children(build: Builder) -> Trace:
    """A parent among its children, then more than all, then a child named twice; and all of it before the stake."""
    home = family(build)
    build.chain.weights.stake_threshold.value = U64(5 * STAKE * ALPHA)
    everything = 2 * HALF - 1
    yield home.owner.chooses(home.parent, (everything, home.parent), (everything, home.child), (1, home.child))
    yield home.owner.chooses(home.parent, (everything, home.child), (everything, home.child))
    yield home.owner.chooses(home.parent, (1, home.child), (1, home.child))
