from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U8, U64, U128
from tao_spec.interface.delegation import DecreaseTake, IncreaseTake, SetChildkeyTake, SetChildren
from tao_spec.interface.keys import ScheduleSwapColdkey, SwapColdkey, SwapHotkey, TryAssociateHotkey
from tao_spec.interface.neurons import BurnedRegister, RootRegister
from tao_spec.interface.serving import ServeAxon, ServePrometheus
from tao_spec.interface.stake import AddStake, MoveStake, RemoveStake
from tao_spec.interface.subnets import DissolveNetwork, RegisterNetwork, StartCall, UpdateSymbol
from tao_spec.vectors.cases import account_named
from tests.machines.arguments import draw_call, near
from tests.machines.base import ChainMachine, drive
from tests.machines.worlds import country


class SubnetsAndKeys(ChainMachine):
    """Subnets are founded, joined and dissolved, hotkeys get children, and keys are swapped, while blocks emit."""

    make_world = staticmethod(country)

    @rule(data=st.data())
    def founds(self, data: st.DataObject) -> None:
        self.make_one_of(data, RegisterNetwork, StartCall, UpdateSymbol)

    @rule(data=st.data())
    def dissolves(self, data: st.DataObject) -> None:
        around = self.get_surroundings(data.draw)
        netuid = data.draw(st.sampled_from([*self.chain.subnets.subnet_owner.keys()] or self.world.netuids))
        owner = self.chain.subnets.subnet_owner[netuid]
        call = data.draw(
            st.sampled_from((DissolveNetwork(owner, netuid), draw_call(data.draw, DissolveNetwork, around)))
        )
        self.make(call, "root")

    @rule(data=st.data())
    def joins(self, data: st.DataObject) -> None:
        self.make_one_of(data, BurnedRegister, BurnedRegister, RootRegister)

    @rule(data=st.data())
    def delegates(self, data: st.DataObject) -> None:
        self.make_one_of(data, SetChildren, SetChildren, SetChildkeyTake, IncreaseTake, DecreaseTake)

    @rule(data=st.data())
    def swaps(self, data: st.DataObject) -> None:
        self.make_one_of(data, SwapHotkey, SwapHotkey, TryAssociateHotkey, ScheduleSwapColdkey)

    @rule(data=st.data())
    def swaps_coldkeys(self, data: st.DataObject) -> None:
        around = self.get_surroundings(data.draw)
        new = data.draw(st.sampled_from((*self.world.coldkeys, *map(account_named, ("new", "newer", "newest")))))
        cost = TaoBalance(data.draw(near([10**8, 0], 10**9)))
        self.make(SwapColdkey(around.who, new, cost), "root")

    @rule(data=st.data())
    def stakes(self, data: st.DataObject) -> None:
        self.make_one_of(data, AddStake, RemoveStake, MoveStake)

    @rule(data=st.data())
    def serves(self, data: st.DataObject) -> None:
        self.make_one_of(data, ServeAxon, ServePrometheus)

    def get_numbers(self, who: AccountId, hotkey: AccountId, netuid: NetUid) -> list[int]:
        chain = self.chain
        costs = (chain.neurons.burn[netuid], chain.subnets.network_last_lock_cost.value, 10**8, 10**9)
        return [*super().get_numbers(who, hotkey, netuid), *map(int, costs)]

    def get_fields(self, netuid: NetUid) -> dict[str, st.SearchStrategy[Any]]:
        parts = st.sampled_from((0, 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1)).map(U64)
        child = st.tuples(parts, st.sampled_from(self.world.hotkeys))
        return {
            **super().get_fields(netuid),
            "children": st.lists(child, max_size=3).map(tuple),
            "ip_type": st.sampled_from((4, 4, 4, 6, 5)).map(U8),
            "ip": st.sampled_from((0x08080808, 0x08080809, 0x7F000001)).map(U128),
            "symbol": st.sampled_from((b"\xce\xb2", b"\xce\xb3", b"?")),
        }


def test_subnets_and_keys_keep_every_invariant() -> None:
    drive(SubnetsAndKeys, examples=20)
