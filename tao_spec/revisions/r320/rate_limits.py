"""Where it is kept when limited operations were last done: all in `LastRateLimitedBlock`, each under a key of its own.

The items in which revision 306 kept it are still there, and no rule reads them.

Source: upstream's `pallets/subtensor/src/utils/rate_limiting.rs` and `coinbase/root.rs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight
from tao_spec.revisions.r320.state import (
    LastTxBlock,
    LastTxBlockChildKeyTake,
    LastTxBlockDelegateTake,
    NetworkLastRegistered,
    RateLimitKey,
    added,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.last_blocks import (
    get_last_childkey_takes,
    get_last_delegate_takes,
    get_last_registration,
    get_last_swaps,
)


@dataclass(frozen=True)
class BlocksOfAccounts:
    """The block in which each account last did an operation; zero for never.

    Attributes:
        key: the key of an account.
    """

    chain: Chain
    key: Callable[[AccountId], RateLimitKey]

    def __getitem__(self, account: AccountId) -> BlockHeight:
        """The block of an account."""
        return added(self.chain).last_rate_limited_block[self.key(account)]

    def __setitem__(self, account: AccountId, block: BlockHeight) -> None:
        """Remember a block."""
        added(self.chain).last_rate_limited_block[self.key(account)] = block

    def __delitem__(self, account: AccountId) -> None:
        """Forget the block of an account."""
        del added(self.chain).last_rate_limited_block[self.key(account)]


@dataclass
class BlockOfOperation:
    """The block in which an operation of the whole network was last done; zero for never."""

    chain: Chain
    key: RateLimitKey

    @property
    def value(self) -> BlockHeight:
        """The block."""
        return added(self.chain).last_rate_limited_block[self.key]

    @value.setter
    def value(self, value: BlockHeight) -> None:
        """Remember a block."""
        added(self.chain).last_rate_limited_block[self.key] = value


@rule("R320-90")
def get_limited_swaps(chain: Chain) -> BlocksOfAccounts:
    """When an account last swapped a hotkey, under `LastTxBlock`."""
    return BlocksOfAccounts(chain, LastTxBlock)


@rule("R320-91")
def get_limited_delegate_takes(chain: Chain) -> BlocksOfAccounts:
    """When the take of a hotkey as a delegate last changed, under `LastTxBlockDelegateTake`."""
    return BlocksOfAccounts(chain, LastTxBlockDelegateTake)


@rule("R320-92")
def get_limited_childkey_takes(chain: Chain) -> BlocksOfAccounts:
    """When the take of a hotkey as a child last changed, under `LastTxBlockChildKeyTake`; only swaps of hotkeys look at it."""
    return BlocksOfAccounts(chain, LastTxBlockChildKeyTake)


@rule("R320-93")
def get_limited_registration(chain: Chain) -> BlockOfOperation:
    """When a subnet was last registered, under `NetworkLastRegistered`."""
    return BlockOfOperation(chain, NetworkLastRegistered())


RULES: ReplacedRules = {
    get_last_swaps: get_limited_swaps,
    get_last_delegate_takes: get_limited_delegate_takes,
    get_last_childkey_takes: get_limited_childkey_takes,
    get_last_registration: get_limited_registration,
}
"""The rules of the base that are replaced here."""
