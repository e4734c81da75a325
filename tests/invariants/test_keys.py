from __future__ import annotations

from collections.abc import Iterable

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.keys import ColdkeySwapped, HotkeySwapped, HotkeySwappedOnSubnet, SwapColdkey, SwapHotkey
from tao_spec.interface.messages import Event
from tao_spec.invariants.frame import Violation, Watch
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.keys.build import (
    FIRST,
    NEW,
    NEW_COLD,
    NOMINATOR,
    OLD,
    OWNER,
    SECOND,
    STRANGER,
    household,
    own,
    stake,
)

SWAPPED = HotkeySwapped(OWNER, OLD, NEW)
SWAPPED_IN_ONE = HotkeySwappedOnSubnet(OWNER, OLD, NEW, FIRST)
COLDKEY_SWAPPED = ColdkeySwapped(OWNER, NEW_COLD, TaoBalance(0))
MINE = ("INV-95", "INV-96", "INV-97", "INV-98", "INV-99")


def broken(violations: Iterable[Violation]) -> list[str]:
    """The invariants of keys among those broken."""
    return [id for id in ids(violations) if id in MINE]


def test_swaps_by_the_rules_keep_all_of_them() -> None:
    chain = household()
    for hotkey, coldkey in ((OLD, OWNER), (OLD, NOMINATOR)):
        stake(chain, hotkey, coldkey, tao(3))
    chain.emission.total_issuance.value = chain.accounts.total_issuance.value
    chain.commit()
    watch = Watch(chain)
    for origin, call in (
        (signed(OWNER), SwapHotkey(OLD, NEW, SECOND)),
        (ROOT, SwapColdkey(OWNER, NEW_COLD, TaoBalance(7))),
    ):
        assert broken(make(chain, watch, origin, call)) == []
    assert not watch.excused


def test_an_owner_that_does_not_list_its_hotkey_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.keys.owner[OLD] = STRANGER
        chain.keys.owned_hotkeys[OWNER] = ()

    _, violations = step_by_hand(household(), change)
    assert broken(violations) == ["INV-95"]
    assert "is listed by its owner" in str(violations[0]) and "0 times; expected 1" in str(violations[0])


def test_one_that_lists_it_twice_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.keys.owner[NEW] = OWNER
        chain.keys.owned_hotkeys[OWNER] = (OLD, NEW, NEW)

    assert broken(step_by_hand(household(), change)[1]) == ["INV-95"]


@pytest.mark.parametrize(
    ("event", "excused"),
    [
        (None, None),
        (SWAPPED, "KNOWN-141"),
        (SWAPPED_IN_ONE, "KNOWN-141"),
        (HotkeySwapped(OWNER, OLD, STRANGER), None),
        (COLDKEY_SWAPPED, "KNOWN-158"),
    ],
)
def test_a_former_owner_that_does_not_forget_is_found(event: Event | None, excused: str | None) -> None:
    def change(chain: Chain) -> None:
        own(chain, OWNER, NEW)

    chain = household()
    own(chain, STRANGER, NEW)
    chain.commit()
    watch, violations = step_by_hand(chain, change, () if event is None else (event,))
    assert broken(violations) == ([] if excused else ["INV-96"])
    assert [found.excuse.id for found in watch.excused if found.excuse] == ([excused] if excused else [])


@pytest.mark.parametrize("event", [SWAPPED_IN_ONE, COLDKEY_SWAPPED])
def test_alpha_that_a_swap_makes_or_loses_is_found(event: Event) -> None:
    for alpha in (tao(3) - 1, tao(3) + 1):

        def change(chain: Chain, alpha: int = alpha) -> None:
            chain.stake.total_hotkey_alpha[OLD, FIRST] = AlphaBalance(alpha)

        chain = household()
        stake(chain, OLD, NOMINATOR, tao(3))
        chain.commit()
        assert broken(step_by_hand(chain, change, (event,))[1]) == ["INV-97"]
        assert broken(step_by_hand(chain, change)[1]) == []


def test_shares_that_a_swap_makes_are_found() -> None:
    def change(chain: Chain) -> None:
        chain.stake.alpha[NEW, NOMINATOR, FIRST] = U64F64.from_bits(1)

    assert broken(step_by_hand(household(), change, (SWAPPED_IN_ONE,))[1]) == ["INV-97"]


@pytest.mark.parametrize(("left", "found"), [(-1, []), (0, []), (1, ["INV-98"])])
def test_tao_that_a_swap_makes_is_found(left: int, found: list[str]) -> None:
    def change(chain: Chain) -> None:
        info = chain.accounts.account[OWNER]
        data = info.data.__class__(TaoBalance(tao(10) - 5 + left))
        chain.accounts.account[OWNER] = info.__class__(
            info.nonce, info.consumers, info.providers, info.sufficients, data
        )
        chain.emission.total_issuance.value = TaoBalance(tao(10) - 5)

    chain = household()
    chain.emission.total_issuance.value = TaoBalance(tao(10))
    chain.commit()
    assert broken(step_by_hand(chain, change, (SWAPPED_IN_ONE,))[1]) == found


@pytest.mark.parametrize("owner", [None, OWNER])
def test_what_a_swapped_hotkey_leaves_is_found(owner: AccountId | None) -> None:
    def change(chain: Chain) -> None:
        if owner is None:
            del chain.keys.owner[OLD]
            chain.keys.owned_hotkeys[OWNER] = ()

    _, violations = step_by_hand(household(), change, (SWAPPED,))
    assert broken(violations) == ([] if owner else ["INV-99"])


def test_a_seat_that_is_left_is_found() -> None:
    chain = household(seats=False)

    def change(chain: Chain) -> None:
        del chain.keys.owner[OLD]
        chain.keys.owned_hotkeys[OWNER] = ()
        chain.governance.senate_members.value = (OLD,)

    violations = step_by_hand(chain, change, (SWAPPED,))[1]
    assert broken(violations) == ["INV-99"] and "SenateMembers.Members" in str(violations[-1])
