"""The TAO of coldkeys: how stake, registrations and pools take it out of accounts and give it back.

Source: upstream's `pallets/subtensor/src/staking/helpers.rs`.
"""

from __future__ import annotations

from contextlib import suppress

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.stake import BalanceWithdrawalError, ZeroBalanceAfterWithdrawn
from tao_spec.transition.accounts.ledger import decrease_issuance, increase_issuance
from tao_spec.transition.accounts.tokens import (
    BEST_EFFORT,
    EXPENDABLE,
    POLITE,
    PRESERVE,
    deposit,
    ensure_can_withdraw,
    get_reducible_balance,
    withdraw,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

LOST_TAO_STAYS_ISSUED = "KNOWN-180"
"""TAO that a coldkey cannot receive is nowhere, and counts as issued."""


@rule("STAKE-10")
def add_balance_to_coldkey_account(chain: Chain, coldkey: AccountId, amount: TaoBalance) -> None:
    """Give a coldkey TAO, which adds to the issuance of accounts; what it cannot receive is lost (KNOWN-180).

    Args:
        amount: in rao.
    """
    received = TaoBalance(0)
    with suppress(DispatchError):
        received = deposit(chain, coldkey, amount, BEST_EFFORT)
        increase_issuance(chain, received)
    if received < amount and not chain.deviates(LOST_TAO_STAYS_ISSUED):
        issuance = chain.emission.total_issuance
        issuance.value = issuance.value.saturating_sub(amount.saturating_sub(received))


@rule("STAKE-11")
def remove_balance_from_coldkey_account(chain: Chain, coldkey: AccountId, amount: TaoBalance) -> TaoBalance:
    """Take TAO from a coldkey, as much as there is above the existential deposit.

    Args:
        amount: in rao.

    Returns:
        What was taken, in rao, and left the issuance of accounts.

    Raises:
        BalanceWithdrawalError: the account refuses.
        ZeroBalanceAfterWithdrawn: nothing could be taken.
    """
    if not amount:
        return amount
    try:
        taken = withdraw(chain, coldkey, amount, BEST_EFFORT, PRESERVE, POLITE)
    except DispatchError:
        raise BalanceWithdrawalError from None
    decrease_issuance(chain, taken)
    if not taken:
        raise ZeroBalanceAfterWithdrawn
    return taken


@rule("STAKE-12")
def can_remove_balance_from_coldkey_account(chain: Chain, coldkey: AccountId, amount: TaoBalance) -> bool:
    """Whether a coldkey could pay an amount if its account may die, which STAKE-11 does not let it.

    Args:
        amount: in rao.
    """
    if amount > get_reducible_balance(chain, coldkey, EXPENDABLE, POLITE):
        return False
    try:
        ensure_can_withdraw(chain, coldkey, amount, keep_alive=False)
    except DispatchError:
        return False
    return True
