"""The sparse epoch gives the numbers of a dense one, bit for bit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import Epoch, compute_epoch
from tests.recorded.test_consensus import open_chain, recorded_epochs
from tests.shared import RECORDED, needs_shared
from tests.transition.chains import closing
from tests.transition.consensus.dense import DenseEpoch, compute_dense_epoch
from tests.transition.consensus.subnets import NETUID, build, set_bonds, subnets

relaxed = settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])

ANY_ORDER = closing("KNOWN-22")
"""Where liquid alpha finds an entry wherever it stands; a dense row knows no order."""

KEEPING = closing("KNOWN-21", "KNOWN-22")
"""Where a bond without a weight decays, as in a dense matrix, whose every pair has a weight."""


def densified(epoch: Epoch, size: int) -> DenseEpoch:
    """The sparse epoch, with zeros for what does not stand in it."""
    bonds = [[dict(row)[j].bits if j in dict(row) else 0 for j in range(size)] for row in epoch.bonds]
    judgement = epoch.judgement
    return DenseEpoch(
        consensus=bits(judgement.consensus),
        validator_trust=bits(judgement.validator_trust),
        trust=bits(judgement.trust),
        incentive=bits(judgement.incentive),
        dividends=bits(epoch.dividends),
        bonds=bonds,
    )


def bits(numbers: Sequence[I32F32]) -> list[int]:
    return [number.bits for number in numbers]


def compare(chain: Chain, netuid: NetUid) -> None:
    sparse = densified(compute_epoch(chain, netuid), chain.neurons.subnetwork_n[netuid])
    assert sparse == compute_dense_epoch(chain, netuid)


def put_in_order(chain: Chain) -> None:
    for item in (chain.weights.weights, chain.consensus.bonds):
        for uid, row in list(item.under(NETUID)):
            item[NETUID, uid] = tuple(sorted(row))


@relaxed
@given(subnets())
def test_with_rows_in_order_dense_and_sparse_agree(chain: Chain) -> None:
    put_in_order(chain)
    compare(chain, NETUID)


@pytest.mark.parametrize("revision", [ANY_ORDER, KEEPING])
def test_with_rows_in_any_order_they_agree_once_the_order_does_not_matter(revision: object) -> None:
    @relaxed
    @given(subnets())
    def agree(chain: Chain) -> None:
        chain.revision = revision  # type: ignore[assignment]
        compare(chain, NETUID)

    agree()


def liquid_subnet() -> Chain:
    """Two validators; the first holds a bond in neuron 3 and weighs it no more."""
    weights = {0: [(2, 65_535)], 1: [(2, 65_535), (3, 65_535)]}
    chain = build([600, 400, 0, 0], weights, permits=[True, True, False, False])
    set_bonds(chain, 0, [(3, 60_000)])
    chain.consensus.yuma3_on[NETUID] = chain.consensus.liquid_alpha_on[NETUID] = True
    return chain


def test_a_dense_matrix_would_keep_the_bond_that_vanishes() -> None:
    chain = liquid_subnet()
    compare(chain, NETUID)
    assert compute_dense_epoch(chain, NETUID).bonds[0][3] == 0
    chain.revision = KEEPING
    assert compute_dense_epoch(chain, NETUID).bonds[0][3] > 0
    compare(chain, NETUID)


def test_the_comparison_sees_a_single_digit() -> None:
    chain = liquid_subnet()
    dense = compute_dense_epoch(chain, NETUID)
    chain.consensus.kappa[NETUID] = U16(0)
    assert densified(compute_epoch(chain, NETUID), 4) != dense
    chain.consensus.kappa[NETUID] = U16(32_767)
    chain.consensus.bonds_penalty[NETUID] = U16(65_534)
    assert densified(compute_epoch(chain, NETUID), 4).bonds != dense.bonds


FOLDERS = {"yuma2": 235, "yuma3": 235, "liquid": 90, "random": 60, "large": 6}
"""Where epochs of the real client were recorded, and how many at least are compared."""


def names_twice(chain: Chain, netuid: NetUid) -> bool:
    """Whether a row names a neuron twice, which a dense row cannot."""
    size = chain.neurons.subnetwork_n[netuid]
    rows = [item[netuid, Uid(i)] for item in (chain.weights.weights, chain.consensus.bonds) for i in range(size)]
    return any(len({column for column, _ in row}) < len(row) for row in rows)


@needs_shared
@pytest.mark.parametrize("folder", FOLDERS)
def test_they_agree_on_the_states_of_the_real_client(folder: str) -> None:
    compared = 0
    for path in sorted((RECORDED / "consensus" / folder).rglob("*.json.gz")):
        for epoch in recorded_epochs(path):
            chain = open_chain(epoch.state, epoch.block)
            chain.revision = ANY_ORDER
            if not names_twice(chain, epoch.netuid):
                compare(chain, epoch.netuid)
                compared += 1
    assert compared >= FOLDERS[folder]
