from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from conformance.stake.prepare import FIRST
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.runtime import declared_interface
from tao_spec.interface.stake import AddStakeLimit, MoveStake
from tao_spec.interface.subnets import RegisterNetworkWithIdentity
from tao_spec.vectors.format import BlocksStep, Outcome
from tao_spec.vectors.machine import Machine
from tests.command import SERVE
from tests.machines import base, judge
from tests.machines.arguments import Surroundings, draw_call, near
from tests.machines.base import ChainMachine, World, drive
from tests.machines.worlds import country, market, society


class Thief(ChainMachine):
    """Somebody takes a rao out of a pool between two calls."""

    make_world = staticmethod(market)

    @rule()
    def steals(self) -> None:
        pools = self.chain.pools
        pools.subnet_tao[FIRST] = TaoBalance(pools.subnet_tao[FIRST] - 1)
        self.make(Remark(b""), "root")


def test_a_machine_finds_who_steals_a_rao(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SHRINKS", False)
    monkeypatch.setattr(judge, "COMMAND", "")
    with pytest.raises(AssertionError, match=r"Remark.*INV-55.*a difference of -1"):
        drive(Thief, examples=5)


@pytest.mark.parametrize("make_world", [market, country, society])
def test_a_world_keeps_its_invariants_where_it_begins(make_world: Callable[[], World]) -> None:
    world = make_world()
    assert len(set(world.accounts)) == len(world.accounts)
    assert all(netuid in world.build.chain.subnets.networks_added for netuid in world.netuids[:4])


@given(st.data())
@settings(deadline=None, max_examples=30)
def test_every_call_that_is_drawn_can_be_encoded(data: st.DataObject) -> None:
    world = SCENE
    around = Surroundings(
        world.coldkeys[0], world.hotkeys[0], FIRST, world.accounts, world.hotkeys, world.netuids, [5, 2**64 - 1], 1_000
    )
    kind = data.draw(st.sampled_from((AddStakeLimit, MoveStake, RegisterNetworkWithIdentity)))
    call = draw_call(data.draw, kind, around)
    interface = declared_interface()
    assert interface.decode_call(interface.encode_call(call)) == call


SCENE = market()


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=3), st.data())
@settings(deadline=None, max_examples=30)
def test_a_number_near_others_fits(numbers: list[int], data: st.DataObject) -> None:
    assert 0 <= data.draw(near(numbers, 2**16)) <= 2**16


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[judge.Judge]:
    """This specification itself as the client."""
    monkeypatch.setattr(judge, "COMMAND", SERVE)
    judge._get_client.cache_clear()
    yield judge.Judge(open_market())
    judge._get_client().close()
    judge._get_client.cache_clear()


def open_market() -> Machine:
    chain = market().build.chain
    chain.commit()
    return Machine(chain)


def test_a_client_that_differs_is_told_from_one_that_agrees(second: judge.Judge) -> None:
    machine, step = open_market(), BlocksStep(1, Outcome("ok"))
    right = machine.outcome(machine.make(step))
    assert second.compare(step, right) is None
    assert "expected" in str(second.compare(step, right))
