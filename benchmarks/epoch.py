"""What an epoch costs: 256 neurons, 64 of them validators with weights on all, by Yuma 2, Yuma 3 and Yuma 3 with liquid alpha.

Run as `python benchmarks/epoch.py`; times are the shortest of several runs. With `--native CMD`, a client that answers
`time_epoch` runs the same epochs on the same state, and the ratio to its time stands beside.
"""

from __future__ import annotations

import argparse
import json
import random
import shlex
import subprocess
from time import perf_counter

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch

NETUID = NetUid(1)
NOW = 10_000
NEURONS, VALIDATORS = 256, 64
SEED = 1
REPEATS = 5
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


def main() -> None:
    """Print a line for each kind of epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--native", metavar="CMD", help="a client that answers time_epoch")
    command = parser.parse_args().native
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
