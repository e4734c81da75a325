"""Registration by work: a hash of a recent block, the hotkey and a number that somebody had to search for.

Source: upstream's `pallets/subtensor/src/subnets/registration.rs`.
"""

from __future__ import annotations

from hashlib import sha256

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64, U256
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
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.evm import keccak_256
from tao_spec.transition.neurons.registration import (
    ONE,
    count_registration,
    ensure_room_for_registration,
    ensure_seat_for_owner,
    ensure_subnet_registers,
    register_neuron,
)
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

SHORT_WORK_ABORTS = "KNOWN-113"
"""Work that is no hash of 32 bytes makes the client abort."""

WORK_IS_REUSED = "KNOWN-114"
"""Work that registered a neuron is remembered, and may register it again, in another subnet or after it was pruned."""

MAX_WORK_AGE = BlockHeight(2)
"""So many blocks old the block of the work may be."""


class WorkOfWrongLength(ClientPanic):
    """Work that should be 32 bytes has another length (KNOWN-113)."""


@rule("NEUR-40")
def ensure_recent_block(chain: Chain, block: BlockHeight) -> None:
    """The work was done for this block or one of the two before it.

    Raises:
        InvalidWorkBlock: for another.
    """
    if block > chain.number or BlockHeight(chain.number).saturating_sub(block) > MAX_WORK_AGE:
        raise InvalidWorkBlock


@rule("NEUR-41")
def read_work(chain: Chain, work: bytes) -> H256:
    """The work as a hash.

    Raises:
        WorkOfWrongLength: it is not 32 bytes long.
        InvalidSeal: it is not, once KNOWN-113 is closed.
    """
    if len(work) == H256.LENGTH:
        return H256(work)
    if chain.deviates(SHORT_WORK_ABORTS):
        raise WorkOfWrongLength
    raise InvalidSeal


@rule("NEUR-42")
def hash_meets_difficulty(work: H256, difficulty: U64) -> bool:
    """Whether a hash, the first of its bytes the lowest, times the difficulty is less than 2^256."""
    return U256.check(int.from_bytes(work, "little") * difficulty) is not None


@rule("NEUR-43")
def create_seal_hash(block_hash: H256, nonce: U64, hotkey: AccountId) -> H256:
    """What the work must be: Keccak of SHA-2 of the nonce and the Keccak of the block's hash and the hotkey.

    Args:
        nonce: what is searched for; eight bytes, the lowest first.
    """
    seal = sha256(nonce.to_bytes(8, "little") + keccak_256(block_hash + hotkey)).digest()
    return H256(keccak_256(seal))


@rule("NEUR-44")
def get_block_hash(chain: Chain, block: BlockHeight) -> H256:
    """The hash of a block, which is zero here: a state has no headers, and neither has what vectors are run on.

    A node takes its header's hash, and zeros for a block that it does not remember.
    """
    return H256()


@rule("NEUR-45", call=Register)
def register(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    block_number: BlockHeight,
    nonce: U64,
    work: bytes,
    hotkey: AccountId,
    coldkey: AccountId,
) -> None:
    """Register a hotkey by work, for nothing else.

    Args:
        block_number: for which the work was done.
        nonce: what was found.
        work: the hash that it gives.
        hotkey: it signs.
        coldkey: it owns the hotkey, or does so from now on, unasked.

    Raises:
        BadOrigin: no account signs.
        TransactorAccountShouldBeHotKey: another than the hotkey does.
        DispatchError: as NEUR-30, NEUR-31 and NEUR-40.
        WorkOfWrongLength: the work is not 32 bytes long.
        InvalidDifficulty: the work does not reach the difficulty.
        InvalidSeal: it is not that of the block, the nonce and the hotkey.
        DispatchError: as NEUR-32.
    """
    # Only the hotkey itself can have done its work.
    if ensure_signed(origin) != hotkey:
        raise TransactorAccountShouldBeHotKey
    ensure_subnet_registers(chain, netuid, chain.neurons.network_pow_registration_allowed)
    ensure_room_for_registration(chain, netuid, hotkey)
    ensure_recent_block(chain, block_number)
    done = read_work(chain, work)
    # The work must have been hard.
    if not hash_meets_difficulty(done, chain.neurons.difficulty[netuid]):
        raise InvalidDifficulty
    # The work must have been done here and now.
    if done != create_seal_hash(get_block_hash(chain, block_number), nonce, hotkey):
        raise InvalidSeal
    if not chain.deviates(WORK_IS_REUSED) and work in chain.neurons.used_work:
        raise InvalidSeal
    chain.neurons.used_work[work] = BlockHeight(chain.number)
    ensure_seat_for_owner(chain, netuid, coldkey, hotkey)
    uid = register_neuron(chain, netuid, hotkey)
    by_work = chain.neurons.pow_registrations_this_interval
    by_work[netuid] = by_work[netuid].saturating_add(ONE)
    count_registration(chain, netuid)
    chain.emit(NeuronRegistered(netuid, uid, hotkey))


@rule("NEUR-46", call=FaucetCall)
def faucet(chain: Chain, origin: Origin, block_number: BlockHeight, nonce: U64, work: bytes) -> None:
    """Refuse, whoever calls: only test networks have a faucet.

    Raises:
        FaucetDisabled: always.
    """
    raise FaucetDisabled
