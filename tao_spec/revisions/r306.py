"""Revision 306, the base of all others: `spec_version` 306 of the runtime, tag v3.2.6."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.runtime import declared_interface
from tao_spec.transition import calls  # noqa: F401  (registers the answer to every call)
from tao_spec.transition.revision import Constants, Revision

R306 = Revision(
    spec_version=306,
    name="r306",
    description="The protocol as the runtime of spec_version 306 runs it.",
    constants=Constants(
        existential_deposit=TaoBalance(500),
        total_supply=tao(21_000_000),
        block_emission=tao(1),
        max_consumers=16,
    ),
    interface=declared_interface(),
)
