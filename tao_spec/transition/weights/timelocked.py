"""Weights that were committed encrypted, and that the chain itself reveals once the beacon has spoken.

Source: upstream's `pallets/subtensor/src/coinbase/reveal_commits.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.schedule import get_epoch_index
from tao_spec.transition.rules import Unsupported, rule


@rule("WEIGHTS-1")
def reveal_crv3_commits(chain: Chain, netuid: NetUid) -> None:
    """Reveal the weights that were committed `RevealPeriodEpochs` epochs ago and whose round the beacon has reached.

    Commitments of earlier epochs are forgotten; those whose round is still to come wait until their epoch is over.

    Raises:
        Unsupported: a commitment can be revealed: that is not specified yet.
    """
    epoch = get_epoch_index(chain, netuid, BlockHeight(chain.number))
    period = chain.weights.reveal_period_epochs[netuid]
    reveal_epoch = epoch.saturating_sub(period)
    forget_commits_before(chain, netuid, reveal_epoch)
    # In the first epochs there is nothing that could be due.
    if epoch < period:
        return
    commits = chain.weights.timelocked_weight_commits
    for commit in commits[netuid, reveal_epoch]:
        if commit.reveal_round in chain.commitments.pulses:
            raise Unsupported(
                f"the weights committed on subnet {netuid} for round {commit.reveal_round} can be revealed"
            )
    # An epoch without commitments leaves no entry.
    if not commits[netuid, reveal_epoch]:
        del commits[netuid, reveal_epoch]


@rule("WEIGHTS-2")
def forget_commits_before(chain: Chain, netuid: NetUid, epoch: U64) -> None:
    """Forget the commitments of a subnet that were made before an epoch, revealed or not."""
    commits = chain.weights.timelocked_weight_commits
    for committed, _ in list(commits.under(netuid)):
        if committed < epoch:
            del commits[netuid, committed]
