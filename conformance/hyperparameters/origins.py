"""Who sets what: for each row the owner of the subnet, another owner, the account of zeros, nobody, and root."""

from __future__ import annotations

from conformance.hyperparameters.rows import by_everybody, call, ids, people, rows, values
from tao_spec.transition.hyperparameters import consensus, network, registration, subnets, weights
from tao_spec.vectors.cases import Builder, Trace, case


@case(rules=ids(rows(network)), errors=["BadOrigin"])
def network_by_everybody(build: Builder) -> Trace:
    """Only whoever the table names sets what is of the whole network."""
    who = people(build)
    for entry in rows(network):
        yield from by_everybody(who, call(entry.row, values(build, entry.row)[0]))


@case(rules=ids(rows(subnets)), errors=["BadOrigin"])
def subnets_by_everybody(build: Builder) -> Trace:
    """Only whoever the table names sets what is of subnets as such."""
    who = people(build)
    for entry in rows(subnets):
        yield from by_everybody(who, call(entry.row, values(build, entry.row)[0]))


@case(rules=ids(rows(registration)), errors=["BadOrigin"])
def registration_by_everybody(build: Builder) -> Trace:
    """Only whoever the table names sets the terms of registration."""
    who = people(build)
    for entry in rows(registration):
        yield from by_everybody(who, call(entry.row, values(build, entry.row)[0]))


@case(rules=ids(rows(consensus)), errors=["BadOrigin"])
def consensus_by_everybody(build: Builder) -> Trace:
    """Only whoever the table names sets the parameters of the epoch."""
    who = people(build)
    for entry in rows(consensus):
        yield from by_everybody(who, call(entry.row, values(build, entry.row)[0]))


@case(rules=ids(rows(weights)), errors=["BadOrigin"])
def weights_by_everybody(build: Builder) -> Trace:
    """Only whoever the table names sets the limits on weights."""
    who = people(build)
    for entry in rows(weights):
        yield from by_everybody(who, call(entry.row, values(build, entry.row)[0]))
