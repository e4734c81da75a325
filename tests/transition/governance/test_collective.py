from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance.collective import (
    Closed,
    Disapproved,
    DuplicateProposal,
    DuplicateVote,
    Executed,
    NotMember,
    ProposalLengthBoundLessThanProposalLength,
    ProposalNotExists,
    ProposalWeightLessThanDispatchCallWeight,
    TooEarlyToCloseProposal,
    TooManyActiveProposals,
)
from tao_spec.interface.governance.senate import Sudo
from tao_spec.interface.messages import Call
from tao_spec.state.governance import Votes
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance import collective
from tao_spec.transition.governance.collective import (
    MOTION_DURATION,
    Tally,
    add_default_votes,
    add_vote,
    close,
    compute_threshold,
    count_votes,
    disapprove,
    get_proposal,
    get_votes,
    propose,
    vote,
)
from tao_spec.transition.origin import ROOT, signed
from tests.transition.chains import account, closing
from tests.transition.governance.build import NOW, SENATORS, SHORT, STRANGER, TRIUMVIRS, assembly, encode, hash_of

MOTION = hash_of(encode(SHORT))
ANY = Weight(U64(U64.MAX), U64(U64.MAX))
LENGTH = U32(len(encode(SHORT)))


def moved(chain: Chain | None = None, call: Call = SHORT) -> Chain:
    chain = chain or assembly()
    propose(chain, signed(TRIUMVIRS[0]), call, U32(1_000), MOTION_DURATION)
    return chain


def votes(ayes: int, nays: int) -> Votes:
    return Votes(U32(0), U32(3), SENATORS[:ayes], SENATORS[ayes : ayes + nays], NOW)


@pytest.mark.parametrize(("seats", "threshold"), [(0, 1), (1, 1), (2, 2), (3, 2), (11, 6), (12, 7)])
def test_a_motion_needs_more_than_half(seats: int, threshold: int) -> None:
    assert compute_threshold(seats) == threshold
    assert 2 * threshold > seats


def test_motions_are_numbered_and_last_as_long_as_told() -> None:
    chain = moved()
    moved(chain, Sudo(SHORT))
    assert [chain.governance.voting[key].index for key in chain.governance.proposals.value] == [0, 1]
    assert chain.governance.voting[MOTION].end == NOW + MOTION_DURATION
    with pytest.raises(DuplicateProposal):
        moved(chain)


def test_the_end_of_a_vote_is_held_at_32_bits() -> None:
    chain = assembly()
    propose(chain, signed(TRIUMVIRS[0]), SHORT, LENGTH, BlockNumber(BlockNumber.MAX))
    assert chain.governance.voting[MOTION].end == BlockNumber.MAX


def test_the_last_number_is_not_given() -> None:
    chain = assembly()
    chain.governance.proposal_count.value = U32(U32.MAX)
    with pytest.raises(TooManyActiveProposals):
        moved(chain)


def test_a_vote_that_changes_leaves_its_place_to_the_last() -> None:
    chain = moved()
    for senator in SENATORS:
        add_vote(chain, senator, MOTION, U32(0), approve=True)
    add_vote(chain, SENATORS[1], MOTION, U32(0), approve=False)
    found = get_votes(chain, MOTION, U32(0))
    assert found.ayes == (SENATORS[0], SENATORS[4], SENATORS[2], SENATORS[3])
    assert found.nays == (SENATORS[1],)
    with pytest.raises(DuplicateVote):
        add_vote(chain, SENATORS[1], MOTION, U32(0), approve=False)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(SENATORS), st.booleans()), max_size=20))
def test_the_last_word_of_each_counts(said: list[tuple[AccountId, bool]]) -> None:
    chain = moved()
    for senator, approve in said:
        try:
            add_vote(chain, senator, MOTION, U32(0), approve)
        except DuplicateVote:
            continue
    last = dict(said)
    found = chain.governance.voting[MOTION]
    assert Counter(found.ayes) == Counter(who for who, approve in last.items() if approve)
    assert Counter(found.nays) == Counter(who for who, approve in last.items() if not approve)


def test_the_seats_are_those_of_now() -> None:
    chain = assembly(senators=4)
    assert count_votes(chain, votes(2, 1)) == Tally(2, 1, 4)


@pytest.mark.parametrize(
    ("prime", "tally"), [(None, (2, 3)), (SENATORS[0], (4, 1)), (SENATORS[2], (2, 3)), (STRANGER, (2, 3))]
)
def test_who_did_not_vote_follows_the_prime(prime: AccountId | None, tally: tuple[int, int]) -> None:
    chain = assembly()
    if prime is not None:
        chain.governance.prime.value = prime
    assert add_default_votes(chain, votes(2, 1), Tally(2, 1, 5)) == Tally(*tally, 5)


def test_more_votes_than_seats_leave_nobody_over() -> None:
    assert add_default_votes(assembly(), votes(2, 1), Tally(2, 1, 1)) == Tally(2, 1, 1)


def test_the_prime_senator_decides_once_that_is_closed() -> None:
    for revision, yes in ((closing(), 2), (closing("KNOWN-169"), 4)):
        chain = assembly(revision)
        chain.governance.senate_prime.value = SENATORS[0]
        assert add_default_votes(chain, votes(2, 1), Tally(2, 1, 5)).yes == yes


def test_the_call_of_a_motion_stays_within_its_bounds() -> None:
    chain = moved()
    assert get_proposal(chain, MOTION, LENGTH, ANY) == SHORT
    with pytest.raises(ProposalLengthBoundLessThanProposalLength):
        get_proposal(chain, MOTION, U32(LENGTH - 1), ANY)
    with pytest.raises(ProposalWeightLessThanDispatchCallWeight):
        get_proposal(chain, MOTION, LENGTH, Weight(U64(0), U64(0)))
    chain.governance.proposal_of[MOTION] = b"\xff"
    with pytest.raises(ProposalNotExists):
        get_proposal(chain, MOTION, LENGTH, ANY)


def test_a_motion_that_is_not_there_fails_as_well() -> None:
    chain = assembly()
    disapprove(chain, H256(b"\1" * 32))
    assert chain.commit().events == (Disapproved(H256(b"\1" * 32)),)


def decided(ayes: int, nays: int, end: int) -> Chain:
    chain = moved()
    chain.governance.voting[MOTION] = Votes(
        U32(0), U32(3), SENATORS[:ayes], SENATORS[ayes : ayes + nays], BlockNumber(end)
    )
    chain.commit()
    return chain


@pytest.mark.parametrize(
    ("ayes", "nays", "end", "passed"),
    [
        (3, 0, 900, True),
        (3, 2, 900, True),
        (0, 3, 900, False),
        (2, 3, 900, False),
        (2, 2, 100, False),
        (0, 0, 100, False),
    ],
)
def test_a_vote_ends(ayes: int, nays: int, end: int, passed: bool) -> None:
    chain = decided(ayes, nays, end)
    close(chain, ROOT, MOTION, U32(0), ANY, LENGTH)
    events = chain.commit().events
    told = Closed(MOTION, U32(ayes), U32(nays if passed or nays == 3 else 5 - ayes))
    assert events[0] == told
    assert isinstance(events[-1], Executed if passed else Disapproved)
    assert chain.governance.proposals.value == ()
    assert MOTION not in chain.governance.voting
    assert MOTION not in chain.governance.proposal_of


@pytest.mark.parametrize(("ayes", "nays"), [(2, 2), (0, 0), (2, 0), (0, 2)])
def test_a_vote_that_is_open_goes_on(ayes: int, nays: int) -> None:
    with pytest.raises(TooEarlyToCloseProposal):
        close(decided(ayes, nays, NOW + 1), ROOT, MOTION, U32(0), ANY, LENGTH)


def test_nobody_votes_or_sets_members_here() -> None:
    chain = moved()
    for who in (*TRIUMVIRS, *SENATORS):
        with pytest.raises(NotMember):
            vote(chain, signed(who), MOTION, U32(0), True)
    for origin in (ROOT, signed(account(1))):
        with pytest.raises(BadOrigin):
            collective.set_members(chain, origin, (STRANGER,), None, U32(3))
