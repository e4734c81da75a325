from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.transition.genesis.config import PARTS, GenesisConfig, GenesisError, read_genesis_config
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import account

A, B = account(1), account(2)
EMPTY = GenesisConfig((), TaoBalance(0), None, (), (), ())


def test_what_is_absent_has_its_default() -> None:
    assert read_genesis_config({}) == EMPTY
    assert read_genesis_config({name: {} for name in PARTS}) == EMPTY


def test_what_is_said_is_read() -> None:
    config = {
        "balances": {"balances": [[A.ss58, 700], [B.ss58, 2**64 - 1]], "devAccounts": None},
        "subtensorModule": {"balancesIssuance": 7, "stakes": [[A.ss58, [[B.ss58, [5, 1]]]]]},
        "sudo": {"key": B.ss58},
        "triumvirate": {"members": [B.ss58], "phantom": None},
        "triumvirateMembers": {"members": [A.ss58]},
        "senateMembers": {"members": [B.ss58, A.ss58]},
        "aura": {"authorities": [A.ss58]},
        "grandpa": {"authorities": [[A.ss58, 1]]},
        "transactionPayment": {"multiplier": "1000000000000000000"},
        "safeMode": {"enteredUntil": 5},
        "evmChainId": {"chainId": 5},
        "system": {},
    }
    balances = ((A, TaoBalance(700)), (B, TaoBalance(2**64 - 1)))
    assert read_genesis_config(config) == GenesisConfig(balances, TaoBalance(7), B, (B,), (A,), (B, A))


def test_a_part_may_be_an_array_of_all_its_fields() -> None:
    assert read_genesis_config({"balances": [[[A.ss58, 700]], None]}).balances == ((A, TaoBalance(700)),)
    assert read_genesis_config({"system": []}) == EMPTY


REFUSED: list[tuple[Any, str]] = [
    (5, "genesis: must be an object, not 5"),
    (None, "genesis: must be an object, not null"),
    ({"Balances": {}}, 'genesis: there is no part "Balances"; there are system, aura'),
    ({"drand": {}}, "there is no part"),
    ({"sudo": None}, "genesis.sudo: must be an object, not null"),
    ({"balances": []}, r"genesis.balances: must be an object, not \[\]"),
    ({"balances": {"nope": 1}}, 'genesis.balances: there is no field "nope"; there are balances, devAccounts'),
    ({"system": {"code": "0x"}}, 'there is no field "code"; there are none'),
    ({"balances": {"balances": {}}}, "genesis.balances.balances: must be an array, not {}"),
    ({"balances": {"balances": "ab"}}, "must be an array"),
    ({"balances": {"balances": [[A.ss58]]}}, r"balances\[0\]: must be an array of 2 entries"),
    (
        {"balances": {"balances": [[A.ss58, 500], [A.ss58, -5]]}},
        r"balances\[1\]\[1\]: must lie between 0 and 18446744073709551615, and is -5",
    ),
    ({"balances": {"balances": [[A.ss58, 2**64]]}}, "must lie between"),
    ({"balances": {"balances": [[A.ss58, 500.0]]}}, "must be a whole number, not 500.0"),
    ({"balances": {"balances": [[A.ss58, "500"]]}}, 'must be a whole number, not "500"'),
    ({"balances": {"balances": [[A.ss58, True]]}}, "must be a whole number, not true"),
    ({"balances": {"balances": [["bad", 500]]}}, r"genesis.balances.balances\[0\]\[0\]: 'bad' is not as long as"),
    ({"sudo": {"key": 5}}, "genesis.sudo.key: must be an SS58 address, not 5"),
    ({"triumvirate": {"phantom": 5}}, "must be null, not 5"),
    ({"triumvirateMembers": {"members": [account(i).ss58 for i in range(1, 5)]}}, "may have 3 entries, and has 4"),
    ({"senateMembers": {"members": [account(i).ss58 for i in range(1, 14)]}}, "may have 12 entries, and has 13"),
    ({"aura": {"authorities": [A.ss58] * 33}}, "may have 32 entries, and has 33"),
    ({"grandpa": {"authorities": ["x"]}}, "must be an array of 2 entries"),
    (
        {"subtensorModule": {"stakes": [[A.ss58, [[B.ss58, [5, 70_000]]]]]}},
        r"stakes\[0\]\[1\]\[0\]\[1\]\[1\]: must lie between 0 and 65535",
    ),
    (
        {"subtensorModule": {"balancesIssuance": None}},
        "genesis.subtensorModule.balancesIssuance: must be a whole number",
    ),
    ({"safeMode": {"enteredUntil": 2**32}}, "must lie between 0 and 4294967295"),
    ({"transactionPayment": {"multiplier": 5}}, "must be a string of decimal digits"),
    ({"transactionPayment": {"multiplier": "-5"}}, "must be a string of decimal digits"),
    ({"transactionPayment": {"multiplier": str(2**128)}}, "must be a string of decimal digits"),
    ({"transactionPayment": {"multiplier": "9" * 10_000}}, "must be a string of decimal digits"),
]


@pytest.mark.parametrize(("config", "message"), REFUSED)
def test_what_the_client_refuses_is_refused_in_one_sentence(config: Any, message: str) -> None:
    with pytest.raises(GenesisError, match=message) as raised:
        read_genesis_config(config)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


def test_the_multiplier_may_have_zeros_in_front() -> None:
    assert read_genesis_config({"transactionPayment": {"multiplier": "+" + "0" * 5_000 + str(2**128 - 1)}}) == EMPTY


def test_development_accounts_are_not_specified() -> None:
    with pytest.raises(Unsupported, match="devAccounts is not specified"):
        read_genesis_config({"balances": {"devAccounts": [2, 1000, None]}})


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(A.ss58),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from([field for part in PARTS.values() for field in part])
parts = st.dictionaries(st.sampled_from(list(PARTS)), trees | st.dictionaries(fields, trees, max_size=2), max_size=3)


@given(parts)
@settings(deadline=None, max_examples=300)
def test_whatever_stands_there_is_read_or_refused(config: dict[str, Any]) -> None:
    try:
        assert isinstance(read_genesis_config(config), GenesisConfig)
    except (GenesisError, Unsupported) as error:
        assert str(error)
