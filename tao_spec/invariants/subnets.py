"""The invariants of subnets: they are counted, told of, told apart by their symbols, and leave no neuron behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.subnets import (
    DissolveNetwork,
    NetworkAdded,
    NetworkRemoved,
    RegisterNetwork,
    RegisterNetworkWithIdentity,
)
from tao_spec.invariants.accounts import HELD
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import (
    Excuse,
    Finding,
    Relation,
    StateInvariant,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.stake import PROVIDED, RESERVES
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.subnets import SubnetsState
from tao_spec.transition.subnets.symbol_table import ROOT_SYMBOL

EXISTING = Tally("the subnets that exist", SubnetsState.networks_added, int)
LOCKED = Tally("what is locked for the owners of subnets", SubnetsState.subnet_locked, int)

WHERE_TAO_IS = (HELD, RESERVES, PROVIDED, LOCKED)

FOUNDS = (RegisterNetwork, RegisterNetworkWithIdentity)


def _is_last_rao(step: Step, finding: Finding) -> bool:
    """A subnet was founded, and no more is too much than an account lives by."""
    return isinstance(step.call, FOUNDS) and finding.found <= step.revision.constants.existential_deposit


LAST_RAO = Excuse("KNOWN-53", "who pays with the last rao keeps what the account lives by", _is_last_rao)


@invariant(
    StateInvariant,
    "INV-85",
    "Subnets are counted",
    rules=("SUBNET-8", "SUBNET-42"),
    tallies=(EXISTING,),
)
def subnets_are_counted(view: View) -> Finding | None:
    """`TotalNetworks` is the number of subnets that exist, root among them."""
    total = view.state.subnets.total_networks.value
    return unless_met(Finding("the count of subnets is", total, view.sum_of(EXISTING), "subnets"))


@invariant(
    StepInvariant,
    "INV-86",
    "Subnets come and go with an event",
    rules=("SUBNET-22", "SUBNET-40"),
    applies=lambda step: bool(step.after.state.accounts.number.value),
)
def changes_are_told(step: Step) -> Finding | None:
    """Each subnet is there as often as events of the step say, and was before it."""
    told: Counter[NetUid] = Counter()
    for event in step.events:
        if isinstance(event, NetworkAdded | NetworkRemoved):
            told[event.netuid] += 1 if isinstance(event, NetworkAdded) else -1
    for netuid in sorted(told.keys() | set(_changed(step, SubnetsState.networks_added))):
        before, after = (int(view.state.subnets.networks_added[netuid]) for view in (step.before, step.after))
        found = Finding(f"subnet {netuid} came", after - before, told[netuid], "times")
        if not found.is_met:
            return found
    return None


@invariant(StepInvariant, "INV-87", "No two subnets share a symbol", rules=("SUBNET-11", "SUBNET-12"))
def symbols_are_unique(step: Step) -> Finding | None:
    """A symbol that a step gives is no other's; root's is excepted, which all have when there is no other left."""
    symbols = step.after.state.subnets.token_symbol
    given = {netuid: symbols[netuid] for netuid in _changed(step, SubnetsState.token_symbol) if netuid in symbols}
    if not given:
        return None
    held = Counter(symbol for _, symbol in symbols.items())
    for netuid, symbol in sorted(given.items()):
        if symbol != ROOT_SYMBOL and held[symbol] != 1:
            return Finding(f"the symbol of subnet {netuid} is that of", held[symbol], 1, "subnets")
    return None


@invariant(StepInvariant, "INV-88", "A subnet takes its neurons with it", rules=("SUBNET-42",))
def neurons_go_with_their_subnet(step: Step) -> Finding | None:
    """Of a subnet that a step removed no neuron, no weight and no bond is left."""
    for netuid in sorted(set(_changed(step, SubnetsState.networks_added))):
        existed, exists = (netuid in view.state.subnets.networks_added for view in (step.before, step.after))
        if not existed or exists:
            continue
        state = step.after.state
        maps: tuple[Any, ...] = (state.neurons.keys, state.neurons.uids, state.weights.weights, state.consensus.bonds)
        left = int(state.neurons.subnetwork_n[netuid]) + sum(1 for each in maps for _ in each.under(netuid))
        if left:
            return Finding(f"subnet {netuid} left entries of its neurons:", left, 0, "entries")
    return None


@invariant(
    StepInvariant,
    "INV-89",
    "No subnet makes TAO",
    rules=("SUBNET-9", "SUBNET-22", "SUBNET-42"),
    excuses=(
        FOUNDED_OR_ENDED,
        LAST_RAO,
    ),
    tallies=WHERE_TAO_IS,
    applies=lambda step: isinstance(step.call, (*FOUNDS, DissolveNetwork)),
)
def subnets_make_no_tao(step: Step) -> Finding | None:
    """What accounts, pools and locks hold together does not grow when a subnet is founded or dissolved."""
    after, before = (sum(view.sum_of(tally) for tally in WHERE_TAO_IS) for view in (step.after, step.before))
    what = "a subnet's founding or end added to the TAO of accounts, pools and locks"
    return unless_met(Finding(what, after - before, 0, relation=Relation.AT_MOST))


def _changed(step: Step, item: Any) -> Iterator[NetUid]:
    """The subnets whose entry of an item changed."""
    return (item.decode_key(raw)[0] for raw in step.changed_keys.get(item.prefix, ()))
