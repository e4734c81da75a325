"""Yuma consensus by example, computed by the rules: an epoch of seven neurons, bonds over epochs, speeds of liquid alpha."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.render import table
from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import I16, U16
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.transition.consensus.liquid_alpha import LiquidAlpha, alpha_sigmoid, get_liquid_alpha
from tao_spec.transition.tracing import trace_rules
from tao_spec.vectors.explain.epochs import explain_epoch, rules_of_an_epoch

SUBNET = NetUid(2)
TEMPO = 360
EMISSION = AlphaBalance(296 * RAO_PER_TAO)
"""What the epoch shares out: 361 blocks of one alpha, less the owner's cut, rounded."""

STAKES = {0: 450, 1: 350, 2: 200}
"""The alpha of each validator, by its number."""

WEIGHTS = {0: {3: 60, 4: 30, 5: 10}, 1: {3: 50, 4: 40, 5: 10}, 2: {3: 10, 4: 10, 6: 80}}
"""What each validator gives to each miner, in hundredths; the last one praises a miner that nobody else knows."""

NEURONS = 7
KINDS = {"Yuma 2": (False, False), "Yuma 3": (True, False), "Yuma 3 with liquid alpha": (True, True)}

SHOWN_EPOCHS = 40
NEW_MINER_AT = {0: 5, 1: 20}
"""The epoch in which each of two validators first weighs a new miner; the first one finds it early."""


def hotkey(uid: int) -> AccountId:
    """The account of a neuron."""
    return AccountId((uid + 1).to_bytes(2, "big") * 16)


def make_subnet(stakes: Mapping[int, int], neurons: int, kind: str) -> Chain:
    """A subnet without weights, whose validators are those with stake, long after their registration.

    Args:
        stakes: alpha by the number of the neuron.
        kind: of the rule of bonds.
    """
    chain = Chain({}, R306)
    chain.accounts.number.value = BlockNumber(100 * TEMPO)
    chain.subnets.networks_added[SUBNET] = True
    chain.neurons.subnetwork_n[SUBNET] = U16(neurons)
    chain.weights.commit_reveal_weights_enabled[SUBNET] = False
    chain.consensus.yuma3_on[SUBNET], chain.consensus.liquid_alpha_on[SUBNET] = KINDS[kind]
    for uid in map(Uid, range(neurons)):
        chain.neurons.keys[SUBNET, uid], chain.neurons.uids[SUBNET, hotkey(uid)] = hotkey(uid), uid
        chain.stake.total_hotkey_alpha[hotkey(uid), SUBNET] = AlphaBalance(stakes.get(uid, 0) * RAO_PER_TAO)
    chain.weights.last_update[SUBNET] = (BlockHeight(99 * TEMPO),) * neurons
    chain.consensus.validator_permit[SUBNET] = tuple(uid in stakes for uid in range(neurons))
    return chain


def set_weights(chain: Chain, uid: int, hundredths: Mapping[int, int]) -> None:
    """Give a validator weights; the greatest counts as 65,535."""
    greatest = max(hundredths.values())
    row = tuple((Uid(other), U16(65_535 * part // greatest)) for other, part in hundredths.items())
    chain.weights.weights[SUBNET, Uid(uid)] = row


def make_example() -> Chain:
    """The subnet of seven before its epoch."""
    chain = make_subnet(STAKES, NEURONS, "Yuma 2")
    for uid, row in WEIGHTS.items():
        set_weights(chain, uid, row)
    return chain


def explain_example() -> list[str]:
    """Every table of the example's epoch."""
    chain = make_example()
    with trace_rules(rules_of_an_epoch()) as runs:
        run_epoch(chain, SUBNET, EMISSION)
    return [line for ran in runs for line in explain_epoch(ran)]


def compute_bonds(kind: str) -> list[list[float]]:
    """The bonds of two validators in a new miner after each epoch, from zero to one.

    Both weigh an old miner from the start. Of what they give, half goes to the new one as soon as they weigh it.
    """
    chain = make_subnet({0: 500, 1: 500, 2: 600}, 5, kind)
    courses: list[list[float]] = [[], []]
    for epoch in range(SHOWN_EPOCHS):
        for uid, start in {**NEW_MINER_AT, 2: NEW_MINER_AT[0]}.items():
            set_weights(chain, uid, {3: 50, 4: 50} if epoch >= start else {3: 100})
        run_epoch(chain, SUBNET, EMISSION)
        for uid, course in enumerate(courses):
            course.append(dict(chain.consensus.bonds[SUBNET, Uid(uid)]).get(Uid(4), 0) / 65_535)
    return courses


def draw_bonds(figure: Figure, palette: Palette) -> None:
    """The bonds of the early and the late validator, one panel for each kind of rule."""
    panels = figure.subplots(1, len(KINDS), sharey=True)
    for axes, kind in zip(panels, KINDS, strict=True):
        make_axes(axes, palette, "epoch", "bond, of the greatest" if axes is panels[0] else "")
        early, late = compute_bonds(kind)
        axes.plot(range(SHOWN_EPOCHS), early, color=palette.first, linewidth=2, label="finds it early")
        axes.plot(range(SHOWN_EPOCHS), late, color=palette.second, linewidth=2, label="finds it late")
        axes.set_title(kind, color=palette.ink, fontsize=10)
        axes.set_ylim(-0.03, 1.05)
    panels[0].legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="lower right")


def compute_speeds(steepness: int) -> list[tuple[float, float]]:
    """Distances from zero to one, and the speed of a bond at each, for a steepness in hundredths."""
    chain = Chain({}, R306)
    chain.consensus.alpha_sigmoid_steepness[SUBNET] = I16(steepness)
    liquid = get_liquid_alpha(chain, SUBNET)
    return [(distance / 100, _speed(liquid, distance)) for distance in range(101)]


def _speed(liquid: LiquidAlpha, hundredths: int) -> float:
    weight = I32F32.from_bits((hundredths << 32) // 100)
    alpha = alpha_sigmoid(liquid, consensus=I32F32.ZERO, weight=weight, bond=I32F32.ZERO)
    return alpha.bits / (1 << 32)


def draw_speeds(figure: Figure, palette: Palette) -> None:
    """The speed of a bond by how far its weight lies above consensus, for three steepnesses."""
    axes = make_axes(figure.add_subplot(), palette, "weight above consensus", "speed of the bond")
    for steepness, style in ((100, ":"), (1_000, "-"), (4_000, "--")):
        points = compute_speeds(steepness)
        axes.plot(*zip(*points, strict=True), color=palette.first, linewidth=2, linestyle=style, label=f"{steepness:,}")
    axes.legend(title="steepness, hundredths", frameon=False, labelcolor=palette.ink, title_fontsize=8, fontsize=8)
    axes.get_legend().get_title().set_color(palette.ink)  # type: ignore[union-attr]


def write_example() -> str:
    """The weights of the example, and every table of its epoch; to be included in a page."""
    miners = range(len(STAKES), NEURONS)
    rows = [
        (f"{uid}", f"{stake}", *(f"{WEIGHTS[uid].get(miner, 0)} %" for miner in miners))
        for uid, stake in STAKES.items()
    ]
    weights = table(("Validator", "Stake, alpha", *(f"on {miner}" for miner in miners)), rows)
    return f"{weights}\n\n```text\n{chr(10).join(explain_example())}\n```\n"
