import json
from pathlib import Path
from typing import Any

import pytest

from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.sweep.source import make_metagraph_chain, read_source
from tao_spec.vectors.machine import to_hex
from tao_spec.vectors.text import VectorError
from tests.shared import SHARED, needs_shared
from tests.transition.consensus.subnets import NETUID, build

METAGRAPH: dict[str, Any] = {
    "netuid": 15,
    "block": 4_000_000,
    "stake": [1_000.5, 500, 0, 0],
    "weights": {"0": {"2": 0.75, "3": 0.25}, "1": {"2": 0.5, "3": 0.5}},
}


def write(folder: Path, data: Any) -> Path:
    path = folder / "source.json"
    path.write_text(json.dumps(data))
    return path


def state_of(*chains: Any) -> dict[str, str]:
    return {to_hex(key): to_hex(value) for chain in chains for key, value in chain.store.state.items()}


def test_a_metagraph_becomes_a_subnet() -> None:
    chain = make_metagraph_chain(METAGRAPH)
    netuid = NetUid(15)
    assert chain.number == 4_000_000
    assert chain.weights.weights[netuid, Uid(0)] == ((2, 65_535), (3, 21_845))
    assert chain.consensus.validator_permit[netuid] == (True, True, False, False)
    assert sorted(map(int, dict(chain.stake.total_hotkey_alpha.items()).values())) == [
        0,
        0,
        5 * 10**11,
        1_000_500_000_000,
    ]


def test_the_only_subnet_need_not_be_named(tmp_path: Path) -> None:
    chain = build([1, 2])
    chain.commit()
    found, netuid = read_source(write(tmp_path, {"state": state_of(chain), "revision": 306}))
    assert (netuid, found.neurons.subnetwork_n[NETUID]) == (NETUID, 2)
    assert read_source(write(tmp_path, METAGRAPH))[1] == 15


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "this holds no subnet; give a vector"),
        ({"pre": {"0x00": 1}}, "the state or its revision cannot be read"),
        ({"pre": {"zz": "0x"}}, "is no 0x-hex"),
        ({"pre": {}, "revision": 7}, "revision 7 is not specified"),
        ({"pre": {}}, "these subnets have neurons: none"),
        ({"stake": "much", "weights": {}}, "this is no metagraph"),
        ({"stake": [1], "weights": {"a": {}}}, "this is no metagraph"),
    ],
)
def test_what_holds_no_subnet_is_refused_with_its_file(tmp_path: Path, data: Any, sentence: str) -> None:
    with pytest.raises(VectorError) as refused:
        read_source(write(tmp_path, data))
    assert "source.json: " in str(refused.value)
    assert sentence in str(refused.value)


def test_a_subnet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(VectorError, match="there is no subnet 4 with neurons; these are: 15"):
        read_source(write(tmp_path, METAGRAPH), 4)


@needs_shared
def test_a_published_metagraph_is_read() -> None:
    chain, netuid = read_source(SHARED / "data" / "metagraph-netuid15-block4769998.json")
    assert (netuid, chain.neurons.subnetwork_n[netuid]) == (15, 256)
