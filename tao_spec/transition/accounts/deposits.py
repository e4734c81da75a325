"""Deposits for records that an account keeps on the chain: reserved while the record stands, growing and shrinking with it."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.transition.accounts.ledger import ZERO
from tao_spec.transition.accounts.reserves import reserve, unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("PROXY-3")
def compute_deposit(base: TaoBalance, factor: TaoBalance, count: int) -> TaoBalance:
    """What a list of so many entries costs, in rao: a base and a share for each; an empty list is no record and free."""
    return base.saturating_add(factor.saturating_mul(count)) if count else ZERO


@rule("PROXY-4")
def settle_deposit(chain: Chain, who: AccountId, old: TaoBalance, new: TaoBalance) -> None:
    """Reserve what a deposit grows by, or free what it shrinks by, as much as is there.

    Args:
        who: who pays and is paid back.
        old, new: the deposit before and now, in rao.

    Raises:
        DispatchError: as `reserve`, where it grows.
    """
    if new > old:
        reserve(chain, who, new.saturating_sub(old))
    elif new < old:
        unreserve(chain, who, old.saturating_sub(new))
