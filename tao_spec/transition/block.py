"""The block: what the chain does by itself between the calls of one block and those of the next.

The order is normative: a hook reads what the hooks before it have written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.pallets import COMMITMENTS, SCHEDULER, SUBTENSOR, Pallet
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.timelocked import reveal_timelocked_commitments
from tao_spec.transition.delegation.pending_children import try_set_pending_children
from tao_spec.transition.emission.coinbase import run_coinbase
from tao_spec.transition.emission.issuance import get_block_emission
from tao_spec.transition.governance.agendas import service_agendas
from tao_spec.transition.keys.swap_records import clean_up_hotkey_swap_records
from tao_spec.transition.neurons.registration_terms import adjust_registration_terms_for_networks
from tao_spec.transition.rules import rule


@rule("BLOCK-1")
def advance_block(chain: Chain) -> None:
    """End the present block, and begin the next.

    Events of both belong to the step. A step that raises must be given up with `chain.abandon()`.

    Raises:
        Unsupported: the block does something that is not specified yet.
        ClientPanic: the client aborts.
    """
    for hook in ON_FINALIZE:
        hook.function(chain)
    chain.accounts.number.value = BlockNumber.wrap(chain.number + 1)
    for hook in ON_INITIALIZE:
        hook.function(chain)


@rule("BLOCK-2")
def forget_staking_operations(chain: Chain) -> None:
    """Forget who staked in this block: from the next one on, that stake can be taken out."""
    chain.stake.staking_operation_rate_limiter.clear()


@rule("BLOCK-3")
def step_subnets(chain: Chain) -> None:
    """Adjust what registrations cost, emit, run the epochs that are due, and set the children that waited for them."""
    adjust_registration_terms_for_networks(chain)
    run_coinbase(chain, get_block_emission(chain))
    try_set_pending_children(chain)


@dataclass(frozen=True)
class Hook:
    """What a pallet does in every block."""

    pallet: Pallet
    function: Callable[[Chain], None]


ON_FINALIZE = (Hook(SUBTENSOR, forget_staking_operations),)
"""What ends a block, in the order of the runtime's pallets."""

ON_INITIALIZE = (
    Hook(SUBTENSOR, clean_up_hotkey_swap_records),
    Hook(SUBTENSOR, step_subnets),
    Hook(SCHEDULER, service_agendas),
    Hook(COMMITMENTS, reveal_timelocked_commitments),
)
"""What begins a block, in the order of the runtime's pallets."""
