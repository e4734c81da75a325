import pytest
from hypothesis import given
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts import multisig, proxy, utility
from tao_spec.interface.accounts.balances import Burn, UpgradeAccounts
from tao_spec.interface.accounts.system import Id, KillPrefix, Remark, RemarkWithEvent, Weight
from tao_spec.interface.crowdloans import Create
from tao_spec.interface.governance import collective, membership, preimage, senate, sudo
from tao_spec.interface.messages import Call
from tao_spec.interface.node import NoteStalled
from tao_spec.interface.origins import FromSystem, Root
from tao_spec.transition.fixed_weights import FIXED_WEIGHTS, FREE_CALLS
from tao_spec.transition.rules import Unsupported
from tao_spec.transition.weights_of_calls import (
    add_weights,
    fits_weight,
    get_call_weight,
    is_paid,
    max_weight,
    weight_of,
)
from tests.transition.chains import genesis

CHAIN = genesis()
ALICE = AccountId(b"A" * 32)
REMARK, FREE = Remark(b""), senate.Sudo(Remark(b""))
GIVEN = Weight(U64(5), U64(6))
HASH = H256(b"a" * 32)


def weigh(call: Call) -> tuple[int, int]:
    weight = get_call_weight(CHAIN, call)
    return int(weight.ref_time), int(weight.proof_size)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (REMARK, (1_586_000, 0)),
        (RemarkWithEvent(b"ab"), (4_749_772, 0)),
        (KillPrefix(b"", U32(0)), (129_304_742, 70)),
        (UpgradeAccounts((ALICE,)), (154_322_188, 3_593)),
        (Burn(TaoBalance(1), keep_alive=True), (30_219_000, 0)),
        (Burn(TaoBalance(1), keep_alive=False), (20_720_000, 0)),
        (FREE, (111_100_000, 0)),
        (senate.SudoUncheckedWeight(REMARK, GIVEN), (5, 6)),
        (sudo.SudoUncheckedWeight(REMARK, GIVEN), (5, 6)),
        (utility.WithWeight(REMARK, GIVEN), (5, 6)),
        (collective.SetMembers((), None, U32(0)), (1_592_093_410, 118_966)),
        (collective.Execute(REMARK, U32(0)), (41_762_069, 1_114)),
        (collective.Propose(REMARK, U32(0), BlockNumber(1)), (525_881_871, 10_135)),
        (collective.Close(HASH, U32(0), GIVEN, U32(0)), (466_175_612, 16_531)),
        (collective.Close(HASH, U32(0), GIVEN, U32(1_000_000)), (2_732_893_177, 5_016_531)),
        (membership.ResetSenate((ALICE,)), (387_841_896, 4_751)),
        (preimage.NotePreimage(b"a"), (475_512_491, 28_584)),
        (preimage.EnsureUpdated((HASH,)), (641_214_441, 31_486)),
        (utility.Batch((REMARK, REMARK)), (65_878_252, 3_997)),
        (utility.Batch((FREE,)), (57_700_311, 3_997)),
        (utility.BatchAll(()), (62_948_874, 3_997)),
        (utility.ForceBatch((REMARK,)), (61_421_528, 3_997)),
        (utility.AsDerivative(U16(0), FREE), (295_739_000, 3_997)),
        (utility.DispatchAs(FromSystem(Root()), REMARK), (9_038_000, 0)),
        (sudo.Sudo(REMARK), (34_525_000, 1_517)),
        (proxy.Proxy(Id(ALICE), None, REMARK), (221_967_265, 4_706)),
        (proxy.Proxy(Id(ALICE), None, FREE), (220_381_265, 4_706)),
        (proxy.ProxyAnnounced(Id(ALICE), Id(ALICE), None, FREE), (616_730_033, 5_698)),
        (multisig.AsMultiThreshold1((ALICE,), REMARK), (197_057_573, 3_997)),
        (multisig.AsMulti(U16(2), (ALICE,), None, REMARK, GIVEN), (334_944_907, 6_817)),
        (multisig.ApproveAsMulti(U16(2), (), None, HASH, GIVEN), (152_463_280, 6_817)),
        (Create(TaoBalance(0), TaoBalance(0), TaoBalance(0), BlockNumber(0), None, None), (617_930_000, 6_148)),
        (Create(TaoBalance(0), TaoBalance(0), TaoBalance(0), BlockNumber(0), REMARK, None), (619_516_000, 6_148)),
    ],
)
def test_a_call_weighs_what_the_real_client_says(call: Call, expected: tuple[int, int]) -> None:
    assert weigh(call) == expected


def test_every_call_weighs_something_or_is_unsupported() -> None:
    known = {(pallet, name) for pallet, names in FIXED_WEIGHTS.items() for name in names}
    declared = {(kind.PALLET.name, kind.NAME) for kind in CHAIN.revision.interface.calls}
    assert known <= declared
    assert {(pallet, name) for pallet, names in FREE_CALLS.items() for name in names} <= declared
    with pytest.raises(Unsupported):
        get_call_weight(CHAIN, NoteStalled(BlockNumber(0), BlockNumber(0)))


def test_a_free_call_is_free_and_what_holds_it_is_not() -> None:
    assert [is_paid(call) for call in (REMARK, FREE, utility.Batch((FREE,)))] == [True, False, True]


numbers = st.integers(0, 2**65)
weights = st.builds(weight_of, numbers, numbers)


@given(weights, weights)
def test_sums_are_held_at_64_bits_and_fit_no_less_than_their_parts(one: Weight, two: Weight) -> None:
    total = add_weights(one, two)
    assert total.ref_time == min(one.ref_time + two.ref_time, 2**64 - 1)
    assert fits_weight(one, total)
    assert fits_weight(one, max_weight(one, two))
    assert fits_weight(two, max_weight(one, two))
    assert fits_weight(one, two) is (one.ref_time <= two.ref_time and one.proof_size <= two.proof_size)
