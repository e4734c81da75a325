"""Work in children comes back by its number, whatever becomes of them."""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest

from tao_spec.strength.children import Ended, limit_cpu_time, limit_memory, run_in_children


def spin() -> None:
    limit_cpu_time(0.05)
    while True:
        pass


def grow() -> str:
    limit_memory()
    try:
        bytearray(1 << 40)
    except MemoryError:
        return "refused"
    return "grown"


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_back_by_their_numbers(jobs):
    tasks = [partial(pow, base, 2) for base in range(12)]
    assert dict(run_in_children(tasks, jobs)) == {base: Ended(base**2, None) for base in range(12)}


def test_a_child_that_computes_too_long_is_ended():
    assert dict(run_in_children([spin], 1)) == {0: Ended(None, signal.SIGVTALRM)}


def test_a_child_that_fails_says_nothing():
    assert dict(run_in_children([partial(int, "x"), partial(os._exit, 3)], 2)) == {
        0: Ended(None, None),
        1: Ended(None, None),
    }


def test_a_child_cannot_take_all_memory():
    assert dict(run_in_children([grow], 1)) == {0: Ended("refused", None)}


def test_what_a_child_changes_stays_there():
    here: list[int] = []
    assert dict(run_in_children([partial(here.append, 1)], 1)) == {0: Ended(None, None)}
    assert here == []


def test_a_long_result_comes_back_whole():
    assert dict(run_in_children([partial(bytes, 3_000_000)], 1))[0].result == bytes(3_000_000)
