"""Contracts on the pure functions of emission and consensus, for CrossHair to search for counterexamples.

Numbers are given as integers, the bits of fixed-point ones. What the search does not find within its time may still exist: these
contracts are searched, not proved.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32, U96F32
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.consensus.clipping import clip_weights
from tao_spec.transition.consensus.matrices import interpolate, mat_ema
from tao_spec.transition.consensus.shares import compute_emission
from tao_spec.transition.consensus.vector_math import fixed_proportion_to_u16, u16_proportion_to_fixed
from tao_spec.transition.emission.epoch_schedule import compute_blocks_until_next_epoch
from tao_spec.transition.emission.injection import compute_injection
from tao_spec.transition.emission.root_dividends import compute_root_alpha

ONE = 1 << 32
BLOCK = 10**9
WHOLE = 65_535


def an_epoch_comes_within_a_tempo(netuid: int, tempo: int, block: int) -> int:
    """Where there is a tempo, an epoch is at most so many blocks away, and one block later it is one block nearer.

    pre: 0 <= netuid <= WHOLE
    pre: 1 <= tempo <= WHOLE
    pre: 0 <= block < 1 << 32
    post: 0 <= __return__ <= tempo
    """
    return int(compute_blocks_until_next_epoch(NetUid(netuid), U16(tempo), BlockHeight(block)))


def a_share_of_the_emission_is_no_more_than_it(share: int, emission: int) -> int:
    """A share of at most one gives at most the emission, and less than one alpha rao and 2^-32 of it are cut off.

    pre: 0 <= share <= ONE
    pre: 0 <= emission < 1 << 64
    post: 0 <= __return__ <= emission
    post: __return__ * ONE <= share * emission < (__return__ + 1) * ONE
    """
    return int(compute_emission([I32F32.from_bits(share)], AlphaBalance(emission))[0])


def the_pool_never_gets_more_than_the_share(share: int, price: int) -> tuple[int, int]:
    """TAO for the pool and TAO to spend are together the share, to the last digit.

    pre: 0 <= share <= BLOCK * ONE
    pre: 0 <= price < 1 << 64
    post: __return__[0] + __return__[1] == share
    post: __return__[0] >= 0 and __return__[1] >= 0
    """
    number = U96F32.saturating_from_num
    parts = compute_injection(number(AlphaBalance(BLOCK)), U96F32.from_bits(share), U96F32.from_bits(price), U96F32.ONE)
    return parts.tao_in.bits, parts.tao_to_spend.bits


def root_gets_at_most_half(alpha: int, proportion: int) -> int:
    """Root's part of a block's alpha is at most half of it.

    pre: 0 <= alpha <= BLOCK * ONE
    pre: 0 <= proportion <= ONE
    post: 0 <= 2 * __return__ <= alpha
    """
    return compute_root_alpha(U96F32.from_bits(alpha), U96F32.from_bits(proportion)).bits


def parts_come_back_from_shares(parts: int) -> int:
    """Parts as a share of one, and back in parts, are less by one at most; nothing and all are exact.

    pre: 0 <= parts <= WHOLE
    post: parts - 1 <= __return__ <= parts
    post: parts not in (0, WHOLE) or __return__ == parts
    """
    return int(fixed_proportion_to_u16([u16_proportion_to_fixed(U16(parts))])[0])


def clipping_never_exceeds_consensus(weight: int, consensus: int) -> int:
    """What clipping leaves of a weight is the lesser of it and consensus.

    pre: 0 <= weight <= ONE
    pre: 0 <= consensus <= ONE
    post: __return__ == min(weight, consensus)
    """
    row = clip_weights([[(0, I32F32.from_bits(weight))]], [I32F32.from_bits(consensus)])[0]
    return row[0][1].bits if row else 0


def a_penalised_weight_lies_between_clipped_and_whole(weight: int, clipped: int, penalty: int) -> int:
    """A penalty takes a weight towards what clipping leaves of it, and not beyond.

    pre: 0 <= clipped <= weight <= ONE
    pre: 0 <= penalty <= ONE
    post: clipped <= __return__ <= weight
    """
    whole, rest = ([[(0, I32F32.from_bits(bits))]] for bits in (weight, clipped))
    row = interpolate(whole, rest, I32F32.from_bits(penalty))[0]
    return row[0][1].bits if row else 0


def a_bond_moves_between_old_and_new(new: int, old: int, alpha: int) -> int:
    """A moving average of numbers from zero to one lies between them, but for the digit that each product cuts off.

    pre: 0 <= new <= ONE
    pre: 0 <= old <= ONE
    pre: 0 <= alpha <= ONE
    post: min(new, old) - 2 <= __return__ <= max(new, old)
    """
    weights, bonds = ([[(0, I32F32.from_bits(bits))]] for bits in (new, old))
    moved = mat_ema(weights, bonds, I32F32.from_bits(alpha))[0]
    return moved[0][1].bits if moved else 0
