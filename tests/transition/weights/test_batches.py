import pytest

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.weights import (
    BatchCompletedWithErrors,
    BatchWeightItemFailed,
    BatchWeightsCompleted,
    CommitRevealDisabled,
    DuplicateUids,
)
from tao_spec.transition.origin import ROOT
from tao_spec.transition.weights.batches import complete_batch
from tests.transition.accounts.build import refusal
from tests.transition.chains import genesis
from tests.transition.weights.build import HOT, told, voter

NETUIDS = (NetUid(1), NetUid(9), NetUid(1))


@pytest.mark.parametrize(
    "errors", [(None, None, None), (None, DuplicateUids(), None), (CommitRevealDisabled(), None, DuplicateUids())]
)
def test_errors_are_told_in_order_and_the_end_in_any_case(errors: tuple[DispatchError | None, ...]) -> None:
    chain = genesis(1)
    complete_batch(chain, voter(0), NETUIDS, errors)
    failed = [BatchWeightItemFailed(error) for error in errors if error is not None]
    first = [BatchCompletedWithErrors()] if failed else []
    assert told(chain) == [*first, *failed, BatchWeightsCompleted(NETUIDS, HOT)]


def test_a_batch_is_of_whoever_signed() -> None:
    assert refusal(complete_batch, genesis(1), ROOT, NETUIDS, ()) is BadOrigin
