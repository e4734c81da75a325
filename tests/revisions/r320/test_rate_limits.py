from __future__ import annotations

import pytest

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.rate_limits import (
    get_limited_childkey_takes,
    get_limited_delegate_takes,
    get_limited_registration,
    get_limited_swaps,
)
from tao_spec.revisions.r320.state import (
    LastTxBlock,
    LastTxBlockChildKeyTake,
    LastTxBlockDelegateTake,
    NetworkLastRegistered,
    added,
)
from tao_spec.transition.subnets.last_blocks import (
    get_last_childkey_takes,
    get_last_delegate_takes,
    get_last_registration,
    get_last_swaps,
)
from tests.transition.chains import account, genesis

WHO, BLOCK = account(1), BlockHeight(7)
OF_ACCOUNTS = [
    (get_last_swaps, get_limited_swaps, LastTxBlock),
    (get_last_delegate_takes, get_limited_delegate_takes, LastTxBlockDelegateTake),
    (get_last_childkey_takes, get_limited_childkey_takes, LastTxBlockChildKeyTake),
]


@pytest.mark.parametrize(("base", "rule", "key"), OF_ACCOUNTS)
def test_blocks_of_accounts_lie_under_their_keys(base, rule, key) -> None:
    chain = genesis(9, R320)
    blocks, kept = base(chain), added(chain).last_rate_limited_block
    assert type(blocks) is type(rule(chain)) and blocks[WHO] == 0
    blocks[WHO] = BLOCK
    assert list(kept.items()) == [(key(WHO), BLOCK)] and blocks[WHO] == BLOCK
    del blocks[WHO]
    assert not list(kept.items())


@pytest.mark.parametrize(("base", "rule", "key"), OF_ACCOUNTS)
def test_no_old_item_is_written(base, rule, key) -> None:
    chain = genesis(9, R320)
    base(chain)[WHO] = BLOCK
    old = (chain.keys.last_tx_block, chain.delegation.last_tx_block_delegate_take)
    assert not [entry for item in old for entry in item.items()]
    assert not list(chain.delegation.last_tx_block_child_key_take.items())


def test_the_block_of_the_last_registration_lies_under_its_key() -> None:
    chain = genesis(9, R320)
    assert get_last_registration(chain).value == get_limited_registration(chain).value == 0
    get_last_registration(chain).value = BLOCK
    assert (
        added(chain).last_rate_limited_block[NetworkLastRegistered()] == BLOCK == get_limited_registration(chain).value
    )
    assert not chain.subnets.network_last_registered.exists()


def test_in_revision_306_the_items_are_those_of_old() -> None:
    chain = genesis(9)
    get_last_swaps(chain)[WHO] = BLOCK
    get_last_registration(chain).value = BLOCK
    assert chain.keys.last_tx_block[WHO] == chain.subnets.network_last_registered.value == BLOCK
