"""A hotkey with stake and whom it can choose, to test delegation on."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.children import Children
from tests.transition.chains import FIRST, account, closing, genesis

OWNER, STRANGER = account(1), account(2)
PARENT, CHILD, OTHER, GHOST = (account(number) for number in range(11, 15))
NOW, STAKE = 1_000, 500
WHOLE = U64.MAX


def family(*closed: str, number: int = NOW) -> Chain:
    """Three hotkeys of the owner in the first subnet, with stake on the parent alone; one alpha is one TAO."""
    chain = genesis(number, closing(*closed))
    for hotkey in (PARENT, CHILD, OTHER):
        chain.keys.owner[hotkey] = OWNER
    chain.stake.total_hotkey_alpha[PARENT, FIRST] = AlphaBalance(STAKE)
    chain.commit()
    return chain


def entries(*children: tuple[int, AccountId]) -> Children:
    """Children with their parts."""
    return tuple((U64(part), child) for part, child in children)
