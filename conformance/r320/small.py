"""What changes a little: symbols, pruning, fees of moves, recycling, liquidity, Ethereum addresses, small nominations."""

from __future__ import annotations

from conformance.keys.evm import HOLDER, OTHER, address, changed, sign
from conformance.keys.prepare import FIRST, NOWHERE, household
from conformance.neurons.prepare import HOME, comer, comers, hotkey_of
from conformance.neurons.prune import full
from conformance.pools.prepare import HIGH, LIQUIDITY, LOW, NETUID, add_pool, add_provider, make
from conformance.pools.prepare import OTHER as NO_SUBNET
from conformance.stake.destroy import recycles
from conformance.stake.nominations import sets
from conformance.stake.prepare import SECOND, STABLE, add_market, add_staker, stake
from conformance.subnets.symbols import owned
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import H160, ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.keys import EcdsaSignature
from tao_spec.interface.subnets import UpdateSymbol
from tao_spec.revisions.r320.interface import AssociateEvmKeyOfHotkey
from tao_spec.revisions.r320.small import CORRECTED_SYMBOLS
from tao_spec.transition.subnets.symbol_table import SYMBOLS
from tao_spec.vectors.cases import Actor, Builder, Trace, account_named, case, nobody, root


@case(rules=["R320-20", "SUBNET-12"], errors=["SymbolDoesNotExist", "SymbolAlreadyInUse"], revision=320)
def every_symbol(build: Builder) -> Trace:
    """An owner may choose any symbol of the corrected table, once; those that were corrected away are none."""
    owner = owned(build)
    for symbol in (*CORRECTED_SYMBOLS[3:], CORRECTED_SYMBOLS[-1], CORRECTED_SYMBOLS[0]):
        yield owner.signs(UpdateSymbol(NetUid(2), symbol))
    for symbol in sorted(set(SYMBOLS) - set(CORRECTED_SYMBOLS)):
        yield owner.signs(UpdateSymbol(NetUid(2), symbol))


def full_of_the_owner(build: Builder, limit: int) -> None:
    """A full subnet of four, of which the owner holds the three of the least score."""
    netuid = full(build, 1, 2, 3, 9)
    owner, hotkeys = account_named("owner"), tuple(hotkey_of(uid) for uid in (0, 1, 2))
    build.chain.subnets.subnet_owner[netuid] = owner
    build.chain.keys.owned_hotkeys[owner] = hotkeys
    build.chain.neurons.immune_owner_uids_limit[netuid] = U16(limit)


@case(rules=["R320-21", "NEUR-20"], revision=320)
def as_many_of_the_owner_as_are_immune(build: Builder) -> Trace:
    """As many neurons of the owner as its limit says are never pruned: the latest, and of one block those of the least number."""
    full_of_the_owner(build, limit=2)
    for who in comers(build, 2):
        yield who.burns()


@case(rules=["R320-21", "NEUR-20"], revision=320)
def owner_hotkey_counts_among_them(build: Builder) -> Trace:
    """The owner hotkey takes the first place among them; with a limit of none even it can go."""
    full_of_the_owner(build, limit=1)
    build.chain.subnets.subnet_owner_hotkey[HOME] = hotkey_of(1)
    yield comer(build, "alice").burns()


@case(rules=["R320-21", "NEUR-20"], revision=320)
def owner_hotkey_goes(build: Builder) -> Trace:
    """With a limit of none even the owner hotkey is pruned."""
    full_of_the_owner(build, limit=0)
    build.chain.subnets.subnet_owner_hotkey[HOME] = hotkey_of(0)
    yield comer(build, "alice").burns()


@case(rules=["R320-22", "STAKE-80"], errors=["StakingOperationRateLimitExceeded"], revision=320)
def sale_pays_the_fee(build: Builder) -> Trace:
    """Between subnets the sale pays the fee and the purchase none; from root it is the other way. What was bought is held."""
    add_market(build)
    alice = add_staker(build, "alice", tao(10), tao(50))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(50))
    yield alice.swaps(tao(10))
    yield alice.swaps(tao(10), SECOND, ROOT)
    yield alice.swaps(tao(10), ROOT, SECOND)
    yield alice.swaps(tao(10), ROOT, STABLE)
    yield alice.swaps(tao(10), STABLE, SECOND)


@case(rules=["R320-23", "STAKE-90"], revision=320)
def recycled(build: Builder) -> Trace:
    """Recycled alpha leaves the alpha outside the pool; more than there is means all."""
    add_market(build)
    alice = add_staker(build, "alice", alpha=tao(50))
    yield recycles(alice, tao(10))
    yield recycles(alice, 2**64 - 1)


@case(rules=["R320-23", "STAKE-4"], revision=320)
def all_but_a_little(build: Builder) -> Trace:
    """Where next to nothing of a share would be left, all of it goes, and what was not named stays in the alpha outside."""
    add_market(build)
    alice = add_staker(build, "alice", alpha=tao(50))
    yield recycles(alice, tao(50) - 1)


@case(rules=["R320-24"], errors=["MechanismDoesNotExist", "SubtokenDisabled"], revision=320)
def liquidity_after_the_start(build: Builder) -> Trace:
    """Before a subnet is started positions can be taken out, and neither made nor modified."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    for _ in range(2):
        make(build, provider, provider.adds(LOW, HIGH))
    build.chain.subnets.subtoken_enabled[NETUID] = False
    yield provider.adds(netuid=NO_SUBNET)
    yield provider.modifies(2, LIQUIDITY, NO_SUBNET)
    yield provider.adds(LOW, HIGH)
    yield provider.modifies(2, LIQUIDITY)
    yield provider.removes(2)


@case(rules=["R320-24"], revision=320)
def liquidity_of_a_started_subnet(build: Builder) -> Trace:
    """In a subnet that was started positions are made and modified."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    build.chain.subnets.subtoken_enabled[NETUID] = True
    yield provider.adds(LOW, HIGH)
    yield provider.modifies(2, LIQUIDITY)


def associate(
    hotkey: AccountId, signature: EcdsaSignature, evm_key: H160 | None = None, netuid: NetUid = FIRST
) -> AssociateEvmKeyOfHotkey:
    """The call, for block 7."""
    return AssociateEvmKeyOfHotkey(netuid, hotkey, evm_key or address(HOLDER), BlockHeight(7), signature)


@case(
    rules=["R320-25", "KEYS-71", "KEYS-72"],
    errors=[
        "BadOrigin",
        "NonAssociatedColdKey",
        "HotKeyNotRegisteredInSubNet",
        "InvalidIdentity",
        "InvalidRecoveredPublicKey",
    ],
    revision=320,
)
def address_of_a_hotkey(build: Builder) -> Trace:
    """The coldkey tells the address of its hotkey, for which the holder signed; the hotkey itself may not."""
    house = household(build)
    call = associate(house.hotkey, sign(house.hotkey))
    yield house.owner.signs(call)
    yield root(call)
    yield nobody(call)
    yield Actor(house.hotkey).signs(call)
    yield house.owner.signs(associate(house.hotkey, sign(house.hotkey), netuid=NOWHERE))
    yield house.owner.signs(associate(account_named("nobody's"), sign(house.hotkey)))
    yield house.owner.signs(associate(house.hotkey, changed(sign(house.hotkey), r=0)))
    yield house.owner.signs(associate(house.hotkey, sign(house.hotkey, holder=OTHER)))
    yield house.owner.signs(associate(house.hotkey, sign(house.hotkey, holder=OTHER), address(OTHER)))


@case(rules=["R320-25"], errors=["HotKeyNotRegisteredInSubNet"], revision=320)
def address_of_nobodys_hotkey(build: Builder) -> Trace:
    """Where nobody owns a hotkey, the account of zeros does."""
    household(build)
    stranger = account_named("nobody's")
    yield Actor(AccountId()).signs(associate(stranger, sign(stranger)))


@case(rules=["STAKE-51", "STAKE-52", "STAKE-53"], revision=320)
def nominations_of_nothing_stay(build: Builder) -> Trace:
    """A nomination worth nothing is not cleared any more, and nothing is told of it; one of a little is."""
    add_market(build)
    owner = add_staker(build, "owner", alpha=tao(10))
    nothing = add_staker(build, "nothing", tao(1)).on(owner.hotkey)
    build.chain.stake.alpha[owner.hotkey, nothing.account, FIRST] = U64F64.from_bits(1)
    stake(build, add_staker(build, "little", tao(1)).on(owner.hotkey), FIRST, 1_000)
    yield sets(1_000_000)
