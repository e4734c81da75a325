"""Which values are stored: the edges of each type, within the bounds of the row."""

from __future__ import annotations

from conformance.hyperparameters.rows import call, ids, people, rows, values
from tao_spec.transition.hyperparameters import consensus, network, registration, subnets, weights
from tao_spec.vectors.cases import Builder, Trace, case, root


@case(rules=ids(rows(network)))
def network_at_the_edges(build: Builder) -> Trace:
    """The least and the greatest value are stored as any other of what is of the whole network."""
    people(build)
    for entry in rows(network):
        for value in values(build, entry.row):
            yield root(call(entry.row, value))


@case(rules=ids(rows(subnets)))
def subnets_at_the_edges(build: Builder) -> Trace:
    """The least and the greatest value are stored as any other of what is of subnets as such."""
    people(build)
    for entry in rows(subnets):
        for value in values(build, entry.row):
            yield root(call(entry.row, value))


@case(rules=ids(rows(registration)))
def registration_at_the_edges(build: Builder) -> Trace:
    """The least and the greatest value are stored as any other of the terms of registration."""
    people(build)
    for entry in rows(registration):
        for value in values(build, entry.row):
            yield root(call(entry.row, value))


@case(rules=ids(rows(consensus)))
def consensus_at_the_edges(build: Builder) -> Trace:
    """The least and the greatest value are stored as any other of the parameters of the epoch."""
    people(build)
    for entry in rows(consensus):
        for value in values(build, entry.row):
            yield root(call(entry.row, value))


@case(rules=ids(rows(weights)))
def weights_at_the_edges(build: Builder) -> Trace:
    """The least and the greatest value are stored as any other of the limits on weights."""
    people(build)
    for entry in rows(weights):
        for value in values(build, entry.row):
            yield root(call(entry.row, value))
