"""The snapshot with which the network began: balances and stakes by address, made into a genesis JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tao_spec.transition.genesis.config import GenesisError
from tao_spec.transition.rules import rule


@rule("GENESIS-3")
def genesis_config_from_snapshot(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Make a genesis JSON of a snapshot, whose issuance is the sum of its balances.

    Args:
        snapshot: `balances` as rao by address; `stakes` as pairs of rao and number by coldkey, then by hotkey.

    Returns:
        The JSON, with balances and stakes in the order of the snapshot.

    Raises:
        GenesisError: the snapshot has not this shape.
    """
    balances = _object(snapshot, "balances")
    stakes = _object(snapshot, "stakes")
    if not all(isinstance(rao, int) for rao in balances.values()):
        raise GenesisError("every balance of a snapshot must be a whole number of rao")
    if not all(isinstance(hotkeys, Mapping) for hotkeys in stakes.values()):
        raise GenesisError("every coldkey of a snapshot's stakes must have an object of hotkeys")
    return {
        "balances": {"balances": [[address, rao] for address, rao in balances.items()]},
        "subtensorModule": {
            "balancesIssuance": sum(balances.values()),
            "stakes": [[coldkey, [[key, stake] for key, stake in keys.items()]] for coldkey, keys in stakes.items()],
        },
    }


def _object(snapshot: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = snapshot.get(name, {}) if isinstance(snapshot, Mapping) else None
    if not isinstance(part, Mapping):
        raise GenesisError(f"a snapshot must be an object whose {name} are an object")
    return part
