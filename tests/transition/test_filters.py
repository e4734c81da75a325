from __future__ import annotations

import itertools

import pytest

from tao_spec.arithmetic.integers import U16
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.accounts.utility import AsDerivative, Batch, BatchAll, ForceBatch
from tao_spec.interface.messages import Call
from tao_spec.transition.filters import passes_base_filter

BATCHES = (Batch, BatchAll, ForceBatch)
REMARK = Remark(b"")
PAIRS = list(itertools.product(BATCHES, BATCHES))


def test_what_is_no_batch_passes() -> None:
    assert passes_base_filter(REMARK)
    assert passes_base_filter(AsDerivative(U16(0), Batch((Batch(()),))))


@pytest.mark.parametrize("batch", BATCHES)
def test_a_batch_of_other_calls_passes(batch: type[Call]) -> None:
    assert passes_base_filter(batch(()))
    assert passes_base_filter(batch((REMARK, REMARK)))


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_a_batch_directly_in_a_batch_does_not_pass(outer: type[Call], inner: type[Call]) -> None:
    assert not passes_base_filter(outer((inner(()),)))
    assert not passes_base_filter(outer((REMARK, inner(()))))
    assert not passes_base_filter(outer((inner(()), REMARK)))


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_a_batch_deeper_in_a_batch_passes(outer: type[Call], inner: type[Call]) -> None:
    assert passes_base_filter(outer((AsDerivative(U16(0), inner(())),)))
