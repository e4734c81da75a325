"""What the events of Balances tell: how much TAO came into being in accounts, and how much went out of being.

| event | what all accounts hold together | because |
| --- | --- | --- |
| `Minted`, `Deposit`, `Restored` | rises by the amount | TAO is created in an account |
| `Burned`, `Withdraw`, `Suspended` | falls by the amount | TAO is taken out of an account, and not put into another |
| `DustLost` | falls by the amount | what remained of a dead account is destroyed |
| `Slashed` | falls by the amount | reserved TAO is destroyed |
| `BalanceSet` | rises by `Issued`, falls by `Rescinded`, directly before it | root set a balance |
| `Transfer`, `ReserveRepatriated` | stays | what one account loses another receives |
| `Endowed`, `Reserved`, `Unreserved`, locks, freezes | stays | TAO is named, or moves within its account |

`Issued` and `Rescinded` speak of issuance alone: without a `BalanceSet` behind them no account changes. Holding and
releasing tell nothing and move TAO within its account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.interface.accounts.balances import (
    BalanceSet,
    Burned,
    Deposit,
    DustLost,
    Issued,
    Minted,
    Rescinded,
    Restored,
    Slashed,
    Suspended,
    TotalIssuanceForced,
    Withdraw,
)
from tao_spec.interface.messages import Event

CREATING = (Minted, Deposit, Restored)
DESTROYING = (Burned, Withdraw, Suspended, DustLost, Slashed)


def compute_told_change(events: Sequence[Event]) -> int:
    """By how much the events of a step say that what all accounts hold together changed, in rao."""
    return sum(_told_by(previous, event) for previous, event in _with_previous(events))


def _told_by(previous: Event | None, event: Event) -> int:
    if isinstance(event, CREATING):
        return int(event.amount)
    if isinstance(event, DESTROYING):
        return -int(event.amount)
    if isinstance(event, BalanceSet) and isinstance(previous, Issued):
        return int(previous.amount)
    if isinstance(event, BalanceSet) and isinstance(previous, Rescinded):
        return -int(previous.amount)
    return 0


def _with_previous(events: Sequence[Event]) -> Iterator[tuple[Event | None, Event]]:
    return zip((None, *events), events, strict=False)


@dataclass(frozen=True)
class Replayed:
    """What total issuance comes to by the events of a step.

    Attributes:
        value: in rao.
        was_held: whether it was held at a bound of 64 bits on the way.
        was_forced: whether root forced it.
    """

    value: TaoBalance
    was_held: bool
    was_forced: bool


def replay_issuance(before: TaoBalance, events: Sequence[Event]) -> Replayed:
    """Total issuance after the events: it follows each of them, held at 64 bits each time."""
    value, was_held, was_forced = before, False, False
    for previous, event in _with_previous(events):
        if isinstance(event, TotalIssuanceForced):
            value, was_forced = event.new, True
            continue
        exact = value + _told_by(previous, event)
        value = TaoBalance.saturate(exact)
        was_held = was_held or value != exact
    return Replayed(value, was_held, was_forced)
