"""What a dissolved subnet leaves under its number, and what becomes of that in a revision that mends it.

The chain deletes what `dissolve.remove_network` names, and no rule looks at the rest: whoever registers a subnet under the
number takes it over. Each function here does something only where its deviation is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.state.chain_state import DECLARATIONS
from tao_spec.state.pools import PoolsState
from tao_spec.state.stake import StakeState
from tao_spec.state.subnets import SetSNOwnerHotkey, SubnetsState
from tao_spec.storage.items import Declaration, MapAccess
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.protocol_liquidity import PROTOCOL_ACCOUNT
from tao_spec.transition.pools.user_liquidity import do_remove_liquidity
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet

START_IS_INHERITED = "KNOWN-120"
"""A subnet whose number was started before is started, and cannot be started again."""

STAKE_IS_STRANDED = "KNOWN-121"
"""Stake and liquidity in a dissolved subnet wait, worthless, for the next of its number."""

REST_IS_INHERITED = "KNOWN-122"
"""Hyperparameters, what was to be paid out, children and much else of a dissolved subnet wait for the next of its number."""

Items = tuple[Declaration[Any, Any], ...]

OF_SUBNETS: Items = tuple(item for item in DECLARATIONS if codec_of(NetUid) in [key.codec for key in item.keys])
"""Every item of which a subnet has entries."""

START: Items = (SubnetsState.first_emission_block_number, SubnetsState.subtoken_enabled)

VALUE: Items = (
    *(item for item in PoolsState.declarations() if item in OF_SUBNETS),
    StakeState.alpha,
    StakeState.total_hotkey_alpha,
    StakeState.total_hotkey_shares,
)
"""The pool, and the stake."""

Claim = tuple[AccountId, AlphaBalance]
"""A coldkey, and alpha of its in a dissolved subnet, in alpha rao."""


def pay_out_stake(chain: Chain, netuid: NetUid) -> None:
    """Do nothing; once KNOWN-121 is closed, give the pool's TAO to those who have alpha, each its part, and burn the rest."""
    if chain.deviates(STAKE_IS_STRANDED):
        return
    claims = [*_take_positions(chain, netuid), *_get_stakes(chain, netuid)]
    pot, alpha = chain.pools.subnet_tao[netuid], sum(amount for _, amount in claims)
    paid = 0
    for coldkey, amount in claims:
        part = TaoBalance(pot * amount // alpha) if alpha else TaoBalance(0)
        add_balance_to_coldkey_account(chain, coldkey, part)
        paid += part
    stake, issuance = chain.stake.total_stake, chain.emission.total_issuance
    stake.value = stake.value.saturating_sub(pot)
    issuance.value = issuance.value.saturating_sub(TaoBalance(pot - paid))
    delete_entries(chain, VALUE, netuid)


def _take_positions(chain: Chain, netuid: NetUid) -> Iterator[Claim]:
    """Take every position out, pay its TAO, and yield its alpha."""
    for (_, coldkey, id), _ in list(chain.pools.positions.under(netuid)):
        if coldkey == PROTOCOL_ACCOUNT:
            continue
        change = do_remove_liquidity(chain, netuid, coldkey, id)
        (tao, alpha), (fee_tao, fee_alpha) = change.amounts, change.fees
        add_balance_to_coldkey_account(chain, coldkey, tao.saturating_add(fee_tao))
        yield coldkey, alpha.saturating_add(fee_alpha)


def _get_stakes(chain: Chain, netuid: NetUid) -> Iterator[Claim]:
    for (hotkey, coldkey, subnet), _ in chain.stake.alpha.items():
        if subnet == netuid:
            yield coldkey, get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid)


def clear_remains(chain: Chain, netuid: NetUid) -> None:
    """Do nothing; once KNOWN-120 is closed, delete the subnet's start, and once KNOWN-122 is, all but start, pool and stake."""
    if not chain.deviates(START_IS_INHERITED):
        delete_entries(chain, START, netuid)
    if not chain.deviates(REST_IS_INHERITED):
        delete_entries(chain, (item for item in OF_SUBNETS if item not in START + VALUE), netuid)
        del chain.subnets.last_rate_limited_block[SetSNOwnerHotkey(netuid)]


def delete_entries(chain: Chain, items: Iterable[Declaration[Any, Any]], netuid: NetUid) -> None:
    """Delete the entries that a subnet has, wherever its number stands in their keys."""
    for item in items:
        entries: MapAccess[Any, Any] = item.access(item, chain.store)
        place = [key.codec for key in item.keys].index(codec_of(NetUid))
        if len(item.keys) == 1:
            del entries[netuid]
            continue
        for key in [key for key in entries.keys() if key[place] == netuid]:  # noqa: SIM118
            del entries[key]
