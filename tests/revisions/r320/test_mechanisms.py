from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.mechanisms import (
    ensure_mechanism_exists,
    get_storage_index,
    get_storage_indices,
    has_mechanism,
    split_emissions,
)
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tests.transition.chains import FIRST, genesis


def mechanisms(count: int, split: tuple[int, ...] | None = None) -> Chain:
    """The first subnet with so many mechanisms."""
    chain = genesis(5, R320)
    added(chain).mechanism_count_current[FIRST] = MechId(count)
    if split is not None:
        added(chain).mechanism_emission_split[FIRST] = tuple(map(U16, split))
    return chain


@pytest.mark.parametrize(
    ("netuid", "mecid", "index"),
    [(0, 0, 0), (7, 0, 7), (7, 1, 4_103), (4_095, 15, 65_535), (7, 15, 61_447), (7, 16, 65_535), (7, 255, 65_535)],
)
def test_indices_lie_4096_apart_and_are_held_at_the_greatest(netuid: int, mecid: int, index: int) -> None:
    assert get_storage_index(NetUid(netuid), MechId(mecid)) == index


@given(st.integers(0, 4_095), st.integers(0, 15), st.integers(0, 4_095), st.integers(0, 15))
def test_no_two_mechanisms_share_an_index(netuid: int, mecid: int, other: int, another: int) -> None:
    indices = get_storage_index(NetUid(netuid), MechId(mecid)), get_storage_index(NetUid(other), MechId(another))
    assert (indices[0] == indices[1]) == ((netuid, mecid) == (other, another))


def test_a_subnet_has_one_mechanism_unless_it_has_more() -> None:
    chain = genesis(5, R320)
    assert get_storage_indices(chain, FIRST) == [1]
    assert get_storage_indices(mechanisms(3), FIRST) == [1, 4_097, 8_193]


def test_a_mechanism_exists_below_the_count_of_a_subnet_that_does() -> None:
    chain = mechanisms(2)
    assert [has_mechanism(chain, FIRST, MechId(mecid)) for mecid in range(3)] == [True, True, False]
    assert not has_mechanism(chain, NetUid(9), MechId(0))
    ensure_mechanism_exists(chain, FIRST, MechId(1))
    for netuid, mecid in ((FIRST, 2), (NetUid(9), 0)):
        with pytest.raises(MechanismDoesNotExist):
            ensure_mechanism_exists(chain, netuid, MechId(mecid))


@pytest.mark.parametrize(
    ("count", "split", "emission", "parts"),
    [
        (1, None, 7, [7]),
        (2, None, 7, [4, 3]),
        (3, None, 8, [4, 2, 2]),
        (2, (65_535,), 7, [7, 0]),
        (2, (0, 65_535), 7, [0, 7]),
        (2, (32_767, 32_768), 65_535, [32_767, 32_768]),
        (2, (32_767, 32_768), 3, [2, 1]),
        (2, (1, 2, 65_532), 65_535, [65_533, 2]),
        (1, (1,), 65_535, [65_535]),
        (2, (65_535, 65_535), 9, [9, 9]),
        (0, None, 9, []),
        (0, (65_535,), 9, []),
    ],
)
def test_a_split_gives_each_its_part_and_the_first_what_is_left(
    count: int, split: tuple[int, ...] | None, emission: int, parts: list[int]
) -> None:
    assert split_emissions(mechanisms(count, split), FIRST, AlphaBalance(emission)) == parts


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 2), st.one_of(st.none(), st.integers(0, 65_535)), st.integers(0, 2**64 - 1))
def test_all_of_the_emission_is_split(count: int, part: int | None, emission: int) -> None:
    chain = mechanisms(count, None if part is None else (part, 65_535 - part))
    parts = split_emissions(chain, FIRST, AlphaBalance(emission))
    assert len(parts) == count
    assert sum(parts) == emission
