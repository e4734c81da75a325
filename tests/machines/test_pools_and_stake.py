from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

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
from tests.machines.arguments import draw_call
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
        self.make_one_of(data, AddLiquidity, AddLiquidity, RemoveLiquidity, ModifyPosition)

    @rule(data=st.data())
    def sets(self, data: st.DataObject) -> None:
        around = self.get_surroundings(data.draw)
        kinds = (SetFeeRate, ToggleUserLiquidity, SudoSetNominatorMinRequiredStake)
        self.make(draw_call(data.draw, data.draw(st.sampled_from(kinds)), around), "root")

    def get_fields(self) -> dict[str, st.SearchStrategy[Any]]:
        ids = [int(key[2]) for key, _ in self.chain.pools.positions.items()] or [1]
        return {"position_id": st.sampled_from(ids).map(PositionId)}


def test_pools_and_stake_keep_every_invariant() -> None:
    drive(PoolsAndStake, examples=25)
