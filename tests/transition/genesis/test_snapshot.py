from typing import Any

import pytest

from tao_spec.revisions.r306 import R306
from tao_spec.transition.genesis.build import build_genesis
from tao_spec.transition.genesis.config import GenesisError
from tao_spec.transition.genesis.snapshot import genesis_config_from_snapshot
from tests.transition.chains import account

A, B = account(1), account(2)


def test_a_snapshot_becomes_a_configuration() -> None:
    config = genesis_config_from_snapshot(
        {"balances": {A.ss58: 600, B.ss58: 700}, "stakes": {A.ss58: {B.ss58: [5, 1]}}}
    )
    assert config == {
        "balances": {"balances": [[A.ss58, 600], [B.ss58, 700]]},
        "subtensorModule": {"balancesIssuance": 1300, "stakes": [[A.ss58, [[B.ss58, [5, 1]]]]]},
    }
    assert build_genesis(config, R306).accounts.total_issuance.value == 1300


def test_an_empty_snapshot_is_an_empty_configuration() -> None:
    assert build_genesis(genesis_config_from_snapshot({}), R306).store.root == build_genesis({}, R306).store.root


@pytest.mark.parametrize(
    "snapshot", [5, {"balances": []}, {"stakes": 5}, {"balances": {A.ss58: "600"}}, {"stakes": {A.ss58: [1]}}]
)
def test_another_shape_is_refused(snapshot: Any) -> None:
    with pytest.raises(GenesisError, match="snapshot"):
        genesis_config_from_snapshot(snapshot)
