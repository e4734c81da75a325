"""The runtime's own filter of calls, which only root passes by."""

from __future__ import annotations

from tao_spec.interface.accounts.utility import Batch, BatchAll, ForceBatch
from tao_spec.interface.messages import Call
from tao_spec.transition.rules import rule

_BATCHES = (Batch, BatchAll, ForceBatch)


@rule("DISPATCH-3")
def passes_base_filter(call: Call) -> bool:
    """A batch may not directly hold another batch; every other call passes.

    The safe mode, which would forbid more, is never entered: it is not part of the modelled state.
    """
    if not isinstance(call, _BATCHES):
        return True
    return not any(isinstance(inner, _BATCHES) for inner in call.calls)
