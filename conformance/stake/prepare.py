"""What the cases of stake begin with: two subnets with pools, one where alpha is TAO, root, and people who stake."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.messages import Call
from tao_spec.interface.stake import (
    AddStake,
    AddStakeLimit,
    MoveStake,
    RemoveStake,
    RemoveStakeFullLimit,
    RemoveStakeLimit,
    SwapStake,
    SwapStakeLimit,
    TransferStake,
)
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Actor, Builder, Dispatched

FIRST, SECOND = NetUid(2), NetUid(3)
"""Two subnets with pools; the alpha of the second costs half as much."""

STABLE = NetUid(4)
"""A subnet under mechanism 0: one alpha is one TAO."""

NOWHERE = NetUid(9)
"""A subnet that does not exist."""

MINIMUM = 2_000_000
"""What a stake operation must move, in rao."""

LEAST = 2_001_007
"""What a coldkey must pay for that where there is a fee, in rao."""

MAX = 2**64 - 1


def add_subnet(
    build: Builder, netuid: NetUid, in_tao: int = tao(1_000), in_alpha: int = tao(1_000), mechanism: int = DYNAMIC
) -> None:
    """A subnet that was started, emits nothing, and has reserves, in rao; its pool makes its price with the first swap."""
    chain = build.chain
    chain.subnets.networks_added[netuid] = True
    chain.subnets.subtoken_enabled[netuid] = True
    chain.pools.subnet_mechanism[netuid] = U16(mechanism)
    chain.pools.subnet_tao[netuid] = TaoBalance(in_tao)
    chain.pools.subnet_alpha_in[netuid] = AlphaBalance(in_alpha)


def add_market(build: Builder) -> None:
    """Root, which was started, too, and the three subnets."""
    build.chain.subnets.subtoken_enabled[ROOT] = True
    add_subnet(build, FIRST)
    add_subnet(build, SECOND, tao(500), tao(1_000))
    add_subnet(build, STABLE, tao(1_000), tao(1_000), mechanism=0)


@dataclass(frozen=True)
class Staker(Actor):
    """Somebody who stakes, on a hotkey of its own or of another."""

    hotkey: AccountId

    def on(self, hotkey: AccountId) -> Staker:
        """The same, on another hotkey."""
        return Staker(self.account, hotkey)

    def adds(self, amount: int, netuid: NetUid = FIRST) -> Dispatched:
        """Stakes TAO, in rao."""
        return self.signs(AddStake(self.hotkey, netuid, TaoBalance(amount)))

    def adds_below(self, amount: int, limit: int, partial: bool = False, netuid: NetUid = FIRST) -> Dispatched:
        """Stakes TAO, in rao, up to a price."""
        return self.signs(AddStakeLimit(self.hotkey, netuid, TaoBalance(amount), TaoBalance(limit), partial))

    def removes(self, amount: int, netuid: NetUid = FIRST) -> Dispatched:
        """Unstakes alpha, in alpha rao."""
        return self.signs(RemoveStake(self.hotkey, netuid, AlphaBalance(amount)))

    def removes_above(self, amount: int, limit: int, partial: bool = False, netuid: NetUid = FIRST) -> Dispatched:
        """Unstakes alpha, in alpha rao, down to a price."""
        return self.signs(RemoveStakeLimit(self.hotkey, netuid, AlphaBalance(amount), TaoBalance(limit), partial))

    def removes_all(self, limit: int | None = None, netuid: NetUid = FIRST) -> Dispatched:
        """Unstakes all alpha in a subnet, at a limit or at any price."""
        price = None if limit is None else TaoBalance(limit)
        return self.signs(RemoveStakeFullLimit(self.hotkey, netuid, price))

    def moves(self, amount: int, hotkey: AccountId, origin: NetUid = FIRST, to: NetUid = FIRST) -> Dispatched:
        """Moves alpha, in alpha rao, to another hotkey."""
        return self.signs(MoveStake(self.hotkey, hotkey, origin, to, AlphaBalance(amount)))

    def transfers(self, amount: int, coldkey: Actor, origin: NetUid = FIRST, to: NetUid = FIRST) -> Dispatched:
        """Gives alpha, in alpha rao, to another coldkey."""
        return self.signs(TransferStake(coldkey.account, self.hotkey, origin, to, AlphaBalance(amount)))

    def swaps(self, amount: int, origin: NetUid = FIRST, to: NetUid = SECOND) -> Dispatched:
        """Swaps alpha, in alpha rao, for that of another subnet."""
        return self.signs(SwapStake(self.hotkey, origin, to, AlphaBalance(amount)))

    def swaps_above(
        self, amount: int, limit: int, partial: bool = False, origin: NetUid = FIRST, to: NetUid = SECOND
    ) -> Dispatched:
        """Swaps alpha, in alpha rao, down to a ratio of prices."""
        call = SwapStakeLimit(self.hotkey, origin, to, AlphaBalance(amount), TaoBalance(limit), partial)
        return self.signs(call)


def stake(build: Builder, staker: Staker, netuid: NetUid, alpha: int) -> None:
    """Before the case: somebody has so much alpha, in alpha rao, on a hotkey; on root it is TAO of root."""
    chain, amount = build.chain, AlphaBalance(alpha)
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, staker.hotkey, staker.account, netuid, amount)
    out, total = chain.pools.subnet_alpha_out, chain.stake.total_stake
    out[netuid] = out[netuid].saturating_add(amount)
    total.value = total.value.saturating_add(TaoBalance(alpha))
    if netuid == ROOT:
        chain.pools.subnet_tao[ROOT] = chain.pools.subnet_tao[ROOT].saturating_add(TaoBalance(alpha))


def add_staker(
    build: Builder,
    name: str,
    free: int = tao(1_000),
    alpha: int = 0,
    netuid: NetUid = FIRST,
    *,
    reserved: int = 0,
    frozen: int = 0,
) -> Staker:
    """Somebody with TAO, in rao, and a hotkey of its own on which it has alpha, in alpha rao."""
    who = build.account(name, free, reserved=reserved, frozen=frozen)
    staker = Staker(who.account, build.name(f"{name}'s hotkey"))
    build.chain.keys.owner[staker.hotkey] = staker.account
    build.chain.keys.owned_hotkeys[staker.account] = (staker.hotkey,)
    if alpha:
        stake(build, staker, netuid, alpha)
    return staker


def hold(build: Builder, staker: Staker, netuid: NetUid = FIRST) -> None:
    """Before the case: somebody added stake in this block."""
    build.chain.stake.staking_operation_rate_limiter[staker.hotkey, staker.account, netuid] = True


def make(build: Builder, actor: Actor, call: Call) -> None:
    """Before the case: somebody made a call."""
    dispatch(build.chain, signed(actor.account), call)


def let_nominate(build: Builder, minimum: int) -> None:
    """Before the case: root set the least nomination, in rao; a factor of one millionth of the minimum stands for two."""
    build.chain.stake.nominator_min_required_stake.value = U64(minimum // 2)
