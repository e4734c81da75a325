"""A real subnet through the epoch: what the rules make of a published metagraph, by each kind of bonds, and a chart of it.

The metagraph itself is not part of this project; what the rules found in it is, in `docs/data`. Compute that anew with
`python docs/data/compute_metagraph.py METAGRAPH.json`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.render import table
from tao_site.yuma import KINDS, SUBNET, make_subnet
from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import compute_epoch, run_epoch

FOUND = Path(__file__).resolve().parents[2] / "data" / "metagraph.json"
EPOCHS = 10
PARTS = 65_535
SHOWN = 12
RAO = 10**9


def make_chain(metagraph: Mapping[str, Any], kind: str) -> Chain:
    """The subnet of a metagraph: its stakes in whole rao as alpha, its weights in parts of each row's greatest.

    Published numbers are 32-bit floats; every one of them becomes a whole number here, once.
    """
    stakes = {uid: int(stake * RAO) for uid, stake in enumerate(metagraph["stake"])}
    chain = make_subnet({}, len(stakes), kind)
    for uid, stake in stakes.items():
        hotkey = chain.neurons.keys[SUBNET, Uid(uid)]
        chain.stake.total_hotkey_alpha[hotkey, SUBNET] = AlphaBalance(stake)
    for uid, row in metagraph["weights"].items():
        greatest = max(row.values())
        parts = {int(other): round(weight / greatest * PARTS) for other, weight in row.items()}
        chain.weights.weights[SUBNET, Uid(int(uid))] = tuple(
            (Uid(other), U16(part)) for other, part in sorted(parts.items()) if part
        )
    chain.consensus.validator_permit[SUBNET] = tuple(str(uid) in metagraph["weights"] for uid in stakes)
    return chain


def compute(metagraph: Mapping[str, Any]) -> dict[str, Any]:
    """What the first epoch finds, and what validators earn after ten by each kind of bonds; in parts of 65,535."""
    chain = make_chain(metagraph, "Yuma 2")
    first = compute_epoch(chain, SUBNET)
    run_epoch(chain, SUBNET, AlphaBalance(RAO))
    stored = chain.consensus
    found: dict[str, Any] = {
        "netuid": metagraph["netuid"],
        "block": metagraph["block"],
        "stake": list(stored.stake_weight[SUBNET]),
        "consensus": list(stored.consensus[SUBNET]),
        "trust": list(stored.trust[SUBNET]),
        "incentive": list(stored.incentive[SUBNET]),
        "validator_trust": list(stored.validator_trust[SUBNET]),
        "clipped": _count_clipped(first.judgement.weights, first.judgement.clipped),
        "dividends": {},
    }
    for kind in KINDS:
        chain = make_chain(metagraph, kind)
        for _ in range(EPOCHS):
            run_epoch(chain, SUBNET, AlphaBalance(RAO))
        found["dividends"][kind] = list(chain.consensus.dividends[SUBNET])
    return found


def _count_clipped(weights: Any, clipped: Any) -> list[int]:
    """How many weights there are, and how many of them lie above consensus."""
    before = [entry for row in weights for entry in row]
    after = {(index, column): value for index, row in enumerate(clipped) for column, value in row}
    kept = sum(after.get((index, column)) == value for index, row in enumerate(weights) for column, value in row)
    return [len(before), len(before) - kept]


@functools.cache
def read_found() -> dict[str, Any]:
    """What was found."""
    found: dict[str, Any] = json.loads(FOUND.read_text(encoding="utf-8"))
    return found


def get_validators(found: Mapping[str, Any]) -> list[int]:
    """The validators that earn by any kind of bonds, the greatest stake first."""
    earners = {uid for dividends in found["dividends"].values() for uid, part in enumerate(dividends) if part}
    return sorted(earners, key=lambda uid: (-found["stake"][uid], uid))


def draw_metagraph(figure: Figure, palette: Palette) -> None:
    """The incentive of each neuron that has any, and what each validator earns beside its stake."""
    found = read_found()
    left, right = figure.subplots(1, 2)
    make_axes(left, palette, "neurons, by incentive", "share, %")
    ranked = sorted((part / PARTS * 100 for part in found["incentive"] if part), reverse=True)
    left.bar(range(len(ranked)), ranked, color=palette.first, width=0.8)
    left.set_title("incentive", color=palette.ink, fontsize=10)
    make_axes(right, palette, "validators, by stake", "share, %")
    validators = get_validators(found)[:SHOWN]
    places = range(len(validators))
    right.bar(places, [found["stake"][uid] / PARTS * 100 for uid in validators], color=palette.faint, label="stake")
    for (kind, dividends), mark in zip(found["dividends"].items(), ("o", "s", "x"), strict=True):
        shares = [dividends[uid] / PARTS * 100 for uid in validators]
        colour = palette.second if mark == "x" else palette.first
        right.plot(places, shares, mark, color=colour, label=kind, fillstyle="none", markersize=6)
    right.set_title(f"dividends after {EPOCHS} epochs", color=palette.ink, fontsize=10)
    right.legend(frameon=False, labelcolor=palette.ink, fontsize=8)


def write_metagraph() -> str:
    """What the rules made of the metagraph, as a sentence and a table; to be included in a page."""
    found = read_found()
    total, above = found["clipped"]
    earning = sum(bool(part) for part in found["incentive"])
    head = ("Validator", "Stake", "Validator trust", *(f"Dividends, {kind}" for kind in found["dividends"]))
    columns = (found["stake"], found["validator_trust"], *found["dividends"].values())
    rows = [(f"{uid}", *(_percent(column[uid]) for column in columns)) for uid in get_validators(found)[:SHOWN]]
    sentence = (
        f"Of the {total:,} weights that count, {above:,} lie above consensus and are clipped. "
        f"{earning} of {len(found['stake'])} neurons have an incentive above zero."
    )
    return f"{sentence}\n\n{table(head, rows)}\n"


def _percent(part: int) -> str:
    return f"{part / PARTS * 100:.2f} %"


def write_found(metagraph: Path) -> None:
    """Compute what is found in a metagraph, and keep it."""
    text = json.dumps(compute(json.loads(metagraph.read_text(encoding="utf-8"))), separators=(",", ":"))
    FOUND.write_text(text + "\n", encoding="utf-8")
