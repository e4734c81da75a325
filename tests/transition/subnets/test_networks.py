from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.subnets.networks import get_all_subnet_netuids
from tests.transition.chains import genesis


def test_subnets_come_in_the_order_of_their_keys_even_those_that_say_no() -> None:
    chain = genesis()
    for number in (2, 257, 256):
        chain.subnets.networks_added[NetUid(number)] = False
    assert get_all_subnet_netuids(chain) == [0, 256, 1, 257, 2]
