import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance import preimage as calls
from tao_spec.interface.governance.preimage import NotRequested, TooFew, TooMany
from tao_spec.state.governance import OldRequested, Requested, Unrequested
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import account, genesis
from tests.transition.governance.build import NOW, endow, hash_of

ALICE = account(1)
DATA = b"data"
KEY, LENGTH = hash_of(DATA), U32(4)


def test_data_is_kept_for_a_deposit_or_for_root() -> None:
    for origin, status in (
        (signed(ALICE), Unrequested((ALICE, TaoBalance(108_000_000)), LENGTH)),
        (ROOT, Requested(None, U32(1), LENGTH)),
    ):
        chain = genesis(NOW)
        endow(chain, ALICE)
        dispatch(chain, origin, calls.NotePreimage(DATA))
        assert chain.governance.request_status_for[KEY] == status
        dispatch(chain, origin, calls.UnnotePreimage(KEY))
        assert KEY not in chain.governance.request_status_for


@pytest.mark.parametrize("call", [calls.NotePreimage(DATA), calls.UnnotePreimage(KEY)], ids=lambda call: call.NAME)
def test_nobody_keeps_nothing(call: calls.NotePreimage) -> None:
    with pytest.raises(BadOrigin):
        dispatch(genesis(NOW), NOBODY, call)


def test_only_root_requests() -> None:
    chain = genesis(NOW)
    for call in (calls.RequestPreimage(KEY), calls.UnrequestPreimage(KEY)):
        with pytest.raises(BadOrigin):
            dispatch(chain, signed(ALICE), call)
    dispatch(chain, ROOT, calls.RequestPreimage(KEY))
    dispatch(chain, ROOT, calls.UnrequestPreimage(KEY))
    with pytest.raises(NotRequested):
        dispatch(chain, ROOT, calls.UnrequestPreimage(KEY))


def test_anybody_has_deposits_renewed() -> None:
    chain = genesis(NOW)
    chain.governance.status_for[KEY] = OldRequested(None, U32(1), None)
    for hashes, error in (((), TooFew), ((KEY,) * 1_025, TooMany)):
        with pytest.raises(error):
            dispatch(chain, signed(ALICE), calls.EnsureUpdated(hashes))
    with pytest.raises(BadOrigin):
        dispatch(chain, ROOT, calls.EnsureUpdated((KEY,)))
    dispatch(chain, signed(ALICE), calls.EnsureUpdated((KEY,) * 1_024))
    assert chain.governance.request_status_for[KEY] == Requested(None, U32(1), None)
