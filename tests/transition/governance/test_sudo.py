import pytest

from tao_spec.arithmetic.currency import tao
from tao_spec.interface.accounts.balances import ForceSetBalance, TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.errors import BadOrigin, FundsUnavailable
from tao_spec.interface.governance.sudo import KeyChanged, RequireSudo, Sudid, Sudo, SudoAs, SudoAsDone
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.governance.sudo import ensure_sudo, remove_key, set_key
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.vectors.cases import Builder, account_named

KEEPER, ALICE = account_named("keeper"), account_named("alice")


@pytest.fixture
def chain() -> Chain:
    build = Builder(R306)
    build.account("alice", tao(5))
    build.account("keeper", tao(5))
    build.chain.governance.sudo_key.value = KEEPER
    build.chain.commit()
    return build.chain


def test_root_and_the_sudo_account_pass(chain):
    ensure_sudo(chain, ROOT)
    ensure_sudo(chain, signed(KEEPER))


def test_others_are_refused(chain):
    with pytest.raises(RequireSudo):
        ensure_sudo(chain, signed(ALICE))
    with pytest.raises(BadOrigin):
        ensure_sudo(chain, NOBODY)


def test_without_a_key_no_account_passes(chain):
    remove_key(chain, signed(KEEPER))
    with pytest.raises(RequireSudo):
        ensure_sudo(chain, signed(KEEPER))
    ensure_sudo(chain, ROOT)


def test_what_sudo_does_is_done_as_root(chain):
    dispatch(chain, signed(KEEPER), Sudo(ForceSetBalance(Id(ALICE), tao(7))))
    assert chain.accounts.account[ALICE].data.free == tao(7)
    assert chain.events[-1] == Sudid(None)


def test_a_refusal_inside_is_told_and_undone(chain):
    dispatch(chain, signed(KEEPER), Sudo(TransferAllowDeath(Id(KEEPER), tao(1))))
    assert chain.commit().events == (Sudid(BadOrigin()),)


def test_a_call_as_another_has_that_account_s_means(chain):
    dispatch(chain, signed(KEEPER), SudoAs(Id(ALICE), TransferAllowDeath(Id(KEEPER), tao(6))))
    outcome = chain.commit()
    assert outcome.events == (SudoAsDone(FundsUnavailable()),) and not outcome.changes


def test_the_key_may_go_to_an_account_that_does_not_exist(chain):
    ghost = account_named("ghost")
    set_key(chain, signed(KEEPER), Id(ghost))
    assert chain.events[-1] == KeyChanged(KEEPER, ghost)
    dispatch(chain, signed(ghost), Sudo(Remark(b"")))
