"""What calls cost at most where it is another than in revision 306, or where the call is new.

Source: the `#[pallet::weight]` of each call in the runtime of revision 320, as the real client answers.
"""

from __future__ import annotations

from typing import Final

from tao_spec.interface.accounts import proxy, utility
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.messages import Call
from tao_spec.revisions.r320.interface import DispatchAsFallible, IfElse
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule
from tao_spec.transition.weights_of_calls import add_weights, get_call_weight, weight_of

FIXED_WEIGHTS: Final[dict[str, dict[str, tuple[int, int]]]] = {
    "SubtensorModule": {
        "set_weights": (118_540_000_000, 0),
        "add_stake": (2_490_800_000, 0),
        "serve_prometheus": (229_760_000, 0),
        "register": (3_172_900_000, 0),
        "burned_register": (5_904_200_000, 0),
        "serve_axon_tls": (232_510_000, 0),
        "register_network": (6_910_400_000, 0),
        "root_register": (2_735_900_000, 0),
        "adjust_senate": (633_980_000, 0),
        "sudo_set_tx_childkey_take_rate_limit": (105_660_000, 0),
        "swap_coldkey": (1_436_700_000, 0),
        "register_network_with_identity": (6_784_200_000, 0),
        "batch_set_weights": (670_460_000, 0),
        "commit_weights": (517_770_000, 0),
        "reveal_weights": (747_000_000, 0),
        "batch_reveal_weights": (1_037_000_000, 0),
        "batch_commit_weights": (575_500_000, 0),
        "update_symbol": (226_200_000, 0),
        "commit_timelocked_weights": (530_690_000, 0),
        "set_coldkey_auto_stake_hotkey": (105_170_000, 0),
        "commit_mechanism_weights": (430_130_000, 0),
        "reveal_mechanism_weights": (722_000_000, 0),
        "commit_crv3_mechanism_weights": (452_750_000, 0),
        "commit_timelocked_mechanism_weights": (509_020_000, 0),
        "set_mechanism_weights": (118_515_000_000, 0),
        "root_dissolve_network": (3_369_000_000, 0),
    },
    "Proxy": {
        "add_proxy": (154_301_636, 4_706),
        "remove_proxy": (154_295_246, 4_706),
        "remove_proxies": (151_501_318, 4_706),
        "create_pure": (155_261_288, 4_706),
        "kill_pure": (152_442_327, 4_706),
        "announce": (325_458_201, 5_698),
        "remove_announcement": (292_382_064, 5_698),
        "reject_announcement": (293_208_549, 5_698),
        "poke_deposit": (422_972_000, 5_698),
    },
    "AdminUtils": {
        "sudo_set_serving_rate_limit": (172_980_000, 0),
        "sudo_set_min_difficulty": (201_390_000, 0),
        "sudo_set_max_difficulty": (201_990_000, 0),
        "sudo_set_weights_version_key": (201_220_000, 0),
        "sudo_set_max_weight_limit": (201_890_000, 0),
        "sudo_set_immunity_period": (201_620_000, 0),
        "sudo_set_min_allowed_weights": (201_630_000, 0),
        "sudo_set_kappa": (201_210_000, 0),
        "sudo_set_rho": (198_360_000, 0),
        "sudo_set_activity_cutoff": (228_720_000, 0),
        "sudo_set_target_registrations_per_interval": (200_860_000, 0),
        "sudo_set_min_burn": (229_970_000, 0),
        "sudo_set_max_burn": (230_510_000, 0),
        "sudo_set_difficulty": (201_230_000, 0),
        "sudo_set_max_allowed_validators": (230_930_000, 0),
        "sudo_set_bonds_moving_average": (201_270_000, 0),
        "sudo_set_max_registrations_per_block": (201_970_000, 0),
        "sudo_set_tempo": (200_790_000, 0),
        "sudo_set_commit_reveal_weights_enabled": (201_730_000, 0),
        "sudo_set_liquid_alpha_enabled": (1_000_000, 0),
        "sudo_set_alpha_values": (1_000_000, 0),
        "sudo_set_commit_reveal_weights_interval": (201_950_000, 0),
        "sudo_set_bonds_penalty": (201_890_000, 0),
        "sudo_set_toggle_transfer": (1_000_000, 0),
        "sudo_set_sn_owner_hotkey": (1_000_000, 0),
        "sudo_set_alpha_sigmoid_steepness": (1_000_000, 0),
        "sudo_set_yuma3_enabled": (1_000_000, 0),
        "sudo_set_bonds_reset_enabled": (1_000_000, 0),
        "sudo_set_owner_immune_neuron_limit": (168_020_000, 0),
        "sudo_set_ck_burn": (140_650_000, 0),
        "sudo_set_admin_freeze_window": (105_771_000, 0),
        "sudo_set_owner_hparam_rate_limit": (105_701_000, 0),
        "sudo_set_mechanism_count": (140_000_000, 0),
        "sudo_set_mechanism_emission_split": (140_000_000, 0),
        "sudo_trim_to_max_allowed_uids": (282_880_000, 0),
        "sudo_set_min_allowed_uids": (256_550_000, 0),
        "sudo_set_recycle_or_burn": (1_000_000, 0),
    },
}
"""By pallet and call: picoseconds of computation, and bytes of proof."""

HOLDING_WEIGHTS: Final[dict[type[Call], tuple[int, int]]] = {
    utility.AsDerivative: (181_097_000, 3_997),
    utility.DispatchAs: (5_720_000, 0),
    DispatchAsFallible: (5_705_000, 0),
    IfElse: (86_571_000, 7_004),
    proxy.Proxy: (225_755_565, 4_706),
    proxy.ProxyAnnounced: (512_210_297, 5_698),
}
"""The calls that hold others, and what they add to the weight of those."""

BATCH_WEIGHTS: Final[dict[type[Call], tuple[int, int]]] = {
    utility.Batch: (54_034_000, 4_914_560),
    utility.BatchAll: (54_075_000, 5_127_263),
    utility.ForceBatch: (54_035_000, 4_902_729),
}
"""What batches add in time to the weight of the calls that they hold: for themselves, and for each."""

BATCH_PROOF: Final = 3_997


@rule("R320-28")
def get_new_call_weight(chain: Chain, call: Call) -> Weight:
    """The weight of a call that is known before it is made; a proxy and a batch count every call that they hold.

    Raises:
        Unsupported: the specification does not know it.
    """
    fixed = FIXED_WEIGHTS.get(call.PALLET.name, {}).get(call.NAME)
    if fixed is not None:
        return weight_of(*fixed)
    held = get_held_calls(call)
    own = _get_own_weight(call, len(held))
    if own is None:
        return base_of(get_call_weight)(chain, call)
    return add_weights(own, *(get_call_weight(chain, inner) for inner in held))


def get_held_calls(call: Call) -> tuple[Call, ...]:
    """The calls that a call of Utility or Proxy holds."""
    if isinstance(call, utility.Batch | utility.BatchAll | utility.ForceBatch):
        return call.calls
    if isinstance(call, IfElse):
        return call.main, call.fallback
    held = getattr(call, "call", None)
    return (held,) if isinstance(held, Call) else ()


def _get_own_weight(call: Call, count: int) -> Weight | None:
    """What a call adds to the weights of those that it holds, where that is another than in revision 306."""
    if type(call) in BATCH_WEIGHTS:
        base, each = BATCH_WEIGHTS[type(call)]
        return weight_of(base + each * count, BATCH_PROOF)
    holding = HOLDING_WEIGHTS.get(type(call))
    return None if holding is None else weight_of(*holding)


RULES: ReplacedRules = {get_call_weight: get_new_call_weight}
"""The rules of the base that are replaced here."""
