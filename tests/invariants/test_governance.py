from __future__ import annotations

from collections.abc import Callable

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.governance.collective import Executed, Proposed
from tao_spec.interface.governance.membership import SenatorKeyChanged, SenatorRemoved
from tao_spec.interface.governance.preimage import NotePreimage
from tao_spec.interface.governance.scheduler import Dispatched, TaskName
from tao_spec.interface.messages import Event
from tao_spec.invariants.frame import Watch
from tao_spec.state.governance import Requested, Unrequested, Votes
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.collective import MOTION_DURATION, add_vote, propose
from tao_spec.transition.governance.preimage import bound
from tao_spec.transition.governance.scheduler import schedule_named
from tao_spec.transition.origin import signed
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.governance.build import (
    NAME,
    NEXT,
    SENATORS,
    SHORT,
    STRANGER,
    TRIUMVIRS,
    assembly,
    encode,
    endow,
    hash_of,
)

MOTION = hash_of(encode(SHORT))
OTHER = TaskName(b"another".ljust(32))


def busy() -> Chain:
    """A motion with two votes, a task with a name, and data for a deposit."""
    chain = assembly()
    endow(chain, STRANGER)
    propose(chain, signed(TRIUMVIRS[0]), SHORT, U32(100), MOTION_DURATION)
    add_vote(chain, SENATORS[0], MOTION, U32(0), approve=True)
    add_vote(chain, SENATORS[1], MOTION, U32(0), approve=False)
    schedule_named(chain, NAME, NEXT, None, U8(0), bound(chain, SHORT))
    chain.commit()
    watch = Watch(chain)
    assert make(chain, watch, signed(STRANGER), NotePreimage(b"data")) == []
    return chain


def vote(chain: Chain, ayes: tuple[AccountId, ...]) -> None:
    chain.governance.voting[MOTION] = Votes(U32(0), U32(3), ayes, SENATORS[1:2], BlockNumber(900))


def lose_call(chain: Chain) -> None:
    del chain.governance.proposal_of[MOTION]


def double(chain: Chain) -> None:
    chain.governance.proposals.value = (MOTION, MOTION)


def vote_twice(chain: Chain) -> None:
    vote(chain, SENATORS[:2])


def strangers_vote(chain: Chain) -> None:
    vote(chain, (STRANGER,))


def other_collective(chain: Chain) -> None:
    chain.governance.members.value = TRIUMVIRS[:2]


def lead_nowhere(chain: Chain) -> None:
    chain.governance.lookup[OTHER] = (NEXT, U32(0))


def lose_name(chain: Chain) -> None:
    del chain.governance.lookup[NAME]


def owe_more(chain: Chain) -> None:
    key = hash_of(b"data")
    chain.governance.request_status_for[key] = Unrequested((STRANGER, TaoBalance(108_000_001)), U32(4))


def lose_data(chain: Chain) -> None:
    del chain.governance.preimage_for[hash_of(b"data"), U32(4)]


def promise_data(chain: Chain) -> None:
    chain.governance.request_status_for[hash_of(b"promised")] = Requested(None, U32(1), U32(8))


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lose_call, "INV-100"),
        (double, "INV-100"),
        (vote_twice, "INV-101"),
        (strangers_vote, "INV-102"),
        (other_collective, "INV-104"),
        (lead_nowhere, "INV-105"),
        (lose_name, "INV-106"),
        (owe_more, "INV-107"),
        (lose_data, "INV-108"),
        (promise_data, "INV-108"),
    ],
)
def test_what_must_not_be_is_found(change: Callable[[Chain], None], broken: str) -> None:
    assert ids(step_by_hand(busy(), change)[1]) == [broken]


def test_a_motion_that_stands_after_it_was_made_is_found() -> None:
    made = Executed(MOTION, None)  # type: ignore[arg-type]
    violations = step_by_hand(busy(), lambda chain: None, [made])[1]
    assert ids(violations) == ["INV-103"]
    assert "2 times; expected at most 1" in str(violations[0])
    again = Proposed(TRIUMVIRS[0], U32(1), MOTION, U32(3))
    assert step_by_hand(busy(), lambda chain: None, [made, again])[1] == []


def test_the_votes_of_who_left_are_excused() -> None:
    def leave(chain: Chain) -> None:
        chain.governance.senate_members.value = SENATORS[1:]

    for event in (SenatorRemoved(), SenatorKeyChanged()):
        watch, violations = step_by_hand(busy(), leave, [event])
        assert violations == []
        assert [v.excuse and v.excuse.id for v in watch.excused] == ["KNOWN-162"]
    assert ids(step_by_hand(busy(), leave)[1]) == ["INV-102"]
    assert ids(step_by_hand(busy(), strangers_vote, [SenatorRemoved()])[1]) == ["INV-102"]


def test_a_name_that_a_made_task_left_is_excused() -> None:
    told: list[Event] = [Dispatched((BlockNumber(100), U32(0)), NAME, None)]  # type: ignore[arg-type]
    watch, violations = step_by_hand(busy(), lose_name, told)
    assert violations == []
    assert [v.excuse and v.excuse.id for v in watch.excused] == ["KNOWN-167"]
