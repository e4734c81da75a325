import pytest

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import Id, MultiAddress, Raw
from tao_spec.interface.errors import BadOrigin, CannotLookup
from tao_spec.interface.governance import membership as calls
from tao_spec.interface.messages import Call
from tao_spec.interface.pallets import SENATE_MEMBERS, TRIUMVIRATE_MEMBERS
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.governance.build import SENATORS, STRANGER, TRIUMVIRS, assembly

BY_ROOT: tuple[Call, ...] = (
    calls.AddTriumvir(Raw(b"")),
    calls.RemoveTriumvir(Raw(b"")),
    calls.SwapTriumvir(Raw(b""), Raw(b"")),
    calls.SetPrimeTriumvir(Raw(b"")),
    calls.AddSenator(Raw(b"")),
    calls.RemoveSenator(Raw(b"")),
    calls.SwapSenator(Raw(b""), Raw(b"")),
    calls.SetPrimeSenator(Raw(b"")),
)
WITHOUT_ADDRESS: tuple[Call, ...] = (
    calls.ResetTriumvirate(()),
    calls.ClearPrimeTriumvir(),
    calls.ResetSenate(()),
    calls.ClearPrimeSenator(),
)


@pytest.mark.parametrize("call", [*BY_ROOT, *WITHOUT_ADDRESS], ids=lambda call: type(call).__name__)
def test_only_root_decides(call: Call) -> None:
    for origin in (NOBODY, signed(TRIUMVIRS[0])):
        with pytest.raises(BadOrigin):
            dispatch(assembly(), origin, call)


@pytest.mark.parametrize("call", BY_ROOT, ids=lambda call: type(call).__name__)
def test_an_address_without_account_is_refused(call: Call) -> None:
    with pytest.raises(CannotLookup):
        dispatch(assembly(), ROOT, call)


@pytest.mark.parametrize(
    ("call", "member"), [(calls.ChangeTriumvirKey, TRIUMVIRS[0]), (calls.ChangeSenatorKey, SENATORS[0])]
)
def test_a_member_changes_its_own_key(call: type[calls.ChangeTriumvirKey], member: AccountId) -> None:
    addresses: tuple[tuple[MultiAddress, type[Exception]], ...] = ((Raw(b""), CannotLookup),)
    for address, error in addresses:
        with pytest.raises(error):
            dispatch(assembly(), signed(member), call(address))
    with pytest.raises(BadOrigin):
        dispatch(assembly(), ROOT, call(Id(STRANGER)))
    chain = assembly()
    dispatch(chain, signed(member), call(Id(STRANGER)))
    lists = (chain.governance.triumvirate_members.value, chain.governance.senate_members.value)
    assert [STRANGER in members for members in lists] == [
        call.PALLET == TRIUMVIRATE_MEMBERS,
        call.PALLET == SENATE_MEMBERS,
    ]


def test_each_call_has_its_own_list() -> None:
    chain = assembly(triumvirs=1, senators=1)
    for call in (
        calls.AddTriumvir(Id(STRANGER)),
        calls.RemoveSenator(Id(SENATORS[0])),
        calls.AddSenator(Id(TRIUMVIRS[1])),
    ):
        dispatch(chain, ROOT, call)
    assert chain.governance.triumvirate_members.value == (TRIUMVIRS[0], STRANGER)
    assert chain.governance.senate_members.value == (TRIUMVIRS[1],)
    dispatch(chain, ROOT, calls.SwapTriumvir(Id(STRANGER), Id(TRIUMVIRS[2])))
    dispatch(chain, ROOT, calls.SetPrimeTriumvir(Id(TRIUMVIRS[2])))
    dispatch(chain, ROOT, calls.SetPrimeSenator(Id(TRIUMVIRS[1])))
    assert chain.governance.triumvirate_prime.get() == chain.governance.prime.get() == TRIUMVIRS[2]
    assert chain.governance.senate_prime.get() == TRIUMVIRS[1]
