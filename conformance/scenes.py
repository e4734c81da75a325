"""Scenes: subnets with neurons, stake, weights and bonds, written through typed state, on which cases are played.

A subnet of a scene has not started, so that no block emits into its pool. What its epochs pay out is set aside by hand, and
the epochs are due when the scene says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis.build import FIRST_SUBNET
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Builder, account_named

ALPHA = 10**9
"""One alpha, in alpha rao; and one TAO, in rao."""

PART = 65_535
"""The whole, where a share is in parts of 65,535."""

WHOLE = 2**64 - 1
"""The whole, where a share is in parts of 2^64 - 1."""

TEMPO = 99
"""Blocks between two epochs of a scene's subnet, less one."""

LONG_AGO = BlockHeight(10)
"""The block in which a scene's neurons were registered."""

LATELY = BlockHeight(990)
"""The block in which they last set their weights."""


@dataclass(frozen=True)
class Subnet:
    """A subnet of a scene.

    Attributes:
        size: the number of its neurons.
    """

    build: Builder
    netuid: NetUid
    size: int

    @property
    def chain(self) -> Chain:
        """The chain, for whatever a scene has no word for."""
        return self.build.chain

    def hotkey(self, uid: int) -> AccountId:
        """The hotkey of a neuron."""
        return account_named(f"hotkey {uid} on {self.netuid}")

    def coldkey(self, uid: int) -> AccountId:
        """The coldkey that owns the hotkey of a neuron."""
        return account_named(f"coldkey {uid} on {self.netuid}")

    def seat(self, uid: int) -> None:
        """Register a hotkey long ago, of a coldkey of its own, that keeps no take."""
        hotkey, coldkey = self.hotkey(uid), self.coldkey(uid)
        self.chain.keys.owner[hotkey] = coldkey
        self.chain.keys.owned_hotkeys[coldkey] = (hotkey,)
        self.chain.delegation.delegates[hotkey] = U16(0)
        self.chain.neurons.keys[self.netuid, Uid(uid)] = hotkey
        self.chain.neurons.uids[self.netuid, hotkey] = Uid(uid)
        self.chain.neurons.is_network_member[hotkey, self.netuid] = True
        self.register(uid, LONG_AGO)

    def stake(self, uid: int, alpha: int = 0, root: int = 0, coldkey: AccountId | None = None) -> None:
        """Stake alpha of the subnet, and TAO on root, on a neuron's hotkey: from its owner, or from another coldkey.

        Args:
            alpha: in alpha rao.
            root: in rao.
        """
        who = coldkey or self.coldkey(uid)
        for netuid, amount in ((self.netuid, alpha), (ROOT, root)):
            if amount:
                increase_stake_for_hotkey_and_coldkey_on_subnet(
                    self.chain, self.hotkey(uid), who, netuid, AlphaBalance(amount)
                )

    def weigh(self, uid: int, weights: Mapping[int, int]) -> None:
        """Store what a neuron says of others, in parts of the greatest."""
        self.chain.weights.weights[self.netuid, Uid(uid)] = _entries(weights)

    def bond(self, uid: int, bonds: Mapping[int, int]) -> None:
        """Store what a validator holds in others, in parts of 65,535."""
        self.chain.consensus.bonds[self.netuid, Uid(uid)] = _entries(bonds)

    def update(self, blocks: Sequence[int]) -> None:
        """Set the block in which each neuron last set its weights."""
        self.chain.weights.last_update[self.netuid] = tuple(map(BlockHeight, blocks))

    def permit(self, *permits: bool) -> None:
        """Set which neurons may validate until the next epoch."""
        self.chain.consensus.validator_permit[self.netuid] = permits

    def register(self, uid: int, block: int) -> None:
        """Set the block in which a neuron was registered."""
        self.chain.neurons.block_at_registration[self.netuid, Uid(uid)] = BlockHeight(block)

    def take(self, uid: int, part: int) -> None:
        """Let a neuron's owner keep a part of its nominators' dividends, in parts of 65,535."""
        self.chain.delegation.delegates[self.hotkey(uid)] = U16(part)

    def own(self, uid: int) -> None:
        """Let the owner of a neuron's hotkey own the subnet, with that hotkey."""
        self.chain.subnets.subnet_owner[self.netuid] = self.coldkey(uid)
        self.chain.subnets.subnet_owner_hotkey[self.netuid] = self.hotkey(uid)

    def set_aside(self, alpha: int = 0, root_tao: int = 0, swapped: int = 0, owner_cut: int = 0) -> None:
        """Set aside what the next epoch pays out; `root_tao` in rao, all else in alpha rao."""
        emission = self.chain.emission
        emission.pending_emission[self.netuid] = AlphaBalance(alpha)
        emission.pending_root_divs[self.netuid] = TaoBalance(root_tao)
        emission.pending_alpha_swapped[self.netuid] = AlphaBalance(swapped)
        emission.pending_owner_cut[self.netuid] = AlphaBalance(owner_cut)

    def lend(self, parent: AccountId, child: AccountId, part: int) -> None:
        """Make a hotkey the child of another for a part of its stake, in parts of 2^64 - 1."""
        delegation = self.chain.delegation
        children, parents = delegation.child_keys, delegation.parent_keys
        children[parent, self.netuid] = (*children[parent, self.netuid], (U64(part), child))
        parents[child, self.netuid] = (*parents[child, self.netuid], (U64(part), parent))


def _entries(row: Mapping[int, int]) -> tuple[tuple[Uid, U16], ...]:
    return tuple((Uid(column), U16(value)) for column, value in row.items())


def add_network(build: Builder, netuid: int, tempo: int = TEMPO) -> NetUid:
    """A subnet that exists and has no neurons."""
    made, chain = NetUid(netuid), build.chain
    chain.subnets.networks_added[made] = True
    chain.subnets.total_networks.value = U16(chain.subnets.total_networks.value + 1)
    chain.consensus.tempo[made] = U16(tempo)
    # The terms of registration rest, here as on the subnets of genesis.
    for resting in (ROOT, FIRST_SUBNET, made):
        chain.neurons.last_adjustment_block[resting] = BlockHeight(chain.number)
    return made


def before_epoch(build: Builder, netuid: int = 2, tempo: int = TEMPO) -> None:
    """Go to the block before that in which an epoch of the subnet is due; it lies above 1,000."""
    number = 1_001
    while (number + 1 + netuid + 1) % (tempo + 1) != tempo:
        number += 1
    build.at_block(number)


def subnet(
    build: Builder,
    stakes: Sequence[int] = (),
    weights: Mapping[int, Mapping[int, int]] | None = None,
    *,
    permits: Sequence[bool] | None = None,
    netuid: int = 2,
    tempo: int = TEMPO,
) -> Subnet:
    """A subnet in the block before its epoch, with a neuron for each stake.

    All neurons were registered long ago, have weighed lately and may validate, unless the scene says otherwise. Weights
    are set without commitments.

    Args:
        stakes: of each neuron's coldkey on its hotkey, in alpha.
        weights: what each neuron says of others, in parts of the greatest.
        permits: which neurons may validate until the epoch.
    """
    before_epoch(build, netuid, tempo)
    made = Subnet(build, add_network(build, netuid, tempo), len(stakes))
    chain = build.chain
    chain.neurons.subnetwork_n[made.netuid] = U16(made.size)
    chain.weights.commit_reveal_weights_enabled[made.netuid] = False
    for uid, stake in enumerate(stakes):
        made.seat(uid)
        made.stake(uid, alpha=stake * ALPHA)
    for uid, row in (weights or {}).items():
        made.weigh(uid, row)
    made.update([LATELY] * made.size)
    made.permit(*([True] * made.size if permits is None else permits))
    return made
