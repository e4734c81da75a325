"""Chains with a subnet that takes neurons, and neurons in it."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import signed
from tests.transition.chains import account, closing, genesis
from tests.transition.stake.build import give, refusal

HOME, OTHER = NetUid(2), NetUid(3)
ALICE, BOB = account(1), account(2)
HOT, WARM = account(11), account(12)
NOW, LONG_AGO = 1_000, BlockHeight(10)
COST = 10**6


def hotkey(uid: int) -> AccountId:
    """The hotkey of a neuron that a chain begins with."""
    return account(100 + uid)


def coldkey(uid: int) -> AccountId:
    return account(180 + uid)


def registry(size: int = 0, room: int = 256, *closed: str, netuid: NetUid = HOME) -> Chain:
    """A chain at block 1,000 whose subnet has neurons without a score, and takes as many as one likes at once."""
    chain = genesis(NOW, closing(*closed))
    open_subnet(chain, netuid, size, room)
    for who in (ALICE, BOB):
        give(chain, who, tao(100))
    chain.commit()
    return chain


def open_subnet(chain: Chain, netuid: NetUid, size: int, room: int) -> None:
    chain.subnets.networks_added[netuid] = True
    chain.pools.subnet_tao[netuid], chain.pools.subnet_alpha_in[netuid] = TaoBalance(tao(10)), AlphaBalance(tao(10))
    chain.pools.subnet_mechanism[netuid] = U16(int(netuid != ROOT))
    neurons = chain.neurons
    neurons.max_allowed_uids[netuid] = U16(room)
    neurons.max_registrations_per_block[netuid] = neurons.target_registrations_per_interval[netuid] = U16(99)
    neurons.burn[netuid], neurons.difficulty[netuid] = TaoBalance(COST), U64(1)
    for uid in range(size):
        create_account_if_non_existent(chain, coldkey(uid), hotkey(uid))
        append_neuron(chain, netuid, hotkey(uid), LONG_AGO)


def score(chain: Chain, *scores: int, netuid: NetUid = HOME) -> None:
    chain.neurons.pruning_scores[netuid] = tuple(map(U16, scores))


def register_at(chain: Chain, *blocks: int, netuid: NetUid = HOME) -> None:
    for uid, block in enumerate(blocks):
        chain.neurons.block_at_registration[netuid, Uid(uid)] = BlockHeight(block)


def make(chain: Chain, who: AccountId, call: Call) -> type[DispatchError] | None:
    """Somebody makes a call; how it is refused, or None."""
    return refusal(dispatch, chain, signed(who), call)
