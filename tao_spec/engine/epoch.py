"""The epoch of a subnet, or of a batch of them, from arrays to arrays: CONS-2, and what CONS-72 and CONS-73 store.

Whatever the subnets or points of a batch have in common is computed once: it has an axis `L` of length one. What they
do not is computed in slices that stay near the processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from tao_spec.engine.bonds import Bonds, Known, compute_bonds_and_dividends, share_bonds
from tao_spec.engine.fixed import to_parts
from tao_spec.engine.judgement import Judgement, Opinions, get_opinions, judge
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.participants import Participants, get_participants
from tao_spec.engine.rows import spread
from tao_spec.engine.shares import EmissionShares, compute_emission_shares, vec_max_upscale_to_u16
from tao_spec.engine.subnet import EngineError, Settings, Subnet, take

SLICE = 1 << 16
"""So many elements of a matrix are worked on at a time: half a megabyte."""


@dataclass(frozen=True)
class Found:
    """What the matrices of an epoch come to.

    Attributes:
        consensus, trust, incentive: int64 bits (L, N).
        validator_trust, dividends: int64 bits (L, V).
        bonds: int64 (L, N, V), in parts of 65,535.
        has_bond: bool (L, N, V), whether a bond is stored, if only of zero.
        follows_weights: bool (L, 1), whether a stored row of bonds has the order of its weights; else it rises.
    """

    consensus: Array
    trust: Array
    incentive: Array
    validator_trust: Array
    dividends: Array
    bonds: Array
    has_bond: Array
    follows_weights: Array


@dataclass(frozen=True)
class Stored:
    """What an epoch stores, and how it shares out the emission: CONS-72 and CONS-73.

    Attributes:
        stake_weight, trust, consensus, incentive, dividends, pruning_scores, validator_trust: int64 (L, N), in parts of
            65,535; the rank is stored normalised, so that it is the incentive.
        active, validator_permit: bool (L, N).
        bonds, has_bond, follows_weights: as in `Found`.
        shares: of the emission, int64 bits (L, N).
    """

    stake_weight: Array
    active: Array
    trust: Array
    consensus: Array
    incentive: Array
    dividends: Array
    pruning_scores: Array
    validator_trust: Array
    validator_permit: Array
    bonds: Array
    has_bond: Array
    follows_weights: Array
    shares: EmissionShares


@dataclass(frozen=True)
class Epoch:
    """Every number of an epoch, and what is stored of them: CONS-2, `Epoch`."""

    who: Participants
    opinions: Opinions
    old: Array
    judgement: Judgement
    bonds: Bonds
    stored: Stored


def compute_epoch(xp: Namespace, subnet: Subnet, settings: Settings) -> Epoch:
    """Compute an epoch, or a batch of them at once, and keep every number on the way: CONS-2.

    Args:
        subnet: of one or many.
        settings: of one or many; where both are many, one of each makes an epoch.

    Raises:
        EngineError: both are many, and not as many.
    """
    _count_epochs(subnet, settings)
    who = get_participants(xp, subnet, settings)
    opinions, old = get_opinions(xp, subnet, who), share_bonds(xp, subnet, settings, who)
    judgement, bonds = _judge_and_move(xp, Basis(subnet, settings, who, opinions, old))
    return Epoch(who, opinions, old, judgement, bonds, _score(xp, subnet, who, _round(xp, judgement, bonds)))


def run_epoch(xp: Namespace, subnet: Subnet, settings: Settings) -> Stored:
    """Run an epoch, or a batch of them slice by slice, and keep what is stored only: CONS-1, without the storage.

    Args:
        subnet: of one or many.
        settings: of one or many; where both are many, one of each makes an epoch.

    Raises:
        EngineError: both are many, and not as many.
    """
    length = _count_epochs(subnet, settings)
    who = get_participants(xp, subnet, settings)
    basis = Basis(subnet, settings, who)
    if basis.length == 1:
        basis = basis.prepare(xp)
    slices = list(_slices(length, subnet.neurons * subnet.columns))
    found = [_find(xp, basis.take(start, stop)) for start, stop in slices]
    return _score(xp, subnet, who, found[0] if len(found) == 1 else _join(xp, found, slices))


@dataclass(frozen=True)
class Basis:
    """From what the matrices of an epoch follow; `opinions` and `old` bonds may be computed before a batch is sliced."""

    subnet: Subnet
    settings: Settings
    who: Participants
    opinions: Opinions | None = None
    old: Array | None = None

    @property
    def length(self) -> int:
        """How many weights and old bonds there are, if different points do not make them differ."""
        parts = (self.who.voice, self.who.recent)
        return max(self.subnet.length, *(int(part.shape[0]) for part in parts))

    def prepare(self, xp: Namespace) -> Basis:
        """The same with opinions and old bonds."""
        opinions = get_opinions(xp, self.subnet, self.who)
        return replace(self, opinions=opinions, old=share_bonds(xp, self.subnet, self.settings, self.who))

    def take(self, start: int, stop: int) -> Basis:
        """A slice of the batch; what all have in common stays so."""
        who = {field.name: take(getattr(self.who, field.name), start, stop) for field in fields(self.who)}
        subnet, settings = self.subnet.take(start, stop), self.settings.take(start, stop)
        return replace(self, subnet=subnet, settings=settings, who=Participants(**who))


def _find(xp: Namespace, basis: Basis) -> Found:
    """What the matrices of a slice come to."""
    return _round(xp, *_judge_and_move(xp, basis))


def _judge_and_move(xp: Namespace, basis: Basis) -> tuple[Judgement, Bonds]:
    subnet, settings, who, opinions, old = basis.subnet, basis.settings, basis.who, basis.opinions, basis.old
    if opinions is None:
        opinions, old = get_opinions(xp, subnet, who), share_bonds(xp, subnet, settings, who)
    judgement = judge(xp, opinions, who, settings)
    return judgement, compute_bonds_and_dividends(xp, Known(subnet, settings, who, opinions, judgement, old))


def _round(xp: Namespace, judgement: Judgement, bonds: Bonds) -> Found:
    return Found(
        consensus=judgement.consensus,
        trust=judgement.trust,
        incentive=judgement.incentive,
        validator_trust=judgement.validator_trust,
        dividends=bonds.dividends,
        bonds=to_parts(xp, bonds.values),
        has_bond=bonds.present,
        follows_weights=bonds.follows_weights,
    )


def _score(xp: Namespace, subnet: Subnet, who: Participants, found: Found) -> Stored:
    """What is stored of an epoch, in parts of 65,535 rounded down; pruning scores to the nearest: CONS-72."""
    dividends = spread(xp, found.dividends, subnet.places)
    shares = compute_emission_shares(xp, found.incentive, dividends, who.active_stake, who.stake)
    return Stored(
        stake_weight=to_parts(xp, who.stake),
        active=~who.inactive,
        trust=to_parts(xp, found.trust),
        consensus=to_parts(xp, found.consensus),
        incentive=to_parts(xp, found.incentive),
        dividends=to_parts(xp, dividends),
        pruning_scores=vec_max_upscale_to_u16(xp, shares.combined),
        validator_trust=to_parts(xp, spread(xp, found.validator_trust, subnet.places)),
        validator_permit=who.new_permits,
        bonds=found.bonds,
        has_bond=found.has_bond,
        follows_weights=found.follows_weights,
        shares=shares,
    )


def _count_epochs(subnet: Subnet, settings: Settings) -> int:
    """The length of a batch."""
    lengths = {subnet.length, settings.length} - {1}
    if len(lengths) > 1:
        what = f"{subnet.length} subnets and {settings.length} points make no batch"
        raise EngineError(f"{what}; give one of either, or as many of both")
    return max(lengths, default=1)


def _slices(length: int, elements: int) -> Iterator[tuple[int, int]]:
    """The slices of a batch whose matrices have so many elements each."""
    step = max(SLICE // max(elements, 1), 1)
    return ((start, min(start + step, length)) for start in range(0, length, step))


def _join(xp: Namespace, parts: Sequence[Found], slices: Sequence[tuple[int, int]]) -> Found:
    """The slices of a batch as one."""

    def join(name: str) -> Array:
        arrays = [getattr(part, name) for part in parts]
        sized = zip(arrays, slices, strict=True)
        full = [xp.broadcast_to(array, (stop - start, *array.shape[1:])) for array, (start, stop) in sized]
        return xp.concat(full, axis=0)

    return Found(**{field.name: join(field.name) for field in fields(Found)})
