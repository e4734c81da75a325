"""Mutants: the rules with one error in each, of the kinds that implementers of a chain make.

The generator walks over the same trees as the premises and leaves out the same dead code: what runs only where a known deviation
is closed, and the specification's own guards.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tao_spec.strength.premises import can_be_empty
from tao_spec.strength.reach import truth_of
from tao_spec.strength.sources import FunctionNode, Source, Sources, rule_of, shorten

WRAP: Final = "__wrapping__"
SORT: Final = "__sorting__"

FLIPS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ROUNDINGS: Final = {
    "floor": "saturating_ceil",
    "checked_floor": "checked_ceil",
    "checked_ceil": "checked_floor",
    "saturating_ceil": "floor",
    "checked_round": "checked_floor",
    "saturating_round": "floor",
    "wrapping_round": "floor",
}
SATURATING: Final = {
    f"checked_{name}": f"saturating_{name}"
    for name in ("add", "sub", "mul", "div", "neg", "abs", "from_num", "to_num", "ceil", "round")
} | {"check": "saturate", "check_bits": "saturate_bits", "wrap": "saturate", "wrap_bits": "saturate_bits"}
WRAPPING: Final = (
    "saturating_add",
    "saturating_sub",
    "saturating_mul",
    "saturating_from_num",
    "saturate",
    "saturate_bits",
)
BLIND: Final = frozenset({"sum", "any", "all", "max", "min", "set", "frozenset", "sorted", "len", "wrapping_sum"})
"""What takes the items of a loop in any order to the same end."""

WIDE: Final = frozenset({"U64F64", "U96F32", "I96F32", "U110F18", "I110F18"})
"""The types that hold every number of 64 bits: a conversion to them never saturates."""


@dataclass(frozen=True)
class Edit:
    """A change of a tree: a part of a node becomes another, or two neighbours change places.

    Attributes:
        place: in the list that the part is, where it is one.
        new: what comes in; None where the part and its right neighbour change places.
    """

    parent: ast.AST
    part: str
    place: int | None
    new: Any

    def make(self) -> None:
        """Change the tree."""
        if self.place is None:
            setattr(self.parent, self.part, self.new)
            return
        items = getattr(self.parent, self.part)
        if self.new is None:
            items[self.place], items[self.place + 1] = items[self.place + 1], items[self.place]
        else:
            items[self.place] = self.new


@dataclass(frozen=True)
class Mutant:
    """A module with one error.

    Attributes:
        id: the same as long as its function and the text of its statement are.
        operator: the kind of error.
        function: the outermost function around it, with its class; empty where it stands in none.
        statement: the statement around it; it alone is changed.
        edit: the error; it changes the tree of the source, so it is made in a child only.
    """

    id: str
    operator: str
    module: str
    domain: str
    function: str
    rule: str | None
    place: str
    statement: ast.stmt
    edit: Edit


def find_mutants(sources: Sources) -> list[Mutant]:
    """Every mutant of the measured code, in the order of the code."""
    return [mutant for source in sources for mutant in _Generator(source).run()]


@dataclass
class _Generator:
    """Walks over one module."""

    source: Source
    _names: list[str] = field(default_factory=list)
    _function: FunctionNode | None = None
    _ids: Counter[str] = field(default_factory=Counter)
    _blind: set[int] = field(default_factory=set)

    def run(self) -> Iterator[Mutant]:
        """Every mutant of the module."""
        yield from self._block(self.source.tree, "body")

    # Statements

    def _block(self, parent: ast.AST, part: str) -> Iterator[Mutant]:
        block: list[ast.stmt] = getattr(parent, part)
        for place, statement in enumerate(block):
            if id(statement) in self.source.dead or _is_text(statement):
                continue
            if isinstance(statement, FunctionNode):
                yield from self._in_function(statement)
            elif isinstance(statement, ast.ClassDef):
                self._names.append(statement.name)
                yield from self._block(statement, "body")
                self._names.pop()
            elif not isinstance(statement, ast.Import | ast.ImportFrom):
                yield from self._statement(parent, part, place, statement)

    def _in_function(self, node: FunctionNode) -> Iterator[Mutant]:
        outer = self._function
        if outer is None:
            self._function = node
            self._names.append(node.name)
        yield from self._block(node, "body")
        if outer is None:
            self._function = None
            self._names.pop()

    def _statement(self, parent: ast.AST, part: str, place: int, node: ast.stmt) -> Iterator[Mutant]:
        if self._function is not None:
            kind = _dropped(node)
            if kind is not None:
                yield self._mutant(kind, node, Edit(parent, part, place, ast.copy_location(ast.Pass(), node)))
            block = getattr(parent, part)
            follows = block[place + 1] if place + 1 < len(block) else None
            if follows is not None and id(follows) not in self.source.dead and is_check(node) and is_check(follows):
                yield self._mutant("checks swapped", node, Edit(parent, part, place, None))
        if isinstance(node, ast.For) and all(map(_adds, node.body)):
            self._blind.add(id(node.iter))
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_comment"):
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from self._block(node, name)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    yield from self._part(node, node, name, index, item)
            else:
                yield from self._part(node, node, name, None, value)

    def _part(self, around: ast.stmt, parent: ast.AST, part: str, place: int | None, node: Any) -> Iterator[Mutant]:
        """The mutants of an expression, or of another part of a statement."""
        if not isinstance(node, ast.AST) or id(node) in self.source.dead:
            return
        if isinstance(node, ast.ExceptHandler | ast.match_case):
            yield from self._block(node, "body")
            return
        if isinstance(node, ast.expr):
            for operator, new in _variants(node, parent):
                if operator.startswith("order") and id(node) in self._blind:
                    continue
                yield self._mutant(operator, around, Edit(parent, part, place, ast.copy_location(new, node)))
        if isinstance(node, ast.Compare):
            for index, op in enumerate(node.ops):
                yield self._mutant("comparison flipped", around, Edit(node, "ops", index, FLIPS[type(op)]()))
        if takes_any_order(node):
            self._blind.update(id(part.iter) for part in _loops_of(node))
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                for index, item in enumerate(value):
                    yield from self._part(around, node, name, index, item)
            else:
                yield from self._part(around, node, name, None, value)

    def _mutant(self, operator: str, statement: ast.stmt, edit: Edit) -> Mutant:
        name = f"{self.source.label}:{'.'.join(self._names)}:{operator}:{shorten(statement)}"
        self._ids[name] += 1
        nth = self._ids[name]
        rule = None if self._function is None else rule_of(self._function)
        place = f"{self.source.place}:{statement.lineno}"
        function = ".".join(self._names) if self._function is not None else ""
        identity = name if nth == 1 else f"{name} #{nth}"
        return Mutant(identity, operator, self.source.name, self.source.domain, function, rule, place, statement, edit)


def is_check(node: ast.stmt) -> bool:
    """Whether a statement only refuses or lets pass."""
    if isinstance(node, ast.If):
        return not node.orelse and isinstance(node.body[-1], ast.Raise) and len(node.body) == 1
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _called(node.value).lstrip("_").startswith(("ensure_", "validate_", "check_"))
    return False


def takes_any_order(node: ast.AST) -> bool:
    """Whether an expression comes to the same in whatever order the loop directly inside it runs."""
    if isinstance(node, ast.SetComp):
        return True
    return isinstance(node, ast.Call) and _called(node) in BLIND


def _loops_of(node: ast.AST) -> list[ast.comprehension]:
    inner = [node] if isinstance(node, ast.SetComp) else getattr(node, "args", [])
    return [
        loop
        for part in inner
        if isinstance(part, ast.GeneratorExp | ast.ListComp | ast.SetComp)
        for loop in part.generators
    ]


def _adds(node: ast.stmt) -> bool:
    """Whether a statement only adds to a variable."""
    return isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and isinstance(node.target, ast.Name)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _dropped(node: ast.stmt) -> str | None:
    """What it would be to leave a statement out."""
    if is_check(node):
        return "check removed"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return "event dropped" if _called(node.value) == "emit" else "write dropped"
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign):
        targets = [node.target]
    else:
        return "write dropped" if isinstance(node, ast.Delete) else None
    return "write dropped" if all(isinstance(target, ast.Subscript | ast.Attribute) for target in targets) else None


def _variants(node: ast.expr, parent: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """An expression with an error at its root."""
    if isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        if truth_of(node.values[0]) is None:
            yield "and for or", ast.BoolOp(other, node.values)
    elif isinstance(node, ast.BinOp):
        yield from _operations(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    if _is_condition(node, parent):
        yield "condition negated", ast.UnaryOp(ast.Not(), node)
    if isinstance(parent, ast.For | ast.comprehension) and node is parent.iter and can_be_empty(node):
        yield from _orders(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sorted":
        yield "order lost", ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        yield "constant plus one", ast.Constant(node.value + 1)
        # Almost no type of the chain has a value below zero.
        if node.value:
            yield "constant minus one", ast.Constant(node.value - 1)


def _operations(node: ast.BinOp) -> Iterator[tuple[str, ast.expr]]:
    swapped: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
    if type(node.op) in swapped and not any(
        isinstance(side, ast.JoinedStr | ast.Tuple | ast.List)
        or (isinstance(side, ast.Constant) and not isinstance(side.value, int))
        for side in (node.left, node.right)
    ):
        yield "plus for minus", ast.BinOp(node.left, swapped[type(node.op)](), node.right)
    if isinstance(node.op, ast.FloorDiv | ast.RShift):
        # The quotient rounded up: that of the opposite, turned back.
        downward = ast.BinOp(ast.UnaryOp(ast.USub(), node.left), node.op, node.right)
        yield "rounded otherwise", ast.UnaryOp(ast.USub(), downward)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
        other = "max" if node.func.id == "min" else "min"
        yield "max for min", ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
    if not isinstance(node.func, ast.Attribute):
        return
    name, owner = node.func.attr, node.func.value
    for operator, table in (("rounded otherwise", ROUNDINGS), ("saturating for checked", SATURATING)):
        if name in table:
            yield operator, ast.Call(ast.Attribute(owner, table[name], ast.Load()), node.args, node.keywords)
    is_wide = name == "saturating_from_num" and isinstance(owner, ast.Name) and owner.id in WIDE
    if name in WRAPPING and not is_wide:
        yield (
            "wrapping for saturating",
            ast.Call(ast.Name(WRAP, ast.Load()), [owner, ast.Constant(name), *node.args], node.keywords),
        )


def _is_condition(node: ast.expr, parent: ast.AST) -> bool:
    """Whether it decides something and has no comparison that could be flipped."""
    if isinstance(node, ast.Compare | ast.BoolOp | ast.Constant) or truth_of(node) is not None:
        return False
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return False
    if isinstance(parent, ast.If | ast.While | ast.IfExp) and node is parent.test:
        return True
    if isinstance(parent, ast.comprehension) and node in parent.ifs:
        return True
    return isinstance(parent, ast.BoolOp) or (isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not))


def _orders(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    listed = ast.Call(ast.Name("list", ast.Load()), [node], [])
    yield "order reversed", ast.Call(ast.Name("reversed", ast.Load()), [listed], [])
    yield "order sorted", ast.Call(ast.Name(SORT, ast.Load()), [node], [])


def wrapping(owner: Any, method: str, *args: Any) -> Any:
    """What a saturating method would give if it wrapped around instead.

    Args:
        owner: the number, or the type, that the method belongs to.
    """
    if method in ("saturate", "saturate_bits"):
        return (owner.wrap if method == "saturate" else owner.wrap_bits)(*args)
    if not isinstance(owner, int):
        return getattr(owner, method.replace("saturating", "wrapping"))(*args)
    signs = {"saturating_add": int.__add__, "saturating_sub": int.__sub__, "saturating_mul": int.__mul__}
    return type(owner).wrap(signs[method](owner, *args))  # type: ignore[attr-defined]


def sorting(items: Any) -> list[Any]:
    """The items of a loop in the order of their values, or of how they are written where they have none."""
    listed = list(items)
    try:
        return sorted(listed)
    except TypeError:
        return sorted(listed, key=repr)
