"""Configurations of a genesis, and the states of block 0 that they give."""

from __future__ import annotations

import hashlib
from typing import Any

import base58

from conformance.scenes import WHOLE
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import SS58_PREFIX
from tao_spec.transition.genesis import genesis_config_from_snapshot
from tao_spec.vectors.cases import account_named, genesis_case

DEPOSIT = 500
"""The existential deposit, in rao."""
Config = dict[str, Any]


def address(name: str) -> str:
    """The SS58 address of the account that a name stands for."""
    body = bytes((SS58_PREFIX,)) + account_named(name)
    return base58.b58encode(body + hashlib.blake2b(b"SS58PRE" + body).digest()[:2]).decode()


@genesis_case(rules=["GENESIS-1", "GENESIS-4", "GENESIS-6", "GENESIS-7"])
def empty() -> Config:
    """A configuration of nothing gives root, and one subnet that nobody owns."""
    return {}


@genesis_case(rules=["GENESIS-1", "GENESIS-4"])
def empty_parts() -> Config:
    """Parts without fields, and fields that say nothing, are as good as none."""
    parts: Config = {name: {} for name in ("system", "aura", "grandpa", "balances", "subtensorModule", "evmChainId")}
    return parts | {"sudo": {"key": None}, "triumvirate": {"members": []}, "senateMembers": {"members": []}}


@genesis_case(rules=["GENESIS-2", "GENESIS-5"])
def balances() -> Config:
    """Accounts hold what they are given, down to the existential deposit, and Balances counts it."""
    given = [[address("alice"), tao(5)], [address("bob"), DEPOSIT], [address("carol"), DEPOSIT + 1]]
    return {"balances": {"balances": given}}


@genesis_case(rules=["GENESIS-5"])
def issuance_wraps() -> Config:
    """What Balances counts is the sum modulo 2^64, of accounts that together hold more."""
    return {"balances": {"balances": [[address("alice"), WHOLE], [address("bob"), DEPOSIT]]}}


@genesis_case(rules=["GENESIS-1", "GENESIS-5"])
def parts_as_arrays() -> Config:
    """A part may be an array of all its fields, in their order."""
    return {
        "balances": [[[address("alice"), tao(5)]], None],
        "sudo": [address("alice")],
        "subtensorModule": [[], tao(7)],
    }


@genesis_case(rules=["GENESIS-4"])
def sudo() -> Config:
    """The account that may act as root is stored; it need not exist."""
    return {"sudo": {"key": address("alice")}}


@genesis_case(rules=["GENESIS-8"])
def members() -> Config:
    """Members of both memberships are seated in ascending order; the triumvirate's become its collective too."""
    return {
        "triumvirateMembers": {"members": [address(who) for who in ("alice", "bob", "carol")]},
        "senateMembers": {"members": [address(f"senator {number}") for number in range(12)]},
    }


@genesis_case(rules=["GENESIS-8"])
def triumvirate_by_name() -> Config:
    """A triumvirate that is named directly keeps its order and may have any number; the membership stays empty."""
    return {"triumvirate": {"members": [address(who) for who in ("erin", "dave", "carol", "bob", "alice")]}}


@genesis_case(rules=["GENESIS-5", "GENESIS-6"])
def issuance_apart() -> Config:
    """The issuance that the halvings follow is what the configuration says, whatever accounts hold."""
    return {
        "balances": {"balances": [[address("alice"), tao(5)]]},
        "subtensorModule": {"balancesIssuance": tao(10_500_000)},
    }


@genesis_case(rules=["GENESIS-1"])
def without_effect() -> Config:
    """Stakes, authorities, multipliers and chain numbers are checked, and change nothing."""
    return {
        "aura": {"authorities": [address("alice")]},
        "grandpa": {"authorities": [[address("alice"), 1]]},
        "transactionPayment": {"multiplier": "1000000000000000000"},
        "subtensorModule": {"stakes": [[address("alice"), [[address("bob"), [tao(5), 3]]]]]},
        "safeMode": {"enteredUntil": None},
        "evmChainId": {"chainId": 945},
    }


@genesis_case(rules=["GENESIS-3"])
def from_a_snapshot() -> Config:
    """A snapshot's balances become those of accounts, and their sum the issuance; its stakes have no effect."""
    return genesis_config_from_snapshot(
        {
            "balances": {address("alice"): tao(5), address("bob"): DEPOSIT},
            "stakes": {address("alice"): {address("bob"): [tao(5), 3]}},
        }
    )
