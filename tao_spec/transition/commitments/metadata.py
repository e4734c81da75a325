"""Commitments: up to three fields that a neuron leaves on its subnet, for others to read.

Source: upstream's `pallets/commitments/src/lib.rs` and `types.rs`; for bonds, `pallets/subtensor/src/epoch/run_epoch.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.commitments.metadata import (
    AccountNotAllowedCommit,
    BigRaw,
    BlakeTwo256,
    Commitment,
    CommitmentInfo,
    Data,
    Keccak256,
    Raw,
    ResetBondsFlag,
    SetCommitment,
    SetMaxSpace,
    SetRateLimit,
    Sha256,
    ShaThree256,
    SpaceLimitExceeded,
    TimelockCommitment,
    TimelockEncrypted,
    UnexpectedUnreserveLeftover,
)
from tao_spec.state.commitments import Registration, UsageTracker
from tao_spec.transition.accounts.reserves import unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.timelocked import strike
from tao_spec.transition.consensus.schedule import get_epoch_index
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import replaceable, rule

MIN_SPACE = U64(100)
"""The bytes that a commitment takes at least."""
FREE = TaoBalance(0)
"""The deposit for a commitment, in rao."""


@rule("COMMIT-5", call=SetCommitment)
def set_commitment(chain: Chain, origin: Origin, netuid: NetUid, info: CommitmentInfo) -> None:
    """Replace what a neuron commits on its subnet.

    Args:
        info: at most three fields; none is a commitment as well. A call with more cannot be read.

    Raises:
        BadOrigin: no account signed.
        AccountNotAllowedCommit: the signer is no neuron of the subnet.
        SpaceLimitExceeded: it commits more bytes in this epoch than it may.
        UnexpectedUnreserveLeftover: an old deposit is not there to be freed.
    """
    who = ensure_signed(origin)
    # Only neurons commit; a hotkey that registered keeps its word after it lost its place (KNOWN-103).
    if (netuid, who) not in chain.neurons.uids:
        raise AccountNotAllowedCommit
    if any(isinstance(field, ResetBondsFlag) for field in info.fields):
        chain.commitments.last_bonds_reset[netuid, who] = chain.number
        reset_bonds(chain, netuid, who)
    use_space(chain, netuid, who, compute_space(info))
    free_old_deposit(chain, netuid, who)

    chain.commitments.commitment_of[netuid, who] = Registration(FREE, chain.number, info)
    chain.commitments.last_commitment[netuid, who] = chain.number
    announce(chain, netuid, who, info)


@rule("COMMIT-6")
def compute_space(info: CommitmentInfo) -> U64:
    """The bytes that a commitment takes of a neuron's space: those of its fields, and no fewer than 100."""
    return max(MIN_SPACE, U64(sum(_get_length(field) for field in info.fields)))


def _get_length(field: Data) -> int:
    match field:
        case Raw(data) | BigRaw(data):
            return len(data)
        case TimelockEncrypted(encrypted):
            return len(encrypted)
        case BlakeTwo256(hash) | Sha256(hash) | Keccak256(hash) | ShaThree256(hash):
            return len(hash)
        case _:
            return 0


@rule("COMMIT-7")
def use_space(chain: Chain, netuid: NetUid, who: AccountId, required: U64) -> None:
    """Count the bytes of a commitment to those of the epoch; each epoch begins with none.

    Raises:
        SpaceLimitExceeded: together they are more than `MaxSpace`.
    """
    epoch = get_epoch_index(chain, netuid, BlockHeight(chain.number))
    usage = chain.commitments.used_space_of.get((netuid, who))
    used = usage.used_space if usage is not None and usage.last_epoch == epoch else U64(0)
    total = used.saturating_add(required)
    if total > chain.commitments.max_space.value:
        raise SpaceLimitExceeded
    chain.commitments.used_space_of[netuid, who] = UsageTracker(epoch, total)


@rule("COMMIT-8")
@replaceable
def reset_bonds(chain: Chain, netuid: NetUid, hotkey: AccountId) -> None:
    """Take a neuron out of the bonds of all neurons of its subnet, where the subnet allows it (`BondsResetOn`)."""
    uid = chain.neurons.uids.get((netuid, hotkey))
    if uid is None or not chain.consensus.bonds_reset_on[netuid]:
        return
    for holder, bonds in list(chain.consensus.bonds.under(netuid)):
        chain.consensus.bonds[netuid, holder] = tuple(bond for bond in bonds if bond[0] != uid)


@rule("COMMIT-9")
def free_old_deposit(chain: Chain, netuid: NetUid, who: AccountId) -> None:
    """Free the deposit of the commitment before: earlier revisions took one.

    Raises:
        UnexpectedUnreserveLeftover: not all of it is reserved.
    """
    registration = chain.commitments.commitment_of.get((netuid, who))
    if registration is not None and unreserve(chain, who, registration.deposit):
        raise UnexpectedUnreserveLeftover


@rule("COMMIT-10")
def announce(chain: Chain, netuid: NetUid, who: AccountId, info: CommitmentInfo) -> None:
    """Tell of a commitment; the index names it if a field is sealed, and only then.

    The event of a sealed one names the round of the first sealed field.
    """
    rounds = [field.reveal_round for field in info.fields if isinstance(field, TimelockEncrypted)]
    if not rounds:
        chain.emit(Commitment(netuid, who))
        strike(chain, netuid, who)
        return
    chain.emit(TimelockCommitment(netuid, who, rounds[0]))
    index = chain.commitments.timelocked_index
    index.value = tuple(sorted({*index.value, (netuid, who)}))


@rule("COMMIT-11", call=SetRateLimit)
def set_rate_limit(chain: Chain, origin: Origin, rate_limit_blocks: U32) -> None:
    """Do nothing: space has taken the place of this limit.

    Raises:
        BadOrigin: root did not call.
    """
    ensure_root(origin)


@rule("COMMIT-12", call=SetMaxSpace)
def set_max_space(chain: Chain, origin: Origin, new_limit: U32) -> None:
    """Set how many bytes a neuron may commit on a subnet in one epoch.

    Raises:
        BadOrigin: root did not call.
    """
    ensure_root(origin)
    chain.commitments.max_space.value = new_limit
