import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.interface.accounts.proxy import NotFound, NotProxy, ProxyExecuted, ProxyType, TooMany, Unannounced
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.announcements import (
    announce,
    proxy_announced,
    reject_announcement,
    remove_announcement,
    strike_announcements,
)
from tao_spec.transition.accounts.proxy import add_proxy_delegate
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import signed
from tests.transition.accounts.build import ALICE, BOB, CAROL, amounts, chain_of, info, refusal, tell

FREE = 10**12
CALL = Remark(b"hello")


def hash_of(chain: Chain, call: Remark = CALL) -> H256:
    return H256(blake2_256(chain.revision.interface.encode_call(call)))


@pytest.fixture
def chain() -> Chain:
    """Bob is Alice's proxy, with a delay of 3 blocks."""
    made = chain_of({ALICE: info(FREE), BOB: info(FREE)})
    add_proxy_delegate(made, ALICE, BOB, ProxyType.Any, BlockNumber(3))
    made.commit()
    return made


def wait(chain: Chain, count: int) -> None:
    chain.accounts.number.value = BlockNumber(chain.number + count)


def test_a_call_is_made_when_its_delay_is_over_and_not_before(chain: Chain) -> None:
    announce(chain, signed(BOB), Id(ALICE), hash_of(chain))
    wait(chain, 2)
    assert refusal(proxy_announced, chain, signed(CAROL), Id(BOB), Id(ALICE), None, CALL) is Unannounced
    wait(chain, 1)
    proxy_announced(chain, signed(CAROL), Id(BOB), Id(ALICE), None, CALL)
    assert tell(chain)[-1] == ProxyExecuted(None)
    assert BOB not in chain.accounts.announcements
    assert amounts(chain, BOB) == (FREE, 0, 0)


def test_younger_announcements_stay(chain: Chain) -> None:
    for _ in range(2):
        announce(chain, signed(BOB), Id(ALICE), hash_of(chain))
        wait(chain, 2)
    wait(chain, -1)
    proxy_announced(chain, signed(BOB), Id(BOB), Id(ALICE), None, CALL)
    pending, deposit = chain.accounts.announcements[BOB]
    assert (len(pending), deposit) == (1, 104_000_000)


def test_only_a_proxy_announces_and_at_most_75_times(chain: Chain) -> None:
    assert refusal(announce, chain, signed(CAROL), Id(ALICE), hash_of(chain)) is NotProxy
    for _ in range(75):
        announce(chain, signed(BOB), Id(ALICE), hash_of(chain))
    assert amounts(chain, BOB)[1] == 36_000_000 + 75 * 68_000_000
    assert refusal(announce, chain, signed(BOB), Id(ALICE), hash_of(chain)) is TooMany


def test_striking_out_takes_all_that_is_meant_and_no_other(chain: Chain) -> None:
    for call in (CALL, Remark(b"other"), CALL):
        announce(chain, signed(BOB), Id(ALICE), hash_of(chain, call))
    assert refusal(remove_announcement, chain, signed(BOB), Id(CAROL), hash_of(chain)) is NotFound
    remove_announcement(chain, signed(BOB), Id(ALICE), hash_of(chain))
    pending, deposit = chain.accounts.announcements[BOB]
    assert [made.call_hash for made in pending] == [hash_of(chain, Remark(b"other"))]
    assert deposit == 104_000_000 == amounts(chain, BOB)[1]


def test_only_the_account_concerned_rejects(chain: Chain) -> None:
    announce(chain, signed(BOB), Id(ALICE), hash_of(chain))
    assert refusal(reject_announcement, chain, signed(CAROL), Id(BOB), hash_of(chain)) is NotFound
    reject_announcement(chain, signed(ALICE), Id(BOB), hash_of(chain))
    assert BOB not in chain.accounts.announcements


def test_nothing_to_strike_out_is_not_found(chain: Chain) -> None:
    assert refusal(strike_announcements, chain, CAROL, lambda _made: True) is NotFound


def test_a_deposit_that_cannot_be_paid_counts_as_unannounced(chain: Chain) -> None:
    for call in (CALL, Remark(b"other")):
        announce(chain, signed(BOB), Id(ALICE), hash_of(chain, call))
    pending, _deposit = chain.accounts.announcements[BOB]
    chain.accounts.announcements[BOB] = (pending, TaoBalance(0))
    chain.accounts.account[BOB] = info(1_000)
    wait(chain, 3)
    assert refusal(proxy_announced, chain, signed(BOB), Id(BOB), Id(ALICE), None, CALL) is Unannounced
