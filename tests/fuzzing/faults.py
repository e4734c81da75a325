"""Forty faults to plant into our own client: in each, a rule is changed in one place, as a programmer might get it wrong."""

from __future__ import annotations
import __future__

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One change: in a function of `tao_spec.transition`, named as `module:function`, some of its text becomes other text."""

    sort: str
    place: str
    old: str
    new: str

    @property
    def domain(self) -> str:
        return self.place.split(".")[0]

    def plant(self) -> None:
        """Change the function where it stands, for this process, whoever has imported it already."""
        function = self.function
        text = textwrap.dedent(inspect.getsource(function))
        if text.count(self.old) != 1:
            raise LookupError(f"{self.place} holds {text.count(self.old)} times {self.old!r}")
        changed = _code_of(ast.parse(text.replace(self.old, self.new)), function.__name__)
        if changed.co_code == function.__code__.co_code and changed.co_consts == function.__code__.co_consts:
            raise LookupError(f"{self.place} is not changed by {self.new!r}")
        function.__code__ = changed

    @property
    def function(self) -> Callable[..., Any]:
        module, name = self.place.split(":")
        found = importlib.import_module(f"tao_spec.transition.{module}")
        return inspect.unwrap(getattr(found, name))


def _code_of(tree: ast.Module, name: str) -> CodeType:
    """The code of a function alone, without what its decorators would do once more."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
    flags = __future__.annotations.compiler_flag
    namespace: dict[str, Any] = {}
    # Defaults and annotations stay those of the function that is changed.
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.args.defaults, node.args.kw_defaults = [], [None] * len(node.args.kwonlyargs)
    exec(compile(tree, "<planted fault>", "exec", flags=flags, dont_inherit=True), namespace)
    return namespace[name].__code__


FAULTS = (
    Fault("swapped", "accounts.balances:transfer_all", "PRESERVE if keep_alive", "PRESERVE if not keep_alive"),
    Fault("off by one", "accounts.balances:force_set_balance", "new_free < chain", "new_free <= chain"),
    Fault(
        "wraps",
        "accounts.balances:force_adjust_total_issuance",
        "old.saturating_sub(delta)",
        "TaoBalance.wrap(old - delta)",
    ),
    Fault("ignored argument", "accounts.balances:burn", "PRESERVE if keep_alive else EXPENDABLE", "EXPENDABLE"),
    Fault(
        "missing write",
        "accounts.multisig:make_operation",
        "unreserve(chain, standing.depositor, standing.deposit)",
        "pass",
    ),
    Fault(
        "wrong comparison",
        "accounts.proxy:add_proxy_delegate",
        "if delegator == delegate:",
        "if delegator > delegate:",
    ),
    Fault(
        "off by one",
        "delegation.takes:increase_take",
        "take > chain.delegation.max",
        "take >= chain.delegation.max",
    ),
    Fault(
        "missing write",
        "delegation.takes:_set_take",
        "get_last_delegate_takes(chain)[hotkey] = ",
        "get_last_delegate_takes(chain)[hotkey]; _ = ",
    ),
    Fault(
        "dropped check",
        "delegation.children:set_children",
        "if children and not can_have_children(chain, netuid, hotkey):",
        "if False:",
    ),
    Fault("off by one", "delegation.children:ensure_valid_children", "> U64.MAX", ">= U64.MAX"),
    Fault(
        "order of checks",
        "serving.endpoints:serve_prometheus",
        "    ensure_valid_ip_type(ip_type)\n",
        "    ensure_may_announce(chain, hotkey, netuid)\n    ensure_valid_ip_type(ip_type)\n",
    ),
    Fault("off by one", "serving.checks:ensure_valid_ip_address", "ip >= limit", "ip > limit"),
    Fault("dropped event", "serving.identities:set_subnet_identity", "chain.emit(SubnetIdentitySet(netuid))", "pass"),
    Fault("off by one", "crowdloans.contributions:create", "cap <= deposit", "cap < deposit"),
    Fault(
        "order of checks",
        "crowdloans.contributions:ensure_can_contribute",
        "if chain.number >= crowdloan.end:",
        "if chain.number >= crowdloan.end and crowdloan.raised < crowdloan.cap:",
    ),
    Fault("missing write", "crowdloans.closing:dissolve", "remove_provider(chain, crowdloan.funds_account)", "pass"),
    Fault(
        "rounding",
        "pools.fees:compute_fee",
        "return (U64F64.saturating_from_num(amount) * share).saturating_to_num(U64)",
        "return U64(-(-(U64F64.saturating_from_num(amount) * share).bits >> 64))",
    ),
    Fault("wrong constant", "pools.moving_price:_get_weight", "BlockHeight(1)", "BlockHeight(0)"),
    Fault("off by one", "pools.positions:create_position", "high <= low", "high < low"),
    Fault(
        "swapped",
        "pools.positions:collect_fees",
        "fees_tao=tao, fees_alpha=alpha",
        "fees_tao=alpha, fees_alpha=tao",
    ),
    Fault("missing write", "emission.injection:inject", "pools.subnet_tao[netuid] = ", "_ = "),
    Fault(
        "rounding",
        "emission.owner_cut:set_owner_cut_aside",
        "return alpha_out - cut",
        "return alpha_out - U96F32.saturating_from_num(cut.saturating_to_num(AlphaBalance))",
    ),
    Fault("wrong constant", "emission.coinbase:step_epoch", "saturating_add(U64(1))", "saturating_add(U64(2))"),
    Fault("dropped exception", "stake.checks:validate_remove_stake", "held != amount and swapped", "swapped"),
    Fault("off by one", "stake.checks:validate_add_stake", "amount < get_min", "amount <= get_min"),
    Fault("wrong constant", "stake.shares:update_value_for_one", "< LEAST_REMAINDER", "< U64F64.ZERO"),
    Fault("dropped check", "stake.move:_move_between_subnets", "set_limit=set_limit", "set_limit=False"),
    Fault("off by one", "neurons.pruning:is_immune", "age < chain", "age <= chain"),
    Fault(
        "missing write",
        "neurons.registration:count_registration",
        "(chain.neurons.registrations_this_interval, chain.neurons.registrations_this_block)",
        "(chain.neurons.registrations_this_block,)",
    ),
    Fault("wrong constant", "neurons.registration_terms:compute_upgrade", "target.saturating_add(target)", "target"),
    Fault("wrong constant", "subnets.lock_cost:get_network_lock_cost", "TaoBalance(2)", "TaoBalance(3)"),
    Fault("off by one", "subnets.start:start_call", "now < subnets", "now <= subnets"),
    Fault("off by one", "governance.collective:compute_threshold", "seats // 2 + 1", "(seats + 1) // 2"),
    Fault("wrong order", "governance.agendas:service_agenda", "key=lambda task: task[:2]", "key=lambda task: task[1]"),
    Fault("off by one", "consensus.activity:find_inactive", "< chain.number", "<= chain.number"),
    Fault("rounding", "consensus.vector_math:vec_max_upscale_to_u16", "element.wrapping_round()", "element"),
    Fault("missing write", "hyperparameters.special:_pass_limit_of_version_key", "last_blocks[operation] = ", "_ = "),
    Fault("wrong refund", "keys.hotkey_swap:pay_swap", "saturating_sub(burned)", "saturating_sub(cost - cost)"),
    Fault("off by one", "weights.commit:commit_weights", "len(waiting) >= MAX", "len(waiting) > MAX"),
    Fault("saturates", "commitments.metadata:compute_space", "max(MIN_SPACE, ", "max(U64(0), "),
)
"""The faults, in the order of their domains."""
