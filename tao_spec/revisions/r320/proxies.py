"""Proxies: deposits made what they cost now.

The type `RootWeights` passes nothing, for the one call that it passed is no more.

Source: upstream's `pallets/proxy/src/lib.rs`.
"""

from __future__ import annotations

from typing import Any

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.revisions.r320.interface import DepositKind, DepositPoked, PokeDeposit
from tao_spec.storage.items import MapAccess
from tao_spec.transition.accounts.announcements import compute_announcement_deposit
from tao_spec.transition.accounts.deposits import settle_deposit
from tao_spec.transition.accounts.proxy import compute_proxy_deposit
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule


@rule("R320-15", call=PokeDeposit)
def poke_deposit(chain: Chain, origin: Origin) -> None:
    """Let the deposits of the caller for proxies and for announcements be what they cost now, up or down.

    What has no entries is removed, and its deposit freed. A deposit that stays as it is, is not told.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `reserve`, where a deposit grows.
    """
    who = ensure_signed(origin)
    proxies, announcements = chain.accounts.proxies, chain.accounts.announcements
    proxies_cost = compute_proxy_deposit(len(proxies[who][0]))
    _renew(chain, who, proxies, proxies_cost, DepositKind.Proxies)
    announcements_cost = compute_announcement_deposit(len(announcements[who][0]))
    _renew(chain, who, announcements, announcements_cost, DepositKind.Announcements)


def _renew(chain: Chain, who: AccountId, records: MapAccess[Any, Any], new: TaoBalance, kind: DepositKind) -> None:
    entries, old = records[who]
    settle_deposit(chain, who, old, new)
    if entries:
        records[who] = (entries, new)
    else:
        del records[who]
    if new != old:
        chain.emit(DepositPoked(who, kind, old, new))


RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
