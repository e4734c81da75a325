"""The senate: hotkeys with much root stake, who vote on the triumvirate's motions; and what their majority may do.

Source: upstream's `pallets/subtensor/src/coinbase/root.rs`, `macros/dispatches.rs`, and `runtime/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance import senate as interface
from tao_spec.interface.governance.senate import NotSenateMember, Sudid
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Members
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch_unfiltered
from tao_spec.transition.governance.collective import add_vote
from tao_spec.transition.origin import ROOT, Origin, ensure_signed
from tao_spec.transition.rules import rule


@rule("GOV-36")
def ensure_senate_majority(origin: Origin) -> None:
    """Only more than half of the senate, as it was when the vote ended, passes; root does not.

    Raises:
        BadOrigin: anybody else called.
    """
    caller = origin.caller
    if not isinstance(caller, Members) or caller.ayes.saturating_mul(2) <= caller.members:
        raise BadOrigin


@rule("GOV-37", call=interface.Vote)
def vote(chain: Chain, origin: Origin, hotkey: AccountId, proposal: H256, index: U32, approve: bool) -> None:
    """Vote on a motion with a senator of one's own.

    Args:
        hotkey: the senator; its owner signs.
        proposal, index: which motion.
        approve: aye or nay.

    Raises:
        BadOrigin, NonAssociatedColdKey, NotSenateMember: in this order.
        DispatchError: as `add_vote`.
    """
    coldkey = ensure_signed(origin)
    if chain.keys.owner.get(hotkey) != coldkey:
        raise NonAssociatedColdKey
    if hotkey not in chain.governance.senate_members.value:
        raise NotSenateMember
    add_vote(chain, hotkey, proposal, index, approve)


@rule("GOV-38", call=interface.Sudo)
def sudo(chain: Chain, origin: Origin, call: Call) -> None:
    """Make a call as root, as a majority of the senate, past every filter.

    Unlike the sudo account's, a call that is refused inside refuses this one too, and nothing is told here.

    Args:
        call: what is done.

    Raises:
        BadOrigin: as `ensure_senate_majority`.
        DispatchError: whatever the call refuses with.
    """
    ensure_senate_majority(origin)
    dispatch_unfiltered(chain, ROOT, call)
    chain.emit(Sudid(None))  # type: ignore[arg-type]


@rule("GOV-39", call=interface.SudoUncheckedWeight)
def sudo_unchecked_weight(chain: Chain, origin: Origin, call: Call, weight: Weight) -> None:
    """Make a call as root that counts as if it cost what is said, as a majority of the senate.

    Args:
        call: what is done.
        weight: what it counts as; nothing checks it.

    Raises:
        DispatchError: as `sudo`.
    """
    sudo(chain, origin, call)
