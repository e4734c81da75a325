from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.system import KilledAccount, NewAccount
from tao_spec.interface.errors import ConsumerRemaining, DispatchError, NoProviders, TooManyConsumers
from tao_spec.transition.accounts.references import (
    add_consumer,
    add_provider,
    add_sufficient,
    can_remove_provider,
    remove_consumer,
    remove_provider,
    remove_sufficient,
)
from tao_spec.transition.chain import Chain
from tests.transition.accounts.build import ALICE, BOB, chain_of, info, references, refusal, tell

MOST = 2**32 - 1
Count = Callable[[Chain, AccountId], None]


def counted(function: Count, providers: int, consumers: int, sufficients: int) -> tuple[Chain, list[str]]:
    chain = chain_of({ALICE: info(providers=providers, consumers=consumers, sufficients=sufficients)})
    function(chain, ALICE)
    return chain, [event.NAME for event in tell(chain)]


@pytest.mark.parametrize(("add", "after"), [(add_provider, (1, 0, 0)), (add_sufficient, (0, 0, 1))])
def test_the_first_reason_creates_an_account(add: Count, after: tuple[int, int, int]) -> None:
    chain = chain_of()
    add(chain, ALICE)
    assert references(chain, ALICE) == after
    assert tell(chain) == [NewAccount(ALICE)]


@pytest.mark.parametrize(("providers", "sufficients"), [(1, 0), (0, 1), (3, 4)])
def test_another_reason_creates_nothing(providers: int, sufficients: int) -> None:
    chain, told = counted(add_provider, providers, 0, sufficients)
    assert (references(chain, ALICE), told) == ((providers + 1, 0, sufficients), [])
    chain, told = counted(add_sufficient, providers, 0, sufficients)
    assert (references(chain, ALICE), told) == ((providers, 0, sufficients + 1), [])


@pytest.mark.parametrize("add", [add_provider, add_sufficient])
def test_a_record_without_a_reason_is_created_anew(add: Count) -> None:
    _chain, told = counted(add, 0, 2, 0)
    assert told == ["NewAccount"]


def test_counts_are_held_at_32_bits() -> None:
    chain, _ = counted(add_provider, MOST, 0, 0)
    assert references(chain, ALICE)[0] == MOST
    chain, _ = counted(add_sufficient, 1, 0, MOST)
    assert references(chain, ALICE)[2] == MOST


def test_the_last_provider_takes_the_account_with_it() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    remove_provider(chain, ALICE)
    assert ALICE not in chain.accounts.account
    assert BOB in chain.accounts.account
    assert tell(chain) == [KilledAccount(ALICE)]


@pytest.mark.parametrize(("providers", "sufficients"), [(2, 0), (1, 1), (2, 1)])
def test_an_account_lives_on_while_it_has_a_reason(providers: int, sufficients: int) -> None:
    chain, told = counted(remove_provider, providers, 0, sufficients)
    assert (references(chain, ALICE), told) == ((providers - 1, 0, sufficients), [])


@pytest.mark.parametrize("sufficients", [0, 1])
@pytest.mark.parametrize("providers", [0, 1])
def test_the_last_provider_stays_while_something_needs_it(providers: int, sufficients: int) -> None:
    chain = chain_of({ALICE: info(providers=providers, consumers=1, sufficients=sufficients)})
    assert refusal(remove_provider, chain, ALICE) is ConsumerRemaining
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_one_of_two_providers_may_go_though_something_needs_the_account() -> None:
    chain, _ = counted(remove_provider, 2, 1, 0)
    assert references(chain, ALICE) == (1, 1, 0)


def test_a_provider_that_was_never_counted_is_the_last_one() -> None:
    chain, told = counted(remove_provider, 0, 0, 0)
    assert told == ["KilledAccount"]
    chain, told = counted(remove_provider, 0, 0, 1)
    assert (references(chain, ALICE), told) == ((0, 0, 1), [])


@pytest.mark.parametrize("remove", [remove_provider, remove_sufficient])
def test_an_account_that_does_not_exist_loses_nothing(remove: Count) -> None:
    chain = chain_of()
    remove(chain, ALICE)
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_nothing_can_need_what_nothing_provides_for() -> None:
    chain = chain_of({ALICE: info(sufficients=1)})
    assert refusal(add_consumer, chain, ALICE) is NoProviders
    assert refusal(add_consumer, chain, BOB) is NoProviders
    assert chain.commit().changes == {}


def test_so_many_things_can_need_an_account_and_not_one_more() -> None:
    chain = chain_of({ALICE: info(5_000)})
    for _ in range(16):
        add_consumer(chain, ALICE)
    assert references(chain, ALICE) == (1, 16, 0)
    chain.commit()
    assert refusal(add_consumer, chain, ALICE) is TooManyConsumers
    assert chain.commit().changes == {}


def test_a_missing_provider_is_told_before_too_many_consumers() -> None:
    assert refusal(add_consumer, chain_of({ALICE: info(consumers=16, sufficients=1)}), ALICE) is NoProviders


def test_what_never_needed_an_account_can_stop_to_need_it() -> None:
    chain, told = counted(remove_consumer, 1, 1, 0)
    assert (references(chain, ALICE), told) == ((1, 0, 0), [])
    chain, told = counted(remove_consumer, 1, 0, 0)
    assert (references(chain, ALICE), told) == ((1, 0, 0), [])


def test_stopping_to_need_nobody_leaves_an_empty_record() -> None:
    chain = chain_of()
    remove_consumer(chain, ALICE)
    outcome = chain.commit()
    assert (outcome.events, len(outcome.changes), references(chain, ALICE)) == ((), 1, (0, 0, 0))
    assert ALICE in chain.accounts.account


@pytest.mark.parametrize("sufficients", [0, 1])
def test_the_last_reason_of_all_takes_the_account_with_it(sufficients: int) -> None:
    chain, told = counted(remove_sufficient, 0, 5, sufficients)
    assert told == ["KilledAccount"]
    assert ALICE not in chain.accounts.account


def test_a_sufficient_that_was_never_counted_changes_nothing_of_an_account_that_lives() -> None:
    chain, told = counted(remove_sufficient, 1, 0, 0)
    assert (references(chain, ALICE), told) == ((1, 0, 0), [])
    chain, told = counted(remove_sufficient, 0, 0, 2)
    assert (references(chain, ALICE), told) == ((0, 0, 1), [])


@pytest.mark.parametrize(
    ("providers", "consumers", "may"), [(0, 0, True), (1, 0, True), (1, 1, False), (0, 1, False), (2, 1, True)]
)
def test_a_provider_may_go_where_nothing_needs_the_account_or_another_remains(
    providers: int, consumers: int, may: bool
) -> None:
    chain = chain_of({ALICE: info(providers=providers, consumers=consumers, sufficients=1)})
    assert can_remove_provider(chain, ALICE) is may


@dataclass
class Counts:
    providers: int = 0
    consumers: int = 0
    sufficients: int = 0

    @property
    def lives(self) -> bool:
        return self.providers > 0 or self.sufficients > 0


class References(RuleBasedStateMachine):
    """Three counters in Python beside the account on the chain, as users that drop only what they counted see it."""

    def __init__(self) -> None:
        super().__init__()
        self.chain, self.counts = chain_of(), Counts()

    def told(self) -> list[str]:
        return [event.NAME for event in tell(self.chain)]

    @rule(times=st.integers(1, 3))
    def provide(self, times: int) -> None:
        for _ in range(times):
            was = self.counts.lives
            add_provider(self.chain, ALICE)
            self.counts.providers += 1
            assert self.told() == ([] if was else ["NewAccount"])

    @rule()
    def suffice(self) -> None:
        was = self.counts.lives
        add_sufficient(self.chain, ALICE)
        self.counts.sufficients += 1
        assert self.told() == ([] if was else ["NewAccount"])

    @rule(times=st.integers(1, 17))
    def need(self, times: int) -> None:
        for _ in range(times):
            allowed = self.counts.providers > 0 and self.counts.consumers < 16
            assert self.succeeds(add_consumer) is allowed
            self.counts.consumers += allowed

    @rule()
    def stop_to_need(self) -> None:
        if self.counts.consumers:
            remove_consumer(self.chain, ALICE)
            self.counts.consumers -= 1

    @rule()
    def stop_to_provide(self) -> None:
        if self.counts.providers:
            allowed = self.counts.providers > 1 or not self.counts.consumers
            assert self.succeeds(remove_provider) is allowed
            self.counts.providers -= allowed
            assert self.told() == ([] if self.counts.lives else ["KilledAccount"])

    @rule()
    def stop_to_suffice(self) -> None:
        if self.counts.sufficients:
            remove_sufficient(self.chain, ALICE)
            self.counts.sufficients -= 1
            assert self.told() == ([] if self.counts.lives else ["KilledAccount"])

    def succeeds(self, function: Count) -> bool:
        try:
            function(self.chain, ALICE)
        except DispatchError:
            return False
        return True

    @invariant()
    def chain_counts_the_same(self) -> None:
        counts = self.counts
        assert references(self.chain, ALICE) == (counts.providers, counts.consumers, counts.sufficients)
        assert (ALICE in self.chain.accounts.account) is counts.lives

    @invariant()
    def what_is_needed_is_provided_for(self) -> None:
        assert not self.counts.consumers or self.counts.providers


TestReferences = References.TestCase
TestReferences.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
