"""Small states of accounts, written as they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Event
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import NEW_LOGIC, AccountData, AccountInfo
from tao_spec.storage.store import Changes
from tao_spec.transition.chain import Chain

DEPOSIT = 500
MAX = 2**64 - 1
ALICE, BOB, CAROL, GHOST = (AccountId(bytes([letter]) * 32) for letter in b"ABCG")


def info(
    free: int = 0,
    reserved: int = 0,
    frozen: int = 0,
    *,
    providers: int | None = None,
    consumers: int | None = None,
    sufficients: int = 0,
    flags: int = NEW_LOGIC,
) -> AccountInfo:
    """An account with the references that it should have, unless they are given."""
    provides = free >= DEPOSIT if providers is None else providers
    consumes = bool(reserved or frozen) if consumers is None else consumers
    data = AccountData(TaoBalance(free), TaoBalance(reserved), TaoBalance(frozen), U128(flags))
    return AccountInfo(U32(0), U32(consumes), U32(provides), U32(sufficients), data)


def chain_of(accounts: dict[AccountId, AccountInfo] | None = None, issuance: int | None = None) -> Chain:
    """A chain at block 1 with some accounts; issuance counts them unless it is given."""
    chain = Chain({}, R306)
    chain.accounts.number.value = BlockNumber(1)
    for who, found in (accounts or {}).items():
        chain.accounts.account[who] = found
    held = sum(found.data.free + found.data.reserved for found in (accounts or {}).values())
    chain.accounts.total_issuance.value = TaoBalance(min(held, MAX) if issuance is None else issuance)
    chain.commit()
    return chain


def amounts(chain: Chain, who: AccountId) -> tuple[int, int, int]:
    """What an account has free, reserved and frozen."""
    data = chain.accounts.account[who].data
    return int(data.free), int(data.reserved), int(data.frozen)


def references(chain: Chain, who: AccountId) -> tuple[int, int, int]:
    """An account's providers, consumers and sufficients."""
    found = chain.accounts.account[who]
    return int(found.providers), int(found.consumers), int(found.sufficients)


def issuance(chain: Chain) -> int:
    """Total issuance."""
    return int(chain.accounts.total_issuance.value)


def tell(chain: Chain) -> list[Event]:
    """What was told since the last commit."""
    return list(chain.commit().events)


def refusal(function: Callable[..., Any], *arguments: Any) -> type[DispatchError] | None:
    """How a rule refuses; None where it does not."""
    try:
        function(*arguments)
    except DispatchError as error:
        return type(error)
    return None


def left_by_refusal(chain: Chain, function: Callable[[], Any]) -> tuple[list[Event], Changes]:
    """What a rule that refuses tells and changes nevertheless, where its caller passes over the refusal."""
    assert refusal(function) is not None
    outcome = chain.commit()
    return list(outcome.events), outcome.changes
