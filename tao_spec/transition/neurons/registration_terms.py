"""What a registration costs, in TAO and in work: adjusted at the end of each interval towards a target of registrations.

Source: upstream's `pallets/subtensor/src/coinbase/block_step.rs`.
"""

from __future__ import annotations

from typing import TypeVar

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import U110F18
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import DifficultySet
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

WHOLE = U110F18.saturating_from_num(U64.MAX)
"""`AdjustmentAlpha` is in parts of this."""

I = TypeVar("I", bound=U64)  # noqa: E741  (an integer)


@rule("NEUR-1")
def adjust_registration_terms_for_networks(chain: Chain) -> None:
    """Adjust the terms of every subnet, root too, whose interval is over; begin a new count of the block's registrations."""
    for netuid in get_all_subnet_netuids(chain):
        if is_adjustment_due(chain, netuid):
            adjust_registration_terms(chain, netuid)
        chain.neurons.registrations_this_block[netuid] = U16(0)


@rule("NEUR-2")
def is_adjustment_due(chain: Chain, netuid: NetUid) -> bool:
    """Whether at least `AdjustmentInterval` blocks have passed since the last adjustment of a subnet."""
    passed = BlockHeight(chain.number).saturating_sub(chain.neurons.last_adjustment_block[netuid])
    return passed >= chain.neurons.adjustment_interval[netuid]


@rule("NEUR-3")
def adjust_registration_terms(chain: Chain, netuid: NetUid) -> None:
    """Raise what most registrations came by if there were more than the target; else lower what most did not come by.

    Where as many came by work as by burning, both change.
    """
    neurons = chain.neurons
    by_work = neurons.pow_registrations_this_interval[netuid]
    by_burn = neurons.burn_registrations_this_interval[netuid]
    too_many = neurons.registrations_this_interval[netuid] > neurons.target_registrations_per_interval[netuid]
    if by_work == by_burn or too_many == (by_burn > by_work):
        neurons.burn[netuid] = get_upgraded_burn(chain, netuid)
    if by_work == by_burn or too_many == (by_work > by_burn):
        difficulty = get_upgraded_difficulty(chain, netuid)
        neurons.difficulty[netuid] = difficulty
        chain.emit(DifficultySet(netuid, difficulty))
    _begin_interval(chain, netuid)


def _begin_interval(chain: Chain, netuid: NetUid) -> None:
    neurons = chain.neurons
    neurons.last_adjustment_block[netuid] = BlockHeight(chain.number)
    neurons.registrations_this_interval[netuid] = U16(0)
    neurons.pow_registrations_this_interval[netuid] = U16(0)
    neurons.burn_registrations_this_interval[netuid] = U16(0)


@rule("NEUR-4")
def get_upgraded_burn(chain: Chain, netuid: NetUid) -> TaoBalance:
    """What burning for a registration shall cost from now on, in rao, within the subnet's bounds."""
    neurons = chain.neurons
    upgraded = _upgrade(chain, netuid, neurons.burn[netuid])
    return _bound(upgraded, neurons.min_burn[netuid], neurons.max_burn[netuid])


@rule("NEUR-5")
def get_upgraded_difficulty(chain: Chain, netuid: NetUid) -> U64:
    """How difficult the work for a registration shall be from now on, within the subnet's bounds."""
    neurons = chain.neurons
    upgraded = _upgrade(chain, netuid, neurons.difficulty[netuid])
    return _bound(upgraded, neurons.min_difficulty[netuid], neurons.max_difficulty[netuid])


def _upgrade(chain: Chain, netuid: NetUid, current: U64) -> U110F18:
    neurons = chain.neurons
    return compute_upgrade(
        current,
        registrations=neurons.registrations_this_interval[netuid],
        target=neurons.target_registrations_per_interval[netuid],
        adjustment_alpha=neurons.adjustment_alpha[netuid],
    )


@rule("NEUR-6")
def compute_upgrade(current: U64, registrations: U16, target: U16, adjustment_alpha: U64) -> U110F18:
    """Move a cost towards `current * (registrations + target) / (2 * target)`, all in U110F18.

    Both sums are held at 65,535. Without a target the cost moves towards zero.

    Args:
        current: in rao, or a difficulty.
        registrations: in the interval that ends.
        target: registrations at which the cost stays.
        adjustment_alpha: the weight of the current cost, in parts of 2^64 - 1.
    """
    cost = U110F18.saturating_from_num(current)
    actual = U110F18.saturating_from_num(registrations.saturating_add(target))
    wanted = U110F18.saturating_from_num(target.saturating_add(target))
    weight = U110F18.saturating_from_num(adjustment_alpha).safe_div(WHOLE)
    return weight * cost + (U110F18.ONE - weight) * (cost * actual).safe_div(wanted)


def _bound(value: U110F18, least: I, greatest: I) -> I:
    """A cost held within its bounds, of which the greatest is looked at first."""
    if value >= U110F18.saturating_from_num(greatest):
        return greatest
    if value <= U110F18.saturating_from_num(least):
        return least
    return value.saturating_to_num(type(least))
