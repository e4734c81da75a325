from tao_spec.interface.errors import BadOrigin
from tao_spec.transition.delegation.association import try_associate_hotkey
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.accounts.build import refusal
from tests.transition.delegation.build import GHOST, OWNER, PARENT, STRANGER, family


def test_who_is_nobodys_becomes_the_callers() -> None:
    chain = family()
    try_associate_hotkey(chain, signed(STRANGER), GHOST)
    assert chain.keys.owner[GHOST] == STRANGER
    assert chain.keys.owned_hotkeys[STRANGER] == chain.stake.staking_hotkeys[STRANGER] == (GHOST,)
    assert chain.events == []


def test_who_is_somebodys_stays_it() -> None:
    chain = family()
    try_associate_hotkey(chain, signed(STRANGER), PARENT)
    assert chain.commit().changes == {}


def test_a_coldkey_becomes_a_hotkey_unless_that_is_closed() -> None:
    for closed, owner in (((), STRANGER), (("KNOWN-136",), None)):
        chain = family(*closed)
        chain.keys.owned_hotkeys[OWNER] = (PARENT,)
        try_associate_hotkey(chain, signed(STRANGER), OWNER)
        assert chain.keys.owner.get(OWNER) == owner
        try_associate_hotkey(chain, signed(STRANGER), GHOST)
        assert chain.keys.owner.get(GHOST) == STRANGER


def test_somebody_signs() -> None:
    for origin in (ROOT, NOBODY):
        assert refusal(try_associate_hotkey, family(), origin, GHOST) is BadOrigin
