import pytest

from tao_spec.arithmetic.identifiers import ROOT as ROOT_SUBNET
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.subnets import (
    FirstEmissionBlockNumberAlreadySet,
    FirstEmissionBlockNumberSet,
    NeedWaitingMoreBlocksToStarCall,
    SubNetworkDoesNotExist,
)
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.subnets.start import start_call
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, closing, genesis

OWNER = account(1)
A_WEEK = 50_400


@pytest.mark.parametrize(("number", "error"), [(50_406, NeedWaitingMoreBlocksToStarCall), (50_407, None)])
def test_a_subnet_is_started_a_week_after_its_registration(number: int, error: type[DispatchError] | None) -> None:
    chain = genesis(number)
    chain.subnets.subnet_owner[FIRST] = OWNER
    chain.subnets.network_registered_at[FIRST] = BlockHeight(7)
    assert refusal(start_call, chain, signed(OWNER), FIRST) is error
    assert chain.subnets.subtoken_enabled[FIRST] == (error is None)


def test_it_emits_from_the_next_block_on_and_is_told_of() -> None:
    chain = genesis(A_WEEK)
    chain.subnets.subnet_owner[FIRST] = OWNER
    start_call(chain, signed(OWNER), FIRST)
    assert chain.subnets.first_emission_block_number.get(FIRST) == A_WEEK + 1
    assert chain.events == [FirstEmissionBlockNumberSet(FIRST, BlockHeight(A_WEEK + 1))]
    assert refusal(start_call, chain, signed(OWNER), FIRST) is FirstEmissionBlockNumberAlreadySet


@pytest.mark.parametrize("origin", [NOBODY, ROOT, signed(account(2)), signed(AccountId())])
def test_nobody_but_the_owner_starts_a_subnet(origin: Origin) -> None:
    chain = genesis(A_WEEK)
    chain.subnets.subnet_owner[FIRST] = OWNER
    assert refusal(start_call, chain, origin, FIRST) is BadOrigin
    assert refusal(start_call, chain, origin, NetUid(77)) is SubNetworkDoesNotExist


def test_the_account_of_zeros_starts_root_unless_the_deviation_is_closed() -> None:
    for closed, error in (((), None), (("KNOWN-71",), BadOrigin)):
        chain = genesis(A_WEEK, closing(*closed))
        del chain.subnets.first_emission_block_number[ROOT_SUBNET]
        assert refusal(start_call, chain, signed(AccountId()), ROOT_SUBNET) is error
