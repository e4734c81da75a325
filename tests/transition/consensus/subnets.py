"""Small subnets for the tests of consensus, built item by item; and strategies for random ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain

NETUID = NetUid(3)
NOW = 10_000
SET_AT = NOW - 10
REGISTERED_AT = NOW - 5_000


def hotkey(uid: int) -> AccountId:
    return AccountId((uid + 1).to_bytes(2, "little") * 16)


def fixed(*numbers: float) -> list[I32F32]:
    return [I32F32.from_float(number) for number in numbers]


def build(
    stakes: Sequence[int],
    weights: Mapping[int, Sequence[tuple[int, int]]] | None = None,
    *,
    permits: Sequence[bool] | None = None,
    revision: object = R306,
) -> Chain:
    """A subnet of one neuron for each stake, all active, registered long ago and with a permit unless told otherwise."""
    chain = Chain({}, revision)  # type: ignore[arg-type]
    chain.accounts.number.value = BlockNumber(NOW)
    chain.subnets.networks_added[NETUID] = True
    chain.neurons.subnetwork_n[NETUID] = U16(len(stakes))
    chain.weights.commit_reveal_weights_enabled[NETUID] = False
    for uid, stake in enumerate(stakes):
        chain.neurons.keys[NETUID, Uid(uid)] = hotkey(uid)
        chain.neurons.uids[NETUID, hotkey(uid)] = Uid(uid)
        chain.neurons.block_at_registration[NETUID, Uid(uid)] = BlockHeight(REGISTERED_AT)
        chain.stake.total_hotkey_alpha[hotkey(uid), NETUID] = AlphaBalance(stake)
    chain.weights.last_update[NETUID] = (BlockHeight(SET_AT),) * len(stakes)
    chain.consensus.validator_permit[NETUID] = tuple(permits or [True] * len(stakes))
    for uid, row in (weights or {}).items():
        set_weights(chain, uid, row)
    return chain


def set_weights(chain: Chain, uid: int, row: Sequence[tuple[int, int]]) -> None:
    chain.weights.weights[NETUID, Uid(uid)] = tuple((Uid(other), U16(weight)) for other, weight in row)


def set_bonds(chain: Chain, uid: int, row: Sequence[tuple[int, int]]) -> None:
    chain.consensus.bonds[NETUID, Uid(uid)] = tuple((Uid(other), U16(bond)) for other, bond in row)


parts = st.sampled_from((0, 1, 16_384, 32_767, 32_768, 65_534, 65_535)) | st.integers(0, 65_535)


@st.composite
def subnets(draw: st.DrawFn) -> Chain:
    """A subnet of up to eight neurons in any state that its own rules allow."""
    size = draw(st.integers(0, 8))
    stakes = draw(st.lists(st.integers(0, 10**15), min_size=size, max_size=size))
    row = st.dictionaries(st.integers(0, max(size - 1, 0)), parts, max_size=size).map(lambda row: list(row.items()))
    permits = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    chain = build(stakes, {uid: draw(row) for uid in range(size)}, permits=permits)
    chain.weights.last_update[NETUID] = tuple(
        BlockHeight(draw(st.sampled_from((NOW - 6_000, SET_AT, NOW)))) for _ in range(size)
    )
    for uid in range(size):
        set_bonds(chain, uid, draw(row))
        chain.neurons.block_at_registration[NETUID, Uid(uid)] = BlockHeight(
            draw(st.sampled_from((REGISTERED_AT, SET_AT, NOW)))
        )
    settings = chain.consensus
    settings.kappa[NETUID] = U16(draw(parts))
    settings.bonds_penalty[NETUID] = U16(draw(parts))
    settings.bonds_moving_average[NETUID] = U64(draw(st.integers(0, 1_000_000)))
    settings.max_allowed_validators[NETUID] = U16(draw(st.integers(0, 9)))
    settings.yuma3_on[NETUID] = draw(st.booleans())
    settings.liquid_alpha_on[NETUID] = draw(st.booleans())
    settings.alpha_values[NETUID] = (U16(draw(parts)), U16(draw(parts)))
    settings.alpha_sigmoid_steepness[NETUID] = I16(draw(st.integers(-32_768, 32_767)))
    return chain
