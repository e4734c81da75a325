from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.interface.accounts.proxy import ProxyType
from tao_spec.interface.errors import BadOrigin
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import DepositKind, DepositPoked
from tao_spec.revisions.r320.proxies import poke_deposit
from tao_spec.state.accounts import Announcement, ProxyDefinition
from tao_spec.transition.accounts.proxy_types import ALLOWED
from tao_spec.transition.accounts.reserves import reserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.transition.chains import account, genesis
from tests.transition.stake.build import give

WHO, OTHER = account(1), account(2)
ONE_PROXY, ONE_ANNOUNCEMENT = 93_000_000, 104_000_000


def depositor(proxies: int, announcements: int, entries: bool = True) -> Chain:
    """Somebody with a proxy and an announcement, or with neither, and deposits for them."""
    chain = genesis(5, R320)
    give(chain, WHO, 10**9)
    reserve(chain, WHO, TaoBalance(proxies + announcements))
    proxy = ProxyDefinition(OTHER, ProxyType.Any, BlockNumber(0))
    made = Announcement(OTHER, H256(bytes(32)), BlockNumber(1))
    chain.accounts.proxies[WHO] = ((proxy,) if entries else (), TaoBalance(proxies))
    chain.accounts.announcements[WHO] = ((made,) if entries else (), TaoBalance(announcements))
    chain.events.clear()
    return chain


def told(chain: Chain) -> list[DepositPoked]:
    return [event for event in chain.events if isinstance(event, DepositPoked)]


def test_deposits_become_what_they_cost() -> None:
    chain = depositor(ONE_PROXY + 7, ONE_ANNOUNCEMENT - 9)
    poke_deposit(chain, signed(WHO))
    assert told(chain) == [
        DepositPoked(WHO, DepositKind.Proxies, TaoBalance(ONE_PROXY + 7), TaoBalance(ONE_PROXY)),
        DepositPoked(WHO, DepositKind.Announcements, TaoBalance(ONE_ANNOUNCEMENT - 9), TaoBalance(ONE_ANNOUNCEMENT)),
    ]
    assert chain.accounts.account[WHO].data.reserved == ONE_PROXY + ONE_ANNOUNCEMENT
    assert (chain.accounts.proxies[WHO][1], chain.accounts.announcements[WHO][1]) == (ONE_PROXY, ONE_ANNOUNCEMENT)


def test_deposits_that_are_right_stay_and_are_not_told() -> None:
    chain = depositor(ONE_PROXY, ONE_ANNOUNCEMENT)
    poke_deposit(chain, signed(WHO))
    assert told(chain) == []
    assert chain.commit().events == ()


def test_lists_without_entries_go_with_their_deposits() -> None:
    chain = depositor(5, 8, entries=False)
    poke_deposit(chain, signed(WHO))
    assert [(event.kind, event.old_deposit, event.new_deposit) for event in told(chain)] == [
        (DepositKind.Proxies, 5, 0),
        (DepositKind.Announcements, 8, 0),
    ]
    assert WHO not in chain.accounts.proxies
    assert WHO not in chain.accounts.announcements
    assert chain.accounts.account[WHO].data.reserved == 0


def test_an_account_must_sign() -> None:
    with pytest.raises(BadOrigin):
        poke_deposit(genesis(5, R320), ROOT)


def test_the_type_root_weights_passes_no_call_of_the_revision() -> None:
    for call in R320.interface.calls:
        assert not ALLOWED[ProxyType.RootWeights](object.__new__(call))
