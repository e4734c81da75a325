"""A difference of one bit, wherever it is planted in the engine, is found by the comparison with the rules."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from tao_spec.engine.epoch import Epoch, compute_epoch
from tao_spec.engine.namespaces import get_namespace
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import Settings, Subnet
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tests.engine.compare import ORDERS, Expected, Named, differences, flatten, numbers_of
from tests.engine.subnets import NETUID, make_chain

NUMPY = get_namespace()
SUBNETS = 40

FUNCTIONS = {
    "bonds": "divide_part divide_part_wide multiply multiply_wide add_wide sum_wide normalize mat_ema mat_ema_alpha "
    "normalize_columns find_in_order interpolate share_bonds",
    "judgement": "mask_weights normalize_rows rank_opinions find_consensus multiply divide_part normalize pick",
    "liquid_alpha": "alpha_sigmoid exp_or_zero invert multiply",
    "transcendental": "multiply_128 invert",
    "participants": "find_inactive find_recently_registered compute_stake_shares compute_active_stake is_topk_nonzero",
    "shares": "divide_part normalize",
    "epoch": "spread to_parts vec_max_upscale_to_u16 share_bonds",
}
"""The functions of the engine by the modules that call them."""

SITES = [(module, name) for module, names in FUNCTIONS.items() for name in names.split()]


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


@pytest.mark.parametrize(("module", "name"), SITES)
def test_a_bit_that_a_function_turns_is_found(module: str, name: str) -> None:
    for position in (0, 5):
        with planted(module, name, position):
            assert is_found()


def meaningful(name: str, epoch: Epoch) -> int:
    """How many elements of an array, from the first, are compared."""
    return 1 if name.startswith("opinions.r") or name == "opinions.support" else 10**6


def test_a_bit_in_any_element_of_any_number_is_found() -> None:
    subnet, settings, expected = next(case for case in cases() if numbers_of(compute_epoch(NUMPY, *case[:2]))["opinions.voters"][0])
    epoch = compute_epoch(NUMPY, subnet, settings)
    names = [name for name, _ in flatten(epoch) if name not in ORDERS]
    assert len(names) > 30
    for name in names:
        array = dict(flatten(epoch))[name]
        for position in range(min(array.size, meaningful(name, epoch))):
            changed = with_array(epoch, name.split("."), flip(array, position))
            assert differences(expected, numbers_of(changed))[:1] != [], name
    assert to_list(epoch.who.stake)


def with_array(record: Any, path: list[str], array: Any) -> Any:
    if len(path) == 1:
        return replace(record, **{path[0]: array})
    return replace(record, **{path[0]: with_array(getattr(record, path[0]), path[1:], array)})
