from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import ROOT as ROOT_NETUID
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.serving import (
    ChainIdentitySet,
    HotKeyNotRegisteredInNetwork,
    InvalidIdentity,
    SetIdentity,
    SetSubnetIdentity,
    SubnetIdentitySet,
    SubnetIdentityV3,
)
from tao_spec.interface.subnets import NotSubnetOwner
from tao_spec.state.serving import ChainIdentityV2
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.serving.identities import is_valid_identity, is_valid_subnet_identity
from tests.transition.accounts.build import refusal, tell
from tests.transition.chains import FIRST, account, closing, genesis

COLD, HOT, IDLE, STRANGER = map(account, range(1, 5))
SECOND = NetUid(2)
OF_COLDKEY = {
    "name": 256,
    "url": 256,
    "github_repo": 256,
    "image": 1_024,
    "discord": 256,
    "description": 1_024,
    "additional": 1_024,
}
OF_SUBNET = {
    "subnet_name": 256,
    "github_repo": 1_024,
    "subnet_contact": 1_024,
    "subnet_url": 1_024,
    "discord": 256,
    "description": 1_024,
    "logo_url": 1_024,
    "additional": 1_024,
}
Texts = dict[str, bytes]


def texts(room: Mapping[str, int], **given: bytes) -> Texts:
    return {text: text.encode() for text in room} | given


def identity(**given: bytes) -> Call:
    return SetIdentity(**texts(OF_COLDKEY, **given))


def subnet_identity(netuid: NetUid = SECOND, given: Texts | None = None) -> Call:
    return SetSubnetIdentity(netuid, **texts(OF_SUBNET, **(given or {})))


def make(chain: Chain, call: Call, origin: Origin | None = None) -> Any:
    """How the call of the coldkey is refused; None where it is not."""
    return refusal(dispatch, chain, origin or signed(COLD), call)


@pytest.fixture
def chain() -> Chain:
    """The coldkey owns two hotkeys, of which the second is a neuron, and a subnet."""
    made = genesis(1_000)
    made.keys.owned_hotkeys[COLD] = (IDLE, HOT)
    made.neurons.is_network_member[HOT, ROOT_NETUID] = True
    made.subnets.subnet_owner[SECOND] = COLD
    made.commit()
    return made


def lengths(room: Mapping[str, int]) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({text: st.sampled_from((0, most, most, most + 1)) for text, most in room.items()})


def of_lengths(given: Mapping[str, int]) -> Texts:
    return {text: b"x" * length for text, length in given.items()}


def fit(given: Mapping[str, int], room: Mapping[str, int]) -> bool:
    return all(given[text] <= room[text] for text in room)


@given(lengths(OF_COLDKEY))
@settings(deadline=None, max_examples=100)
def test_each_text_of_a_coldkey_has_its_room(given: dict[str, int]) -> None:
    assert is_valid_identity(ChainIdentityV2(**of_lengths(given))) is fit(given, OF_COLDKEY)


@given(lengths(OF_SUBNET))
@settings(deadline=None, max_examples=100)
def test_each_text_of_a_subnet_has_its_room(given: dict[str, int]) -> None:
    assert is_valid_subnet_identity(SubnetIdentityV3(**of_lengths(given))) is fit(given, OF_SUBNET)


@pytest.mark.parametrize("text", OF_COLDKEY)
def test_a_text_of_a_coldkey_may_be_full_and_no_more(text: str, chain: Chain) -> None:
    full = b"x" * OF_COLDKEY[text]
    assert make(chain, identity(**{text: full})) is None
    assert make(chain, identity(**{text: full + b"x"})) is InvalidIdentity


@pytest.mark.parametrize("text", OF_SUBNET)
def test_a_text_of_a_subnet_may_be_full_and_no_more(text: str, chain: Chain) -> None:
    full = b"x" * OF_SUBNET[text]
    assert make(chain, subnet_identity(given={text: full})) is None
    assert make(chain, subnet_identity(given={text: full + b"x"})) is InvalidIdentity


def test_an_identity_replaces_the_last(chain: Chain) -> None:
    for name in (b"first", b""):
        assert make(chain, identity(name=name)) is None
        assert chain.serving.identities_v2[COLD] == ChainIdentityV2(**texts(OF_COLDKEY, name=name))
        assert tell(chain) == [ChainIdentitySet(COLD)]


def test_the_identity_of_a_subnet_replaces_the_last(chain: Chain) -> None:
    for name in (b"first", b"\xff"):
        assert make(chain, subnet_identity(given={"subnet_name": name})) is None
        assert chain.serving.subnet_identities_v3[SECOND] == SubnetIdentityV3(**texts(OF_SUBNET, subnet_name=name))
        assert tell(chain) == [SubnetIdentitySet(SECOND)]


@pytest.mark.parametrize(("owned", "may"), [((), False), ((IDLE,), False), ((IDLE, HOT), True), ((HOT,), True)])
def test_a_coldkey_with_a_neuron_has_an_identity(chain: Chain, owned: tuple[AccountId, ...], may: bool) -> None:
    chain.keys.owned_hotkeys[COLD] = owned
    chain.keys.owner[HOT] = COLD
    assert make(chain, identity()) is (None if may else HotKeyNotRegisteredInNetwork)


def test_of_many_faults_of_an_identity_the_first_is_told(chain: Chain) -> None:
    wrong = identity(name=b"x" * 257)
    for origin in (ROOT, NOBODY):
        assert make(chain, wrong, origin) is BadOrigin
    assert make(chain, wrong, signed(HOT)) is HotKeyNotRegisteredInNetwork
    assert make(chain, wrong) is InvalidIdentity


def test_of_many_faults_of_a_subnet_identity_the_first_is_told(chain: Chain) -> None:
    wrong = subnet_identity(given={"discord": b"x" * 257})
    for origin in (ROOT, NOBODY):
        assert make(chain, wrong, origin) is BadOrigin
    assert make(chain, wrong, signed(STRANGER)) is NotSubnetOwner
    assert make(chain, wrong) is InvalidIdentity


def test_only_its_owner_speaks_for_a_subnet(chain: Chain) -> None:
    assert make(chain, subnet_identity(FIRST)) is NotSubnetOwner
    assert make(chain, subnet_identity(NetUid(77))) is NotSubnetOwner
    assert make(chain, subnet_identity(SECOND), signed(AccountId())) is NotSubnetOwner


def test_the_account_of_zeros_speaks_for_what_nobody_owns_until_the_deviation_is_closed(chain: Chain) -> None:
    closed = Chain(chain.store.state, closing("KNOWN-71"))
    for netuid in (ROOT_NETUID, NetUid(77)):
        assert make(chain, subnet_identity(netuid), signed(AccountId())) is None
        assert make(closed, subnet_identity(netuid), signed(AccountId())) is NotSubnetOwner
    assert make(closed, subnet_identity(FIRST), signed(AccountId())) is None
    assert make(closed, subnet_identity()) is None
