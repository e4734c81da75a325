"""Revisions whose epochs run in arrays: the same results, faster. Nothing of the protocol is changed.

The engine knows the epoch and nothing else. Stake, pending commitments and the owner's neuron are read by the rules, and
what the arrays do not hold is left to the rules altogether: see `tao_spec.engine.reading`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.engine.epoch import run_epoch as run_in_arrays
from tao_spec.engine.namespaces import Namespace, get_namespace
from tao_spec.engine.reading import NeedsReference, read_hyperparameters, read_subnet
from tao_spec.engine.storing import store_epoch
from tao_spec.engine.subnet import Hyperparameters, Settings, Subnet
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.activity import get_hotkeys
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.transition.consensus.liquid_alpha import ROWS_ARE_MERGED, SIGMOID_OVERFLOWS, SOLD_BONDS_VANISH
from tao_spec.transition.consensus.stake import get_stake_weights_for_network
from tao_spec.transition.consensus.weights import get_commit_blocks, get_owner_uid
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import REPLACEABLE

DEVIATIONS = (SIGMOID_OVERFLOWS, SOLD_BONDS_VANISH, ROWS_ARE_MERGED)

Earnings = list[tuple[AccountId, AlphaBalance, AlphaBalance]]


def with_engine(revision: Revision, library: str = "numpy") -> Revision:
    """A revision like this one, whose epochs run in arrays.

    A revision that has an epoch of its own keeps it, as does one that replaces a rule of consensus.

    Args:
        library: the array library, one of `tao_spec.engine.namespaces.LIBRARIES`.

    Raises:
        UnknownLibrary: there is none of this name, or it is not installed.
    """
    xp = get_namespace(library)
    if any(_is_consensus(rule.__module__) for rule in revision.replaced):
        return revision

    def run(chain: Chain, netuid: NetUid, emission: AlphaBalance) -> Earnings:
        return run_epoch_in_arrays(xp, chain, netuid, emission)

    return revision.replace(name=revision.name, description=revision.description, rules={run_epoch: run})


def _is_consensus(module: str) -> bool:
    return module.startswith("tao_spec.transition.consensus.")


def run_epoch_in_arrays(xp: Namespace, chain: Chain, netuid: NetUid, emission: AlphaBalance) -> Earnings:
    """Run the epoch of a subnet as CONS-1 does, in arrays where they hold its state.

    Args:
        emission: what the epoch shares out, in alpha rao.

    Returns:
        Hotkey, incentive and dividend, in alpha rao, in the order of the storage keys of `Keys`.

    Raises:
        MisshapenMatrix: the stored vectors do not fit the size of the subnet; the client aborts.
    """
    try:
        subnet = read_chain(xp, chain, netuid)
    except NeedsReference:
        earned: Earnings = REPLACEABLE[run_epoch](chain, netuid, emission)
        return earned
    stored = run_in_arrays(xp, subnet, Settings.of(xp, [read_settings(chain, netuid)]))
    incentives, dividends = store_epoch(xp, chain, netuid, subnet, stored, emission)
    return [(hotkey, incentives[uid], dividends[uid]) for uid, hotkey in get_hotkeys(chain, netuid)]


def read_chain(xp: Namespace, chain: Chain, netuid: NetUid, *, every_row: bool = False) -> Subnet:
    """A subnet of a chain in arrays.

    Args:
        every_row: make a row of every neuron that may get a permit in epochs to come, too.

    Raises:
        NeedsReference: the arrays do not hold this state.
    """
    stakes = get_stake_weights_for_network(chain, netuid)
    return read_subnet(
        xp, chain, netuid, stakes, _committed(chain, netuid), get_owner_uid(chain, netuid), every_row=every_row
    )


def _committed(chain: Chain, netuid: NetUid) -> dict[int, int]:
    """The earliest pending commitment of each neuron, where weights are committed before they are set."""
    if not chain.weights.commit_reveal_weights_enabled[netuid]:
        return {}
    hotkeys = list(chain.neurons.keys.under(netuid))
    return {int(uid): int(block) for uid, block in get_commit_blocks(chain, netuid, hotkeys).items()}


def read_settings(chain: Chain, netuid: NetUid) -> Hyperparameters:
    """The hyperparameters of a subnet, and the deviations that are in force under the chain's revision."""
    return read_hyperparameters(chain, netuid, {number: chain.deviates(number) for number in DEVIATIONS})
