"""What crowdloans cost: a contribution among few and among many, a refund of fifty against fifty who leave alone, and a lease.

Run as `python benchmarks/crowdloans.py`; times are the shortest of several runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber
from tao_spec.interface.crowdloans import (
    Contribute,
    Create,
    CrowdloanId,
    Finalize,
    Percent,
    Refund,
    RegisterLeasedNetwork,
    Withdraw,
)
from tao_spec.interface.messages import Call
from tao_spec.revisions import get_revision
from tao_spec.transition.accounts.tokens import mint
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.terms import MINIMUM_BLOCK_DURATION
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.origin import signed

LOAN = CrowdloanId(0)
ALICE = AccountId(b"\1" * 32)
END = BlockNumber(1 + MINIMUM_BLOCK_DURATION)
REPEATS = 5


def contributor(number: int) -> AccountId:
    """One of many accounts."""
    return AccountId(number.to_bytes(4, "big") * 8)


def make(chain: Chain, who: AccountId, call: Call) -> None:
    """Somebody makes a call."""
    dispatch(chain, signed(who), call)


def make_chain(contributors: int) -> Chain:
    """A crowdloan for a lease, to which alice gave 10 TAO and so many others one each, in the block of its end."""
    chain = build_genesis({}, get_revision(306))
    chain.accounts.number.value = BlockNumber(1)
    chain.subnets.network_min_lock_cost.value = chain.subnets.network_last_lock_cost.value = TaoBalance(tao(5))
    chain.subnets.network_rate_limit.value = BlockHeight(0)
    mint(chain, ALICE, tao(20))
    cap, least = TaoBalance(tao(10 + contributors)), TaoBalance(tao(1))
    make(chain, ALICE, Create(tao(10), least, cap, END, RegisterLeasedNetwork(Percent(30), None), None))
    for number in range(1, contributors + 1):
        mint(chain, contributor(number), tao(2))
        make(chain, contributor(number), Contribute(LOAN, tao(1)))
    chain.accounts.number.value = END
    chain.commit()
    return chain


def compute_fastest(chain: Chain, work: Callable[[Chain], None]) -> float:
    """The shortest of several runs from the same state, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work(chain)
        times.append(perf_counter() - start)
        chain.abandon()
    return min(times) * 1000


def leave_alone(chain: Chain, contributors: int) -> None:
    """So many take their contributions back, one after the other."""
    for number in range(1, contributors + 1):
        make(chain, contributor(number), Withdraw(LOAN))


def measure(contributors: int) -> None:
    """Print what leaving, a refund and a lease cost, and each beside a single withdrawal."""
    chain, paid = make_chain(contributors), min(contributors, 50)
    one = compute_fastest(chain, lambda chain: make(chain, contributor(1), Withdraw(LOAN)))
    alone = compute_fastest(chain, lambda chain: leave_alone(chain, paid))
    refund = compute_fastest(chain, lambda chain: make(chain, ALICE, Refund(LOAN)))
    lease = compute_fastest(chain, lambda chain: make(chain, ALICE, Finalize(LOAN)))
    print(f"{contributors:>12,} {one:>9.2f} {alone / one:>9.1f} x {refund / one:>9.1f} x {lease / one:>9.1f} x")


def main() -> None:
    """Measure crowdloans with more and more contributors."""
    print(f"{'contributors':>12} {'leave, ms':>9} {'50 leave':>11} {'refund':>11} {'lease':>11}")
    for contributors in (1, 10, 50, 499):
        measure(contributors)


if __name__ == "__main__":
    main()
