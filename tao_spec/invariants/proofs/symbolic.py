"""Running Python code on an integer that stands for every integer: what it does is explored path by path, and z3 decides.

A `Symbol` takes the place of an integer. Where the code compares it, the explorer asks z3 which answers are possible, follows
one and comes back for the other, so that in the end every path of the code was run for all integers that take it. The code
under proof is the specification itself: nothing is written down a second time.

A quotient by an unknown divisor is described by true statements about it, not by its definition; a proof about all numbers
that meet them is a proof about the quotient. z3's answer `unknown` is never taken for a yes: it raises `Undecided`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import z3

T = TypeVar("T")

TIMEOUT_MS = 20_000


class Undecided(Exception):
    """z3 gave no answer, or the code does with a symbol what cannot be followed; nothing is proved then."""


@dataclass(frozen=True)
class Path(Generic[T]):
    """One way through the code: its result, and the conditions under which it is taken."""

    result: T
    conditions: tuple[z3.BoolRef, ...]


@dataclass(frozen=True)
class _Choice:
    """How a comparison came out; `value` is the number tried, where a symbol had to become a number."""

    answer: bool
    value: int | None = None


class Explorer:
    """Follows every path of a piece of code, and keeps what holds on the present one."""

    def __init__(self) -> None:
        self._solver = z3.Solver()
        self._solver.set("timeout", TIMEOUT_MS)
        self._conditions: list[z3.BoolRef] = []
        self._choices: list[_Choice] = []
        self._prefix: list[_Choice] = []
        self._pending: list[list[_Choice]] = []
        self._names = 0

    def paths(self, run: Callable[[], T]) -> Iterator[Path[T]]:
        """Run the code once for each of its paths; while a path is at hand, `holds` and `find` speak of it."""
        self._pending.append([])
        while self._pending:
            self._prefix = self._pending.pop()
            self._conditions, self._choices, self._names = [], [], 0
            self._solver.reset()
            result = run()
            yield Path(result, tuple(self._conditions))

    def symbol(self, low: int, high: int) -> Symbol:
        """A new integer of which only the bounds are known, both included."""
        found = self._new()
        self.assume(low <= found.term, found.term <= high)
        return found

    def _new(self) -> Symbol:
        self._names += 1
        return Symbol(z3.Int(f"n{self._names}"), self)

    def assume(self, *facts: z3.BoolRef) -> None:
        """Take statements for true from here on."""
        self._conditions.extend(facts)
        self._solver.add(*facts)

    def holds(self, claim: z3.BoolRef) -> bool:
        """Whether a claim is true of all integers that meet the conditions of the path."""
        return not self._is_possible(z3.Not(claim))

    def find(self, claim: z3.BoolRef, wanted: Symbol) -> int | None:
        """A value of a symbol for which a claim is true on this path, or None where there is none."""
        self._solver.push()
        try:
            self._solver.add(claim)
            if not self._is_possible(z3.BoolVal(True)):
                return None
            return int(self._solver.model().eval(wanted.term, model_completion=True).as_long())
        finally:
            self._solver.pop()

    def _is_possible(self, claim: z3.BoolRef) -> bool:
        answer = self._solver.check(claim)
        if answer == z3.unknown:
            raise Undecided(f"z3 gave no answer: {self._solver.reason_unknown()}")
        return bool(answer == z3.sat)

    def decide(self, claim: z3.BoolRef, value: int | None = None) -> bool:
        """The answer of a comparison on this path; where both are possible, the other is followed later."""
        index = len(self._choices)
        if index < len(self._prefix):
            answer = self._prefix[index].answer
        else:
            answer, otherwise = self._is_possible(claim), self._is_possible(z3.Not(claim))
            # What follows from a contradiction would prove nothing.
            if not answer and not otherwise:
                raise Undecided("the conditions of the path contradict each other")
            if answer and otherwise:
                self._pending.append([*self._choices, _Choice(False, value)])
        self._choices.append(_Choice(answer, value))
        self.assume(claim if answer else z3.Not(claim))
        return answer

    def concretize(self, symbol: Symbol) -> int:
        """A symbol as a number: one path for each number that it can be."""
        while True:
            index = len(self._choices)
            known = self._prefix[index].value if index < len(self._prefix) else None
            value = self.find(z3.BoolVal(True), symbol) if known is None else known
            if value is None:
                raise Undecided("no number meets the conditions of the path")
            if self.decide(symbol.term == value, value):
                return value


class Symbol:
    """An unknown integer with the operators that the fixed-point numbers use."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, term: z3.ArithRef, explorer: Explorer) -> None:
        self.term, self.explorer = term, explorer

    def _make(self, term: z3.ArithRef) -> Symbol:
        return Symbol(term, self.explorer)

    def __add__(self, other: Any) -> Symbol:
        """The sum."""
        return self._make(self.term + _term(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Symbol:
        """The difference."""
        return self._make(self.term - _term(other))

    def __rsub__(self, other: Any) -> Symbol:
        """The difference, the other way round."""
        return self._make(_term(other) - self.term)

    def __mul__(self, other: Any) -> Symbol:
        """The product."""
        return self._make(self.term * _term(other))

    __rmul__ = __mul__

    def __neg__(self) -> Symbol:
        """The negative."""
        return self._make(-self.term)

    def __lshift__(self, digits: int) -> Symbol:
        """The product with a power of two."""
        return self._make(self.term * (1 << digits))

    def __rshift__(self, digits: int) -> Symbol:
        """The quotient by a power of two, rounded down."""
        return self._make(self.term / (1 << digits))

    def __or__(self, other: int) -> Symbol:
        """This number with its last digit set; other patterns are not followed."""
        if other != 1:
            raise Undecided(f"a symbol is joined with the pattern {other}")
        return self._make(self.term + 1 - self.term % 2)

    def __floordiv__(self, other: Any) -> Symbol:
        """The quotient by a known number above zero, rounded down, which is z3's own division."""
        if isinstance(other, Symbol) or other <= 0:
            raise Undecided(f"a symbol is divided by {other}")
        return self._make(self.term / int(other))

    def __rfloordiv__(self, other: int) -> Symbol:
        """The quotient of a known number by this one, rounded down."""
        # Two numbers below zero have the quotient of their distances from zero.
        if other < 0 and self < 0:
            return (-self).__rfloordiv__(-other)
        if not (other >= 0 and self > 0):
            raise Undecided(f"{other} is divided by a symbol that may be zero, or of the other sign")
        quotient = self.explorer._new()
        self.explorer.assume(*describe_quotient(int(other), self.term, quotient.term))
        return quotient

    def __lt__(self, other: Any) -> bool:
        """Whether it is the less on this path."""
        return self.explorer.decide(self.term < _term(other))

    def __le__(self, other: Any) -> bool:
        """Whether it is not the greater on this path."""
        return self.explorer.decide(self.term <= _term(other))

    def __gt__(self, other: Any) -> bool:
        """Whether it is the greater on this path."""
        return self.explorer.decide(self.term > _term(other))

    def __ge__(self, other: Any) -> bool:
        """Whether it is not the less on this path."""
        return self.explorer.decide(self.term >= _term(other))

    def __eq__(self, other: object) -> bool:
        """Whether both are the same on this path."""
        return self.explorer.decide(self.term == _term(other))

    def __index__(self) -> int:
        """The number that it is on this path."""
        return self.explorer.concretize(self)

    __int__ = __index__


def _term(value: Any) -> Any:
    return value.term if isinstance(value, Symbol) else z3.IntVal(int(value))


def describe_quotient(dividend: int, divisor: Any, quotient: Any) -> list[Any]:
    """True statements about the quotient, rounded down, of a known dividend by an unknown divisor above zero.

    It reaches a power of two exactly where the divisor times that power does not exceed the dividend; and it lies on the same
    side of the quotient by a power of two, or by one more than that, as the divisor lies on the other side of that.

    Args:
        dividend: not below zero.
        divisor, quotient: symbols' terms, or numbers where a test looks at the statements.
    """
    facts = [quotient >= 0, quotient <= dividend]
    for digits in range(dividend.bit_length() + 1):
        power = 1 << digits
        facts.append((quotient >= power) == (divisor * power <= dividend))
        for pivot in (power, power + 1):
            below = quotient >= dividend // pivot
            above = quotient <= dividend // pivot
            facts.append(_implies(divisor <= pivot, below))
            facts.append(_implies(divisor >= pivot, above))
    return facts


def _implies(premise: Any, conclusion: Any) -> Any:
    return not premise or conclusion if isinstance(premise, bool) else z3.Implies(premise, conclusion)
