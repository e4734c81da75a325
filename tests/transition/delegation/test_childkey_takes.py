import pytest

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import ChildKeyTakeSet, InvalidChildkeyTake, TxChildkeyTakeRateLimitExceeded
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.childkey_takes import (
    SET_CHILDKEY_TAKE,
    set_childkey_take,
    sudo_set_max_childkey_take,
    sudo_set_min_childkey_take,
    sudo_set_tx_childkey_take_rate_limit,
)
from tao_spec.transition.origin import ROOT, signed
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST
from tests.transition.delegation.build import CHILD, GHOST, NOW, OWNER, STRANGER, family

MOST, NOWHERE = 11_796, NetUid(9)


def refused(chain: Chain, take: int, netuid: NetUid = FIRST) -> object:
    return refusal(set_childkey_take, chain, signed(OWNER), CHILD, netuid, U16(take))


def test_a_take_is_set_and_told() -> None:
    chain = family()
    assert refused(chain, 7) is None
    assert chain.delegation.childkey_take[CHILD, FIRST] == 7
    assert chain.delegation.transaction_key_last_block[CHILD, FIRST, SET_CHILDKEY_TAKE] == NOW
    assert chain.events == [ChildKeyTakeSet(CHILD, U16(7))]


@pytest.mark.parametrize(("take", "error"), [(MOST, None), (MOST + 1, InvalidChildkeyTake), (0, None)])
def test_a_take_is_at_most_the_maximum(take: int, error: type[Exception] | None) -> None:
    assert refused(family(), take) is error


@pytest.mark.parametrize(
    ("closed", "take", "error"),
    [([], 9, None), (["KNOWN-130"], 9, InvalidChildkeyTake), (["KNOWN-130"], 10, None)],
)
def test_the_minimum_binds_once_that_is_closed(closed: list[str], take: int, error: type[Exception] | None) -> None:
    chain = family(*closed)
    chain.delegation.min_childkey_take.value = U16(10)
    assert refused(chain, take) is error


def test_a_subnet_need_not_exist_unless_that_is_closed() -> None:
    assert refused(family(), 7, NOWHERE) is None
    assert refused(family("KNOWN-131"), 7, NOWHERE) is SubNetworkDoesNotExist
    assert refused(family("KNOWN-131"), 7) is None


@pytest.mark.parametrize(
    ("take", "elapsed", "limit", "error"),
    [
        (11, 9, 10, TxChildkeyTakeRateLimitExceeded),
        (11, 10, 10, None),
        (10, 0, 10, None),
        (9, 0, 10, None),
        (11, 0, 0, None),
    ],
)
def test_only_a_raise_waits(take: int, elapsed: int, limit: int, error: type[Exception] | None) -> None:
    chain = family()
    chain.delegation.tx_childkey_take_rate_limit.value = U64(limit)
    chain.delegation.childkey_take[CHILD, FIRST] = U16(10)
    chain.delegation.transaction_key_last_block[CHILD, FIRST, SET_CHILDKEY_TAKE] = BlockHeight(NOW - elapsed)
    assert refused(chain, take) is error
    if error is None:
        assert chain.delegation.transaction_key_last_block[CHILD, FIRST, SET_CHILDKEY_TAKE] == NOW


def test_only_the_owner_sets_it() -> None:
    chain = family()
    assert refusal(set_childkey_take, chain, signed(STRANGER), CHILD, FIRST, U16(MOST + 1)) is NonAssociatedColdKey
    assert refusal(set_childkey_take, chain, signed(OWNER), GHOST, FIRST, U16(1)) is NonAssociatedColdKey
    assert refusal(set_childkey_take, chain, ROOT, CHILD, FIRST, U16(1)) is BadOrigin


def test_root_sets_what_bounds_childkey_takes() -> None:
    chain = family()
    sudo_set_tx_childkey_take_rate_limit(chain, ROOT, U64(1))
    sudo_set_min_childkey_take(chain, ROOT, U16(2))
    sudo_set_max_childkey_take(chain, ROOT, U16(3))
    items = chain.delegation
    found = (items.tx_childkey_take_rate_limit, items.min_childkey_take, items.max_childkey_take)
    assert [item.value for item in found] == [1, 2, 3]
    names = ["TxChildKeyTakeRateLimitSet", "MinChildKeyTakeSet", "MaxChildKeyTakeSet"]
    assert [event.NAME for event in chain.commit().events] == names
    for call in (sudo_set_min_childkey_take, sudo_set_max_childkey_take):
        assert refusal(call, chain, signed(OWNER), U16(1)) is BadOrigin
    assert refusal(sudo_set_tx_childkey_take_rate_limit, chain, signed(OWNER), U64(1)) is BadOrigin
