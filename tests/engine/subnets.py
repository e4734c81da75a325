"""Subnets at random, in whatever state storage can be; the source of every choice may be Hypothesis."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H256, ROOT, AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.revisions.r306 import R306
from tao_spec.state.weights import WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision

NETUID = NetUid(3)
NOW = 10_000
DEVIATIONS = ("KNOWN-20", "KNOWN-21", "KNOWN-22")

PARTS = (0, 1, 2, 16_384, 32_767, 32_768, 65_534, 65_535)
AVERAGES = (0, 1, 500_000, 900_000, 999_999, 1_000_000, 1_000_001, 2_147_483_648_000_000, 2**63, 2**64 - 1)
STEEPNESSES = (-32_768, -1_000, -101, -1, 0, 1, 99, 1_000, 2_000, 2_001, 4_000, 8_600, 32_767)
BLOCKS = (0, NOW - 6_000, NOW - 5_001, NOW - 5_000, NOW - 361, NOW - 360, NOW - 10, NOW - 1, NOW)


def hotkey(uid: int) -> AccountId:
    return AccountId((uid + 1).to_bytes(2, "little") * 16)


def make_parts(source: random.Random) -> int:
    return source.choice(PARTS) if source.randrange(3) else source.randrange(65_536)


def make_row(source: random.Random, size: int, is_full: bool) -> tuple[tuple[Uid, U16], ...]:
    columns = list(range(size))
    if not is_full:
        columns = [column for column in columns if source.randrange(3)]
    if not source.randrange(3):
        source.shuffle(columns)
    few = [make_parts(source) for _ in range(3)]
    return tuple(
        (Uid(column), U16(source.choice(few) if source.randrange(2) else make_parts(source))) for column in columns
    )


def make_stakes(source: random.Random, size: int) -> list[int]:
    kind = source.randrange(5)
    if kind == 0:
        return [source.choice((0, 10**9, 10**9, 3 * 10**12)) for _ in range(size)]
    if kind == 1:
        return [source.randrange(4) for _ in range(size)]
    if kind == 2:
        return [source.randrange(2**62 // size) for _ in range(size)]
    if kind == 3:
        return [10 ** source.randrange(15) for _ in range(size)]
    return [source.randrange(10**15) if source.randrange(3) else 0 for _ in range(size)]


def choose_revision(source: random.Random) -> Revision:
    closed = frozenset(number for number in DEVIATIONS if not source.randrange(8))
    return R306.replace(name="r306", description="", close=closed) if closed else R306


def set_hyperparameters(chain: Chain, source: random.Random) -> None:
    stored = chain.consensus
    stored.kappa[NETUID] = U16(make_parts(source))
    stored.bonds_penalty[NETUID] = U16(make_parts(source))
    stored.bonds_moving_average[NETUID] = U64(
        source.choice(AVERAGES) if source.randrange(2) else source.randrange(1_000_001)
    )
    stored.max_allowed_validators[NETUID] = U16(source.choice((0, 1, 2, 8, 64, 65_535)))
    stored.activity_cutoff[NETUID] = U16(source.choice((1, 360, 5_000, 65_535)))
    stored.tempo[NETUID] = U16(source.choice((0, 1, 10, 360, 65_535)))
    stored.yuma3_on[NETUID] = bool(source.randrange(3))
    stored.liquid_alpha_on[NETUID] = bool(source.randrange(3))
    stored.alpha_values[NETUID] = (U16(make_parts(source)), U16(make_parts(source)))
    stored.alpha_sigmoid_steepness[NETUID] = I16(
        source.choice(STEEPNESSES) if source.randrange(2) else source.randrange(-32_768, 32_768)
    )
    chain.weights.stake_threshold.value = U64(source.choice((0, 0, 0, 1, 10**9, 10**12, 2**63)))


def make_chain(source: random.Random, size: int, revision: Revision = R306) -> Chain:
    chain = Chain({}, revision)
    chain.accounts.number.value = BlockNumber(NOW)
    chain.neurons.subnetwork_n[NETUID] = U16(size)
    set_hyperparameters(chain, source)
    set_neurons(chain, source, size)
    set_rows(chain, source, size)
    set_commitments(chain, source, size)
    chain.commit()
    return chain


def set_neurons(chain: Chain, source: random.Random, size: int) -> None:
    has_root = not source.randrange(3)
    if has_root:
        chain.stake.tao_weight.value = U64(source.choice((0, 2**62, 2**64 - 1, source.randrange(2**64))))
    for uid, stake in enumerate(make_stakes(source, size)):
        if source.randrange(40):
            chain.neurons.keys[NETUID, Uid(uid)], chain.neurons.uids[NETUID, hotkey(uid)] = hotkey(uid), Uid(uid)
        chain.stake.total_hotkey_alpha[hotkey(uid), NETUID] = AlphaBalance(stake)
        if has_root and source.randrange(2):
            chain.stake.total_hotkey_alpha[hotkey(uid), ROOT] = AlphaBalance(source.randrange(10**15))
        chain.neurons.block_at_registration[NETUID, Uid(uid)] = BlockHeight(source.choice(BLOCKS[:7]))
    is_lively = source.randrange(2)
    updates = [source.choice(BLOCKS[-3:] if is_lively else BLOCKS) for _ in range(size)]
    chain.weights.last_update[NETUID] = tuple(map(BlockHeight, updates))
    chain.consensus.validator_permit[NETUID] = tuple(bool(source.randrange(3)) for _ in range(size))
    if source.randrange(2):
        chain.subnets.subnet_owner_hotkey[NETUID] = hotkey(source.randrange(size))


def set_rows(chain: Chain, source: random.Random, size: int) -> None:
    is_full = bool(source.randrange(2))
    for uid in map(Uid, range(size)):
        if source.randrange(4):
            # A number beyond the subnet is passed over.
            chain.weights.weights[NETUID, uid] = make_row(source, size + (not source.randrange(10)), is_full)
        if source.randrange(2):
            chain.consensus.bonds[NETUID, uid] = make_row(source, size, is_full)


def set_commitments(chain: Chain, source: random.Random, size: int) -> None:
    chain.weights.commit_reveal_weights_enabled[NETUID] = is_on = not source.randrange(3)
    for uid in range(size):
        if is_on and not source.randrange(3):
            block = BlockHeight(source.choice(BLOCKS))
            queue = (WeightCommit(H256(bytes(32)), block, block, block),)
            chain.weights.weight_commits[NETUID, hotkey(uid)] = queue


def copy_chain(chain: Chain, revision: Revision | None = None) -> Chain:
    return Chain(dict(chain.store.state), revision or chain.revision)


def repeat_a_column(chain: Chain, uid: int) -> None:
    """A row that names a neuron twice, which the arrays do not hold."""
    row: Sequence[tuple[Uid, U16]] = chain.weights.weights[NETUID, Uid(uid)]
    chain.weights.weights[NETUID, Uid(uid)] = (*row, (Uid(0), U16(7)), (Uid(0), U16(9)))
    chain.commit()
