"""What an epoch costs: 256 neurons, 64 of them validators with weights on all, by Yuma 2, Yuma 3 and Yuma 3 with liquid alpha.

Run as `python benchmarks/epoch.py`; times are the shortest of several runs. With `--native CMD`, a client that answers
`time_epoch` runs the same epochs on the same state, and the ratio to its time stands beside.

With `--engine LIBRARY` the same epochs run in arrays too: alone, and in batches of 64, of one subnet under 64 averages of
bonds, under 64 values of kappa, and of 64 subnets. Batches and single epochs are compared by the time of the processor, in one
thread. What lies outside of the arrays, reading the state and storing the result, stands in columns of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import shlex
import subprocess
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter, thread_time

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.engine.batch import stack
from tao_spec.engine.epoch import run_epoch as run_in_arrays
from tao_spec.engine.namespaces import Namespace, get_namespace
from tao_spec.engine.storing import store_epoch
from tao_spec.engine.subnet import Settings
from tao_spec.revisions import get_revision
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch

NETUID = NetUid(1)
NOW = 10_000
NEURONS, VALIDATORS = 256, 64
SEED = 1
REPEATS = 5
BATCH = 64
KINDS = {"Yuma 2": (False, False), "Yuma 3": (True, False), "Yuma 3, liquid alpha": (True, True)}


def make_chain(yuma3: bool, liquid: bool) -> Chain:
    """The reference subnet: full weights of every validator, bonds of the epoch before."""
    source = random.Random(SEED)
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(NOW)
    chain.subnets.networks_added[NETUID] = True
    chain.neurons.subnetwork_n[NETUID] = U16(NEURONS)
    chain.weights.commit_reveal_weights_enabled[NETUID] = False
    chain.consensus.yuma3_on[NETUID], chain.consensus.liquid_alpha_on[NETUID] = yuma3, liquid
    for uid in map(Uid, range(NEURONS)):
        hotkey = AccountId(source.randbytes(32))
        chain.neurons.keys[NETUID, uid], chain.neurons.uids[NETUID, hotkey] = hotkey, uid
        chain.neurons.block_at_registration[NETUID, uid] = BlockHeight(NOW // 2)
        stake = source.randrange(10**9, 10**14) if uid < VALIDATORS else 0
        chain.stake.total_hotkey_alpha[hotkey, NETUID] = AlphaBalance(stake)
        if uid < VALIDATORS:
            row = tuple((Uid(other), U16(source.randrange(1, 65_536))) for other in range(NEURONS))
            chain.weights.weights[NETUID, uid] = row
    chain.weights.last_update[NETUID] = (BlockHeight(NOW - 10),) * NEURONS
    chain.consensus.validator_permit[NETUID] = tuple(uid < VALIDATORS for uid in range(NEURONS))
    run_epoch(chain, NETUID, AlphaBalance(U64(10**9)))
    chain.commit()
    return chain


def measure(chain: Chain) -> float:
    """Our time for the epoch, in milliseconds; what it writes is given up."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        run_epoch(chain, NETUID, AlphaBalance(U64(10**9)))
        times.append(perf_counter() - start)
        chain.abandon()
    return min(times) * 1000


def measure_native(command: str, chain: Chain) -> float:
    """The time that a client needs for the same epoch, without its protocol, in milliseconds."""
    state = {f"0x{key.hex()}": f"0x{value.hex()}" for key, value in chain.store.state.items()}
    load = json.dumps({"op": "load", "revision": 306, "state": state})
    time = json.dumps({"op": "time_epoch", "netuid": int(NETUID), "n": 4 * REPEATS})
    told = subprocess.run(
        shlex.split(command), input=f"{load}\n{time}\n", capture_output=True, text=True, check=True, timeout=600
    ).stdout.splitlines()
    return float(min(json.loads(told[1])["seconds"]) * 1000)


def shortest(work: Callable[[], object], clock: Callable[[], float], repeats: int) -> float:
    """The shortest of several runs, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times) * 1000


def measure_engine(xp: Namespace, chain: Chain) -> dict[str, float]:
    """Times of one epoch in arrays, in milliseconds, and the memory of a batch in megabytes."""
    subnet, point = read_chain(xp, chain, NETUID), read_settings(chain, NETUID)
    one = Settings.of(xp, [point])
    averages = Settings.of(xp, [replace(point, bonds_moving_average=900_000 + 100 * index) for index in range(BATCH)])
    kappas = Settings.of(xp, [replace(point, kappa=20_000 + 400 * index) for index in range(BATCH)])
    subnets = stack(xp, [subnet] * BATCH)
    stored = run_in_arrays(xp, subnet, one)
    found = {
        "read": shortest(lambda: read_chain(xp, chain, NETUID), perf_counter, REPEATS),
        "store": shortest(lambda: store_epoch(xp, chain, NETUID, subnet, stored, AlphaBalance(10**9)), perf_counter, 1),
        "epoch": shortest(lambda: run_in_arrays(xp, subnet, one), perf_counter, 20 * REPEATS),
        "alone": shortest(lambda: run_in_arrays(xp, subnet, one), thread_time, 20 * REPEATS),
        "averages": shortest(lambda: run_in_arrays(xp, subnet, averages), thread_time, REPEATS) / BATCH,
        "kappas": shortest(lambda: run_in_arrays(xp, subnet, kappas), thread_time, REPEATS) / BATCH,
        "subnets": shortest(lambda: run_in_arrays(xp, subnets, one), thread_time, REPEATS) / BATCH,
    }
    chain.abandon()
    tracemalloc.start()
    run_in_arrays(xp, stack(xp, [subnet] * BATCH), kappas)
    found["memory"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return found


def print_engine(library: str, command: str | None) -> None:
    """A line for each kind of epoch in arrays, and one for its batches."""
    xp = get_namespace(library)
    for kind, (yuma3, liquid) in KINDS.items():
        chain = make_chain(yuma3, liquid)
        found, rules = measure_engine(xp, chain), measure(chain)
        line = f"{kind}: {found['epoch']:.2f} ms in arrays of {library}, {rules / found['epoch']:.0f} times as fast as the rules"
        if command:
            line += f", {measure_native(command, chain) / found['epoch']:.1f} times as fast as native"
        print(f"{line}; reading {found['read']:.0f} ms, storing {found['store']:.0f} ms")
        batches = ", ".join(f"{name} {found['alone'] / found[name]:.1f}" for name in ("averages", "kappas", "subnets"))
        print(f"  times as fast in a batch of {BATCH}, by what differs: {batches}; {found['memory']:.0f} MB")


def main() -> None:
    """Print a line for each kind of epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--native", metavar="CMD", help="a client that answers time_epoch")
    parser.add_argument("--engine", metavar="LIBRARY", help="run the epochs in arrays of this library too")
    given = parser.parse_args()
    print_rules(given.native)
    if given.engine:
        print_engine(given.engine, given.native)


def print_rules(command: str | None) -> None:
    """A line for each kind of epoch by the rules."""
    print(f"an epoch of {NEURONS} neurons, {VALIDATORS} validators with full weights, seed {SEED}")
    print(f"{'':>22} {'ms':>8} {'to Yuma 2':>10}" + (f" {'native, ms':>11} {'ratio':>8}" if command else ""))
    first = 0.0
    for kind, (yuma3, liquid) in KINDS.items():
        chain = make_chain(yuma3, liquid)
        time = measure(chain)
        first = first or time
        line = f"{kind:>22} {time:>8.1f} {time / first:>8.2f} x"
        if command:
            native = measure_native(command, chain)
            line += f" {native:>11.2f} {time / native:>6.1f} x"
        print(line)


if __name__ == "__main__":
    main()
