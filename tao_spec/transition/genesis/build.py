"""The state of block 0: accounts and members as configured, the root network, and one subnet that nobody owns.

Source: upstream's `pallets/subtensor/src/macros/genesis.rs`; what else it writes is already the default of its item.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis.config import GenesisConfig, GenesisError, read_genesis_config
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import rule

FIRST_SUBNET = NetUid(1)
NOBODY = AccountId()
"""The account of zeros: owner and only neuron of the first subnet."""

ROOT_SYMBOL = "\N{GREEK CAPITAL LETTER TAU}".encode()
FIRST_SUBNET_SYMBOL = "\N{GREEK SMALL LETTER ALPHA}".encode()

GENESIS_TEMPO = U16(100)
MAX_VALIDATORS = U16(64)
POOL_TAO = tao(10)
POOL_ALPHA = AlphaBalance(10 * 10**9)
FOUNDER_ALPHA = AlphaBalance(10**9)


@rule("GENESIS-4")
def build_genesis(config: Mapping[str, Any], revision: Revision) -> Chain:
    """Make the chain of block 0 that a genesis JSON describes.

    Args:
        config: the chain's genesis JSON; what is absent has the chain's default.
        revision: the rules in force from the first block on.

    Raises:
        GenesisError: the chain refuses the configuration.
        Unsupported: the configuration asks for something that is not specified.
    """
    read = read_genesis_config(config)
    chain = Chain({}, revision)
    endow_accounts(chain, read)
    open_root(chain, read.issuance)
    open_first_subnet(chain)
    seat_members(chain, read)
    if read.sudo is not None:
        chain.governance.sudo_key.value = read.sudo
    chain.commit()
    return chain


@rule("GENESIS-5")
def endow_accounts(chain: Chain, config: GenesisConfig) -> None:
    """Give each account its free TAO; their sum is the total issuance of Balances, modulo 2^64.

    Raises:
        GenesisError: a balance is under the existential deposit, or an account stands twice.
    """
    deposit = chain.constants.existential_deposit
    for place, (_, free) in enumerate(config.balances):
        if free < deposit:
            reason = f"an account must hold the existential deposit of {deposit} rao, and has {free}"
            raise GenesisError(reason, f".balances.balances[{place}]")
    _ensure_distinct([who for who, _ in config.balances], ".balances.balances")
    chain.accounts.total_issuance.value = TaoBalance.wrap(sum(free for _, free in config.balances))
    for who, free in config.balances:
        chain.accounts.account[who] = AccountInfo(providers=U32(1), data=AccountData(free=free))


@rule("GENESIS-6")
def open_root(chain: Chain, issuance: TaoBalance) -> None:
    """Open the root network, and set the total issuance that the halvings follow to what the configuration says.

    Args:
        issuance: in rao; the TAO in the first subnet's pool is not part of it.
    """
    chain.emission.total_issuance.value = issuance
    _open_subnet(chain, ROOT, MAX_VALIDATORS, ROOT_SYMBOL)
    chain.neurons.target_registrations_per_interval[ROOT] = U16(1)


@rule("GENESIS-7")
def open_first_subnet(chain: Chain) -> None:
    """Open subnet 1 with a pool of 10 TAO and 10 alpha; its owner and only neuron, the zero account, holds 1 alpha."""
    _open_subnet(chain, FIRST_SUBNET, U16(256), FIRST_SUBNET_SYMBOL)
    chain.subnets.subnet_owner[FIRST_SUBNET] = NOBODY
    chain.subnets.subnet_locked[FIRST_SUBNET] = TaoBalance(1)
    chain.subnets.largest_locked[FIRST_SUBNET] = U64(1)
    chain.pools.subnet_mechanism[FIRST_SUBNET] = U16(1)
    chain.pools.subnet_tao[FIRST_SUBNET] = POOL_TAO
    chain.pools.subnet_alpha_in[FIRST_SUBNET] = POOL_ALPHA
    chain.pools.subnet_alpha_out[FIRST_SUBNET] = FOUNDER_ALPHA
    # The pool's TAO was never issued.
    if not chain.deviates("KNOWN-4"):
        issuance = chain.emission.total_issuance
        issuance.value = issuance.value.saturating_add(POOL_TAO)
        chain.stake.total_stake.value = POOL_TAO
    _stake_founder(chain)
    _seat_founder(chain)


def _open_subnet(chain: Chain, netuid: NetUid, max_uids: U16, symbol: bytes) -> None:
    """What root and the first subnet have in common."""
    total = chain.subnets.total_networks
    total.value = total.value.saturating_add(U16(1))
    chain.subnets.networks_added[netuid] = True
    chain.subnets.token_symbol[netuid] = symbol
    chain.consensus.tempo[netuid] = GENESIS_TEMPO
    chain.consensus.max_allowed_validators[netuid] = MAX_VALIDATORS
    chain.neurons.subnetwork_n[netuid] = U16(0)
    chain.neurons.max_allowed_uids[netuid] = max_uids
    chain.neurons.network_registration_allowed[netuid] = True
    # Weights may be of any number and any size.
    chain.weights.min_allowed_weights[netuid] = U16(0)
    chain.weights.max_weights_limit[netuid] = U16(U16.MAX)


def _stake_founder(chain: Chain) -> None:
    """The zero account owns itself and holds all alpha outside the pool, a share for each alpha rao."""
    shares = U64F64.saturating_from_num(FOUNDER_ALPHA)
    chain.keys.owner[NOBODY] = NOBODY
    chain.stake.staking_hotkeys[NOBODY] = (NOBODY,)
    chain.stake.alpha[NOBODY, NOBODY, FIRST_SUBNET] = shares
    chain.stake.total_hotkey_shares[NOBODY, FIRST_SUBNET] = shares
    chain.stake.total_hotkey_alpha[NOBODY, FIRST_SUBNET] = FOUNDER_ALPHA


def _seat_founder(chain: Chain) -> None:
    """The zero account is neuron 0, with every score at zero."""
    neurons, uid = chain.neurons, Uid(0)
    neurons.subnetwork_n[FIRST_SUBNET] = U16(1)
    neurons.keys[FIRST_SUBNET, uid] = NOBODY
    neurons.uids[FIRST_SUBNET, NOBODY] = uid
    neurons.block_at_registration[FIRST_SUBNET, uid] = BlockHeight(0)
    neurons.is_network_member[NOBODY, FIRST_SUBNET] = True
    neurons.pruning_scores[FIRST_SUBNET] = (U16(0),)
    scores = chain.consensus
    shares = (scores.rank, scores.trust, scores.consensus, scores.incentive, scores.dividends, scores.validator_trust)
    for share in shares:
        share[FIRST_SUBNET] = (U16(0),)
    scores.emission[FIRST_SUBNET] = (AlphaBalance(0),)
    scores.active[FIRST_SUBNET] = (True,)
    scores.validator_permit[FIRST_SUBNET] = (False,)
    chain.weights.last_update[FIRST_SUBNET] = (BlockHeight(0),)


@rule("GENESIS-8")
def seat_members(chain: Chain, config: GenesisConfig) -> None:
    """Seat the triumvirate and the senate, each in ascending order; a triumvirate named directly keeps its order.

    Raises:
        GenesisError: a member stands twice, or the triumvirate is named both directly and by its membership.
    """
    _ensure_distinct(config.triumvirate, ".triumvirate.members")
    _ensure_distinct(config.triumvirate_members, ".triumvirateMembers.members")
    _ensure_distinct(config.senate_members, ".senateMembers.members")
    # The membership seats the collective, which can be seated only once.
    if config.triumvirate and config.triumvirate_members:
        raise GenesisError("the triumvirate has members already", ".triumvirateMembers.members")
    if triumvirate := config.triumvirate or tuple(sorted(config.triumvirate_members)):
        chain.governance.members.value = triumvirate
    chain.governance.triumvirate_members.value = tuple(sorted(config.triumvirate_members))
    chain.governance.senate_members.value = tuple(sorted(config.senate_members))


def _ensure_distinct(accounts: Collection[AccountId], where: str) -> None:
    if len(set(accounts)) == len(accounts):
        return
    seen: set[AccountId] = set()
    for place, who in enumerate(accounts):
        if who in seen:
            raise GenesisError(f"the account 0x{who.hex()} stands twice", f"{where}[{place}]")
        seen.add(who)
