import pytest

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.governance import membership
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SENATE_MEMBERS, TRIUMVIRATE_MEMBERS
from tao_spec.interface.runtime import declared_interface

SHARED = membership.OfEither.__subclasses__()
WHO = Id(AccountId(bytes(range(32))))


@pytest.mark.parametrize("shared", SHARED, ids=lambda cls: cls.__name__)
def test_a_message_is_declared_once_for_either_pallet(shared):
    first, second = shared.__subclasses__()
    assert (first.PALLET, second.PALLET) == (TRIUMVIRATE_MEMBERS, SENATE_MEMBERS)
    assert (first.INDEX, first.NAME) == (second.INDEX, second.NAME)
    assert issubclass(first, Call) == issubclass(second, Call) != issubclass(first, Event)


def test_the_pallets_tell_the_calls_apart():
    triumvir, senator = membership.AddTriumvir(WHO), membership.AddSenator(WHO)
    assert triumvir != senator
    assert isinstance(triumvir, membership.AddMember)
    encode = declared_interface().encode_call
    assert (encode(triumvir)[:2], encode(senator)[:2]) == (b"\x09\0", b"\x0a\0")
    assert encode(triumvir)[2:] == encode(senator)[2:] == b"\0" + WHO.account


def test_the_errors_are_each_pallet_s_own():
    assert membership.AlreadyTriumvir() != membership.AlreadySenator()
    assert membership.AlreadySenator.to_json() == {
        "module": {"pallet": "SenateMembers", "error": "AlreadyMember", "index": 10, "code": 0}
    }
