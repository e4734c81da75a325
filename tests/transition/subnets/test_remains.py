import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.pools.prepare import add_pool, add_provider, make
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.subnets import FirstEmissionBlockNumberAlreadySet
from tao_spec.state.chain_state import DECLARATIONS
from tao_spec.state.subnets import SetSNOwnerHotkey
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.dissolve import dissolve_network
from tao_spec.transition.subnets.register import register_network
from tao_spec.transition.subnets.remains import OF_SUBNETS, START, VALUE
from tao_spec.transition.subnets.start import start_call
from tao_spec.vectors.cases import Actor, Builder
from tests.transition.accounts.build import refusal
from tests.transition.chains import account, closing
from tests.transition.subnets.build import HOTKEY, LEAST, OTHER, OWNER, SECOND, SECOND_HOTKEY, endow, founding

A_WEEK = 50_400


def remaining(chain: Chain, netuid: NetUid) -> set[str]:
    """The names of the items that have an entry with the number of a subnet in its key."""
    found = set()
    for item in OF_SUBNETS:
        place = [key.codec for key in item.keys].index(codec_of(NetUid))
        if any(item.decode_key(raw)[place] == netuid for raw in chain.store.keys(item.prefix)):
            found.add(item.name)
    return found


def started(*closed: str) -> Chain:
    """A subnet that was founded and started, with stake of two accounts, the second's three times the first's."""
    chain = founding(A_WEEK, *closed)
    register_network(chain, signed(OWNER), HOTKEY)
    del chain.subnets.network_registered_at[SECOND]
    start_call(chain, signed(OWNER), SECOND)
    endow(chain, OTHER, tao(1))
    for coldkey, alpha in ((OWNER, tao(1)), (OTHER, tao(3))):
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, coldkey, SECOND, AlphaBalance(alpha))
    chain.pools.subnet_alpha_out[SECOND] = AlphaBalance(tao(4))
    chain.commit()
    return chain


def test_the_items_of_subnets_are_all_whose_key_names_one() -> None:
    assert {item.name for item in OF_SUBNETS} >= {"Alpha", "ChildKeys", "Positions", "Tempo", "SubnetIdentitiesV3"}
    assert not {item.name for item in DECLARATIONS if item not in OF_SUBNETS} & {"Tempo", "Alpha"}
    assert set(START) | set(VALUE) < set(OF_SUBNETS)


def test_much_remains_of_a_subnet() -> None:
    chain = started()
    dissolve_network(chain, ROOT, OWNER, SECOND)
    found = remaining(chain, SECOND)
    assert {"FirstEmissionBlockNumber", "SubtokenEnabled", "SubnetTAO", "Alpha", "TokenSymbol"} <= found
    assert not {"Keys", "Uids", "NetworksAdded", "Rank", "Tempo"} & found


def test_nothing_remains_once_all_three_are_closed() -> None:
    chain = started("KNOWN-120", "KNOWN-121", "KNOWN-122")
    chain.subnets.last_rate_limited_block[SetSNOwnerHotkey(SECOND)] = BlockHeight(5)
    dissolve_network(chain, ROOT, OWNER, SECOND)
    assert remaining(chain, SECOND) == set()
    assert list(chain.subnets.last_rate_limited_block.items()) == []


@pytest.mark.parametrize(
    ("closed", "name"), [("KNOWN-120", "SubtokenEnabled"), ("KNOWN-121", "SubnetTAO"), ("KNOWN-122", "TokenSymbol")]
)
def test_each_deviation_keeps_its_own_part(closed: str, name: str) -> None:
    parts = {"SubtokenEnabled", "SubnetTAO", "TokenSymbol"}
    chain = started(closed)
    dissolve_network(chain, ROOT, OWNER, SECOND)
    assert remaining(chain, SECOND) & parts == parts - {name}


def test_the_next_subnet_is_started_already_unless_the_deviation_is_closed() -> None:
    for closed, enabled, error in (((), True, FirstEmissionBlockNumberAlreadySet), (("KNOWN-120",), False, None)):
        chain = started(*closed)
        dissolve_network(chain, ROOT, OWNER, SECOND)
        register_network(chain, signed(OWNER), SECOND_HOTKEY)
        assert chain.subnets.subtoken_enabled[SECOND] == enabled
        chain.subnets.network_registered_at.clear()
        assert refusal(start_call, chain, signed(OWNER), SECOND) is error


def test_the_pool_is_paid_out_by_alpha_once_the_deviation_is_closed() -> None:
    for closed, parts in (((), (0, 0)), (("KNOWN-121",), (LEAST // 4, LEAST // 4 * 3))):
        chain = started(*closed)
        before = [chain.accounts.account[who].data.free for who in (OWNER, OTHER)]
        stake = chain.stake.total_stake.value
        dissolve_network(chain, ROOT, OWNER, SECOND)
        after = [chain.accounts.account[who].data.free for who in (OWNER, OTHER)]
        assert tuple(new - old for new, old in zip(after, before, strict=True)) == parts
        assert stake - chain.stake.total_stake.value == sum(parts)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, tao(1_000)), st.lists(st.integers(1, tao(10)), max_size=4))
def test_no_more_is_paid_out_than_the_pool_has_and_the_rest_is_burned(pot: int, stakes: list[int]) -> None:
    chain = started("KNOWN-121")
    for number, alpha in enumerate(stakes, 20):
        endow(chain, account(number), tao(1))
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, account(number), SECOND, AlphaBalance(alpha))
    chain.pools.subnet_tao[SECOND] = TaoBalance(pot)
    chain.emission.total_issuance.value = TaoBalance(tao(10**6))
    before = chain.accounts.total_issuance.value
    dissolve_network(chain, ROOT, OWNER, SECOND)
    burned, paid = tao(10**6) - chain.emission.total_issuance.value, chain.accounts.total_issuance.value - before
    assert burned + paid == pot
    assert burned <= 2 + len(stakes)


def test_positions_are_paid_out_once_the_deviation_is_closed() -> None:
    build = Builder(closing("KNOWN-121"))
    owner = Actor(AccountId(bytes([9]) * 32))
    add_pool(build, owner)
    provider = add_provider(build)
    make(build, provider, provider.adds())
    before = build.chain.accounts.account[provider.account].data.free
    dissolve_network(build.chain, ROOT, owner.account, SECOND)
    # The provider alone has alpha, and so gets all of the pool, beside the TAO of its position.
    gained = build.chain.accounts.account[provider.account].data.free - before
    assert gained > tao(1_000)
    assert list(build.chain.pools.positions.under(SECOND)) == []


def test_without_stake_all_of_the_pool_is_burned() -> None:
    chain = founding(1_000, "KNOWN-121")
    register_network(chain, signed(OWNER), HOTKEY)
    chain.pools.subnet_mechanism[SECOND] = U16(1)
    chain.emission.total_issuance.value = TaoBalance(tao(10_000))
    dissolve_network(chain, ROOT, OWNER, SECOND)
    assert chain.emission.total_issuance.value == tao(9_000)
