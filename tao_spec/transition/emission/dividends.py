"""How dividends are divided: between a hotkey and its parents, and between alpha and the TAO of root.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import WHOLE, get_tao_weight
from tao_spec.transition.rules import replaceable, rule

Shares = Mapping[AccountId, U96F32]


@dataclass(frozen=True)
class Dividends:
    """What each hotkey gets: alpha of the subnet, in alpha rao, and TAO for its stake on root, in rao."""

    alpha: Shares
    root_tao: Shares


@dataclass(frozen=True)
class Stakes:
    """What lies on a hotkey: alpha of the subnet, in alpha rao, and TAO on root, in rao."""

    alpha: AlphaBalance
    root_tao: AlphaBalance


@rule("EMIT-30")
def share_dividends_with_parents(
    chain: Chain, netuid: NetUid, dividends: Iterable[tuple[AccountId, AlphaBalance]]
) -> dict[AccountId, U96F32]:
    """Add up, for every hotkey, what it gets as a validator and as a parent of validators.

    Args:
        dividends: of each neuron, in alpha rao.

    Returns:
        Alpha rao by hotkey, in ascending order.
    """
    total: dict[AccountId, U96F32] = {}
    for hotkey, dividend in dividends:
        for receiver, amount in get_parent_child_dividends_distribution(chain, hotkey, netuid, dividend):
            total[receiver] = total.get(receiver, U96F32.ZERO) + U96F32.saturating_from_num(amount)
    return dict(sorted(total.items()))


@rule("EMIT-31")
def get_parent_child_dividends_distribution(
    chain: Chain, hotkey: AccountId, netuid: NetUid, dividends: AlphaBalance
) -> list[tuple[AccountId, AlphaBalance]]:
    """Divide the dividends of a hotkey among its parents and itself, by what each contributes to its stake.

    The hotkey keeps its childkey take of the part of each parent that another coldkey owns.

    Args:
        dividends: in alpha rao.

    Returns:
        Alpha rao of each parent, in the stored order, then of the hotkey, which also has what rounding leaves.
    """
    all_dividends = U96F32.saturating_from_num(dividends)
    contributions = [
        (parent, _contribute(chain, parent, netuid, _fraction(proportion)))
        for proportion, parent in chain.delegation.parent_keys[hotkey, netuid]
    ]
    total = U96F32.saturating_from_num(get_self_contribution(chain, hotkey, netuid))
    for _, contribution in contributions:
        total += contribution
    kept, taken, distribution = all_dividends, U96F32.ZERO, []
    for parent, contribution in contributions:
        part = all_dividends * (contribution.checked_div(total) or U96F32.ZERO)
        kept -= part
        of_parent, of_child = divide_with_child(chain, hotkey, parent, netuid, part)
        taken += of_child
        distribution.append((parent, of_parent.saturating_to_num(AlphaBalance)))
    return [*distribution, (hotkey, (kept + taken).saturating_to_num(AlphaBalance))]


@replaceable
def divide_with_child(
    chain: Chain, child: AccountId, parent: AccountId, netuid: NetUid, part: U96F32
) -> tuple[U96F32, U96F32]:
    """What a parent has of its dividends, and what its child keeps of them, in alpha rao."""
    take = get_childkey_take(chain, child, parent, netuid) * part
    return part - take, take


def get_childkey_take(chain: Chain, child: AccountId, parent: AccountId, netuid: NetUid) -> U96F32:
    """The share of a parent's dividends that the child keeps: none between hotkeys of one coldkey."""
    if chain.keys.owner[parent] == chain.keys.owner[child]:
        return U96F32.ZERO
    take = U96F32.saturating_from_num(chain.delegation.childkey_take[child, netuid])
    return take.safe_div(U96F32.saturating_from_num(U16.MAX))


@rule("EMIT-32")
def get_self_contribution(chain: Chain, hotkey: AccountId, netuid: NetUid) -> U64:
    """What a hotkey adds to its own stake that counts: its alpha and weighted TAO, less what its children have of them."""
    remaining = U96F32.ONE
    for proportion, _ in chain.delegation.child_keys[hotkey, netuid]:
        remaining -= _fraction(proportion)
    return _contribute(chain, hotkey, netuid, remaining).saturating_to_num(U64)


def _contribute(chain: Chain, hotkey: AccountId, netuid: NetUid, proportion: U96F32) -> U96F32:
    """A part of a hotkey's alpha and weighted TAO, in alpha rao."""
    held = chain.stake.total_hotkey_alpha
    alpha = U96F32.saturating_from_num(held[hotkey, netuid]) * proportion
    root = U96F32.saturating_from_num(held[hotkey, ROOT]) * proportion * get_tao_weight(chain)
    return alpha + root


def _fraction(proportion: U64) -> U96F32:
    return U96F32.saturating_from_num(proportion).safe_div(WHOLE)


@rule("EMIT-33")
def get_stakes(chain: Chain, netuid: NetUid, hotkeys: Iterable[AccountId]) -> dict[AccountId, Stakes]:
    """What lies on each of some hotkeys before anything is paid."""
    held = chain.stake.total_hotkey_alpha
    return {hotkey: Stakes(held[hotkey, netuid], held[hotkey, ROOT]) for hotkey in hotkeys}


@rule("EMIT-34")
def compute_dividends(
    chain: Chain, alpha: AlphaBalance, root_tao: TaoBalance, stakes: Mapping[AccountId, Stakes], dividends: Shares
) -> Dividends:
    """Divide the validators' alpha and the TAO of root: each dividend earns of both, as its hotkey's stake is alpha and TAO.

    Args:
        alpha: to be divided, in alpha rao.
        root_tao: to be divided, in rao; lost where no hotkey with dividends has stake on root that weighs anything.
        stakes: of every hotkey with dividends.
        dividends: in alpha rao.
    """
    root_parts, alpha_parts = {}, {}
    for hotkey, dividend in dividends.items():
        root_parts[hotkey] = dividend * _get_root_share(chain, stakes[hotkey])
        alpha_parts[hotkey] = dividend - root_parts[hotkey]
    return Dividends(alpha=_divide(alpha, alpha_parts), root_tao=_divide(root_tao, root_parts))


def _get_root_share(chain: Chain, stakes: Stakes) -> U96F32:
    root = U96F32.saturating_from_num(stakes.root_tao) * get_tao_weight(chain)
    return root.checked_div(U96F32.saturating_from_num(stakes.alpha) + root) or U96F32.ZERO


def _divide(amount: U64, parts: Shares) -> Shares:
    """Divide an amount in proportion to parts; nobody gets anything where all parts are zero."""
    total = U96F32.ZERO
    for part in parts.values():
        total += part
    whole = U96F32.saturating_from_num(amount)
    return {hotkey: whole * (part.checked_div(total) or U96F32.ZERO) for hotkey, part in parts.items()}
