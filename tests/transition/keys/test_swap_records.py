import pytest

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.transition.keys.swap_records import clean_up_hotkey_swap_records
from tests.transition.chains import FIRST, account, genesis


@pytest.mark.parametrize(
    ("block", "swapped", "kept"),
    [
        (72_001, 36_000, False),
        (72_001, 36_001, True),
        (72_002, 1, True),
        (72_000, 1, True),
        (1, 0, True),
        (36_001, 0, False),
    ],
)
def test_an_old_record_is_forgotten_when_its_subnet_has_its_turn(block: int, swapped: int, kept: bool) -> None:
    chain = genesis(block)
    chain.keys.last_hotkey_swap_on_netuid[FIRST, account(1)] = BlockHeight(swapped)
    clean_up_hotkey_swap_records(chain)
    assert ((FIRST, account(1)) in chain.keys.last_hotkey_swap_on_netuid) is kept


def test_records_of_other_subnets_stay() -> None:
    chain = genesis(72_001)
    for netuid in (NetUid(2), NetUid(36_001)):
        chain.keys.last_hotkey_swap_on_netuid[netuid, account(1)] = BlockHeight(1)
    chain.subnets.networks_added[NetUid(2)] = True
    clean_up_hotkey_swap_records(chain)
    assert len(list(chain.keys.last_hotkey_swap_on_netuid.keys())) == 2
    # A subnet whose number is a whole turn greater has its turn in the same block.
    chain.subnets.networks_added[NetUid(36_001)] = True
    clean_up_hotkey_swap_records(chain)
    assert list(chain.keys.last_hotkey_swap_on_netuid.keys()) == [(NetUid(2), account(1))]
