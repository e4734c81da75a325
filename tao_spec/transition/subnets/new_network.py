"""How a new subnet begins: its number, and the hyperparameters that are written for it.

Source: upstream's `pallets/subtensor/src/subnets/subnet.rs`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.consensus import MaxAllowedValidatorsSet
from tao_spec.interface.messages import Event
from tao_spec.interface.neurons import (
    AdjustmentAlphaSet,
    AdjustmentIntervalSet,
    ImmunityPeriodSet,
    MaxAllowedUidsSet,
    MaxDifficultySet,
    MinDifficultySet,
    RegistrationAllowed,
    RegistrationPerIntervalSet,
)
from tao_spec.interface.weights import MaxWeightLimitSet, MinAllowedWeightSet
from tao_spec.state.consensus import DEFAULT_TEMPO
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

V = TypeVar("V")

TEXT = U16(0)
"""The only modality."""

ADJUSTMENT_ALPHA = U64(17_893_341_751_498_265_066)
"""The weight of the old terms of registration in the new: 97 hundredths, in parts of 2^64 - 1."""


@rule("SUBNET-7")
def get_next_netuid(chain: Chain) -> NetUid:
    """The least number from 1 on that no subnet has; numbers of dissolved subnets are given again.

    Raises:
        ClientPanic: all 65,535 are taken; the client looks on for ever.
    """
    taken = set(get_all_subnet_netuids(chain))
    for number in range(1, NetUid.MAX + 1):
        if number not in taken:
            return NetUid(number)
    raise ClientPanic("every number of a subnet is taken")


@rule("SUBNET-8")
def init_new_network(chain: Chain, netuid: NetUid) -> None:
    """Make a subnet without neurons, with the hyperparameters of a new one; what else is stored under its number stays."""
    chain.neurons.subnetwork_n[netuid] = U16(0)
    chain.subnets.networks_added[netuid] = True
    chain.consensus.tempo[netuid] = DEFAULT_TEMPO
    set_modality(chain, netuid)
    total = chain.subnets.total_networks
    total.value = total.value.saturating_add(U16(1))
    _set_told_hyperparameters(chain, netuid)
    _store_defaults(chain, netuid)


@replaceable
def set_modality(chain: Chain, netuid: NetUid) -> None:
    """Give a new subnet its modality."""
    chain.subnets.network_modality[netuid] = TEXT


def _set_told_hyperparameters(chain: Chain, netuid: NetUid) -> None:
    """Write the hyperparameters that events tell of, in their order, be there another value or not."""
    neurons, weights, consensus = chain.neurons, chain.weights, chain.consensus

    def put(item: MapAccess[NetUid, V], value: V, event: Callable[[NetUid, V], Event]) -> None:
        item[netuid] = value
        chain.emit(event(netuid, value))

    put(neurons.network_registration_allowed, True, RegistrationAllowed)
    put(neurons.max_allowed_uids, U16(256), MaxAllowedUidsSet)
    put(consensus.max_allowed_validators, U16(64), MaxAllowedValidatorsSet)
    put(weights.min_allowed_weights, U16(1), MinAllowedWeightSet)
    put(weights.max_weights_limit, U16(U16.MAX), MaxWeightLimitSet)
    put(neurons.adjustment_interval, U16(360), AdjustmentIntervalSet)
    put(neurons.target_registrations_per_interval, U16(1), RegistrationPerIntervalSet)
    put(neurons.adjustment_alpha, ADJUSTMENT_ALPHA, AdjustmentAlphaSet)
    put(neurons.immunity_period, U16(5_000), ImmunityPeriodSet)
    put(neurons.min_difficulty, U64(U64.MAX), MinDifficultySet)
    put(neurons.max_difficulty, U64(U64.MAX), MaxDifficultySet)


def _store_defaults(chain: Chain, netuid: NetUid) -> None:
    """Write the defaults of some items, where nothing is stored."""
    neurons, consensus = chain.neurons, chain.consensus
    _store_default(consensus.kappa, netuid)
    _store_default(neurons.difficulty, netuid)
    _store_default(consensus.activity_cutoff, netuid)
    _store_default(neurons.registrations_this_interval, netuid)
    _store_default(neurons.pow_registrations_this_interval, netuid)
    _store_default(neurons.burn_registrations_this_interval, netuid)


def _store_default(item: MapAccess[NetUid, V], netuid: NetUid) -> None:
    if netuid not in item:
        item[netuid] = item[netuid]
