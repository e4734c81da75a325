"""What the validators say together: the weights that count, consensus, and what clipping leaves of the weights."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.engine.fixed import ONE, divide_part, multiply, normalize
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.participants import Participants
from tao_spec.engine.rows import pick
from tao_spec.engine.subnet import Settings, Subnet

_INDEX_BITS = 15
_LAST = (1 << (33 + _INDEX_BITS)) - 1


@dataclass(frozen=True)
class Opinions:
    """The weights that count, and what follows from them whatever consensus is asked for.

    Attributes:
        weights: int64 bits (L, N, V), each row summing to one or zero.
        present: bool (L, N, V), whether there is a weight, if only of zero.
        backed: int64 bits (L, N, V), each weight times the active stake of its row.
        preranks: int64 bits (L, N), the sum of these.
        ranked: int64 bits (L, N, V), the opinions on each neuron, the least first; those of rows without a voice last.
        support: int64 bits (L, N, V), the stake behind an opinion and all before it.
        voters: int64 (L, 1), how many rows have a voice.
    """

    weights: Array
    present: Array
    backed: Array
    preranks: Array
    ranked: Array
    support: Array
    voters: Array


@dataclass(frozen=True)
class Judgement:
    """What follows with the consensus that is asked for: CONS-4, `Judgement`.

    Attributes:
        consensus, ranks, trust, incentive: int64 bits (L, N).
        clipped: int64 bits (L, N, V).
        backed: int64 bits (L, N, V), each clipped weight times the active stake of its row.
        present: bool (L, N, V), whether clipping left an entry, if only of zero.
        validator_trust: int64 bits (L, V).
    """

    consensus: Array
    clipped: Array
    backed: Array
    present: Array
    ranks: Array
    trust: Array
    incentive: Array
    validator_trust: Array


def get_opinions(xp: Namespace, subnet: Subnet, who: Participants) -> Opinions:
    """The weights that count, ordered on each neuron, with the stake that stands behind them: CONS-38 and CONS-41."""
    present = mask_weights(xp, subnet)
    weights = normalize_rows(xp, subnet.weights, present)
    shares = normalize(xp, who.voice)
    ranked, support = rank_opinions(xp, weights, shares, who.voice > 0)
    backed = multiply(weights, who.voice[:, None, :])
    return Opinions(
        weights=weights,
        present=present,
        backed=backed,
        preranks=xp.sum(backed, axis=-1),
        ranked=ranked,
        support=support,
        voters=xp.sum(xp.astype(who.voice > 0, xp.int64), axis=-1, keepdims=True),
    )


def mask_weights(xp: Namespace, subnet: Subnet) -> Array:
    """Which stored weights count: CONS-31, CONS-32 and CONS-36. bool (L, N, V).

    They count if their row has a permit, judges another (only the owner's may judge itself), and set or committed them since
    that other was registered.
    """
    rows = subnet.rows[:, None, :]
    columns = xp.reshape(xp.arange(subnet.neurons, dtype=xp.int64), (1, -1, 1))
    registered = subnet.registered[:, :, None]
    updated = pick(xp, subnet.last_update, subnet.rows)[:, None, :]
    is_other = (columns != rows) | (rows == subnet.owner[:, :, None])
    is_new = (updated > registered) & (subnet.committed[:, None, :] >= registered)
    return subnet.given & pick(xp, subnet.permits, subnet.rows)[:, None, :] & is_other & is_new


def normalize_rows(xp: Namespace, weights: Array, present: Array) -> Array:
    """Divide each row's weights by their sum: CONS-81. A row of zeros stays.

    Args:
        weights: int64 (L, N, V), parts of 65,535.
        present: bool (L, N, V), which of them count.

    Returns:
        int64 bits (L, N, V).
    """
    counted = weights * xp.astype(present, xp.int64)
    total = xp.sum(counted, axis=-2, keepdims=True)
    counted <<= 32
    counted //= xp.where(total == 0, xp.ones_like(total), total)
    return counted


def rank_opinions(xp: Namespace, weights: Array, shares: Array, has_voice: Array) -> tuple[Array, Array]:
    """The opinions on each neuron, the least first, and the stake that stands behind each and all before it.

    Args:
        weights: int64 bits (L, N, V), from zero to one.
        shares: int64 bits (L, V), of the stake that has a voice.
        has_voice: bool (L, V).

    Returns:
        Two int64 arrays (L, N, V); what comes behind the last voter means nothing.
    """
    index = xp.arange(weights.shape[-1], dtype=xp.int64)
    keys = (weights << _INDEX_BITS) + index
    keys = xp.where(has_voice[:, None, :], keys, (_LAST >> _INDEX_BITS << _INDEX_BITS) + index)
    keys = xp.sort(keys, axis=-1, stable=False)
    support = pick(xp, shares, keys & ((1 << _INDEX_BITS) - 1))
    keys >>= _INDEX_BITS
    return keys, xp.cumulative_sum(support, axis=-1)


def find_consensus(xp: Namespace, opinions: Opinions, kappa: Array) -> Array:
    """On each neuron the least opinion with which more than the minority of the stake stands: CONS-96 and CONS-97.

    Where the minority is all of the stake, that is the greatest opinion. The rules find it by narrowing the candidates; as
    long as stake adds up without leaving its type, there is one that both find.

    Args:
        kappa: int64 bits (L, 1).

    Returns:
        int64 bits (L, N), zero where nobody has a voice.
    """
    minority = opinions.support[:, :, -1] - kappa
    below = xp.sum(xp.astype(opinions.support <= minority[:, :, None], xp.int64), axis=-1)
    place = xp.clip(xp.minimum(below, opinions.voters - 1), 0, None)
    size, width = opinions.ranked.shape[1:]
    ranked = xp.reshape(opinions.ranked, (opinions.ranked.shape[0], size * width))
    begins = xp.arange(size, dtype=xp.int64) * width
    found = pick(xp, ranked, place + begins)
    return xp.where(opinions.voters > 0, found, xp.zeros_like(found))


def judge(xp: Namespace, opinions: Opinions, who: Participants, settings: Settings) -> Judgement:
    """Consensus, what clipping leaves, and the ranks that follow: CONS-4."""
    consensus = find_consensus(xp, opinions, settings.kappa)
    clipped = xp.minimum(opinions.weights, consensus[:, :, None])
    backed = multiply(clipped, who.voice[:, None, :])
    ranks = xp.sum(backed, axis=-1)
    return Judgement(
        consensus=consensus,
        clipped=clipped,
        backed=backed,
        present=opinions.present & ((consensus > 0)[:, :, None] | (opinions.weights == 0)),
        ranks=ranks,
        trust=divide_part(xp, ranks, opinions.preranks),
        incentive=normalize(xp, ranks),
        validator_trust=xp.sum(clipped, axis=-2),
    )


def interpolate(xp: Namespace, opinions: Opinions, judgement: Judgement, penalty: Array) -> tuple[Array, Array]:
    """The weights from which bonds follow, from all of them to what clipping left: CONS-51 and CONS-88.

    Args:
        penalty: int64 bits (L, 1), zero for all of the weights, `ONE` for the clipped.

    Returns:
        int64 bits and bool, both (L, N, V): the weights, and whether there is one, if only of zero.
    """
    ratio = penalty[:, :, None]
    moved = opinions.weights + multiply(judgement.clipped - opinions.weights, ratio)
    present = xp.where(ratio == ONE, judgement.present, moved > 0)
    return moved, xp.where(ratio == 0, opinions.present, present)
