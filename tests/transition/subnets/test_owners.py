from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import BadOrigin
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root
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
