"""Batches of which each item goes well or fails by itself."""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.weights import BatchCompletedWithErrors, BatchWeightItemFailed, BatchWeightsCompleted
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule


@rule("WEIGHTS-26")
def complete_batch(
    chain: Chain, origin: Origin, netuids: tuple[NetUid, ...], errors: Sequence[DispatchError | None]
) -> None:
    """Tell how a batch of weights went, after all that its items told: that some failed, why each did, and that it is over.

    Args:
        errors: for each item, None where it went well. An event names the error and not the item.
    """
    failures = [error for error in errors if error is not None]
    if failures:
        chain.emit(BatchCompletedWithErrors())
    for failure in failures:
        chain.emit(BatchWeightItemFailed(failure))
    chain.emit(BatchWeightsCompleted(netuids, ensure_signed(origin)))
