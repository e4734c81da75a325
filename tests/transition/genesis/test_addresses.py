import contextlib

import base58
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.transition.genesis.addresses import AddressError, decode_ss58
from tao_spec.transition.rules import Unsupported

ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
ALICE_KEY = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"

relaxed = settings(deadline=None, max_examples=100)
accounts = st.binary(min_size=32, max_size=32).map(AccountId)


def test_a_known_address() -> None:
    assert decode_ss58(ALICE).hex() == ALICE_KEY


@given(accounts)
@relaxed
def test_every_account_comes_back_from_its_address(account: AccountId) -> None:
    assert decode_ss58(account.ss58) == account


@given(accounts, st.integers(0, 47), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))
@relaxed
def test_one_wrong_letter_is_found(account: AccountId, place: int, letter: str) -> None:
    address = account.ss58
    changed = address[:place] + letter + address[place + 1 :]
    if changed == address:
        assert decode_ss58(changed) == account
        return
    # Two bytes of checksum let one wrong address in 65,536 pass; none of them is the same account.
    with contextlib.suppress(AddressError, Unsupported):
        assert decode_ss58(changed) != account


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "has no SS58 prefix"),
        ("0OIl", "is not in base 58"),
        (ALICE + " ", "ends with a blank"),
        (" " + ALICE, "is not in base 58"),
        (ALICE[:-1], "has no SS58 prefix"),
        (ALICE[:-1] + "Z", "has a wrong SS58 checksum"),
        ("bad", "is not as long as"),
        (base58.b58encode(bytes([128]) + bytes(34)).decode(), "has no SS58 prefix"),
        ("z" * 10_000, "is not as long as|has no SS58 prefix"),
    ],
)
def test_what_is_no_address_is_refused(address: str, message: str) -> None:
    with pytest.raises(AddressError, match=message) as raised:
        decode_ss58(address)
    assert len(str(raised.value)) < 200


def test_an_address_of_another_network_is_not_guessed_at() -> None:
    with pytest.raises(Unsupported, match="write it with the prefix 42"):
        decode_ss58("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5")
