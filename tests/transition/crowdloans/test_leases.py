from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid
from tao_spec.interface.accounts.balances import TransferAll, TransferAllowDeath
from tao_spec.interface.accounts.proxy import NotFound, ProxyType
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.crowdloans import (
    BeneficiaryDoesNotOwnHotkey,
    CrowdloanId,
    ExpectedBeneficiaryOrigin,
    Finalize,
    InvalidCrowdloanId,
    InvalidLeaseBeneficiary,
    LeaseCannotEndInThePast,
    LeaseDoesNotExist,
    LeaseHasNoEndBlock,
    LeaseHasNotEnded,
    LeaseId,
    LeaseOverflow,
    Percent,
    RegisterLeasedNetwork,
    SubnetLeaseTerminated,
    TerminateLease,
)
from tao_spec.interface.errors import BelowMinimum, Frozen
from tao_spec.interface.stake import NotEnoughBalanceToStake
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import ProxyDefinition
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.lease_dividends import distribute_leased_network_dividends, holds_subnet
from tao_spec.transition.crowdloans.leases import (
    compute_lease_account,
    forget_lease,
    get_crowdloan_being_finalized,
    get_lease_to_terminate,
    get_next_lease_id,
    register_for_lease,
    share_out_leftover,
)
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.revision import Revision
from tao_spec.transition.stake.shares import (
    get_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
)
from tests.transition.chains import account, closing
from tests.transition.crowdloans.build import (
    ALICE,
    BOB,
    CAROL,
    END,
    LOAN,
    at_end,
    create,
    filled,
    free,
    funded,
    loan,
    make,
    opened,
)

LEASE, NETUID, HOT = LeaseId(0), NetUid(2), account(9)
COST, PROXY_DEPOSIT = tao(40), 93_000_000
COLDKEY, HOTKEY = (compute_lease_account(LEASE, kind) for kind in ("coldkey", "hotkey"))
LAST = BlockNumber(END + 10)


def priced(chain: Chain, cost: int = COST) -> Chain:
    """A subnet costs so much, in rao."""
    chain.subnets.network_min_lock_cost.value = TaoBalance(cost)
    chain.subnets.network_last_lock_cost.value = TaoBalance(cost)
    chain.subnets.network_rate_limit.value = BlockHeight(0)
    return chain


def leased(revision: Revision = R306, end: BlockNumber | None = LAST) -> Chain:
    """Alice leased a subnet with 100 TAO of hers, Bob and Carol, and owns a hotkey."""
    chain = priced(filled(RegisterLeasedNetwork(Percent(30), end), revision=revision))
    make(chain, ALICE, Finalize(LOAN))
    chain.keys.owner[HOT] = ALICE
    chain.commit()
    return chain


def ended(revision: Revision = R306) -> Chain:
    chain = leased(revision)
    chain.accounts.number.value = LAST
    return chain


def lease(chain: Chain) -> SubnetLease:
    found = chain.crowdloans.subnet_leases.get(LEASE)
    assert found is not None
    return found


def test_a_lease_has_accounts_of_its_own() -> None:
    accounts = {
        compute_lease_account(LeaseId(number), kind) for number in (0, 1, 256) for kind in ("coldkey", "hotkey")
    }
    assert len(accounts) == 6


def test_numbers_count_up_and_end() -> None:
    chain = funded()
    assert [get_next_lease_id(chain) for _ in range(3)] == [0, 1, 2]
    chain.crowdloans.next_subnet_lease_id.value = LeaseId(2**32 - 1)
    with pytest.raises(LeaseOverflow):
        get_next_lease_id(chain)


def test_a_crowdloan_must_be_named_and_there() -> None:
    chain = opened()
    with pytest.raises(InvalidCrowdloanId):
        get_crowdloan_being_finalized(chain)
    chain.crowdloans.current_crowdloan_id.value = LOAN
    assert get_crowdloan_being_finalized(chain) == (LOAN, loan(chain))
    chain.crowdloans.current_crowdloan_id.value = CrowdloanId(9)
    with pytest.raises(InvalidCrowdloanId):
        get_crowdloan_being_finalized(chain)


def test_the_order_of_checks_of_a_lease() -> None:
    chain = priced(filled())
    chain.crowdloans.current_crowdloan_id.value = LOAN
    with pytest.raises(InvalidLeaseBeneficiary):
        make(chain, BOB, RegisterLeasedNetwork(Percent(30), BlockNumber(END)))
    with pytest.raises(LeaseCannotEndInThePast):
        make(chain, ALICE, RegisterLeasedNetwork(Percent(30), BlockNumber(END)))
    make(chain, ALICE, RegisterLeasedNetwork(Percent(30), BlockNumber(END + 1)))


def test_a_leased_subnet_is_its_coldkeys_and_operated_by_the_creator() -> None:
    chain = leased()
    assert lease(chain) == SubnetLease(
        ALICE, COLDKEY, HOTKEY, Percent(30), LAST, NETUID, TaoBalance(COST + PROXY_DEPOSIT)
    )
    assert (chain.subnets.subnet_owner[NETUID], chain.subnets.subnet_owner_hotkey[NETUID]) == (COLDKEY, HOTKEY)
    assert chain.crowdloans.subnet_uid_to_lease_id.get(NETUID) == LEASE
    proxy = ProxyDefinition(ALICE, ProxyType.SubnetLeaseBeneficiary, BlockNumber(0))
    assert chain.accounts.proxies[COLDKEY] == ((proxy,), PROXY_DEPOSIT)
    assert chain.accounts.account[COLDKEY].data.free == 0


def test_a_subnet_that_is_too_dear_is_not_registered() -> None:
    chain = priced(filled(), tao(100) + 1)
    with pytest.raises(NotEnoughBalanceToStake):
        register_for_lease(chain, loan(chain), LEASE)


@given(
    bob=st.integers(100_000_000, tao(900)),
    carol=st.integers(100_000_000, tao(900)),
    left=st.one_of(st.just(0), st.integers(100_000, tao(10))),
)
@settings(deadline=None, max_examples=40)
def test_shares_and_payments_are_cut_off_and_the_creator_gets_the_rest(bob: int, carol: int, left: int) -> None:
    raised = tao(10) + bob + carol
    chain = priced(at_end(opened([(BOB, bob), (CAROL, carol)], cap=raised)), raised - PROXY_DEPOSIT - left)
    before = [free(chain, who) for who in (ALICE, BOB, CAROL)]
    coldkey, _, _ = register_for_lease(chain, loan(chain), LEASE)
    share_out_leftover(chain, LOAN, loan(chain), LEASE, coldkey)
    alice_got, bob_got, carol_got = (
        free(chain, who) - had for who, had in zip((ALICE, BOB, CAROL), before, strict=True)
    )
    shares = chain.crowdloans.subnet_lease_shares
    for who, amount, got in ((BOB, bob, bob_got), (CAROL, carol, carol_got)):
        exact = Fraction(amount, raised)
        assert shares[LEASE, who].bits == int(exact * 2**64)
        assert 0 <= exact * left - got < 2
    assert alice_got + bob_got + carol_got == left
    assert free(chain, coldkey) == 0


def tiny_part(revision: Revision = R306) -> Chain:
    """Bob's account is no more, and his part of what is left would be less than the existential deposit."""
    call = RegisterLeasedNetwork(Percent(30), None)
    chain = opened([(BOB, tao(5)), (CAROL, tao(5))], call, revision=revision, cap=tao(20))
    make(at_end(chain), BOB, TransferAll(Id(CAROL), False))
    return priced(chain, tao(20) - PROXY_DEPOSIT - 1_000)


def test_one_who_cannot_be_paid_stops_a_lease() -> None:
    with pytest.raises(BelowMinimum):
        make(tiny_part(), ALICE, Finalize(LOAN))


@pytest.mark.parametrize(("left", "is_refused"), [(0, False), (1, True), (499, True), (500, False)])
def test_less_than_the_existential_deposit_cannot_be_paid_back(left: int, is_refused: bool) -> None:
    chain = opened([(ALICE, tao(1))], RegisterLeasedNetwork(Percent(30), None), cap=tao(11))
    priced(at_end(chain), tao(11) - PROXY_DEPOSIT - left)
    error = try_dispatch(chain, signed(ALICE), Finalize(LOAN))
    assert isinstance(error, Frozen) == is_refused


def test_once_closed_the_creator_gets_the_part_of_whoever_cannot_be_paid() -> None:
    chain = tiny_part(closing("KNOWN-172"))
    before = free(chain, ALICE)
    make(chain, ALICE, Finalize(LOAN))
    assert (free(chain, BOB), free(chain, ALICE) - before) == (0, 750)


def test_who_may_terminate_and_when() -> None:
    chain = leased()
    with pytest.raises(LeaseDoesNotExist):
        get_lease_to_terminate(chain, ALICE, LeaseId(7))
    with pytest.raises(ExpectedBeneficiaryOrigin):
        get_lease_to_terminate(chain, BOB, LEASE)
    with pytest.raises(LeaseHasNotEnded):
        get_lease_to_terminate(chain, ALICE, LEASE)
    chain.accounts.number.value = LAST
    assert get_lease_to_terminate(chain, ALICE, LEASE) == lease(chain)
    with pytest.raises(LeaseHasNoEndBlock):
        get_lease_to_terminate(leased(end=None), ALICE, LEASE)


def test_the_beneficiary_takes_the_subnet_over_with_a_hotkey_of_its_own() -> None:
    chain = ended()
    for hotkey in (HOTKEY, account(77)):
        with pytest.raises(BeneficiaryDoesNotOwnHotkey):
            make(chain, ALICE, TerminateLease(LEASE, hotkey))
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    assert (chain.subnets.subnet_owner[NETUID], chain.subnets.subnet_owner_hotkey[NETUID]) == (ALICE, HOT)
    assert chain.events[-1] == SubnetLeaseTerminated(ALICE, NETUID)
    loans = chain.crowdloans
    assert loans.subnet_leases.get(LEASE) is None
    assert list(loans.subnet_lease_shares.under(LEASE)) == []
    assert loans.subnet_uid_to_lease_id.get(NETUID) == LEASE


def test_a_proxy_that_is_gone_stops_the_end_of_a_lease() -> None:
    chain = ended()
    del chain.accounts.proxies[COLDKEY]
    with pytest.raises(NotFound):
        forget_lease(chain, LEASE, lease(chain))


@pytest.mark.parametrize(
    ("revision", "left", "is_alive"), [(R306, PROXY_DEPOSIT, True), (closing("KNOWN-176"), 0, False)]
)
def test_the_deposit_of_the_proxy_is_nobodys(revision: Revision, left: int, is_alive: bool) -> None:
    chain = ended(revision)
    before = free(chain, ALICE)
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    assert (free(chain, COLDKEY), free(chain, ALICE) - before) == (left, PROXY_DEPOSIT - left)
    assert (COLDKEY in chain.accounts.account) == is_alive


@pytest.mark.parametrize(("sent", "providers"), [(0, 2), (tao(1), 1)])
def test_a_coldkey_without_tao_keeps_its_provider(sent: int, providers: int) -> None:
    chain = ended()
    if sent:
        make(chain, ALICE, TransferAllowDeath(Id(COLDKEY), TaoBalance(sent)))
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    assert chain.accounts.account[COLDKEY].providers == providers
    assert HOTKEY not in chain.accounts.account


def staked(revision: Revision, waiting: int) -> Chain:
    """The lease has 100 alpha, of which some waits for the contributors."""
    chain = ended(revision)
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, COLDKEY, NETUID, tao_alpha(100))
    chain.pools.subnet_alpha_out[NETUID] = tao_alpha(100)
    chain.pools.subnet_tao[NETUID] = tao(10_000)
    chain.pools.subnet_alpha_in[NETUID] = tao_alpha(10_000)
    chain.subnets.subtoken_enabled[NETUID] = True
    chain.crowdloans.accumulated_lease_dividends[LEASE] = tao_alpha(waiting)
    return chain


def tao_alpha(amount: int) -> AlphaBalance:
    return AlphaBalance(tao(amount))


@pytest.mark.parametrize(("revision", "is_paid"), [(R306, False), (closing("KNOWN-177"), True)])
def test_dividends_that_wait_are_lost(revision: Revision, is_paid: bool) -> None:
    chain = staked(revision, waiting=10)
    before = free(chain, BOB)
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    assert (free(chain, BOB) > before + tao(5)) == is_paid
    assert LEASE not in chain.crowdloans.accumulated_lease_dividends


@pytest.mark.parametrize(("revision", "owner"), [(R306, COLDKEY), (closing("KNOWN-176"), ALICE)])
def test_the_stake_of_a_lease_is_nobodys(revision: Revision, owner: object) -> None:
    chain = staked(revision, waiting=0)
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    for who in (COLDKEY, ALICE):
        alpha = get_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, who, NETUID)
        assert alpha == (tao(100) if who == owner else 0)


def test_a_lease_takes_a_strangers_subnet() -> None:
    chain = ended()
    chain.subnets.subnet_owner[NETUID] = BOB
    make(chain, ALICE, TerminateLease(LEASE, HOT))
    assert chain.subnets.subnet_owner[NETUID] == ALICE


def test_once_closed_a_lease_ends_with_its_subnet() -> None:
    chain = leased(closing("KNOWN-178"))
    distribute_leased_network_dividends(chain, LEASE, tao_alpha(1))
    assert chain.crowdloans.accumulated_lease_dividends[LEASE] == tao(3) // 10
    assert holds_subnet(chain, lease(chain))
    chain.subnets.subnet_owner[NETUID] = BOB
    assert not holds_subnet(chain, lease(chain))
    distribute_leased_network_dividends(chain, LEASE, tao_alpha(1))
    assert chain.crowdloans.accumulated_lease_dividends[LEASE] == tao(3) // 10
    chain.accounts.number.value = LAST
    with pytest.raises(LeaseDoesNotExist):
        make(chain, ALICE, TerminateLease(LEASE, HOT))


def test_a_second_crowdloan_gets_a_second_lease() -> None:
    chain = leased()
    chain.accounts.number.value = BlockNumber(1)
    create(chain, RegisterLeasedNetwork(Percent(0), None), cap=tao(10) + 1)
    assert loan(chain).finalized
    assert chain.crowdloans.next_subnet_lease_id.value == 1
