"""A difference of one bit, wherever it is planted in the engine, is found by the comparison with the rules."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.transcendental import exp_safe
from tao_spec.engine import liquid_alpha
from tao_spec.engine.epoch import compute_epoch
from tao_spec.engine.fixed import ONE
from tao_spec.engine.namespaces import get_namespace, make_integers
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import Hyperparameters, Settings, Subnet
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.transition.consensus import liquid_alpha as rules
from tests.engine.compare import ORDERS, Expected, Named, differences, flatten, numbers_of
from tests.engine.subnets import NETUID, make_chain

NUMPY = get_namespace()
SUBNETS = 40

FUNCTIONS = {
    "bonds": "divide_part divide_part_wide multiply multiply_wide add_wide normalize mat_ema mat_ema_alpha normalize_columns "
    "interpolate",
    "judgement": "mask_weights normalize_rows rank_opinions find_consensus multiply divide_part normalize pick",
    "participants": "find_inactive find_recently_registered compute_stake_shares compute_active_stake is_topk_nonzero",
    "shares": "divide_part normalize",
    "epoch": "spread to_parts vec_max_upscale_to_u16 share_bonds",
}
"""The functions of the engine by the modules that call them, whose results show in the numbers of an epoch."""

SPEEDS = {"liquid_alpha": "exp_or_zero invert multiply", "transcendental": "invert _sum_narrow_series"}
"""Those that lead to the speeds of liquid alpha, a bit of which seldom shows in a bond; they are compared by themselves."""


def sites(functions: dict[str, str]) -> list[tuple[str, str]]:
    return [(module, name) for module, names in functions.items() for name in names.split()]


@cache
def cases() -> list[tuple[Subnet, Settings, Named]]:
    source = random.Random(11)
    made = []
    for _ in range(SUBNETS):
        chain = make_chain(source, source.randrange(2, 7))
        subnet = read_chain(NUMPY, chain, NETUID)
        settings = Settings.of(NUMPY, [read_settings(chain, NETUID)])
        made.append((subnet, settings, Expected(chain, NETUID, subnet).numbers()))
    return made


def flip(array: Any, position: int) -> Any:
    """The array with the last bit of one element turned."""
    turned = array.copy()
    flat = turned.reshape(-1)
    flat[position % flat.size] = flat[position % flat.size] ^ 1
    return turned


def flip_any(result: Any, position: int) -> Any:
    """A result with the last bit of one element turned in the first of its arrays."""
    if isinstance(result, tuple):
        return (flip_any(result[0], position), *result[1:])
    return result if result is None or is_dataclass(result) else flip(result, position)


@contextmanager
def planted(module: str, name: str, position: int) -> Iterator[None]:
    place = import_module(f"tao_spec.engine.{module}")
    honest: Callable[..., Any] = getattr(place, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, lambda *args: flip_any(honest(*args), position))
        yield


def is_found() -> bool:
    for subnet, settings, expected in cases():
        if differences(expected, numbers_of(compute_epoch(NUMPY, subnet, settings))):
            return True
    return False


def test_nothing_is_found_where_nothing_is_planted() -> None:
    assert not is_found()


@pytest.mark.parametrize(("module", "name"), sites(FUNCTIONS))
def test_a_bit_that_a_function_turns_is_found(module: str, name: str) -> None:
    for position in (0, 5):
        with planted(module, name, position):
            assert is_found()


@pytest.mark.parametrize(("module", "name"), sites(SPEEDS))
def test_a_bit_on_the_way_to_a_speed_is_found(module: str, name: str) -> None:
    assert find_wrong_speeds(random.Random(1)) == 0
    with planted(module, name, 0):
        assert find_wrong_speeds(random.Random(1)) > 0


def find_wrong_speeds(source: random.Random) -> int:
    """How many speeds of single bonds are not those of the rule; each is computed alone."""
    wrong = 0
    for _ in range(60):
        low, high = sorted((source.randrange(65_536), source.randrange(65_536)))
        point = Hyperparameters(yuma3_on=True, liquid_alpha_on=True, alpha_low=low, alpha_high=high)
        settings = Settings.of(NUMPY, [replace(point, alpha_sigmoid_steepness=source.randrange(-500, 2_000))])
        bits = [source.randrange(ONE) for _ in range(3)]
        arrays = (make_integers(NUMPY, [[[number]]]) for number in bits)
        found = to_list(liquid_alpha.alpha_sigmoid(NUMPY, settings, *arrays))[0][0][0]
        wrong += found != compute_speed(settings, bits)
    return wrong


def compute_speed(settings: Settings, bits: list[int]) -> int:
    liquid = rules.LiquidAlpha(
        low=I32F32(bits=to_list(settings.low)[0][0]),
        high=I32F32(bits=to_list(settings.high)[0][0]),
        steepness=I32F32.saturating_from_num(settings.common.alpha_sigmoid_steepness),
        exponential=exp_safe,
        find=dict,
        forgets=True,
    )
    return rules.alpha_sigmoid(liquid, *(I32F32(bits=number) for number in bits)).bits


def test_a_bit_in_any_element_of_any_number_is_found() -> None:
    subnet, settings, expected = next(case for case in cases() if case[2]["opinions.voters"][0])
    epoch = compute_epoch(NUMPY, subnet, settings)
    numbers = {name: array for name, array in flatten(epoch) if name not in ORDERS}
    assert len(numbers) > 30
    for name, array in numbers.items():
        # What stands behind the last voter means nothing.
        size = 1 if name in ("opinions.ranked", "opinions.support") else array.size
        for position in range(size):
            changed = with_array(epoch, name.split("."), flip(array, position))
            assert name in differences(expected, numbers_of(changed))


def with_array(record: Any, path: list[str], array: Any) -> Any:
    if len(path) == 1:
        return replace(record, **{path[0]: array})
    return replace(record, **{path[0]: with_array(getattr(record, path[0]), path[1:], array)})
