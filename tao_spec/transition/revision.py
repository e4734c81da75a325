"""What one revision of the protocol consists of, beside the state: constants, replaced rules, interface, deviations.

A revision is data. A rule that carries `@replaceable` may be replaced by another; all others are the same in every revision.
Letting a further rule be replaced is that one line above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, Self, TypeVar, cast

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.runtime import Interface
from tao_spec.state.chain_state import know_domain
from tao_spec.storage.items import Domain
from tao_spec.transition.rules import REPLACEABLE

P = ParamSpec("P")
R = TypeVar("R")

ReplacedRules = Mapping[Callable[..., Any], Callable[..., Any]]
"""Rules of the base, and what stands in their place."""

RenamedErrors = Mapping[type[DispatchError], type[DispatchError]]
"""Errors of the base, and those that stand in their place."""


@dataclass(frozen=True)
class Constants:
    """The numbers of the runtime that revisions may change.

    Amounts are in rao; `block_emission` is the emission of a block before the first halving.
    """

    existential_deposit: TaoBalance
    total_supply: TaoBalance
    block_emission: TaoBalance
    max_consumers: int


@dataclass(frozen=True)
class Revision:
    """A revision of the protocol, or a proposal for one.

    Attributes:
        spec_version: the number under which vectors name it.
        name: what people call it.
        description: what it is, and for a proposal what it changes and why, with its source.
        interface: its calls, events and errors.
        replaced: the rules of the base that it replaces, with those in their place; those of its own bases too.
        storage: the domains whose items it adds, those of its own bases too.
        removed_items: the storage items that are no more, as `SubtensorModule.NetworkModality`.
        renamed_errors: the errors of its bases that go by another here.
        closed_deviations: the known deviations that behave here as they were meant to.
        base: the revision that it was made from, where there is one.
    """

    spec_version: int
    name: str
    description: str
    constants: Constants
    interface: Interface = field(repr=False)
    replaced: ReplacedRules = field(default_factory=dict, repr=False)
    storage: tuple[type[Domain], ...] = ()
    removed_items: frozenset[str] = frozenset()
    renamed_errors: RenamedErrors = field(default_factory=dict, repr=False)
    closed_deviations: frozenset[str] = frozenset()
    base: Revision | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Let the items that it adds be found by their keys."""
        for domain in self.storage:
            know_domain(domain)

    def in_force(self, rule: Callable[P, R]) -> Callable[P, R]:
        """The rule that stands in the place of a replaceable one."""
        return cast(Callable[P, R], self.replaced.get(rule, REPLACEABLE[rule]))

    def get_refusal(self, error: DispatchError) -> DispatchError:
        """What a call is refused with, where a rule raises an error."""
        renamed = self.renamed_errors.get(type(error))
        return error if renamed is None else renamed()

    def replace(
        self,
        *,
        name: str,
        description: str,
        spec_version: int | None = None,
        constants: Mapping[str, Any] | None = None,
        rules: ReplacedRules | None = None,
        interface: Interface | None = None,
        storage: tuple[type[Domain], ...] = (),
        remove_items: frozenset[str] = frozenset(),
        rename_errors: RenamedErrors | None = None,
        close: frozenset[str] = frozenset(),
    ) -> Self:
        """A revision like this one but for what is named.

        Args:
            constants: by the names of their fields.
            rules: by the rules that they replace.
            storage: domains of items to add; an item of the same name as an old one stands in its place.
            remove_items: further items to remove.
            rename_errors: what a call is refused with, where a rule of the base raises an error.
            close: further deviations to close.

        Raises:
            TypeError: a constant is not in its record, or a rule cannot be replaced.
        """
        fixed = [getattr(rule, "__name__", str(rule)) for rule in rules or {} if rule not in REPLACEABLE]
        if fixed:
            raise TypeError(f"{', '.join(fixed)} cannot be replaced: put @replaceable above it")
        return replace(
            self,
            spec_version=self.spec_version if spec_version is None else spec_version,
            name=name,
            description=description,
            constants=replace(self.constants, **(constants or {})),
            replaced={**self.replaced, **(rules or {})},
            interface=interface or self.interface,
            storage=(*self.storage, *storage),
            removed_items=self.removed_items | remove_items,
            renamed_errors={**self.renamed_errors, **(rename_errors or {})},
            closed_deviations=self.closed_deviations | close,
            base=self,
        )
