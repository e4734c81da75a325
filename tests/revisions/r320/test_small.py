from __future__ import annotations

import unicodedata

import pytest

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H160, ROOT, AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.keys import AssociateEvmKey, EcdsaSignature, NonAssociatedColdKey
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.stake import AddStake, AlphaRecycled, RecycleAlpha
from tao_spec.interface.subnets import SubnetNotExists, SubNetworkDoesNotExist
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import MechanismDoesNotExist, SubtokenDisabled
from tao_spec.revisions.r320.small import CORRECTED_SYMBOLS, associate_evm_key_of_hotkey
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.neurons.pruning import get_hotkeys_that_stay
from tao_spec.transition.origin import signed
from tao_spec.transition.pools.calls import ensure_liquidity_can_change
from tao_spec.transition.stake.destroy import recycle_alpha
from tao_spec.transition.stake.move import sells_without_fee
from tao_spec.transition.subnets.symbol_table import SYMBOLS
from tao_spec.transition.subnets.symbols import get_symbols
from tests.transition.stake.build import ALICE, FIRST, HOT, NOWHERE, OTHER, market, put


def test_a_symbol_is_corrected_or_stays() -> None:
    assert get_symbols(Chain({}, R306)) is SYMBOLS
    assert get_symbols(Chain({}, R320)) is CORRECTED_SYMBOLS
    assert len(CORRECTED_SYMBOLS) == len(set(CORRECTED_SYMBOLS)) == len(SYMBOLS)
    changed = [number for number, symbol in enumerate(SYMBOLS) if symbol != CORRECTED_SYMBOLS[number]]
    assert len(changed) == 60
    assert (changed[0], changed[-1]) == (129, 430)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (128, "SINHALA LETTER DANTAJA NAYANNA"),
        (133, "SINHALA LETTER MAHAAPRAANA BAYANNA"),
        (211, "HANGUL LETTER KIYEOK"),
        (224, "HANGUL LETTER HIEUH"),
        (245, "HANGUL LETTER I"),
        (271, "ETHIOPIC SYLLABLE MA"),
        (403, "SINHALA LETTER IYANNA"),
        (427, "SINHALA LETTER ALPAPRAANA TTAYANNA"),
        (430, "SINHALA LETTER ALPAPRAANA DDAYANNA"),
    ],
)
def test_the_letters_are_those_that_were_meant(number: int, name: str) -> None:
    assert unicodedata.name(CORRECTED_SYMBOLS[number].decode()) == name


@pytest.mark.parametrize(("limit", "staying"), [(0, []), (1, [OTHER]), (2, [OTHER, HOT])])
def test_as_many_neurons_of_the_owner_stay_as_are_immune(limit: int, staying: list[AccountId]) -> None:
    chain = market(revision=R320)
    chain.subnets.subnet_owner[FIRST], chain.keys.owned_hotkeys[ALICE] = ALICE, (HOT, OTHER)
    for uid, hotkey in enumerate((HOT, OTHER)):
        chain.neurons.uids[FIRST, hotkey] = Uid(uid)
        chain.neurons.block_at_registration[FIRST, Uid(uid)] = BlockHeight(uid + 1)
    chain.neurons.immune_owner_uids_limit[FIRST] = U16(limit)
    assert get_hotkeys_that_stay(chain, FIRST) == staying


def test_from_root_the_sale_is_free_and_from_elsewhere_the_purchase() -> None:
    chain = Chain({}, R320)
    assert [sells_without_fee(chain, netuid) for netuid in (ROOT, FIRST)] == [True, False]
    assert sells_without_fee(Chain({}, R306), FIRST)


@pytest.mark.parametrize("closes", [False, True])
def test_recycling_takes_what_was_named_off_the_books(closes: bool) -> None:
    close = frozenset({"KNOWN-200"} if closes else ())
    chain = market(revision=R320.replace(name="r", description="", close=close))
    put(chain, HOT, ALICE, FIRST, 10**9)
    before = chain.pools.subnet_alpha_out[FIRST]
    chain.events.clear()
    recycle_alpha(chain, signed(ALICE), HOT, AlphaBalance(10**9 - 1), FIRST)
    (event,) = chain.events
    assert event == AlphaRecycled(ALICE, HOT, AlphaBalance(10**9), FIRST)
    assert before - chain.pools.subnet_alpha_out[FIRST] == 10**9 - (not closes)


def test_liquidity_changes_in_subnets_that_were_started() -> None:
    chain = market(revision=R320)
    ensure_liquidity_can_change(chain, FIRST)
    chain.subnets.subtoken_enabled[FIRST] = False
    with pytest.raises(SubtokenDisabled):
        ensure_liquidity_can_change(chain, FIRST)


def test_a_subnet_that_does_not_exist_goes_by_another_error() -> None:
    call = RecycleAlpha(HOT, AlphaBalance(1), NOWHERE)
    for revision, error in ((R306, SubNetworkDoesNotExist()), (R320, SubnetNotExists())):
        assert try_dispatch(market(revision=revision), signed(ALICE), call) == error
    codes = {error: R320.interface.codes[error] for error in (SubnetNotExists, MechanismDoesNotExist)}
    assert list(codes.values()) == [75, 11]


def test_a_coldkey_names_the_address_of_its_hotkey() -> None:
    chain, signature = market(revision=R320), EcdsaSignature(bytes(65))
    given = FIRST, HOT, H160(bytes(20)), BlockHeight(7), signature
    with pytest.raises(NonAssociatedColdKey):
        associate_evm_key_of_hotkey(chain, signed(HOT), *given)
    with pytest.raises(HotKeyNotRegisteredInSubNet):
        associate_evm_key_of_hotkey(chain, signed(ALICE), *given)
    assert AssociateEvmKey not in R320.interface.calls
    assert AddStake in R320.interface.calls
