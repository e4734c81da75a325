"""Chains with root, two subnets with pools, one where alpha is TAO, and people who stake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Event
from tao_spec.transition.accounts.ledger import increase_issuance
from tao_spec.transition.accounts.tokens import EXACT, increase_balance
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tao_spec.transition.stake.operations import Stake
from tao_spec.transition.stake.shares import (
    get_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
)
from tests.transition.chains import account, closing, genesis

ALICE, BOB = account(1), account(2)
HOT, OTHER = account(11), account(12)
FIRST, SECOND, STABLE, NOWHERE = NetUid(2), NetUid(3), NetUid(4), NetUid(9)
MINIMUM = 2_000_000


def add_subnet(chain: Chain, netuid: NetUid, in_tao: int = tao(1_000), in_alpha: int = tao(1_000)) -> None:
    chain.subnets.networks_added[netuid] = True
    chain.subnets.subtoken_enabled[netuid] = True
    chain.pools.subnet_mechanism[netuid] = U16(int(netuid != STABLE))
    chain.pools.subnet_tao[netuid] = TaoBalance(in_tao)
    chain.pools.subnet_alpha_in[netuid] = AlphaBalance(in_alpha)


def market(*closed: str, revision: Revision | None = None) -> Chain:
    """The market at block 7, under the base revision with some deviations closed. Alice owns a hotkey, Bob the other."""
    chain = genesis(7, revision or (closing(*closed) if closed else closing()))
    chain.subnets.subtoken_enabled[ROOT] = True
    for netuid in (FIRST, STABLE):
        add_subnet(chain, netuid)
    add_subnet(chain, SECOND, tao(500))
    for coldkey, hotkey in ((ALICE, HOT), (BOB, OTHER)):
        chain.keys.owner[hotkey] = coldkey
        give(chain, coldkey, tao(100))
    chain.commit()
    return chain


def give(chain: Chain, who: AccountId, amount: int) -> None:
    increase_issuance(chain, increase_balance(chain, who, TaoBalance(amount), EXACT))


def put(chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid, alpha: int) -> Stake:
    """Somebody has so much alpha on a hotkey."""
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid, AlphaBalance(alpha))
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_add(AlphaBalance(alpha))
    if netuid == ROOT:
        chain.pools.subnet_tao[ROOT] = chain.pools.subnet_tao[ROOT].saturating_add(TaoBalance(alpha))
    chain.commit()
    return Stake(hotkey, coldkey, netuid)


def held(chain: Chain, stake: Stake) -> int:
    return int(get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid))


def free(chain: Chain, who: AccountId) -> int:
    return int(chain.accounts.account[who].data.free)


def refusal(function: Callable[..., Any], *arguments: Any, **more: Any) -> type[DispatchError] | None:
    """How a rule refuses; None where it does not."""
    try:
        function(*arguments, **more)
    except DispatchError as error:
        return type(error)
    return None


def told(chain: Chain) -> list[str]:
    """The names of what was told since the last commit."""
    return [event.NAME for event in chain.commit().events]


def events(chain: Chain) -> tuple[Event, ...]:
    return chain.commit().events
