from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H160, H256, AccountId
from tao_spec.interface.accounts.balances import (
    AdjustmentDirection,
    BalanceSet,
    Burn,
    Burned,
    DeltaZero,
    DustLost,
    ForceAdjustTotalIssuance,
    ForceSetBalance,
    ForceTransfer,
    ForceUnreserve,
    IssuanceDeactivated,
    Issued,
    Rescinded,
    TotalIssuanceForced,
    Transfer,
    TransferAll,
    TransferAllowDeath,
    TransferKeepAlive,
    Unreserved,
    UpgradeAccounts,
    Upgraded,
)
from tao_spec.interface.accounts.system import Address20, Address32, Id, Index, MultiAddress, Raw
from tao_spec.interface.errors import (
    BadOrigin,
    BelowMinimum,
    CannotLookup,
    ConsumerRemaining,
    Frozen,
    FundsUnavailable,
    NotExpendable,
    Overflow,
)
from tao_spec.interface.messages import Call
from tao_spec.transition.accounts.balances import lookup
from tao_spec.transition.accounts.reserves import reserve
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tests.transition.accounts.build import (
    ALICE,
    BOB,
    CAROL,
    DEPOSIT,
    GHOST,
    MAX,
    amounts,
    chain_of,
    info,
    issuance,
    tell,
)

T = TaoBalance
UP, DOWN = AdjustmentDirection.Increase, AdjustmentDirection.Decrease
NOT_AN_ID: list[MultiAddress] = [Index(None), Raw(bytes(ALICE)), Address32(H256(bytes(ALICE))), Address20(H160())]

OF_ACCOUNTS: list[Call] = [
    TransferAllowDeath(Id(BOB), T(1)),
    TransferKeepAlive(Id(BOB), T(1)),
    TransferAll(Id(BOB), keep_alive=True),
    UpgradeAccounts((ALICE,)),
    Burn(T(1), keep_alive=True),
]
OF_ROOT: list[Call] = [
    ForceTransfer(Id(ALICE), Id(BOB), T(1)),
    ForceUnreserve(Id(ALICE), T(1)),
    ForceSetBalance(Id(ALICE), T(DEPOSIT)),
    ForceAdjustTotalIssuance(UP, T(1)),
]


@pytest.mark.parametrize("call", OF_ACCOUNTS)
def test_only_an_account_may(call: Call) -> None:
    for origin in (ROOT, NOBODY):
        assert try_dispatch(chain_of({ALICE: info(5_000), BOB: info(5_000)}), origin, call) == BadOrigin()
    assert try_dispatch(chain_of({ALICE: info(5_000), BOB: info(5_000)}), signed(ALICE), call) is None


@pytest.mark.parametrize("call", OF_ROOT)
def test_only_root_may(call: Call) -> None:
    for origin in (signed(ALICE), NOBODY):
        assert try_dispatch(chain_of({ALICE: info(5_000), BOB: info(5_000)}), origin, call) == BadOrigin()
    assert try_dispatch(chain_of({ALICE: info(5_000), BOB: info(5_000)}), ROOT, call) is None


def test_only_an_account_id_names_an_account() -> None:
    assert lookup(Id(ALICE)) == ALICE
    for address in NOT_AN_ID:
        with pytest.raises(CannotLookup):
            lookup(address)


@pytest.mark.parametrize("address", NOT_AN_ID)
def test_every_call_looks_its_addresses_up_and_its_origin_before(address: MultiAddress) -> None:
    of_accounts: list[Call] = [
        TransferAllowDeath(address, T(9_999)),
        TransferKeepAlive(address, T(9_999)),
        TransferAll(address, keep_alive=False),
    ]
    of_root: list[Call] = [
        ForceTransfer(address, Id(BOB), T(1)),
        ForceTransfer(Id(ALICE), address, T(9_999)),
        ForceUnreserve(address, T(1)),
        ForceSetBalance(address, T(1)),
    ]
    for calls, may, may_not in ((of_accounts, signed(ALICE), ROOT), (of_root, ROOT, signed(ALICE))):
        for call in calls:
            chain = chain_of({ALICE: info(5_000)})
            assert try_dispatch(chain, may, call) == CannotLookup()
            assert try_dispatch(chain, may_not, call) == BadOrigin()


@pytest.mark.parametrize(
    ("call", "error", "left"),
    [
        (TransferAllowDeath(Id(BOB), T(4_501)), None, 0),
        (TransferAllowDeath(Id(BOB), T(4_500)), None, 500),
        (TransferAllowDeath(Id(BOB), T(5_001)), FundsUnavailable(), 5_000),
        (TransferAllowDeath(Id(GHOST), T(499)), BelowMinimum(), 5_000),
        (TransferKeepAlive(Id(BOB), T(4_500)), None, 500),
        (TransferKeepAlive(Id(BOB), T(4_501)), NotExpendable(), 5_000),
        (TransferAll(Id(BOB), keep_alive=False), None, 0),
        (TransferAll(Id(BOB), keep_alive=True), None, 500),
        (Burn(T(4_500), keep_alive=True), None, 500),
        (Burn(T(4_501), keep_alive=True), FundsUnavailable(), 5_000),
        (Burn(T(5_000), keep_alive=False), None, 0),
        (Burn(T(5_001), keep_alive=False), FundsUnavailable(), 5_000),
    ],
)
def test_how_much_an_account_may_give(call: Call, error: object, left: int) -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    assert try_dispatch(chain, signed(ALICE), call) == error
    assert amounts(chain, ALICE)[0] == left


def test_root_transfers_and_still_respects_freezes() -> None:
    chain = chain_of({ALICE: info(5_000, 0, 1_000), BOB: info(5_000)})
    assert try_dispatch(chain, ROOT, ForceTransfer(Id(ALICE), Id(BOB), T(4_001))) == Frozen()
    assert try_dispatch(chain, ROOT, ForceTransfer(Id(ALICE), Id(BOB), T(4_000))) is None
    assert tell(chain) == [Transfer(ALICE, BOB, T(4_000))]


def test_transfer_all_of_nothing_moves_nothing() -> None:
    chain = chain_of({ALICE: info(500), BOB: info(500)})
    assert try_dispatch(chain, signed(ALICE), TransferAll(Id(BOB), keep_alive=True)) is None
    assert tell(chain) == [Transfer(ALICE, BOB, T(0))]


def test_root_frees_a_reserve_and_misses_nothing() -> None:
    chain = chain_of({ALICE: info(5_000, 700)})
    assert try_dispatch(chain, ROOT, ForceUnreserve(Id(ALICE), T(701))) is None
    assert (amounts(chain, ALICE), tell(chain)) == ((5_700, 0, 0), [Unreserved(ALICE, T(700))])


def test_accounts_are_upgraded_in_the_order_of_the_list_each_once() -> None:
    chain = chain_of({who: info(5_000, flags=0) for who in (ALICE, BOB)})
    assert try_dispatch(chain, signed(GHOST), UpgradeAccounts((BOB, GHOST, ALICE, BOB))) is None
    assert tell(chain) == [Upgraded(BOB), Upgraded(ALICE)]


@pytest.mark.parametrize(
    ("asked", "free", "told"),
    [
        (6_000, 6_000, [Issued(T(1_000)), BalanceSet(ALICE, T(6_000))]),
        (5_000, 5_000, [BalanceSet(ALICE, T(5_000))]),
        (4_000, 4_000, [Rescinded(T(1_000)), BalanceSet(ALICE, T(4_000))]),
        (500, 500, [Rescinded(T(4_500)), BalanceSet(ALICE, T(500))]),
    ],
)
def test_root_sets_a_balance_and_issuance_with_it(asked: int, free: int, told: list[object]) -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    assert try_dispatch(chain, ROOT, ForceSetBalance(Id(ALICE), T(asked))) is None
    assert (amounts(chain, ALICE)[0], issuance(chain), tell(chain)) == (free, 5_000 + free, told)


@pytest.mark.parametrize("asked", [0, 499])
def test_less_than_the_existential_deposit_is_nothing(asked: int) -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    assert try_dispatch(chain, ROOT, ForceSetBalance(Id(ALICE), T(asked))) is None
    assert (ALICE in chain.accounts.account, issuance(chain)) == (False, 5_000)
    assert chain.events[1:] == [Rescinded(T(5_000)), BalanceSet(ALICE, T(0))]


def test_root_cannot_kill_who_is_needed() -> None:
    chain = chain_of({ALICE: info(5_000, 1)})
    assert try_dispatch(chain, ROOT, ForceSetBalance(Id(ALICE), T(499))) == ConsumerRemaining()
    assert chain.commit().changes == {}


def test_what_an_upgrade_gave_counts_as_held_before() -> None:
    chain = chain_of({ALICE: info(100, 7, providers=0, consumers=0, flags=0)})
    assert try_dispatch(chain, ROOT, ForceSetBalance(Id(ALICE), T(501))) is None
    assert (Issued(T(1)) in chain.events, issuance(chain)) == (True, 108)


def test_issuance_is_held_at_64_bits_where_it_cannot_follow_a_balance() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    assert try_dispatch(chain, ROOT, ForceSetBalance(Id(ALICE), T(MAX))) is None
    assert issuance(chain) == MAX < sum(amounts(chain, who)[0] for who in (ALICE, BOB))


@pytest.mark.parametrize(
    ("direction", "delta", "inactive", "after"),
    [
        (UP, 1, 0, 10_001),
        (DOWN, 1, 0, 9_999),
        (UP, MAX, 0, MAX),
        (DOWN, MAX, 0, 0),
        (DOWN, 4_000, 6_000, 6_000),
        (UP, 1, 10_001, 10_001),
    ],
)
def test_root_corrects_issuance(direction: AdjustmentDirection, delta: int, inactive: int, after: int) -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    chain.accounts.inactive_issuance.value = T(inactive)
    assert try_dispatch(chain, ROOT, ForceAdjustTotalIssuance(direction, T(delta))) is None
    assert (issuance(chain), tell(chain)) == (after, [TotalIssuanceForced(T(10_000), T(after))])


def test_root_corrects_issuance_neither_by_nothing_nor_under_what_is_inactive() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    chain.accounts.inactive_issuance.value = T(6_000)
    for direction in (UP, DOWN):
        assert try_dispatch(chain, ROOT, ForceAdjustTotalIssuance(direction, T(0))) == DeltaZero()
    assert try_dispatch(chain, ROOT, ForceAdjustTotalIssuance(DOWN, T(4_001))) == IssuanceDeactivated()
    chain.accounts.inactive_issuance.value = T(10_002)
    assert try_dispatch(chain, ROOT, ForceAdjustTotalIssuance(UP, T(1))) == IssuanceDeactivated()
    assert issuance(chain) == 10_000


def test_burning_tells_what_was_burned_even_nothing() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert try_dispatch(chain, signed(ALICE), Burn(T(0), keep_alive=True)) is None
    assert tell(chain) == [Burned(ALICE, T(0))]
    assert try_dispatch(chain_of({ALICE: info(5_000)}, issuance=1), signed(ALICE), Burn(T(2), False)) == Overflow()


# A model that knows nothing of references: what the calls do to accounts that only calls have made.

PEOPLE = (ALICE, BOB, CAROL)
people = st.sampled_from(PEOPLE)
sums = st.one_of(st.integers(0, 3_000), st.sampled_from([1, 499, 500, 501, 999, 1_000, 1_001]))


@dataclass
class Purse:
    """What somebody has: free, and reserved, which forbids to die."""

    free: int = 0
    reserved: int = 0

    def spendable(self, keep_alive: bool) -> int:
        keeps = DEPOSIT if keep_alive or (self.free and self.reserved) else 0
        return max(0, self.free - keeps)


class Bank(RuleBasedStateMachine):
    """Three purses and the sum of all TAO in Python, beside the chain."""

    def __init__(self) -> None:
        super().__init__()
        self.chain = chain_of()
        self.purses = {who: Purse() for who in PEOPLE}
        self.issued = 0

    @initialize(free=st.sampled_from([500, 2_000]))
    def begin(self, free: int) -> None:
        self.set(ALICE, free)

    def call(self, origin: Origin, call: Call, accepted: bool) -> list[object]:
        """Make a call, which must be accepted or refused as the model foresees; a refused one leaves nothing."""
        error = try_dispatch(self.chain, origin, call)
        assert (error is None) is accepted, error
        outcome = self.chain.commit()
        assert accepted or (outcome.events, outcome.changes) == ((), {})
        return list(outcome.events)

    def take(self, who: AccountId, amount: int) -> None:
        """Take from a purse; what is too little to stay is lost."""
        purse = self.purses[who]
        purse.free -= amount
        if purse.free < DEPOSIT and not purse.reserved:
            self.issued -= purse.free
            purse.free = 0

    @rule(giver=people, receiver=people, amount=sums, keep_alive=st.booleans())
    def send(self, giver: AccountId, receiver: AccountId, amount: int, keep_alive: bool) -> None:
        source, dest = self.purses[giver], self.purses[receiver]
        accepted = not amount or (amount <= source.spendable(keep_alive) and dest.free + amount >= DEPOSIT)
        shape = TransferKeepAlive if keep_alive else TransferAllowDeath
        told = self.call(signed(giver), shape(Id(receiver), T(amount)), accepted)
        if accepted and giver != receiver:
            self.take(giver, amount)
            dest.free += amount
            assert told[-1] == Transfer(giver, receiver, T(amount))

    @rule(giver=people, receiver=people, keep_alive=st.booleans())
    def send_all(self, giver: AccountId, receiver: AccountId, keep_alive: bool) -> None:
        amount = self.purses[giver].spendable(keep_alive)
        accepted = not amount or self.purses[receiver].free + amount >= DEPOSIT
        self.call(signed(giver), TransferAll(Id(receiver), keep_alive), accepted)
        if accepted and giver != receiver:
            self.take(giver, amount)
            self.purses[receiver].free += amount

    @rule(who=people, amount=sums, keep_alive=st.booleans())
    def destroy(self, who: AccountId, amount: int, keep_alive: bool) -> None:
        accepted = amount <= self.purses[who].spendable(keep_alive)
        self.call(signed(who), Burn(T(amount), keep_alive), accepted)
        if accepted:
            self.issued -= amount
            self.take(who, amount)

    @rule(who=people, amount=sums)
    def set(self, who: AccountId, amount: int) -> None:
        purse, free = self.purses[who], amount if amount >= DEPOSIT else 0
        accepted = free >= DEPOSIT or not purse.reserved
        self.call(ROOT, ForceSetBalance(Id(who), T(amount)), accepted)
        if accepted:
            self.issued += free - purse.free
            purse.free = free

    @rule(who=people, amount=st.integers(1, 3_000))
    def set_aside(self, who: AccountId, amount: int) -> None:
        purse = self.purses[who]
        if purse.free - amount >= DEPOSIT:
            reserve(self.chain, who, T(amount))
            purse.free, purse.reserved = purse.free - amount, purse.reserved + amount
            self.chain.commit()

    @rule(who=people, amount=sums)
    def free(self, who: AccountId, amount: int) -> None:
        purse = self.purses[who]
        self.call(ROOT, ForceUnreserve(Id(who), T(amount)), accepted=True)
        freed = min(amount, purse.reserved)
        purse.free, purse.reserved = purse.free + freed, purse.reserved - freed

    @invariant()
    def chain_holds_the_same(self) -> None:
        for who, purse in self.purses.items():
            assert amounts(self.chain, who) == (purse.free, purse.reserved, 0)
            assert (who in self.chain.accounts.account) is (purse.free >= DEPOSIT)

    @invariant()
    def all_purses_are_all_that_is_issued(self) -> None:
        assert issuance(self.chain) == self.issued
        assert sum(purse.free + purse.reserved for purse in self.purses.values()) == self.issued


TestBank = Bank.TestCase
TestBank.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_dust_is_told_and_leaves_issuance() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    assert try_dispatch(chain, signed(ALICE), TransferAllowDeath(Id(BOB), T(4_501))) is None
    assert DustLost(ALICE, T(499)) in chain.events
    assert issuance(chain) == 10_000 - 499
