import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.accounts.system import Remark
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.cases import Builder, account_named, blocks, discover_cases, nobody, root
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import to_hex


@pytest.fixture
def build():
    return Builder(R306)


def test_a_name_is_always_the_same_account():
    assert account_named("alice") == account_named("alice") != account_named("bob")
    assert account_named("alice").hex() == "29497d97d2f355d3a10eb91f739892abc6b55dc022020608eb97939b3e3ecfc5"


def test_a_case_begins_above_the_block_of_genesis(build):
    assert build.chain.number == 1_000
    build.at_block(7)
    assert build.chain.number == 7


def test_accounts_are_counted_in_issuance(build):
    before = build.chain.accounts.total_issuance.value
    alice = build.account("alice", tao(3), reserved=5, frozen=7)
    info = build.chain.accounts.account[alice.account]
    assert (info.data.free, info.data.reserved, info.data.frozen) == (tao(3), 5, 7)
    assert (info.providers, info.consumers) == (1, 1)
    assert build.chain.accounts.total_issuance.value == before + tao(3) + 5
    assert build.chain.accounts.locks[alice.account][0].amount == 7
    assert build.name("alice") == alice.account


def test_an_account_without_reserve_is_not_held(build):
    bob = build.account("bob", TaoBalance(600))
    assert build.chain.accounts.account[bob.account].consumers == 0


def test_actions_name_their_origin(build):
    alice = build.account("alice", tao(1))
    call = Remark(b"")
    assert alice.signs(call).origin == Signed(to_hex(alice.account))
    assert (root(call).origin, nobody(call).origin, blocks(3).count) == ("root", "none", 3)


def test_cases_are_found_by_their_mark_in_the_order_of_their_ids(cases_package):
    package = cases_package('''
        @case(rules=["ACC-80"])
        def second(build: Builder):
            """Two."""
            yield root(Remark(b""))

        @case(rules=["ACC-81"], errors=["BadOrigin"])
        def first(build: Builder):
            """One.

            More.
            """
            yield root(RemarkWithEvent(b""))

        def helper(build: Builder):
            yield root(Remark(b""))
    ''')
    found = discover_cases(package)
    assert [case.id for case in found] == ["accounts/sample/first", "accounts/sample/second"]
    assert (found[0].rules, found[0].errors, found[0].description) == (("ACC-81",), ("BadOrigin",), "One.")
    assert found[0].source == f"{package}.accounts.sample.first"


def test_the_projects_own_cases_are_found():
    ids = [case.id for case in discover_cases()]
    assert ids == sorted(set(ids)) and "accounts/transfer/plain" in ids
