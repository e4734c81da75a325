"""The whole state of the chain: every domain over one store, and every storage item by its raw key."""

from __future__ import annotations

from typing import Any, Final

from tao_spec.state.accounts import AccountsState
from tao_spec.state.commitments import CommitmentsState
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.crowdloans import CrowdloansState
from tao_spec.state.delegation import DelegationState
from tao_spec.state.emission import EmissionState
from tao_spec.state.governance import GovernanceState
from tao_spec.state.hyperparameters import HyperparametersState
from tao_spec.state.keys import KeysState
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.pools import PoolsState
from tao_spec.state.serving import ServingState
from tao_spec.state.stake import StakeState
from tao_spec.state.subnets import SubnetsState
from tao_spec.state.weights import WeightsState
from tao_spec.storage.items import Declaration, Domain
from tao_spec.storage.scale import ScaleError
from tao_spec.storage.store import Store

DOMAINS: Final[dict[str, type[Domain]]] = {
    "accounts": AccountsState,
    "subnets": SubnetsState,
    "neurons": NeuronsState,
    "weights": WeightsState,
    "consensus": ConsensusState,
    "emission": EmissionState,
    "pools": PoolsState,
    "stake": StakeState,
    "delegation": DelegationState,
    "keys": KeysState,
    "governance": GovernanceState,
    "hyperparameters": HyperparametersState,
    "crowdloans": CrowdloansState,
    "commitments": CommitmentsState,
    "serving": ServingState,
}
"""The domains by name, in the order in which a reader meets them."""

DECLARATIONS: Final[tuple[Declaration[Any, Any], ...]] = tuple(
    item for domain in DOMAINS.values() for item in domain.declarations()
)
"""Every storage item, by domain and in the order of declaration."""

PREFIX_BYTES: Final = 32

_BY_PREFIX: Final = {item.prefix: item for item in DECLARATIONS}


_REDECLARED: Final[dict[bytes, Declaration[Any, Any]]] = {}


def know_domain(domain: type[Domain]) -> None:
    """Let the items of a domain that a revision adds be found by their keys.

    An item of the base stays what it is there, but for keys that only the later declaration can read.
    """
    for item in domain.declarations():
        if _BY_PREFIX.setdefault(item.prefix, item) is not item:
            _REDECLARED[item.prefix] = item


def declaration_of(raw_key: bytes) -> Declaration[Any, Any] | None:
    """The storage item that a raw key belongs to, or None where the specification does not know it.

    Args:
        raw_key: a storage key, or the prefix of one of at least 32 bytes.
    """
    prefix = raw_key[:PREFIX_BYTES]
    item, later = _BY_PREFIX.get(prefix), _REDECLARED.get(prefix)
    if item is None or later is None or _reads(item, raw_key) or not _reads(later, raw_key):
        return item
    return later


def _reads(item: Declaration[Any, Any], raw_key: bytes) -> bool:
    """Whether a storage key is one of an item."""
    try:
        item.decode_key(raw_key)
    except ScaleError:
        return False
    return True


class State:
    """The state of the chain, one attribute a domain."""

    def __init__(self, store: Store) -> None:
        """Give access to a store.

        Args:
            store: the raw keys and values; the domains hold none themselves.
        """
        self.store = store
        self.accounts = AccountsState(store)
        self.subnets = SubnetsState(store)
        self.neurons = NeuronsState(store)
        self.weights = WeightsState(store)
        self.consensus = ConsensusState(store)
        self.emission = EmissionState(store)
        self.pools = PoolsState(store)
        self.stake = StakeState(store)
        self.delegation = DelegationState(store)
        self.keys = KeysState(store)
        self.governance = GovernanceState(store)
        self.hyperparameters = HyperparametersState(store)
        self.crowdloans = CrowdloansState(store)
        self.commitments = CommitmentsState(store)
        self.serving = ServingState(store)
