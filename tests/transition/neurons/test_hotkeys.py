from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent, is_owned_by
from tests.transition.chains import genesis
from tests.transition.neurons.build import ALICE, BOB, HOT, WARM


def test_a_hotkey_of_nobody_is_owned_by_whoever_names_it() -> None:
    chain = genesis(1)
    create_account_if_non_existent(chain, ALICE, HOT)
    assert is_owned_by(chain, ALICE, HOT)
    assert chain.keys.owned_hotkeys[ALICE] == chain.stake.staking_hotkeys[ALICE] == (HOT,)


def test_a_hotkey_of_somebody_stays_as_it_is() -> None:
    chain = genesis(1)
    create_account_if_non_existent(chain, ALICE, HOT)
    chain.commit()
    create_account_if_non_existent(chain, BOB, HOT)
    assert not is_owned_by(chain, BOB, HOT)
    assert chain.commit().changes == {}


def test_each_list_is_looked_at_by_itself() -> None:
    chain = genesis(1)
    chain.keys.owned_hotkeys[ALICE] = (HOT, WARM)
    chain.stake.staking_hotkeys[ALICE] = (WARM,)
    create_account_if_non_existent(chain, ALICE, HOT)
    assert chain.keys.owned_hotkeys[ALICE] == (HOT, WARM)
    assert chain.stake.staking_hotkeys[ALICE] == (WARM, HOT)


def test_the_account_of_zeros_does_not_own_what_nobody_owns() -> None:
    chain = genesis(1)
    assert chain.keys.owner[HOT] == AccountId()
    assert not is_owned_by(chain, AccountId(), HOT)
    assert is_owned_by(chain, AccountId(), AccountId())
