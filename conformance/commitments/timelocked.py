"""Commitments with sealed fields, as every block looks at them while the beacon has not reached their round."""

from __future__ import annotations

from conformance.commitments.neurons import enter, remember
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.metadata import Raw, TimelockEncrypted
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

SEALED = TimelockEncrypted(b"sealed", U64(1_000))


@case(rules=["COMMIT-1", "COMMIT-2"])
def without_registration(build: Builder) -> Trace:
    """An entry whose commitment is gone is struck from the index; one that waits for its round stays."""
    enter(build.chain, 1, account_named("gone"))
    remember(build.chain, 1, account_named("waiting"), SEALED)
    yield blocks(1)
    yield blocks(1)


@case(rules=["COMMIT-1", "COMMIT-2"])
def nothing_sealed(build: Builder) -> Trace:
    """A commitment that has no sealed field any more stays, and is struck from the index."""
    remember(build.chain, 1, account_named("open"), Raw(b"open"))
    yield blocks(1)


@case(rules=["COMMIT-1", "COMMIT-2"])
def no_fields(build: Builder) -> Trace:
    """A commitment without fields is deleted, and struck from the index."""
    remember(build.chain, 1, account_named("empty"))
    yield blocks(1)


@case(rules=["COMMIT-1", "COMMIT-2"])
def several_fields(build: Builder) -> Trace:
    """One sealed field is enough to keep a commitment in the index, wherever it stands; the subnet need not exist."""
    remember(build.chain, 1, account_named("first"), Raw(b"open"), SEALED)
    remember(build.chain, 9, account_named("second"), SEALED, Raw(b"open"), SEALED)
    remember(build.chain, 1, account_named("third"), Raw(b"open"), Raw(b"too"))
    yield blocks(1)
