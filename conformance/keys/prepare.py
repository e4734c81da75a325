"""What the cases of keys begin with: a household, which is a coldkey with a neuron in two subnets, and what it can have."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.scenes import LONG_AGO, Subnet, add_network
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import H160, H256, ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U8, U16, U32, U64
from tao_spec.interface.keys import ScheduleSwapColdkey, SwapColdkey, SwapHotkey
from tao_spec.state.governance import Votes
from tao_spec.state.serving import AxonInfo, ChainIdentityV2, NeuronCertificate, PrometheusInfo
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Actor, Builder, Dispatched, account_named, root

FIRST, SECOND, NOWHERE = NetUid(2), NetUid(3), NetUid(9)
"""Two subnets, and one that does not exist."""

EVERYWHERE, IN_ONE = 100_000_000, 1_000_000
"""What the swap of a hotkey costs, in rao; that of a coldkey costs as much as that everywhere."""

DEPOSIT = 500
"""The existential deposit, in rao."""

INTERVAL = 36_000
"""Blocks that lie between two swaps of a coldkey in one subnet, and one more."""

OLD_CHAIN = 100_000
"""A height at which anybody may swap in one subnet."""


@dataclass(frozen=True)
class Household:
    """A coldkey with a hotkey, a neuron in both subnets and on root."""

    build: Builder
    owner: Actor
    hotkey: AccountId

    @property
    def chain(self) -> Chain:
        """The chain, for whatever the household has no word for."""
        return self.build.chain

    def stake(self, alpha: int, netuid: NetUid = FIRST, coldkey: AccountId | None = None) -> None:
        """Stake alpha, in alpha rao, on the hotkey: of the owner, or of another coldkey."""
        stake(self.build, self.hotkey, coldkey or self.owner.account, alpha, netuid)

    def swaps(self, to: AccountId, netuid: NetUid | None = None, hotkey: AccountId | None = None) -> Dispatched:
        """The owner swaps the hotkey, or another of its own, everywhere or in one subnet."""
        return self.owner.signs(SwapHotkey(hotkey or self.hotkey, to, netuid))


def stake(build: Builder, hotkey: AccountId, coldkey: AccountId, alpha: int, netuid: NetUid = FIRST) -> None:
    """Stake alpha, in alpha rao, of which the subnet knows."""
    increase_stake_for_hotkey_and_coldkey_on_subnet(build.chain, hotkey, coldkey, netuid, AlphaBalance(alpha))
    out = build.chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_add(AlphaBalance(alpha))


def give_hotkey(build: Builder, owner: AccountId, hotkey: AccountId) -> None:
    """Let a coldkey own a hotkey, which it lists."""
    keys = build.chain.keys
    keys.owner[hotkey] = owner
    keys.owned_hotkeys[owner] = (*keys.owned_hotkeys[owner], hotkey)


def seat(build: Builder, hotkey: AccountId, netuid: NetUid) -> None:
    """Make a hotkey the next neuron of a subnet."""
    append_neuron(build.chain, netuid, hotkey, LONG_AGO)


def household(build: Builder, free: int = tao(10), block: int = OLD_CHAIN, seats: bool = True) -> Household:
    """A coldkey with TAO, in rao, and a hotkey that is a neuron, if it shall be one; on a chain that is so high."""
    build.at_block(block)
    for netuid in (FIRST, SECOND):
        if netuid not in build.chain.subnets.networks_added:
            add_network(build, netuid)
    owner, hotkey = build.account("owner", free), build.name("old hotkey")
    give_hotkey(build, owner.account, hotkey)
    for netuid in (ROOT, FIRST, SECOND) if seats else ():
        seat(build, hotkey, netuid)
    return Household(build, owner, hotkey)


def announce(build: Builder, hotkey: AccountId, netuid: NetUid = FIRST) -> None:
    """An axon, a place for measurements and a certificate."""
    serving = build.chain.serving
    serving.axons[netuid, hotkey] = AxonInfo(BlockHeight(5), port=U16(8_091))
    serving.prometheus[netuid, hotkey] = PrometheusInfo(BlockHeight(6), port=U16(9_100))
    serving.neuron_certificates[netuid, hotkey] = NeuronCertificate(b"key", U8(1))


def commit(build: Builder, hotkey: AccountId, netuid: NetUid = FIRST) -> None:
    """Weights that are committed by their hash, and timelocked ones beside those of a stranger."""
    weights = build.chain.weights
    height = BlockHeight(build.chain.number)
    weights.weight_commits[netuid, hotkey] = (WeightCommit(H256(b"\x07" * 32), height, height, height),)
    makers = (account_named("stranger"), hotkey)
    weights.timelocked_weight_commits[netuid, U64(3)] = tuple(
        TimelockedCommit(who, height, b"sealed", U64(9_000)) for who in makers
    )


def limit(build: Builder, hotkey: AccountId, netuid: NetUid = FIRST) -> None:
    """Takes, and the blocks in which a hotkey last did what is limited."""
    delegation, last = build.chain.delegation, BlockHeight(build.chain.number - 7)
    delegation.delegates[hotkey] = U16(5_000)
    delegation.childkey_take[hotkey, netuid] = U16(700)
    delegation.transaction_key_last_block[hotkey, netuid, U16(0)] = last
    delegation.last_tx_block_delegate_take[hotkey] = last
    delegation.last_tx_block_child_key_take[hotkey] = BlockHeight(3)


def pay_dividends(build: Builder, hotkey: AccountId, amount: int, netuid: NetUid = FIRST) -> None:
    """Records of what a hotkey got in the last epoch, and of the alpha that it had then."""
    emission = build.chain.emission
    emission.alpha_dividends_per_subnet[netuid, hotkey] = AlphaBalance(amount)
    emission.tao_dividends_per_subnet[netuid, hotkey] = TaoBalance(amount + 1)
    emission.total_hotkey_alpha_last_epoch[hotkey, netuid] = AlphaBalance(amount + 2)
    emission.loaded_emission[netuid] = ((account_named("stranger"), U64(1), U64(2)), (hotkey, U64(3), U64(4)))


def relate(build: Builder, parent: AccountId, child: AccountId, part: int = 2**63, netuid: NetUid = FIRST) -> None:
    """Make one hotkey the child of another, for a part of its stake in parts of 2^64 - 1."""
    Subnet(build, netuid, 0).lend(parent, child, part)


def await_children(build: Builder, parent: AccountId, *children: AccountId, netuid: NetUid = FIRST) -> None:
    """Children to be, whose time has not come."""
    parts = tuple((U64(100 + place), child) for place, child in enumerate(children))
    build.chain.delegation.pending_child_keys[netuid, parent] = (parts, BlockHeight(2**40))


def elect(build: Builder, *senators: AccountId) -> None:
    """A senate, all of whose members voted for the one proposal."""
    governance, proposal = build.chain.governance, H256(b"\x05" * 32)
    governance.senate_members.value = tuple(sorted(senators))
    governance.proposals.value = (proposal,)
    governance.voting[proposal] = Votes(U32(0), U32(2), senators, (), type(build.chain.number)(2**31))


def introduce(build: Builder, coldkey: AccountId, name: bytes) -> None:
    """An identity."""
    build.chain.serving.identities_v2[coldkey] = ChainIdentityV2(name, *[b""] * 6)


def enrich(house: Household) -> None:
    """Give a household all that its hotkey can have, so that the swap shows what becomes of it."""
    build, hotkey = house.build, house.hotkey
    nominator = build.account("nominator", tao(1)).account
    house.stake(tao(5))
    house.stake(tao(3), coldkey=nominator)
    house.stake(tao(2), SECOND, nominator)
    house.stake(tao(1), ROOT)
    for prepared in (announce, commit, limit):
        prepared(build, hotkey)
    pay_dividends(build, hotkey, 40)
    relate(build, hotkey, build.name("child"))
    relate(build, build.name("parent"), hotkey)
    await_children(build, hotkey, build.name("child to be"), netuid=SECOND)
    await_children(build, build.name("parent"), hotkey, build.name("child"))
    elect(build, hotkey, build.name("senator"))
    build.chain.subnets.subnet_owner[FIRST] = house.owner.account
    build.chain.subnets.subnet_owner_hotkey[FIRST] = hotkey
    build.chain.keys.associated_evm_address[FIRST, Uid(0)] = (H160(b"\x09" * 20), BlockHeight(4))


def swaps_coldkey(old: AccountId, new: AccountId, cost: int = EVERYWHERE) -> Dispatched:
    """Root swaps a coldkey, at a price in rao."""
    return root(SwapColdkey(old, new, TaoBalance(cost)))


def orders(who: Actor, new: AccountId) -> Dispatched:
    """A coldkey orders its swap."""
    return who.signs(ScheduleSwapColdkey(new))
