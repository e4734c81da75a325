"""Every number that the engine finds beside what the rules find, each in its own shape; a difference is told by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.engine.epoch import Epoch
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import Subnet
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus import epoch as rules
from tao_spec.transition.consensus.activity import find_recently_registered, get_block_at_registration
from tao_spec.transition.consensus.bonds import get_bonds
from tao_spec.transition.consensus.matrices import Matrix, col_normalize, matmul, row_scale
from tao_spec.transition.consensus.vector_math import (
    U16_MAX,
    fixed_proportion_to_u16,
    normalize,
    vec_max_upscale_to_u16,
)

Named = dict[str, Any]


def flatten(record: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays of a record and of the records in it, by their names."""
    for field in fields(record):
        value = getattr(record, field.name)
        if is_dataclass(value):
            yield from flatten(value, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}", value


class Expected:
    """What the rules find of an epoch, in the shapes of the engine."""

    def __init__(self, chain: Chain, netuid: NetUid, subnet: Subnet) -> None:
        self.epoch = rules.compute_epoch(chain, netuid)
        self.rows: list[int] = to_list(subnet.rows)[0]
        self.size = subnet.neurons
        self.chain, self.netuid = chain, netuid
        registered = get_block_at_registration(chain, netuid)
        self.recent = find_recently_registered(chain, netuid, registered)

    def dense(self, matrix: Matrix) -> list[list[int]]:
        made = [[0] * len(self.rows) for _ in range(self.size)]
        for uid, row in enumerate(matrix):
            for column, value in row:
                made[column][self.rows.index(uid)] = value.bits
        return made

    def present(self, matrix: Matrix) -> list[list[bool]]:
        made = [[False] * len(self.rows) for _ in range(self.size)]
        for uid, row in enumerate(matrix):
            for column, _ in row:
                made[column][self.rows.index(uid)] = True
        return made

    def of_rows(self, vector: Sequence[Any]) -> list[Any]:
        return [vector[uid] for uid in self.rows]

    def ranked(self) -> tuple[list[list[int]], list[list[int]]]:
        """The opinions of the voters, the least first, and the stake behind each and all before it."""
        who, judgement = self.epoch.participants, self.epoch.judgement
        voters = [place for place, uid in enumerate(self.rows) if who.active_stake[uid].bits > 0]
        shares = bits(normalize([who.active_stake[self.rows[place]] for place in voters]))
        ranked, support = [], []
        for opinions in self.dense(judgement.weights):
            pairs = sorted((opinions[place], index) for index, place in enumerate(voters))
            ranked.append([opinion for opinion, _ in pairs])
            support.append([sum(shares[index] for _, index in pairs[: end + 1]) for end in range(len(pairs))])
        return ranked, support

    def old(self) -> Matrix:
        bonds = get_bonds(self.chain, self.netuid, self.recent)
        if self.chain.consensus.yuma3_on[self.netuid]:
            return [[(column, bond.safe_div(U16_MAX)) for column, bond in row] for row in bonds]
        return col_normalize(bonds, self.size)

    def numbers(self) -> Named:
        """All of it, by the names of `flatten`."""
        return {**self._who(), **self._opinions(), **self._judgement(), **self._bonds(), **self._stored()}

    def _who(self) -> Named:
        who = self.epoch.participants
        return {
            "who.inactive": list(who.inactive),
            "who.recent": self.recent,
            "who.new_permits": list(who.new_permits),
            "who.stake": bits(who.stake),
            "who.active_stake": bits(who.active_stake),
            "who.voice": self.of_rows(bits(who.active_stake)),
        }

    def _opinions(self) -> Named:
        weights, voice = self.epoch.judgement.weights, self.epoch.participants.active_stake
        ranked, support = self.ranked()
        return {
            "opinions.weights": self.dense(weights),
            "opinions.present": self.present(weights),
            "opinions.backed": self.dense(row_scale(weights, voice)),
            "opinions.preranks": bits(matmul(weights, voice, self.size)),
            "opinions.ranked": ranked,
            "opinions.support": support,
            "opinions.voters": [len(ranked[0])],
            "old": self.dense(self.old()),
        }

    def _judgement(self) -> Named:
        judgement, voice = self.epoch.judgement, self.epoch.participants.active_stake
        return {
            "judgement.consensus": bits(judgement.consensus),
            "judgement.clipped": self.dense(judgement.clipped),
            "judgement.backed": self.dense(row_scale(judgement.clipped, voice)),
            "judgement.present": self.present(judgement.clipped),
            "judgement.ranks": bits(matmul(judgement.clipped, voice, self.size)),
            "judgement.trust": bits(judgement.trust),
            "judgement.incentive": bits(judgement.incentive),
            "judgement.validator_trust": self.of_rows(bits(judgement.validator_trust)),
        }

    def _bonds(self) -> Named:
        epoch = self.epoch
        return {
            "bonds.values": self.dense(epoch.bonds),
            "bonds.present": self.present(epoch.bonds),
            "bonds.dividends": self.of_rows(bits(epoch.dividends)),
        }

    def _stored(self) -> Named:
        epoch = self.epoch
        who, judgement = epoch.participants, epoch.judgement
        stored_bonds = [
            [(column, I32F32.from_bits(part)) for (column, _), part in zip(row, fixed_parts(row), strict=True)]
            for row in epoch.bonds
        ]
        return {
            "stored.stake_weight": parts(who.stake),
            "stored.active": [not inactive for inactive in who.inactive],
            "stored.trust": parts(judgement.trust),
            "stored.consensus": parts(judgement.consensus),
            "stored.incentive": parts(judgement.incentive),
            "stored.dividends": parts(epoch.dividends),
            "stored.pruning_scores": [int(score) for score in vec_max_upscale_to_u16(epoch.shares.combined)],
            "stored.validator_trust": parts(judgement.validator_trust),
            "stored.validator_permit": list(who.new_permits),
            "stored.bonds": self.dense(stored_bonds),
            "stored.has_bond": self.present(epoch.bonds),
            "stored.shares.server": bits(epoch.shares.server),
            "stored.shares.validator": bits(epoch.shares.validator),
            "stored.shares.combined": bits(epoch.shares.combined),
        }


def bits(vector: Sequence[I32F32]) -> list[int]:
    return [number.bits for number in vector]


def parts(vector: Sequence[I32F32]) -> list[int]:
    return [int(part) for part in fixed_proportion_to_u16(vector)]


def fixed_parts(row: Sequence[tuple[int, I32F32]]) -> list[int]:
    return parts([value for _, value in row])


ORDERS = ("bonds.follows_weights", "stored.follows_weights")
"""What has no number of the rules beside it: the order of stored rows, which the storage shows."""


def numbers_of(epoch: Epoch, index: int = 0) -> Named:
    """The engine's numbers of one epoch of a batch; opinions of the voters only."""
    found = {}
    for name, array in flatten(epoch):
        if name not in ORDERS:
            found[name] = to_list(array)[min(index, array.shape[0] - 1)]
    voters = found["opinions.voters"][0]
    for name in ("opinions.ranked", "opinions.support"):
        found[name] = [row[:voters] for row in found[name]]
    return found


def differences(expected: Named, found: Named) -> list[str]:
    """The names of the numbers that differ."""
    assert expected.keys() == found.keys()
    return [name for name in expected if expected[name] != found[name]]
