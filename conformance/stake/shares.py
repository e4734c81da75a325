"""Shares of stake, as the cut of a subnet's owner buys them, and as a cut that counts as negative gives them back.

No chain pays a negative cut: amounts of 2^63 alpha rao and more count so, and are written here.
"""

from __future__ import annotations

from conformance.scenes import ALPHA, WHOLE, Subnet, subnet
from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

HOTKEY, OWNER, OTHER = map(account_named, ("hotkey", "owner", "nominator"))
ONE = 2**64
"""A share for one alpha rao, in bits."""
MOST = 2**63
CHANGED = ["STAKE-2", "STAKE-4", "STAKE-5", "STAKE-6"]
TAKEN = ["STAKE-1", *CHANGED]


def pool(build: Builder, cut: int, alpha: int = 0, **shares: int) -> Subnet:
    """A hotkey with alpha and, by `owner` and `other`, shares in it in bits, whose owner is paid a cut in the next block.

    Args:
        cut: in alpha rao; a negative one as the 64 bits of it.
        alpha: in alpha rao.
    """
    scene = subnet(build)
    stake, netuid = build.chain.stake, scene.netuid
    build.chain.subnets.subnet_owner[netuid], build.chain.subnets.subnet_owner_hotkey[netuid] = OWNER, HOTKEY
    scene.set_aside(owner_cut=cut % 2**64)
    if alpha:
        stake.total_hotkey_alpha[HOTKEY, netuid] = AlphaBalance(alpha)
    for who, bits in _holders(shares):
        stake.alpha[HOTKEY, who, netuid] = U64F64.from_bits(bits)
    if shares:
        stake.total_hotkey_shares[HOTKEY, netuid] = U64F64.from_bits(sum(shares.values()))
    return scene


def _holders(shares: dict[str, int]) -> list[tuple[AccountId, int]]:
    return [({"owner": OWNER, "other": OTHER}[name], bits) for name, bits in shares.items()]


@case(rules=["STAKE-2", "STAKE-4", "STAKE-6"])
def first_to_stake(build: Builder) -> Trace:
    """Who is first gets a share for each alpha rao, and the hotkey is remembered for the coldkey."""
    pool(build, cut=1_000)
    yield blocks(1)


@case(rules=["STAKE-2", "STAKE-4", "STAKE-6"])
def nothing_to_credit(build: Builder) -> Trace:
    """Nothing is credited to nobody: no share, no alpha, and no memory of the hotkey."""
    pool(build, cut=0)
    yield blocks(1)


@case(rules=["STAKE-2", "STAKE-4"])
def known_hotkey(build: Builder) -> Trace:
    """A hotkey that the coldkey knows is not remembered twice; a new one comes last."""
    scene = pool(build, cut=5, alpha=5, other=5 * ONE)
    scene.chain.stake.staking_hotkeys[OWNER] = (account_named("first"), HOTKEY, account_named("last"))
    yield blocks(1)


@case(rules=CHANGED)
def at_the_price(build: Builder) -> Trace:
    """Where dividends made every share worth more, as much alpha buys fewer."""
    pool(build, cut=1_000, alpha=3 * ALPHA, owner=ALPHA * ONE, other=ALPHA * ONE)
    yield blocks(1)


@case(rules=CHANGED)
def price_of_little(build: Builder) -> Trace:
    """Shares that are hardly worth anything are bought by the thousand: one alpha rao in all, and 999 shares in it."""
    pool(build, cut=7, alpha=1, other=999 * ONE)
    yield blocks(1)


@case(rules=CHANGED)
def price_that_does_not_fit(build: Builder) -> Trace:
    """Where the price of a share does not fit 64 bits, the change is taken as a part of the alpha first."""
    pool(build, cut=ALPHA, alpha=10**18, other=3 * 10**9)
    yield blocks(1)


@case(rules=CHANGED)
def price_that_fits_unsigned_only(build: Builder) -> Trace:
    """A price from 2^63 on fits the unsigned type, and is held at the greatest price of the signed one."""
    pool(build, cut=10**18, alpha=3 * 2**61, other=2**63)
    yield blocks(1)


@case(rules=CHANGED)
def shares_without_alpha(build: Builder) -> Trace:
    """Where shares are there and alpha is not, as much alpha buys none: it is given to those who have them."""
    pool(build, cut=1_000, other=5 * ONE)
    yield blocks(1)


@case(rules=["STAKE-4", "STAKE-5", "STAKE-6"])
def alpha_is_held(build: Builder) -> Trace:
    """Alpha on a hotkey is held at 64 bits; the shares that were bought stand."""
    pool(build, cut=MOST - 1, alpha=WHOLE - 1, other=MOST * ONE)
    yield blocks(1)


@case(rules=CHANGED)
def part_withdrawn(build: Builder) -> Trace:
    """A withdrawal gives back as many shares as it is worth, rounded towards zero."""
    pool(build, cut=-1_000, alpha=3 * ALPHA, owner=ALPHA * ONE, other=ALPHA * ONE)
    yield blocks(1)


@case(rules=CHANGED)
def all_but_dust_withdrawn(build: Builder) -> Trace:
    """A withdrawal may leave a little more than a hundred-thousandth of the share."""
    pool(build, cut=-999_989, alpha=2_000_000, owner=1_000_000 * ONE, other=1_000_000 * ONE)
    yield blocks(1)


@case(rules=TAKEN)
def dust_withdrawn(build: Builder) -> Trace:
    """A withdrawal that would leave a hundred-thousandth of the share, or less, takes all of it: the quotient is cut off."""
    pool(build, cut=-999_990, alpha=2_000_000, owner=1_000_000 * ONE, other=1_000_000 * ONE)
    yield blocks(1)


@case(rules=TAKEN)
def more_than_held(build: Builder) -> Trace:
    """A withdrawal of more than the share is worth takes all of the share, and no more."""
    pool(build, cut=-5 * ALPHA, alpha=3 * ALPHA, owner=ALPHA * ONE, other=ALPHA * ONE)
    yield blocks(1)


@case(rules=TAKEN)
def last_share(build: Builder) -> Trace:
    """With the last share all shares are gone, and the alpha with them: nothing of it is stored."""
    pool(build, cut=-ALPHA, alpha=ALPHA, owner=ALPHA * ONE)
    yield blocks(1)


@case(rules=TAKEN)
def year_of_emission(build: Builder) -> Trace:
    """A withdrawal also takes all where the shares left are so few that a year's emission would break their price.

    The coldkey would keep a tenth of its share.
    """
    pool(build, cut=-900, alpha=1_000, owner=26 * 10**15, other=0)
    yield blocks(1)


@case(rules=CHANGED)
def year_of_emission_fits(build: Builder) -> Trace:
    """With a few more shares their price would fit, and the rest stays."""
    pool(build, cut=-900, alpha=1_000, owner=27 * 10**15, other=0)
    yield blocks(1)


@case(rules=["STAKE-1", "STAKE-4", "STAKE-5", "STAKE-6"])
def worth_without_price(build: Builder) -> Trace:
    """Where the price of a share does not fit, what a coldkey has is the product of alpha and share over all shares."""
    pool(build, cut=-(10**18), alpha=10**18, owner=1, other=2**10)
    yield blocks(1)


@case(rules=["STAKE-4", "STAKE-6"])
def negative_first(build: Builder) -> Trace:
    """The first to stake a negative amount gets no share, and takes nothing."""
    pool(build, cut=-5)
    yield blocks(1)


@case(rules=["STAKE-4", "STAKE-5", "STAKE-6"])
def least_amount(build: Builder) -> Trace:
    """The least of the negative amounts, -2^63, has no opposite in 64 bits."""
    pool(build, cut=MOST, alpha=ALPHA, owner=ALPHA * ONE, other=ALPHA * ONE)
    yield blocks(1)


@case(rules=["STAKE-1", "STAKE-4"])
def not_among_the_holders(build: Builder) -> Trace:
    """A withdrawal by who has no share takes nothing, as the share left is a part of none."""
    pool(build, cut=-5, alpha=ALPHA, other=ALPHA * ONE)
    yield blocks(1)
