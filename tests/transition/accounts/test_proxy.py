from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts.balances import Burn, TransferKeepAlive, Unreserved
from tao_spec.interface.accounts.proxy import (
    AddProxy,
    Duplicate,
    NoPermission,
    NoSelfProxy,
    NotFound,
    NotProxy,
    ProxyAdded,
    ProxyExecuted,
    ProxyRemoved,
    ProxyType,
    PureCreated,
    TooMany,
    Unannounced,
)
from tao_spec.interface.accounts.system import CallFiltered, Id, Remark
from tao_spec.interface.accounts.utility import AsDerivative
from tao_spec.interface.errors import BadOrigin, CannotLookup
from tao_spec.state.accounts import ProxyDefinition
from tao_spec.transition.accounts.proxy import (
    add_proxy,
    add_proxy_delegate,
    compute_pure_account,
    create_pure,
    get_proxy,
    kill_pure,
    make_as_proxy,
    proxy,
    remove_proxies,
    remove_proxy,
    remove_proxy_delegate,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.transition.accounts.build import ALICE, BOB, CAROL, amounts, chain_of, info, refusal, tell
from tests.transition.chains import closing

ANY, STAKING, NON_TRANSFER = ProxyType.Any, ProxyType.Staking, ProxyType.NonTransfer
NOW, LATER = BlockNumber(0), BlockNumber(10)
FREE = 10**12


def rich() -> Chain:
    """Alice and Bob hold 1,000 TAO each."""
    return chain_of({ALICE: info(FREE), BOB: info(FREE)})


def pay(amount: int) -> TransferKeepAlive:
    return TransferKeepAlive(Id(BOB), TaoBalance(amount))


def test_proxies_stand_in_order_whatever_the_order_they_came_in() -> None:
    chain = rich()
    for delegate, proxy_type, delay in ((CAROL, ANY, NOW), (BOB, STAKING, NOW), (BOB, ANY, LATER), (BOB, ANY, NOW)):
        add_proxy_delegate(chain, ALICE, delegate, proxy_type, delay)
    definitions, deposit = chain.accounts.proxies[ALICE]
    assert definitions == (
        ProxyDefinition(BOB, ANY, NOW),
        ProxyDefinition(BOB, ANY, LATER),
        ProxyDefinition(BOB, STAKING, NOW),
        ProxyDefinition(CAROL, ANY, NOW),
    )
    assert deposit == 192_000_000 == amounts(chain, ALICE)[1]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from([BOB, CAROL]), st.sampled_from([ANY, STAKING]), st.booleans()), max_size=12))
def test_what_is_reserved_is_what_the_list_costs(steps: list[tuple[AccountId, ProxyType, bool]]) -> None:
    chain, model = rich(), set()
    for delegate, proxy_type, is_added in steps:
        change = add_proxy_delegate if is_added else remove_proxy_delegate
        error = refusal(change, chain, ALICE, delegate, proxy_type, NOW)
        is_there = (delegate, proxy_type) in model
        assert error is ((Duplicate if is_there else None) if is_added else (None if is_there else NotFound))
        (model.add if is_added else model.discard)((delegate, proxy_type))
        cost = 60_000_000 + 33_000_000 * len(model) if model else 0
        assert amounts(chain, ALICE) == (FREE - cost, cost, 0)
        assert (ALICE in chain.accounts.proxies) is bool(model)


def test_refusals_come_in_order() -> None:
    chain = rich()
    assert refusal(add_proxy_delegate, chain, ALICE, ALICE, ANY, NOW) is NoSelfProxy
    for number in range(20):
        add_proxy_delegate(chain, ALICE, AccountId(bytes([100 + number]) * 32), ANY, NOW)
    assert refusal(add_proxy_delegate, chain, ALICE, AccountId(bytes([100]) * 32), ANY, NOW) is Duplicate
    assert refusal(add_proxy_delegate, chain, ALICE, BOB, ANY, NOW) is TooMany


def test_adding_and_removing_is_told() -> None:
    chain = rich()
    add_proxy(chain, signed(ALICE), Id(BOB), STAKING, LATER)
    remove_proxy(chain, signed(ALICE), Id(BOB), STAKING, LATER)
    told = tell(chain)
    assert ProxyAdded(ALICE, BOB, STAKING, LATER) in told
    assert told[-1] == ProxyRemoved(ALICE, BOB, STAKING, LATER)


def test_the_first_proxy_that_fits_is_found() -> None:
    chain = rich()
    add_proxy_delegate(chain, ALICE, BOB, ANY, LATER)
    add_proxy_delegate(chain, ALICE, BOB, STAKING, NOW)
    assert get_proxy(chain, ALICE, BOB, None).delay == LATER
    assert get_proxy(chain, ALICE, BOB, STAKING).delay == NOW
    assert refusal(get_proxy, chain, ALICE, BOB, NON_TRANSFER) is NotProxy
    assert refusal(get_proxy, chain, ALICE, CAROL, None) is NotProxy
    assert refusal(proxy, chain, signed(BOB), Id(ALICE), None, Remark(b"")) is Unannounced


def test_a_proxy_acts_and_its_outcome_is_told() -> None:
    chain = rich()
    make_as_proxy(chain, ANY, ALICE, pay(1_000))
    assert tell(chain)[-1] == ProxyExecuted(None)
    make_as_proxy(chain, NON_TRANSFER, ALICE, pay(1_000))
    assert tell(chain) == [ProxyExecuted(CallFiltered())]
    assert amounts(chain, BOB)[0] == FREE + 1_000


def test_the_type_holds_for_what_the_call_makes_in_turn() -> None:
    chain = rich()
    make_as_proxy(chain, NON_TRANSFER, ALICE, AsDerivative(U16(0), Burn(TaoBalance(1), keep_alive=True)))
    assert tell(chain) == [ProxyExecuted(CallFiltered())]


def test_an_account_must_sign_and_name_an_account() -> None:
    chain = rich()
    assert refusal(remove_proxies, chain, ROOT) is BadOrigin
    assert refusal(proxy, chain, ROOT, Id(ALICE), None, Remark(b"")) is BadOrigin
    assert refusal(proxy, chain, signed(ALICE), object(), None, Remark(b"")) is CannotLookup


def test_all_proxies_go_at_once() -> None:
    chain = rich()
    add_proxy_delegate(chain, ALICE, BOB, ANY, NOW)
    tell(chain)
    remove_proxies(chain, signed(ALICE))
    assert tell(chain) == [Unreserved(ALICE, TaoBalance(93_000_000))]
    remove_proxies(chain, signed(ALICE))
    assert tell(chain) == []


@given(
    st.binary(min_size=32, max_size=32), st.sampled_from(list(ProxyType)), st.integers(0, 2**16 - 1), st.integers(0, 9)
)
def test_every_part_tells_accounts_without_a_key_apart(who: bytes, kind: ProxyType, index: int, height: int) -> None:
    spawner, number, block = AccountId(who), U16(index), BlockNumber(height)
    first = compute_pure_account(spawner, kind, number, block, U32(0))
    others = (
        compute_pure_account(AccountId(bytes([who[0] ^ 1]) + who[1:]), kind, number, block, U32(0)),
        compute_pure_account(spawner, ProxyType((kind.value + 1) % 17), number, block, U32(0)),
        compute_pure_account(spawner, kind, U16(index ^ 1), block, U32(0)),
        compute_pure_account(spawner, kind, number, BlockNumber(height + 1), U32(0)),
        compute_pure_account(spawner, kind, number, block, U32(1)),
    )
    assert len({first, *others}) == 6


def spawned(chain: Chain) -> AccountId:
    """The account without a key that Alice creates."""
    create_pure(chain, signed(ALICE), ANY, NOW, U16(0))
    event = tell(chain)[-1]
    assert isinstance(event, PureCreated)
    return event.pure


def test_an_account_without_a_key_is_given_up_by_itself() -> None:
    chain = rich()
    pure = spawned(chain)
    assert refusal(create_pure, chain, signed(ALICE), STAKING, NOW, U16(0)) is None
    assert refusal(create_pure, chain, signed(ALICE), ANY, NOW, U16(0)) is Duplicate
    kill = (Id(ALICE), ANY, U16(0), chain.number, U32(0))
    assert refusal(kill_pure, chain, signed(ALICE), *kill) is NoPermission
    kill_pure(chain, signed(pure), *kill)
    assert pure not in chain.accounts.proxies
    assert amounts(chain, ALICE)[1] == 93_000_000


def killed_after_adding(chain: Chain) -> tuple[int, int]:
    """What Alice and the account without a key have reserved once it added a proxy and was given up."""
    add_proxy_delegate(chain, ALICE, BOB, STAKING, NOW)
    pure = spawned(chain)
    make_as_proxy(chain, ANY, ALICE, TransferKeepAlive(Id(pure), TaoBalance(10**9)))
    make_as_proxy(chain, ANY, pure, AddProxy(Id(BOB), ANY, NOW))
    kill_pure(chain, signed(pure), Id(ALICE), ANY, U16(0), chain.number, U32(0))
    return amounts(chain, ALICE)[1], amounts(chain, pure)[1]


def test_killing_frees_what_others_paid_unless_the_deviation_is_closed() -> None:
    assert killed_after_adding(rich()) == (93_000_000 - 33_000_000, 33_000_000)
    closed = Chain(rich().store.state, closing("KNOWN-31"))
    assert killed_after_adding(closed) == (93_000_000, 0)
