"""How accounts become hotkeys without a registration."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.keys import TryAssociateHotkey
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


@case(rules=["DELEG-25", "NEUR-7"])
def first_come(build: Builder) -> Trace:
    """The first who names an account owns it; who comes later is told that all went well, and gets nothing."""
    alice, bob = build.account("alice", tao(1)), build.account("bob", tao(1))
    for hotkey in (build.name("one"), build.name("another")):
        yield alice.signs(TryAssociateHotkey(hotkey))
        yield alice.signs(TryAssociateHotkey(hotkey))
        yield bob.signs(TryAssociateHotkey(hotkey))


@case(rules=["DELEG-25", "NEUR-7"])
def the_coldkey_of_another(build: Builder) -> Trace:
    """A coldkey becomes the hotkey of another without being asked, though it has hotkeys itself (KNOWN-136)."""
    alice, bob = build.account("alice", tao(1)), build.account("bob", tao(1))
    yield bob.signs(TryAssociateHotkey(build.name("bob's hotkey")))
    yield alice.signs(TryAssociateHotkey(bob.account))


@case(rules=["DELEG-25", "NEUR-7"])
def oneself(build: Builder) -> Trace:
    """A coldkey can be its own hotkey; the account of zeros has been its own since genesis, and stays it."""
    alice = build.account("alice", tao(1))
    yield alice.signs(TryAssociateHotkey(alice.account))
    yield alice.signs(TryAssociateHotkey(AccountId()))


@case(rules=["DELEG-25", "NEUR-7"])
def listed_already(build: Builder) -> Trace:
    """A hotkey that stands in a list of the coldkey is not listed twice. Swaps leave such lists; they are written here."""
    alice, hotkey = build.account("alice", tao(1)), build.name("a hotkey")
    build.chain.keys.owned_hotkeys[alice.account] = (hotkey, build.name("another"))
    build.chain.stake.staking_hotkeys[alice.account] = (hotkey,)
    yield alice.signs(TryAssociateHotkey(hotkey))


@case(rules=["DELEG-25"], errors=["BadOrigin"])
def somebody_signs(build: Builder) -> Trace:
    """Root has no hotkeys, and nobody has none."""
    yield root(TryAssociateHotkey(build.name("a hotkey")))
    yield nobody(TryAssociateHotkey(build.name("a hotkey")))
