"""A chain with a household: a coldkey that owns a hotkey, a neuron of root and two subnets."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import Origin, signed
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tests.transition.chains import account, closing, genesis
from tests.transition.stake.build import give

OWNER, STRANGER, NEW_COLD, NOMINATOR = account(1), account(2), account(3), account(4)
OLD, NEW, CHILD, PARENT = account(11), account(12), account(13), account(14)
FIRST, SECOND, NOWHERE = NetUid(2), NetUid(3), NetUid(9)
BLOCK = 100_000
EVERYWHERE, IN_ONE = 100_000_000, 1_000_000


def household(*closed: str, block: int = BLOCK, free: int = tao(10), seats: bool = True) -> Chain:
    chain = genesis(block, closing(*closed))
    for netuid in (FIRST, SECOND):
        chain.subnets.networks_added[netuid] = True
    own(chain, OWNER, OLD)
    for netuid in (ROOT, FIRST, SECOND) if seats else ():
        append_neuron(chain, netuid, OLD, BlockHeight(10))
    if free:
        give(chain, OWNER, free)
    chain.commit()
    return chain


def own(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    chain.keys.owner[hotkey] = coldkey
    chain.keys.owned_hotkeys[coldkey] = (*chain.keys.owned_hotkeys[coldkey], hotkey)


def stake(chain: Chain, hotkey: AccountId, coldkey: AccountId, alpha: int, netuid: NetUid = FIRST) -> None:
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid, AlphaBalance(alpha))


def relate(chain: Chain, parent: AccountId, child: AccountId, part: int = 5) -> None:
    children, parents = chain.delegation.child_keys, chain.delegation.parent_keys
    children[parent, FIRST] = (*children[parent, FIRST], (U64(part), child))
    parents[child, FIRST] = (*parents[child, FIRST], (U64(part), parent))


def refusal(chain: Chain, who: AccountId | Origin, call: Call) -> type[DispatchError] | None:
    """How a call is refused; None where it is made."""
    error = try_dispatch(chain, signed(who) if isinstance(who, AccountId) else who, call)
    return None if error is None else type(error)
