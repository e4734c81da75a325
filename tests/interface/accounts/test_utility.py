import pytest

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.accounts.utility import Batch, DispatchAs
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Member, Members, Nobody, Root, Signed
from tao_spec.interface.runtime import declared_interface
from tao_spec.storage.scale import ScaleError

WHO = AccountId(bytes(range(32)))
INTERFACE = declared_interface()

ORIGINS = [
    (FromSystem(Root()), b"\0\0", {"system": "Root"}),
    (FromSystem(Signed(WHO)), b"\0\1" + WHO, {"system": {"Signed": "0x" + WHO.hex()}}),
    (FromSystem(Nobody()), b"\0\2", {"system": "None"}),
    (FromTriumvirate(Members(U32(2), U32(3))), b"\x08\0\2\0\0\0\3\0\0\0", {"Triumvirate": {"Members": [2, 3]}}),
    (FromTriumvirate(Member(WHO)), b"\x08\1" + WHO, {"Triumvirate": {"Member": "0x" + WHO.hex()}}),
]


@pytest.mark.parametrize(("origin", "encoded", "json"), ORIGINS, ids=[str(i) for i in range(len(ORIGINS))])
def test_an_origin_is_written_as_the_chain_does(origin, encoded, json):
    call = DispatchAs(origin, Remark(b""))
    assert INTERFACE.encode_call(call) == b"\x0b\3" + encoded + b"\0\0\0"
    assert INTERFACE.decode_call(INTERFACE.encode_call(call)) == call
    assert INTERFACE.call_codec.to_json(call)["args"]["as_origin"] == json


def test_calls_nest():
    inner = Batch((Remark(b"a"), Batch(())))
    call = Batch((inner, inner))
    assert INTERFACE.decode_call(INTERFACE.encode_call(call)) == call
    assert INTERFACE.call_codec.from_json(INTERFACE.call_codec.to_json(call)) == call


def test_a_call_in_a_call_must_be_known():
    with pytest.raises(ScaleError, match="no call has the indices 99 and 0"):
        INTERFACE.decode_call(b"\x0b\0\x04\x63\0")
