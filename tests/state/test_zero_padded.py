import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.metadata import CommitmentInfo, Raw, TimelockEncrypted
from tao_spec.state.commitments import CommitmentsState, Registration
from tao_spec.storage.scale import ScaleError

CODEC = CommitmentsState.commitment_of.codec
LONGEST = Registration(
    TaoBalance(1), BlockNumber(2), CommitmentInfo((TimelockEncrypted(bytes([7]) * 1024, U64(3)),) * 3)
)


def test_missing_bytes_at_the_end_are_zeros():
    assert CODEC.decode_all(b"") == Registration(TaoBalance(0), BlockNumber(0), CommitmentInfo(()))
    whole = CODEC.encode(Registration(TaoBalance(1), BlockNumber(2), CommitmentInfo((Raw(b"ab\0"),))))
    assert CODEC.decode_all(whole[:-1]) == CODEC.decode_all(whole)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CODEC.encode(LONGEST))))
def test_every_start_of_the_longest_value_reads_as_if_zeros_followed(length):
    whole = CODEC.encode(LONGEST)
    cut = whole[:length]
    # The length of a field that is itself cut in two is not in its shortest form, and refused.
    if length in (15, 1_050, 2_085):
        with pytest.raises(ScaleError, match="shortest form"):
            CODEC.decode_all(cut)
        return
    assert CODEC.encode(CODEC.decode_all(cut))[:length] == cut


def test_bytes_behind_the_value_are_still_too_many():
    with pytest.raises(ScaleError, match="too many"):
        CODEC.decode_all(CODEC.encode(LONGEST) + b"\0")


def test_json_is_that_of_the_value_itself():
    assert CODEC.from_json(CODEC.to_json(LONGEST)) == LONGEST
