from __future__ import annotations

from dataclasses import replace

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.errors import Overflow
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.transition.accounts.balances import force_set_balance, force_unreserve
from tao_spec.transition.accounts.ledger import upgrade_account
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT
from tao_spec.vectors.cases import account_named

WHO = account_named("who")


def chain_with(info: AccountInfo, *closed: str) -> Chain:
    chain = Chain({}, R306.replace(name="closed", description="Deviations closed.", close=frozenset(closed)))
    chain.accounts.account[WHO] = info
    chain.accounts.total_issuance.value = info.data.total
    return chain


def held(chain: Chain) -> AccountData:
    return chain.accounts.account[WHO].data


RICH = AccountInfo(providers=U32(1), data=AccountData(free=tao(5)))


def test_issuance_that_cannot_follow_refuses_where_the_deviation_is_closed():
    for closed in ((), ("KNOWN-1",)):
        chain = chain_with(RICH, *closed)
        chain.accounts.total_issuance.value = TaoBalance(TaoBalance.MAX - 1)
        if closed:
            with pytest.raises(Overflow):
                force_set_balance(chain, ROOT, Id(WHO), TaoBalance(tao(5) + 2))
        else:
            force_set_balance(chain, ROOT, Id(WHO), TaoBalance(tao(5) + 2))
            assert chain.accounts.total_issuance.value == TaoBalance.MAX


@pytest.mark.parametrize(("closed", "frozen"), [((), 0), (("KNOWN-5",), 7)])
def test_an_emptied_account_forgets_or_keeps_what_is_frozen(closed, frozen):
    info = AccountInfo(providers=U32(2), consumers=U32(1), data=AccountData(free=tao(5), frozen=TaoBalance(7)))
    chain = chain_with(info, *closed)
    force_set_balance(chain, ROOT, Id(WHO), TaoBalance(0))
    assert held(chain).frozen == frozen


@pytest.mark.parametrize(("closed", "left"), [((), 0), (("KNOWN-6",), 2)])
def test_what_free_tao_cannot_hold_is_lost_or_stays_reserved(closed, left):
    data = AccountData(free=TaoBalance(TaoBalance.MAX - 3), reserved=TaoBalance(5))
    chain = chain_with(AccountInfo(providers=U32(1), consumers=U32(1), data=data), *closed)
    force_unreserve(chain, ROOT, Id(WHO), TaoBalance(5))
    assert held(chain).free == TaoBalance.MAX and held(chain).reserved == left


@pytest.mark.parametrize(("closed", "counted"), [((), 0), (("KNOWN-7",), 400)])
def test_an_upgrade_gives_from_nowhere_or_issues(closed, counted):
    data = AccountData(free=TaoBalance(100), reserved=TaoBalance(5), flags=U128(0))
    chain = chain_with(replace(RICH, providers=U32(0), data=data), *closed)
    assert upgrade_account(chain, WHO)
    assert held(chain).free == 500
    assert chain.accounts.total_issuance.value == 105 + counted
