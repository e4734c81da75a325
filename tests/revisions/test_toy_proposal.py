"""A proposal is ten lines, and the cases of the specification tell what it changes."""

from __future__ import annotations

from functools import cache

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import compute_block_emission
from tao_spec.transition.emission.issuance import get_block_emission
from tao_spec.transition.revision import Revision
from tao_spec.vectors.cases import discover_cases
from tao_spec.vectors.fill import fill_case
from tao_spec.vectors.format import TransitionVector
from tao_spec.vectors.machine import Machine

DOMAIN = "accounts/"
STORIES = tuple(f"{DOMAIN}{name}/" for name in ("burn", "force", "remark", "transfer", "transfer_all", "upgrade"))

HALF_EMISSION = R306.replace(
    name="half-emission",
    description="Every block emits half a TAO, whatever is issued.",
    rules={compute_block_emission: lambda issuance: TaoBalance(500_000_000)},
)
NO_DUST = R306.replace(
    name="no-dust",
    description="An account may hold a single rao.",
    constants={"existential_deposit": TaoBalance(1)},
)


@cache
def vectors() -> tuple[TransitionVector, ...]:
    """The vectors of Balances and System, filled by the base revision."""
    return tuple(fill_case(case, R306) for case in discover_cases() if case.id.startswith(STORIES))


def differs(vector: TransitionVector, revision: Revision) -> bool:
    """Whether the steps of a vector come out otherwise under a revision, from the same state."""
    machine = Machine.load(revision, vector.pre)
    outcomes = [machine.outcome(machine.make(step)).to_json() for step in vector.steps]
    return outcomes != [step.outcome.to_json() for step in vector.steps]


def differing(revision: Revision) -> set[str]:
    return {vector.id.removeprefix(DOMAIN) for vector in vectors() if differs(vector, revision)}


def test_the_base_differs_from_itself_in_nothing() -> None:
    assert len(vectors()) >= 54
    assert differing(R306) == set()


def test_a_proposal_for_emission_leaves_accounts_alone() -> None:
    assert differing(HALF_EMISSION) == set()


def test_a_proposal_for_emission_changes_what_a_block_emits() -> None:
    assert get_block_emission(Chain({}, R306)) == 1_000_000_000
    assert get_block_emission(Chain({}, HALF_EMISSION)) == 500_000_000


LIVES_BY_THE_DEPOSIT = {
    "burn/to_dust",
    "force/set_creates_and_kills",
    "force/unreserve_to_dust",
    "transfer/creates_account",
    "transfer/dust_dies",
    "transfer/keep_alive",
    "transfer/reserve_needs_account",
    "transfer_all/keep_alive",
    "transfer_all/too_little_for_new",
    "upgrade/without_provider",
}
HAS_NOTHING_TO_DO_WITH_IT = {
    "burn/part",
    "force/adjust_issuance",
    "force/transfer",
    "remark/with_event",
    "transfer/addresses",
    "transfer/frozen",
    "transfer/more_than_issued",
    "transfer/origins",
    "transfer/plain",
    "transfer/receiver_overflows",
    "transfer_all/allow_death",
    "upgrade/by_call",
}


def test_a_proposal_for_dust_changes_what_lives_by_the_existential_deposit_and_nothing_else() -> None:
    found = differing(NO_DUST)
    assert found >= LIVES_BY_THE_DEPOSIT
    assert found & HAS_NOTHING_TO_DO_WITH_IT == set()
    assert {vector.id.removeprefix(DOMAIN) for vector in vectors()} >= HAS_NOTHING_TO_DO_WITH_IT


def test_under_a_proposal_the_same_cases_can_be_filled_anew() -> None:
    case = next(case for case in discover_cases() if case.id == "accounts/transfer/plain")
    assert fill_case(case, NO_DUST).pre == fill_case(case, R306).pre
