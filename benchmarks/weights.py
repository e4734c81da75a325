"""What weights cost: setting, committing and revealing them against the epoch that reads them.

Run as `python benchmarks/weights.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import CommitWeights, RevealWeights, SetWeights
from tao_spec.revisions import get_revision
from tao_spec.state.commitments import QUICKNET
from tao_spec.state.weights import WeightCommit
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import compute_epoch
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.drand.timelock import encrypt, unseal
from tao_spec.transition.origin import signed
from tao_spec.transition.weights.payload import OwnedPayload, read_payload
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash

NETUID = NetUid(2)
VALIDATORS = 64
SIZES = (16, 64, 256, 1_024)
REPEATS = 7
ROUND = U64(1_000)
SIGNATURE = bytes.fromhex(
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
)
"""What the beacon signed in this round."""

Action = Callable[[Chain], object]


def compute_fastest(chain: Chain, work: Action) -> float:
    """The shortest of several runs on the same state, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work(chain)
        times.append(perf_counter() - start)
        chain.abandon()
    return min(times) * 1000


def hotkey(uid: int) -> AccountId:
    """The hotkey of a neuron."""
    return AccountId(uid.to_bytes(32, "big"))


def make_chain(size: int, commits: bool) -> Chain:
    """A subnet of so many neurons, of which up to 64 validate, and say something of all."""
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(1_010)
    chain.subnets.networks_added[NETUID] = True
    chain.neurons.subnetwork_n[NETUID] = U16(size)
    chain.weights.commit_reveal_weights_enabled[NETUID] = commits
    chain.weights.min_allowed_weights[NETUID] = U16(1)
    chain.weights.max_weights_limit[NETUID] = U16(65_534)
    chain.consensus.tempo[NETUID] = U16(9)
    chain.weights.last_update[NETUID] = (BlockHeight(900),) * size
    chain.consensus.validator_permit[NETUID] = tuple(uid < VALIDATORS for uid in range(size))
    for uid in range(size):
        seat(chain, uid, size)
    chain.commit()
    return chain


def seat(chain: Chain, uid: int, size: int) -> None:
    """A neuron with its number and an alpha or more; a validator has weights on every neuron."""
    chain.neurons.keys[NETUID, Uid(uid)] = hotkey(uid)
    chain.neurons.uids[NETUID, hotkey(uid)] = Uid(uid)
    chain.stake.total_hotkey_alpha[hotkey(uid), NETUID] = AlphaBalance(10**9 * (uid + 1))
    if uid < VALIDATORS:
        chain.weights.weights[NETUID, Uid(uid)] = tuple(zip(everybody(size), some_values(size, uid), strict=True))


def everybody(size: int) -> tuple[Uid, ...]:
    """The numbers of all neurons."""
    return tuple(map(Uid, range(size)))


def some_values(size: int, seed: int = 1) -> tuple[U16, ...]:
    """Something of each neuron, not the same of all."""
    return tuple(U16(1 + (uid * 7_919 + seed * 104_729) % 1_000) for uid in range(size))


def measure(size: int) -> dict[str, float]:
    """What each way to set weights on all neurons costs, in milliseconds, and what an epoch does."""
    uids, values, version = everybody(size), some_values(size), U64(0)
    hash = compute_commit_hash(Committed(hotkey(0), NETUID, uids, values, (), version))
    openly, committed = make_chain(size, commits=False), make_chain(size, commits=True)
    due = WeightCommit(hash, BlockHeight(1_001), BlockHeight(0), BlockHeight(0))
    committed.weights.weight_commits[NETUID, hotkey(0)] = (due,)
    committed.commit()
    plain = codec_of(OwnedPayload).encode(OwnedPayload(hotkey(0), uids, values, version))
    sealed = encrypt(plain, ROUND, QUICKNET.public_key, b"secret")

    def call_by(call: SetWeights | CommitWeights | RevealWeights) -> Action:
        return lambda chain: dispatch(chain, signed(hotkey(0)), call)

    return {
        "set": compute_fastest(openly, call_by(SetWeights(NETUID, uids, values, version))),
        "commit": compute_fastest(committed, call_by(CommitWeights(NETUID, hash))),
        "reveal": compute_fastest(committed, call_by(RevealWeights(NETUID, uids, values, (), version))),
        "unseal": compute_fastest(committed, lambda chain: unseal(chain, sealed, SIGNATURE)),
        "read": compute_fastest(committed, lambda chain: read_payload(chain, hotkey(0), plain)),
        "epoch": compute_fastest(openly, lambda chain: compute_epoch(chain, NETUID)),
    }


def main() -> None:
    """Measure subnets of several sizes, and print what each costs against setting the same weights."""
    print(f"weights of one validator on all neurons; the epoch has up to {VALIDATORS} such validators")
    print(" neurons    set ms    commit    reveal    unseal      read     epoch   as many times as setting")
    for size in SIZES:
        times = measure(size)
        one = times.pop("set")
        ratios = "".join(f"{time / one:>8.2f} x" for time in times.values())
        print(f"{size:>8,} {one:>9.3f}{ratios}")


if __name__ == "__main__":
    main()
