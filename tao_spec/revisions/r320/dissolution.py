"""The end of a subnet: its liquidity is taken out, its pool goes to those who hold alpha, and nearly all else is forgotten.

Source: upstream's `pallets/subtensor/src/coinbase/root.rs` and `staking/remove_stake.rs`, `pallets/swap/src/pallet/impls.rs`
and `pallets/commitments/src/lib.rs`.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError, Other
from tao_spec.interface.pools import PositionId
from tao_spec.interface.serving import SubnetIdentityRemoved
from tao_spec.interface.subnets import NetworkRemoved, SubnetNotExists
from tao_spec.revisions.r320.interface import RootDissolveNetwork
from tao_spec.revisions.r320.mechanisms import get_storage_indices
from tao_spec.revisions.r320.mechanisms_calls import forget_mechanism
from tao_spec.revisions.r320.state import OwnerHyperparamUpdate, R320State, SetSNOwnerHotkey, added
from tao_spec.state.commitments import CommitmentsState
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.delegation import DelegationState
from tao_spec.state.emission import EmissionState
from tao_spec.state.keys import KeysState
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.pools import PoolsState
from tao_spec.state.serving import ServingState
from tao_spec.state.stake import StakeState
from tao_spec.state.subnets import SubnetsState
from tao_spec.state.weights import WeightsState
from tao_spec.storage.items import Declaration
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.owner_cut import get_float_subnet_owner_cut
from tao_spec.transition.origin import Origin, ensure_root
from tao_spec.transition.pools.curve import SELL
from tao_spec.transition.pools.prices import get_current_alpha_price
from tao_spec.transition.pools.protocol_liquidity import PROTOCOL_ACCOUNT
from tao_spec.transition.pools.provision import pay_out_alpha
from tao_spec.transition.pools.reserves import decrease_provided_alpha_reserve, decrease_provided_tao_reserve
from tao_spec.transition.pools.swap import sim_swap
from tao_spec.transition.pools.user_liquidity import PositionChange, do_remove_liquidity
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.dissolve import dissolve_network, forget_weights_of_root
from tao_spec.transition.subnets.remains import delete_entries

SETTINGS_ARE_INHERITED: Final = "KNOWN-222"
"""When the owner of a dissolved subnet last set what, and two of its settings, wait for the next of its number."""

Items = tuple[Declaration[Any, Any], ...]

ALPHA: Final[Items] = (PoolsState.subnet_alpha_in, PoolsState.subnet_alpha_in_provided, PoolsState.subnet_alpha_out)
"""How much alpha there is, in the pool and outside."""

SWAP: Final[Items] = (
    PoolsState.positions,
    PoolsState.ticks,
    PoolsState.fee_global_tao,
    PoolsState.fee_global_alpha,
    PoolsState.current_liquidity,
    PoolsState.current_tick,
    PoolsState.alpha_sqrt_price,
    PoolsState.swap_v3_initialized,
    PoolsState.tick_index_bitmap_words,
    PoolsState.fee_rate,
    PoolsState.enabled_user_liquidity,
)
"""What the pallet Swap keeps of a pool, but for the number of the last position."""

COMMITMENTS: Final[Items] = (
    CommitmentsState.commitment_of,
    CommitmentsState.last_commitment,
    CommitmentsState.last_bonds_reset,
    CommitmentsState.revealed_commitments,
    CommitmentsState.used_space_of,
)
"""What the pallet Commitments keeps of a subnet, but for the index of sealed fields."""

SUBNET: Final[Items] = (
    SubnetsState.subnet_owner,
    SubnetsState.subnet_owner_hotkey,
    SubnetsState.networks_added,
    SubnetsState.network_registered_at,
    SubnetsState.token_symbol,
    SubnetsState.subnet_locked,
    SubnetsState.largest_locked,
    SubnetsState.first_emission_block_number,
    SubnetsState.subtoken_enabled,
    ServingState.subnet_identities,
    ServingState.subnet_identities_v2,
    R320State.mechanism_count_current,
    R320State.mechanism_emission_split,
)
"""What the subnet is, and what it has itself."""

NEURONS: Final[Items] = (
    NeuronsState.subnetwork_n,
    NeuronsState.uids,
    NeuronsState.keys,
    NeuronsState.pruning_scores,
    NeuronsState.block_at_registration,
    ConsensusState.rank,
    ConsensusState.trust,
    ConsensusState.active,
    ConsensusState.emission,
    ConsensusState.consensus,
    ConsensusState.dividends,
    ConsensusState.validator_permit,
    ConsensusState.validator_trust,
    ConsensusState.stake_weight,
    ServingState.axons,
    ServingState.neuron_certificates,
    ServingState.prometheus,
    KeysState.associated_evm_address,
    KeysState.last_hotkey_swap_on_netuid,
)
"""What is said of its neurons."""

HYPERPARAMETERS: Final[Items] = (
    ConsensusState.tempo,
    ConsensusState.kappa,
    ConsensusState.rho,
    ConsensusState.activity_cutoff,
    ConsensusState.alpha_sigmoid_steepness,
    ConsensusState.max_allowed_validators,
    ConsensusState.bonds_moving_average,
    ConsensusState.bonds_penalty,
    ConsensusState.bonds_reset_on,
    ConsensusState.validator_prune_len,
    ConsensusState.scaling_law_power,
    ConsensusState.liquid_alpha_on,
    ConsensusState.yuma3_on,
    ConsensusState.alpha_values,
    NeuronsState.difficulty,
    NeuronsState.max_allowed_uids,
    NeuronsState.immunity_period,
    NeuronsState.immune_owner_uids_limit,
    NeuronsState.network_registration_allowed,
    NeuronsState.network_pow_registration_allowed,
    NeuronsState.adjustment_interval,
    NeuronsState.adjustment_alpha,
    NeuronsState.target_registrations_per_interval,
    NeuronsState.max_registrations_per_block,
    NeuronsState.min_burn,
    NeuronsState.max_burn,
    NeuronsState.min_difficulty,
    NeuronsState.max_difficulty,
    WeightsState.max_weights_limit,
    WeightsState.min_allowed_weights,
    WeightsState.weights_set_rate_limit,
    WeightsState.weights_version_key,
    WeightsState.commit_reveal_weights_enabled,
    WeightsState.reveal_period_epochs,
    ServingState.serving_rate_limit,
    StakeState.transfer_toggle,
    PoolsState.subnet_mechanism,
    PoolsState.ema_price_halving_blocks,
)
"""What its owner and root have set, but for the least number of neurons and what becomes of the owner's alpha."""

BOOKS: Final[Items] = (
    NeuronsState.registrations_this_interval,
    NeuronsState.pow_registrations_this_interval,
    NeuronsState.burn_registrations_this_interval,
    NeuronsState.registrations_this_block,
    NeuronsState.burn,
    NeuronsState.rao_recycled_for_registration,
    NeuronsState.last_adjustment_block,
    ConsensusState.blocks_since_last_step,
    ConsensusState.last_mechansim_step_block,
    PoolsState.subnet_volume,
    PoolsState.subnet_moving_price,
    PoolsState.subnet_tao_provided,
    EmissionState.subnet_alpha_in_emission,
    EmissionState.subnet_alpha_out_emission,
    EmissionState.subnet_tao_in_emission,
    EmissionState.pending_emission,
    EmissionState.pending_root_divs,
    EmissionState.pending_alpha_swapped,
    EmissionState.pending_owner_cut,
    EmissionState.loaded_emission,
    EmissionState.alpha_dividends_per_subnet,
    EmissionState.tao_dividends_per_subnet,
    EmissionState.last_hotkey_emission_on_netuid,
    EmissionState.total_hotkey_alpha_last_epoch,
)
"""What was counted, earned and set aside."""

OPERATIONS: Final[Items] = (
    DelegationState.pending_child_keys,
    DelegationState.child_keys,
    DelegationState.parent_keys,
    DelegationState.childkey_take,
    DelegationState.transaction_key_last_block,
    StakeState.staking_operation_rate_limiter,
)
"""Children and parents, and when hotkeys last did something there; of `LastRateLimitedBlock` nothing is forgotten."""

OF_MECHANISMS: Final[Items] = (WeightsState.crv3_weight_commits, WeightsState.crv3_weight_commits_v2)
"""What a mechanism keeps beside what every end of a mechanism forgets."""


class Claim(NamedTuple):
    """A coldkey that holds alpha of a subnet on a hotkey, and how much, in alpha rao."""

    coldkey: AccountId
    alpha: AlphaBalance


# --- The end


@rule("R320-70", call=RootDissolveNetwork)
def root_dissolve_network(chain: Chain, origin: Origin, netuid: NetUid) -> None:
    """Dissolve a subnet at root's word.

    Raises:
        BadOrigin: root does not call.
        DispatchError: as `do_dissolve_network`.
    """
    ensure_root(origin)
    do_dissolve_network(chain, netuid)


@rule("R320-71")
def dissolve_network_of_any(chain: Chain, origin: Origin, coldkey: AccountId, netuid: NetUid) -> None:
    """Dissolve a subnet at root's word, whoever owns it.

    Args:
        coldkey: not looked at.

    Raises:
        BadOrigin: root does not call.
        DispatchError: as `do_dissolve_network`.
    """
    ensure_root(origin)
    do_dissolve_network(chain, netuid)


@rule("R320-72")
def do_dissolve_network(chain: Chain, netuid: NetUid) -> None:
    """Dissolve a subnet: users' liquidity is taken out, then the pool is shared out, then the rest is forgotten.

    Raises:
        SubnetNotExists: there is no such subnet, or it is root.
        DispatchError: as `dissolve_liquidity_providers`.
    """
    if not chain.subnets.networks_added[netuid] or netuid == ROOT:
        raise SubnetNotExists
    dissolve_liquidity_providers(chain, netuid)
    # What the owner has earned is worth what the pool would have paid for it.
    earned = compute_owners_earnings(chain, netuid)
    share_out_pool(chain, netuid)
    pay_back_lock(chain, netuid, earned)
    delete_entries(chain, SWAP, netuid)
    purge_commitments(chain, netuid)
    forget_network(chain, netuid)
    chain.emit(NetworkRemoved(netuid))


# --- Liquidity


@rule("R320-73")
def dissolve_liquidity_providers(chain: Chain, netuid: NetUid) -> None:
    """Take every position of a user out: pay its TAO, without fees, and stake its alpha, with fees, on the best validator.

    Where no neuron has a permit the alpha vanishes. A pool that has made no swap yet pays for no position.

    Raises:
        Other, HotKeyAccountNotExists: as `stake_on_best_validator`.
    """
    if not chain.pools.swap_v3_initialized[netuid]:
        return
    owners = [(owner, id) for (_, owner, id), _ in chain.pools.positions.under(netuid) if owner != PROTOCOL_ACCOUNT]
    best = get_best_validator(chain, netuid)
    for owner, id in owners:
        change = _try_to_remove(chain, netuid, owner, id)
        if change is not None:
            _pay_out_position(chain, netuid, owner, change, best)


@rule("R320-74")
def get_best_validator(chain: Chain, netuid: NetUid) -> Uid | None:
    """Of the neurons with a permit the one with the greatest validator trust, of equal ones that with the least number.

    Returns:
        None where no neuron has a permit, or the list of trust is too short to say.
    """
    trust, permits = chain.consensus.validator_trust[netuid], chain.consensus.validator_permit[netuid]
    permitted = [Uid(uid) for uid, (_, permit) in enumerate(zip(trust, permits, strict=False)) if permit]
    return max(permitted, key=lambda uid: trust[uid], default=None)


def _try_to_remove(chain: Chain, netuid: NetUid, owner: AccountId, id: PositionId) -> PositionChange | None:
    """What a position was, or None where it cannot be taken out; it is forgotten with the rest."""
    try:
        return do_remove_liquidity(chain, netuid, owner, id)
    except DispatchError:
        return None


def _pay_out_position(chain: Chain, netuid: NetUid, owner: AccountId, change: PositionChange, best: Uid | None) -> None:
    (tao, alpha), (_, fee_alpha) = change.amounts, change.fees
    # The pool keeps the fees in TAO.
    _pay(chain, owner, tao)
    decrease_provided_tao_reserve(chain, netuid, tao)
    out = alpha.saturating_add(fee_alpha)
    if out and best is not None:
        _stake_on(chain, netuid, owner, best, out)
    decrease_provided_alpha_reserve(chain, netuid, out)


def _stake_on(chain: Chain, netuid: NetUid, owner: AccountId, uid: Uid, alpha: AlphaBalance) -> None:
    hotkey = chain.neurons.keys.get((netuid, uid))
    if hotkey is None:
        raise Other("validator_hotkey_missing")
    pay_out_alpha(chain, owner, hotkey, netuid, alpha)


# --- Value


@rule("R320-75")
def compute_owners_earnings(chain: Chain, netuid: NetUid) -> TaoBalance:
    """What the owner is taken to have earned, in rao: the owners' share of the neurons' last emission, sold to the pool.

    Where the pool refuses the sale, the alpha counts at its price.
    """
    emitted = U96F32.saturating_from_num(sum(chain.consensus.emission[netuid]))
    alpha = (emitted * get_float_subnet_owner_cut(chain)).floor().saturating_to_num(U64)
    if not alpha:
        return TaoBalance(0)
    try:
        return TaoBalance(sim_swap(chain, netuid, SELL, alpha).amount_paid_out)
    except DispatchError:
        price = get_current_alpha_price(chain, netuid)
        return (U96F32.saturating_from_num(alpha) * price).floor().saturating_to_num(TaoBalance)


@rule("R320-76")
def share_out_pool(chain: Chain, netuid: NetUid) -> None:
    """Give the pool's TAO to those who hold alpha, and forget all alpha of the subnet.

    The TAO leaves the total stake. Where nobody holds alpha it is gone, and still counts as issued.
    """
    entries = [key for key, _ in chain.stake.alpha.items() if key[2] == netuid]
    claims = [claim for claim in (get_claim(chain, *key) for key in entries) if claim.alpha]
    pot = chain.pools.subnet_tao[netuid]
    if pot:
        del chain.pools.subnet_tao[netuid]
        total = chain.stake.total_stake
        total.value = total.value.saturating_sub(pot)
    for place, part in compute_parts(pot, [claim.alpha for claim in claims]):
        _pay(chain, claims[place].coldkey, part)
    for hotkey, coldkey, _ in entries:
        del chain.stake.alpha[hotkey, coldkey, netuid]
        del chain.stake.total_hotkey_alpha[hotkey, netuid]
        del chain.stake.total_hotkey_shares[hotkey, netuid]
    delete_entries(chain, ALPHA, netuid)


@rule("R320-77")
def get_claim(chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid) -> Claim:
    """What a coldkey holds on a hotkey: its stake, or where that is nothing, the whole of its share itself."""
    alpha = get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid)
    shares = chain.stake.alpha[hotkey, coldkey, netuid].saturating_to_num(AlphaBalance)
    return Claim(coldkey, alpha or shares)


@rule("R320-78")
def compute_parts(pot: TaoBalance, claims: list[AlphaBalance]) -> list[tuple[int, TaoBalance]]:
    """Split an amount by claims, each part rounded down; those that lost most by it get a rao more.

    Args:
        pot: in rao.
        claims: none is zero.

    Returns:
        The place of each claim and its part, those that lost most first, of equal ones as they were; together, the amount.
    """
    total = sum(claims)
    split = [divmod(pot * claim, total) for claim in claims]
    left = pot - sum(part for part, _ in split)
    order = sorted(range(len(split)), key=lambda place: -split[place][1])
    return [(place, TaoBalance(split[place][0] + (rank < left))) for rank, place in enumerate(order)]


@rule("R320-79")
def pay_back_lock(chain: Chain, netuid: NetUid, earned: TaoBalance) -> None:
    """Pay the owner what was locked, less what it has earned (R320-75), and lock nothing more.

    Args:
        earned: in rao.
    """
    refund = chain.subnets.subnet_locked[netuid].saturating_sub(earned)
    _pay(chain, chain.subnets.subnet_owner[netuid], refund)


def _pay(chain: Chain, coldkey: AccountId, tao: TaoBalance) -> None:
    """Pay TAO; of nothing no event tells."""
    if tao:
        add_balance_to_coldkey_account(chain, coldkey, tao)


# --- The rest


@rule("R320-80")
def purge_commitments(chain: Chain, netuid: NetUid) -> None:
    """Forget the commitments of a subnet, and that some of them are sealed; what was reserved for them stays reserved."""
    delete_entries(chain, COMMITMENTS, netuid)
    index = chain.commitments.timelocked_index
    index.value = tuple(entry for entry in index.value if entry[0] != netuid)


@rule("R320-81")
def forget_network(chain: Chain, netuid: NetUid) -> None:
    """Forget a subnet: what it is, its neurons, its mechanisms, its hyperparameters, its families, its books and its lease.

    What the owner last set, and when, stays for the next of its number, with two settings that this revision adds: the least
    number of neurons, and what becomes of the owner's alpha (KNOWN-222).
    """
    total = chain.subnets.total_networks
    total.value = total.value.saturating_sub(U16(1))
    for _, hotkey in chain.neurons.keys.under(netuid):
        del chain.neurons.is_network_member[hotkey, netuid]
    forget_weights_of_root(chain, netuid)
    for index in get_storage_indices(chain, netuid):
        forget_mechanism(chain, index)
        delete_entries(chain, OF_MECHANISMS, index)
    delete_entries(chain, (*SUBNET, *NEURONS, *HYPERPARAMETERS, *BOOKS, *OPERATIONS), netuid)
    if chain.serving.subnet_identities_v3.take(netuid) is not None:
        chain.emit(SubnetIdentityRemoved(netuid))
    _forget_lease(chain, netuid)
    if not chain.deviates(SETTINGS_ARE_INHERITED):
        _forget_settings(chain, netuid)


def _forget_settings(chain: Chain, netuid: NetUid) -> None:
    delete_entries(chain, (R320State.min_allowed_uids, R320State.recycle_or_burn), netuid)
    last_blocks = added(chain).last_rate_limited_block
    for key in list(last_blocks.keys()):
        if isinstance(key, SetSNOwnerHotkey | OwnerHyperparamUpdate) and key.netuid == netuid:
            del last_blocks[key]


def _forget_lease(chain: Chain, netuid: NetUid) -> None:
    loans = chain.crowdloans
    lease = loans.subnet_uid_to_lease_id.take(netuid)
    if lease is not None:
        del loans.subnet_leases[lease]
        loans.subnet_lease_shares.clear_under(lease)
        del loans.accumulated_lease_dividends[lease]


RULES: ReplacedRules = {dissolve_network: dissolve_network_of_any}
"""The rules of the base that are replaced here."""
