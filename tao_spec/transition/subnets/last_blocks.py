"""Where the chain keeps the blocks in which limited operations were last done.

Each is a storage item of its own; a revision may keep them elsewhere.
"""

from __future__ import annotations

from typing import Protocol

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import replaceable


class LastBlocks(Protocol):
    """The block in which each account last did an operation; zero for never."""

    def __getitem__(self, account: AccountId, /) -> BlockHeight:
        """The block of an account."""

    def __setitem__(self, account: AccountId, block: BlockHeight, /) -> None:
        """Remember a block."""

    def __delitem__(self, account: AccountId, /) -> None:
        """Forget the block of an account."""


class LastBlock(Protocol):
    """The block in which an operation was last done; zero for never."""

    @property
    def value(self) -> BlockHeight:
        """The block."""

    @value.setter
    def value(self, value: BlockHeight, /) -> None:
        """Remember a block."""


@replaceable
def get_last_swaps(chain: Chain) -> LastBlocks:
    """When an account last swapped a hotkey."""
    return chain.keys.last_tx_block


@replaceable
def get_last_delegate_takes(chain: Chain) -> LastBlocks:
    """When the take of a hotkey as a delegate last changed."""
    return chain.delegation.last_tx_block_delegate_take


@replaceable
def get_last_childkey_takes(chain: Chain) -> LastBlocks:
    """When the take of a hotkey as a child last changed, as swaps of hotkeys carry it along."""
    return chain.delegation.last_tx_block_child_key_take


@replaceable
def get_last_registration(chain: Chain) -> LastBlock:
    """When a subnet was last registered."""
    return chain.subnets.network_last_registered
