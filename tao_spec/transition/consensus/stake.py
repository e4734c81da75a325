"""The stake that counts in a subnet: alpha and TAO of a hotkey, less what children borrow, more what parents lend.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I32F32, I64F64, U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

WHOLE = U96F32.saturating_from_num(U64.MAX)
"""Proportions of children, and the weight of TAO, are parts of this."""


@rule("CONS-10")
def get_tao_weight(chain: Chain) -> U96F32:
    """What a TAO on root weighs against an alpha: `TaoWeight` over 2^64 - 1, from zero to one."""
    return U96F32.saturating_from_num(chain.stake.tao_weight.value).safe_div(WHOLE)


@rule("CONS-11")
def get_inherited_for_hotkey_on_subnet(chain: Chain, hotkey: AccountId, netuid: NetUid) -> AlphaBalance:
    """The alpha behind a hotkey in a subnet, after children and parents; on root nobody inherits.

    Returns:
        Alpha rao.
    """
    if netuid == ROOT:
        return chain.stake.total_hotkey_alpha[hotkey, netuid]
    return _inherit(chain, hotkey, netuid, holding=netuid).saturating_to_num(AlphaBalance)


@rule("CONS-12")
def get_tao_inherited_for_hotkey_on_subnet(chain: Chain, hotkey: AccountId, netuid: NetUid) -> TaoBalance:
    """The TAO on root behind a hotkey in a subnet, after its children and parents in that subnet.

    Returns:
        Rao.
    """
    return _inherit(chain, hotkey, netuid, holding=ROOT).saturating_to_num(TaoBalance)


def _inherit(chain: Chain, hotkey: AccountId, netuid: NetUid, holding: NetUid) -> U96F32:
    """What a hotkey holds in one subnet, less its children's parts, more its own of its parents' in another."""
    held = chain.stake.total_hotkey_alpha
    own = U96F32.saturating_from_num(held[hotkey, holding])
    lent = borrowed = U96F32.ZERO
    for proportion, _ in chain.delegation.child_keys[hotkey, netuid]:
        lent += own * _share(proportion)
    for proportion, parent in chain.delegation.parent_keys[hotkey, netuid]:
        borrowed += U96F32.saturating_from_num(held[parent, holding]) * _share(proportion)
    # Who lends more than all has nothing of its own left, and no debt.
    return own - lent + borrowed


def _share(proportion: U64) -> U96F32:
    return U96F32.saturating_from_num(proportion).safe_div(WHOLE)


@rule("CONS-13")
def get_stake_weight_for_hotkey_on_subnet(chain: Chain, hotkey: AccountId, netuid: NetUid) -> I64F64:
    """The stake of a hotkey that counts in a subnet: its alpha, and its TAO times the weight of TAO, in alpha rao."""
    alpha = I64F64.saturating_from_num(get_inherited_for_hotkey_on_subnet(chain, hotkey, netuid))
    root_tao = I64F64.saturating_from_num(get_tao_inherited_for_hotkey_on_subnet(chain, hotkey, netuid))
    return alpha + root_tao * I64F64.saturating_from_num(get_tao_weight(chain))


@rule("CONS-14")
def get_stake_weights_for_network(chain: Chain, netuid: NetUid) -> list[I64F64]:
    """The stake that counts of every neuron of a subnet, by its number; zero where a number has no hotkey."""
    stakes = []
    for uid in range(chain.neurons.subnetwork_n[netuid]):
        hotkey = chain.neurons.keys.get((netuid, Uid(uid)))
        stakes.append(I64F64.ZERO if hotkey is None else get_stake_weight_for_hotkey_on_subnet(chain, hotkey, netuid))
    return stakes


@rule("CONS-15")
def compute_stake_shares(stakes: Sequence[I64F64], threshold: U64) -> list[I32F32]:
    """Share out one among the stakes that reach the threshold; those below it count as zero.

    Args:
        stakes: in alpha rao.
        threshold: in rao; compared with the whole rao of a stake.

    Returns:
        The shares; as they stand where they sum to zero. They are divided in 64 digits and cut off to 32.
    """
    counted = [stake if stake.saturating_to_num(U64) >= threshold else I64F64.ZERO for stake in stakes]
    total = I64F64.wrapping_sum(counted)
    shares = [stake.safe_div(total) for stake in counted] if total else counted
    return [I32F32.saturating_from_num(share) for share in shares]
