from collections.abc import Callable

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import (
    BurnedRegister,
    HotKeyAlreadyRegisteredInSubNet,
    NeuronRegistered,
    NoNeuronIdAvailable,
    RAORecycledForRegistrationSet,
    RegistrationNotPermittedOnRootSubnet,
    SubNetRegistrationDisabled,
    TooManyRegistrationsThisBlock,
    TooManyRegistrationsThisInterval,
)
from tao_spec.interface.stake import NotEnoughBalanceToStake
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.neurons.registration import (
    burn_for_registration,
    burned_register,
    count_registration,
    ensure_room_for_registration,
    ensure_subnet_registers,
    increase_rao_recycled,
    register_neuron,
)
from tao_spec.transition.origin import NOBODY
from tao_spec.transition.origin import ROOT as AS_ROOT
from tests.transition.chains import account
from tests.transition.neurons.build import ALICE, BOB, COST, HOME, HOT, WARM, hotkey, make, registry, score
from tests.transition.stake.build import free, give, refusal

PENNILESS = account(7)


def test_whoever_burns_the_cost_is_registered() -> None:
    chain = registry(2)
    before = chain.pools.subnet_tao[HOME]
    assert make(chain, ALICE, BurnedRegister(HOME, HOT)) is None
    assert chain.neurons.uids[HOME, HOT] == 2
    assert chain.keys.owner[HOT] == ALICE
    assert free(chain, ALICE) == tao(100) - COST
    assert before < chain.pools.subnet_tao[HOME] <= before + COST
    assert chain.neurons.rao_recycled_for_registration[HOME] == COST
    told = [
        event for event in chain.commit().events if type(event) in (RAORecycledForRegistrationSet, NeuronRegistered)
    ]
    assert told == [
        RAORecycledForRegistrationSet(HOME, TaoBalance(COST)),
        NeuronRegistered(HOME, Uid(2), HOT),
    ]


def test_the_alpha_that_is_bought_is_nobodys() -> None:
    chain = registry()
    chain.pools.subnet_alpha_out[HOME] = AlphaBalance(77)
    burn_for_registration(chain, HOME, ALICE)
    assert chain.pools.subnet_alpha_out[HOME] == 77
    assert chain.pools.subnet_alpha_in[HOME] < tao(10)


@pytest.mark.parametrize("origin", [NOBODY, AS_ROOT])
def test_only_an_account_burns(origin: object) -> None:
    assert refusal(burned_register, registry(), origin, HOME, HOT) is BadOrigin


def test_root_and_no_subnet_register_nobody_so() -> None:
    chain = registry()
    assert make(chain, ALICE, BurnedRegister(ROOT, HOT)) is RegistrationNotPermittedOnRootSubnet
    assert make(chain, ALICE, BurnedRegister(NetUid(9), HOT)) is SubNetworkDoesNotExist
    chain.subnets.networks_added[NetUid(9)] = False
    assert make(chain, ALICE, BurnedRegister(NetUid(9), HOT)) is SubNetworkDoesNotExist


def test_burning_and_work_are_allowed_apart() -> None:
    chain = registry()
    chain.neurons.network_pow_registration_allowed[HOME] = False
    allowed = chain.neurons.network_registration_allowed
    assert refusal(ensure_subnet_registers, chain, HOME, allowed) is None
    shut = chain.neurons.network_pow_registration_allowed
    assert refusal(ensure_subnet_registers, chain, HOME, shut) is SubNetRegistrationDisabled


@pytest.mark.parametrize(
    ("count", "limit", "refused"), [(0, 0, True), (1, 2, False), (2, 2, True), (65_535, 65_535, True)]
)
def test_a_block_holds_so_many_registrations(count: int, limit: int, refused: bool) -> None:
    chain = registry()
    chain.neurons.registrations_this_block[HOME] = U16(count)
    chain.neurons.max_registrations_per_block[HOME] = U16(limit)
    expected = TooManyRegistrationsThisBlock if refused else None
    assert refusal(ensure_room_for_registration, chain, HOME, HOT) is expected


@pytest.mark.parametrize(
    ("count", "target", "refused"),
    [
        (0, 0, True),
        (2, 1, False),
        (3, 1, True),
        (65_534, 21_846, False),
        (65_535, 65_535, True),
        (65_534, 21_844, True),
    ],
)
def test_an_interval_holds_three_times_its_target(count: int, target: int, refused: bool) -> None:
    chain = registry()
    chain.neurons.registrations_this_interval[HOME] = U16(count)
    chain.neurons.target_registrations_per_interval[HOME] = U16(target)
    expected = TooManyRegistrationsThisInterval if refused else None
    assert refusal(ensure_room_for_registration, chain, HOME, HOT) is expected


def test_a_hotkey_has_one_number() -> None:
    chain = registry(1)
    assert make(chain, ALICE, BurnedRegister(HOME, hotkey(0))) is HotKeyAlreadyRegisteredInSubNet


def test_a_hotkey_of_another_cannot_be_registered() -> None:
    chain = registry()
    create_account_if_non_existent(chain, BOB, HOT)
    assert make(chain, ALICE, BurnedRegister(HOME, HOT)) is NonAssociatedColdKey
    assert make(chain, BOB, BurnedRegister(HOME, HOT)) is None


def test_a_refusal_leaves_the_hotkey_to_nobody() -> None:
    chain = registry(0, 0)
    assert make(chain, ALICE, BurnedRegister(HOME, HOT)) is NoNeuronIdAvailable
    assert HOT not in chain.keys.owner


@pytest.mark.parametrize(("held", "refused"), [(COST - 1, True), (COST, False), (COST + 500, False)])
def test_the_cost_must_be_there(held: int, refused: bool) -> None:
    chain = registry()
    give(chain, PENNILESS, held)
    expected = NotEnoughBalanceToStake if refused else None
    assert make(chain, PENNILESS, BurnedRegister(HOME, HOT)) is expected


@pytest.mark.parametrize(("closed", "counted"), [((), COST), (("KNOWN-112",), COST - 500)])
def test_the_cost_is_counted_though_less_was_paid(closed: tuple[str, ...], counted: int) -> None:
    chain = registry(0, 256, *closed)
    give(chain, PENNILESS, COST)
    assert make(chain, PENNILESS, BurnedRegister(HOME, HOT)) is None
    assert free(chain, PENNILESS) == 500
    assert chain.neurons.rao_recycled_for_registration[HOME] == counted


def test_what_is_counted_is_held_at_its_bounds() -> None:
    chain = registry()
    counters = (chain.neurons.registrations_this_interval, chain.neurons.registrations_this_block)
    for counter in counters:
        counter[HOME] = U16(U16.MAX)
    count_registration(chain, HOME)
    assert [counter[HOME] for counter in counters] == [U16.MAX, U16.MAX]
    chain.neurons.rao_recycled_for_registration[HOME] = TaoBalance(TaoBalance.MAX)
    increase_rao_recycled(chain, HOME, TaoBalance(1))
    assert chain.neurons.rao_recycled_for_registration[HOME] == TaoBalance.MAX


def test_a_full_subnet_replaces_and_stays_as_large_as_it_is() -> None:
    chain = registry(3, 3)
    score(chain, 3, 1, 2)
    chain.neurons.max_allowed_uids[HOME] = U16(1)
    assert register_neuron(chain, HOME, HOT) == 1
    assert chain.neurons.subnetwork_n[HOME] == 3
    assert register_neuron(chain, HOME, WARM) == 2


def registers(chain: Chain) -> type[DispatchError] | None:
    return make(chain, ALICE, BurnedRegister(HOME, HOT))


@pytest.mark.parametrize(
    ("closed", "expected"), [((), None), (("KNOWN-111",), NoNeuronIdAvailable)], ids=["as it is", "as meant"]
)
def test_where_only_the_owner_is_nobody_is_registered(closed: tuple[str, ...], expected: type[DispatchError]) -> None:
    chain = registry(1, 1, *closed)
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(0)
    assert registers(chain) is expected
    assert (HOME, HOT) not in chain.neurons.uids
    assert chain.neurons.registrations_this_block[HOME] == int(expected is None)


FAULTS: list[tuple[Callable[[Chain], object], type[DispatchError]]] = [
    (lambda chain: chain.neurons.max_allowed_uids.__setitem__(HOME, U16(0)), NoNeuronIdAvailable),
    (lambda chain: create_account_if_non_existent(chain, BOB, HOT), NonAssociatedColdKey),
    (lambda chain: chain.neurons.burn.__setitem__(HOME, TaoBalance(tao(101))), NotEnoughBalanceToStake),
    (lambda chain: chain.neurons.uids.__setitem__((HOME, HOT), Uid(5)), HotKeyAlreadyRegisteredInSubNet),
    (
        lambda chain: chain.neurons.target_registrations_per_interval.__setitem__(HOME, U16(0)),
        TooManyRegistrationsThisInterval,
    ),
    (lambda chain: chain.neurons.max_registrations_per_block.__setitem__(HOME, U16(0)), TooManyRegistrationsThisBlock),
    (lambda chain: chain.neurons.network_registration_allowed.__setitem__(HOME, False), SubNetRegistrationDisabled),
    (lambda chain: chain.subnets.networks_added.__setitem__(HOME, False), SubNetworkDoesNotExist),
]
"""What can be wrong, from the check that comes last to the first."""


def test_the_first_check_that_fails_decides() -> None:
    chain = registry()
    for spoil, error in FAULTS:
        spoil(chain)
        assert registers(chain) is error
