"""What a block emits, from the first halving to the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.scenes import WHOLE
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.emission.block_emission import compute_emission_thresholds
from tao_spec.vectors.cases import Builder, Trace, blocks, case, function_case
from tao_spec.vectors.text import Json

SUPPLY = tao(21_000_000)
FIRST = tao(10_500_000)
SECOND = tao(15_750_000)
EMISSION = "emission.block_emission_for_issuance"
RULES = ["EMIT-1", "EMIT-2", "EMIT-4", "EMIT-5"]


def issue(build: Builder, issuance: int, stored: int | None = None) -> None:
    """Let so much be issued, in rao, and the last block have stored what it emitted."""
    build.chain.emission.total_issuance.value = TaoBalance(issuance)
    if stored is not None:
        build.chain.emission.block_emission.value = U64(stored)


@function_case(EMISSION, rules=["EMIT-1", "EMIT-2", "EMIT-3"])
def thresholds() -> Iterable[Sequence[Json]]:
    """At each of the thirty issuances at which a block emits less than before, the rao before it and the rao after."""
    for issuance, _emission in compute_emission_thresholds():
        for distance in (-1, 0, 1):
            yield [str(issuance + distance)]


@function_case(EMISSION, rules=["EMIT-1"])
def ends() -> Iterable[Sequence[Json]]:
    """Before anything is issued a block emits one TAO; from the supply on it emits nothing."""
    return [[str(issuance)] for issuance in (0, 1, SUPPLY - 2, SUPPLY - 1, SUPPLY, SUPPLY + 1, WHOLE)]


@case(rules=["EMIT-4", "EMIT-5"])
def default_is_not_stored(build: Builder) -> Trace:
    """One TAO a block is the default, and is not stored where nothing else is."""
    yield blocks(1)


@case(rules=["EMIT-4", "EMIT-5"])
def other_is_overwritten(build: Builder) -> Trace:
    """What another block or another question stored is overwritten with what this block emits."""
    issue(build, 1, stored=5)
    yield blocks(1)


@case(rules=RULES)
def before_the_first(build: Builder) -> Trace:
    """One rao before the first halving a block emits one TAO."""
    issue(build, FIRST - 1, stored=1)
    yield blocks(1)


@case(rules=RULES)
def at_the_first(build: Builder) -> Trace:
    """At the first halving a block emits half a TAO."""
    issue(build, FIRST)
    yield blocks(1)


@case(rules=RULES)
def before_the_second(build: Builder) -> Trace:
    """One rao before the second halving a block emits half a TAO."""
    issue(build, SECOND - 1)
    yield blocks(1)


@case(rules=RULES)
def at_the_second(build: Builder) -> Trace:
    """At the second halving a block emits a quarter of a TAO."""
    issue(build, SECOND)
    yield blocks(1)


@case(rules=RULES)
def near_the_end(build: Builder) -> Trace:
    """A hundred TAO before the supply, after seventeen halvings, a block emits 7,629 rao."""
    issue(build, SUPPLY - tao(100))
    yield blocks(1)


@case(rules=RULES)
def last_rao(build: Builder) -> Trace:
    """One rao before the supply a block emits nothing, and nothing is what it stores."""
    issue(build, SUPPLY - 1, stored=1)
    yield blocks(1)


@case(rules=["EMIT-4", "EMIT-5"])
def at_the_supply(build: Builder) -> Trace:
    """At the supply a block emits nothing, and stores nothing: what was stored before stays (KNOWN-3)."""
    issue(build, SUPPLY, stored=7)
    yield blocks(1)


@case(rules=["EMIT-4", "EMIT-5"])
def above_the_supply(build: Builder) -> Trace:
    """Above the supply, where only root can lead, nothing is emitted or stored either."""
    issue(build, WHOLE, stored=7)
    yield blocks(1)


@case(rules=["EMIT-5"])
def balances_do_not_matter(build: Builder) -> Trace:
    """A block goes by what the network has issued, not by what accounts hold."""
    build.account("alice", FIRST)
    issue(build, SECOND)
    yield blocks(1)
