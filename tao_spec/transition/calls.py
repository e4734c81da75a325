"""The table of calls: importing this module registers the answer to every call that the specification models."""

from __future__ import annotations

from tao_spec.transition.accounts import announcements, balances, multisig, proxy, registry, system, utility
from tao_spec.transition.delegation import takes
from tao_spec.transition.governance import sudo
from tao_spec.transition.hyperparameters import setters as hyperparameters
from tao_spec.transition.pools import calls as pools
from tao_spec.transition.serving import endpoints, identities
from tao_spec.transition.stake import add, destroy, move, nominations, remove

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
    endpoints,
    identities,
    hyperparameters,
    sudo,
)
"""The modules whose functions answer calls, by domain."""
