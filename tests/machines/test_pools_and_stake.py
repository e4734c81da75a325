from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I64, U64
from tao_spec.interface.hyperparameters import SudoSetNominatorMinRequiredStake
from tao_spec.interface.pools import (
    AddLiquidity,
    ModifyPosition,
    PositionId,
    RemoveLiquidity,
    SetFeeRate,
    ToggleUserLiquidity,
)
from tao_spec.interface.stake import (
    AddStake,
    AddStakeLimit,
    BurnAlpha,
    MoveStake,
    RecycleAlpha,
    RemoveStake,
    RemoveStakeFullLimit,
    RemoveStakeLimit,
    SwapStake,
    SwapStakeLimit,
    TransferStake,
    UnstakeAll,
    UnstakeAllAlpha,
)
from tao_spec.transition.pools.protocol_liquidity import PROTOCOL_ACCOUNT
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import to_hex
from tests.machines.arguments import draw_call, near
from tests.machines.base import ChainMachine, drive
from tests.machines.worlds import market


class PoolsAndStake(ChainMachine):
    """People stake, move and sell, and provide liquidity, while blocks emit."""

    make_world = staticmethod(market)

    @rule(data=st.data())
    def stakes(self, data: st.DataObject) -> None:
        self.make_one_of(data, AddStake, AddStakeLimit)

    @rule(data=st.data())
    def unstakes(self, data: st.DataObject) -> None:
        self.make_one_of(data, RemoveStake, RemoveStakeLimit, RemoveStakeFullLimit, UnstakeAll, UnstakeAllAlpha)

    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        self.make_one_of(data, MoveStake, TransferStake, SwapStake, SwapStakeLimit)

    @rule(data=st.data())
    def destroys(self, data: st.DataObject) -> None:
        self.make_one_of(data, RecycleAlpha, BurnAlpha)

    @rule(data=st.data())
    def provides(self, data: st.DataObject) -> None:
        self.make_one_of(data, AddLiquidity, AddLiquidity, AddLiquidity, RemoveLiquidity, ModifyPosition)

    @rule(data=st.data())
    def sets(self, data: st.DataObject) -> None:
        around = self.get_surroundings(data.draw)
        kinds = (SetFeeRate, ToggleUserLiquidity, SudoSetNominatorMinRequiredStake)
        self.make(draw_call(data.draw, data.draw(st.sampled_from(kinds)), around), "root")

    @rule(data=st.data())
    def changes_a_position(self, data: st.DataObject) -> None:
        held = [(key, position) for key, position in self.chain.pools.positions.items() if key[1] != PROTOCOL_ACCOUNT]
        if not held:
            return
        (netuid, who, id), position = data.draw(st.sampled_from(held))
        hotkey = data.draw(st.sampled_from(self.world.hotkeys))
        delta = data.draw(near([int(position.liquidity), 1_000, 10**9], I64.MAX)) * data.draw(st.sampled_from((1, -1)))
        calls = (ModifyPosition(hotkey, netuid, id, I64(delta)), RemoveLiquidity(hotkey, netuid, id))
        self.make(data.draw(st.sampled_from(calls)), Signed(to_hex(who)))

    def get_fields(self, netuid: NetUid) -> dict[str, st.SearchStrategy[Any]]:
        ids = [int(key[2]) for key, _ in self.chain.pools.positions.items()] or [1]
        liquidity = near([1_000, 10**7, 10**9, 10**9, 10**11], 2**64 - 1).map(U64)
        return {
            **super().get_fields(netuid),
            "position_id": st.sampled_from(ids).map(PositionId),
            "liquidity": liquidity,
        }


def test_pools_and_stake_keep_every_invariant() -> None:
    drive(PoolsAndStake, examples=25)
