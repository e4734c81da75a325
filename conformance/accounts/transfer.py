"""Transfers: what may be sent, what may be received, who lives and who dies."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H160, H256
from tao_spec.interface.accounts.balances import TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.system import Address20, Address32, Id, Index, MultiAddress, Raw
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, case, nobody, root

DEPOSIT = 500
"""The existential deposit, in rao."""
MAX = 2**64 - 1


def send(giver: Actor, receiver: Actor, amount: int) -> Dispatched:
    """A transfer of which the giver may die."""
    return giver.signs(TransferAllowDeath(Id(receiver.account), TaoBalance(amount)))


def send_alive(giver: Actor, receiver: Actor, amount: int) -> Dispatched:
    """A transfer that the giver must survive."""
    return giver.signs(TransferKeepAlive(Id(receiver.account), TaoBalance(amount)))


@case(rules=["ACC-10", "ACC-24", "ACC-25", "ACC-26", "ACC-71", "DISPATCH-1", "DISPATCH-2"])
def plain(build: Builder) -> Trace:
    """TAO moves between two accounts that both live on."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    yield send(alice, bob, tao(2))
    yield send_alive(bob, alice, tao(3) - DEPOSIT)


@case(rules=["ACC-1", "ACC-10", "ACC-21", "ACC-71"], errors=["BelowMinimum"])
def creates_account(build: Builder) -> Trace:
    """A new account needs the existential deposit: one rao less is refused."""
    alice, new = build.account("alice", tao(5)), Actor(build.name("new"))
    yield send(alice, new, DEPOSIT - 1)
    yield send(alice, new, DEPOSIT)


@case(rules=["ACC-21", "ACC-71"])
def nothing_to_nobody(build: Builder) -> Trace:
    """Nothing can be sent to an account that does not exist, and does not create it."""
    alice = build.account("alice", tao(5))
    yield send(alice, Actor(build.name("new")), 0)


@case(rules=["ACC-2", "ACC-12", "ACC-15", "ACC-23", "ACC-71"])
def dust_dies(build: Builder) -> Trace:
    """Left with one rao less than the existential deposit, the sender dies and the remainder leaves issuance."""
    alice, bob = build.account("alice", 10_000), build.account("bob", tao(1))
    yield send(alice, bob, 10_000 - DEPOSIT + 1)


@case(rules=["ACC-22", "ACC-71"])
def deposit_lives(build: Builder) -> Trace:
    """Left with exactly the existential deposit, the sender lives."""
    alice, bob = build.account("alice", 10_000), build.account("bob", tao(1))
    yield send(alice, bob, 10_000 - DEPOSIT)


@case(rules=["ACC-22", "ACC-71"], errors=["FundsUnavailable"])
def all_and_more(build: Builder) -> Trace:
    """All that is held can be sent; one rao more is refused."""
    alice, bob = build.account("alice", 10_000), build.account("bob", tao(1))
    yield send(alice, bob, 10_001)
    yield send(alice, bob, 10_000)


@case(rules=["ACC-22", "ACC-73"], errors=["FundsUnavailable", "NotExpendable"])
def keep_alive(build: Builder) -> Trace:
    """A sender who must live keeps the existential deposit."""
    alice, bob = build.account("alice", 10_000), build.account("bob", tao(1))
    yield send_alive(alice, bob, 10_001)
    yield send_alive(alice, bob, 10_000 - DEPOSIT + 1)
    yield send_alive(alice, bob, 10_000 - DEPOSIT)


@case(rules=["ACC-20", "ACC-22", "ACC-71"], errors=["Frozen"])
def frozen(build: Builder) -> Trace:
    """What is frozen stays, free or reserved; one rao more than the rest is refused."""
    alice, bob = build.account("alice", 10_000, reserved=3_000, frozen=8_000), build.account("bob", tao(1))
    yield send(alice, bob, 5_001)
    yield send(alice, bob, 5_000)


@case(rules=["ACC-7", "ACC-20", "ACC-22", "ACC-71"], errors=["Frozen"])
def reserve_needs_account(build: Builder) -> Trace:
    """An account with a reserve keeps the existential deposit free: one rao more is refused."""
    alice, bob = build.account("alice", 10_000, reserved=700), build.account("bob", tao(1))
    yield send(alice, bob, 10_000 - DEPOSIT + 1)
    yield send(alice, bob, 10_000 - DEPOSIT)


@case(rules=["ACC-7", "ACC-22", "ACC-71"], errors=["Frozen"])
def last_provider(build: Builder) -> Trace:
    """An account that something needs and that holds less than the existential deposit can spend nothing.

    No call leads to a free balance under the existential deposit with a consumer; it is written here.
    """
    alice, bob = build.account("alice", DEPOSIT - 100, reserved=700), build.account("bob", tao(1))
    yield send(alice, bob, 0)
    yield send(alice, bob, 1)


@case(rules=["ACC-26", "ACC-71"], errors=["FundsUnavailable", "NotExpendable"])
def to_oneself(build: Builder) -> Trace:
    """A transfer to oneself is checked and moves nothing, and nothing is told."""
    alice, _other = build.account("alice", 10_000), build.account("bob", tao(1))
    yield send(alice, alice, 10_000)
    yield send(alice, alice, 10_001)
    yield send_alive(alice, alice, 10_000)


@case(rules=["ACC-21", "ACC-71"], errors=["Overflow"])
def receiver_overflows(build: Builder) -> Trace:
    """What the receiver holds fits 64 bits; one rao more is refused. Issuance is written too small, or nobody could send."""
    alice, rich = build.account("alice", 10_000), build.account("rich", MAX - 5_000)
    yield send(alice, rich, 5_001)
    yield send(alice, rich, 5_000)


@case(rules=["ACC-21", "ACC-71"], errors=["Overflow"])
def receiver_reserve_overflows(build: Builder) -> Trace:
    """Free and reserved together fit 64 bits; one rao more is refused."""
    alice, rich = build.account("alice", 10_000), build.account("rich", MAX - 5_000 - 800, reserved=800)
    yield send(alice, rich, 5_001)
    yield send(alice, rich, 5_000)


@case(rules=["ACC-22", "ACC-71"], errors=["Underflow"])
def more_than_issued(build: Builder) -> Trace:
    """More than all TAO cannot be sent, by whoever holds it. Issuance is written too small: no call leads there."""
    alice, bob = build.account("alice", 10_000), build.account("bob", 1_000)
    build.chain.accounts.total_issuance.value = TaoBalance(6_000)
    yield send(alice, bob, 6_001)
    yield send(alice, bob, 6_000)


@case(rules=["ACC-70", "ACC-71", "ACC-73"], errors=["CannotLookup"])
def addresses(build: Builder) -> Trace:
    """Only an account id names an account; the four other shapes of an address are refused."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    others: tuple[MultiAddress, ...] = (
        Index(None),
        Raw(bytes(bob.account)),
        Address32(H256(bytes(bob.account))),
        Address20(H160()),
    )
    for address in others:
        yield alice.signs(TransferAllowDeath(address, tao(1)))
        yield alice.signs(TransferKeepAlive(address, tao(1)))
    yield send(alice, bob, tao(1))


@case(rules=["ACC-71", "ACC-73"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account can transfer its own TAO: neither root nor nobody can, whatever the address."""
    bob = build.account("bob", tao(1))
    for call in (TransferAllowDeath, TransferKeepAlive):
        yield root(call(Id(bob.account), TaoBalance(1)))
        yield nobody(call(Raw(b""), TaoBalance(1)))


@case(rules=["ACC-71", "ACC-10"], errors=["FundsUnavailable"])
def from_nobody_known(build: Builder) -> Trace:
    """An account that does not exist holds nothing to send."""
    bob, ghost = build.account("bob", tao(1)), Actor(build.name("ghost"))
    yield send(ghost, bob, 1)
    yield send(ghost, bob, 0)


@case(rules=["ACC-71", "ACC-10"])
def silent_at_genesis(build: Builder) -> Trace:
    """The block of genesis tells nothing of what happens in it."""
    build.at_block(0)
    alice, new = build.account("alice", tao(5)), Actor(build.name("new"))
    yield send(alice, new, tao(1))
