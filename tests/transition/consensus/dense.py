"""The epoch a second time, with whole matrices: lists of rows of integers, which count in units of two to the -32.

Nothing is taken from the sparse functions. Shared is only what has no matrix in it: who takes part, the parameters, and the
speed of a single bond. A row that names a column twice has no place here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.activity import find_recently_registered, get_block_at_registration
from tao_spec.transition.consensus.epoch import Participants, get_participants
from tao_spec.transition.consensus.liquid_alpha import SOLD_BONDS_VANISH, alpha_sigmoid, get_liquid_alpha
from tao_spec.transition.consensus.weights import get_commit_blocks, get_owner_uid

Numbers = list[int]
Square = list[Numbers]
Marks = list[list[bool]]

ONE = 1 << 32
LEAST, MOST = -(1 << 63), (1 << 63) - 1


@dataclass(frozen=True)
class DenseEpoch:
    """What an epoch finds, in units of two to the -32."""

    consensus: Numbers
    validator_trust: Numbers
    trust: Numbers
    incentive: Numbers
    dividends: Numbers
    bonds: Square


def fit(number: int) -> int:
    return max(LEAST, min(number, MOST))


def wrap(number: int) -> int:
    return (number - LEAST) % (1 << 64) + LEAST


def times(a: int, b: int) -> int:
    return fit(a * b // ONE)


def over(a: int, b: int) -> int:
    """The quotient, cut off towards zero; zero where there is none."""
    if b == 0:
        return 0
    size = abs(a) * ONE // abs(b)
    quotient = size if (a < 0) == (b < 0) else -size
    return quotient if fit(quotient) == quotient else 0


def add_up(numbers: Sequence[int]) -> int:
    total = 0
    for number in numbers:
        total = fit(total + number)
    return total


def share_out(numbers: Sequence[int]) -> Numbers:
    total = wrap(sum(numbers))
    return [over(number, total) for number in numbers] if total else list(numbers)


def columns(matrix: Square) -> Square:
    return [list(column) for column in zip(*matrix, strict=True)]


def share_out_columns(matrix: Square) -> Square:
    totals = [add_up(column) for column in columns(matrix)]
    return [[over(cell, total) if total else cell for cell, total in zip(row, totals, strict=True)] for row in matrix]


def scale_columns_up(matrix: Square) -> Square:
    greatest = [max(column) for column in columns(matrix)]
    return [
        [over(cell, most) if most > 0 else cell for cell, most in zip(row, greatest, strict=True)] for row in matrix
    ]


def weigh_columns(matrix: Square, voices: Numbers) -> Numbers:
    return [
        add_up([times(voice, cell) for voice, cell in zip(voices, column, strict=True)]) for column in columns(matrix)
    ]


def read_weights(chain: Chain, netuid: NetUid, who: Participants) -> tuple[Square, Marks]:
    """The weights that count, shared out row by row; and where there is one, be it zero."""
    size, owner = len(who.stake), get_owner_uid(chain, netuid)
    updates, registered = chain.weights.last_update[netuid], get_block_at_registration(chain, netuid)
    committed = {}
    if chain.weights.commit_reveal_weights_enabled[netuid]:
        committed = get_commit_blocks(chain, netuid, who.hotkeys)
    cells, given = [[0] * size for _ in range(size)], [[False] * size for _ in range(size)]
    for i in range(size):
        for j, weight in chain.weights.weights[netuid, Uid(i)]:
            if j >= size or not who.old_permits[i] or (i == j and i != owner) or updates[i] <= registered[j]:
                continue
            if committed.get(Uid(i), registered[j]) >= registered[j]:
                cells[i][j], given[i][j] = weight * ONE, True
    return [share_out(row) for row in cells], given


def find_median(voices: Numbers, opinions: Numbers, kappa: int) -> int:
    """The opinion with which the stake passes the minority, from the least opinion upwards."""
    shares = share_out(voices)
    minority = sum(shares) - kappa
    below, median = 0, 0
    for opinion, share in sorted(zip(opinions, shares, strict=True)):
        below, median = below + share, opinion
        if below > minority:
            break
    return median


def read_bonds(chain: Chain, netuid: NetUid, size: int) -> Square:
    recent = find_recently_registered(chain, netuid, get_block_at_registration(chain, netuid))
    cells = [[0] * size for _ in range(size)]
    for i in range(size):
        for j, bond in chain.consensus.bonds[netuid, Uid(i)]:
            cells[i][j] = 0 if recent[j] else bond * ONE
    return cells


def move(new: Square, old: Square, alpha: int) -> Square:
    def cell(a: int, b: int) -> int:
        return max(fit(times(alpha, a) + times(ONE - alpha, b)), 0)

    return [[cell(a, b) for a, b in zip(*rows, strict=True)] for rows in zip(new, old, strict=True)]


def move_at_own_speed(
    chain: Chain, netuid: NetUid, new: Square, given: Marks, old: Square, consensus: Numbers
) -> Square:
    liquid, vanishes = get_liquid_alpha(chain, netuid), chain.deviates(SOLD_BONDS_VANISH)

    def cell(i: int, j: int) -> int:
        if vanishes and not given[i][j]:
            return 0
        numbers = (I32F32.from_bits(bits) for bits in (consensus[j], new[i][j], old[i][j]))
        alpha = alpha_sigmoid(liquid, *numbers).bits
        return max(min(fit(times(ONE - alpha, old[i][j]) + max(times(alpha, new[i][j]), 0)), ONE), 0)

    return [[cell(i, j) for j in range(len(consensus))] for i in range(len(new))]


@dataclass(frozen=True)
class Judged:
    """The matrices of a judgement: the weights, which of them are given, and what clipping leaves; voices and incentive."""

    weights: Square
    given: Marks
    clipped: Square
    consensus: Numbers
    voices: Numbers
    incentive: Numbers


def judge(chain: Chain, netuid: NetUid, who: Participants) -> Judged:
    voices = [share.bits for share in who.active_stake]
    weights, given = read_weights(chain, netuid, who)
    size, kappa = len(voices), over(chain.consensus.kappa[netuid], 65_535)
    voters = [i for i in range(size) if voices[i] > 0]
    consensus = [find_median([voices[i] for i in voters], [weights[i][j] for i in voters], kappa) for j in range(size)]
    clipped = [[min(cell, most) for cell, most in zip(row, consensus, strict=True)] for row in weights]
    return Judged(weights, given, clipped, consensus, voices, share_out(weigh_columns(clipped, voices)))


def weigh_for_bonds(said: Judged, penalty: int) -> tuple[Square, Marks]:
    """The weights for bonds, and which of them are given: with a full penalty those that clipping leaves something of."""
    size = len(said.voices)
    cells, given = [[0] * size for _ in range(size)], [[False] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            weight, cut = said.weights[i][j], said.clipped[i][j]
            cells[i][j] = max(fit(weight + times(penalty, cut - weight)), 0)
            is_cut_away = penalty == ONE and cut < weight and cut <= 0
            # With a partial penalty no zero is left, with none or a full one a weight of zero stays.
            is_left_out = 0 < penalty < ONE and cells[i][j] == 0
            given[i][j] = said.given[i][j] and not is_cut_away and not is_left_out
    return cells, given


def follow_yuma2(new: Square, old: Square, said: Judged, alpha: int) -> tuple[Square, Numbers]:
    bought = [[times(cell, voice) for cell in row] for row, voice in zip(new, said.voices, strict=True)]
    moved = share_out_columns(move(share_out_columns(bought), share_out_columns(old), alpha))
    earned = [add_up([times(worth, cell) for worth, cell in zip(said.incentive, row, strict=True)]) for row in moved]
    return scale_columns_up(moved), share_out(earned)


def follow_yuma3(bonds: Square, said: Judged) -> Numbers:
    parts = share_out_columns(bonds)
    gains = [wrap(sum(times(part, worth) for part, worth in zip(row, said.incentive, strict=True))) for row in parts]
    return share_out([times(gain, voice) for gain, voice in zip(gains, said.voices, strict=True)])


def move_bonds(chain: Chain, netuid: NetUid, said: Judged) -> tuple[Square, Numbers]:
    """The new bonds and the dividends, by the version that the subnet has chosen."""
    scores = chain.consensus
    new, given = weigh_for_bonds(said, over(scores.bonds_penalty[netuid], 65_535))
    old = read_bonds(chain, netuid, len(said.voices))
    alpha = fit(ONE - fit(scores.bonds_moving_average[netuid] * (1 << 64) // 1_000_000 >> 32))
    if not scores.yuma3_on[netuid]:
        return follow_yuma2(new, old, said, alpha)
    old = [[over(bond, 65_535 * ONE) for bond in row] for row in old]
    if scores.liquid_alpha_on[netuid] and any(said.consensus):
        bonds = move_at_own_speed(chain, netuid, new, given, old, said.consensus)
    else:
        bonds = move(new, old, alpha)
    return bonds, follow_yuma3(bonds, said)


def compute_dense_epoch(chain: Chain, netuid: NetUid) -> DenseEpoch:
    """The epoch of a subnet, with a number for each pair of neurons."""
    said = judge(chain, netuid, get_participants(chain, netuid))
    ranks, preranks = weigh_columns(said.clipped, said.voices), weigh_columns(said.weights, said.voices)
    bonds, dividends = move_bonds(chain, netuid, said)
    return DenseEpoch(
        consensus=said.consensus,
        validator_trust=[wrap(sum(row)) for row in said.clipped],
        trust=[over(rank, prerank) for rank, prerank in zip(ranks, preranks, strict=True)],
        incentive=said.incentive,
        dividends=dividends,
        bonds=bonds,
    )
