"""The table of calls: importing this module registers the answer to every call that the specification models."""

from __future__ import annotations

from tao_spec.transition.accounts import announcements, balances, multisig, proxy, registry, system, utility
from tao_spec.transition.commitments import metadata as commitments
from tao_spec.transition.crowdloans import closing, contributions, leases, terms
from tao_spec.transition.delegation import association, childkey_takes, children, takes
from tao_spec.transition.drand import pulses
from tao_spec.transition.governance import (
    collective,
    membership_calls,
    preimage_calls,
    scheduler_calls,
    senate,
    sudo,
)
from tao_spec.transition.hyperparameters import setters as hyperparameters
from tao_spec.transition.keys import coldkey_swap, evm, hotkey_swap, scheduled_swap
from tao_spec.transition.neurons import registration, root, work
from tao_spec.transition.pools import calls as pools
from tao_spec.transition.serving import endpoints, identities
from tao_spec.transition.stake import add, destroy, move, nominations, remove
from tao_spec.transition.subnets import dissolve, register, start, symbols
from tao_spec.transition.weights import commit, reveal, setting
from tao_spec.transition.weights import timelocked as timelocked_weights

ANSWERED_BY = (
    system,
    balances,
    proxy,
    announcements,
    utility,
    multisig,
    registry,
    pools,
    add,
    remove,
    move,
    destroy,
    nominations,
    takes,
    childkey_takes,
    children,
    association,
    registration,
    work,
    root,
    contributions,
    terms,
    closing,
    leases,
    hotkey_swap,
    coldkey_swap,
    scheduled_swap,
    evm,
    endpoints,
    identities,
    register,
    start,
    dissolve,
    symbols,
    hyperparameters,
    sudo,
    collective,
    membership_calls,
    senate,
    scheduler_calls,
    preimage_calls,
    setting,
    commit,
    reveal,
    timelocked_weights,
    pulses,
    commitments,
)
"""The modules whose functions answer calls, by domain."""
