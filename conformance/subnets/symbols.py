"""The symbols of the subnets' alpha."""

from __future__ import annotations

from conformance.scenes import add_network
from conformance.subnets.prepare import SECOND, TAO, ends, founder, founds
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.interface.subnets import UpdateSymbol
from tao_spec.transition.subnets.symbol_table import SYMBOLS
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

BETA, GAMMA = SYMBOLS[2], SYMBOLS[3]


def owned(build: Builder) -> Actor:
    """The owner of a subnet 2 that has the symbol beta."""
    owner = founder(build)
    add_network(build, SECOND)
    build.chain.subnets.subnet_owner[SECOND] = owner.account
    build.chain.subnets.token_symbol[SECOND] = BETA
    return owner


@case(rules=["SUBNET-10", "SUBNET-11"])
def of_its_number(build: Builder) -> Trace:
    """A new subnet has the symbol of its number if that is free."""
    who = founder(build)
    for netuid in range(2, 19):
        add_network(build, netuid)
    yield founds(build, who)


@case(rules=["SUBNET-10", "SUBNET-11"])
def taken(build: Builder) -> Trace:
    """Where the symbol of its number is taken, a new subnet has the first that is not, root's excepted."""
    who = founder(build)
    del build.chain.subnets.token_symbol[ROOT]
    for netuid, symbol in ((100, BETA), (101, GAMMA), (102, SYMBOLS[5])):
        build.chain.subnets.token_symbol[NetUid(netuid)] = symbol
    yield founds(build, who)


@case(rules=["SUBNET-10", "SUBNET-11"])
def beyond_the_table(build: Builder) -> Trace:
    """The 439th number has no symbol of its own: the subnet has that of root where no entry has it, be others free or not."""
    who = founder(build)
    for netuid in range(2, 439):
        add_network(build, netuid)
    del build.chain.subnets.token_symbol[ROOT]
    yield founds(build, who)


@case(rules=["SUBNET-10", "SUBNET-11"])
def beyond_the_table_with_root(build: Builder) -> Trace:
    """With root's symbol in use the subnet of the 439th number has the first symbol that is free."""
    who = founder(build)
    for netuid in range(2, 439):
        add_network(build, netuid)
    yield founds(build, who)


@case(rules=["SUBNET-11"])
def all_in_use(build: Builder) -> Trace:
    """Where every symbol is in use a new subnet has that of root; the numbers that occupy them, written here, need not exist."""
    who = founder(build)
    for number, symbol in enumerate(SYMBOLS):
        build.chain.subnets.token_symbol[NetUid(1_000 + number)] = symbol
    yield founds(build, who)


@case(rules=["SUBNET-11", "SUBNET-42"])
def used_again(build: Builder) -> Trace:
    """A number that is used again gets another symbol, for the old one is in use (KNOWN-122)."""
    who = founder(build, free=100_000 * TAO)
    yield founds(build, who)
    yield root(ends(who))
    yield founds(build, who)


@case(rules=["SUBNET-2", "SUBNET-12"], errors=["BadOrigin", "SymbolAlreadyInUse"])
def chosen(build: Builder) -> Trace:
    """The owner and root choose a symbol of the table that no subnet has, neither this one."""
    owner = owned(build)
    choice = UpdateSymbol(SECOND, GAMMA)
    yield nobody(choice)
    yield Actor(build.name("stranger")).signs(choice)
    yield owner.signs(choice)
    yield owner.signs(choice)
    yield root(UpdateSymbol(SECOND, BETA))
    yield root(UpdateSymbol(SECOND, SYMBOLS[1]))


@case(rules=["SUBNET-12"], errors=["SymbolDoesNotExist"])
def in_the_table(build: Builder) -> Trace:
    """The last of the table can be chosen; root's, nothing, an ordinary tau and half of a symbol cannot."""
    owner = owned(build)
    for symbol in (SYMBOLS[0], b"", "τ".encode(), GAMMA[:1], GAMMA + b"\0", SYMBOLS[19], SYMBOLS[129], SYMBOLS[438]):
        yield owner.signs(UpdateSymbol(SECOND, symbol))


@case(rules=["SUBNET-2", "SUBNET-3", "SUBNET-12"])
def of_no_subnet(build: Builder) -> Trace:
    """Root and the account of zeros give symbols to subnets that do not exist (KNOWN-124)."""
    zeros, who = Actor(AccountId()), founder(build)
    yield root(UpdateSymbol(NetUid(77), GAMMA))
    yield zeros.signs(UpdateSymbol(NetUid(65_535), BETA))
    yield zeros.signs(UpdateSymbol(ROOT, SYMBOLS[4]))
    yield founds(build, who)
