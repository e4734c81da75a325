"""Seats on root and in the senate."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.neurons.prepare import (
    NOW,
    Comer,
    comer,
    comers,
    distinguish,
    hotkey_of,
    let_root,
    let_senate,
    open_for,
    stake_on_root,
)
from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H256, ROOT, AccountId, BlockNumber, Uid
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.governance.senate import AdjustSenate
from tao_spec.interface.neurons import RootRegister
from tao_spec.state.governance import MAX_SENATE_MEMBERS, Votes
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

JOIN = ["NEUR-52", "NEUR-50"]


def staked(build: Builder, who: Comer, amount: int) -> Comer:
    """Somebody whose hotkey has so much stake on root, in rao."""
    stake_on_root(build, who.hotkey, amount)
    return who


def senators(build: Builder, stakes: Sequence[int]) -> list[AccountId]:
    """A senate of hotkeys that have so much stake on root and no seat there, in the order of the accounts."""
    hotkeys = sorted(build.name(f"senator {number}") for number in range(len(stakes)))
    let_senate(build, hotkeys)
    for hotkey, amount in zip(hotkeys, stakes, strict=True):
        stake_on_root(build, hotkey, amount)
    return hotkeys


@case(rules=[*JOIN, "NEUR-7", "NEUR-10", "NEUR-53"], errors=["HotKeyAlreadyRegisteredInSubNet"])
def first(build: Builder) -> Trace:
    """Whoever comes while there is room gets a seat for nothing, without stake; it is a senator, and a delegate."""
    let_root(build, [], room=2)
    alice = Comer(build.name("ghost"), build.name("a hotkey"))
    yield alice.joins_root()
    yield alice.joins_root()


@case(rules=JOIN)
def take_is_kept(build: Builder) -> Trace:
    """A delegate keeps its take; another gets the default, be it above the greatest (KNOWN-119)."""
    let_root(build, [], room=9)
    alice, bob = comers(build, 2)
    build.chain.delegation.delegates[alice.hotkey] = U16(0)
    build.chain.delegation.max_delegate_take.value = U16(100)
    yield alice.joins_root()
    yield bob.joins_root()


@case(rules=[*JOIN, "NEUR-7"])
def hotkey_of_another(build: Builder) -> Trace:
    """Anybody registers the hotkey of another on root (KNOWN-115)."""
    let_root(build, [], room=9)
    alice, bob = comers(build, 2)
    create_account_if_non_existent(build.chain, alice.account, alice.hotkey)
    yield bob.signs(RootRegister(alice.hotkey))


@case(rules=["NEUR-52", "NEUR-54"], errors=["BadOrigin"])
def unsigned(build: Builder) -> Trace:
    """Neither root nor nobody gives out seats."""
    let_root(build, [5], room=9)
    for call in (RootRegister(build.name("a hotkey")), AdjustSenate(hotkey_of(0, ROOT))):
        yield root(call)
        yield nobody(call)


@case(rules=["NEUR-52", "NEUR-54"], errors=["RootNetworkDoesNotExist"])
def no_root(build: Builder) -> Trace:
    """Without root there are no seats, not even for nobody's signature. No call leads to it: it is written here."""
    let_root(build, [5], room=9)
    build.chain.subnets.networks_added[ROOT] = False
    alice = comer(build, "alice")
    for call in (RootRegister(alice.hotkey), AdjustSenate(hotkey_of(0, ROOT))):
        yield nobody(call)
        yield alice.signs(call)


@case(
    rules=["NEUR-52", "NEUR-31", "NEUR-34"],
    errors=["TooManyRegistrationsThisBlock", "TooManyRegistrationsThisInterval"],
)
def limits(build: Builder) -> Trace:
    """As genesis has it root takes one hotkey a block, and three an interval; whether it allows burning does not matter."""
    build.chain.neurons.network_registration_allowed[ROOT] = False
    build.chain.neurons.last_adjustment_block[ROOT] = NOW
    people = comers(build, 4)
    yield people[0].joins_root()
    yield people[1].joins_root()
    yield blocks(1)
    yield people[1].joins_root()
    yield blocks(1)
    yield people[2].joins_root()
    yield people[3].joins_root()
    yield blocks(1)
    yield people[3].joins_root()


@case(rules=[*JOIN, "NEUR-51", "NEUR-12"], errors=["StakeTooLowForRoot"])
def more_than_the_least(build: Builder) -> Trace:
    """Where root is full, as much stake as the least is not enough, a rao more is."""
    let_root(build, [30, 10, 20], room=3)
    alice, bob = (staked(build, who, stake) for who, stake in zip(comers(build, 2), (10, 11), strict=True))
    yield alice.joins_root()
    yield bob.joins_root()


@case(rules=["NEUR-51", "NEUR-12"])
def least_of_equals(build: Builder) -> Trace:
    """Of equal stakes the first in the order of the storage keys goes: number 256 comes before number 1."""
    let_root(build, [30, *[10] * 299], room=300)
    people = [staked(build, who, 100) for who in comers(build, 3)]
    for who in people:
        yield who.joins_root()


@case(rules=["NEUR-50", "NEUR-51", "NEUR-15"], errors=["HotKeyNotRegisteredInSubNet"])
def no_seats(build: Builder) -> Trace:
    """On root without a seat nobody can be replaced."""
    let_root(build, [], room=0)
    yield staked(build, comer(build, "alice"), 100).joins_root()


@case(rules=["NEUR-50", "NEUR-51"], errors=["StakeTooLowForRoot"])
def no_least(build: Builder) -> Trace:
    """A seat with the greatest stake that there is is nobody's to take. The stake is written here: no call leads to it."""
    let_root(build, [0], room=1)
    build.chain.stake.total_hotkey_alpha[hotkey_of(0, ROOT), ROOT] = AlphaBalance(2**64 - 1)
    yield staked(build, comer(build, "alice"), 100).joins_root()


@case(rules=["NEUR-12", "NEUR-13", "NEUR-50"])
def what_remains(build: Builder) -> Trace:
    """A seat passes with what a number in a subnet passes with (KNOWN-110), and whatever its pruning score; that stays."""
    let_root(build, [30, 10], room=2)
    distinguish(build, ROOT)
    build.chain.neurons.pruning_scores[ROOT] = (U16(0), U16(9))
    yield staked(build, comer(build, "alice"), 11).joins_root()


@case(rules=["NEUR-50", "NEUR-12", "NEUR-53"], errors=["HotKeyNotRegisteredInSubNet"])
def owner_of_root(build: Builder) -> Trace:
    """An owner hotkey of root would keep its number, and nobody come in its place. No call names one: it is written here."""
    let_root(build, [10], room=1)
    build.chain.subnets.subnet_owner_hotkey[ROOT] = hotkey_of(0, ROOT)
    yield staked(build, comer(build, "alice"), 11).joins_root()


@case(rules=[*JOIN, "NEUR-53"], errors=["HotKeyAlreadyRegisteredInSubNet"])
def senator_without_seat(build: Builder) -> Trace:
    """Whoever loses its seat stays a senator (KNOWN-116); a senator without a seat cannot get one (KNOWN-117)."""
    let_root(build, [], room=1)
    former = build.name("a senator")
    let_senate(build, [former])
    stake_on_root(build, former, 20)
    alice, bob = comers(build, 2)
    staked(build, bob, 10)
    yield alice.joins_root()
    yield bob.joins_root()
    yield bob.signs(RootRegister(former))


@case(rules=["NEUR-53", "NEUR-52"])
def senate_fills_up(build: Builder) -> Trace:
    """The last free place in the senate is anybody's; then a place is only for more stake than the least senator has."""
    let_root(build, [], room=64)
    senators(build, [50] * (MAX_SENATE_MEMBERS - 1))
    people = comers(build, 3)
    staked(build, people[2], 1)
    for who in people:
        yield who.joins_root()


@case(rules=["NEUR-53", "NEUR-54"], errors=["StakeTooLowForRoot"])
def least_senator(build: Builder) -> Trace:
    """As much stake as the least senator's is not enough for the senate, a rao more is; of equal senators the last goes."""
    let_root(build, [10, 11, 99], room=64)
    senators(build, [30, 10, 40, 10, 50, 10, *[60] * 6])
    alice = comer(build, "alice")
    for uid in range(3):
        yield alice.signs(AdjustSenate(hotkey_of(uid, ROOT)))


@case(rules=["NEUR-53", "NEUR-54"])
def votes_go(build: Builder) -> Trace:
    """The votes of a senator who is replaced go with it, and so does its being prime; a proposal without votes stays without."""
    let_root(build, [99], room=64)
    members = senators(build, [10 + number for number in range(MAX_SENATE_MEMBERS)])
    governance = build.chain.governance
    proposals = tuple(H256(bytes([number]) * 32) for number in (1, 2, 3))
    governance.proposals.value = proposals
    governance.senate_prime.value = members[0]
    ayes, nays = tuple(reversed(members[:4])), tuple(members[4:6])
    governance.voting[proposals[0]] = Votes(U32(0), U32(2), ayes, nays, BlockNumber(9_000))
    governance.voting[proposals[1]] = Votes(U32(1), U32(2), nays, ayes, BlockNumber(9_000))
    yield comer(build, "alice").signs(AdjustSenate(hotkey_of(0, ROOT)))


@case(
    rules=["NEUR-54", "NEUR-53"],
    errors=["HotKeyNotRegisteredInSubNet", "HotKeyAlreadyRegisteredInSubNet"],
)
def adjust(build: Builder) -> Trace:
    """Anybody brings a hotkey with a seat on root into a senate with room, once; one without a seat nobody does."""
    let_root(build, [0], room=64)
    alice = comer(build, "alice")
    yield alice.signs(AdjustSenate(alice.hotkey))
    yield alice.signs(AdjustSenate(hotkey_of(0, ROOT)))
    yield alice.signs(AdjustSenate(hotkey_of(0, ROOT)))


@case(rules=["NEUR-54", "NEUR-7"])
def seat_of_nobody(build: Builder) -> Trace:
    """A hotkey with a seat that nobody owns belongs to whoever brings it into the senate. It is written here."""
    open_for(build.chain, ROOT, 9)
    hotkey = build.name("a hotkey")
    build.chain.neurons.uids[ROOT, hotkey] = Uid(0)
    yield comer(build, "alice").signs(AdjustSenate(hotkey))
