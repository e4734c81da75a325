"""What the cases of registration begin with: a subnet with neurons that have a score in everything, and people who come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.scenes import LONG_AGO, add_network
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import H160, H256, ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U8, U16, U64
from tao_spec.interface.neurons import BurnedRegister, Register, RootRegister
from tao_spec.state.serving import AxonInfo, NeuronCertificate, PrometheusInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.neurons.work import create_seal_hash
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Actor, Builder, Dispatched, account_named

HOME = NetUid(2)
"""The subnet of most cases."""

NOWHERE = NetUid(99)
"""A subnet that does not exist."""

COST = 10**6
"""What burning costs where a case does not say otherwise, in rao."""

DEPOSIT = 500
"""The existential deposit, in rao."""

NOW = BlockHeight(1_000)
"""The block in which cases begin."""

GREATEST = 65_535


@dataclass(frozen=True)
class Comer(Actor):
    """Somebody with a hotkey who wants it to be a neuron."""

    hotkey: AccountId

    def burns(self, netuid: NetUid = HOME) -> Dispatched:
        """Registers the hotkey by burning TAO."""
        return self.signs(BurnedRegister(netuid, self.hotkey))

    def works(self, netuid: NetUid = HOME, block: int = NOW, nonce: int = 0, proof: bytes | None = None) -> Dispatched:
        """Lets the hotkey register itself by work; the proof is the right one unless another is given."""
        work = seal(self.hotkey, nonce) if proof is None else proof
        call = Register(netuid, BlockHeight(block), U64(nonce), bytes(work), self.hotkey, self.account)
        return Actor(self.hotkey).signs(call)

    def joins_root(self) -> Dispatched:
        """Registers the hotkey on root."""
        return self.signs(RootRegister(self.hotkey))


def seal(hotkey: AccountId, nonce: int = 0) -> H256:
    """The work of a hotkey; all blocks have the hash zero here."""
    return create_seal_hash(H256(), U64(nonce), hotkey)


def comer(build: Builder, name: str, free: int = tao(10)) -> Comer:
    """Somebody with TAO, in rao, and a hotkey that nobody owns yet."""
    return Comer(build.account(name, free).account, build.name(f"{name}'s hotkey"))


def comers(build: Builder, count: int) -> list[Comer]:
    """So many people."""
    return [comer(build, f"comer {number}") for number in range(count)]


def hotkey_of(uid: int, netuid: NetUid = HOME) -> AccountId:
    """The hotkey of a neuron that a case begins with, and whose coldkey is another account."""
    return account_named(f"hotkey {uid} on {netuid}")


def network(build: Builder, size: int = 0, room: int = 256, netuid: NetUid = HOME) -> NetUid:
    """A subnet with a pool at the price of one TAO and neurons registered long ago, that takes ten registrations a block.

    Args:
        room: how many neurons it may have.
    """
    chain = build.chain
    made = add_network(build, netuid)
    chain.pools.subnet_mechanism[made] = U16(DYNAMIC)
    chain.pools.subnet_tao[made] = TaoBalance(tao(1_000))
    chain.pools.subnet_alpha_in[made] = AlphaBalance(tao(1_000))
    chain.neurons.burn[made] = TaoBalance(COST)
    chain.neurons.difficulty[made] = U64(1)
    open_for(chain, made, room)
    for uid in range(size):
        seat(build, made, uid)
    return made


def open_for(chain: Chain, netuid: NetUid, room: int) -> None:
    """Let a subnet have so many neurons, and register ten in a block and thirty in an interval."""
    chain.neurons.max_allowed_uids[netuid] = U16(room)
    chain.neurons.max_registrations_per_block[netuid] = U16(10)
    chain.neurons.target_registrations_per_interval[netuid] = U16(10)


def seat(build: Builder, netuid: NetUid, uid: int) -> None:
    """Register a neuron long ago, with a coldkey of its own."""
    hotkey = hotkey_of(uid, netuid)
    create_account_if_non_existent(build.chain, build.name(f"coldkey {uid} on {netuid}"), hotkey)
    append_neuron(build.chain, netuid, hotkey, LONG_AGO)


def score(build: Builder, scores: Sequence[int], netuid: NetUid = HOME) -> None:
    """Set what each neuron is worth to the subnet."""
    build.chain.neurons.pruning_scores[netuid] = tuple(map(U16, scores))


def register_at(build: Builder, blocks: Sequence[int], netuid: NetUid = HOME) -> None:
    """Set the block in which each neuron was registered."""
    for uid, block in enumerate(blocks):
        build.chain.neurons.block_at_registration[netuid, Uid(uid)] = BlockHeight(block)


def distinguish(build: Builder, netuid: NetUid = HOME) -> None:
    """Give every neuron of a subnet something of everything that a neuron can have."""
    chain, scores = build.chain, build.chain.consensus
    uids = [Uid(uid) for uid in range(chain.neurons.subnetwork_n[netuid])]
    shares = (scores.rank, scores.trust, scores.consensus, scores.incentive, scores.dividends, scores.validator_trust)
    for step, share in enumerate(shares, 1):
        share[netuid] = tuple(U16(1_000 * step + uid) for uid in uids)
    scores.emission[netuid] = tuple(AlphaBalance(7_000 + uid) for uid in uids)
    scores.active[netuid] = tuple(False for _ in uids)
    scores.validator_permit[netuid] = tuple(True for _ in uids)
    for uid in uids:
        hotkey = chain.neurons.keys[netuid, uid]
        entries = ((uids[0], U16(9)), (uids[-1], U16(8)))
        chain.weights.weights[netuid, uid] = scores.bonds[netuid, uid] = entries
        chain.keys.associated_evm_address[netuid, uid] = (H160(bytes([uid + 1]) * 20), BlockHeight(5))
        chain.serving.axons[netuid, hotkey] = AxonInfo(BlockHeight(5))
        chain.serving.prometheus[netuid, hotkey] = PrometheusInfo(BlockHeight(5))
        chain.serving.neuron_certificates[netuid, hotkey] = NeuronCertificate(b"key", U8(1))


def let_root(build: Builder, stakes: Sequence[int], room: int) -> None:
    """Root with neurons that have so much stake there, in rao; they are no senators."""
    open_for(build.chain, ROOT, room)
    for uid, amount in enumerate(stakes):
        seat(build, ROOT, uid)
        stake_on_root(build, hotkey_of(uid, ROOT), amount)


def stake_on_root(build: Builder, hotkey: AccountId, amount: int) -> None:
    """Let a hotkey have so much stake on root, in rao."""
    chain, stake = build.chain, AlphaBalance(amount)
    if amount:
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, build.name("staker"), ROOT, stake)
        chain.pools.subnet_tao[ROOT] = chain.pools.subnet_tao[ROOT].saturating_add(TaoBalance(amount))


def let_senate(build: Builder, hotkeys: Sequence[AccountId]) -> None:
    """Let the senate be these."""
    build.chain.governance.senate_members.value = tuple(sorted(hotkeys))
