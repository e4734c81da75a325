import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import Pulse, RoundNumber
from tao_spec.interface.commitments.metadata import CommitmentInfo, Data, Raw, TimelockEncrypted
from tao_spec.state.commitments import Registration
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.timelocked import reveal_timelocked_commitments
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import FIRST, account, genesis

WHO = account(1)
SEALED = TimelockEncrypted(b"sealed", U64(77))


def committed(*fields: Data) -> Chain:
    """A chain with one commitment, which the index names."""
    chain = genesis(10)
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


def test_a_revelation_is_not_guessed_at() -> None:
    chain = committed(SEALED)
    chain.commitments.pulses[RoundNumber(77)] = Pulse(RoundNumber(77), b"", b"")
    with pytest.raises(Unsupported, match="for round 77 can be revealed"):
        reveal_timelocked_commitments(chain)
