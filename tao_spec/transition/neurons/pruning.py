"""Whose number goes to the newcomer where a subnet is full.

Source: upstream's `pallets/subtensor/src/subnets/registration.rs` and `utils/misc.rs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.neurons import NoNeuronIdAvailable
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import replaceable, rule

NOBODY_CAN_GO = "KNOWN-111"
"""Where no neuron but the owner hotkey can be pruned, a registration is paid for, counted and told, and registers nobody."""

GREATEST_SCORE = U16(U16.MAX)


class Candidate(NamedTuple):
    """A neuron that could go; whoever is least goes first."""

    score: U16
    registered: BlockHeight
    uid: Uid


LAST = Candidate(GREATEST_SCORE, BlockHeight(BlockHeight.MAX), Uid(0))
"""What a candidate must be less than by score and block; the number 0 where none is."""


@rule("NEUR-20")
def get_neuron_to_prune(chain: Chain, netuid: NetUid) -> Uid:
    """The neuron with the least pruning score; of equal ones that registered first, then the one with the least number.

    Neurons in immunity are looked at only where there are no others, the owner hotkey never. Whoever is found is given the
    greatest score, which stays with its number.

    Raises:
        NoNeuronIdAvailable: nobody can go, once KNOWN-111 is closed.
    """
    if not chain.neurons.subnetwork_n[netuid]:
        return Uid(0)
    candidates = get_candidates(chain, netuid)
    if not candidates and not chain.deviates(NOBODY_CAN_GO):
        raise NoNeuronIdAvailable
    # While there is anybody else, newcomers have time to earn a score.
    mortal = [candidate for candidate in candidates if not is_immune(chain, netuid, candidate.uid)]
    uid = _get_least(mortal or candidates)
    _protect(chain, netuid, uid)
    return uid


def get_candidates(chain: Chain, netuid: NetUid) -> list[Candidate]:
    """All neurons that can go, by number; without a pruning score a neuron has the greatest."""
    neurons, staying = chain.neurons, get_hotkeys_that_stay(chain, netuid)
    scores, found = neurons.pruning_scores[netuid], []
    for uid in map(Uid, range(neurons.subnetwork_n[netuid])):
        hotkey = neurons.keys.get((netuid, uid))
        # A number without a hotkey can go too.
        if hotkey in staying:
            continue
        score = scores[uid] if uid < len(scores) else GREATEST_SCORE
        found.append(Candidate(score, neurons.block_at_registration[netuid, uid], uid))
    return found


@replaceable
def get_hotkeys_that_stay(chain: Chain, netuid: NetUid) -> list[AccountId]:
    """The hotkeys whose neurons are never pruned: the owner hotkey, where there is one."""
    owner_hotkey = chain.subnets.subnet_owner_hotkey.get(netuid)
    return [] if owner_hotkey is None else [owner_hotkey]


def _get_least(candidates: Iterable[Candidate]) -> Uid:
    least = min(candidates, default=LAST)
    return least.uid if least[:2] < LAST[:2] else LAST.uid


def _protect(chain: Chain, netuid: NetUid, uid: Uid) -> None:
    """Give a number the greatest score where it has one; the vector is stored again in any case."""
    scores = chain.neurons.pruning_scores[netuid]
    if uid < len(scores):
        scores = (*scores[:uid], GREATEST_SCORE, *scores[uid + 1 :])
    chain.neurons.pruning_scores[netuid] = scores


@rule("NEUR-21")
def is_immune(chain: Chain, netuid: NetUid, uid: Uid) -> bool:
    """Whether a neuron was registered fewer than `ImmunityPeriod` blocks ago."""
    age = BlockHeight(chain.number).saturating_sub(chain.neurons.block_at_registration[netuid, uid])
    return age < chain.neurons.immunity_period[netuid]
