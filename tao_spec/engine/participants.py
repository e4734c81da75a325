"""Who takes part in an epoch: shares of the stake, who is active, who may judge now and who from the next epoch on."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.engine.fixed import MAX, normalize
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.rows import pick
from tao_spec.engine.subnet import Settings, Subnet

_LOW_32 = 0xFFFF_FFFF
_INDEX_BITS = 15


@dataclass(frozen=True)
class Participants:
    """Who takes part: CONS-3, `Participants`.

    Attributes:
        inactive, recent, new_permits: bool (L, N); recent are those registered since the last epoch.
        stake, active_stake: int64 bits (L, N), shares of one.
        voice: int64 bits (L, V), the active stake of the rows.
    """

    inactive: Array
    recent: Array
    new_permits: Array
    stake: Array
    active_stake: Array
    voice: Array


def get_participants(xp: Namespace, subnet: Subnet, settings: Settings) -> Participants:
    """Who takes part in the epoch, with what stake, and who may judge from the next one on: CONS-3."""
    inactive = find_inactive(subnet, settings)
    stake = compute_stake_shares(xp, subnet, settings.threshold)
    active_stake = compute_active_stake(xp, stake, inactive, subnet.permits)
    return Participants(
        inactive=inactive,
        recent=find_recently_registered(subnet, settings),
        new_permits=is_topk_nonzero(xp, stake, settings.validators),
        stake=stake,
        active_stake=active_stake,
        voice=pick(xp, active_stake, subnet.rows),
    )


def find_inactive(subnet: Subnet, settings: Settings) -> Array:
    """Whose last update lies more than the cutoff before this block: CONS-6. bool (L, N)."""
    return subnet.last_update + settings.cutoff < subnet.number


def find_recently_registered(subnet: Subnet, settings: Settings) -> Array:
    """Who was registered in the block that lies a tempo before this one, or later: CONS-8. bool (L, N)."""
    return subnet.registered >= subnet.number - settings.tempo


def compute_stake_shares(xp: Namespace, subnet: Subnet, threshold: Array) -> Array:
    """The share of each stake that reaches the threshold in all that do: CONS-15, on I64F64.

    Args:
        threshold: int64 (L, 1), in rao.

    Returns:
        int64 bits (L, N), from zero to one.
    """
    counts = subnet.stake_whole >= threshold
    whole = xp.where(counts, subnet.stake_whole, xp.zeros_like(subnet.stake_whole))
    fraction = xp.where(counts, subnet.stake_fraction, xp.zeros_like(subnet.stake_fraction))
    fractions = xp.sum(fraction, axis=-1, keepdims=True)
    total = xp.sum(whole, axis=-1, keepdims=True) + (fractions >> 32)
    return _divide_stakes(xp, whole, fraction, total, fractions & _LOW_32)


def _divide_stakes(xp: Namespace, whole: Array, fraction: Array, total: Array, total_fraction: Array) -> Array:
    """The quotients of numbers of 94 digits, two int64 each, by a total not below any of them; 32 digits of each."""
    is_all = (whole == total) & (fraction == total_fraction)
    quotient = xp.zeros_like(whole)
    for _ in range(32):
        fraction = fraction + fraction
        whole = whole + whole + (fraction >> 32)
        fraction = fraction & _LOW_32
        is_one = (whole > total) | ((whole == total) & (fraction >= total_fraction))
        digit = xp.astype(is_one, xp.int64)
        fraction = fraction - digit * total_fraction
        # A difference below zero borrows one from the whole part.
        whole = whole - digit * total + (fraction >> 32)
        fraction = fraction & _LOW_32
        quotient = quotient + quotient + digit
    quotient = xp.where(is_all, xp.full_like(quotient, 1 << 32), quotient)
    return xp.where((total == 0) & (total_fraction == 0), xp.zeros_like(quotient), quotient)


def compute_active_stake(xp: Namespace, stake: Array, inactive: Array, permits: Array) -> Array:
    """Leave a voice to active neurons with a permit only, and share out one among them: CONS-22.

    Args:
        stake: int64 bits (L, N).
        inactive, permits: bool (L, N).

    Returns:
        int64 bits (L, N).
    """
    has_voice = permits & ~inactive
    return normalize(xp, xp.where(has_voice, stake, xp.zeros_like(stake)))


def is_topk_nonzero(xp: Namespace, stake: Array, validators: Array) -> Array:
    """Whether each element is among the greatest and not zero; of equal ones those that stand later win: CONS-20.

    Args:
        stake: int64 bits (L, N), from zero to one.
        validators: int64 (L, 1), how many are taken.

    Returns:
        bool (L, N).
    """
    size = stake.shape[1]
    keys = (stake << _INDEX_BITS) + xp.arange(size, dtype=xp.int64)
    bound = xp.full((keys.shape[0], 1), MAX, dtype=xp.int64)
    ranked = xp.concat([xp.sort(keys, axis=-1), bound], axis=-1)
    beaten = xp.clip(size - validators, 0, size)
    return (keys >= pick(xp, ranked, beaten)) & (stake != 0)
