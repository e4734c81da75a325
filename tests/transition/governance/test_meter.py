import pytest

from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Members, Nobody, OriginCaller, Root, Signed
from tao_spec.state.stored_call import Inline, Legacy, Lookup
from tao_spec.transition.governance.meter import (
    EMPTY_AGENDA_WEIGHT,
    FULL_AGENDA_WEIGHT,
    MAXIMUM_WEIGHT,
    RETRY_WEIGHT,
    Meter,
    compute_agenda_weight,
    compute_task_weight,
    get_bytes_to_look_up,
    get_origin_weight,
)
from tao_spec.transition.rules import Unsupported
from tests.transition.governance.build import NAME, NEXT, STRANGER, hash_of, task


def weight(time: int, proof: int = 0) -> Weight:
    return Weight(U64(time), U64(proof))


def test_the_limit_is_four_fifths_of_a_block() -> None:
    assert weight(4 * 10**12 * 4 // 5, (2**64 - 1) * 4 // 5) == MAXIMUM_WEIGHT


def test_what_is_used_is_gone_and_what_is_not_left_is_not_used() -> None:
    meter = Meter(weight(10, 5))
    assert meter.use(weight(6, 5))
    assert not meter.use(weight(5))
    assert not meter.use(weight(0, 1))
    assert meter.use(weight(4))
    assert (meter.ref_time, meter.proof_size) == (10, 5)


def test_a_sum_beyond_64_bits_is_not_left() -> None:
    meter = Meter()
    meter.use(weight(1, 1))
    assert not meter.has(weight(U64.MAX, 0))
    assert not meter.has(weight(0, U64.MAX))


def test_after_a_reporting_call_only_half_is_known() -> None:
    meter = Meter(weight(10))
    meter.use(weight(3))
    meter.is_sure = False
    assert meter.has(weight(2))
    with pytest.raises(Unsupported, match="reported"):
        meter.has(weight(3))


def test_agendas_weigh_by_their_tasks() -> None:
    assert compute_agenda_weight(0) == EMPTY_AGENDA_WEIGHT == weight(127_409_000, 110_487)
    assert compute_agenda_weight(50) == FULL_AGENDA_WEIGHT == weight(151_711_300, 110_487)
    assert weight(236_576_424, 110_487) == RETRY_WEIGHT


def test_tasks_weigh_by_name_and_preimage() -> None:
    assert compute_task_weight(task(), None) == weight(2_991_000)
    assert compute_task_weight(task(periodic=(NEXT, U32(3))), None) == weight(2_991_000)
    assert compute_task_weight(task(name=NAME), None) == weight(104_292_000)
    assert compute_task_weight(task(), 100) == weight(294_132_200, 3_656)


def test_a_preimage_of_unknown_length_counts_as_a_million_bytes() -> None:
    key = hash_of(b"")
    found = [get_bytes_to_look_up(stored) for stored in (Inline(b"\0\0"), Lookup(key, U32(300)), Legacy(key))]
    assert found == [None, 300, 1_000_000]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (FromSystem(Root()), (1_858_000, 0)),
        (FromSystem(Nobody()), (1_858_000, 0)),
        (FromTriumvirate(Members(U32(1), U32(1))), (1_858_000, 0)),
        (FromSystem(Signed(STRANGER)), (54_155_000, 3_997)),
    ],
)
def test_a_signed_call_costs_more(origin: OriginCaller, expected: tuple[int, int]) -> None:
    assert get_origin_weight(origin) == weight(*expected)
