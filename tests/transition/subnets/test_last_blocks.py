import pytest

from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.transition.subnets.last_blocks import (
    get_last_childkey_takes,
    get_last_delegate_takes,
    get_last_registration,
    get_last_swaps,
)
from tests.transition.chains import account, genesis

WHO, BLOCK = account(1), BlockHeight(7)


@pytest.mark.parametrize("rule", [get_last_swaps, get_last_delegate_takes, get_last_childkey_takes])
def test_what_one_account_did_is_nothing_of_others(rule):
    chain = genesis(9)
    rule(chain)[WHO] = BLOCK
    assert (rule(chain)[WHO], rule(chain)[account(2)]) == (BLOCK, 0)
    del rule(chain)[WHO]
    assert rule(chain)[WHO] == 0


def test_each_operation_has_an_item_of_its_own():
    chain = genesis(9)
    kept = (
        chain.keys.last_tx_block,
        chain.delegation.last_tx_block_delegate_take,
        chain.delegation.last_tx_block_child_key_take,
    )
    rules = get_last_swaps, get_last_delegate_takes, get_last_childkey_takes
    for block, rule in enumerate(rules, start=1):
        rule(chain)[WHO] = BlockHeight(block)
    assert [item[WHO] for item in kept] == [1, 2, 3]


def test_the_last_registration_is_one_for_all():
    chain = genesis(9)
    get_last_registration(chain).value = BLOCK
    assert chain.subnets.network_last_registered.value == BLOCK
