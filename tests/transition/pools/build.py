"""A small chain with one pool, for the tests of pools."""

from __future__ import annotations

from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions import get_revision
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.state.pools import Position
from tao_spec.transition.accounts.ledger import increase_issuance
from tao_spec.transition.accounts.references import add_provider
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.positions import create_position
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.revision import Revision
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet

R306 = get_revision(306)
NETUID, OTHER = NetUid(2), NetUid(3)
ALICE, BOB, HOTKEY = (AccountId(bytes([letter]) * 32) for letter in b"ABH")
TAO = 10**9
LIMITLESS = U64F64.saturating_from_num(135_000)


def chain_with_pool(
    tao: int = 1_000 * TAO, alpha: int = 1_000 * TAO, is_set_up: bool = True, revision: Revision = R306
) -> Chain:
    """A chain at block 1,000 whose subnet 2 has a pool with so much, in rao."""
    chain = Chain({}, revision)
    chain.accounts.number.value = BlockNumber(1_000)
    chain.subnets.networks_added[NETUID] = True
    chain.subnets.subnet_owner[NETUID] = BOB
    chain.pools.subnet_mechanism[NETUID] = DYNAMIC
    chain.pools.subnet_tao[NETUID] = TaoBalance(tao)
    chain.pools.subnet_alpha_in[NETUID] = AlphaBalance(alpha)
    chain.pools.enabled_user_liquidity[NETUID] = True
    if is_set_up:
        maybe_initialize(chain, NETUID)
    return chain


def closing(*deviations: str) -> Revision:
    """The revision with some deviations closed."""
    return R306.replace(name="closed", description="for a test", close=frozenset(deviations))


def fund(chain: Chain, who: AccountId = ALICE, tao: int = 1_000 * TAO, alpha: int = 1_000 * TAO) -> None:
    """Give an account TAO, and alpha on the hotkey, which it owns."""
    add_provider(chain, who)
    info = chain.accounts.account[who]
    data = AccountData(TaoBalance(tao), TaoBalance(0), TaoBalance(0))
    chain.accounts.account[who] = AccountInfo(info.nonce, info.consumers, info.providers, info.sufficients, data)
    increase_issuance(chain, TaoBalance(tao))
    chain.keys.owner[HOTKEY] = who
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, who, NETUID, AlphaBalance(alpha))
    chain.pools.subnet_alpha_out[NETUID] = AlphaBalance(alpha)


def add_position(chain: Chain, low: int, high: int, liquidity: int, who: AccountId = ALICE) -> Position:
    """A position, stored, that nobody paid for."""
    position, _ = create_position(chain, NETUID, who, TickIndex(low), TickIndex(high), U64(liquidity))
    chain.pools.positions[NETUID, who, position.id] = position
    return position


ranges = st.lists(
    st.tuples(st.integers(-3_000, 3_000), st.integers(1, 2_000), st.integers(1_000, 500 * TAO)), max_size=6
)


@st.composite
def pools(draw: st.DrawFn) -> Chain:
    """A chain whose pool has some reserves and some positions."""
    chain = chain_with_pool(draw(st.integers(10**6, 10**15)), draw(st.integers(10**6, 10**15)))
    tick = chain.pools.current_tick[NETUID]
    for offset, width, liquidity in draw(ranges):
        low = max(-443_636, min(tick + offset, 443_635))
        add_position(chain, low, min(low + width, 443_636), liquidity)
    chain.commit()
    return chain
