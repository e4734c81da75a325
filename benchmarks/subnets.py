"""What subnets cost: the founding and the end of one, by the subnets that there are.

Run as `python benchmarks/subnets.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from time import perf_counter

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.subnets.dissolve import remove_network
from tao_spec.transition.subnets.new_network import init_new_network
from tao_spec.transition.subnets.register import do_register_network
from tao_spec.transition.subnets.symbols import get_next_available_symbol

OWNER, HOTKEY = (AccountId(bytes([letter]) * 32) for letter in b"OH")
DYNAMIC = U16(1)
REPEATS = 5


def make_chain(subnets: int) -> Chain:
    """A chain with so many subnets, each with a symbol, and an owner with TAO."""
    chain = Chain({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(1)
    chain.subnets.network_rate_limit.value = U64(0)
    add_balance_to_coldkey_account(chain, OWNER, tao(1_000_000))
    for number in range(1, subnets + 1):
        netuid = NetUid(number)
        init_new_network(chain, netuid)
        chain.subnets.token_symbol[netuid] = get_next_available_symbol(chain, netuid)
    chain.commit()
    return chain


def measure(subnets: int) -> None:
    """Print what the next founding costs, and the end of that subnet."""
    chain = make_chain(subnets)
    founding, end = [], []
    for _ in range(REPEATS):
        start = perf_counter()
        netuid = do_register_network(chain, OWNER, HOTKEY, DYNAMIC, None)
        middle = perf_counter()
        remove_network(chain, netuid)
        founding.append(middle - start)
        end.append(perf_counter() - middle)
        chain.abandon()
    print(f"{subnets:>8,} {min(founding) * 1000:>14.2f} {min(end) * 1000:>10.2f}")


def main() -> None:
    """Print one line for each number of subnets."""
    print(" subnets   founding in ms   end in ms")
    for subnets in (1, 16, 128, 438, 1_024):
        measure(subnets)


if __name__ == "__main__":
    main()
