"""Who got what in a block: its TAO by subnet, each subnet's alpha by purpose, and each epoch's payments, with their sums.

Nothing is computed here but sums. The rules run, and their arguments and results are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.transition.tracing import Ran
from tao_spec.vectors.explain.epochs import EPOCHS, explain_epoch, rules_of_an_epoch
from tao_spec.vectors.explain.tables import show_account, show_number, table

COINBASE, EMISSION, INJECTION = "EMIT-10", "EMIT-14", "EMIT-47"
BUYS, OWNER_CUT, ASIDE, ROOT_ALPHA, SELLS = "EMIT-46", "EMIT-50", "EMIT-52", "EMIT-54", "EMIT-55"
SWAPS = ("POOL-95", "POOL-96")
PAYOUT = "EMIT-20"
PAYMENTS = {"EMIT-21": "owner", "EMIT-22": "work", "R320-2": "work", "EMIT-24": "validating", "EMIT-25": "root"}
CREDIT_ONE, CREDIT_ALL = "STAKE-2", "STAKE-3"
LEASE = "LEASE-1"

STORY = frozenset(
    (COINBASE, EMISSION, INJECTION, BUYS, OWNER_CUT, ASIDE, ROOT_ALPHA, SELLS, *SWAPS, PAYOUT, *PAYMENTS, *EPOCHS)
) | {CREDIT_ONE, CREDIT_ALL, LEASE}
"""The rules whose runs tell who gets what."""


def rules_of_a_block(with_epochs: bool) -> frozenset[str]:
    """The rules to be traced for the story of a block, with or without the inside of its epochs."""
    return STORY | rules_of_an_epoch() if with_epochs else STORY


def explain_block(number: int, runs: Iterable[Ran], with_epochs: bool) -> Iterator[str]:
    """The lines that tell who got what in a block.

    Args:
        number: of the block that began.
        runs: what ran in it.
        with_epochs: whether each epoch is shown with all that it computed.
    """
    for coinbase in (found for ran in runs for found in ran.all(COINBASE)):
        yield f"block {number:,}"
        yield from _tao(coinbase)
        yield from _alpha(coinbase)
        for payout in coinbase.all(PAYOUT):
            yield ""
            if with_epochs:
                for epoch in payout.all(*EPOCHS):
                    yield from explain_epoch(epoch)
                    yield ""
            yield from _payout(payout)


def _whole(amount: Fixed) -> int:
    return amount.bits >> amount.FRAC_BITS


def _result_of_swap(ran: Ran, field: str) -> int:
    """An amount of the swap that ran inside; zero where the pool refused."""
    return sum(getattr(swap.result, field) for swap in ran.all(*SWAPS) if swap.result is not None)


def _tao(coinbase: Ran) -> Iterator[str]:
    """The block's TAO: what each pool got, what bought alpha, and what nobody got."""
    emission = int(coinbase.arguments["block_emission"])
    pooled = {ran.arguments["netuid"]: _whole(ran.arguments["injection"].tao_in) for ran in coinbase.all(INJECTION)}
    bought = {ran.arguments["netuid"]: _result_of_swap(ran, "amount_paid_in") for ran in coinbase.all(BUYS)}
    rows = [
        [
            f"subnet {netuid}",
            show_number(tao),
            show_number(bought.get(netuid, 0)),
            show_number(tao + bought.get(netuid, 0)),
        ]
        for netuid, tao in pooled.items()
    ]
    given = sum(pooled.values()) + sum(bought.values())
    rows.append(["nobody", "", "", show_number(emission - given)])
    rows.append(["the block's emission", "", "", show_number(emission)])
    yield from table(["TAO, in rao", "into the pool", "buys alpha", "in all"], rows, "  ")


def _alpha(coinbase: Ran) -> Iterator[str]:
    """Each subnet's alpha of the block: into the pool, and outside of it by purpose."""
    pooled = {ran.arguments["netuid"]: ran.arguments["injection"] for ran in coinbase.all(INJECTION)}
    owner = {ran.arguments["netuid"]: ran for ran in coinbase.all(OWNER_CUT)}
    rows = []
    for aside in coinbase.all(ASIDE):
        netuid = aside.arguments["netuid"]
        injection, cut = pooled[netuid], owner[netuid]
        created = _whole(injection.alpha_out)
        owned = _whole(cut.arguments["alpha_out"] - cut.result)
        root_alpha = next(aside.all(ROOT_ALPHA)).result
        sold = sum(_result_of_swap(ran, "amount_paid_out") for ran in aside.all(SELLS))
        neurons = _whole(aside.arguments["alpha"] - root_alpha)
        dust = created - owned - _whole(root_alpha) - neurons
        amounts = (_whole(injection.alpha_in), created, owned, _whole(root_alpha), sold, neurons, dust)
        rows.append([f"subnet {netuid}", *map(show_number, amounts)])
    if rows:
        head = ("into the pool", "created outside", "owner", "root", "root's TAO, rao", "neurons", "rounded off")
        yield from table(["alpha, in alpha rao", *head], rows, "  ")


def _payout(payout: Ran) -> Iterator[str]:
    """An epoch's payments, one a line without those of nothing, and what they sum to beside what had been set aside."""
    pending, netuid = payout.arguments["pending"], payout.arguments["netuid"]
    yield f"subnet {netuid} pays what was set aside since its last epoch"
    rows, paid = [], dict.fromkeys(PAYMENTS.values(), 0)
    for payment in payout.all(*PAYMENTS):
        purpose = PAYMENTS[payment.rule.id]
        for credit in _credits(payment):
            amount, receiver = _credited(credit)
            paid[purpose] += amount
            hotkey = show_account(credit.arguments["hotkey"])
            if amount:
                rows.append([purpose, hotkey, receiver, show_number(amount)])
    yield from table(["for", "on hotkey", "to", "alpha rao; for root, rao"], rows, "  ")
    yield from table(["", "set aside", "paid", "nobody's"], _balance(pending, paid), "  ")


def _credits(payment: Ran) -> Iterator[Ran]:
    """The credits of a payment itself; what a lease does with its part afterwards is told by its changes."""
    for ran in payment.inner:
        if ran.rule.id in (CREDIT_ONE, CREDIT_ALL):
            yield ran


def _credited(credit: Ran) -> tuple[int, str]:
    if credit.rule.id == CREDIT_ONE:
        return int(credit.result), show_account(credit.arguments["coldkey"])
    return int(credit.arguments["amount"]), "all who stake on it"


def _balance(pending: Any, paid: dict[str, int]) -> list[list[str]]:
    """What was set aside for each purpose, what of it was paid, and the rest, which nobody holds."""
    neurons = paid["work"] + paid["validating"]
    rows = (
        ("owner's cut, alpha rao", pending.owner_cut, paid["owner"]),
        ("neurons, alpha rao", pending.alpha, neurons),
        ("root, rao", pending.root_tao, paid["root"]),
    )
    return [[name, *map(show_number, (aside, given, aside - given))] for name, aside, given in rows]
