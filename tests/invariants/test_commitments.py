from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.commitments.drand import Pulse, RoundNumber
from tao_spec.interface.commitments.metadata import (
    CommitmentInfo,
    Data,
    Raw,
    SetCommitment,
    SetMaxSpace,
    TimelockEncrypted,
)
from tao_spec.state.commitments import Registration, UsageTracker
from tao_spec.transition.chain import Chain
from tests.invariants.build import ALICE, BOB, chain_of, ids, step_by_hand

HOME = NetUid(2)
SEALED = TimelockEncrypted(b"sealed", U64(77))


def registered(*fields: Data, deposit: int = 0) -> Registration:
    return Registration(TaoBalance(deposit), BlockNumber(1), CommitmentInfo(fields))


@pytest.mark.parametrize(("after", "broken"), [(101, ["INV-75"]), (100, []), (0, [])])
def test_a_deposit_that_grows_is_found(after: int, broken: list[str]) -> None:
    chain = chain_of()
    chain.commitments.commitment_of[HOME, ALICE] = registered(deposit=100)
    chain.commit()

    def change(chain: Chain) -> None:
        chain.commitments.commitment_of[HOME, ALICE] = registered(Raw(b"new"), deposit=after)

    assert ids(step_by_hand(chain, change)[1]) == broken


def test_a_deposit_of_a_new_commitment_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.commitments.commitment_of[HOME, ALICE] = registered(deposit=1)

    _, violations = step_by_hand(chain_of(), change)
    assert ids(violations) == ["INV-75"]
    assert "in subnet 2 has paid 1 rao; expected at most 0, a difference of +1" in str(violations[0])


@pytest.mark.parametrize(("used", "broken"), [(99, ["INV-76"]), (100, []), (3_100, []), (3_101, ["INV-76"])])
def test_space_below_the_least_and_above_the_most_is_found(used: int, broken: list[str]) -> None:
    def change(chain: Chain) -> None:
        chain.commitments.used_space_of[HOME, ALICE] = UsageTracker(U64(1), U64(used))

    assert ids(step_by_hand(chain_of(), change, call=SetCommitment(HOME, CommitmentInfo(())))[1]) == broken


def test_root_may_take_space_that_is_used() -> None:
    def change(chain: Chain) -> None:
        chain.commitments.used_space_of[HOME, ALICE] = UsageTracker(U64(1), U64(3_000))
        chain.commitments.max_space.value = U32(5)

    watch, violations = step_by_hand(chain_of(), change, call=SetMaxSpace(U32(5)))
    assert violations == []
    assert [violation.excuse.id for violation in watch.excused if violation.excuse] == ["Commitments.set_max_space"]


def test_a_sealed_field_outside_the_index_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.commitments.commitment_of[HOME, ALICE] = registered(Raw(b"open"), SEALED)

    assert ids(step_by_hand(chain_of(), change)[1]) == ["INV-77"]


def test_an_open_commitment_in_the_index_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.commitments.commitment_of[HOME, ALICE] = registered(SEALED)
        chain.commitments.commitment_of[HOME, BOB] = registered(Raw(b"open"))
        chain.commitments.timelocked_index.value = ((HOME, ALICE), (HOME, BOB))

    _, violations = step_by_hand(chain_of(), change)
    assert ids(violations) == ["INV-77"]
    assert BOB.ss58 in str(violations[0])


@pytest.mark.parametrize("blocks", [(1,) * 11, (1, 0), (2,)], ids=["eleven", "not_in_order", "of_a_block_to_come"])
def test_revelations_out_of_order_are_found(blocks: tuple[int, ...]) -> None:
    def change(chain: Chain) -> None:
        chain.commitments.revealed_commitments[HOME, ALICE] = tuple((b"message", U64(block)) for block in blocks)

    assert ids(step_by_hand(chain_of(), change)[1]) == ["INV-78"]


def test_ten_revelations_up_to_now_are_fine() -> None:
    def change(chain: Chain) -> None:
        chain.commitments.revealed_commitments[HOME, ALICE] = ((b"message", U64(0)),) * 5 + ((b"message", U64(1)),) * 5

    assert step_by_hand(chain_of(), change)[1] == []


@pytest.mark.parametrize(("round", "last", "broken"), [(7, 7, []), (7, 6, ["INV-79"]), (8, 9, ["INV-79"])])
def test_a_pulse_under_another_round_or_after_the_last_is_found(round: int, last: int, broken: list[str]) -> None:
    def change(chain: Chain) -> None:
        chain.commitments.pulses[RoundNumber(7)] = Pulse(U64(round), b"", b"")
        chain.commitments.last_stored_round.value = RoundNumber(last)

    assert ids(step_by_hand(chain_of(), change)[1]) == broken


def test_a_pulse_may_be_forgotten() -> None:
    chain = chain_of()
    chain.commitments.pulses[RoundNumber(7)] = Pulse(U64(7), b"", b"")
    chain.commitments.last_stored_round.value = RoundNumber(7)
    chain.commit()

    def change(chain: Chain) -> None:
        del chain.commitments.pulses[RoundNumber(7)]

    assert step_by_hand(chain, change)[1] == []
