"""Small chains for the tests of invariants, and steps made on them by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.messages import Call, Event
from tao_spec.invariants import INVARIANTS
from tao_spec.invariants.frame import Invariant, Violation, Watch
from tao_spec.revisions import get_revision
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.storage.store import Changes
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import Origin

R306 = get_revision(306)
ALICE, BOB, CAROL, DAVE = (AccountId(bytes([letter]) * 32) for letter in b"ABCD")
EVERYBODY = (ALICE, BOB, CAROL, DAVE)


@dataclass(frozen=True)
class Made:
    """What a step told and changed."""

    events: tuple[Event, ...]
    changes: Changes


def account(free: int, reserved: int = 0, frozen: int = 0, **counts: int) -> AccountInfo:
    """An account in the present form, with the references that it should have unless they are given."""
    consumers, providers = counts.get("consumers", int(bool(reserved or frozen))), counts.get("providers", 1)
    data = AccountData(TaoBalance(free), TaoBalance(reserved), TaoBalance(frozen))
    return AccountInfo(U32(0), U32(consumers), U32(providers), U32(counts.get("sufficients", 0)), data)


def old_form(info: AccountInfo) -> AccountInfo:
    """The account in the form of before."""
    return replace(info, data=replace(info.data, flags=U128(0)))


def chain_of(accounts: dict[AccountId, AccountInfo] | None = None, issuance: int | None = None) -> Chain:
    """A chain at block 1 that knows some accounts, and nothing else."""
    chain = Chain({}, R306)
    chain.accounts.number.value = BlockNumber(1)
    for who, info in (accounts or {}).items():
        chain.accounts.account[who] = info
    held = sum(info.data.free + info.data.reserved for info in (accounts or {}).values())
    chain.accounts.total_issuance.value = TaoBalance(held if issuance is None else issuance)
    chain.commit()
    return chain


def invariant(id: str) -> Invariant:
    """An invariant by its number."""
    return next(invariant for invariant in INVARIANTS if invariant.id == id)


def invariants_of(*domains: str) -> list[Invariant]:
    """The invariants of some domains."""
    return [one for one in INVARIANTS if one.domain in domains]


def step_by_hand(
    chain: Chain,
    change: Callable[[Chain], Any],
    events: Iterable[Event] = (),
    call: Call | None = None,
    domains: tuple[str, ...] = (),
) -> tuple[Watch, list[Violation]]:
    """Let somebody change the state at will and tell what he likes, and judge it.

    Args:
        domains: whose invariants judge; by default all but those of conservation, for books that are written by hand do not
            balance.
    """
    judges = invariants_of(*domains) or [one for one in INVARIANTS if one.domain != "conservation"]
    watch = Watch(chain, judges)
    change(chain)
    made = Made(tuple(events), chain.commit().changes)
    return watch, watch.after(made, call)


def make(chain: Chain, watch: Watch, origin: Origin, call: Call) -> list[Violation]:
    """Make a call by the rules, and judge the step."""
    try_dispatch(chain, origin, call)
    outcome = chain.commit()
    return watch.after(Made(outcome.events, outcome.changes), call)


def ids(violations: Iterable[Violation]) -> list[str]:
    """The numbers of the invariants broken."""
    return [violation.invariant.id for violation in violations]
