from collections.abc import Callable
from typing import Any

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.stake import AmountTooLow, SlippageTooHigh, TransferDisallowed
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.origin import signed
from tao_spec.transition.stake.limit_amounts import get_max_amount_move
from tao_spec.transition.stake.move import (
    move_stake,
    sudo_set_toggle_transfer,
    swap_stake,
    swap_stake_limit,
    transfer_stake,
    transition_stake,
)
from tao_spec.transition.stake.operations import Stake
from tests.transition.stake.build import (
    ALICE,
    BOB,
    FIRST,
    HOT,
    OTHER,
    SECOND,
    STABLE,
    held,
    market,
    put,
    refusal,
    told,
)

BY_ALICE = signed(ALICE)
TEN = AlphaBalance(tao(10))
TO_ALICE = Stake(HOT, ALICE, SECOND)


@pytest.mark.parametrize(
    ("call", "arguments", "destination", "name"),
    [
        (move_stake, (HOT, OTHER, STABLE, STABLE, TEN), Stake(OTHER, ALICE, STABLE), "StakeMoved"),
        (transfer_stake, (BOB, HOT, STABLE, STABLE, TEN), Stake(HOT, BOB, STABLE), "StakeTransferred"),
        (swap_stake, (HOT, STABLE, ROOT, TEN), Stake(HOT, ALICE, ROOT), "StakeSwapped"),
        (swap_stake_limit, (HOT, STABLE, ROOT, TEN, tao(1), False), Stake(HOT, ALICE, ROOT), "StakeSwapped"),
    ],
)
def test_each_move_goes_its_way(call: Callable[..., Any], arguments: Any, destination: Stake, name: str) -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, STABLE, tao(50))
    assert refusal(call, chain, BY_ROOT, *arguments) is BadOrigin
    call(chain, BY_ALICE, *arguments)
    assert (held(chain, origin), held(chain, destination)) == (tao(40), tao(10))
    assert told(chain) == ["StakeRemoved", "StakeAdded", name]


def test_only_what_a_coldkey_gives_itself_is_held() -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, FIRST, tao(50))
    transition_stake(chain, origin, Stake(HOT, BOB, SECOND), TEN, is_transfer=True)
    assert (HOT, BOB, SECOND) not in chain.stake.staking_operation_rate_limiter
    transition_stake(chain, origin, TO_ALICE, TEN)
    assert (HOT, ALICE, SECOND) in chain.stake.staking_operation_rate_limiter


def test_another_hotkey_becomes_a_delegate_between_subnets_only() -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, FIRST, tao(50))
    transition_stake(chain, origin, Stake(OTHER, ALICE, FIRST), TEN)
    assert OTHER not in chain.delegation.delegates
    transition_stake(chain, origin, Stake(OTHER, ALICE, SECOND), TEN)
    assert OTHER in chain.delegation.delegates


def test_what_a_limit_leaves_is_lost_or_refused() -> None:
    limit = TaoBalance(tao(1) - 1_000)
    for closed, refused in (((), None), (("KNOWN-50",), AmountTooLow)):
        chain = market(*closed)
        origin = put(chain, HOT, ALICE, ROOT, tao(50))
        assert 0 < get_max_amount_move(chain, ROOT, FIRST, limit) < 2_000_000
        moved = (chain, origin, Stake(HOT, ALICE, FIRST), TEN, limit)
        assert refusal(transition_stake, *moved) is refused
        assert held(chain, Stake(HOT, ALICE, FIRST)) == 0


def test_a_swap_may_pass_its_limit_unless_that_is_closed() -> None:
    limit = TaoBalance(tao(1) * 19 // 10)
    for closed, refused in (((), None), (("KNOWN-58",), SlippageTooHigh)):
        chain = market(*closed)
        origin = put(chain, HOT, ALICE, FIRST, tao(500))
        asked = (chain, origin, TO_ALICE, AlphaBalance(tao(500)), limit)
        assert refusal(transition_stake, *asked) is refused


def test_a_swap_within_its_limit_stays_allowed() -> None:
    chain = market("KNOWN-58")
    origin = put(chain, HOT, ALICE, FIRST, tao(500))
    assert transition_stake(chain, origin, TO_ALICE, AlphaBalance(tao(1)), TaoBalance(tao(1))) > 0


def test_root_and_the_owner_of_a_subnet_toggle_transfers() -> None:
    chain = market()
    put(chain, HOT, ALICE, FIRST, tao(50))
    chain.subnets.subnet_owner[FIRST] = BOB
    assert refusal(sudo_set_toggle_transfer, chain, BY_ALICE, FIRST, False) is BadOrigin
    sudo_set_toggle_transfer(chain, signed(BOB), FIRST, False)
    assert told(chain) == ["TransferToggle"]
    assert refusal(transfer_stake, chain, BY_ALICE, BOB, HOT, FIRST, FIRST, TEN) is TransferDisallowed
    sudo_set_toggle_transfer(chain, BY_ROOT, FIRST, True)
    assert refusal(transfer_stake, chain, BY_ALICE, BOB, HOT, FIRST, FIRST, TEN) is None
