import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId
from tao_spec.interface.accounts.system import Remark
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.genesis.build import NOBODY, build_genesis
from tao_spec.transition.genesis.config import GenesisError
from tao_spec.transition.origin import ROOT as ROOT_ORIGIN
from tests.transition.chains import FIRST, account, closing

A, B, C = account(3), account(1), account(2)

balances = st.dictionaries(st.binary(min_size=32, max_size=32).map(AccountId), st.integers(500, 2**64 - 1), max_size=5)


@given(balances)
@settings(deadline=None, max_examples=30)
def test_every_account_holds_what_the_configuration_gives_it(given: dict[AccountId, int]) -> None:
    entries = [[who.ss58, free] for who, free in given.items()]
    chain = build_genesis({"balances": {"balances": entries}}, R306)
    expected = {
        who: AccountInfo(providers=chain.accounts.account[who].providers, data=AccountData(free=TaoBalance(free)))
        for who, free in given.items()
    }
    assert dict(chain.accounts.account.items()) == expected
    assert all(info.providers == 1 for info in expected.values())
    assert chain.accounts.total_issuance.value == sum(given.values()) % 2**64


def test_the_root_of_genesis_survives_a_remark() -> None:
    chain = build_genesis({}, R306)
    before = chain.store.root
    dispatch(chain, ROOT_ORIGIN, Remark(b""))
    assert chain.commit().changes == {}
    assert chain.store.root == before
    assert chain.number == 0


def test_genesis_is_committed_and_tells_nothing() -> None:
    chain = build_genesis({"balances": {"balances": [[A.ss58, 500]]}}, R306)
    outcome = chain.commit()
    assert outcome.changes == {} and outcome.events == ()
    chain.abandon()
    assert chain.accounts.account[A].data.free == 500


def test_root_and_one_subnet_are_open_and_not_started() -> None:
    chain = build_genesis({}, R306)
    assert list(chain.subnets.networks_added.items()) == [(ROOT, True), (FIRST, True)]
    assert list(chain.subnets.first_emission_block_number.keys()) == []
    assert chain.neurons.subnetwork_n[FIRST] == 1
    assert chain.neurons.keys[FIRST, chain.neurons.uids[FIRST, NOBODY]] == NOBODY
    assert chain.stake.total_hotkey_alpha[NOBODY, FIRST] == chain.pools.subnet_alpha_out[FIRST]


def test_the_issuance_is_what_the_configuration_says() -> None:
    config = {"balances": {"balances": [[A.ss58, 900]]}, "subtensorModule": {"balancesIssuance": 7}}
    chain = build_genesis(config, R306)
    assert chain.emission.total_issuance.value == 7
    assert chain.accounts.total_issuance.value == 900
    assert chain.stake.total_stake.get() is None


def test_the_first_pool_counts_where_the_deviation_is_closed() -> None:
    chain = build_genesis({"subtensorModule": {"balancesIssuance": 7}}, closing("KNOWN-4"))
    assert chain.emission.total_issuance.value == tao(10) + 7
    assert chain.stake.total_stake.value == chain.pools.subnet_tao[FIRST] == tao(10)


def test_members_are_seated_in_ascending_order() -> None:
    config = {
        "triumvirateMembers": {"members": [A.ss58, B.ss58, C.ss58]},
        "senateMembers": {"members": [C.ss58, B.ss58]},
        "sudo": {"key": A.ss58},
    }
    chain = build_genesis(config, R306)
    assert chain.governance.members.value == chain.governance.triumvirate_members.value == (B, C, A)
    assert chain.governance.senate_members.value == (B, C)
    assert chain.governance.sudo_key.value == A


def test_a_triumvirate_named_directly_keeps_its_order() -> None:
    chain = build_genesis({"triumvirate": {"members": [A.ss58, B.ss58]}}, R306)
    assert chain.governance.members.value == (A, B)
    assert chain.governance.triumvirate_members.get() == ()


def test_nobody_is_seated_by_default() -> None:
    chain = build_genesis({}, R306)
    assert not chain.governance.members.exists()
    assert not chain.governance.sudo_key.exists()
    assert chain.governance.senate_members.get() == chain.governance.triumvirate_members.get() == ()


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"balances": {"balances": [[A.ss58, 500], [B.ss58, 499]]}},
            r"balances\[1\]: an account must hold .* 500 rao, and has 499",
        ),
        (
            {"balances": {"balances": [[A.ss58, 500], [B.ss58, 500], [A.ss58, 500]]}},
            r"balances\[2\]: the account 0x0303.* stands twice",
        ),
        ({"triumvirate": {"members": [A.ss58, A.ss58]}}, r"triumvirate.members\[1\]: the account"),
        ({"triumvirateMembers": {"members": [A.ss58, A.ss58]}}, r"triumvirateMembers.members\[1\]: the account"),
        ({"senateMembers": {"members": [A.ss58, A.ss58]}}, r"senateMembers.members\[1\]: the account"),
        ({"triumvirate": {"members": [A.ss58]}, "triumvirateMembers": {"members": [B.ss58]}}, "has members already"),
    ],
)
def test_what_cannot_be_built_is_refused(config: dict[str, object], message: str) -> None:
    with pytest.raises(GenesisError, match=message):
        build_genesis(config, R306)
