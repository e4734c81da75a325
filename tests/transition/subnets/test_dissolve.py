import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT as ROOT_SUBNET
from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.subnets import CallDisabled, NotSubnetOwner, SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.subnets.dissolve import dissolve_network, forget_weights_of_root, schedule_dissolve_network
from tao_spec.transition.subnets.register import register_network
from tests.transition.accounts.build import refusal
from tests.transition.chains import closing, genesis
from tests.transition.subnets.build import HOTKEY, OTHER, OWNER, SECOND, founding

UNKNOWN = NetUid(77)


def founded(*closed: str) -> Chain:
    chain = founding(1_000, *closed)
    register_network(chain, signed(OWNER), HOTKEY)
    chain.commit()
    return chain


@pytest.mark.parametrize(
    ("origin", "coldkey", "netuid", "error"),
    [
        (NOBODY, OTHER, UNKNOWN, BadOrigin),
        (signed(OWNER), OWNER, SECOND, BadOrigin),
        (ROOT, OTHER, UNKNOWN, SubNetworkDoesNotExist),
        (ROOT, OTHER, SECOND, NotSubnetOwner),
        (ROOT, OWNER, SECOND, None),
    ],
)
def test_a_dissolution_is_checked_in_order(
    origin: Origin, coldkey: AccountId, netuid: NetUid, error: type[DispatchError] | None
) -> None:
    chain = founded()
    assert refusal(dissolve_network, chain, origin, coldkey, netuid) is error
    assert chain.subnets.networks_added[SECOND] == (error is not None)


def test_neurons_scores_and_the_owner_go() -> None:
    chain = founded()
    dissolve_network(chain, ROOT, OWNER, SECOND)
    assert SECOND not in chain.subnets.subnet_owner
    assert not [*chain.neurons.keys.under(SECOND), *chain.neurons.uids.under(SECOND)]
    assert not chain.neurons.is_network_member[HOTKEY, SECOND]
    assert (SECOND in chain.consensus.rank, SECOND in chain.consensus.tempo) == (False, False)
    assert (chain.neurons.subnetwork_n[SECOND], chain.subnets.total_networks.value) == (0, 2)


def test_what_is_locked_goes_to_the_owner() -> None:
    chain = founded()
    before = chain.accounts.account[OWNER].data.free
    chain.subnets.subnet_locked[SECOND] = TaoBalance(12_345)
    dissolve_network(chain, ROOT, OWNER, SECOND)
    assert chain.accounts.account[OWNER].data.free - before == 12_345
    assert chain.subnets.subnet_locked.get(SECOND) == 0


def test_weights_on_the_subnet_become_zero_and_others_stay() -> None:
    chain = genesis(1)
    row = ((Uid(1), U16(5)), (Uid(2), U16(6)), (Uid(2), U16(7)))
    chain.weights.weights[ROOT_SUBNET, Uid(0)] = row
    forget_weights_of_root(chain, SECOND)
    assert chain.weights.weights[ROOT_SUBNET, Uid(0)] == ((1, 5), (2, 0), (2, 0))


def test_root_is_dissolved_unless_the_deviation_is_closed() -> None:
    for closed, error in (((), None), (("KNOWN-123",), NotSubnetOwner), (("KNOWN-71",), NotSubnetOwner)):
        chain = genesis(1, closing(*closed))
        assert refusal(dissolve_network, chain, ROOT, AccountId(), ROOT_SUBNET) is error


@pytest.mark.parametrize("origin", [NOBODY, ROOT, signed(OWNER)])
def test_nobody_schedules_an_end(origin: Origin) -> None:
    assert refusal(schedule_dissolve_network, founded(), origin, SECOND) is CallDisabled
