"""The worlds that machines play in: a market with running subnets, and people with TAO, hotkeys and stake."""

from __future__ import annotations

from conformance import scenes
from conformance.crowdloans.prepare import END, NOW, done, opened, person
from conformance.emission.started import start
from conformance.governance.scenes import chamber
from conformance.stake.prepare import FIRST, NOWHERE, SECOND, STABLE, add_market, add_staker, stake
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.crowdloans import CrowdloanId, Percent, RegisterLeasedNetwork
from tao_spec.revisions.r306 import R306
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import signed
from tao_spec.vectors.cases import Builder, account_named
from tests.machines.base import World

RUNNING = NetUid(5)
"""A subnet with neurons that was started and has an epoch in every fifth block."""


def market() -> World:
    """Two pools, one subnet where alpha is TAO, root and a running subnet; five people, the last of whom has nothing."""
    build = Builder(R306)
    add_market(build)
    run_subnet(build)
    people = [add_staker(build, name, free) for name, free in PURSES.items()]
    rich, *_ = people
    for netuid, amount in ((FIRST, tao(50)), (SECOND, 3_000_000), (STABLE, tao(5)), (ROOT, tao(20)), (RUNNING, tao(9))):
        for staker in people[:3]:
            stake(build, staker, netuid, amount)
        stake(build, people[3].on(rich.hotkey), netuid, amount // 7)
    for netuid in (FIRST, RUNNING):
        build.chain.pools.enabled_user_liquidity[netuid] = True
    count_what_is_there(build)
    coldkeys = [one.account for one in people] + [build.name("nobody yet")]
    hotkeys = [one.hotkey for one in people] + [account_of(uid) for uid in range(4)]
    hotkeys += [build.name(f"no hotkey {number}") for number in range(3)]
    return World(build, coldkeys, hotkeys, [ROOT, FIRST, SECOND, STABLE, RUNNING, NOWHERE])


PURSES = {"rich": tao(100_000), "well off": tao(50), "poor": 2_500_000, "poorest": 700}
"""What people have, in rao."""


def account_of(uid: int) -> AccountId:
    """The hotkey of a neuron of the running subnet."""
    return account_named(f"hotkey {uid} on {RUNNING}")


def run_subnet(build: Builder) -> scenes.Subnet:
    """The running subnet: two validators with stake on it and on root, and two miners."""
    heard = {2: 60_000, 3: 30_000}
    made = scenes.subnet(build, (300, 200, 0, 0), {0: heard, 1: heard}, netuid=RUNNING, tempo=4)
    start(build, RUNNING, tao(1_000), tao(2_000), 1)
    chain = build.chain
    chain.pools.subnet_alpha_out[RUNNING] = AlphaBalance(tao(500))
    chain.neurons.network_registration_allowed[RUNNING] = True
    for uid in (0, 1):
        made.stake(uid, root=tao(2_000))
        build.account(f"coldkey {uid} on {RUNNING}", tao(10))
        chain.pools.subnet_tao[ROOT] = TaoBalance(chain.pools.subnet_tao[ROOT] + tao(2_000))
    made.own(0)
    return made


def count_what_is_there(build: Builder) -> None:
    """Let the two totals count the TAO that is in accounts, pools and root."""
    chain = build.chain
    reserves = sum(int(amount) for _, amount in chain.pools.subnet_tao.items())
    chain.stake.total_stake.value = TaoBalance(reserves)
    chain.emission.total_issuance.value = TaoBalance(reserves + chain.accounts.total_issuance.value)


def country() -> World:
    """The market, where people's hotkeys are neurons too, subnets cost little and are founded at once, and limits are short."""
    made = market()
    build, chain = made.build, made.build.chain
    chain.subnets.network_rate_limit.value = U64(0)
    chain.subnets.network_min_lock_cost.value = TaoBalance(tao(10))
    chain.subnets.network_last_lock_cost.value = TaoBalance(tao(10))
    for netuid in (ROOT, FIRST, SECOND, RUNNING):
        chain.neurons.max_registrations_per_block[netuid] = U16(5)
        chain.neurons.target_registrations_per_interval[netuid] = U16(50)
        chain.neurons.network_registration_allowed[netuid] = True
        chain.neurons.burn[netuid] = TaoBalance(10**6)
    chain.neurons.max_allowed_uids[FIRST] = chain.neurons.max_allowed_uids[RUNNING] = U16(6)
    for place, hotkey in enumerate(made.hotkeys[:4]):
        for netuid in (FIRST, RUNNING)[: 1 + place % 2]:
            append_neuron(chain, netuid, hotkey, scenes.LONG_AGO)
    for netuid, owner in ((FIRST, made.coldkeys[0]), (SECOND, made.coldkeys[1])):
        chain.subnets.subnet_owner[netuid] = owner
    for limit in (chain.keys.tx_rate_limit, chain.delegation.tx_delegate_take_rate_limit):
        limit.value = U64(2)
    chain.delegation.pending_child_key_cooldown.value = U64(3)
    return World(build, made.coldkeys, made.hotkeys, [*made.netuids, NetUid(6)])


def society() -> World:
    """The market with a triumvirate, a senate and a motion, and crowdloans that are open, full, and over in a few blocks."""
    made = market()
    build = made.build
    house = chamber(build)
    build.at_block(NOW)
    alice, others = opened(build, (tao(20), tao(5)))
    bob, carol = (person(build, name) for name in ("bob", "carol"))
    done(build, carol.creates(target=made.coldkeys[0], cap=tao(12)), carol)
    done(build, bob.contributes(tao(2), CrowdloanId(1)), bob)
    done(build, bob.creates(call=RegisterLeasedNetwork(Percent(30), BlockNumber(END + 20)), cap=tao(30)), bob)
    done(build, alice.contributes(tao(20), CrowdloanId(2)), alice)
    dispatch(build.chain, signed(house.triumvirs[0].account), house.proposes(PUT_TO_VOTE).call)
    build.chain.subnets.network_rate_limit.value = U64(0)
    build.chain.subnets.network_min_lock_cost.value = build.chain.subnets.network_last_lock_cost.value = TaoBalance(
        tao(5)
    )
    count_what_is_there(build)
    build.at_block(END - 5)
    seated = [*house.triumvirs, *(one.owner for one in house.senators)]
    people = [one.account for one in (alice, bob, carol, *others, *seated)]
    hotkeys = [*(one.account for one in house.senators), *made.hotkeys[4:6]]
    return World(build, [*people, *made.coldkeys[:2]], hotkeys, [*made.netuids[:5], NetUid(6)])


PUT_TO_VOTE = Remark(b"put to the vote")
"""The call of the motion that stands."""
