from __future__ import annotations

from collections.abc import Iterable

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.subnets import (
    DissolveNetwork,
    NetworkAdded,
    NetworkRemoved,
    RegisterNetwork,
    UpdateSymbol,
)
from tao_spec.invariants.frame import Violation, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.subnets.register import register_network
from tao_spec.transition.subnets.symbol_table import ROOT_SYMBOL, SYMBOLS
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.subnets.build import HOTKEY, LEAST, OWNER, SECOND, SECOND_HOTKEY, founding

THIRD = NetUid(3)
FOUNDING = RegisterNetwork(HOTKEY)
ADDED, REMOVED = NetworkAdded(THIRD, U16(1)), NetworkRemoved(SECOND)


def ours(violations: Iterable[Violation]) -> list[str]:
    """The numbers of the invariants of subnets among those that were broken."""
    return [id for id in ids(violations) if "INV-85" <= id <= "INV-89"]


def founded() -> Chain:
    chain = founding()
    register_network(chain, signed(OWNER), HOTKEY)
    chain.commit()
    return chain


def add_third(chain: Chain) -> None:
    chain.subnets.networks_added[THIRD] = True
    chain.subnets.total_networks.value = U16(4)


def remove_second(chain: Chain) -> None:
    del chain.subnets.networks_added[SECOND]
    chain.subnets.total_networks.value = U16(2)


def test_a_miscount_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.subnets.total_networks.value = U16(7)

    violations = step_by_hand(founded(), change)[1]
    assert ours(violations) == ["INV-85"]
    assert "a difference of +4" in str(violations[0])


@pytest.mark.parametrize(
    ("events", "found"),
    [((), ["INV-86"]), ((ADDED,), []), ((ADDED, ADDED), ["INV-86"]), ((ADDED, REMOVED), ["INV-86"])],
)
def test_a_subnet_that_comes_untold_is_found(events: Iterable[Event], found: list[str]) -> None:
    assert ours(step_by_hand(founded(), add_third, events)[1]) == found


def test_a_symbol_of_two_subnets_is_found_and_roots_is_excepted() -> None:
    for symbol, found in ((SYMBOLS[2], ["INV-87"]), (ROOT_SYMBOL, []), (SYMBOLS[3], [])):

        def change(chain: Chain, symbol: bytes = symbol) -> None:
            chain.subnets.token_symbol[THIRD] = symbol

        assert ours(step_by_hand(founded(), change)[1]) == found


def test_neurons_that_are_left_are_found() -> None:
    violations = step_by_hand(founded(), remove_second, [REMOVED])[1]
    assert ours(violations) == ["INV-88"]
    assert "left entries of its neurons: 3" in str(violations[0])


def test_weights_that_are_left_are_found() -> None:
    def change(chain: Chain) -> None:
        remove_second(chain)
        del chain.neurons.subnetwork_n[SECOND]
        chain.neurons.keys.clear_under(SECOND)
        chain.neurons.uids.clear_under(SECOND)
        chain.weights.weights[SECOND, Uid(9)] = ()

    assert ours(step_by_hand(founded(), change, [REMOVED])[1]) == ["INV-88"]


@pytest.mark.parametrize(
    ("amount", "call", "found"),
    [
        (501, FOUNDING, ["INV-89"]),
        (500, FOUNDING, []),
        (1, DissolveNetwork(OWNER, SECOND), ["INV-89"]),
        (10**9, None, []),
    ],
)
def test_tao_from_nowhere_is_found_and_the_last_rao_excused(amount: int, call: Call | None, found: list[str]) -> None:
    def change(chain: Chain) -> None:
        chain.pools.subnet_tao[SECOND] = TaoBalance(LEAST + amount)

    watch, violations = step_by_hand(founded(), change, (), call)
    assert ours(violations) == found
    assert ("INV-89" in ours(watch.excused)) == (amount == 500)


def test_all_of_them_hold_while_subnets_come_and_go() -> None:
    chain = founding()
    watch = Watch(chain)
    for origin, call in (
        (signed(OWNER), FOUNDING),
        (signed(OWNER), RegisterNetwork(SECOND_HOTKEY)),
        (ROOT, UpdateSymbol(SECOND, SYMBOLS[9])),
        (ROOT, DissolveNetwork(OWNER, SECOND)),
        (signed(OWNER), FOUNDING),
    ):
        assert make(chain, watch, origin, call) == []
    assert chain.pools.subnet_alpha_in[SECOND] == AlphaBalance(tao(1_000))
