import pytest

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.hyperparameters import SubnetDoesNotExist
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.transition.stake.move import sudo_set_toggle_transfer
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root, get_subnet_owner
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, genesis


def test_root_and_the_owner_pass() -> None:
    chain = genesis()
    chain.subnets.subnet_owner[FIRST] = account(1)
    for origin, error in (
        (ROOT, None),
        (signed(account(1)), None),
        (signed(account(2)), BadOrigin),
        (NOBODY, BadOrigin),
    ):
        assert refusal(ensure_subnet_owner_or_root, chain, origin, FIRST) is error


def test_where_nobody_owns_a_subnet_the_account_of_zeros_passes() -> None:
    chain = genesis()
    del chain.subnets.subnet_owner[FIRST]
    assert refusal(ensure_subnet_owner_or_root, chain, signed(AccountId()), FIRST) is None


def test_nobody_owns_a_subnet_without_an_entry_where_the_deviation_is_closed() -> None:
    closed = R306.replace(name="closed", description="As meant.", close=frozenset({"KNOWN-71"}))
    assert get_subnet_owner(Chain({}, R306), NetUid(7)) == AccountId()
    assert get_subnet_owner(Chain({}, closed), NetUid(7)) is None


def test_stake_of_no_subnet_cannot_be_toggled_where_the_deviation_is_closed() -> None:

    chain = Chain({}, R306)
    sudo_set_toggle_transfer(chain, ROOT, NetUid(7), False)
    assert not chain.stake.transfer_toggle[NetUid(7)]
    chain = Chain({}, R306.replace(name="closed", description="As meant.", close=frozenset({"KNOWN-80"})))
    with pytest.raises(SubnetDoesNotExist):
        sudo_set_toggle_transfer(chain, ROOT, NetUid(7), False)
