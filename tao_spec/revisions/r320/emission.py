"""Emission: what owners mine, subsidised pools, automatic stakes, and the burn of what parents get.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions.r320.interface import (
    AutoStakeAdded,
    RecycleOrBurnEnum,
    SetColdkeyAutoStakeHotkey,
    SudoSetCkBurn,
)
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import WHOLE
from tao_spec.transition.emission.dividends import divide_with_child, get_childkey_take
from tao_spec.transition.emission.injection import Injection, compute_injection
from tao_spec.transition.emission.payout import Earnings, get_incentives, get_owner_hotkeys, pay_miners
from tao_spec.transition.keys.coldkey_swap import pass_stake_on
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet


@rule("R320-1")
def compute_injection_with_whole_alpha(
    block_emission: U96F32, share: U96F32, price: U96F32, alpha_emission: U96F32
) -> Injection:
    """As EMIT-44, but a subsidised pool gets as many alpha rao as the block has rao of TAO, whatever its own halvings say.

    Args:
        block_emission: TAO of the block, in rao.
        share: the subnet's share of it, in rao.
        price: of one alpha, in TAO.
        alpha_emission: alpha that the block creates for the subnet, in alpha rao.
    """
    injection = base_of(compute_injection)(block_emission, share, price, alpha_emission)
    return replace(injection, alpha_in=block_emission) if injection.is_subsidised else injection


@rule("R320-2")
def pay_miners_where_they_choose(chain: Chain, netuid: NetUid, earnings: Earnings) -> None:
    """Credit each incentive to the owner of its hotkey, on the hotkey that the owner chose for it, or else on its own.

    No neuron of the subnet's owner gets any, however many there are: it is recycled or burned, as the subnet has it.

    Args:
        earnings: of every neuron; incentives in alpha rao.
    """
    withheld = get_owner_hotkeys(chain, netuid, chain.subnets.subnet_owner[netuid])
    for hotkey, incentive in get_incentives(earnings):
        if hotkey not in withheld:
            _pay_miner(chain, netuid, hotkey, incentive)
        elif added(chain).recycle_or_burn[netuid] is RecycleOrBurnEnum.Recycle:
            recycle_subnet_alpha(chain, netuid, incentive)


def _pay_miner(chain: Chain, netuid: NetUid, hotkey: AccountId, incentive: AlphaBalance) -> None:
    owner = chain.keys.owner[hotkey]
    chosen = added(chain).auto_stake_destination.get(owner)
    if chosen is not None:
        chain.emit(AutoStakeAdded(netuid, chosen, hotkey, owner, incentive))
    destination = hotkey if chosen is None else chosen
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, destination, owner, netuid, incentive)


def recycle_subnet_alpha(chain: Chain, netuid: NetUid, amount: AlphaBalance) -> None:
    """Take alpha out of the alpha outside the pool, and so out of what the subnet has issued; in alpha rao."""
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_sub(amount)


@rule("R320-3")
def divide_with_child_and_burn(
    chain: Chain, child: AccountId, parent: AccountId, netuid: NetUid, part: U96F32
) -> tuple[U96F32, U96F32]:
    """What a parent has of its dividends, and what its child keeps of them; a share of them is recycled.

    Nothing is kept or recycled between hotkeys of one coldkey.

    Args:
        part: of the parent, in alpha rao.

    Returns:
        Of the parent and of the child, in alpha rao.
    """
    if chain.keys.owner[parent] == chain.keys.owner[child]:
        return part, U96F32.ZERO
    burned = U96F32.saturating_from_num(added(chain).ck_burn.value).safe_div(WHOLE) * part
    kept = get_childkey_take(chain, child, parent, netuid) * part
    recycle_subnet_alpha(chain, netuid, burned.saturating_to_num(AlphaBalance))
    return part - burned - kept, kept


@rule("R320-4", call=SudoSetCkBurn)
def sudo_set_ck_burn(chain: Chain, origin: Origin, burn: U64) -> None:
    """Set the share of what parents get through hotkeys of others that is recycled.

    Args:
        burn: parts of 2^64 - 1.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)
    added(chain).ck_burn.value = burn


@rule("R320-5", call=SetColdkeyAutoStakeHotkey)
def set_coldkey_auto_stake_hotkey(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Choose the hotkey on which what the caller's neurons earn as miners is staked, in every subnet; any account will do.

    Raises:
        BadOrigin: no account signs.
    """
    added(chain).auto_stake_destination[ensure_signed(origin)] = hotkey


@rule("R320-6")
def pass_stake_and_destination_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """As KEYS-52; and where the old coldkey chose a hotkey for its automatic stakes, that of the new one is the same."""
    base_of(pass_stake_on)(chain, old, new)
    destination = added(chain).auto_stake_destination.take(old)
    if destination is not None:
        added(chain).auto_stake_destination[new] = destination


RULES: ReplacedRules = {
    compute_injection: compute_injection_with_whole_alpha,
    pay_miners: pay_miners_where_they_choose,
    divide_with_child: divide_with_child_and_burn,
    pass_stake_on: pass_stake_and_destination_on,
}
"""The rules of the base that are replaced here."""
