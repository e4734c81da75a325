"""Chains to test rules on: genesis, with whatever a test writes into it."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.revision import Revision

FIRST = NetUid(1)


def account(number: int) -> AccountId:
    """An account by a number from 1 to 255."""
    return AccountId(bytes([number]) * 32)


def genesis(number: int = 0, revision: Revision = R306) -> Chain:
    """A chain in the state of genesis, at any height."""
    chain = build_genesis({}, revision)
    chain.accounts.number.value = BlockNumber(number)
    chain.commit()
    return chain


def closing(*deviations: str) -> Revision:
    """The base revision with known deviations closed."""
    return R306.replace(name="closed", description="Deviations closed.", close=frozenset(deviations))
