from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import (
    DuplicateUids,
    IncorrectWeightVersionKey,
    MaxWeightExceeded,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    UidVecContainInvalidOne,
    WeightVecLengthIsLow,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.weights.checks import (
    ensure_enough_stake,
    ensure_known_uids,
    ensure_length,
    ensure_max_weight,
    ensure_permit,
    ensure_version,
    get_last_update,
    has_waited,
    is_self_weight,
    set_last_update,
    upscale,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, closing
from tests.transition.weights.build import HOT, NOW, go_to, uids, values, voting

relaxed = settings(deadline=None, max_examples=200)
ME = Uid(0)
parts = st.integers(0, 65_535)
rows = st.lists(parts | st.sampled_from((0, 1, 32_767, 32_768, 32_769, 65_535)), min_size=1, max_size=8)


@pytest.fixture
def chain() -> Chain:
    return voting()


@pytest.mark.parametrize(
    ("named", "is_own"), [((0,), True), ((1,), False), ((), False), ((0, 1), False), ((0, 0), False)]
)
def test_weights_on_oneself_name_nobody_else(named: tuple[int, ...], is_own: bool) -> None:
    assert is_self_weight(ME, uids(*named)) is is_own


def with_stake(chain: Chain, alpha: int, threshold: int) -> Chain:
    chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(alpha)
    chain.stake.total_hotkey_shares[HOT, FIRST] = U64F64.saturating_from_num(alpha)
    chain.weights.stake_threshold.value = U64(threshold)
    return chain


@pytest.mark.parametrize(("alpha", "threshold"), [(0, 1), (5, 6), (5, 2**63 - 1), (2**62, 2**62 + 1)])
def test_a_stake_below_the_threshold_is_not_enough(chain: Chain, alpha: int, threshold: int) -> None:
    assert refusal(ensure_enough_stake, with_stake(chain, alpha, threshold), FIRST, HOT) is NotEnoughStakeToSetWeights


@pytest.mark.parametrize(("alpha", "threshold"), [(0, 0), (5, 5), (5, 4), (2**63 - 1, 2**63 - 1)])
def test_a_stake_of_the_threshold_is_enough(chain: Chain, alpha: int, threshold: int) -> None:
    assert refusal(ensure_enough_stake, with_stake(chain, alpha, threshold), FIRST, HOT) is None


@pytest.mark.parametrize("threshold", [2**63, 2**64 - 1])
def test_a_threshold_beyond_all_stake_is_none_until_the_deviation_is_closed(chain: Chain, threshold: int) -> None:
    assert refusal(ensure_enough_stake, with_stake(chain, 0, threshold), FIRST, HOT) is None
    closed = with_stake(voting(revision=closing("KNOWN-96")), U64.MAX, threshold)
    assert refusal(ensure_enough_stake, closed, FIRST, HOT) is NotEnoughStakeToSetWeights
    assert refusal(ensure_enough_stake, with_stake(closed, 5, 5), FIRST, HOT) is None
    greatest = 2**63 - 1
    assert refusal(ensure_enough_stake, with_stake(closed, greatest, greatest), FIRST, HOT) is None


@pytest.mark.parametrize(("asked", "given", "found"), [(0, 0, None), (7, 7, None), (7, 6, IncorrectWeightVersionKey)])
def test_the_version_is_at_least_the_subnets(chain: Chain, asked: int, given: int, found: type | None) -> None:
    chain.weights.weights_version_key[FIRST] = U64(asked)
    assert refusal(ensure_version, chain, FIRST, U64(given)) is found


@pytest.mark.parametrize(
    ("last", "limit", "waited"),
    [
        (NOW, 0, True),
        (NOW - 4, 5, False),
        (NOW - 5, 5, True),
        (0, U64.MAX, True),
        (1, U64.MAX, False),
        (NOW + 1, 1, False),
        (NOW + 1, 0, True),
    ],
)
def test_a_neuron_waits_as_many_blocks_as_the_limit_says(chain: Chain, last: int, limit: int, waited: bool) -> None:
    chain.weights.last_update[FIRST] = (BlockHeight(last),)
    chain.weights.weights_set_rate_limit[FIRST] = U64(limit)
    assert has_waited(chain, FIRST, ME) is waited


def test_a_number_without_hotkey_has_never_waited(chain: Chain) -> None:
    assert not has_waited(chain, FIRST, Uid(3))
    del chain.neurons.keys[FIRST, ME]
    assert not has_waited(chain, FIRST, ME)


def test_an_update_is_remembered_where_there_is_room(chain: Chain) -> None:
    chain.weights.last_update[FIRST] = tuple(map(BlockHeight, (1, 2, 3)))
    go_to(chain, 77)
    set_last_update(chain, FIRST, Uid(1))
    set_last_update(chain, FIRST, Uid(3))
    assert chain.weights.last_update[FIRST] == (1, 77, 3)
    assert [get_last_update(chain, FIRST, Uid(uid)) for uid in range(4)] == [1, 77, 3, 0]


def test_only_a_validator_speaks_of_others(chain: Chain) -> None:
    chain.consensus.validator_permit[FIRST] = (True, False)
    for uid, named, found in (
        (0, (1,), None),
        (0, (), None),
        (1, (1,), None),
        (1, (0, 1), NeuronNoValidatorPermit),
        (1, (), NeuronNoValidatorPermit),
        (2, (2,), None),
        (2, (0,), NeuronNoValidatorPermit),
    ):
        assert refusal(ensure_permit, chain, FIRST, Uid(uid), uids(*named)) is found


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ((), None),
        ((2, 0, 1), None),
        ((1, 1), DuplicateUids),
        ((3, 3), DuplicateUids),
        ((3,), UidVecContainInvalidOne),
        ((65_535,), UidVecContainInvalidOne),
    ],
)
def test_each_number_is_a_neurons_and_named_once(chain: Chain, named: tuple[int, ...], found: type | None) -> None:
    assert refusal(ensure_known_uids, chain, FIRST, uids(*named)) is found


@pytest.mark.parametrize(
    ("least", "named", "found"),
    [
        (0, (), None),
        (1, (), WeightVecLengthIsLow),
        (2, (1,), WeightVecLengthIsLow),
        (2, (0,), None),
        (2, (1, 2), None),
        (65_535, (0, 1), WeightVecLengthIsLow),
        (65_535, (0, 1, 2), None),
    ],
)
def test_enough_neurons_are_named(chain: Chain, least: int, named: tuple[int, ...], found: type | None) -> None:
    chain.weights.min_allowed_weights[FIRST] = U16(least)
    assert refusal(ensure_length, chain, FIRST, ME, uids(*named)) is found


def test_weights_of_three_neurons_are_scaled_up() -> None:
    assert upscale(values(1, 2, 3)) == [21_845, 43_690, 65_535]
    assert upscale(values(0, 0)) == [0, 0]
    assert upscale(()) == []


@given(rows)
@example([32_768, 1, 16_384])
@example([32_769, 1, 16_384])
@relaxed
def test_scaled_weights_are_the_nearest_parts_of_the_greatest(row: list[int]) -> None:
    scaled, greatest = upscale(values(*row)), max(row)
    if not greatest:
        assert scaled == [0] * len(row)
        return
    assert max(scaled) == 65_535
    for value, part in zip(row, scaled, strict=True):
        # The factor or the quotient is cut off to 32 binary digits, at most 65,535 of them in all.
        assert abs(Fraction(value * 65_535, greatest) - part) <= Fraction(1, 2) + Fraction(65_535, 2**32)


@given(st.lists(st.integers(0, 8_192), max_size=5), st.integers(2, 4))
@relaxed
def test_only_proportions_matter(row: list[int], times: int) -> None:
    assert upscale(values(*(value * times for value in row))) == upscale(values(*row))


def max_weight(chain: Chain, limit: int, named: list[int], scaled: list[int]) -> type | None:
    chain.weights.max_weights_limit[FIRST] = U16(limit)
    found = refusal(ensure_max_weight, chain, FIRST, ME, uids(*named), values(*scaled))
    assert found in (None, MaxWeightExceeded)
    return found


@given(rows, parts)
@relaxed
def test_no_share_is_greater_than_the_limit(row: list[int], limit: int) -> None:
    chain, named = voting(8), list(range(1, len(row) + 1))
    share = Fraction(max(row), sum(row) or 1)
    # Both sides are cut off to 32 binary digits.
    if share * 2**32 // 1 > Fraction(limit * 2**32, 65_535) // 1 and limit < 65_535:
        assert max_weight(chain, limit, named, row) is MaxWeightExceeded
    else:
        assert max_weight(chain, limit, named, row) is None


@pytest.mark.parametrize(
    ("limit", "named", "scaled", "is_exceeded"),
    [
        (0, [0], [65_535], False),
        (0, [1], [65_535], True),
        (65_534, [1], [65_535], True),
        (65_535, [1], [65_535], False),
        (0, [1, 2], [0, 0], False),
        (0, [], [], False),
    ],
)
def test_limits_at_their_ends(chain: Chain, limit: int, named: list[int], scaled: list[int], is_exceeded: bool) -> None:
    assert (max_weight(chain, limit, named, scaled) is not None) is is_exceeded


@pytest.mark.parametrize("check", [ensure_permit, ensure_length])
def test_oneself_may_be_spoken_of_in_any_case(chain: Chain, check: Callable[..., None]) -> None:
    chain.consensus.validator_permit[FIRST] = ()
    chain.weights.min_allowed_weights[FIRST] = U16(U16.MAX)
    assert refusal(check, chain, FIRST, ME, uids(0)) is None
    assert refusal(check, chain, FIRST, ME, uids(1)) is not None
