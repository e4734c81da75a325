from __future__ import annotations

import pytest

from tao_spec.arithmetic.identifiers import H256, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.accounts.proxy import AddProxy, Proxy, ProxyType
from tao_spec.interface.accounts.system import Id, Remark, Weight
from tao_spec.interface.accounts.utility import AsDerivative, Batch, WithWeight
from tao_spec.interface.messages import Call
from tao_spec.interface.weights import CommitWeights
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.call_weights import FIXED_WEIGHTS
from tao_spec.revisions.r320.interface import IfElse, PokeDeposit
from tao_spec.transition.chain import Chain
from tao_spec.transition.weights_of_calls import get_call_weight
from tests.transition.chains import account

FREE = CommitWeights(NetUid(1), H256(bytes(32)))
NOTE = Remark(b"")


def weight(call: Call, revision=R320) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    found: Weight = get_call_weight(Chain({}, revision), call)
    return int(found.ref_time), int(found.proof_size)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (NOTE, (1_586_000, 0)),
        (FREE, (517_770_000, 0)),
        (PokeDeposit(), (422_972_000, 5_698)),
        (IfElse(NOTE, NOTE), (89_743_000, 7_004)),
        (AsDerivative(U16(0), NOTE), (182_683_000, 3_997)),
        (Batch(()), (54_034_000, 3_997)),
        (Batch((FREE, NOTE)), (54_034_000 + 2 * 4_914_560 + 517_770_000 + 1_586_000, 3_997)),
        (Proxy(Id(account(1)), None, FREE), (225_755_565 + 517_770_000, 4_706)),
        (WithWeight(NOTE, get_call_weight(Chain({}, R320), FREE)), (517_770_000, 0)),
    ],
    ids=lambda value: value.NAME if isinstance(value, Call) else "",
)
def test_a_call_weighs_what_the_client_says(call: Call, expected: tuple[int, int]) -> None:
    assert weight(call) == expected


def test_the_base_weighs_as_before() -> None:
    assert weight(FREE, R306) == (430_130_000, 0)
    assert weight(Batch((FREE,)), R306) == (52_694_370 + 5_005_941, 3_997)
    assert weight(AddProxy(Id(account(1)), ProxyType.Any, BlockNumber(0)), R306) == (148_644_897, 4_706)


def test_every_weight_that_is_listed_is_of_a_call_of_the_revision() -> None:
    calls = {(call.PALLET.name, call.NAME) for call in R320.interface.calls}
    assert {(pallet, name) for pallet, names in FIXED_WEIGHTS.items() for name in names} <= calls
