"""The payout of an epoch: who gets how much of what was set aside, and how it is credited.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.transition.crowdloans.lease_dividends import distribute_leased_network_dividends
from tao_spec.transition.emission.dividends import (
    Dividends,
    compute_dividends,
    get_stakes,
    share_dividends_with_parents,
)
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.shares import (
    increase_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_on_subnet,
)

PAYING_ROOT_LOWERS_THE_STAKE = "KNOWN-43"
"""Selling root's alpha takes TAO off the total stake, and paying it to root does not add it again."""

ROOT_TAO_VANISHES = "KNOWN-44"
"""TAO of root is lost where the stake of no validator on root weighs anything."""

ROOT_IS_PAID_UNCOUNTED = "KNOWN-181"
"""What root is paid counts as its TAO and its stake, and not as outside of it."""

UNPAID_ALPHA_REMAINS = "KNOWN-45"
"""Alpha that nobody can be paid stays in the alpha outside the pool, held by nobody."""

ROOTS_PART_IS_PAID_TWICE = "KNOWN-190"
"""Where nobody earns dividends miners share all of the emission, also the alpha that was sold for root."""

Earnings = Sequence[tuple[AccountId, AlphaBalance, AlphaBalance]]
"""What the epoch gives each neuron: hotkey, incentive and dividend, in alpha rao."""


@dataclass(frozen=True)
class Pending:
    """What was set aside for an epoch.

    Attributes:
        alpha: for neurons, without what was swapped, in alpha rao.
        root_tao: for the stake on root, in rao.
        swapped: alpha that became that TAO, in alpha rao.
        owner_cut: for the subnet's owner, in alpha rao.
    """

    alpha: AlphaBalance
    root_tao: TaoBalance
    swapped: AlphaBalance
    owner_cut: AlphaBalance


@rule("EMIT-20")
def drain_pending_emission(chain: Chain, netuid: NetUid, pending: Pending) -> None:
    """Run the epoch over all alpha set aside, and pay its owner, miners and validators.

    Validators share the half of the alpha that is theirs, less what was swapped for root; all of it where no miner
    earned anything.
    """
    emission = pending.alpha.saturating_add(pending.swapped)
    earnings: Earnings = run_epoch(chain, netuid, emission)
    if not any(dividend for _, _, dividend in earnings) and not chain.deviates(ROOTS_PART_IS_PAID_TWICE):
        earnings = _leave_out_roots_part(earnings, pending)
    validators = compute_validators_part(chain, pending, earnings)
    shared = share_dividends_with_parents(chain, netuid, [(hotkey, dividend) for hotkey, _, dividend in earnings])
    dividends = compute_dividends(chain, validators, pending.root_tao, get_stakes(chain, netuid, shared), shared)
    give_up_unearned(chain, netuid, validators, pending.root_tao, dividends)
    pay_owner(chain, netuid, pending.owner_cut)
    pay_miners(chain, netuid, earnings)
    pay_validators(chain, netuid, dividends)
    pay_root(chain, netuid, dividends)


@replaceable
def compute_validators_part(_chain: Chain, pending: Pending, earnings: Earnings) -> AlphaBalance:
    """What validators share, in alpha rao: half of the emission less what was swapped; all that was not, where nobody mined."""
    if not any(incentive for _, incentive, _ in earnings):
        return pending.alpha
    emission = pending.alpha.saturating_add(pending.swapped)
    return AlphaBalance(emission // 2).saturating_sub(pending.swapped)


def _leave_out_roots_part(earnings: Earnings, pending: Pending) -> Earnings:
    """What was sold for root is not the miners' any more."""
    whole = max(pending.alpha.saturating_add(pending.swapped), 1)
    return [
        (hotkey, AlphaBalance(incentive * pending.alpha // whole), dividend) for hotkey, incentive, dividend in earnings
    ]


@rule("EMIT-26")
def give_up_unearned(
    chain: Chain, netuid: NetUid, alpha: AlphaBalance, root_tao: TaoBalance, dividends: Dividends
) -> None:
    """What no validator earns is paid to nobody, and yet remains counted (KNOWN-44, KNOWN-45).

    Args:
        alpha: of the validators, in alpha rao.
        root_tao: in rao.
    """
    if not any(dividends.alpha.values()):
        _give_up(chain, netuid, alpha)
    if not any(dividends.root_tao.values()) and not chain.deviates(ROOT_TAO_VANISHES):
        chain.emission.pending_root_divs[netuid] = root_tao


def _give_up(chain: Chain, netuid: NetUid, alpha: AlphaBalance) -> None:
    if not chain.deviates(UNPAID_ALPHA_REMAINS):
        out = chain.pools.subnet_alpha_out
        out[netuid] = out[netuid].saturating_sub(alpha)


@rule("EMIT-21")
def pay_owner(chain: Chain, netuid: NetUid, owner_cut: AlphaBalance) -> None:
    """Credit the owner's cut to the hotkey of the owner, if the subnet has both; of a leased subnet, contributors get a part.

    Args:
        owner_cut: in alpha rao; nobody has it where there is no owner or no hotkey (KNOWN-45).
    """
    coldkey, hotkey = chain.subnets.subnet_owner.get(netuid), chain.subnets.subnet_owner_hotkey.get(netuid)
    if coldkey is None or hotkey is None:
        _give_up(chain, netuid, owner_cut)
        return
    credited = increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid, owner_cut)
    lease_id = chain.crowdloans.subnet_uid_to_lease_id.get(netuid)
    if lease_id is not None:
        distribute_leased_network_dividends(chain, lease_id, credited)


@rule("EMIT-22")
@replaceable
def pay_miners(chain: Chain, netuid: NetUid, earnings: Earnings) -> None:
    """Credit each incentive to the owner of its hotkey, in ascending order of hotkeys; the subnet's own owner gets none.

    Args:
        earnings: of every neuron; incentives in alpha rao.
    """
    spared = get_immune_owner_hotkeys(chain, netuid, chain.subnets.subnet_owner[netuid])
    for hotkey, incentive in get_incentives(earnings):
        # What the owner's hotkeys mined stays in issuance, held by nobody.
        if hotkey in spared:
            continue
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, chain.keys.owner[hotkey], netuid, incentive)


def get_incentives(earnings: Earnings) -> list[tuple[AccountId, AlphaBalance]]:
    """What each hotkey earned as a miner, in ascending order of hotkeys."""
    total: dict[AccountId, AlphaBalance] = {}
    for hotkey, incentive, _ in earnings:
        total[hotkey] = total.get(hotkey, AlphaBalance(0)).saturating_add(incentive)
    return sorted(total.items())


@rule("EMIT-23")
def get_immune_owner_hotkeys(chain: Chain, netuid: NetUid, coldkey: AccountId) -> list[AccountId]:
    """The neurons of a subnet's owner that are never pruned: at most `ImmuneOwnerUidsLimit`, as `get_owner_hotkeys` has them."""
    return get_owner_hotkeys(chain, netuid, coldkey, chain.neurons.immune_owner_uids_limit[netuid])


def get_owner_hotkeys(chain: Chain, netuid: NetUid, coldkey: AccountId, limit: int | None = None) -> list[AccountId]:
    """The neurons of a subnet's owner: so many of them, or all.

    The owner hotkey comes first, if it is a neuron; then the coldkey's other neurons, the latest registered first, of the
    same block those with the lesser number.
    """
    neurons = chain.neurons
    ranked = []
    for hotkey in chain.keys.owned_hotkeys[coldkey]:
        uid = neurons.uids.get((netuid, hotkey))
        if uid is not None:
            ranked.append((-neurons.block_at_registration[netuid, uid], uid, hotkey))
    ranked.sort(key=lambda entry: entry[:2])
    immune = [hotkey for _, _, hotkey in ranked[:limit]]
    owner_hotkey = chain.subnets.subnet_owner_hotkey.get(netuid)
    if owner_hotkey is not None and (netuid, owner_hotkey) in neurons.uids and owner_hotkey not in immune:
        immune = [owner_hotkey, *immune][:limit]
    return immune


@rule("EMIT-24")
def pay_validators(chain: Chain, netuid: NetUid, dividends: Dividends) -> None:
    """Credit alpha dividends in ascending order of hotkeys: the take to the hotkey's owner, the rest to all who stake on it.

    What a hotkey had before is forgotten; its alpha after the payment is remembered.
    """
    paid = chain.emission.alpha_dividends_per_subnet
    paid.clear_under(netuid)
    for hotkey, alpha in sorted(dividends.alpha.items()):
        take, rest = _split_take(chain, hotkey, alpha)
        increase_stake_for_hotkey_and_coldkey_on_subnet(
            chain, hotkey, chain.keys.owner[hotkey], netuid, take.saturating_to_num(AlphaBalance)
        )
        amount = rest.saturating_to_num(AlphaBalance)
        increase_stake_for_hotkey_on_subnet(chain, hotkey, netuid, amount)
        paid[netuid, hotkey] = paid[netuid, hotkey].saturating_add(amount)
        total = chain.stake.total_hotkey_alpha[hotkey, netuid]
        chain.emission.total_hotkey_alpha_last_epoch[hotkey, netuid] = total


@rule("EMIT-25")
def pay_root(chain: Chain, netuid: NetUid, dividends: Dividends) -> None:
    """Credit TAO dividends to the stake on root in the same way; what is credited counts as TAO of root.

    It does not count as total stake, from which its sale was taken off (KNOWN-43).
    """
    paid = chain.emission.tao_dividends_per_subnet
    paid.clear_under(netuid)
    for hotkey, root_tao in sorted(dividends.root_tao.items()):
        take, rest = _split_take(chain, hotkey, root_tao)
        credited = increase_stake_for_hotkey_and_coldkey_on_subnet(
            chain, hotkey, chain.keys.owner[hotkey], ROOT, take.saturating_to_num(AlphaBalance)
        )
        amount = rest.saturating_to_num(TaoBalance)
        increase_stake_for_hotkey_on_subnet(chain, hotkey, ROOT, AlphaBalance(amount))
        paid[netuid, hotkey] = paid[netuid, hotkey].saturating_add(amount)
        _count_as_root_stake(chain, TaoBalance(credited).saturating_add(amount))


def _count_as_root_stake(chain: Chain, tao: TaoBalance) -> None:
    root, total = chain.pools.subnet_tao, chain.stake.total_stake
    root[ROOT] = root[ROOT].saturating_add(tao)
    if not chain.deviates(ROOT_IS_PAID_UNCOUNTED):
        out = chain.pools.subnet_alpha_out
        out[ROOT] = out[ROOT].saturating_add(AlphaBalance(tao))
    if not chain.deviates(PAYING_ROOT_LOWERS_THE_STAKE):
        total.value = total.value.saturating_add(tao)


def _split_take(chain: Chain, hotkey: AccountId, amount: U96F32) -> tuple[U96F32, U96F32]:
    """What a delegate keeps of an amount, and what its nominators and it share."""
    share = U96F32.saturating_from_num(chain.delegation.delegates[hotkey]).safe_div(U96F32.saturating_from_num(U16.MAX))
    take = share * amount
    return take, amount - take
