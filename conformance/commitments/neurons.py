"""What the cases of commitments stand on: neurons of two subnets, and a call that commits fields."""

from __future__ import annotations

from conformance.scenes import Subnet, add_network, subnet
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid, Uid
from tao_spec.interface.commitments.metadata import CommitmentInfo, Data, SetCommitment
from tao_spec.state.commitments import Registration
from tao_spec.transition.chain import Chain
from tao_spec.vectors.cases import Actor, Builder

HOME, OTHER = NetUid(2), NetUid(3)
"""The subnets of the neurons."""


def neurons(build: Builder, count: int = 1) -> Subnet:
    """A subnet of so many neurons at block 1,010, no epoch near; the first is a neuron of another subnet too."""
    made = subnet(build, [1] * count, netuid=HOME)
    build.at_block(1_010)
    build.chain.neurons.uids[add_network(build, OTHER), made.hotkey(0)] = Uid(0)
    return made


def neuron(build: Builder) -> Actor:
    """A neuron that makes calls."""
    return Actor(neurons(build).hotkey(0))


def endow(made: Subnet, uid: int, reserved: int) -> Actor:
    """A neuron's hotkey that holds TAO, with something reserved, in rao."""
    return made.build.account(f"hotkey {uid} on {made.netuid}", 5_000, reserved)


def commits(*fields: Data, netuid: int = HOME) -> SetCommitment:
    """A call that commits fields."""
    return SetCommitment(NetUid(netuid), CommitmentInfo(fields))


def remember(chain: Chain, netuid: int, who: AccountId, *fields: Data, deposit: int = 0) -> None:
    """A commitment of block 900 that stands already, and in the index; the deposit in rao."""
    made = Registration(TaoBalance(deposit), BlockNumber(900), CommitmentInfo(fields))
    chain.commitments.commitment_of[NetUid(netuid), who] = made
    enter(chain, netuid, who)


def enter(chain: Chain, netuid: int, who: AccountId) -> None:
    """An entry of the index."""
    index = chain.commitments.timelocked_index
    index.value = tuple(sorted({*index.value, (NetUid(netuid), who)}))
