"""What a registration costs as the subnet grows: the next number, the number of another, a seat on root, and a try at the work.

Run `python benchmarks/neurons.py` from the project's root. Whoever must go is searched among all neurons, and vectors are written
whole; the ratio to a subnet of one neuron says how much of a registration that is.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H256, ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.neurons.registration import register_neuron
from tao_spec.transition.neurons.root import take_seat
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.neurons.work import create_seal_hash, hash_meets_difficulty
from tao_spec.vectors.cases import account_named

HOME = NetUid(2)
NEWCOMER = account_named("newcomer")
SIZES = (1, 64, 256, 4_096)
ROUNDS = 5
TRIES = 2_000


def make_chain(netuid: NetUid, size: int, room: int) -> Chain:
    """A chain whose subnet has so many neurons, and may have so many."""
    chain = build_genesis({}, R306)
    chain.neurons.max_allowed_uids[netuid] = U16(room)
    for uid in range(size):
        append_neuron(chain, netuid, account_named(f"hotkey {uid}"), BlockHeight(1))
    chain.stake.total_hotkey_alpha[NEWCOMER, ROOT] = AlphaBalance(1)
    chain.commit()
    return chain


def compute_fastest(chain: Chain, act: Callable[[Chain], object]) -> float:
    """The milliseconds of the fastest round; each is undone."""
    times = []
    for _ in range(ROUNDS):
        before = process_time()
        act(chain)
        times.append((process_time() - before) * 1_000)
        chain.abandon()
    return min(times)


def register(chain: Chain) -> None:
    """Register the newcomer in the subnet."""
    register_neuron(chain, HOME, NEWCOMER)


def sit_down(chain: Chain) -> None:
    """Give the newcomer a seat on root."""
    take_seat(chain, NEWCOMER)


def measure_sizes() -> None:
    """Print what a registration costs in subnets of more and more neurons, and the ratio to the smallest."""
    print(" neurons  next number      number of another      seat of another on root")
    first: list[float] = []
    for size in SIZES:
        taken = [
            compute_fastest(make_chain(HOME, size, size + 1), register),
            compute_fastest(make_chain(HOME, size, size), register),
            compute_fastest(make_chain(ROOT, size, size), sit_down),
        ]
        first = first or taken
        shown = (f"{time:8.3f} ms {time / least:6.1f} x" for time, least in zip(taken, first, strict=True))
        print(f"{size:>8,} " + "   ".join(shown))


def measure_work(hotkey: AccountId) -> None:
    """Print how many tries at the work a second holds."""
    before = process_time()
    for nonce in range(TRIES):
        hash_meets_difficulty(create_seal_hash(H256(), U64(nonce), hotkey), U64(10_000_000))
    print(f"{TRIES / (process_time() - before):,.0f} tries at the work a second")


def main() -> None:
    """Measure registrations, then the search for work."""
    measure_sizes()
    measure_work(NEWCOMER)


if __name__ == "__main__":
    main()
