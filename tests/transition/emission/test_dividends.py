from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, AccountId
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.dividends import (
    Stakes,
    compute_dividends,
    get_parent_child_dividends_distribution,
    get_self_contribution,
    get_stakes,
    share_dividends_with_parents,
)
from tests.transition.chains import FIRST, account, genesis

CHILD, PARENT, STRANGER, OWNER = account(1), account(2), account(3), account(4)
HALF = U64(2**63)

relaxed = settings(deadline=None, max_examples=60)
amounts = st.integers(0, 10**18)


def whole(number: int) -> U96F32:
    return U96F32.saturating_from_num(number)


def family(take: int = 0) -> Chain:
    """A child with 100 alpha rao of its own, and two parents that lend it half of 200: one of its owner, one of another's."""
    chain = genesis(5)
    for hotkey, alpha in ((CHILD, 100), (PARENT, 200), (STRANGER, 200)):
        chain.stake.total_hotkey_alpha[hotkey, FIRST] = AlphaBalance(alpha)
    chain.keys.owner[CHILD] = chain.keys.owner[PARENT] = OWNER
    chain.keys.owner[STRANGER] = account(5)
    chain.delegation.parent_keys[CHILD, FIRST] = ((HALF, PARENT), (HALF, STRANGER))
    chain.delegation.childkey_take[CHILD, FIRST] = U16(take)
    return chain


def test_parents_share_by_what_they_lend() -> None:
    shared = get_parent_child_dividends_distribution(family(), CHILD, FIRST, AlphaBalance(300_000))
    assert [hotkey for hotkey, _ in shared] == [PARENT, STRANGER, CHILD]
    assert all(99_999 <= amount <= 100_001 for _, amount in shared)


def test_the_take_is_kept_of_what_another_coldkey_lends() -> None:
    chain = family(take=U16.MAX)
    (_, parent), (_, stranger), (_, child) = get_parent_child_dividends_distribution(
        chain, CHILD, FIRST, AlphaBalance(300_000)
    )
    assert stranger == 0
    assert 99_999 <= parent <= 100_001
    assert 199_999 <= child <= 200_001


def test_an_orphan_keeps_all() -> None:
    assert get_parent_child_dividends_distribution(genesis(5), CHILD, FIRST, AlphaBalance(7)) == [(CHILD, 7)]


@given(amounts, st.integers(0, U16.MAX))
@relaxed
def test_a_family_gets_no_more_than_the_dividends(dividends: int, take: int) -> None:
    shared = get_parent_child_dividends_distribution(family(take), CHILD, FIRST, AlphaBalance(dividends))
    assert dividends - 3 <= sum(amount for _, amount in shared) <= dividends


def test_what_children_have_is_no_contribution() -> None:
    chain = family()
    assert get_self_contribution(chain, CHILD, FIRST) == 100
    chain.delegation.child_keys[CHILD, FIRST] = ((HALF, PARENT),)
    assert get_self_contribution(chain, CHILD, FIRST) in (49, 50)
    chain.delegation.child_keys[CHILD, FIRST] = ((HALF, PARENT), (U64(U64.MAX), STRANGER))
    assert get_self_contribution(chain, CHILD, FIRST) == 0


def test_tao_on_root_contributes_by_its_weight() -> None:
    chain = family()
    chain.stake.total_hotkey_alpha[CHILD, ROOT] = AlphaBalance(1_000)
    chain.stake.tao_weight.value = U64(U64.MAX)
    assert get_self_contribution(chain, CHILD, FIRST) == 1_100


def test_dividends_are_added_up_in_ascending_order() -> None:
    chain = family()
    shared = share_dividends_with_parents(
        chain, FIRST, [(STRANGER, AlphaBalance(50)), (CHILD, AlphaBalance(300)), (STRANGER, AlphaBalance(50))]
    )
    assert list(shared) == [CHILD, PARENT, STRANGER]
    assert 198 <= shared[STRANGER].saturating_to_num(U64) <= 200


def test_stakes_are_those_of_the_subnet_and_of_root() -> None:
    chain = family()
    chain.stake.total_hotkey_alpha[CHILD, ROOT] = AlphaBalance(7)
    assert get_stakes(chain, FIRST, [CHILD]) == {CHILD: Stakes(AlphaBalance(100), AlphaBalance(7))}


hotkeys = st.integers(1, 9).map(account)
stakes = st.builds(Stakes, amounts.map(AlphaBalance), amounts.map(AlphaBalance))


@given(st.dictionaries(hotkeys, st.tuples(amounts, stakes)), amounts, amounts)
@relaxed
def test_no_more_is_paid_than_there_is(given: dict[AccountId, tuple[int, Stakes]], alpha: int, root_tao: int) -> None:
    chain = genesis(5)
    paid = compute_dividends(
        chain,
        AlphaBalance(alpha),
        TaoBalance(root_tao),
        {hotkey: stake for hotkey, (_, stake) in given.items()},
        {hotkey: whole(dividend) for hotkey, (dividend, _) in given.items()},
    )
    assert set(paid.alpha) == set(paid.root_tao) == set(given)
    assert sum(part.to_fraction() for part in paid.alpha.values()) <= alpha
    assert sum(part.to_fraction() for part in paid.root_tao.values()) <= root_tao


def test_alpha_goes_to_alpha_and_tao_to_root() -> None:
    chain = genesis(5)
    holders = {
        CHILD: Stakes(AlphaBalance(100), AlphaBalance(0)),
        PARENT: Stakes(AlphaBalance(0), AlphaBalance(10**6)),
    }
    paid = compute_dividends(
        chain, AlphaBalance(1_000), TaoBalance(500), holders, {CHILD: whole(30), PARENT: whole(30)}
    )
    assert paid.alpha == {CHILD: whole(1_000), PARENT: whole(0)}
    assert paid.root_tao == {CHILD: whole(0), PARENT: whole(500)}
