"""The calls with a way of their own: the owner's rate limits, the bounds of liquid alpha, and what the node remembers."""

from __future__ import annotations

from conformance.hyperparameters.rows import OTHER, SUBNET, UNKNOWN, by_everybody, people
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import (
    PrecompileEnum,
    PublicKey,
    ScheduleGrandpaChange,
    SudoSetAlphaValues,
    SudoSetEvmChainId,
    SudoSetLiquidAlphaEnabled,
    SudoSetNetworkMaxStake,
    SudoSetSnOwnerHotkey,
    SudoSetSubnetOwnerHotkey,
    SudoSetWeightsVersionKey,
    SudoToggleEvmPrecompile,
    SwapAuthorities,
)
from tao_spec.interface.messages import Call
from tao_spec.state.subnets import SetSNOwnerHotkey
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

A_WEEK = 50_400
"""Blocks from one choice of the owner's hotkey to the next."""


def version(key: int) -> SudoSetWeightsVersionKey:
    """Sets the version of the subnet's weights."""
    return SudoSetWeightsVersionKey(SUBNET, U64(key))


@case(rules=["HYPER-2", "RATE-2", "RATE-3", "HYPER-106"], errors=["TxRateLimitExceeded"])
def version_key_again(build: Builder) -> Trace:
    """An owner waits five tempos before it sets the version again; root neither waits nor makes it wait."""
    who = people(build)
    build.chain.consensus.tempo[SUBNET] = U16(1)
    yield root(version(7))
    yield who.owner.signs(version(8))
    yield who.owner.signs(version(9))
    yield root(version(10))
    yield blocks(4)
    yield who.owner.signs(version(11))
    yield blocks(1)
    yield who.owner.signs(version(12))


@case(rules=["HYPER-2", "RATE-2", "RATE-3", "HYPER-106"], errors=["TxRateLimitExceeded"])
def version_key_of_two_subnets(build: Builder) -> Trace:
    """An owner waits for each of its subnets by itself; where the tempo is 0, not at all."""
    who = people(build)
    build.chain.subnets.subnet_owner[OTHER] = who.owner.account
    build.chain.consensus.tempo[OTHER] = U16(0)
    for _ in range(2):
        yield who.owner.signs(version(1))
        yield who.owner.signs(SudoSetWeightsVersionKey(OTHER, U64(1)))


@case(rules=["RATE-2", "RATE-3", "HYPER-106"])
def version_key_limit_beyond_all(build: Builder) -> Trace:
    """The first change is never too early, however long the wait."""
    who = people(build)
    build.chain.weights.weights_version_key_rate_limit.value = U64(U64.MAX)
    yield who.owner.signs(version(1))


@case(rules=["HYPER-2", "HYPER-106"], errors=["BadOrigin", "SubnetDoesNotExist"])
def version_key_by_everybody(build: Builder) -> Trace:
    """The owner and root set the version that weights must name, of subnets that exist."""
    who = people(build)
    for step in by_everybody(who, version(1)):
        yield step
    for step in by_everybody(who, SudoSetWeightsVersionKey(UNKNOWN, U64(1))):
        yield step


@case(
    rules=["HYPER-2", "HYPER-150", "HYPER-151"],
    errors=["LiquidAlphaDisabled", "AlphaHighTooLow", "AlphaLowOutOfRange"],
)
def alpha_values(build: Builder) -> Trace:
    """The bounds of liquid alpha are a fortieth at least, and the lower is not over the upper."""
    who = people(build)
    yield who.owner.signs(SudoSetAlphaValues(SUBNET, U16(2_000), U16(3_000)))
    yield who.owner.signs(SudoSetLiquidAlphaEnabled(SUBNET, True))
    for low, high in ((1_638, 1_637), (1_637, 1_638), (1_638, 1_638), (1_639, 1_638), (0, 0), (1_638, 65_535)):
        yield who.owner.signs(SudoSetAlphaValues(SUBNET, U16(low), U16(high)))


@case(rules=["HYPER-2", "HYPER-151"], errors=["BadOrigin", "LiquidAlphaDisabled"])
def alpha_values_by_everybody(build: Builder) -> Trace:
    """Only the owner sets the bounds of liquid alpha: root is refused (KNOWN-81)."""
    who = people(build)
    build.chain.consensus.liquid_alpha_on[SUBNET] = True
    for netuid in (SUBNET, UNKNOWN):
        yield from by_everybody(who, SudoSetAlphaValues(netuid, U16(2_000), U16(3_000)))


def hotkey(build: Builder, name: str) -> SudoSetSnOwnerHotkey:
    """Sets the hotkey of the subnet's owner, with the rate limit."""
    return SudoSetSnOwnerHotkey(SUBNET, build.name(name))


@case(rules=["HYPER-2", "RATE-2", "RATE-3", "HYPER-167"], errors=["TxRateLimitExceeded"])
def owner_hotkey_a_week_later(build: Builder) -> Trace:
    """A week after the owner's hotkey was set it can be set again, not a block earlier, be it by root."""
    build.at_block(100_000)
    who = people(build)
    build.chain.subnets.last_rate_limited_block[SetSNOwnerHotkey(SUBNET)] = BlockHeight(100_001 - A_WEEK)
    yield who.owner.signs(hotkey(build, "first"))
    yield root(hotkey(build, "first"))
    yield blocks(1)
    yield root(hotkey(build, "second"))
    yield who.owner.signs(hotkey(build, "third"))


@case(rules=["HYPER-2", "HYPER-167"], errors=["BadOrigin", "SubnetNotExists", "TxRateLimitExceeded"])
def owner_hotkey_by_everybody(build: Builder) -> Trace:
    """The owner and root set the owner's hotkey, of subnets that exist."""
    who = people(build)
    for netuid in (SUBNET, OTHER, UNKNOWN):
        yield from by_everybody(who, SudoSetSnOwnerHotkey(netuid, build.name("hotkey")))


@case(rules=["HYPER-2", "HYPER-164", "HYPER-167"], errors=["BadOrigin", "TxRateLimitExceeded"])
def owner_hotkey_without_limit(build: Builder) -> Trace:
    """By the other call the owner sets its hotkey as often as it likes (KNOWN-82), and nobody else does, not even root."""
    who = people(build)
    yield who.owner.signs(hotkey(build, "first"))
    yield who.owner.signs(hotkey(build, "second"))
    for name in ("second", "third"):
        yield from by_everybody(who, SudoSetSubnetOwnerHotkey(SUBNET, build.name(name)))


@case(rules=["HYPER-2", "HYPER-164"], errors=["BadOrigin"])
def owner_hotkey_of_an_unknown_subnet(build: Builder) -> Trace:
    """The account of zeros sets the owner's hotkey of a subnet that does not exist (KNOWN-80)."""
    yield from by_everybody(people(build), SudoSetSubnetOwnerHotkey(UNKNOWN, build.name("hotkey")))


@case(rules=["HYPER-162"], errors=["BadOrigin"])
def precompiles(build: Builder) -> Trace:
    """Root switches each contract off and on; what is so already is neither stored nor told."""
    who = people(build)
    yield who.owner.signs(SudoToggleEvmPrecompile(PrecompileEnum.Alpha, False))
    yield nobody(SudoToggleEvmPrecompile(PrecompileEnum.Alpha, False))
    for contract in PrecompileEnum:
        for enabled in (True, False, False, True):
            yield root(SudoToggleEvmPrecompile(contract, enabled))


@case(rules=["HYPER-100", "HYPER-153", "HYPER-158"], errors=["BadOrigin"])
def nothing_of_the_state(build: Builder) -> Trace:
    """Root sets what the node remembers, or nothing at all; the modelled state stays as it is."""
    who = people(build)
    made: tuple[Call, ...] = (
        SwapAuthorities((PublicKey(b"a" * 32), PublicKey(b"b" * 32))),
        SwapAuthorities(()),
        SudoSetEvmChainId(U64(964)),
        SudoSetNetworkMaxStake(SUBNET, U64(1)),
        SudoSetNetworkMaxStake(UNKNOWN, U64(1)),
    )
    for call in made:
        yield from by_everybody(who, call)


@case(rules=["HYPER-159"], errors=["BadOrigin"])
def finality(build: Builder) -> Trace:
    """Only root orders that the authorities that finalise blocks be replaced."""
    who, key = people(build), (PublicKey(b"a" * 32), U64(1))
    for order in (
        ScheduleGrandpaChange((key,), BlockNumber(1), None),
        ScheduleGrandpaChange((), BlockNumber(9), BlockNumber(1)),
    ):
        yield from by_everybody(who, order)
