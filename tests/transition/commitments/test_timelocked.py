from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.drand.beacon import pulse, seal
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.commitments.drand import RoundNumber
from tao_spec.interface.commitments.metadata import CommitmentInfo, CommitmentRevealed, Data, Raw, TimelockEncrypted
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.state.commitments import Registration
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.timelocked import keep_revealed, reveal_timelocked_commitments
from tao_spec.transition.revision import Revision
from tests.transition.chains import FIRST, account, closing, genesis

WHO = account(1)
SEALED = TimelockEncrypted(b"sealed", U64(77))


def committed(*fields: Data, revision: Revision = R306) -> Chain:
    """A chain with one commitment, which the index names."""
    chain = genesis(10, revision)
    registration = Registration(TaoBalance(0), BlockNumber(3), CommitmentInfo(fields))
    chain.commitments.commitment_of[FIRST, WHO] = registration
    chain.commitments.timelocked_index.value = ((FIRST, WHO), (FIRST, account(2)))
    return chain


def test_a_sealed_field_stays_until_its_round() -> None:
    chain = committed(Raw(b"open"), SEALED)
    before = chain.commitments.commitment_of[FIRST, WHO]
    reveal_timelocked_commitments(chain)
    assert chain.commitments.commitment_of[FIRST, WHO] == before
    # The index forgets only the hotkey that has no commitment.
    assert chain.commitments.timelocked_index.value == ((FIRST, WHO),)


def test_a_commitment_without_sealed_fields_leaves_the_index() -> None:
    chain = committed(Raw(b"open"))
    reveal_timelocked_commitments(chain)
    assert chain.commitments.timelocked_index.get() == ()
    assert (FIRST, WHO) in chain.commitments.commitment_of


def test_an_empty_commitment_is_deleted() -> None:
    chain = committed()
    reveal_timelocked_commitments(chain)
    assert chain.commitments.timelocked_index.get() == ()
    assert (FIRST, WHO) not in chain.commitments.commitment_of


def test_zeros_missing_in_storage_are_written_out() -> None:
    chain = committed(SEALED)
    chain.commit()
    key = chain.commitments.commitment_of.raw_key((FIRST, WHO))
    whole = dict(chain.store.state)
    short = Chain({**whole, key: whole[key].rstrip(b"\0")}, chain.revision)
    reveal_timelocked_commitments(short)
    expected = {} if whole[key] == whole[key].rstrip(b"\0") else {key: whole[key]}
    changes = short.commit().changes
    assert {k: v for k, v in changes.items() if k == key} == expected


def reached(chain: Chain, round: int = 1) -> Chain:
    chain.commitments.pulses[RoundNumber(round)] = pulse(round)
    return chain


def field(message: bytes, round: int = 1) -> TimelockEncrypted:
    return TimelockEncrypted(seal(message, round), U64(round))


def test_a_field_is_revealed_with_the_pulse_of_its_round() -> None:
    chain = reached(committed(Raw(b"open"), field(b"one"), SEALED, field(b"two")))
    reveal_timelocked_commitments(chain)
    assert chain.commitments.revealed_commitments[FIRST, WHO] == ((b"one", U64(10)), (b"two", U64(10)))
    assert chain.commitments.commitment_of[FIRST, WHO].info.fields == (Raw(b"open"), SEALED)
    assert chain.events == [CommitmentRevealed(FIRST, WHO)] * 2
    assert chain.commitments.timelocked_index.value == ((FIRST, WHO),)


def test_a_commitment_that_is_revealed_entirely_is_deleted() -> None:
    chain = reached(committed(field(b"one")))
    reveal_timelocked_commitments(chain)
    assert (FIRST, WHO) not in chain.commitments.commitment_of
    assert chain.commitments.timelocked_index.value == ()


def test_a_field_that_cannot_be_opened_is_lost() -> None:
    empty, other, broken = field(b""), TimelockEncrypted(seal(b"two", 2), U64(1)), TimelockEncrypted(b"?", U64(1))
    chain = reached(committed(empty, other, broken, Raw(b"open")))
    reveal_timelocked_commitments(chain)
    assert chain.commitments.commitment_of[FIRST, WHO].info.fields == (Raw(b"open"),)
    assert (FIRST, WHO) not in chain.commitments.revealed_commitments
    assert chain.events == []


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 14), st.integers(0, 5))
def test_the_last_ten_messages_are_kept(before: int, new: int) -> None:
    chain = genesis(10)
    old = tuple((b"old %d" % index, U64(1)) for index in range(before))
    if old:
        chain.commitments.revealed_commitments[FIRST, WHO] = old
    keep_revealed(chain, FIRST, WHO, [b"new %d" % index for index in range(new)])
    all_of_them = (*old, *((b"new %d" % index, U64(10)) for index in range(new)))
    kept = chain.commitments.revealed_commitments.get((FIRST, WHO)) or ()
    # Without a new message nothing is cut off.
    assert kept == (all_of_them[-10:] if new else old)
    assert len(chain.events) == new


def test_a_deposit_is_lost_with_the_commitment_until_the_deviation_is_closed() -> None:
    for deviation, reserved in (("KNOWN-1", 100), ("KNOWN-104", 0)):
        chain = reached(committed(field(b"one"), revision=closing(deviation)))
        data = AccountData(TaoBalance(1_000), TaoBalance(100), TaoBalance(0))
        chain.accounts.account[WHO] = AccountInfo(U32(0), U32(1), U32(1), U32(0), data)
        registration = chain.commitments.commitment_of[FIRST, WHO]
        chain.commitments.commitment_of[FIRST, WHO] = replace(registration, deposit=TaoBalance(100))
        reveal_timelocked_commitments(chain)
        assert chain.accounts.account[WHO].data.reserved == reserved


def test_a_forgotten_round_is_awaited_until_the_deviation_is_closed() -> None:
    for deviation, left in (("KNOWN-1", True), ("KNOWN-105", False)):
        chain = committed(SEALED, revision=closing(deviation))
        chain.commitments.oldest_stored_round.value = RoundNumber(78)
        reveal_timelocked_commitments(chain)
        assert ((FIRST, WHO) in chain.commitments.commitment_of) is left


def test_a_round_that_is_not_forgotten_is_awaited() -> None:
    chain = committed(SEALED, revision=closing("KNOWN-105"))
    chain.commitments.oldest_stored_round.value = RoundNumber(77)
    reveal_timelocked_commitments(chain)
    assert (FIRST, WHO) in chain.commitments.commitment_of
