"""Coldkeys that order their own swap."""

from __future__ import annotations

from conformance.keys.prepare import EVERYWHERE, Household, household, orders, stake
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.balances import TransferAll
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.hyperparameters import SudoSetColdkeySwapScheduleDuration
from tao_spec.interface.keys import ScheduleSwapColdkey
from tao_spec.interface.origins import FromSystem, Root
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Scheduled
from tao_spec.state.stored_call import Inline
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

WAIT, AGAIN = 3, 5
"""Blocks between an order and the swap, and from there to the next order, in these cases."""


def hasty_household(build: Builder, free: int = tao(10), wait: int = WAIT) -> Household:
    """A household that need not wait five days."""
    house = household(build, free)
    build.chain.keys.coldkey_swap_schedule_duration.value = U32(wait)
    build.chain.keys.coldkey_swap_reschedule_duration.value = U32(AGAIN)
    return house


@case(rules=["KEYS-50", "KEYS-60", "GOV-43"])
def made_in_its_block(build: Builder) -> Trace:
    """The swap is made in its block, of what the coldkey has then, and pays then."""
    house = hasty_household(build)
    house.stake(tao(1))
    yield orders(house.owner, build.name("new coldkey"))
    yield house.swaps(build.name("new hotkey"))
    yield blocks(WAIT - 1)
    yield blocks(1)


@case(rules=["KEYS-60"])
def five_days(build: Builder) -> Trace:
    """Unless root has set it, five days lie between the order and the swap."""
    house = household(build)
    yield orders(house.owner, build.name("new coldkey"))


@case(
    rules=["KEYS-60", "STAKE-12"],
    errors=["BadOrigin", "NotEnoughBalanceToPaySwapColdKey", "SwapAlreadyScheduled"],
)
def refused_in_order(build: Builder) -> Trace:
    """Origin, an order that stands, the price: each is asked before what follows."""
    house = hasty_household(build, free=EVERYWHERE)
    poor = build.account("poor", EVERYWHERE - 1)
    call = ScheduleSwapColdkey(build.name("new coldkey"))
    yield root(call)
    yield nobody(call)
    yield poor.signs(call)
    yield house.owner.signs(call)
    yield house.owner.signs(call)


@case(rules=["KEYS-60", "KEYS-50"], errors=["SwapAlreadyScheduled"])
def failed_and_ordered_again(build: Builder) -> Trace:
    """An order whose swap failed stands; so many blocks after it was due as are set, another can be made (KNOWN-157)."""
    house, new = hasty_household(build), build.name("new coldkey")
    stake(build, house.hotkey, new, tao(1))
    yield orders(house.owner, new)
    yield blocks(WAIT)
    yield blocks(AGAIN - 1)
    yield orders(house.owner, build.name("newest coldkey"))
    yield blocks(1)
    yield orders(house.owner, build.name("newest coldkey"))


@case(rules=["KEYS-60"], errors=["FailedToSchedule"])
def for_the_present_block(build: Builder) -> Trace:
    """A swap cannot be ordered for the present block; for the next one it can."""
    house = hasty_household(build, wait=0)
    yield orders(house.owner, build.name("new coldkey"))
    yield root(SudoSetColdkeySwapScheduleDuration(BlockNumber(1)))
    yield orders(house.owner, build.name("new coldkey"))
    yield blocks(1)


@case(rules=["KEYS-60", "GOV-42"], errors=["FailedToSchedule"])
def for_a_full_block(build: Builder) -> Trace:
    """A block with 49 tasks takes the swap, and one with 50 does not."""
    house, other = hasty_household(build), build.account("other", tao(1))
    when = BlockNumber(build.chain.number + WAIT)
    call = build.chain.revision.interface.encode_call(Remark(b""))
    task = Scheduled(None, U8(63), Inline(call), None, FromSystem(Root()))
    build.chain.governance.agenda[when] = (task,) * (MAX_SCHEDULED_PER_BLOCK - 1)
    yield orders(house.owner, build.name("new coldkey"))
    yield orders(other, build.name("newest coldkey"))


@case(rules=["KEYS-60"])
def for_the_last_of_blocks(build: Builder) -> Trace:
    """Heights are held at 32 bits: an order for later is one for the last block of all."""
    house = hasty_household(build, wait=2**32 - 1)
    yield orders(house.owner, build.name("new coldkey"))


@case(rules=["KEYS-50", "KEYS-60"])
def two_that_want_the_same(build: Builder) -> Trace:
    """Of two coldkeys that order the same new one in a block, the first with stake gets it, and the second fails."""
    house, other = hasty_household(build), build.account("other", tao(2))
    house.stake(tao(1))
    for who in (house.owner, other):
        yield orders(who, build.name("new coldkey"))
    yield blocks(WAIT)


@case(rules=["KEYS-50", "KEYS-60"])
def that_can_pay_no_longer(build: Builder) -> Trace:
    """Who cannot pay in the block of the swap keeps what he has."""
    house = hasty_household(build)
    yield orders(house.owner, build.name("new coldkey"))
    yield house.owner.signs(TransferAll(Id(build.name("friend")), True))
    yield blocks(WAIT)
