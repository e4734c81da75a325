"""The proof of the cap: at every issuance of 64 bits, what a block emits never carries issuance over the supply.

The proof runs `compute_block_emission` itself on an unknown issuance. Only one loop is not run through: the 32 digits behind
the point of `log2`, each of which doubles the paths. In its place stands what it leaves: a number of the same whole part.
That it does so is proved from the loop's own code (`prove_digits`). What all of this does not cover is said in
`docs/proofs.md`.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import z3

from tao_spec.arithmetic import transcendental
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.invariants.proofs.symbolic import Explorer, Symbol, Undecided
from tao_spec.transition.emission.block_emission import (
    TOTAL_SUPPLY,
    LogarithmCalculationFailed,
    compute_block_emission,
    compute_emission_thresholds,
)

EmissionRule = Callable[[TaoBalance], TaoBalance]

ONE, TWO = I96F32.ONE.bits, I96F32.ONE.bits << 1
DIGITS = I96F32.FRAC_BITS

NOWHERE = (0, -1)
"""The interval of an emission that bisection does not meet."""


class Refuted(Exception):
    """The claim is false, and running the rule shows it."""


@dataclass(frozen=True)
class Piece:
    """The issuances that take one path through the rule.

    Attributes:
        emission: what a block emits for each of them, in rao; None where the rule refuses.
        example: one of them, in rao.
        low, high: the interval of issuances with this emission, in rao, as bisection finds it; empty where it finds none.
        outside: one of them that does not lie in that interval, in rao; None where all were proved to lie in it.
    """

    emission: TaoBalance | None
    example: int
    low: int
    high: int
    outside: int | None

    @property
    def is_inside(self) -> bool:
        """Whether all of them were proved to lie in the interval."""
        return self.outside is None


@dataclass(frozen=True)
class Cap:
    """What was proved: for every issuance from 0 to 2^64 - 1, so many emissions more are at most the supply or the issuance.

    That every issuance with an emission lies in the interval of that emission, and that the intervals follow each other with
    ever lesser emissions, proves in passing that emission never rises with the issuance.
    """

    times: int
    pieces: tuple[Piece, ...]

    @property
    def never_refuses(self) -> bool:
        """Whether the rule has an answer for every issuance."""
        return all(piece.emission is not None for piece in self.pieces)

    @property
    def never_rises(self) -> bool:
        """Whether a greater issuance never has a greater emission."""
        emissions = [int(piece.emission or 0) for piece in self.pieces]
        return all(piece.is_inside for piece in self.pieces) and emissions == sorted(emissions, reverse=True)


def prove_cap(rule: EmissionRule = compute_block_emission, times: int = 1) -> Cap:
    """Prove that so many emissions of a block never carry an issuance over the supply.

    Args:
        rule: rao a block for an issuance in rao; code that computes with the fixed-point numbers of `arithmetic`.
        times: 1 for TAO; 2 for alpha, of which a block creates its emission for the pool and again for the neurons.

    Raises:
        Refuted: it does; the sentence names an issuance, which the rule itself confirms.
        Undecided: z3 does not know.
    """
    prove_digits()
    explorer, issuances = Explorer(), list[Symbol]()

    def run() -> TaoBalance | None:
        issuances[:] = [explorer.symbol(0, TaoBalance.MAX)]
        try:
            return rule(cast(TaoBalance, issuances[0]))
        except LogarithmCalculationFailed:
            return None

    intervals = _intervals(rule)
    pieces = []
    with _summarized_logarithm(explorer):
        for path in explorer.paths(run):
            _judge(explorer, issuances[0], path.result, rule, times)
            pieces.append(_describe(explorer, issuances[0], path.result, intervals))
    return Cap(times, tuple(sorted(pieces, key=lambda piece: (piece.low, piece.example))))


def _judge(explorer: Explorer, issuance: Symbol, emission: TaoBalance | None, rule: EmissionRule, times: int) -> None:
    """Prove the cap on the present path; a rule that refuses emits nothing."""
    added = times * int(emission or 0)
    is_kept = z3.Or(issuance.term + added <= int(TOTAL_SUPPLY), z3.BoolVal(added == 0))
    against = explorer.find(z3.Not(is_kept), issuance)
    if against is not None:
        raise _confirm(rule, against, times)


def _describe(
    explorer: Explorer, issuance: Symbol, emission: TaoBalance | None, intervals: dict[int, tuple[int, int]]
) -> Piece:
    """An example for the present path, and the proof that its issuances lie where the rule's thresholds say."""
    example = explorer.find(z3.BoolVal(True), issuance)
    if example is None:
        raise Undecided("no issuance takes a path that was followed")
    low, high = intervals.get(int(emission or 0), NOWHERE)
    outside = explorer.find(z3.Or(issuance.term < low, issuance.term > high), issuance)
    return Piece(emission, example, low, high, outside)


def _answer(rule: EmissionRule, issuance: int) -> TaoBalance:
    """What the rule emits for an issuance; where it refuses, nothing."""
    try:
        return rule(TaoBalance(issuance))
    except LogarithmCalculationFailed:
        return TaoBalance(0)


def _confirm(rule: EmissionRule, issuance: int, times: int) -> Exception:
    """A number that z3 found speaks against the claim only if the rule, run on it, does so too."""
    emission = _answer(rule, issuance)
    after = issuance + times * int(emission)
    if after <= max(issuance, TOTAL_SUPPLY):
        return Undecided(f"z3 found the issuance {issuance}, for which the rule keeps the cap")
    more = after - TOTAL_SUPPLY
    return Refuted(
        f"at an issuance of {issuance:,} rao a block emits {emission:,} rao: {more:,} rao more than the supply"
    )


def _intervals(rule: EmissionRule) -> dict[int, tuple[int, int]]:
    """For each emission the issuances that have it, as bisection of the rule itself finds them."""
    thresholds = compute_emission_thresholds(lambda issuance: _answer(rule, issuance))
    steps = [(TaoBalance(0), _answer(rule, 0)), *thresholds]
    ends = [int(low) - 1 for low, _ in steps[1:]] + [int(TaoBalance.MAX)]
    return {int(emission): (int(low), end) for (low, emission), end in zip(steps, ends, strict=True)}


# The logarithm's digits behind the point


def prove_digits() -> None:
    """Prove that the digits behind the point of `log2` leave its whole part as it is.

    One turn of the loop, run on every operand from one to below two and every result, leaves an operand from one to below two
    and appends one binary digit to the result. So after 32 turns the result is the whole part and 32 digits.

    Raises:
        Refuted, Undecided: it is not so, or z3 does not know.
    """
    turn, explorer = _loop_turn(), Explorer()

    def run() -> tuple[Symbol, Symbol, Any, Any]:
        operand, result = explorer.symbol(ONE, TWO - 1), explorer.symbol(0, I96F32.MAX_BITS)
        square = operand * operand
        # A number between two others has its square between theirs.
        explorer.assume(square.term >= ONE * ONE, square.term <= (TWO - 1) ** 2)
        return operand, result, *turn(I96F32, ONE, TWO, operand, result)

    for path in explorer.paths(run):
        _, result, operand_after, result_after = path.result
        digit = _term_of(result_after) - 2 * result.term
        if not explorer.holds(z3.And(_is_between_one_and_two(operand_after), digit >= 0, digit <= 1)):
            raise Refuted("a turn of the loop does more than to append a digit")
    _prove_digits_add_up()


def _prove_digits_add_up() -> None:
    """So many digits, each 0 or 1, appended to a whole part, never carry into it."""
    explorer = Explorer()

    def run() -> tuple[Symbol, Symbol]:
        whole = explorer.symbol(0, I96F32.MAX_BITS)
        number = whole
        for _ in range(DIGITS):
            number = (number << 1) + explorer.symbol(0, 1)
        return whole, number

    for path in explorer.paths(run):
        whole, number = path.result
        if not explorer.holds(_has_whole_part(number, whole.term)):
            raise Refuted("the digits carry into the whole part")


def _is_between_one_and_two(operand: Any) -> Any:
    return z3.And(_term_of(operand) >= ONE, _term_of(operand) < TWO)


def _has_whole_part(number: Symbol, whole: Any) -> Any:
    return z3.And(number.term >= whole * ONE, number.term < (whole + 1) * ONE)


def _term_of(value: Any) -> Any:
    return value.term if isinstance(value, Symbol) else z3.IntVal(int(value))


@contextmanager
def _summarized_logarithm(explorer: Explorer) -> Iterator[None]:
    """While a proof runs, let `log2` meet, instead of its last loop, what `prove_digits` says of it."""

    def skip_digits(operand: Any, result: Any) -> Symbol:
        if not explorer.holds(_is_between_one_and_two(operand)):
            raise Undecided("the logarithm reaches its digits with an operand that is not between one and two")
        number = explorer.symbol(0, I96F32.MAX_BITS)
        explorer.assume(_has_whole_part(number, _term_of(result)))
        return number

    def digits(kind: Any, operand: Any) -> Any:
        return (shortened if isinstance(operand, Symbol) else whole)(kind, operand)

    whole, shortened = transcendental._log2_digits, _without_loop(skip_digits)
    names = vars(transcendental)
    names["_log2_digits"] = digits
    try:
        yield
    finally:
        names["_log2_digits"] = whole


def _source_of_digits() -> tuple[ast.FunctionDef, ast.For]:
    """The code of the logarithm's digits and the one `for` loop in it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(transcendental._log2_digits)))
    function = cast(ast.FunctionDef, tree.body[0])
    loops = [statement for statement in function.body if isinstance(statement, ast.For)]
    if len(loops) != 1 or ast.unparse(loops[0].iter) != "range(kind.FRAC_BITS)":
        raise Undecided("the logarithm is not written as the proof knows it: one loop over the digits behind the point")
    return function, loops[0]


def _without_loop(skip_digits: Callable[[Any, Any], Symbol]) -> Callable[[Any, Any], Any]:
    """The logarithm's digits with the loop replaced by a word on its result."""
    function, loop = _source_of_digits()
    (stand_in,) = ast.parse("result = skip_digits(operand, result)").body
    function.body[function.body.index(loop)] = stand_in
    return _compile(function, {"skip_digits": skip_digits})


def _loop_turn() -> Callable[..., tuple[Any, Any]]:
    """One turn of the loop over the digits as a function of its variables."""
    _, loop = _source_of_digits()
    (function,) = ast.parse("def turn(kind, one, two, operand, result):\n    return operand, result").body
    cast(ast.FunctionDef, function).body[:0] = loop.body
    return _compile(cast(ast.FunctionDef, function), {})


def _compile(function: ast.FunctionDef, names: dict[str, Any]) -> Callable[..., Any]:
    module = ast.fix_missing_locations(ast.Module([function], []))
    scope = {**vars(transcendental), **names}
    exec(compile(module, transcendental.__file__, "exec"), scope)
    return cast(Callable[..., Any], scope[function.name])
