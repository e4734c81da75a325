"""What becomes of the children and the parents of a hotkey that is swapped, in one subnet.

Both lists are copied over those of the new hotkey, and the old name is replaced in the lists of the other side. Whatever
the new hotkey had is not looked at.

Source: upstream's `pallets/subtensor/src/swap/swap_hotkey.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.delegation import InvalidChild
from tao_spec.storage.items import DoubleMapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.children import Children
from tao_spec.transition.rules import rule

FAMILY_IS_OVERWRITTEN = "KNOWN-145"
"""The children and parents of the new hotkey are overwritten, on its side only; a hotkey can become its own parent."""

SECOND_MENTION_STAYS = "KNOWN-153"
"""Of a list of children to be that names the old hotkey twice, only the first mention changes."""

Relatives = DoubleMapAccess[AccountId, NetUid, Children]


@rule("KEYS-30")
def swap_relatives(mine: Relatives, theirs: Relatives, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass the relatives of one kind on to the new hotkey, and replace the old one in the lists of each of them.

    Args:
        mine: the children of hotkeys, or the parents.
        theirs: the other of the two.
    """
    relatives = mine[old, netuid]
    del mine[old, netuid]
    mine[new, netuid] = relatives
    for _, relative in relatives:
        theirs[relative, netuid] = tuple(
            (part, new if hotkey == old else hotkey) for part, hotkey in theirs[relative, netuid]
        )


@rule("KEYS-31")
def swap_pending_children(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass the children to be on to the new hotkey; where the old one is to be a child, the new one will be, as the last."""
    pending = chain.delegation.pending_child_keys
    chosen = pending.take((netuid, old))
    if chosen is not None:
        pending[netuid, new] = chosen
    for parent, (children, cooldown_block) in list(pending.under(netuid)):
        if any(child == old for _, child in children):
            pending[netuid, parent] = (_put_last(chain, children, old, new), cooldown_block)


def _put_last(chain: Chain, children: Children, old: AccountId, new: AccountId) -> Children:
    """Take the first mention of the old hotkey out, and put the new one at the end, with its part (KNOWN-153)."""
    if not chain.deviates(SECOND_MENTION_STAYS):
        return tuple((part, new if child == old else child) for part, child in children)
    place = next(place for place, (_, child) in enumerate(children) if child == old)
    return (*children[:place], *children[place + 1 :], (children[place][0], new))


def ensure_no_family(chain: Chain, hotkey: AccountId, netuid: NetUid) -> None:
    """A hotkey that takes another's place has neither children nor parents in the subnet (KNOWN-145).

    Raises:
        InvalidChild: it has, or will have.
    """
    delegation = chain.delegation
    waiting = delegation.pending_child_keys
    has_family = bool(delegation.child_keys[hotkey, netuid] or delegation.parent_keys[hotkey, netuid])
    will_have = (netuid, hotkey) in waiting or any(
        child == hotkey for _, (children, _) in waiting.under(netuid) for _, child in children
    )
    if (has_family or will_have) and not chain.deviates(FAMILY_IS_OVERWRITTEN):
        raise InvalidChild
