"""What no vector can judge: code that runs only where a known deviation is closed, and the specification's own guards.

A vector of a revision shows the chain as it is. Where a rule says `chain.deviates("KNOWN-4")`, the answer is yes, so that the
other way is dead code to it; tests of the proposals judge it. A vector shows neither that the specification refuses to go on, as
by `Unsupported`, nor what an error of Python says.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

GUARDS: Final = frozenset(
    {
        "AttributeError",
        "ClientPanic",
        "GenesisError",
        "KeyError",
        "LookupError",
        "NotImplementedError",
        "OverflowError",
        "TypeError",
        "Unsupported",
        "ValueError",
    }
)
"""What is raised where the specification itself gives up, with all classes under these: no step of a vector ends so."""

SPOKEN: Final = frozenset(
    {"__repr__", "__str__", "__hash__", "__setattr__", "__delattr__", "__reduce__", "__init_subclass__"}
)
"""Methods that Python asks for and no rule does."""

Block = Sequence[ast.stmt]


def find_dead(trees: Mapping[str, ast.Module], mentioned: Iterable[str]) -> dict[str, frozenset[int]]:
    """The identities of all nodes that no vector can judge, by module.

    Args:
        trees: the modules by their names.
        mentioned: the names that code outside of them mentions.
    """
    guards = _guards_of(trees.values(), GUARDS)
    # What a pure function panics at, a function vector shows.
    of_functions = _guards_of(trees.values(), GUARDS - {"ClientPanic"})
    finders = {name: _Finder(of_functions if ".arithmetic" in name else guards) for name in trees}
    for name, tree in trees.items():
        finders[name].visit(tree)
    _kill_the_unused(trees, finders, set(mentioned))
    return {name: frozenset(finder.dead) for name, finder in finders.items()}


def truth_of(node: ast.expr) -> bool | None:
    """What a condition is wherever every known deviation is in force; None where that does not decide it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "deviates":
        return True
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth_of(node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        decisive = isinstance(node.op, ast.Or)
        truths = [truth_of(value) for value in node.values]
        if decisive in truths:
            return decisive
        return None if None in truths else not decisive
    return None


def _guards_of(trees: Iterable[ast.Module], named: Iterable[str]) -> set[str]:
    """The named classes and all under them."""
    classes = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    guards = set(named)
    while more := {
        found.name
        for found in classes
        if found.name not in guards and any(isinstance(base, ast.Name) and base.id in guards for base in found.bases)
    }:
        guards |= more
    return guards


def is_guard(node: ast.stmt, guards: Collection[str] = GUARDS) -> bool:
    """Whether a statement raises what no vector shows."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id in guards


class _Finder(ast.NodeVisitor):
    """Collects the identities of the dead nodes of a module."""

    def __init__(self, guards: Collection[str]) -> None:
        self.guards = guards
        self.dead: set[int] = set()

    def kill(self, nodes: Iterable[ast.AST]) -> None:
        """Declare nodes dead, with all inside them."""
        for node in nodes:
            self.dead.update(map(id, ast.walk(node)))

    def generic_visit(self, node: ast.AST) -> None:
        """Look at the statements of a block one after the other: what follows an exit that is always taken is dead."""
        for _, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self._visit_block(value)
            elif isinstance(value, list):
                for part in value:
                    if isinstance(part, ast.AST):
                        self.visit(part)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def _visit_block(self, block: Block) -> None:
        for place, statement in enumerate(block):
            if is_guard(statement, self.guards):
                self.kill([statement])
            self.visit(statement)
            if isinstance(statement, ast.If) and _always_leaves(statement):
                self.kill(block[place + 1 :])
                return

    def visit_If(self, node: ast.If) -> None:
        """A decided condition, the branch that it never takes, and a guard with its condition."""
        truth = truth_of(node.test)
        if truth is not None:
            self.kill([node.test, *(node.orelse if truth else node.body)])
        elif is_guard(node.body[-1], self.guards) and not node.orelse:
            self.kill([node])
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """A decided condition, and the value that it never takes."""
        truth = truth_of(node.test)
        if truth is not None:
            self.kill([node.test, node.orelse if truth else node.body])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """All of it where it is decided; else the operands that are."""
        whole = truth_of(node)
        self.kill([node] if whole is not None else [value for value in node.values if truth_of(value) is not None])
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """The question whether a deviation is in force."""
        if truth_of(node) is not None:
            self.kill([node])
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """A handler that only raises a guard."""
        if is_guard(node.body[-1], self.guards):
            self.kill([node])
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Methods that no rule asks for."""
        if node.name in SPOKEN:
            self.kill([node])
        self.generic_visit(node)


def _always_leaves(node: ast.If) -> bool:
    truth = truth_of(node.test)
    taken = node.body if truth else node.orelse
    return (
        truth is not None and bool(taken) and isinstance(taken[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)
    )


def _kill_the_unused(trees: Mapping[str, ast.Module], finders: Mapping[str, _Finder], mentioned: set[str]) -> None:
    """Declare functions dead that only dead code mentions, until there are no more of them."""
    functions = [
        (name, node) for name, tree in trees.items() for node in tree.body if isinstance(node, ast.FunctionDef)
    ]
    while True:
        alive = mentioned | {found for name, tree in trees.items() for found in _live_names(tree, finders[name].dead)}
        unused = [
            (name, node)
            for name, node in functions
            if id(node) not in finders[name].dead and node.name not in alive and not _answers(node)
        ]
        if not unused:
            return
        for name, node in unused:
            finders[name].kill([node])


def _live_names(tree: ast.Module, dead: set[int]) -> set[str]:
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in dead
    }


def _answers(node: ast.FunctionDef) -> bool:
    """Whether a function answers a call."""
    return any(
        isinstance(decorator, ast.Call) and any(word.arg == "call" for word in decorator.keywords)
        for decorator in node.decorator_list
    )
