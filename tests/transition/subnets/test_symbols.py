import unicodedata
from itertools import islice

import pytest

from tao_spec.arithmetic.identifiers import ROOT as ROOT_SUBNET
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.subnets import SubnetNotExists, SymbolAlreadyInUse, SymbolDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.subnets.symbol_table import ROOT_SYMBOL, SYMBOLS
from tao_spec.transition.subnets.symbols import get_next_available_symbol, get_symbol_for_subnet, update_symbol
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, closing, genesis

OWNER, SECOND = account(1), NetUid(2)


def occupied(*symbols: bytes) -> Chain:
    chain = genesis(1)
    chain.subnets.token_symbol.clear()
    for number, symbol in enumerate(symbols):
        chain.subnets.token_symbol[NetUid(1_000 + number)] = symbol
    return chain


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (0, "GREEK CAPITAL LETTER TAU"),
        (1, "GREEK SMALL LETTER ALPHA"),
        (438, "SINHALA LETTER MAHAAPRAANA DAYANNA"),
        (439, "GREEK CAPITAL LETTER TAU"),
        (65_535, "GREEK CAPITAL LETTER TAU"),
    ],
)
def test_a_number_has_the_symbol_at_its_place(number: int, name: str) -> None:
    assert unicodedata.name(get_symbol_for_subnet(NetUid(number)).decode()) == name


def test_a_new_subnet_gets_its_own_symbol_else_the_first_free_else_roots() -> None:
    assert get_next_available_symbol(occupied(SYMBOLS[2]), NetUid(3)) == SYMBOLS[3]
    assert get_next_available_symbol(occupied(*SYMBOLS[1:4]), NetUid(3)) == SYMBOLS[4]
    assert get_next_available_symbol(occupied(*SYMBOLS), NetUid(3)) == ROOT_SYMBOL
    assert get_next_available_symbol(occupied(ROOT_SYMBOL), NetUid(500)) == SYMBOLS[1]


def test_new_subnets_never_share_a_symbol_before_the_table_ends() -> None:
    chain = occupied(*SYMBOLS[5:400])
    given = []
    for number in islice(range(300, 500), 43):
        symbol = get_next_available_symbol(chain, NetUid(number))
        chain.subnets.token_symbol[NetUid(number)] = symbol
        given.append(symbol)
    assert len(set(given)) == len(given)


@pytest.mark.parametrize(
    ("by", "symbol", "error"),
    [
        (account(9), b"?", BadOrigin),
        (OWNER, b"?", SymbolDoesNotExist),
        (OWNER, ROOT_SYMBOL, SymbolDoesNotExist),
        (OWNER, SYMBOLS[7], SymbolAlreadyInUse),
        (OWNER, SYMBOLS[8], None),
    ],
)
def test_a_choice_is_checked_in_order(by: AccountId, symbol: bytes, error: type[DispatchError] | None) -> None:
    chain = occupied(SYMBOLS[7])
    chain.subnets.subnet_owner[SECOND] = OWNER
    assert refusal(update_symbol, chain, signed(by), SECOND, symbol) is error
    assert chain.subnets.token_symbol.get(SECOND) == (None if error else symbol)


def test_a_subnet_keeps_its_symbol_by_choosing_it_no_more_than_another() -> None:
    chain = occupied()
    update_symbol(chain, ROOT, SECOND, SYMBOLS[9])
    assert refusal(update_symbol, chain, ROOT, SECOND, SYMBOLS[9]) is SymbolAlreadyInUse


def test_a_subnet_that_does_not_exist_gets_a_symbol_unless_the_deviation_is_closed() -> None:
    assert refusal(update_symbol, genesis(1), ROOT, SECOND, SYMBOLS[9]) is None
    closed = genesis(1, closing("KNOWN-124"))
    assert refusal(update_symbol, closed, ROOT, SECOND, SYMBOLS[9]) is SubnetNotExists
    assert refusal(update_symbol, closed, ROOT, ROOT_SUBNET, SYMBOLS[9]) is None
