"""What swaps cost: by those who stake on the hotkey, by the subnets that there are, and beside the real client.

Run as `python benchmarks/keys.py`; times are the shortest of several runs. `TAO_CLIENT` names the command of the real client.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from coincurve import PrivateKey

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.clients.runner import run
from tao_spec.interface.keys import EcdsaSignature
from tao_spec.revisions import get_revision
from tao_spec.transition.accounts.tokens import BEST_EFFORT, increase_balance
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.coldkey_swap import swap_coldkey
from tao_spec.transition.keys.evm import compute_digest, recover_address
from tao_spec.transition.keys.hotkey_swap import swap_hotkey
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.files import collect
from tao_spec.vectors.fill import fill

OURS = [sys.executable, "-m", "tao_spec.cli", "serve"]
REAL = os.environ.get("TAO_CLIENT", "")
REPEATS = 3
FIRST = 1
HEIGHT = 100_000


def compute_fastest(work: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times) * 1000


def account(number: int) -> AccountId:
    """One of many accounts."""
    return AccountId(number.to_bytes(32, "little"))


OWNER, OLD, NEW, NEW_COLDKEY = map(account, range(1, 5))


def make_chain(stakers: int, subnets: int) -> Chain:
    """A chain with subnets, and a hotkey on which so many coldkeys stake, each in one of them."""
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(HEIGHT)
    for netuid in range(subnets):
        chain.subnets.networks_added[NetUid(netuid)] = True
    chain.keys.owner[OLD] = OWNER
    chain.keys.owned_hotkeys[OWNER] = (OLD,)
    increase_balance(chain, OWNER, TaoBalance(tao(10)), BEST_EFFORT)
    chain.accounts.total_issuance.value = TaoBalance(tao(10))
    for number in range(stakers):
        coldkey, netuid = account(100 + number), NetUid(number % subnets)
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, OLD, coldkey, netuid, AlphaBalance(tao(1)))
    chain.commit()
    return chain


def compute_swap(chain: Chain, netuid: int | None) -> float:
    """What the swap of the hotkey takes, everywhere or in a subnet, in milliseconds; the chain is left as it was."""

    def swap() -> None:
        swap_hotkey(chain, signed(OWNER), OLD, NEW, None if netuid is None else NetUid(netuid))
        chain.abandon()

    return compute_fastest(swap)


def measure_hotkey(stakers: int, subnets: int, alone: float) -> float:
    """Print what the two swaps of a hotkey cost."""
    chain = make_chain(stakers, subnets)
    everywhere, in_one = compute_swap(chain, None), compute_swap(chain, FIRST)
    ratio = everywhere / (alone or everywhere)
    print(f"{stakers:>8,} {subnets:>8} {everywhere:>14.2f} {in_one:>12.2f} {ratio:>14.1f} x")
    return everywhere


def measure_coldkey(hotkeys: int, subnets: int, alone: float) -> float:
    """Print what the swap of a coldkey costs that stakes on so many hotkeys."""
    chain = make_chain(0, subnets)
    for number in range(hotkeys):
        hotkey, netuid = account(10**6 + number), NetUid(number % subnets)
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, OWNER, netuid, AlphaBalance(tao(1)))
    chain.commit()

    def swap() -> None:
        swap_coldkey(chain, ROOT, OWNER, NEW_COLDKEY, TaoBalance(0))
        chain.abandon()

    time = compute_fastest(swap)
    print(f"{hotkeys:>8,} {subnets:>8} {time:>14.2f} {time / (alone or time):>27.1f} x")
    return time


def measure_recovery() -> None:
    """Print what it costs to hash the message, and to recover an address from its signature."""
    key, height = PrivateKey(b"\x01" * 32), BlockHeight(HEIGHT)
    digest = compute_digest(OLD, height)
    signature = EcdsaSignature(key.sign_recoverable(digest, hasher=None))
    hashing = compute_fastest(lambda: compute_digest(OLD, height))
    recovering = compute_fastest(lambda: recover_address(digest, signature))
    print(f"an address: hashing {hashing * 1000:.0f} µs, recovering {recovering * 1000:.0f} µs")


def compare() -> None:
    """Print what our client takes for the filled vectors of keys, against the real one."""
    with tempfile.TemporaryDirectory() as scratch:
        fill(Path(scratch), only="keys/")
        files = collect([Path(scratch)])
        ours = min(run(files, OURS).client_seconds for _ in range(REPEATS))
        print(f"{len(files)} filled vectors: our client takes {ours * 1000:.0f} ms for them")
        if not REAL:
            print("  the real client is missing: name its command by TAO_CLIENT to see the ratio")
            return
        real = min(run(files, REAL).client_seconds for _ in range(REPEATS))
        print(f"  the real client takes {real * 1000:.0f} ms: ours is {ours / real:.1f} x")


def main() -> None:
    """Measure more stakers, more subnets, more hotkeys, a signature, and the vectors."""
    print(" stakers  subnets  everywhere ms    in one ms   against the first")
    alone = 0.0
    for stakers, subnets in ((1, 2), (100, 2), (1_000, 2), (1_000, 64)):
        time = measure_hotkey(stakers, subnets, alone)
        alone = alone or time
    print(" hotkeys  subnets     coldkey ms             against the first")
    alone = 0.0
    for hotkeys, subnets in ((1, 2), (100, 2), (100, 64)):
        time = measure_coldkey(hotkeys, subnets, alone)
        alone = alone or time
    measure_recovery()
    compare()


if __name__ == "__main__":
    main()
