import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, BlockNumber, Uid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.commitments.metadata import (
    AccountNotAllowedCommit,
    BigRaw,
    Commitment,
    CommitmentInfo,
    Data,
    Nothing,
    Raw,
    ResetBondsFlag,
    Sha256,
    SpaceLimitExceeded,
    TimelockCommitment,
    TimelockEncrypted,
    UnexpectedUnreserveLeftover,
)
from tao_spec.interface.errors import BadOrigin
from tao_spec.state.commitments import Registration, UsageTracker
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.metadata import (
    compute_space,
    free_old_deposit,
    set_commitment,
    set_max_space,
    set_rate_limit,
    use_space,
)
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import FIRST, account, genesis

WHO = account(1)
SEALED = TimelockEncrypted(b"sealed", U64(77))


def chain_of_neuron(block: int = 10) -> Chain:
    chain = genesis(block)
    chain.neurons.uids[FIRST, WHO] = Uid(3)
    return chain


def commit(chain: Chain, *fields: Data) -> None:
    set_commitment(chain, signed(WHO), FIRST, CommitmentInfo(fields))


def test_a_commitment_is_stored_and_told() -> None:
    chain = chain_of_neuron()
    commit(chain, Raw(b"open"))
    expected = Registration(TaoBalance(0), BlockNumber(10), CommitmentInfo((Raw(b"open"),)))
    assert chain.commitments.commitment_of[FIRST, WHO] == expected
    assert chain.commitments.last_commitment[FIRST, WHO] == 10
    assert chain.events == [Commitment(FIRST, WHO)]


def test_a_sealed_commitment_is_in_the_index_until_it_is_replaced() -> None:
    chain = chain_of_neuron()
    commit(chain, Raw(b"open"), SEALED, TimelockEncrypted(b"more", U64(5)))
    assert chain.events == [TimelockCommitment(FIRST, WHO, U64(77))]
    index = chain.commitments.timelocked_index
    assert (FIRST, WHO) in index.value
    commit(chain, Raw(b"open"))
    assert (FIRST, WHO) not in index.value


def test_a_commitment_uses_space_and_refuses_an_old_deposit_that_is_gone() -> None:
    chain = chain_of_neuron()
    commit(chain, Raw(b"r" * 120))
    commit(chain, Raw(b"open"))
    assert chain.commitments.used_space_of[FIRST, WHO].used_space == 220
    chain.commitments.commitment_of[FIRST, WHO] = Registration(TaoBalance(1), BlockNumber(3), CommitmentInfo(()))
    with pytest.raises(UnexpectedUnreserveLeftover):
        commit(chain, Raw(b"open"))


def test_only_neurons_commit() -> None:
    with pytest.raises(AccountNotAllowedCommit):
        commit(genesis(10), Raw(b"open"))
    for origin in (ROOT, NOBODY):
        with pytest.raises(BadOrigin):
            set_commitment(chain_of_neuron(), origin, FIRST, CommitmentInfo(()))


@pytest.mark.parametrize(
    ("fields", "space"),
    [
        ((), 100),
        ((Raw(b"r" * 100),), 100),
        ((Raw(b"r" * 101),), 101),
        ((BigRaw(b"b" * 512), TimelockEncrypted(b"t" * 1_024, U64(0)), Sha256(H256(bytes(32)))), 1_568),
        ((Nothing(), ResetBondsFlag(), Raw(b"r" * 128)), 128),
    ],
)
def test_the_space_of_a_commitment(fields: tuple[Data, ...], space: int) -> None:
    assert compute_space(CommitmentInfo(fields)) == space


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**64 - 1), st.integers(0, 4_000), st.integers(0, 2**32 - 1), st.booleans())
def test_space_adds_up_within_an_epoch(used: int, required: int, most: int, is_present: bool) -> None:
    chain = chain_of_neuron(block=1_000)
    # Epoch 9 of a subnet with 101 blocks.
    epoch = 9 if is_present else 8
    chain.commitments.max_space.value = U32(most)
    chain.commitments.used_space_of[FIRST, WHO] = UsageTracker(U64(epoch), U64(used))
    total = min(2**64 - 1, (used if is_present else 0) + required)
    if total > most:
        with pytest.raises(SpaceLimitExceeded):
            use_space(chain, FIRST, WHO, U64(required))
        total = used
    else:
        use_space(chain, FIRST, WHO, U64(required))
    assert chain.commitments.used_space_of[FIRST, WHO].used_space == total


@pytest.mark.parametrize("is_on", [True, False])
def test_the_flag_resets_bonds_where_the_subnet_allows_it(is_on: bool) -> None:
    chain = chain_of_neuron()
    bonds = ((Uid(1), U16(5)), (Uid(3), U16(6)), (Uid(3), U16(7)))
    for holder in (0, 3):
        chain.consensus.bonds[FIRST, Uid(holder)] = bonds
    chain.consensus.bonds_reset_on[FIRST] = is_on
    commit(chain, ResetBondsFlag())
    for holder in (0, 3):
        assert chain.consensus.bonds[FIRST, Uid(holder)] == (bonds[:1] if is_on else bonds)
    assert chain.commitments.last_bonds_reset[FIRST, WHO] == 10


def test_without_the_flag_nothing_is_reset() -> None:
    chain = chain_of_neuron()
    commit(chain, Raw(b"open"))
    assert (FIRST, WHO) not in chain.commitments.last_bonds_reset


def test_an_old_deposit_that_is_not_there_is_refused() -> None:
    chain = chain_of_neuron()
    chain.commitments.commitment_of[FIRST, WHO] = Registration(TaoBalance(1), BlockNumber(3), CommitmentInfo(()))
    with pytest.raises(UnexpectedUnreserveLeftover):
        free_old_deposit(chain, FIRST, WHO)


def test_root_sets_the_space_and_the_rate_limit_does_nothing() -> None:
    chain = genesis(10)
    chain.commit()
    set_rate_limit(chain, ROOT, U32(5))
    assert chain.commit().changes == {}
    set_max_space(chain, ROOT, U32(5))
    assert chain.commitments.max_space.value == 5
    for origin in (NOBODY, signed(WHO)):
        with pytest.raises(BadOrigin):
            set_rate_limit(chain, origin, U32(5))
        with pytest.raises(BadOrigin):
            set_max_space(chain, origin, U32(5))
