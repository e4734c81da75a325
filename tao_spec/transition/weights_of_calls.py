"""What a call may cost at most: the weight that is known before it is made, by which some calls bound others.

Fees and the filling of blocks are not part of the specification. Weights are, as far as calls ask for them: a joint account and a
collective approve a call together with a bound of its weight, and make nothing that exceeds the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts import multisig, proxy, system, utility
from tao_spec.interface.accounts.balances import Burn, UpgradeAccounts
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.crowdloans import Create
from tao_spec.interface.governance import collective, membership, preimage, senate, sudo
from tao_spec.interface.messages import Call
from tao_spec.transition.chain import Chain
from tao_spec.transition.fixed_weights import FIXED_WEIGHTS, FREE_CALLS
from tao_spec.transition.rules import Unsupported, replaceable, rule


def weight_of(ref_time: int, proof_size: int) -> Weight:
    """A weight from two numbers of any size, each held at 64 bits."""
    return Weight(U64.saturate(ref_time), U64.saturate(proof_size))


def add_weights(*weights: Weight) -> Weight:
    """The sum of weights, held at 64 bits."""
    return weight_of(sum(w.ref_time for w in weights), sum(w.proof_size for w in weights))


def max_weight(one: Weight, other: Weight) -> Weight:
    """The greater time and the greater proof of two weights."""
    return Weight(max(one.ref_time, other.ref_time), max(one.proof_size, other.proof_size))


@rule("COST-1")
def fits_weight(weight: Weight, bound: Weight) -> bool:
    """Whether a weight exceeds a bound neither in time nor in proof."""
    return weight.ref_time <= bound.ref_time and weight.proof_size <= bound.proof_size


@dataclass(frozen=True)
class _Linear:
    """A weight that grows evenly with something that is counted.

    Attributes:
        base: the time and the proof for nothing.
        slope: the time and the proof for each.
        count: what is counted, of a call.
    """

    base: tuple[int, int]
    slope: tuple[int, int]
    count: Callable[[Any], int]

    def of(self, call: Call) -> Weight:
        count = self.count(call)
        return weight_of(self.base[0] + self.slope[0] * count, self.base[1] + self.slope[1] * count)


_RESET = _Linear((387_733_911, 4_687), (107_985, 64), lambda call: len(call.members))

LINEAR_WEIGHTS: dict[type[Call], _Linear] = {
    system.Remark: _Linear((1_586_000, 0), (10_920, 0), lambda call: len(call.remark)),
    system.RemarkWithEvent: _Linear((4_725_000, 0), (12_386, 0), lambda call: len(call.remark)),
    system.SetStorage: _Linear((1_565_000, 0), (100_733_648, 0), lambda call: len(call.items)),
    system.KillStorage: _Linear((1_624_000, 0), (100_566_903, 0), lambda call: len(call.keys)),
    system.KillPrefix: _Linear(
        (2_964_000, 0), (126_340_742, 70), lambda call: call.subkeys.saturating_add(type(call.subkeys)(1))
    ),
    UpgradeAccounts: _Linear((14_674_000, 990), (139_648_188, 2_603), lambda call: len(call.who)),
    Burn: _Linear((20_720_000, 0), (9_499_000, 0), lambda call: int(call.keep_alive)),
    collective.SetMembers: _Linear((1_592_093_410, 118_966), (5_143_145, 7_809), lambda call: call.old_count),
    collective.Propose: _Linear((525_881_871, 10_135), (2_355, 0), lambda call: call.length_bound),
    membership.ResetTriumvirate: _RESET,
    membership.ResetSenate: _RESET,
    preimage.NotePreimage: _Linear((475_499_000, 28_584), (13_491, 0), lambda call: len(call.bytes_)),
    preimage.EnsureUpdated: _Linear((106_817_000, 28_584), (534_397_441, 2_902), lambda call: len(call.hashes)),
    multisig.CancelAsMulti: _Linear((153_623_566, 6_811), (135_351, 0), lambda call: len(call.other_signatories)),
    multisig.PokeDeposit: _Linear((152_349_525, 6_811), (121_813, 0), lambda call: len(call.other_signatories)),
}
"""The calls whose weight grows with one of their arguments, and holds no other call's."""

HOLDING_WEIGHTS: dict[type[Call], tuple[int, int]] = {
    utility.AsDerivative: (184_639_000, 3_997),
    utility.DispatchAs: (7_452_000, 0),
    sudo.Sudo: (32_939_000, 1_517),
    sudo.SudoAs: (32_870_000, 1_517),
    proxy.ProxyAnnounced: (505_630_033, 5_698),
}
"""The calls that hold another in `call`, and what they add to its weight."""

PROXY_WEIGHT = weight_of(220_381_265, 4_706)
CREATE_WEIGHT = weight_of(617_930_000, 6_148)

BATCH_WEIGHTS: dict[type[Call], _Linear] = {
    utility.Batch: _Linear((52_694_370, 3_997), (5_005_941, 0), lambda call: len(call.calls)),
    utility.BatchAll: _Linear((62_948_874, 3_997), (5_162_821, 0), lambda call: len(call.calls)),
    utility.ForceBatch: _Linear((54_879_712, 3_997), (4_955_816, 0), lambda call: len(call.calls)),
}
"""What batches add to the weight of the calls that they hold."""

Declared = utility.WithWeight | sudo.SudoUncheckedWeight | senate.SudoUncheckedWeight
"""The calls that say themselves what they count as."""


@rule("COST-2")
@replaceable
def get_call_weight(chain: Chain, call: Call) -> Weight:
    """The weight of a call that is known before it is made.

    Raises:
        Unsupported: the specification does not know it.
    """
    if isinstance(call, Declared):
        return call.weight
    for compute in (_get_plain_weight, _get_holding_weight, _get_joint_weight, _get_collective_weight):
        weight = compute(chain, call)
        if weight is not None:
            return weight
    raise Unsupported(f"the weight of {call.PALLET.name}.{call.NAME} is not specified")


@rule("COST-3")
def is_paid(call: Call) -> bool:
    """Whether the sender of a call pays a fee for it."""
    return call.NAME not in FREE_CALLS.get(call.PALLET.name, ())


def _get_plain_weight(_chain: Chain, call: Call) -> Weight | None:
    """The weight of a call that holds none."""
    linear = LINEAR_WEIGHTS.get(type(call))
    if linear is not None:
        return linear.of(call)
    fixed = FIXED_WEIGHTS.get(call.PALLET.name, {}).get(call.NAME)
    return None if fixed is None else weight_of(*fixed)


def _get_holding_weight(chain: Chain, call: Call) -> Weight | None:
    """The weight of a call that holds others; a proxy and a batch do not count those that are free."""
    held = HOLDING_WEIGHTS.get(type(call))
    if held is not None:
        return add_weights(weight_of(*held), get_call_weight(chain, call.call))  # type: ignore[attr-defined]
    if isinstance(call, proxy.Proxy):
        return add_weights(PROXY_WEIGHT, *_get_paid_weights(chain, (call.call,)))
    if isinstance(call, utility.Batch | utility.BatchAll | utility.ForceBatch):
        return add_weights(BATCH_WEIGHTS[type(call)].of(call), *_get_paid_weights(chain, call.calls))
    if isinstance(call, Create):
        return add_weights(CREATE_WEIGHT, *(get_call_weight(chain, held) for held in (call.call,) if held is not None))
    return None


def _get_paid_weights(chain: Chain, calls: tuple[Call, ...]) -> list[Weight]:
    return [get_call_weight(chain, call) for call in calls if is_paid(call)]


def _get_joint_weight(chain: Chain, call: Call) -> Weight | None:
    """The weight of a call for a joint account; those that may make the call only later count the bound of its weight."""
    if isinstance(call, multisig.AsMultiThreshold1):
        length = len(chain.revision.interface.encode_call(call.call))
        return add_weights(weight_of(195_470_382 + 397 * length, 3_997), get_call_weight(chain, call.call))
    if isinstance(call, multisig.AsMulti):
        others, length = len(call.other_signatories), len(chain.revision.interface.encode_call(call.call))
        return add_weights(weight_of(334_745_418 + 193_313 * others + 2_057 * length, 6_811), call.max_weight)
    if isinstance(call, multisig.ApproveAsMulti):
        others = len(call.other_signatories)
        return add_weights(weight_of(152_463_275 + 139_226 * others, 6_811), call.max_weight)
    return None


def _get_collective_weight(chain: Chain, call: Call) -> Weight | None:
    """The weight of a call that a collective makes or closes; closing costs the dearest way in which it may end."""
    if isinstance(call, collective.Execute):
        own = weight_of(40_176_069 + 1_775 * call.length_bound, 1_114)
        return add_weights(own, get_call_weight(chain, call.proposal))
    if isinstance(call, collective.Close):
        early = weight_of(437_893_172 + 2_295 * call.length_bound, 13_932 + 4 * call.length_bound)
        late = weight_of(466_175_607 + 2_045 * call.length_bound, 16_525 + 5 * call.length_bound)
        return add_weights(max_weight(early, late), call.proposal_weight_bound)
    return None
