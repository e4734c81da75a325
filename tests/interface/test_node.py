import pytest

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.node import ForceExit, NoteStalled, Set
from tao_spec.interface.runtime import declared_interface
from tao_spec.storage.scale import ScaleError

INTERFACE = declared_interface()


def test_calls_of_the_node_s_pallets_read_inside_others():
    call = Batch((Set(U64(1_700_000_000_000)), ForceExit(), NoteStalled(BlockNumber(5), BlockNumber(6))))
    assert INTERFACE.decode_call(INTERFACE.encode_call(call)) == call
    assert INTERFACE.call_codec.from_json(INTERFACE.call_codec.to_json(call)) == call


def test_a_report_of_an_authority_cannot_be_read():
    vote = bytes(32) + bytes(4) + bytes(64)
    report = b"\x04\0" + bytes(8) + b"\0" + bytes(8) + bytes(32) + vote + vote
    with pytest.raises(ScaleError, match="Void has no variant 0"):
        INTERFACE.decode_call(report + b"\0")
