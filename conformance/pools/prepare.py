"""What the cases of pools begin with: a subnet with a pool, and somebody who has TAO and alpha to provide."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import I64, U64
from tao_spec.interface.pools import AddLiquidity, ModifyPosition, PositionId, RemoveLiquidity
from tao_spec.state.pools import Position
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.positions import Amounts, compute_token_amounts
from tao_spec.transition.pools.prices import DYNAMIC, get_max_price, get_min_price
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Actor, Builder, Dispatched

NETUID = NetUid(2)
"""The subnet of the cases."""

OTHER = NetUid(3)
"""A subnet that does not exist."""

LIQUIDITY = U64(10**9)
"""The liquidity of a position of middling size."""

LOW, HIGH = TickIndex(-1_000), TickIndex(1_000)
"""A range around the price one, at which the pools of the cases begin."""


def add_subnet(
    build: Builder, owner: Actor, in_tao: int = tao(1_000), in_alpha: int = tao(1_000), netuid: NetUid = NETUID
) -> None:
    """A subnet whose pool holds so much, in rao, has made no swap yet, and admits users' liquidity."""
    chain = build.chain
    chain.subnets.networks_added[netuid] = True
    chain.subnets.subtoken_enabled[netuid] = True
    chain.subnets.subnet_owner[netuid] = owner.account
    chain.pools.subnet_mechanism[netuid] = DYNAMIC
    chain.pools.subnet_tao[netuid] = TaoBalance(in_tao)
    chain.pools.subnet_alpha_in[netuid] = AlphaBalance(in_alpha)
    chain.pools.enabled_user_liquidity[netuid] = True


def add_pool(build: Builder, owner: Actor, in_tao: int = tao(1_000), in_alpha: int = tao(1_000)) -> None:
    """The same with the price and the protocol's position that the first swap gives it."""
    add_subnet(build, owner, in_tao, in_alpha)
    maybe_initialize(build.chain, NETUID)


def buy(build: Builder, amount: int) -> None:
    """Before the case: so much TAO was swapped, in rao."""
    swap_tao_for_alpha(build.chain, NETUID, TaoBalance(amount), get_max_price(), drop_fees=False)


def sell(build: Builder, amount: int) -> None:
    """Before the case: so much alpha was swapped, in alpha rao."""
    swap_alpha_for_tao(build.chain, NETUID, AlphaBalance(amount), get_min_price(), drop_fees=False)


@dataclass(frozen=True)
class Provider(Actor):
    """Somebody who provides liquidity, from a hotkey."""

    hotkey: AccountId

    def adds(self, low: int = LOW, high: int = HIGH, liquidity: int = LIQUIDITY, netuid: NetUid = NETUID) -> Dispatched:
        """Makes a position."""
        return self.signs(AddLiquidity(self.hotkey, netuid, TickIndex(low), TickIndex(high), U64(liquidity)))

    def removes(self, id: int, netuid: NetUid = NETUID) -> Dispatched:
        """Takes a position out."""
        return self.signs(RemoveLiquidity(self.hotkey, netuid, PositionId(id)))

    def modifies(self, id: int, delta: int, netuid: NetUid = NETUID) -> Dispatched:
        """Adds liquidity to a position or takes some out."""
        return self.signs(ModifyPosition(self.hotkey, netuid, PositionId(id), I64(delta)))


def add_provider(build: Builder, name: str = "provider", free: int = tao(1_000), alpha: int = tao(1_000)) -> Provider:
    """Somebody with so much TAO and so much alpha on a hotkey of its own, in rao."""
    actor, hotkey = build.account(name, free), build.name(f"{name}'s hotkey")
    chain = build.chain
    chain.keys.owner[hotkey] = actor.account
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, actor.account, NETUID, AlphaBalance(alpha))
    out = chain.pools.subnet_alpha_out
    out[NETUID] = out[NETUID].saturating_add(AlphaBalance(alpha))
    return Provider(actor.account, hotkey)


def get_cost(build: Builder, low: int, high: int, liquidity: int = LIQUIDITY) -> Amounts:
    """What a position takes at the present price, in rao: for cases about the last rao."""
    ticks = TickIndex(low), TickIndex(high)
    position = Position(PositionId(0), NETUID, *ticks, U64(liquidity), I64F64.ZERO, I64F64.ZERO)
    return compute_token_amounts(position, build.chain.pools.alpha_sqrt_price[NETUID])


def make(build: Builder, provider: Provider, action: Dispatched) -> None:
    """Before the case: somebody made a call."""
    dispatch(build.chain, signed(provider.account), action.call)
