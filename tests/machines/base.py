"""The frame of a machine: a world, random steps in it, and after each of them its judges."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance
from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.messages import Call
from tao_spec.invariants.frame import Watch
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.prices import get_current_alpha_price
from tao_spec.transition.stake.operations import DEFAULT_MIN_STAKE
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Builder
from tao_spec.vectors.format import BlocksStep, Origin, Outcome, Signed, Step
from tao_spec.vectors.machine import Machine, to_hex
from tests.machines.arguments import Draw, Surroundings, draw_call, near
from tests.machines.judge import Judge, say_who_judges

EXAMPLES = int(os.environ.get("TAO_MACHINE_EXAMPLES", "0"))
"""How many runs a machine makes; its own number where this is zero."""

SEED = int(os.environ.get("TAO_MACHINE_SEED", "306"))
"""Where chance begins. The same seed gives the same runs."""

STEPS = int(os.environ.get("TAO_MACHINE_STEPS", "40"))
"""How many steps a run makes at most."""

SHRINKS = os.environ.get("TAO_MACHINE_SHRINK", "1") != "0"
"""Whether a run that fails is shrunk to its least, which takes minutes."""


@dataclass
class World:
    """What a machine plays in.

    Attributes:
        build: the state in which it begins.
        coldkeys, hotkeys: those who act, and hotkeys that exist or might.
        netuids: subnets that exist, and some that do not.
    """

    build: Builder
    coldkeys: Sequence[AccountId]
    hotkeys: Sequence[AccountId]
    netuids: Sequence[NetUid]

    @property
    def accounts(self) -> list[AccountId]:
        """Everybody."""
        return [*self.coldkeys, *self.hotkeys]


class ChainMachine(RuleBasedStateMachine):
    """A chain that is driven at random. What goes wrong is said with the call that did it."""

    make_world: ClassVar[Callable[[], World]]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        chain = self.world.build.chain
        chain.commit()
        self.machine = Machine(Chain(chain.store.state, R306))
        self.watch = Watch(self.machine.chain)
        self.judge = Judge(self.machine)

    @property
    def chain(self) -> Chain:
        """The chain as it is now."""
        return self.machine.chain

    @rule(count=st.sampled_from((1, 1, 1, 1, 2, 5, 20)))
    def blocks_pass(self, count: int) -> None:
        """Blocks between the calls: few, or enough for an epoch."""
        for _ in range(count):
            self.take(BlocksStep(1, Outcome("ok")), "a block")

    def make_one_of(self, data: st.DataObject, *kinds: type[Call]) -> None:
        """Somebody makes a call of one of these kinds."""
        draw = data.draw
        around = self.get_surroundings(draw)
        call = draw_call(draw, draw(st.sampled_from(kinds)), around)
        self.make(call, draw(self.get_origins(call, around)))

    def make(self, call: Call, origin: Origin) -> None:
        """A call is made, and judged."""
        self.take(self.machine.write_call(call, origin), f"{call} by {origin}")

    def get_origins(self, call: Call, around: Surroundings) -> st.SearchStrategy[Origin]:
        """Who may sign a call: who it was drawn for; now and then another, root or nobody."""
        del call
        others: list[Origin] = ["root", "none", Signed(to_hex(around.hotkey))]
        mine = Signed(to_hex(around.who))
        return st.integers(0, 11).flatmap(lambda n: st.sampled_from(others) if n == 11 else st.just(mine))

    def get_surroundings(self, draw: Draw) -> Surroundings:
        """Somebody who has stake somewhere, or anybody anywhere; and the numbers near."""
        chain, world = self.chain, self.world
        people = [(cold, hot, netuid) for (hot, cold, netuid), _ in chain.stake.alpha.items()]
        people += [(owner, chain.subnets.subnet_owner_hotkey[netuid], netuid) for netuid, owner in self._get_owners()]
        anywhere = st.sampled_from(world.netuids)
        owned = [(owner, hot) for hot, owner in chain.keys.owner.items()]
        owner = st.builds(lambda pair, netuid: (*pair, netuid), st.sampled_from(owned), anywhere)
        anybody = st.tuples(st.sampled_from(world.coldkeys), st.sampled_from(world.hotkeys), anywhere)
        kind = draw(st.integers(0, 9))
        who, hotkey, netuid = draw(anybody if kind == 9 else owner if kind > 6 else st.sampled_from(people))
        numbers = [*self.get_numbers(who, hotkey, netuid) * 2, 0, 500, int(DEFAULT_MIN_STAKE)]
        fields = self.get_fields(netuid)
        return Surroundings(
            who, hotkey, netuid, world.accounts, world.hotkeys, world.netuids, numbers, chain.number, fields
        )

    def _get_owners(self) -> list[tuple[NetUid, AccountId]]:
        """The subnets that have an owner with a hotkey."""
        owners, hotkeys = self.chain.subnets.subnet_owner, self.chain.subnets.subnet_owner_hotkey
        return [(netuid, owner) for netuid, owner in owners.items() if netuid in hotkeys]

    def get_numbers(self, who: AccountId, hotkey: AccountId, netuid: NetUid) -> list[int]:
        """What the state holds that a call may be about, in rao."""
        chain, pools = self.chain, self.chain.pools
        return [
            int(chain.accounts.account[who].data.free),
            int(get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, who, netuid)),
            int(pools.subnet_tao[netuid]),
            int(pools.subnet_alpha_in[netuid]),
        ]

    def get_fields(self, netuid: NetUid) -> dict[str, st.SearchStrategy[Any]]:
        """What only the domain knows of arguments; here a price of alpha of a subnet, in rao."""
        price = get_current_alpha_price(self.chain, netuid).bits * RAO_PER_TAO >> 32
        return {"limit_price": near([price, price, RAO_PER_TAO, 1], 2**64 - 1).map(TaoBalance)}

    def take(self, step: Step, what: str) -> None:
        """Take a step, and let everybody judge it."""
        try:
            made = self.machine.make(step)
        except ClientPanic:
            assert self.judge.aborts(step, self.machine), f"the client does not abort at {what}"
            return
        violations = self.watch.after(made, made.call)
        difference = self.judge.compare(step, self.machine.outcome(made))
        assert difference is None, f"{what}: the client differs: {difference}"
        assert not violations, f"{what}, refused with {made.error}: {'; '.join(map(str, violations))}"


def drive(machine: type[ChainMachine], examples: int) -> None:
    """Let a machine run.

    Args:
        examples: how many runs it makes where `TAO_MACHINE_EXAMPLES` says nothing.
    """
    runs = EXAMPLES or examples
    print(f"{machine.__name__}: {runs} runs of {STEPS} steps from seed {SEED}; {say_who_judges()}")
    wanted = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink) if SHRINKS else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED)(machine)
    run_state_machine_as_test(machine, settings=wanted)


__all__ = ["ChainMachine", "World", "drive"]
