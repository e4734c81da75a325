"""What one revision of the protocol consists of, beside the state: constants, replaceable rules, interface, deviations.

A revision is data. The rules that revisions are known to change stand in the record `Rules` and are looked up there; all
others are called by name. Bringing a rule into the record is one line here and one in each base revision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.interface.runtime import Interface


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
class Rules:
    """The rules that revisions are known to change.

    `compute_block_emission` gives the emission of a block, in rao, for the total issuance, in rao.
    """

    compute_block_emission: Callable[[TaoBalance], TaoBalance]


@dataclass(frozen=True)
class Revision:
    """A revision of the protocol, or a proposal for one.

    Attributes:
        spec_version: the number under which vectors name it.
        name: what people call it.
        description: what it is, and for a proposal what it changes and why, with its source.
        interface: its calls, events and errors.
        closed_deviations: the known deviations that behave here as they were meant to.
        base: the revision that it was made from, where there is one.
    """

    spec_version: int
    name: str
    description: str
    constants: Constants
    rules: Rules
    interface: Interface = field(repr=False)
    closed_deviations: frozenset[str] = frozenset()
    base: Revision | None = field(default=None, repr=False)

    def replace(
        self,
        *,
        name: str,
        description: str,
        spec_version: int | None = None,
        constants: dict[str, Any] | None = None,
        rules: dict[str, Callable[..., Any]] | None = None,
        interface: Interface | None = None,
        close: frozenset[str] = frozenset(),
    ) -> Self:
        """A revision like this one but for what is named.

        Args:
            constants, rules: by the names of their fields.
            close: further deviations to close.

        Raises:
            TypeError: a constant or a rule is not in its record.
        """
        return replace(
            self,
            spec_version=self.spec_version if spec_version is None else spec_version,
            name=name,
            description=description,
            constants=replace(self.constants, **(constants or {})),
            rules=replace(self.rules, **(rules or {})),
            interface=interface or self.interface,
            closed_deviations=self.closed_deviations | close,
            base=self,
        )
