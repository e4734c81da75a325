import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import TransferAll, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import AddProxy, KillPure, ProxyType, RemoveProxies, RemoveProxy
from tao_spec.interface.accounts.system import Id, Remark, SetCode, SetCodeWithoutChecks, Weight
from tao_spec.interface.governance import senate
from tao_spec.interface.governance.sudo import SudoUncheckedWeight
from tao_spec.interface.messages import Call
from tao_spec.interface.stake import TransferStake
from tao_spec.revisions.r306 import R306
from tao_spec.transition.accounts.proxy_types import ALLOWED, is_superset, may_call
from tests.transition.chains import closing, genesis

CHAIN = genesis()
BOB = Id(AccountId(b"B" * 32))
NO_WEIGHT = Weight(U64(0), U64(0))


def call_kinds(proxy_type: ProxyType) -> set[str]:
    """The calls, by name, that a type may make whatever their arguments; an empty call stands for each."""
    empty = {kind: object.__new__(kind) for kind in R306.interface.calls}
    return {f"{kind.PALLET.name}.{kind.NAME}" for kind, call in empty.items() if ALLOWED[proxy_type](call)}


def test_every_type_says_what_it_may() -> None:
    assert set(ALLOWED) == set(ProxyType)


@pytest.mark.parametrize(
    ("proxy_type", "count"),
    [
        (ProxyType.Any, 233),
        (ProxyType.Staking, 10),
        (ProxyType.Registration, 2),
        (ProxyType.Transfer, 4),
        (ProxyType.RootWeights, 1),
        (ProxyType.ChildKeys, 2),
        (ProxyType.SwapHotkey, 1),
        (ProxyType.Senate, 7),
        (ProxyType.Triumvirate, 13),
        (ProxyType.Governance, 20),
        (ProxyType.SubnetLeaseBeneficiary, 22),
    ],
)
def test_a_type_may_make_so_many_calls(proxy_type: ProxyType, count: int) -> None:
    assert len(call_kinds(proxy_type)) == count


def test_types_that_except_calls_may_make_all_others() -> None:
    everything = call_kinds(ProxyType.Any)
    assert {name for name in everything - call_kinds(ProxyType.NonTransfer) if not name.startswith("Balances.")} == {
        "SubtensorModule.transfer_stake",
        "SubtensorModule.schedule_swap_coldkey",
        "SubtensorModule.swap_coldkey",
    }
    pallets = ("Triumvirate.", "Sudo.")
    assert {name for name in everything - call_kinds(ProxyType.NonCritical) if not name.startswith(pallets)} == {
        "SubtensorModule.dissolve_network",
        "SubtensorModule.root_register",
        "SubtensorModule.burned_register",
        "SubtensorModule.set_tao_weights",
    }
    assert call_kinds(ProxyType.NonFungibile) <= call_kinds(ProxyType.NonTransfer)


def test_the_owner_type_may_not_give_away_the_owner_hotkey() -> None:
    assert "AdminUtils.sudo_set_sn_owner_hotkey" not in call_kinds(ProxyType.Owner)
    assert "AdminUtils.sudo_set_tempo" in call_kinds(ProxyType.Owner)


@pytest.mark.parametrize(("amount", "is_small"), [(499_999_999, True), (500_000_000, False)])
def test_a_small_transfer_is_under_half_a_tao(amount: int, is_small: bool) -> None:
    who, subnet = BOB.account, NetUid(1)
    for call in (
        TransferAllowDeath(BOB, TaoBalance(amount)),
        TransferKeepAlive(BOB, TaoBalance(amount)),
        TransferStake(who, who, subnet, subnet, AlphaBalance(amount)),
    ):
        assert may_call(CHAIN, ProxyType.SmallTransfer, call) is is_small
    assert not may_call(CHAIN, ProxyType.SmallTransfer, TransferAll(BOB, keep_alive=True))


@pytest.mark.parametrize(
    ("call", "is_upgrade"),
    [
        (SudoUncheckedWeight(SetCode(b""), NO_WEIGHT), True),
        (SudoUncheckedWeight(SetCodeWithoutChecks(b""), NO_WEIGHT), False),
        (senate.SudoUncheckedWeight(SetCode(b""), NO_WEIGHT), False),
        (SetCode(b""), False),
    ],
)
def test_an_upgrade_of_the_code_comes_through_sudo(call: Call, is_upgrade: bool) -> None:
    assert may_call(CHAIN, ProxyType.SudoUncheckedSetCode, call) is is_upgrade


def test_every_type_is_as_strong_as_itself_and_none_stronger_than_any() -> None:
    for one in ProxyType:
        assert is_superset(CHAIN, one, one)
        assert is_superset(CHAIN, ProxyType.Any, one)
        assert is_superset(CHAIN, one, ProxyType.Any) is (one is ProxyType.Any)


def test_the_declared_order_has_so_many_pairs() -> None:
    pairs = {(one, two) for one in ProxyType for two in ProxyType if one is not two and is_superset(CHAIN, one, two)}
    assert len(pairs) == 16 + 13 + 2 + 1
    assert (ProxyType.NonTransfer, ProxyType.Transfer) not in pairs


@pytest.mark.parametrize("kind", [AddProxy, RemoveProxy])
def test_a_proxy_changes_only_proxies_that_are_no_stronger(kind: type[AddProxy | RemoveProxy]) -> None:
    given = {t for t in ProxyType if may_call(CHAIN, ProxyType.NonTransfer, kind(BOB, t, BlockNumber(0)))}
    assert given == set(ProxyType) - {ProxyType.Any, ProxyType.Transfer, ProxyType.SmallTransfer}
    assert not may_call(CHAIN, ProxyType.Staking, kind(BOB, ProxyType.Staking, BlockNumber(0)))


@pytest.mark.parametrize("call", [RemoveProxies(), KillPure(BOB, ProxyType.Any, U16(0), BlockNumber(0), U32(0))])
def test_only_any_ends_everything(call: Call) -> None:
    assert [t for t in ProxyType if may_call(CHAIN, t, call)] == [ProxyType.Any]


def test_the_deviation_can_be_closed() -> None:
    closed = genesis(revision=closing("KNOWN-30"))
    for chain, is_stronger in ((CHAIN, True), (closed, False)):
        assert is_superset(chain, ProxyType.NonTransfer, ProxyType.NonCritical) is is_stronger


def test_closed_a_stronger_type_may_make_every_call_of_a_weaker_one() -> None:
    closed = genesis(revision=closing("KNOWN-30"))
    by_call = [t for t in ProxyType if t not in (ProxyType.SmallTransfer, ProxyType.SudoUncheckedSetCode)]
    for stronger in by_call:
        for weaker in by_call:
            if is_superset(closed, stronger, weaker):
                assert call_kinds(weaker) <= call_kinds(stronger)


def test_a_remark_passes_where_everything_but_something_is_allowed() -> None:
    passing = {t.name for t in ProxyType if may_call(CHAIN, t, Remark(b""))}
    assert passing == {"Any", "NonTransfer", "NonCritical", "NonFungibile"}
