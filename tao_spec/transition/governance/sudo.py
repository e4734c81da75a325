"""Sudo: one account may make any call as root, or as anybody."""

from __future__ import annotations

from tao_spec.interface.accounts.system import MultiAddress, Weight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance import sudo as interface
from tao_spec.interface.governance.sudo import KeyChanged, KeyRemoved, RequireSudo, Sudid, SudoAsDone
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Signed
from tao_spec.transition.accounts.balances import lookup
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch_unfiltered
from tao_spec.transition.origin import ROOT, Origin, is_root, signed
from tao_spec.transition.rules import rule


@rule("SUDO-1")
def ensure_sudo(chain: Chain, origin: Origin) -> None:
    """Only root and the sudo account pass.

    Raises:
        BadOrigin: neither an account nor root calls.
        RequireSudo: another account calls, or there is no sudo account.
    """
    if is_root(origin):
        return
    if not isinstance(origin.caller, Signed):
        raise BadOrigin
    # Without a sudo account nobody but root passes.
    if chain.governance.sudo_key.get() != origin.caller.account:
        raise RequireSudo


@rule("SUDO-2", call=interface.Sudo)
def sudo(chain: Chain, origin: Origin, call: Call) -> None:
    """Make a call as root, past every filter; how it ended is told, and never refuses.

    Args:
        call: what is done.

    Raises:
        BadOrigin, RequireSudo: in this order.
    """
    ensure_sudo(chain, origin)
    chain.emit(Sudid(try_dispatch_unfiltered(chain, ROOT, call)))  # type: ignore[arg-type]


@rule("SUDO-3", call=interface.SudoUncheckedWeight)
def sudo_unchecked_weight(chain: Chain, origin: Origin, call: Call, weight: Weight) -> None:
    """Make a call as root that counts as if it cost what is said.

    Args:
        call: what is done.
        weight: what it counts as; nothing checks it.

    Raises:
        BadOrigin, RequireSudo: in this order.
    """
    sudo(chain, origin, call)


@rule("SUDO-4", call=interface.SudoAs)
def sudo_as(chain: Chain, origin: Origin, who: MultiAddress, call: Call) -> None:
    """Make a call as any account, past the runtime's filter; how it ended is told, and never refuses.

    Args:
        who: as whom.
        call: what is done.

    Raises:
        BadOrigin, RequireSudo, CannotLookup: in this order.
    """
    ensure_sudo(chain, origin)
    chain.emit(SudoAsDone(try_dispatch_unfiltered(chain, signed(lookup(who)), call)))  # type: ignore[arg-type]


@rule("SUDO-5", call=interface.SetKey)
def set_key(chain: Chain, origin: Origin, new: MultiAddress) -> None:
    """Hand the power on to another account, which need not exist.

    Args:
        new: to whom.

    Raises:
        BadOrigin, RequireSudo, CannotLookup: in this order.
    """
    ensure_sudo(chain, origin)
    key = lookup(new)
    chain.emit(KeyChanged(chain.governance.sudo_key.get(), key))
    chain.governance.sudo_key.value = key


@rule("SUDO-6", call=interface.RemoveKey)
def remove_key(chain: Chain, origin: Origin) -> None:
    """Give up the power: from then on only root has it.

    Raises:
        BadOrigin, RequireSudo: in this order.
    """
    ensure_sudo(chain, origin)
    chain.emit(KeyRemoved())
    chain.governance.sudo_key.clear()
