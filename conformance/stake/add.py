"""Adding stake: who may, how much, and what becomes of the TAO."""

from __future__ import annotations

from dataclasses import replace

from conformance.stake.prepare import (
    FIRST,
    LEAST,
    MAX,
    MINIMUM,
    NOWHERE,
    SECOND,
    STABLE,
    add_market,
    add_staker,
    add_subnet,
    stake,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.stake import AddStake
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root


@case(rules=["STAKE-8", "STAKE-11", "STAKE-12", "STAKE-15", "STAKE-20", "STAKE-44", "STAKE-45", "STAKE-60", "ACC-30"])
def plain(build: Builder) -> Trace:
    """TAO buys alpha, once and again; the fee leaves the coldkey and enters no reserve."""
    add_market(build)
    alice = add_staker(build, "alice")
    yield alice.adds(tao(10))
    yield alice.adds(tao(10))


@case(rules=["STAKE-20", "STAKE-60"])
def on_root(build: Builder) -> Trace:
    """On root, and under mechanism 0, one TAO is one alpha, without a fee."""
    add_market(build)
    alice = add_staker(build, "alice")
    yield alice.adds(tao(10), ROOT)
    yield alice.adds(tao(10), STABLE)


@case(rules=["STAKE-2", "STAKE-60"])
def on_another_hotkey(build: Builder) -> Trace:
    """Anybody stakes on any hotkey that has an owner; `add_stake` makes it no delegate."""
    add_market(build)
    alice, bob = add_staker(build, "alice", alpha=tao(1)), add_staker(build, "bob")
    yield bob.on(alice.hotkey).adds(tao(3))
    yield alice.adds(tao(3))


@case(rules=["STAKE-43", "STAKE-44", "STAKE-60"], errors=["AmountTooLow"])
def minimum(build: Builder) -> Trace:
    """The least amount is the minimum and the fee that the minimum contains; one rao less is refused."""
    add_market(build)
    alice = add_staker(build, "alice")
    yield alice.adds(LEAST - 1)
    yield alice.adds(LEAST)
    yield alice.adds(MINIMUM - 1, ROOT)
    yield alice.adds(MINIMUM, ROOT)


@case(rules=["STAKE-43", "STAKE-44"], errors=["AmountTooLow"])
def minimum_with_high_fee(build: Builder) -> Trace:
    """Where the fee is a tenth, the least amount does not pay in the minimum, and is refused after all."""
    add_market(build)
    build.chain.pools.fee_rate[FIRST] = U16(6_553)
    alice = add_staker(build, "alice")
    for amount in (2_199_983, 2_199_984, 2_222_200, 2_222_400):
        yield alice.adds(amount)


@case(
    rules=["STAKE-40", "STAKE-41", "STAKE-42", "STAKE-44", "STAKE-60"],
    errors=["AmountTooLow", "HotKeyAccountNotExists", "NotEnoughBalanceToStake", "SubnetNotExists", "SubtokenDisabled"],
)
def order_of_checks(build: Builder) -> Trace:
    """The subnet's start, its existence, the amount, the coldkey's balance, and the hotkey are asked for in this order."""
    add_market(build)
    build.chain.subnets.subtoken_enabled[SECOND] = False
    build.chain.subnets.subtoken_enabled[NOWHERE] = True
    nobodys = build.name("nobody's hotkey")
    alice = add_staker(build, "alice", tao(1)).on(nobodys)
    yield alice.adds(1, SECOND)
    yield alice.adds(1, NOWHERE)
    yield alice.adds(1)
    yield alice.adds(tao(2))
    yield alice.adds(tao(1) // 2)


@case(rules=["STAKE-60"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account stakes."""
    add_market(build)
    alice = add_staker(build, "alice")
    call = AddStake(alice.hotkey, FIRST, tao(1))
    yield root(call)
    yield nobody(call)


@case(rules=["STAKE-43", "STAKE-44"], errors=["AmountTooLow", "InsufficientLiquidity"])
def without_reserve(build: Builder) -> Trace:
    """A pool that has next to no alpha sells none; what its fee would be is computed without a swap."""
    add_market(build)
    build.chain.pools.subnet_alpha_in[FIRST] = AlphaBalance(999_999)
    alice = add_staker(build, "alice")
    yield alice.adds(LEAST - 1)
    yield alice.adds(LEAST)


@case(rules=["STAKE-44"], errors=["InsufficientLiquidity"])
def buys_nothing(build: Builder) -> Trace:
    """Where alpha is so dear that the amount buys none, nothing is staked."""
    add_market(build)
    add_subnet(build, SECOND, 10**18, 10**6)
    alice = add_staker(build, "alice", 10**16)
    yield alice.adds(LEAST, SECOND)


@case(rules=["STAKE-8", "STAKE-44"], errors=["InsufficientLiquidity"])
def no_share(build: Builder) -> Trace:
    """Where a share has become so dear that the alpha is worth none, nothing is staked.

    The alpha of the hotkey is written: dividends would need ages for it.
    """
    add_market(build)
    alice, dear, empty = (add_staker(build, name) for name in ("alice", "dear", "empty"))
    for staker, alpha in ((dear, tao(10)), (empty, 0)):
        build.chain.stake.total_hotkey_shares[staker.hotkey, FIRST] = U64F64.from_bits(1)
        build.chain.stake.total_hotkey_alpha[staker.hotkey, FIRST] = AlphaBalance(alpha)
    yield alice.on(dear.hotkey).adds(tao(1))
    yield alice.on(empty.hotkey).adds(tao(1))


@case(rules=["STAKE-15", "STAKE-16", "STAKE-60", "BLOCK-2"], errors=["StakingOperationRateLimitExceeded"])
def held_until_the_block_ends(build: Builder) -> Trace:
    """Stake that was added cannot be taken off in the same block: neither the new nor the old, but that elsewhere can."""
    add_market(build)
    alice = add_staker(build, "alice", alpha=tao(5))
    stake(build, alice, SECOND, tao(5))
    yield alice.adds(tao(1))
    yield alice.removes(tao(1))
    yield alice.removes(tao(1), SECOND)
    yield alice.adds(tao(1))
    yield blocks(1)
    yield alice.removes(tao(1))


@case(rules=["STAKE-11", "STAKE-12", "STAKE-45"], errors=["NotEnoughBalanceToStake"])
def whole_balance(build: Builder) -> Trace:
    """A coldkey may stake all that it has, and 500 rao of it stay in its account (KNOWN-53)."""
    add_market(build)
    alice, bob = add_staker(build, "alice", tao(1)), add_staker(build, "bob", LEAST)
    yield alice.adds(tao(1) + 1)
    yield alice.adds(tao(1))
    yield bob.adds(LEAST)


@case(rules=["STAKE-12", "STAKE-45"], errors=["NotEnoughBalanceToStake"])
def frozen_balance(build: Builder) -> Trace:
    """What is frozen cannot be staked, and what keeps an account with a reserve alive cannot either."""
    add_market(build)
    alice = add_staker(build, "alice", tao(3), frozen=tao(1))
    bob = add_staker(build, "bob", tao(3), reserved=tao(1))
    yield alice.adds(tao(2) + 1)
    yield alice.adds(tao(2))
    yield bob.adds(tao(3))
    yield bob.adds(tao(3) - 500)


@case(rules=["STAKE-12"], errors=["NotEnoughBalanceToStake"])
def more_than_issued(build: Builder) -> Trace:
    """More than all TAO cannot be paid. Issuance is written too small: no call leads there."""
    add_market(build)
    alice = add_staker(build, "alice", tao(3))
    build.chain.accounts.total_issuance.value = TaoBalance(tao(2))
    yield alice.adds(tao(2) + 1)
    yield alice.adds(tao(2))


@case(rules=["STAKE-2", "STAKE-20"])
def too_much_at_once(build: Builder) -> Trace:
    """From 2^63 rao on the TAO is taken and nothing is credited (KNOWN-52); one rao less is credited."""
    add_market(build)
    alice, bob = add_staker(build, "alice", 2**63 + 1_000), add_staker(build, "bob", 2**63)
    yield bob.adds(2**63 - 1_000, ROOT)
    yield alice.adds(2**63, ROOT)


@case(rules=["STAKE-20", "STAKE-60"])
def beyond_the_highest_price(build: Builder) -> Trace:
    """What a small pool does not take at its highest price is lost (KNOWN-51)."""
    add_market(build)
    add_subnet(build, SECOND, 10**8, 10**9)
    alice = add_staker(build, "alice", 10**15)
    yield alice.adds(10**14, SECOND)


@case(rules=["STAKE-44", "STAKE-60"], errors=["NotEnoughBalanceToStake"])
def all_that_64_bits_hold(build: Builder) -> Trace:
    """Nobody has so much."""
    add_market(build)
    yield add_staker(build, "alice").adds(MAX)


@case(rules=["STAKE-11"], errors=["BalanceWithdrawalError"])
def account_that_cannot_change(build: Builder) -> Trace:
    """A coldkey whose account refuses every change cannot pay.

    It has a reserve, counts nothing that needs the account, and nothing that lets it exist. It is written: no call leads there.
    """
    add_market(build)
    alice = add_staker(build, "alice", tao(3), reserved=tao(1))
    accounts = build.chain.accounts.account
    accounts[alice.account] = replace(accounts[alice.account], providers=U32(0), consumers=U32(0))
    yield alice.adds(tao(1))
