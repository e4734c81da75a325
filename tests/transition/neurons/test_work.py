from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.neurons import (
    FaucetCall,
    FaucetDisabled,
    InvalidDifficulty,
    InvalidSeal,
    InvalidWorkBlock,
    NeuronRegistered,
    Register,
    TransactorAccountShouldBeHotKey,
)
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.keys.evm import keccak_256
from tao_spec.transition.neurons.work import (
    WorkOfWrongLength,
    create_seal_hash,
    ensure_recent_block,
    get_block_hash,
    hash_meets_difficulty,
    read_work,
)
from tao_spec.transition.origin import NOBODY
from tests.transition.neurons.build import ALICE, BOB, HOME, HOT, NOW, OTHER, make, open_subnet, registry
from tests.transition.stake.build import refusal


def seal(nonce: int = 0, hotkey: AccountId = HOT) -> H256:
    return create_seal_hash(H256(), U64(nonce), hotkey)


def work(
    done: bytes | None = None, netuid: NetUid = HOME, block: int = NOW, nonce: int = 0, hotkey: AccountId = HOT
) -> Register:
    given = bytes(seal(nonce, hotkey)) if done is None else done
    return Register(netuid, BlockHeight(block), U64(nonce), given, hotkey, ALICE)


def test_whoever_worked_is_registered_for_nothing() -> None:
    chain = registry(1)
    assert make(chain, HOT, work()) is None
    assert chain.neurons.uids[HOME, HOT] == 1
    assert chain.keys.owner[HOT] == ALICE
    assert chain.neurons.used_work[bytes(seal())] == NOW
    assert chain.neurons.pow_registrations_this_interval[HOME] == 1
    assert chain.neurons.registrations_this_interval[HOME] == chain.neurons.registrations_this_block[HOME] == 1
    assert chain.neurons.burn_registrations_this_interval[HOME] == 0
    assert [type(event) for event in chain.commit().events] == [NeuronRegistered]


def test_a_seal_is_a_hash_of_hashes() -> None:
    inner = keccak_256(bytes(32) + HOT)
    assert seal(258) == keccak_256(sha256(b"\x02\x01" + bytes(6) + inner).digest())


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**256 - 1), st.integers(0, 2**64 - 1))
def test_a_hash_meets_a_difficulty_as_numbers_do(number: int, difficulty: int) -> None:
    hash = H256(number.to_bytes(32, "little"))
    assert hash_meets_difficulty(hash, U64(difficulty)) == (number * difficulty < 2**256)


def test_the_greatest_difficulty_that_a_hash_meets_is_followed_by_one_that_it_does_not() -> None:
    hash = H256(bytes(30) + b"\x01\x00")
    most = (2**256 - 1) // 2**240
    assert hash_meets_difficulty(hash, U64(most))
    assert not hash_meets_difficulty(hash, U64(most + 1))


@pytest.mark.parametrize(
    ("block", "fresh"), [(NOW + 1, False), (NOW, True), (NOW - 2, True), (NOW - 3, False), (0, False)]
)
def test_work_is_fresh_for_three_blocks(block: int, fresh: bool) -> None:
    assert refusal(ensure_recent_block, registry(), BlockHeight(block)) is (None if fresh else InvalidWorkBlock)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_work_of_another_length_aborts_and_is_meant_to_be_refused(length: int) -> None:
    with pytest.raises(WorkOfWrongLength):
        make(registry(), HOT, work(bytes(length)))
    assert refusal(read_work, registry(0, 256, "KNOWN-113"), bytes(length)) is InvalidSeal


def test_the_length_is_looked_at_after_the_block() -> None:
    assert make(registry(), HOT, work(b"", block=NOW + 1)) is InvalidWorkBlock


def test_blocks_have_no_hash_here() -> None:
    assert get_block_hash(registry(), BlockHeight(NOW)) == H256()


def test_only_the_hotkey_signs() -> None:
    chain = registry()
    assert make(chain, ALICE, work()) is TransactorAccountShouldBeHotKey
    assert try_dispatch(chain, NOBODY, work()) == BadOrigin()


def test_work_must_be_hard_and_its_own() -> None:
    chain = registry()
    assert make(chain, HOT, work(b"\xff" * 32)) is InvalidSeal
    assert make(chain, HOT, work(bytes(seal(hotkey=BOB)))) is InvalidSeal
    chain.neurons.difficulty[HOME] = U64(2)
    assert make(chain, HOT, work(b"\xff" * 32)) is InvalidDifficulty
    assert make(chain, HOT, work(bytes(32))) is InvalidSeal


@pytest.mark.parametrize(("closed", "expected"), [((), None), (("KNOWN-114",), InvalidSeal)])
def test_work_is_used_again_and_is_not_meant_to_be(
    closed: tuple[str, ...], expected: type[DispatchError] | None
) -> None:
    chain = registry(0, 256, *closed)
    open_subnet(chain, OTHER, 0, 256)
    assert make(chain, HOT, work()) is None
    assert make(chain, HOT, work(netuid=OTHER)) is expected


def test_work_that_is_refused_is_not_used() -> None:
    chain = registry(0, 0)
    assert make(chain, HOT, work()) is not None
    assert bytes(seal()) not in chain.neurons.used_work


def test_counts_of_work_are_held_at_their_bound() -> None:
    chain = registry()
    chain.neurons.pow_registrations_this_interval[HOME] = U16(U16.MAX)
    assert make(chain, HOT, work()) is None
    assert chain.neurons.pow_registrations_this_interval[HOME] == U16.MAX


def test_there_is_no_faucet() -> None:
    call = FaucetCall(BlockHeight(NOW), U64(0), bytes(seal()))
    assert try_dispatch(registry(), NOBODY, call) == FaucetDisabled()
    assert make(registry(), HOT, call) is FaucetDisabled
