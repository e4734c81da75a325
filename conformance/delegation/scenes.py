"""What the cases of delegation begin with: hotkeys of two coldkeys in a subnet, and what these say of them."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.scenes import Subnet, subnet
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import SetChildkeyTake, SetChildren
from tao_spec.vectors.cases import Actor, Builder, Dispatched

SUBNET, NOWHERE = NetUid(2), NetUid(9)
"""The subnet of these scenes, and the number of none."""

HALF = 2**63
"""Half of a parent's stake, or a little more: in parts of 2^64 - 1."""

STAKE = 5
"""What lies on each hotkey, in alpha; in these scenes one alpha is one TAO."""


@dataclass(frozen=True)
class Coldkey(Actor):
    """A coldkey that decides about its hotkeys."""

    def chooses(self, parent: AccountId, *children: tuple[int, AccountId], netuid: int = SUBNET) -> Dispatched:
        """Chooses the children of a hotkey, each with its part of 2^64 - 1."""
        chosen = tuple((U64(part), child) for part, child in children)
        return self.signs(SetChildren(parent, NetUid(netuid), chosen))

    def takes(self, child: AccountId, take: int, netuid: int = SUBNET) -> Dispatched:
        """Sets what a child keeps, in parts of 65,535."""
        return self.signs(SetChildkeyTake(child, NetUid(netuid), U16(take)))


@dataclass(frozen=True)
class Family:
    """Three hotkeys of one coldkey in a subnet, two of another, and nothing between them yet."""

    scene: Subnet
    owner: Coldkey
    stranger: Coldkey

    @property
    def parent(self) -> AccountId:
        """The first hotkey."""
        return self.scene.hotkey(0)

    @property
    def child(self) -> AccountId:
        """The second, of the same coldkey."""
        return self.scene.hotkey(1)

    @property
    def other(self) -> AccountId:
        """The third, of the same coldkey."""
        return self.scene.hotkey(2)

    @property
    def foreign(self) -> AccountId:
        """The fourth, of the stranger."""
        return self.scene.hotkey(3)


def family(build: Builder) -> Family:
    """Hotkeys with stake in the block before the epoch of their subnet; the next epoch is a hundred blocks later."""
    scene = subnet(build, [STAKE] * 5, netuid=SUBNET)
    owner, stranger = (
        Coldkey(build.account("owner", tao(1)).account),
        Coldkey(build.account("stranger", tao(1)).account),
    )
    for uid in range(scene.size):
        build.chain.keys.owner[scene.hotkey(uid)] = (owner if uid < 3 else stranger).account
    return Family(scene, owner, stranger)
