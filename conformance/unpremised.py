"""Premises that no vector takes both ways, and why: by kind, module, function and source text, as `tao-spec coverage --premises`
names them. What a vector does take both ways must not stand here.
"""

from __future__ import annotations

_IN_FORCE = "the deviation is in force in every vector, and the other way belongs to where it is closed"
_ROOT_STAYS = "the root network is among the subnets of every state that the chain reaches"
_ONE_TYPE = "the types of the rules let nobody compute with numbers of two kinds"
_ON_IMPORT = "it runs only while the modules are imported"
_FIXED_LEVELS = "the levels of the bitmap are as many as they are, and each has a place for every tick"
_REFUSED_BEFORE = "an empty list is refused before"
_ALWAYS_SOME = "it is always given weights to add"
_NO_FOURTH = "there are three reasons to hold and room for three holds"
_ONLY_DYNAMIC = "the calls that found a subnet name the dynamic mechanism themselves"
_ONLY_EVM = "only the EVM counts sufficients, and it is not modelled"
_OTHER_ARITHMETIC = "no rule asks for it with these values, and no function vector names it; tests of the arithmetic do"

UNPREMISED: dict[str, str] = {
    "boundary arithmetic.fixed:Fixed.from_float:abs(value) > GREATEST_POWER": _OTHER_ARITHMETIC,
    "boundary arithmetic.fixed:Fixed.from_float:math.copysign(1, value) < 0": _OTHER_ARITHMETIC,
    "boundary arithmetic.integers:Integer.checked_div:other < 0": _OTHER_ARITHMETIC,
    "boundary arithmetic.integers:Integer.checked_div:self < 0": _OTHER_ARITHMETIC,
    "boundary arithmetic.transcendental:sqrt:operand > kind.ONE": _OTHER_ARITHMETIC,
    "boundary arithmetic.transcendental:sqrt:operand.bits < 0": _OTHER_ARITHMETIC,
    "boundary transition.accounts.reserves:set_hold:len(holds) >= MAX_HOLDS": _NO_FOURTH,
    "boundary transition.consensus.liquid_alpha:_move_row:column < len(consensus)": _IN_FORCE,
    "boundary transition.consensus.liquid_alpha:_move_row:entry[1] > ZERO": _IN_FORCE,
    "boundary transition.stake.checks:can_pay:amount <= get_reducible_balance(chain, coldkey, PRESERVE, POLITE)": _IN_FORCE,
    "condition arithmetic.fixed:Fixed.__eq__:NotImplemented": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.__eq__:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.__ge__:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.__gt__:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.__le__:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.__lt__:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.from_float:abs(value) > GREATEST_POWER": _OTHER_ARITHMETIC,
    "condition arithmetic.fixed:Fixed.from_float:math.copysign(1, value) < 0": _OTHER_ARITHMETIC,
    "condition arithmetic.fixed:Fixed.from_float:math.isfinite(value)": _OTHER_ARITHMETIC,
    "condition arithmetic.fixed:Fixed.saturating_add:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.saturating_mul:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:Fixed.saturating_sub:other.__class__ is not self.__class__": _ONE_TYPE,
    "condition arithmetic.fixed:_require_same:right.__class__ is not left.__class__": _ONE_TYPE,
    "condition arithmetic.integers:Integer.checked_div:(self < 0) == (other < 0)": _OTHER_ARITHMETIC,
    "condition arithmetic.integers:Integer.checked_div:other < 0": _OTHER_ARITHMETIC,
    "condition arithmetic.integers:Integer.checked_div:other == 0": _OTHER_ARITHMETIC,
    "condition arithmetic.integers:Integer.checked_div:self < 0": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:power:exponent == kind.ONE": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:power:exponent.bits == 0": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:power:logarithm is None": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:power:operand.bits == 0": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:power:product is None": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:sqrt:inverse is None": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:sqrt:operand > kind.ONE": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:sqrt:operand.bits < 0": _OTHER_ARITHMETIC,
    "condition arithmetic.transcendental:sqrt:operand.bits in (0, kind.ONE.bits)": _OTHER_ARITHMETIC,
    "condition transition.accounts.ledger:_store:info.sufficients": _ONLY_EVM,
    "condition transition.accounts.ledger:upgrade_account:info.sufficients": _ONLY_EVM,
    "condition transition.accounts.references:add_provider:info.sufficients": _ONLY_EVM,
    "condition transition.accounts.references:remove_provider:info.sufficients": _ONLY_EVM,
    "condition transition.accounts.reserves:set_hold:len(holds) >= MAX_HOLDS": _NO_FOURTH,
    "condition transition.consensus.liquid_alpha:_move_row:column < len(consensus)": _IN_FORCE,
    "condition transition.consensus.liquid_alpha:_move_row:entry[1] > ZERO": _IN_FORCE,
    "condition transition.consensus.liquid_alpha:_move_row:liquid.forgets": _IN_FORCE,
    "condition transition.emission.issuance:get_block_emission:forgets": _IN_FORCE,
    "condition transition.hyperparameters.table:Entry.meaning:self.function.__doc__": _ON_IMPORT,
    (
        "condition transition.hyperparameters.table:Hyperparameter.of_subnet:any((field.name == 'netuid' for "
        "field in fields(self.call)))"
    ): _ON_IMPORT,
    "condition transition.hyperparameters.table:Hyperparameter.of_subnet:field.name == 'netuid'": _ON_IMPORT,
    "condition transition.stake.checks:can_pay:amount <= get_reducible_balance(chain, coldkey, PRESERVE, POLITE)": _IN_FORCE,
    "condition transition.stake.checks:can_pay:is_counted": _IN_FORCE,
    "condition transition.subnets.register:do_register_network:mechid != DYNAMIC": _ONLY_DYNAMIC,
    "condition transition.subnets.symbol_table:read_row:last": _ON_IMPORT,
    "loop transition.accounts.multisig:get_signatories:zip((None, *others), others, strict=False)": _REFUSED_BEFORE,
    "loop transition.consensus.liquid_alpha:_move_row:columns": _IN_FORCE,
    "loop transition.consensus.liquid_alpha:_move_row:given.keys() | held.keys()": _IN_FORCE,
    "loop transition.delegation.pending_children:try_set_pending_children:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.emission.coinbase:run_coinbase:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.governance.preimage_calls:ensure_updated:hashes": _REFUSED_BEFORE,
    "loop transition.hyperparameters.table:Hyperparameter.of_subnet:fields(self.call)": _ON_IMPORT,
    "loop transition.keys.coldkey_swap:_get_stakes:netuids": _ROOT_STAYS,
    "loop transition.keys.coldkey_swap:pass_coldkey_on:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.keys.hotkey_swap:copy_clocks:_clocks(chain)": _ROOT_STAYS,
    "loop transition.keys.hotkey_swap:swap_everywhere:_clocks(chain)": _ROOT_STAYS,
    "loop transition.keys.hotkey_swap:swap_everywhere:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.keys.swap_records:clean_up_hotkey_swap_records:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    (
        "loop transition.neurons.registration_terms:adjust_registration_terms_for_networks:get_all_subnet_net"
        "uids(chain)"
    ): _ROOT_STAYS,
    "loop transition.pools.bitmap:_find:reversed(_places(tick))": _FIXED_LEVELS,
    "loop transition.pools.bitmap:activate_tick:_places(tick)": _FIXED_LEVELS,
    "loop transition.pools.bitmap:deactivate_tick:_places(tick)": _FIXED_LEVELS,
    "loop transition.pools.tick_math:_tick_reciprocals:range(INNER_TICKS.bit_length())": _ON_IMPORT,
    "loop transition.stake.nominations:forget_children_to_be_of_small_hotkeys:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.stake.nominations:get_total_stake_for_hotkey:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.stake.remove:unstake_all:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.stake.remove:unstake_all_alpha:get_all_subnet_netuids(chain)": _ROOT_STAYS,
    "loop transition.subnets.networks:get_all_subnet_netuids:chain.subnets.networks_added.items()": _ROOT_STAYS,
    "loop transition.subnets.symbol_table:read_row:range(int(first, 16), int(last or first, 16) + 1)": _ON_IMPORT,
    "loop transition.subnets.symbol_table:read_row:row.split()": _ON_IMPORT,
    "loop transition.weights_of_calls:add_weights:weights": _ALWAYS_SOME,
    "loop transition.weights_of_calls:add_weights:weights #2": _ALWAYS_SOME,
    (
        "refusal arithmetic.fixed:Fixed.from_float:raise NotANumber(f'the client mistakes the double {value} "
        "for no number')"
    ): _OTHER_ARITHMETIC,
    "refusal transition.accounts.reserves:set_hold:raise TooManyHolds": _NO_FOURTH,
    "refusal transition.subnets.register:do_register_network:raise MechanismDoesNotExist": _ONLY_DYNAMIC,
}
"""By the name of the premise: why it has only one way, or none."""
