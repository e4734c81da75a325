import dataclasses

from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.interface.hyperparameters import PrecompileEnum
from tao_spec.state.chain_state import DECLARATIONS, DOMAINS, State, declaration_of
from tao_spec.state.commitments import QUICKNET, CommitmentsState
from tao_spec.state.governance import GovernanceState
from tao_spec.storage.items import Domain
from tao_spec.storage.store import Store

WHO = AccountId(bytes(range(32)))


def test_every_domain_is_an_attribute_over_one_store():
    store = Store({})
    state = State(store)
    for name, domain in DOMAINS.items():
        part = getattr(state, name)
        assert type(part) is domain
        assert part.store is store


def test_there_is_no_domain_that_the_state_leaves_out():
    assert set(Domain.__subclasses__()) >= set(DOMAINS.values())
    defined = {cls for cls in Domain.__subclasses__() if cls.__module__.startswith("tao_spec.state.")}
    assert defined == set(DOMAINS.values())


def test_declarations_stand_by_domain_in_their_order():
    assert [item for domain in DOMAINS.values() for item in domain.declarations()] == list(DECLARATIONS)


def test_prefixes_are_32_bytes_and_all_different():
    prefixes = [item.prefix for item in DECLARATIONS]
    assert {len(prefix) for prefix in prefixes} == {32}
    assert len(set(prefixes)) == len(prefixes)


def test_an_item_is_found_by_any_of_its_keys():
    for item in DECLARATIONS:
        assert declaration_of(item.prefix) is item
        assert declaration_of(item.prefix + b"more") is item


def test_a_key_of_no_item_finds_none():
    assert declaration_of(b"") is None
    assert declaration_of(DECLARATIONS[0].prefix[:31]) is None
    assert declaration_of(b":code") is None


def test_what_one_attribute_writes_another_state_reads():
    store = Store({})
    State(store).commitments.last_commitment[NetUid(256), WHO] = BlockNumber(7)
    assert State(store).commitments.last_commitment[NetUid(256), WHO] == 7
    ((key, value),) = store.commit().items()
    assert declaration_of(key) is CommitmentsState.last_commitment
    assert value == b"\7\0\0\0"


def test_absent_items_read_as_their_defaults():
    state = State(Store({}))
    assert state.commitments.beacon_config.value == QUICKNET
    assert state.commitments.max_space.value == 3_100
    assert state.hyperparameters.precompile_enable[PrecompileEnum.Alpha] is True
    assert state.accounts.proxies[WHO] == ((), 0)
    assert state.governance.prime.get() is None
    assert state.crowdloans.current_crowdloan_id.get() is None


def test_a_proposal_is_kept_as_the_bytes_of_its_call():
    raw = GovernanceState.proposal_of.encode_key((WHO,))
    store = Store({raw: b"\0\0\0"})
    assert list(State(store).governance.proposal_of.items()) == [(bytes(WHO), b"\0\0\0")]


def test_stored_values_cannot_be_changed_in_place():
    assert dataclasses.is_dataclass(QUICKNET)
    assert hash(QUICKNET) == hash(dataclasses.replace(QUICKNET))
