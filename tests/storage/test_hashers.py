"""The parts of a storage key: known hashes, and the order in which keys come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.storage.hashers import (
    Blake2_128Concat,
    Identity,
    Twox64Concat,
    blake2_128,
    blake2_256,
    item_prefix,
    twox64,
    twox128,
)
from tao_spec.storage.scale import ScaleError

PROPERTY = settings(deadline=None, max_examples=100, derandomize=True)

SYSTEM = "26aa394eea5630e07c48ae0c9558cef7"
ACCOUNT = "b99d880ec681799c0cf30e8886371da9"
ALICE = AccountId.from_ss58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")


@pytest.mark.parametrize(
    ("hash_function", "data", "expected"),
    [
        (twox64, b"", "99e9d85137db46ef"),
        (twox128, b"", "99e9d85137db46ef4bbea33613baafd5"),
        (twox128, b"System", SYSTEM),
        (twox128, b"Account", ACCOUNT),
        (blake2_128, b"", "cae66941d9efbd404e4d88758ea67670"),
        (blake2_256, b"", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    ],
)
def test_hashes_are_those_that_everybody_knows(hash_function, data: bytes, expected: str) -> None:
    assert hash_function(data).hex() == expected


def test_the_account_of_alice_has_the_key_that_every_substrate_chain_gives_it() -> None:
    key = item_prefix("System", "Account") + Blake2_128Concat(AccountId).encode(ALICE)
    assert key.hex() == SYSTEM + ACCOUNT + "de1e86a9a8c739864cf3cc5ec2bea59f" + ALICE.hex()


HASHERS = [Identity, Twox64Concat, Blake2_128Concat]


@pytest.mark.parametrize("hasher", HASHERS)
@PROPERTY
@given(key=st.integers(0, 2**64 - 1).map(U64), before=st.binary(max_size=9), behind=st.binary(max_size=9))
def test_a_map_key_is_read_back_from_a_storage_key(hasher, key: U64, before: bytes, behind: bytes) -> None:
    part = hasher(U64).encode(key)
    assert hasher(U64).decode(before + part + behind, len(before)) == (key, len(before) + len(part))


@pytest.mark.parametrize("hasher", HASHERS)
def test_a_storage_key_that_ends_early_is_refused(hasher) -> None:
    part = hasher(U64).encode(U64(7))
    for end in range(len(part)):
        with pytest.raises(ScaleError):
            hasher(U64).decode(part[:end], 0)


def test_under_identity_numbers_come_in_the_order_of_their_little_endian_bytes() -> None:
    netuids = [NetUid(number) for number in (0, 1, 2, 255, 256, 257, 512)]
    assert sorted(netuids, key=Identity(NetUid).encode) == [0, 256, 512, 1, 257, 2, 255]


def test_hashing_hashers_write_the_hash_before_the_key() -> None:
    data = U64(1).to_bytes(8, "little")
    assert Identity(U64).encode(U64(1)) == data
    assert Twox64Concat(U64).encode(U64(1)) == twox64(data) + data
    assert Blake2_128Concat(U64).encode(U64(1)) == blake2_128(data) + data
