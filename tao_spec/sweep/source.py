"""Where a swept subnet comes from: the state of a vector, a dumped state, or a published metagraph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.vectors.files import read_json
from tao_spec.vectors.machine import Machine
from tao_spec.vectors.text import VectorError

PARTS = 65_535
BASE = 306


def read_source(path: Path, netuid: int | None = None) -> tuple[Chain, NetUid]:
    """The chain in which a subnet lies, and its number.

    Args:
        path: a vector (its state before the first step), an object with a `state`, or a metagraph.
        netuid: the subnet; needed where there are several.

    Raises:
        VectorError: the file is none of these, or has no such subnet.
    """
    data = read_json(path)
    try:
        chain = _read(data)
        return chain, _choose(chain, netuid)
    except VectorError as error:
        raise error.at(path) from None


def _read(data: Any) -> Chain:
    if isinstance(data, dict) and {"stake", "weights"} <= data.keys():
        return make_metagraph_chain(data)
    state = data.get("pre", data.get("state")) if isinstance(data, dict) else None
    if not isinstance(state, dict):
        what = "this holds no subnet"
        raise VectorError(what, "give a vector with a state, an object with a state, or a metagraph")
    revision = data.get("revision", BASE)
    if not all(isinstance(value, str) for value in state.values()) or type(revision) is not int:
        raise VectorError("the state or its revision cannot be read", "give 0x-hex and an integer", "state")
    return Machine.load(revision, state).chain


def _choose(chain: Chain, netuid: int | None) -> NetUid:
    """The subnet that is meant."""
    there = [int(found) for found, size in chain.neurons.subnetwork_n.items() if size and found != ROOT]
    if netuid is None and len(there) == 1:
        return NetUid(there[0])
    told = ", ".join(map(str, there)) or "none"
    if netuid is None:
        raise VectorError(f"these subnets have neurons: {told}", "name one by --netuid")
    if netuid not in there:
        raise VectorError(f"there is no subnet {netuid} with neurons; these are: {told}", "name one by --netuid")
    return NetUid(netuid)


def make_metagraph_chain(metagraph: Mapping[str, Any]) -> Chain:
    """The subnet of a metagraph, long after every registration: stakes in whole rao, weights in parts of each row's greatest.

    Published numbers are floats; every one of them becomes a whole number here, once. Who has weights has a permit.

    Raises:
        VectorError: it is no metagraph.
    """
    try:
        stakes = [round(float(stake) * RAO_PER_TAO) for stake in metagraph["stake"]]
        rows = {int(uid): _scale(row) for uid, row in metagraph["weights"].items()}
        netuid, block = NetUid(metagraph.get("netuid", 1)), BlockNumber(metagraph.get("block", 10_000_000))
        return _make_chain(netuid, block, stakes, rows)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, IndexError):
        what = "this is no metagraph"
        raise VectorError(what, "give stake as a list in TAO, and weights as an object of objects") from None


def _scale(row: Mapping[str, float]) -> dict[int, int]:
    """A row in parts of its greatest weight, which counts as 65,535; what rounds to zero goes."""
    greatest = max(row.values(), default=0)
    parts = {int(other): round(weight / greatest * PARTS) for other, weight in row.items() if weight}
    return {other: part for other, part in sorted(parts.items()) if part}


def _make_chain(netuid: NetUid, block: BlockNumber, stakes: list[int], rows: Mapping[int, Mapping[int, int]]) -> Chain:
    chain = Chain({}, get_revision(BASE))
    chain.accounts.number.value = block
    chain.subnets.networks_added[netuid] = True
    chain.neurons.subnetwork_n[netuid] = U16(len(stakes))
    chain.weights.commit_reveal_weights_enabled[netuid] = False
    for uid, stake in enumerate(stakes):
        hotkey = AccountId((uid + 1).to_bytes(2, "big") * 16)
        chain.neurons.keys[netuid, Uid(uid)], chain.neurons.uids[netuid, hotkey] = hotkey, Uid(uid)
        chain.stake.total_hotkey_alpha[hotkey, netuid] = AlphaBalance(stake)
    for uid, row in rows.items():
        chain.weights.weights[netuid, Uid(uid)] = tuple((Uid(other), U16(part)) for other, part in row.items())
    chain.weights.last_update[netuid] = (BlockHeight(block),) * len(stakes)
    chain.consensus.validator_permit[netuid] = tuple(uid in rows for uid in range(len(stakes)))
    chain.commit()
    return chain
