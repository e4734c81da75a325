import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT as ROOT_NETUID
from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.interface.accounts.registry import (
    CannotRegister,
    IdentityDissolved,
    IdentityInfo,
    IdentitySet,
    Nothing,
    NotRegistered,
    Raw,
)
from tao_spec.interface.errors import BadOrigin, FundsUnavailable
from tao_spec.transition.accounts.registry import (
    can_register,
    clear_identity,
    compute_identity_deposit,
    release_identity_deposit,
    set_identity,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.transition.accounts.build import ALICE, BOB, CAROL, MAX, amounts, chain_of, info, refusal, tell
from tests.transition.chains import closing

FREE = 10**12
SUBNET = NetUid(1)


def identity(fields: int) -> IdentityInfo:
    empty = Nothing()
    additional = ((Raw(b"name"), Raw(b"content")),) * fields
    return IdentityInfo(additional, empty, empty, empty, empty, empty, None, empty, empty)


PLAIN, WITH_FIELD = identity(0), identity(1)


@pytest.fixture
def chain() -> Chain:
    """Alice owns a subnet; Bob holds as much."""
    made = chain_of({ALICE: info(FREE), BOB: info(FREE)})
    made.subnets.subnet_owner[SUBNET] = ALICE
    made.commit()
    return made


def test_an_identity_costs_a_tenth_of_a_tao_and_as_much_for_its_field() -> None:
    assert [compute_identity_deposit(info) for info in (PLAIN, WITH_FIELD)] == [100_000_000, 200_000_000]


def test_the_owner_of_a_subnet_may_for_itself(chain: Chain) -> None:
    assert can_register(chain, ALICE, ALICE)
    assert not can_register(chain, BOB, BOB)
    assert not can_register(chain, ALICE, BOB)


@pytest.mark.parametrize(
    ("owner", "netuid", "may"),
    [(BOB, ROOT_NETUID, True), (BOB, SUBNET, False), (ALICE, ROOT_NETUID, False), (None, ROOT_NETUID, False)],
)
def test_the_owner_of_a_hotkey_in_root_may_for_it(
    chain: Chain, owner: AccountId | None, netuid: NetUid, may: bool
) -> None:
    if owner is not None:
        chain.keys.owner[CAROL] = owner
    chain.neurons.uids[netuid, CAROL] = Uid(0)
    assert can_register(chain, BOB, CAROL) is may


def test_the_deposit_follows_the_identity(chain: Chain) -> None:
    for said, held in (
        (PLAIN, 100_000_000),
        (WITH_FIELD, 200_000_000),
        (WITH_FIELD, 200_000_000),
        (PLAIN, 100_000_000),
    ):
        set_identity(chain, signed(ALICE), ALICE, said)
        assert tell(chain) == [IdentitySet(ALICE)]
        assert amounts(chain, ALICE) == (FREE - held, held, 0)
    clear_identity(chain, signed(ALICE), ALICE)
    assert tell(chain) == [IdentityDissolved(ALICE)]
    assert amounts(chain, ALICE) == (FREE, 0, 0)
    assert refusal(clear_identity, chain, signed(ALICE), ALICE) is NotRegistered


def test_refusals(chain: Chain) -> None:
    assert refusal(set_identity, chain, ROOT, ALICE, PLAIN) is BadOrigin
    assert refusal(clear_identity, chain, ROOT, ALICE) is BadOrigin
    assert refusal(set_identity, chain, signed(BOB), BOB, PLAIN) is CannotRegister
    chain.accounts.account[ALICE] = info(100_000_499)
    assert refusal(set_identity, chain, signed(ALICE), ALICE, PLAIN) is FundsUnavailable


def test_a_stranger_clears_it_and_the_deposit_stays_held(chain: Chain) -> None:
    set_identity(chain, signed(ALICE), ALICE, PLAIN)
    clear_identity(chain, signed(BOB), ALICE)
    assert amounts(chain, ALICE) == (FREE - 100_000_000, 100_000_000, 0)
    assert amounts(chain, BOB) == (FREE, 0, 0)


def test_closed_only_whoever_may_set_it_clears_it(chain: Chain) -> None:
    closed = Chain(chain.store.state, closing("KNOWN-32"))
    set_identity(closed, signed(ALICE), ALICE, PLAIN)
    assert refusal(clear_identity, closed, signed(BOB), ALICE) is CannotRegister
    assert refusal(clear_identity, closed, signed(ALICE), ALICE) is None


def test_a_deposit_that_cannot_be_received_stays_held(chain: Chain) -> None:
    set_identity(chain, signed(ALICE), ALICE, PLAIN)
    release_identity_deposit(chain, ALICE, TaoBalance(MAX))
    assert amounts(chain, ALICE) == (FREE - 100_000_000, 100_000_000, 0)
