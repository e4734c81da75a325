"""What owners and root may set, and when: the window before an epoch, the limits of owners, bounds, what is new, and trimming."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from conformance.hyperparameters.rows import call
from conformance.scenes import TEMPO, Subnet, subnet
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U8, U16, U64
from tao_spec.interface.delegation import IncreaseTake
from tao_spec.interface.hyperparameters import (
    SudoSetActivityCutoff,
    SudoSetAlphaValues,
    SudoSetBondsMovingAverage,
    SudoSetKappa,
    SudoSetMaxBurn,
    SudoSetMinBurn,
    SudoSetNetworkRegistrationAllowed,
    SudoSetRho,
    SudoSetSnOwnerHotkey,
    SudoSetSubnetLimit,
    SudoSetTempo,
    SudoSetToggleTransfer,
    SudoSetWeightsVersionKey,
)
from tao_spec.interface.keys import SwapHotkey
from tao_spec.interface.messages import Call
from tao_spec.revisions.r320.interface import (
    MechId,
    RecycleOrBurnEnum,
    SudoSetAdminFreezeWindow,
    SudoSetMinAllowedUids,
    SudoSetOwnerHparamRateLimit,
    SudoSetRecycleOrBurn,
    SudoTrimToMaxAllowedUids,
)
from tao_spec.revisions.r320.mechanisms import get_storage_index
from tao_spec.revisions.r320.owner_controls import FROZEN_OF_ROOT, OWNERS_SETTINGS
from tao_spec.revisions.r320.state import added
from tao_spec.state.serving import NeuronCertificate
from tao_spec.transition.hyperparameters.table import TABLE
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

HOME, NOWHERE = NetUid(2), NetUid(99)
"""The subnet of the cases, and one that does not exist."""


def owned(build: Builder, size: int = 2, left: int = 50) -> tuple[Subnet, Actor]:
    """A subnet whose first neuron's coldkey owns it, so many blocks before its epoch."""
    made = subnet(build, [1] * size)
    made.own(0)
    build.at_block(build.chain.number + 1 - left)
    return made, Actor(made.coldkey(0))


def of_owners() -> Iterable[Call]:
    """A call for each setting of owners that stands in the table, within its bounds, of the subnet of the cases."""
    special = {SudoSetMaxBurn: TaoBalance(10**9), SudoSetActivityCutoff: U16(400)}
    for kind in OWNERS_SETTINGS:
        if kind in TABLE:
            yield call(TABLE[kind].row, special.get(kind, middling(kind)))


def middling(kind: type[Call]) -> Any:
    """A value that a call takes: a switch on, or a number that no bound forbids."""
    value = get_type_hints(kind)[fields(kind)[-1].name]  # type: ignore[arg-type]
    return True if value is bool else value(7)


# --- When


@case(rules=["R320-94", "R320-95", "R320-96"], errors=["AdminActionProhibitedDuringWeightsWindow"], revision=320)
def window(build: Builder) -> Trace:
    """Ten blocks before the epoch a setting can be changed, nine before it and in its own block it cannot, and then it can."""
    _, owner = owned(build, left=10)
    yield owner.signs(SudoSetKappa(HOME, U16(1)))
    yield blocks(1)
    yield owner.signs(SudoSetRho(HOME, U16(1)))
    yield root(SudoSetRho(HOME, U16(1)))
    yield blocks(9)
    yield root(SudoSetRho(HOME, U16(2)))
    yield blocks(1)
    yield owner.signs(SudoSetRho(HOME, U16(3)))


@case(rules=["R320-94", "R320-101"], errors=["AdminActionProhibitedDuringWeightsWindow", "BadOrigin"], revision=320)
def window_set(build: Builder) -> Trace:
    """Root sets the window; at zero nothing is frozen, over the tempo all is, but for a tempo of zero."""
    _, owner = owned(build, left=1)
    yield owner.signs(SudoSetAdminFreezeWindow(U16(1)))
    yield root(SudoSetRho(HOME, U16(1)))
    yield root(SudoSetAdminFreezeWindow(U16(1)))
    yield root(SudoSetRho(HOME, U16(2)))
    yield root(SudoSetAdminFreezeWindow(U16(U16.MAX)))
    yield root(SudoSetRho(HOME, U16(3)))
    yield root(SudoSetAdminFreezeWindow(U16(0)))
    yield root(SudoSetTempo(HOME, U16(0)))
    yield root(SudoSetAdminFreezeWindow(U16(U16.MAX)))
    yield root(SudoSetRho(HOME, U16(4)))


@case(rules=["R320-96"], errors=["AdminActionProhibitedDuringWeightsWindow"], revision=320)
def what_is_frozen(build: Builder) -> Trace:
    """Every setting of owners and some of root are frozen; others of root are not, nor the choice of the owner's hotkey."""
    made, owner = owned(build, left=5)
    for frozen in of_owners():
        yield owner.signs(frozen)
    for kind in sorted(FROZEN_OF_ROOT & set(TABLE), key=lambda kind: kind.NAME):
        yield root(call(TABLE[kind].row, middling(kind)))
    yield root(SudoSetNetworkRegistrationAllowed(HOME, False))
    yield owner.signs(SudoSetSnOwnerHotkey(HOME, made.hotkey(1)))


@case(rules=["R320-95", "R320-96", "R320-97", "R320-98", "R320-99", "R320-100"], errors=["BadOrigin"], revision=320)
def who_comes_first(build: Builder) -> Trace:
    """Who may not set something is told so, frozen or not."""
    owned(build, left=5)
    stranger = Actor(build.name("stranger"))
    for refused in (*of_owners(), *by_hand()):
        yield stranger.signs(refused)
        yield nobody(refused)
    for kind in sorted(FROZEN_OF_ROOT & set(TABLE), key=lambda kind: kind.NAME):
        yield stranger.signs(call(TABLE[kind].row, middling(kind)))


def by_hand() -> tuple[Call, ...]:
    """The settings of owners that have a way of their own."""
    return (
        SudoSetWeightsVersionKey(HOME, U64(3)),
        SudoSetBondsMovingAverage(HOME, U64(3)),
        SudoSetAlphaValues(HOME, U16(2_000), U16(3_000)),
        SudoSetToggleTransfer(HOME, False),
    )


# --- How often


@case(rules=["R320-95", "R320-96"], errors=["BadOrigin", "TxRateLimitExceeded"], revision=320)
def each_setting_by_itself(build: Builder) -> Trace:
    """Each setting waits for itself alone; a second change of each is refused, root's is not."""
    _, owner = owned(build)
    # Only then can the values of liquid alpha be set.
    build.chain.consensus.liquid_alpha_on[HOME] = True
    for change in (*of_owners(), *by_hand(), SudoSetRecycleOrBurn(HOME, RecycleOrBurnEnum.Recycle)):
        yield owner.signs(change)
        yield owner.signs(change)
        yield root(change)


@case(rules=["R320-95", "R320-102"], errors=["TxRateLimitExceeded", "BadOrigin"], revision=320)
def two_tempos(build: Builder) -> Trace:
    """An owner waits two tempos; root sets how many, and neither waits nor lets the owner wait."""
    _, owner = owned(build)
    yield owner.signs(SudoSetOwnerHparamRateLimit(U16(1)))
    yield root(SudoSetKappa(HOME, U16(1)))
    yield owner.signs(SudoSetKappa(HOME, U16(2)))
    yield blocks(2 * TEMPO - 1)
    yield owner.signs(SudoSetKappa(HOME, U16(3)))
    yield blocks(1)
    yield owner.signs(SudoSetKappa(HOME, U16(4)))
    yield root(SudoSetOwnerHparamRateLimit(U16(0)))
    yield owner.signs(SudoSetKappa(HOME, U16(5)))


@case(rules=["R320-95", "R320-96"], errors=["TxRateLimitExceeded", "ValueNotInBounds"], revision=320)
def refused_changes_are_free(build: Builder) -> Trace:
    """A change that is refused leaves no mark; the limit is asked before the value."""
    _, owner = owned(build)
    yield owner.signs(SudoSetMinBurn(HOME, TaoBalance(10**9)))
    yield owner.signs(SudoSetMinBurn(HOME, TaoBalance(7)))
    yield owner.signs(SudoSetMinBurn(HOME, TaoBalance(10**9)))


@case(rules=["R320-97"], errors=["TxRateLimitExceeded", "SubnetDoesNotExist"], revision=320)
def version_key(build: Builder) -> Trace:
    """The limit of the version key is asked before the subnet is; root is told that there is none."""
    _, owner = owned(build)
    build.chain.subnets.subnet_owner[NOWHERE] = owner.account
    # What the owner did in a subnet that is no more.
    build.chain.delegation.transaction_key_last_block[owner.account, NOWHERE, U16(4)] = BlockHeight(build.chain.number)
    build.chain.weights.weights_version_key_rate_limit.value = U64(5)
    yield owner.signs(SudoSetWeightsVersionKey(NOWHERE, U64(1)))
    yield root(SudoSetWeightsVersionKey(NOWHERE, U64(1)))
    yield owner.signs(SudoSetWeightsVersionKey(HOME, U64(1)))
    yield owner.signs(SudoSetWeightsVersionKey(HOME, U64(2)))


@case(
    rules=["R320-98", "R320-99"],
    errors=["BondsMovingAverageMaxReached", "LiquidAlphaDisabled", "BadOrigin"],
    revision=320,
)
def limits_of_values(build: Builder) -> Trace:
    """What owners may not set they may not set in time either; of liquid alpha root may set nothing."""
    _, owner = owned(build)
    yield owner.signs(SudoSetBondsMovingAverage(HOME, U64(975_001)))
    yield owner.signs(SudoSetBondsMovingAverage(HOME, U64(975_000)))
    yield owner.signs(SudoSetAlphaValues(HOME, U16(2_000), U16(3_000)))
    yield root(SudoSetAlphaValues(HOME, U16(2_000), U16(3_000)))


@case(
    rules=["R320-90", "R320-91", "R320-92"],
    errors=["DelegateTxRateLimitExceeded", "HotKeySetTxRateLimitExceeded"],
    revision=320,
)
def takes_and_swaps(build: Builder) -> Trace:
    """Takes and swaps are remembered under keys of their own; a swapped hotkey takes what is remembered along."""
    made, _ = owned(build)
    owner, first, second = build.account("coldkey 0 on 2", tao(9)), build.name("first"), build.name("second")
    build.chain.keys.tx_rate_limit.value = U64(5)
    yield owner.signs(IncreaseTake(made.hotkey(0), U16(7)))
    yield owner.signs(SwapHotkey(made.hotkey(0), first, None))
    yield owner.signs(SwapHotkey(first, second, None))
    yield owner.signs(IncreaseTake(first, U16(8)))


# --- Bounds, and what is new


@case(rules=["R320-96"], errors=["ValueNotInBounds", "SubnetDoesNotExist"], revision=320)
def burns(build: Builder) -> Trace:
    """The least cost is less than one TAO and than the greatest, the greatest more than a tenth of one and than the least."""
    owned(build)
    least, greatest = build.chain.neurons.min_burn, build.chain.neurons.max_burn
    least[HOME], greatest[HOME] = TaoBalance(10**6), TaoBalance(2 * 10**9)
    for low in (10**9, 10**9 - 1, 0):
        yield root(SudoSetMinBurn(HOME, TaoBalance(low)))
    for high in (10**8, 10**8 + 1):
        yield root(SudoSetMaxBurn(HOME, TaoBalance(high)))
    for low in (10**8 + 1, 10**8):
        yield root(SudoSetMinBurn(HOME, TaoBalance(low)))
    yield root(SudoSetMinBurn(NOWHERE, TaoBalance(1)))
    yield root(SudoSetMaxBurn(NOWHERE, TaoBalance(10**9)))


@case(rules=["R320-96"], errors=["ValueNotInBounds"], revision=320)
def burns_beside_each_other(build: Builder) -> Trace:
    """The greatest cost is more than the least, which here is more than a tenth of a TAO."""
    owned(build)
    build.chain.neurons.min_burn[HOME] = TaoBalance(5 * 10**8)
    for high in (5 * 10**8, 5 * 10**8 + 1):
        yield root(SudoSetMaxBurn(HOME, TaoBalance(high)))


@case(rules=["R320-96"], errors=["BadOrigin"], revision=320)
def subnet_limit(build: Builder) -> Trace:
    """Root sets how many subnets there may be, be it none."""
    _, owner = owned(build)
    yield owner.signs(SudoSetSubnetLimit(U16(3)))
    for limit in (0, U16.MAX):
        yield root(SudoSetSubnetLimit(U16(limit)))


@case(
    rules=["R320-103"],
    errors=[
        "BadOrigin",
        "SubnetDoesNotExist",
        "MinAllowedUidsGreaterThanMaxAllowedUids",
        "MinAllowedUidsGreaterThanCurrentUids",
        "AdminActionProhibitedDuringWeightsWindow",
    ],
    revision=320,
)
def least_number_of_neurons(build: Builder) -> Trace:
    """It is less than the subnet may have, and less than it has; root sets it, and not before an epoch."""
    _, owner = owned(build, size=4, left=10)
    build.chain.neurons.max_allowed_uids[HOME] = U16(5)
    yield owner.signs(SudoSetMinAllowedUids(HOME, U16(3)))
    yield root(SudoSetMinAllowedUids(NOWHERE, U16(0)))
    for least in (5, 4, 3, 0):
        yield root(SudoSetMinAllowedUids(HOME, U16(least)))
    yield blocks(1)
    yield root(SudoSetMinAllowedUids(HOME, U16(1)))


@case(rules=["R320-104"], errors=["BadOrigin", "AdminActionProhibitedDuringWeightsWindow"], revision=320)
def what_becomes_of_the_owners_alpha(build: Builder) -> Trace:
    """The owner and root set it, of a subnet that does not exist, too; not before an epoch."""
    _, owner = owned(build, left=10)
    yield Actor(build.name("stranger")).signs(SudoSetRecycleOrBurn(HOME, RecycleOrBurnEnum.Burn))
    yield owner.signs(SudoSetRecycleOrBurn(HOME, RecycleOrBurnEnum.Recycle))
    yield root(SudoSetRecycleOrBurn(NOWHERE, RecycleOrBurnEnum.Recycle))
    yield blocks(1)
    yield root(SudoSetRecycleOrBurn(HOME, RecycleOrBurnEnum.Burn))


# --- Trimming


def trimmable(build: Builder, emission: Mapping[int, int], size: int = 6) -> tuple[Subnet, Actor]:
    """A subnet of neurons that see all others in both mechanisms, each with an emission of its own; two may be left."""
    made, owner = owned(build, size)
    chain, later = build.chain, added(build.chain)
    later.mechanism_count_current[HOME] = MechId(2)
    later.min_allowed_uids[HOME] = U16(2)
    chain.neurons.immunity_period[HOME] = U16(10)
    everyone = range(size)
    for index in (HOME, get_storage_index(HOME, MechId(1))):
        for uid in everyone:
            row = tuple((Uid(other), U16(100 * uid + other)) for other in everyone)
            chain.weights.weights[index, Uid(uid)] = row
            chain.consensus.bonds[index, Uid(uid)] = row
        chain.consensus.incentive[index] = tuple(map(U16, everyone))
        chain.weights.last_update[index] = tuple(BlockHeight(900 + uid) for uid in everyone)
    chain.consensus.emission[HOME] = tuple(AlphaBalance(emission.get(uid, 0)) for uid in everyone)
    # A list that is too short is filled up with zeros.
    chain.consensus.rank[HOME] = tuple(map(U16, range(10, 13)))
    chain.consensus.active[HOME] = (True,) * 2
    for scores in (chain.consensus.trust, chain.consensus.consensus, chain.consensus.dividends):
        scores[HOME] = tuple(map(U16, range(20, 20 + size)))
    for uid in everyone:
        hotkey = made.hotkey(uid)
        chain.emission.last_hotkey_emission_on_netuid[hotkey, HOME] = AlphaBalance(uid + 1)
        chain.serving.neuron_certificates[HOME, hotkey] = NeuronCertificate(b"key", U8(1))
    return made, owner


@case(rules=["R320-110", "R320-111", "R320-112", "R320-113", "R320-114"], revision=320)
def trimmed(build: Builder) -> Trace:
    """Those that earn least go, of equal ones those with the greatest numbers; the owner's stays, and all close ranks."""
    _, owner = trimmable(build, {0: 0, 1: 5, 2: 1, 3: 9, 4: 1, 5: 5})
    yield owner.signs(SudoTrimToMaxAllowedUids(HOME, U16(4)))
    yield root(SudoTrimToMaxAllowedUids(HOME, U16(3)))
    yield blocks(51)


@case(rules=["R320-111", "R320-112"], errors=["InvalidValue"], revision=320)
def immune_neurons(build: Builder) -> Trace:
    """Those in immunity stay; where they are four fifths of the limit or more, nothing is trimmed."""
    made, _ = trimmable(build, {}, size=7)
    now = build.chain.number
    for uid, age in ((1, 9), (2, 10), (6, 9), (5, 9)):
        made.register(uid, now - age)
    yield root(SudoTrimToMaxAllowedUids(HOME, U16(5)))
    yield root(SudoTrimToMaxAllowedUids(HOME, U16(6)))


@case(rules=["R320-110", "R320-111"], errors=["SubnetNotExists", "InvalidValue", "BadOrigin"], revision=320)
def limits_of_trimming(build: Builder) -> Trace:
    """The limit lies between the least and the present one, both included; where there are fewer neurons only it changes."""
    made, _ = trimmable(build, {})
    build.chain.neurons.max_allowed_uids[HOME] = U16(9)
    yield Actor(build.name("stranger")).signs(SudoTrimToMaxAllowedUids(HOME, U16(3)))
    yield root(SudoTrimToMaxAllowedUids(NOWHERE, U16(3)))
    for limit in (1, 10, 9, 7, 6, 2):
        yield root(SudoTrimToMaxAllowedUids(made.netuid, U16(limit)))


@case(rules=["R320-110"], errors=["TxRateLimitExceeded", "AdminActionProhibitedDuringWeightsWindow"], revision=320)
def trimming_by_the_owner(build: Builder) -> Trace:
    """An owner trims once in 216,000 blocks, and not before an epoch."""
    made, owner = trimmable(build, {})
    # As if it had been done so long ago; the age of the chain is written with it.
    last = build.chain.delegation.transaction_key_last_block
    build.at_block(build.chain.number + 216_000)
    last[owner.account, HOME, U16(9)] = BlockHeight(build.chain.number - 215_999)
    yield owner.signs(SudoTrimToMaxAllowedUids(made.netuid, U16(5)))
    yield blocks(1)
    yield owner.signs(SudoTrimToMaxAllowedUids(made.netuid, U16(5)))
    yield blocks(48)
    yield root(SudoTrimToMaxAllowedUids(made.netuid, U16(4)))


@case(rules=["R320-113"], revision=320)
def unknown_emission(build: Builder) -> Trace:
    """A neuron that is beyond the list of emission stays, though the subnet counts one less (KNOWN-221)."""
    trimmable(build, {0: 9})
    # Three neurons have no element in the list.
    build.chain.consensus.emission[HOME] = build.chain.consensus.emission[HOME][:3]
    yield root(SudoTrimToMaxAllowedUids(HOME, U16(2)))


@case(rules=["R320-114"], revision=320)
def old_numbers(build: Builder) -> Trace:
    """A neuron that gets a new number keeps the old one in `Uids` (KNOWN-220)."""
    trimmable(build, {0: 9, 2: 9}, size=3)
    yield root(SudoTrimToMaxAllowedUids(HOME, U16(2)))
