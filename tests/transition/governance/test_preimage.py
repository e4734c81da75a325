import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.errors import Corruption, DispatchError, Exhausted, FundsUnavailable, Unavailable
from tao_spec.interface.governance.preimage import (
    AlreadyNoted,
    Cleared,
    NotAuthorized,
    Noted,
    NotNoted,
    NotRequested,
    TooBig,
)
from tao_spec.interface.governance.preimage import Requested as RequestedEvent
from tao_spec.state.governance import (
    MAX_PREIMAGE_BYTES,
    OldRequested,
    OldRequestStatus,
    OldUnrequested,
    Requested,
    RequestStatus,
    Unrequested,
)
from tao_spec.state.stored_call import Inline, Legacy, Lookup
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.preimage import (
    bound,
    compute_preimage_deposit,
    drop,
    ensure_updated,
    fetch,
    get_lookup_hash,
    get_preimage_length,
    note,
    peek,
    request,
    unnote,
    unrequest,
)
from tao_spec.transition.revision import Revision
from tests.transition.chains import account, closing, genesis
from tests.transition.governance.build import LONG, NOW, SHORT, encode, endow, hash_of

ALICE, BOB = account(1), account(2)
DATA = b"data"
KEY, LENGTH = hash_of(DATA), U32(4)
DEPOSIT = TaoBalance(108_000_000)
TICKET = (ALICE, DEPOSIT)


def rich(revision: Revision | None = None) -> Chain:
    chain = genesis(NOW) if revision is None else genesis(NOW, revision)
    for who in (ALICE, BOB):
        endow(chain, who)
    chain.commit()
    return chain


def held(chain: Chain) -> int:
    return sum(hold.amount for who in (ALICE, BOB) for hold in chain.accounts.holds[who])


def test_keeping_costs_by_the_byte() -> None:
    assert [compute_preimage_deposit(length) for length in (0, 1, 4)] == [104_000_000, 105_000_000, DEPOSIT]


@pytest.mark.parametrize(
    ("before", "by_account", "by_root"),
    [
        (None, Unrequested(TICKET, LENGTH), Requested(None, U32(1), LENGTH)),
        (Unrequested(TICKET, LENGTH), None, Requested(TICKET, U32(1), LENGTH)),
        (Requested(None, U32(2), None), Requested(None, U32(2), LENGTH), Requested(None, U32(2), LENGTH)),
        (Requested(TICKET, U32(2), LENGTH), Requested(TICKET, U32(2), LENGTH), Requested(TICKET, U32(2), LENGTH)),
    ],
)
def test_what_is_known_of_noted_data(
    before: RequestStatus | None, by_account: RequestStatus | None, by_root: RequestStatus
) -> None:
    for who, after in ((ALICE, by_account), (None, by_root)):
        chain = rich()
        if before is not None:
            chain.governance.request_status_for[KEY] = before
        if after is None:
            with pytest.raises(AlreadyNoted):
                note(chain, DATA, who)
            continue
        assert note(chain, DATA, who) == KEY
        assert chain.governance.request_status_for[KEY] == after
        assert chain.governance.preimage_for[KEY, LENGTH] == DATA
        assert chain.commit().events == (Noted(KEY),)


def test_data_may_be_so_long_and_no_longer() -> None:
    chain = genesis(NOW)
    note(chain, bytes(MAX_PREIMAGE_BYTES))
    with pytest.raises(TooBig):
        note(chain, bytes(MAX_PREIMAGE_BYTES + 1))


def test_only_who_pays_stops_paying() -> None:
    chain = rich()
    with pytest.raises(NotNoted):
        unnote(chain, KEY, ALICE)
    note(chain, DATA, ALICE)
    with pytest.raises(NotAuthorized):
        unnote(chain, KEY, BOB)
    unnote(chain, KEY, ALICE)
    assert held(chain) == 0
    assert chain.commit().events[-1] == Cleared(KEY)
    request(chain, KEY)
    with pytest.raises(NotAuthorized):
        unnote(chain, KEY, ALICE)
    unnote(chain, KEY, None)
    assert KEY not in chain.governance.request_status_for


def test_requested_data_outlives_its_payment() -> None:
    chain = rich()
    note(chain, DATA, ALICE)
    request(chain, KEY)
    unnote(chain, KEY, ALICE)
    assert held(chain) == 0
    assert fetch(chain, KEY) == DATA
    unrequest(chain, KEY)
    with pytest.raises(Unavailable):
        fetch(chain, KEY)


def test_requests_are_counted() -> None:
    chain = genesis(NOW)
    for _ in range(3):
        request(chain, KEY)
    assert chain.commit().events == (RequestedEvent(KEY),)
    for _ in range(3):
        unrequest(chain, KEY)
    assert chain.commit().events == ()
    with pytest.raises(NotRequested):
        unrequest(chain, KEY)


def test_data_that_somebody_pays_for_stays_after_the_last_request() -> None:
    chain = rich()
    note(chain, DATA, ALICE)
    request(chain, KEY)
    unrequest(chain, KEY)
    assert chain.governance.request_status_for[KEY] == Unrequested(TICKET, LENGTH)
    with pytest.raises(NotRequested):
        unrequest(chain, KEY)


OLD = (ALICE, TaoBalance(tao(1)))


@pytest.mark.parametrize(
    ("old", "new", "still_reserved"),
    [
        (OldUnrequested(OLD, LENGTH), Unrequested(TICKET, LENGTH), DEPOSIT),
        (OldRequested(OLD, U32(3), LENGTH), Requested(TICKET, U32(3), LENGTH), DEPOSIT),
        (OldRequested(OLD, U32(3), None), Requested(None, U32(3), None), 0),
        (OldRequested(None, U32(3), LENGTH), Requested(None, U32(3), LENGTH), tao(1)),
    ],
)
def test_older_deposits_become_holds(old: OldRequestStatus, new: RequestStatus, still_reserved: int) -> None:
    chain = genesis(NOW)
    endow(chain, ALICE, reserved=tao(1))
    chain.governance.status_for[KEY] = old
    assert ensure_updated(chain, KEY)
    assert not ensure_updated(chain, KEY)
    assert chain.governance.request_status_for[KEY] == new
    assert chain.accounts.account[ALICE].data.reserved == still_reserved


def test_who_cannot_pay_keeps_the_older_form_once_that_is_closed() -> None:
    for revision, kept in ((closing(), False), (closing("KNOWN-160"), True)):
        chain = genesis(NOW, revision)
        endow(chain, ALICE, free=500, reserved=500)
        chain.governance.status_for[KEY] = OldUnrequested((ALICE, TaoBalance(500)), LENGTH)
        ensure_updated(chain, KEY)
        assert (KEY in chain.governance.status_for) == kept
        assert chain.accounts.account[ALICE].data.reserved == (500 if kept else 0)
        assert KEY not in chain.governance.request_status_for


def test_the_length_is_what_is_recorded() -> None:
    chain = genesis(NOW)
    assert get_preimage_length(chain, KEY) is None
    request(chain, KEY)
    assert get_preimage_length(chain, KEY) is None
    note(chain, DATA)
    assert get_preimage_length(chain, KEY) == LENGTH
    assert fetch(chain, KEY, LENGTH) == fetch(chain, KEY) == DATA
    with pytest.raises(Unavailable):
        fetch(chain, KEY, U32(5))


@pytest.mark.parametrize(("surplus", "kind"), [(0, Inline), (1, Lookup)])
def test_a_long_call_is_noted(surplus: int, kind: type) -> None:
    chain, call = genesis(NOW), Remark(bytes(124 + surplus))
    stored = bound(chain, call)
    assert type(stored) is kind
    assert (get_lookup_hash(stored) is None) == (kind is Inline)
    assert peek(chain, stored) == (call, None if kind is Inline else 129)
    drop(chain, stored)
    assert list(chain.governance.request_status_for.keys()) == []


def test_a_call_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(Exhausted):
        bound(genesis(NOW), Remark(bytes(MAX_PREIMAGE_BYTES)))


def test_bytes_behind_a_call_do_not_matter_and_no_call_does() -> None:
    chain = genesis(NOW)
    assert peek(chain, Inline(encode(SHORT) + b"more")) == (SHORT, None)
    with pytest.raises(Corruption):
        peek(chain, Inline(encode(SHORT)[:-1]))
    with pytest.raises(Unavailable):
        peek(chain, Legacy(KEY))


def test_what_nobody_requested_is_dropped_untold() -> None:
    chain = rich()
    note(chain, encode(LONG), ALICE)
    before = chain.governance.request_status_for[hash_of(encode(LONG))]
    drop(chain, Legacy(hash_of(encode(LONG))))
    drop(chain, Legacy(KEY))
    assert chain.governance.request_status_for[hash_of(encode(LONG))] == before


def test_a_deposit_must_be_free() -> None:
    chain = genesis(NOW)
    endow(chain, ALICE, free=DEPOSIT + 500)
    endow(chain, BOB, free=DEPOSIT + 499)
    note(chain, DATA, ALICE)
    with pytest.raises(FundsUnavailable):
        note(chain, b"info", BOB)


acts = st.lists(
    st.one_of(
        st.tuples(st.just(note), st.sampled_from([ALICE, BOB, None])),
        st.tuples(st.just(unnote), st.sampled_from([ALICE, BOB, None])),
        st.tuples(st.sampled_from([request, unrequest])),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(acts)
def test_what_is_held_is_what_is_owed_and_what_is_known_is_stored(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    chain = rich()
    for act, *who in steps:
        try:
            with chain.transaction():
                act(chain, DATA if act is note else KEY, *who)
        except DispatchError:
            continue
        status = chain.governance.request_status_for.get(KEY)
        ticket = getattr(status, "ticket", None) or getattr(status, "maybe_ticket", None)
        assert held(chain) == (ticket[1] if ticket else 0)
        assert ((KEY, LENGTH) in chain.governance.preimage_for) == (get_preimage_length(chain, KEY) is not None)
