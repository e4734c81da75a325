from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.drand.beacon import OWN, follow, own, pulse, sign, write
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import (
    BeaconConfigChanged,
    InvalidRoundNumber,
    NewPulse,
    OldestStoredRoundSet,
    Pulse,
    PulseVerificationError,
    RoundNumber,
    UnverifiedPulse,
)
from tao_spec.interface.errors import BadOrigin
from tao_spec.revisions.r306 import R306
from tao_spec.state.commitments import QUICKNET
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.pulses import (
    MAX_KEPT_PULSES,
    is_verified,
    prune_old_pulses,
    set_beacon_config,
    set_oldest_stored_round,
    store_pulses,
    write_pulse,
)
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tao_spec.transition.revision import Revision
from tests.transition.chains import account, closing, genesis


def ours(last: int = 0, oldest: int = 0, revision: Revision = R306) -> Chain:
    """A chain that follows a beacon whose secret the tests know."""
    chain = genesis(10, revision)
    chain.commitments.beacon_config.value = OWN
    chain.commitments.last_stored_round.value = RoundNumber(last)
    chain.commitments.oldest_stored_round.value = RoundNumber(oldest)
    return chain


def bring(chain: Chain, *pulses: Pulse) -> None:
    call = write(*pulses)
    write_pulse(chain, NOBODY, call.pulses_payload, call.signature)


def test_quicknet_verifies_by_default() -> None:
    assert is_verified(QUICKNET, pulse(1))
    assert not is_verified(QUICKNET, replace(pulse(1), round=U64(2)))
    assert not is_verified(OWN, pulse(1))


def test_the_first_pulses_are_stored() -> None:
    chain = ours()
    bring(chain, own(5), own(9))
    drand = chain.commitments
    assert (drand.oldest_stored_round.value, drand.last_stored_round.value) == (5, 9)
    assert drand.pulses[RoundNumber(9)] == own(9)
    assert drand.next_unsigned_at.value == 10
    assert chain.events == [NewPulse((RoundNumber(5), RoundNumber(9)))]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 6), st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=5))
def test_what_is_stored_ascends_or_nothing_is(last: int, brought: list[tuple[int, bool]]) -> None:
    chain = ours(last)
    pulses = tuple(own(round) if is_true else pulse(round, sign(round + 1)) for round, is_true in brought)
    true = [round for round, is_true in brought if is_true]
    ascends = all(earlier < later for earlier, later in zip([last, *true], true, strict=False))
    if ascends:
        assert list(store_pulses(chain, pulses)) == true
    else:
        with pytest.raises(InvalidRoundNumber):
            store_pulses(chain, pulses)


def test_a_signature_that_is_no_point_refuses_the_call() -> None:
    with pytest.raises(PulseVerificationError):
        bring(ours(), own(1), pulse(2, b""))


def test_only_nobody_brings_pulses() -> None:
    call = write(own(1))
    for origin in (ROOT, signed(account(1))):
        with pytest.raises(BadOrigin):
            write_pulse(ours(), origin, call.pulses_payload, None)


def test_a_false_pulse_is_passed_over_until_the_deviation_is_closed() -> None:
    false = pulse(1, sign(2))
    chain = ours()
    bring(chain, false)
    assert chain.events == []
    with pytest.raises(UnverifiedPulse):
        bring(ours(revision=closing("KNOWN-102")), false)


def test_false_randomness_is_stored_until_the_deviation_is_closed() -> None:
    false = replace(own(1), randomness=b"anything")
    chain = ours()
    bring(chain, false)
    assert chain.commitments.pulses[RoundNumber(1)].randomness == b"anything"
    with pytest.raises(UnverifiedPulse):
        bring(ours(revision=closing("KNOWN-101")), false)
    bring(ours(revision=closing("KNOWN-101")), own(1))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**64 - 1), st.integers(-5, 200))
def test_forgetting_keeps_216_000_rounds_or_takes_a_hundred(oldest: int, surplus: int) -> None:
    last = min(oldest + MAX_KEPT_PULSES - 1 + surplus, 2**64 - 1)
    chain = ours(last, oldest)
    prune_old_pulses(chain)
    gone = chain.commitments.oldest_stored_round.value - oldest
    assert 0 <= gone <= 100
    kept = last - (oldest + gone) + 1
    assert not oldest or kept <= MAX_KEPT_PULSES or gone == 100
    assert not gone or kept >= MAX_KEPT_PULSES


def test_each_call_forgets_and_nothing_is_forgotten_where_the_oldest_round_is_zero() -> None:
    for oldest, left in ((3, 5), (0, 0)):
        chain = ours(9, oldest)
        bring(chain, own(216_004))
        assert chain.commitments.oldest_stored_round.value == left


def test_a_last_round_without_an_oldest_one_is_no_beginning() -> None:
    chain = ours(last=4)
    bring(chain, own(5))
    assert chain.commitments.oldest_stored_round.value == 0
    chain = ours(oldest=4)
    bring(chain, own(5))
    assert chain.commitments.oldest_stored_round.value == 4


def test_forgotten_pulses_are_deleted() -> None:
    chain = ours(3 + MAX_KEPT_PULSES, 3)
    for round in (3, 4):
        chain.commitments.pulses[RoundNumber(round)] = own(round)
    prune_old_pulses(chain)
    assert [key for key, _ in chain.commitments.pulses.items()] == [4]


def test_root_sets_the_beacon_and_the_oldest_round() -> None:
    chain = genesis(10)
    set_beacon_config(chain, ROOT, follow(OWN).config_payload, None)
    set_oldest_stored_round(chain, ROOT, U64(4))
    assert chain.commitments.beacon_config.value == OWN
    assert chain.commitments.next_unsigned_at.value == 11
    assert chain.commitments.oldest_stored_round.value == 4
    assert chain.events == [BeaconConfigChanged(), OldestStoredRoundSet(U64(4))]


def test_nobody_else_sets_them() -> None:
    for origin in (NOBODY, signed(account(1))):
        with pytest.raises(BadOrigin):
            set_beacon_config(genesis(10), origin, follow(OWN).config_payload, None)
        with pytest.raises(BadOrigin):
            set_oldest_stored_round(genesis(10), origin, U64(4))
