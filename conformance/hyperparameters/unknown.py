"""Subnets that do not exist: most rows refuse them, some store a value for them (KNOWN-80)."""

from __future__ import annotations

from conformance.hyperparameters.rows import UNKNOWN, call, ids, people, rows, values
from tao_spec.transition.hyperparameters import consensus, registration, subnets, weights
from tao_spec.transition.hyperparameters.table import Who
from tao_spec.vectors.cases import Builder, Trace, case, root

OF_SUBNETS = [entry for entry in rows(subnets, registration, consensus, weights) if entry.row.of_subnet]
REFUSE = [entry for entry in OF_SUBNETS if entry.row.existing]
TAKE = [entry for entry in OF_SUBNETS if not entry.row.existing]


@case(rules=ids(REFUSE), errors=["SubnetDoesNotExist", "BadOrigin"])
def refused(build: Builder) -> Trace:
    """A subnet that does not exist is refused, after the caller and before the value; its owner is the account of zeros."""
    who = people(build)
    for entry in REFUSE:
        made = call(entry.row, values(build, entry.row)[-1], UNKNOWN)
        yield who.owner.signs(made)
        yield who.zeros.signs(made)
        yield root(made)


@case(rules=ids(TAKE))
def stored(build: Builder) -> Trace:
    """Some rows store a value for a subnet that does not exist."""
    people(build)
    for entry in TAKE:
        yield root(call(entry.row, values(build, entry.row)[-1], UNKNOWN))


@case(rules=ids([entry for entry in TAKE if entry.row.who is Who.OWNER_OR_ROOT]))
def stored_by_the_account_of_zeros(build: Builder) -> Trace:
    """The account of zeros owns a subnet that does not exist."""
    who = people(build)
    for entry in TAKE:
        if entry.row.who is Who.OWNER_OR_ROOT:
            yield who.zeros.signs(call(entry.row, values(build, entry.row)[0], UNKNOWN))
