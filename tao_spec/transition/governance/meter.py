"""The weight that the scheduler may use in a block, and what its own steps cost.

Source: FRAME's `sp-weights` 31.1.0 and the weights of `pallet-scheduler` 41.2.0 over RocksDB.
"""

from __future__ import annotations

from tao_spec.arithmetic.integers import U64
from tao_spec.interface import crowdloans, keys
from tao_spec.interface.accounts import multisig, utility
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.governance import collective, membership, senate
from tao_spec.interface.origins import FromSystem, OriginCaller, Signed
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Scheduled
from tao_spec.state.stored_call import Inline, Lookup, StoredCall
from tao_spec.transition.rules import Unsupported, rule
from tao_spec.transition.weights_of_calls import add_weights, weight_of

READ, WRITE = 25_000_000, 100_000_000
"""What reading and writing one storage key costs, in picoseconds."""

MAXIMUM_WEIGHT = Weight(U64(3_200_000_000_000), U64(14_757_395_258_967_641_292))
"""What the scheduler may use in a block: four fifths of four seconds, and of all the proof that 64 bits hold."""

AGENDAS_WEIGHT = weight_of(1_335_000 + READ + WRITE, 1_489)
"""What looking at the agendas at all costs."""

RETRY_WEIGHT = weight_of(10_762_174 + 16_285 * MAX_SCHEDULED_PER_BLOCK + READ + 2 * WRITE, 110_487)
"""What placing a task for another try costs."""

SIGNED_WEIGHT = weight_of(4_155_000 + 2 * READ, 3_997)
UNSIGNED_WEIGHT = weight_of(1_858_000, 0)
"""What beginning a call for an account costs, and for any other origin."""

LEGACY_BYTES = 1_000_000
"""A preimage of unknown length counts as so many bytes long until it is read."""


REPORTING = (
    utility.Batch, utility.BatchAll, utility.ForceBatch, utility.AsDerivative,
    multisig.AsMultiThreshold1, multisig.AsMulti, multisig.ApproveAsMulti, multisig.CancelAsMulti,
    collective.Execute, collective.Propose, collective.Close, collective.DisapproveProposal,
    membership.AddMember, membership.RemoveMember, membership.SwapMember, membership.ChangeKey, membership.SetPrime,
    senate.Vote, senate.Sudo, senate.SudoUncheckedWeight, keys.SwapHotkey, keys.SwapColdkey,
    crowdloans.Refund, crowdloans.RegisterLeasedNetwork, crowdloans.TerminateLease,
)  # fmt: skip
"""The calls that say when they are made what they cost, other than what was known before."""


class Meter:
    """What is used up of a weight.

    What a reporting call used is not specified, but for that all of them together stay within half of the limit: it counts as
    what was known before.

    Args:
        limit: how much may be used in all.
    """

    def __init__(self, limit: Weight = MAXIMUM_WEIGHT) -> None:
        self.limit, self.ref_time, self.proof_size, self.is_sure = limit, 0, 0, True

    def has(self, weight: Weight) -> bool:
        """Whether so much is left.

        Raises:
            Unsupported: that depends on what a reporting call used.
        """
        if not self.is_sure and 2 * (self.ref_time + weight.ref_time) > self.limit.ref_time:
            raise Unsupported("how much weight is left depends on what calls reported, which is not specified")
        return (
            self.ref_time + weight.ref_time <= self.limit.ref_time
            and self.proof_size + weight.proof_size <= self.limit.proof_size
        )

    def use(self, weight: Weight) -> bool:
        """Use so much up if it is left, else nothing; whether it was."""
        if not self.has(weight):
            return False
        self.ref_time += weight.ref_time
        self.proof_size += weight.proof_size
        return True


@rule("GOV-50")
def compute_agenda_weight(tasks: int) -> Weight:
    """What looking at an agenda of so many tasks costs."""
    return weight_of(2_409_000 + READ + WRITE + 486_046 * tasks, 110_487)


EMPTY_AGENDA_WEIGHT = compute_agenda_weight(0)
FULL_AGENDA_WEIGHT = compute_agenda_weight(MAX_SCHEDULED_PER_BLOCK)


@rule("GOV-51")
def compute_task_weight(task: Scheduled, looked_up: int | None) -> Weight:
    """What taking up a task costs, without its call.

    Args:
        looked_up: how many bytes had to be, or may have to be, looked up for its call; None where it is written out.
    """
    fetching = (2_991_000, 0) if looked_up is None else (291_792_000 + 23_402 * looked_up, 3_556 + looked_up)
    # A task's name costs more; that it repeats does not.
    naming = (0, 0) if task.maybe_id is None else (1_301_000 + WRITE, 0)
    return add_weights(weight_of(*fetching), weight_of(*naming))


def get_bytes_to_look_up(stored: StoredCall) -> int | None:
    """How many bytes a stored call may have to be looked up for; None where it is written out."""
    if isinstance(stored, Inline):
        return None
    return stored.len if isinstance(stored, Lookup) else LEGACY_BYTES


def get_origin_weight(origin: OriginCaller) -> Weight:
    """What beginning a call for an origin costs."""
    is_signed = isinstance(origin, FromSystem) and isinstance(origin.origin, Signed)
    return SIGNED_WEIGHT if is_signed else UNSIGNED_WEIGHT
