from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.interface.neurons import DifficultySet
from tao_spec.interface.pallets import PALLETS
from tao_spec.transition.block import ON_FINALIZE, ON_INITIALIZE, advance_block, forget_staking_operations, step_subnets
from tests.transition.chains import FIRST, account, genesis


def test_hooks_stand_in_the_order_of_the_runtime() -> None:
    for hooks in (ON_FINALIZE, ON_INITIALIZE):
        places = [PALLETS.index(hook.pallet) for hook in hooks]
        assert places == sorted(places)


def test_a_block_counts_one_up() -> None:
    chain = genesis(6)
    advance_block(chain)
    assert chain.number == 7


def test_the_number_of_a_block_is_the_new_one_when_it_begins() -> None:
    chain = genesis(99)
    advance_block(chain)
    assert chain.neurons.last_adjustment_block[FIRST] == 100
    # Subnet 1 of genesis has its epoch in block 98, root's schedule has no step.
    chain = genesis(97)
    advance_block(chain)
    assert chain.consensus.last_mechansim_step_block[FIRST] == 98
    assert chain.consensus.last_mechansim_step_block.get(ROOT) is None


def test_a_block_of_a_quiet_chain_changes_only_what_counts() -> None:
    chain = genesis(6)
    advance_block(chain)
    changed = {chain.accounts.number.item.prefix: 1, chain.consensus.blocks_since_last_step.item.prefix: 1}
    changed[chain.neurons.registrations_this_block.item.prefix] = 2
    found: dict[bytes, int] = {}
    for key in chain.commit().changes:
        found[key[:32]] = found.get(key[:32], 0) + 1
    assert found == changed


def test_who_staked_is_forgotten_with_the_block() -> None:
    chain = genesis(6)
    chain.stake.staking_operation_rate_limiter[account(1), account(2), FIRST] = True
    forget_staking_operations(chain)
    assert list(chain.stake.staking_operation_rate_limiter.keys()) == []


def test_events_of_a_block_belong_to_its_step_even_of_the_first() -> None:
    chain = genesis(0)
    for _ in range(100):
        advance_block(chain)
    events = chain.commit().events
    assert events == tuple(DifficultySet(netuid, chain.neurons.difficulty[netuid]) for netuid in (ROOT, FIRST))


def test_children_are_set_after_the_epoch() -> None:
    chain = genesis(98)
    chain.delegation.pending_child_keys[FIRST, account(1)] = ((), BlockHeight(3))
    step_subnets(chain)
    assert list(chain.delegation.pending_child_keys.keys()) == []
