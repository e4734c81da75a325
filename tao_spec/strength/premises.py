"""The premises of the rules, read from their own code, and the same code rewritten so that it notes how each went.

A premise is a condition that decides something: of an `if`, a `while`, a conditional expression, a filter; each operand of `and`
and `or` by itself; each comparison, wherever it stands; and each loop, which may find nothing to do. It is taken both ways where
it was true and false, or where the loop ran and did not. An order of numbers has a boundary besides: the last value that passes
and the first that fails. A refusal is a line that raises.
"""

from __future__ import annotations

import ast
import copy
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Final, TypeVar, cast

from tao_spec.strength.reach import truth_of
from tao_spec.strength.sources import FunctionNode, Source, rule_of, shorten

T = TypeVar("T")
E = TypeVar("E", bound=ast.expr)

YES: Final = 1
NO: Final = 2
BOTH: Final = YES | NO
NOTES: Final = "__notes__"
"""The name under which rewritten code finds its notes."""

ORDERS: Final[dict[type[ast.cmpop], str]] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
EDGES: Final = {"<": (-1, 0), "<=": (0, 1), ">": (1, 0), ">=": (0, -1)}
"""By how much the left exceeds the right where it just passes, and where it just fails."""


@dataclass(frozen=True)
class Premise:
    """Something in the code that can go two ways, or a refusal that can be reached.

    Attributes:
        id: the same as long as its function and its text are: `transition.stake.checks:can_pay:amount < 1`.
        kind: `condition`, `loop`, `boundary` or `refusal`.
        function: the outermost function around it, with its class.
        rule: that function's number, where it has one.
    """

    id: str
    kind: str
    module: str
    domain: str
    function: str
    rule: str | None
    place: str
    text: str


@dataclass
class Notes:
    """How the premises of one module went, and which of its statements ran."""

    premises: bytearray
    statements: bytearray

    def seen(self, number: int, value: T) -> T:
        """Note a condition, and hand it on."""
        self.premises[number] |= YES if value else NO
        return value

    def loop(self, number: int, items: Iterable[T]) -> Iterator[T]:
        """Note whether a loop has anything to do."""
        runs = False
        for item in items:
            if not runs:
                runs = True
                self.premises[number] |= YES
            yield item
        if not runs:
            self.premises[number] |= NO

    def order(self, number: int, sign: str, left: Any, right: Any) -> Any:
        """Compare, and note whether the two lie at the edge, in their type's smallest step."""
        distance = _distance(left, right)
        if distance is not None:
            passes, fails = EDGES[sign]
            if distance == passes:
                self.premises[number] |= YES
            elif distance == fails:
                self.premises[number] |= NO
        return OPERATORS[sign](left, right)


def _distance(left: Any, right: Any) -> int | None:
    if isinstance(left, int) and isinstance(right, int):
        return int(left) - int(right)
    bits = getattr(left, "bits", None), getattr(right, "bits", None)
    return int(bits[0]) - int(bits[1]) if isinstance(bits[0], int) and isinstance(bits[1], int) else None


@dataclass(frozen=True)
class Statement:
    """A statement inside a function, and the name of that function."""

    node: ast.stmt
    function: str


@dataclass(frozen=True)
class Plan:
    """A module, its premises, its statements, and the code that notes both.

    Attributes:
        statements: of the tree of the source, in the order of their numbers.
        refusals: the numbers of the statements that raise, by the number of their premise.
    """

    source: Source
    premises: tuple[Premise, ...]
    statements: tuple[Statement, ...]
    refusals: dict[int, int]
    code: CodeType

    def notes(self) -> Notes:
        """Empty notes."""
        return Notes(bytearray(len(self.premises)), bytearray(len(self.statements)))


def plan(source: Source) -> Plan:
    """Find the premises of a module and rewrite it.

    The tree of the source stays as it is.
    """
    memo: dict[int, Any] = {}
    tree = copy.deepcopy(source.tree, memo)
    origins = {id(memo[id(node)]): node for node in ast.walk(source.tree) if id(node) in memo}
    dead = {id(memo[number]) for number in source.dead if number in memo}
    writer = _Writer(source, dead, origins)
    writer.visit(tree)
    ast.fix_missing_locations(tree)
    code = compile(tree, str(source.path), "exec", dont_inherit=True)
    return Plan(source, tuple(writer.premises), tuple(writer.statements), writer.refusals, code)


@dataclass
class _Writer(ast.NodeTransformer):
    """Finds premises and rewrites them where they stand, one function after the other."""

    source: Source
    dead: set[int]
    origins: dict[int, ast.AST]
    premises: list[Premise] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    refusals: dict[int, int] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _function: FunctionNode | None = None
    _ids: Counter[str] = field(default_factory=Counter)

    # Functions and statements

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """The methods of a class bear its name."""
        self._names.append(node.name)
        node.body = [cast(ast.stmt, self.visit(part)) for part in node.body]
        self._names.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Only code in functions has premises; a function inside another belongs to the outer one."""
        if id(node) in self.dead:
            return node
        outer = self._function
        if outer is None:
            self._function = node
            self._names.append(node.name)
        node.body = self._block(node.body, is_function=True)
        if outer is None:
            self._function = None
            self._names.pop()
        return node

    def _block(self, block: list[ast.stmt], is_function: bool = False) -> list[ast.stmt]:
        written: list[ast.stmt] = []
        for place, statement in enumerate(block):
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if id(statement) in self.dead or (is_function and place == 0 and is_text):
                written.append(statement)
                continue
            number = len(self.statements)
            self.statements.append(Statement(cast(ast.stmt, self.origins[id(statement)]), self._name))
            if isinstance(statement, ast.Raise):
                self.refusals[self._add("refusal", statement)] = number
            written += [_mark(number), cast(ast.stmt, self.visit(statement))]
        return written

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Blocks inside functions are rewritten statement by statement."""
        if id(node) in self.dead:
            return node
        for name, value in ast.iter_fields(node):
            if self._function is not None and isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, name, self._block(value))
            elif isinstance(value, list):
                value[:] = [self.visit(part) if isinstance(part, ast.AST) else part for part in value]
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    @property
    def _name(self) -> str:
        return ".".join(self._names)

    # Premises

    def visit_If(self, node: ast.If) -> ast.AST:
        """The condition of a branch."""
        return self._with_test(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        """The condition of a loop."""
        return self._with_test(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """The condition of a value."""
        return self._with_test(node)

    def _with_test(self, node: ast.If | ast.While | ast.IfExp) -> ast.AST:
        if id(node) in self.dead:
            return node
        test, node.test = node.test, ast.Constant(value=True)
        condition = self._condition(test)
        self.generic_visit(node)
        node.test = condition
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """All operands decide but the last, which may be any value."""
        if id(node) in self.dead:
            return node
        node.values = [*map(self._condition, node.values[:-1]), cast(ast.expr, self.visit(node.values[-1]))]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """What is negated is a condition."""
        return self._condition(node) if isinstance(node.op, ast.Not) else self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """A comparison is a condition wherever it stands."""
        return self._condition(node)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """What answers yes or no is a condition."""
        returns = None if self._function is None else self._function.returns
        if node.value is not None and isinstance(returns, ast.Name) and returns.id == "bool":
            node.value = self._condition(node.value)
            return node
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> ast.AST:
        """A loop may find nothing to do."""
        if id(node) in self.dead:
            return node
        node.iter = self._iterated(node.iter)
        node.body, node.orelse = self._block(node.body), self._block(node.orelse)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        """So may one inside an expression; what it filters by are conditions."""
        node.iter = self._iterated(node.iter)
        node.ifs = list(map(self._condition, node.ifs))
        return node

    def _iterated(self, node: ast.expr) -> ast.expr:
        if self._function is None or id(node) in self.dead or not can_be_empty(node):
            return cast(ast.expr, self.visit(node))
        number = self._add("loop", node)
        return _call("loop", number, cast(ast.expr, self.visit(node)))

    def _condition(self, node: ast.expr) -> ast.expr:
        if id(node) in self.dead or isinstance(node, ast.Constant) or truth_of(node) is not None:
            return node
        # What runs once, while a table is built, decides nothing for a vector.
        if self._function is None:
            return cast(ast.expr, self.generic_visit(node))
        if isinstance(node, ast.BoolOp):
            node.values = list(map(self._condition, node.values))
            return node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._condition(node.operand)
            return node
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        number = self._add("condition", node)
        return _call("seen", number, cast(ast.expr, self.visit(node)))

    def _comparison(self, node: ast.Compare) -> ast.expr:
        """A chain of comparisons is taken apart where that computes nothing twice."""
        if len(node.ops) > 1 and all(map(_is_plain, node.comparators[:-1])):
            lefts = [node.left, *map(copy.deepcopy, node.comparators[:-1])]
            parts = zip(lefts, node.ops, node.comparators, strict=True)
            pairs: list[ast.expr] = [ast.Compare(left, [op], [right]) for left, op, right in parts]
            for pair in pairs:
                ast.copy_location(pair, node)
            return ast.copy_location(ast.BoolOp(ast.And(), list(map(self._condition, pairs))), node)
        number = self._add("condition", node)
        sign = ORDERS.get(type(node.ops[0])) if len(node.ops) == 1 else None
        edge = None if sign is None else self._add("boundary", node)
        self.generic_visit(node)
        compared = (
            node if edge is None else _call("order", edge, ast.Constant(value=sign), node.left, node.comparators[0])
        )
        return _call("seen", number, compared)

    def _add(self, kind: str, node: ast.AST) -> int:
        text = shorten(node)
        name = f"{self.source.label}:{self._name}:{text}"
        self._ids[f"{kind}:{name}"] += 1
        nth = self._ids[f"{kind}:{name}"]
        rule = None if self._function is None else rule_of(self._function)
        place = f"{self.source.place}:{node.lineno}"  # type: ignore[attr-defined]
        self.premises.append(
            Premise(
                name if nth == 1 else f"{name} #{nth}",
                kind,
                self.source.label,
                self.source.domain,
                self._name,
                rule,
                place,
                text,
            )
        )
        return len(self.premises) - 1


def can_be_empty(node: ast.expr) -> bool:
    """Whether a loop over it may find nothing: a written-out sequence, a constant and a fixed range always have something."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
        return False
    if isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        # Constants and classes: both begin with a capital.
        return not name[0].isupper()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        if node.func.id == "range":
            return not all(isinstance(part, ast.Constant) or not can_be_empty(part) for part in node.args)
        if node.func.id in ("enumerate", "reversed", "sorted", "list", "tuple"):
            return can_be_empty(node.args[0])
    return True


def _is_plain(node: ast.expr) -> bool:
    return all(isinstance(part, ast.Name | ast.Attribute | ast.Constant | ast.expr_context) for part in ast.walk(node))


def _call(method: str, number: int, *args: ast.expr) -> ast.expr:
    target = ast.Attribute(ast.Name(NOTES, ast.Load()), method, ast.Load())
    return ast.copy_location(ast.Call(target, [ast.Constant(value=number), *args], []), args[-1])


def _mark(number: int) -> ast.stmt:
    """`__notes__.statements[number] = 1`."""
    listed = ast.Attribute(ast.Name(NOTES, ast.Load()), "statements", ast.Load())
    target = ast.Subscript(listed, ast.Constant(value=number), ast.Store())
    return ast.Assign([target], ast.Constant(value=1), lineno=1, col_offset=0)
