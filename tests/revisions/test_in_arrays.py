import json
import random
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.cli import main
from tao_spec.clients.serve import serve
from tao_spec.engine.namespaces import UnknownLibrary, get_namespace
from tao_spec.engine.reading import NeedsReference
from tao_spec.revisions import get_revision
from tao_spec.revisions.in_arrays import read_chain, with_engine
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.transition.consensus.shares import compute_emission
from tao_spec.vectors.fill import fill
from tao_spec.vectors.machine import to_hex
from tests.engine.subnets import NETUID, choose_revision, copy_chain, hotkey, make_chain, repeat_a_column
from tests.recorded.test_consensus import FOLDERS, find_emission, recorded_epochs, written_by
from tests.shared import RECORDED, needs_shared

NUMPY = get_namespace()
IN_ARRAYS = with_engine(R306)
relaxed = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
amounts = st.sampled_from((0, 1, 10**9, 2**64 - 1)) | st.integers(0, 2**64 - 1)


@given(source=st.randoms(use_true_random=False), size=st.integers(1, 12), emission=amounts)
@relaxed
def test_an_epoch_in_arrays_changes_and_pays_what_the_rules_do(source: random.Random, size: int, emission: int) -> None:
    chain = make_chain(source, size, choose_revision(source))
    other = copy_chain(chain, with_engine(chain.revision))
    paid = run_epoch(chain, NETUID, AlphaBalance(emission))
    assert run_epoch(other, NETUID, AlphaBalance(emission)) == paid
    assert other.commit().changes == chain.commit().changes


def test_a_revision_in_arrays_keeps_its_name_and_its_number() -> None:
    assert (IN_ARRAYS.name, IN_ARRAYS.spec_version) == (R306.name, R306.spec_version)
    assert get_revision(306, "numpy").replaced.keys() == {run_epoch}
    assert get_revision(306) is R306


def test_a_revision_with_an_epoch_of_its_own_keeps_it() -> None:
    own = R306.replace(name="own", description="", rules={run_epoch: lambda chain, netuid, emission: []})
    assert with_engine(own) is own


def test_a_revision_that_replaces_nothing_of_consensus_gets_the_engine() -> None:
    from tao_spec.transition.emission.block_emission import compute_block_emission

    other = R306.replace(name="other", description="", rules={compute_block_emission: compute_block_emission})
    assert run_epoch in with_engine(other).replaced


def test_an_unknown_library_is_refused() -> None:
    with pytest.raises(UnknownLibrary):
        with_engine(R306, "abacus")


def make_needy(kind: str) -> Chain:
    """A chain in a state that arrays do not hold."""
    chain = make_chain(random.Random(8), 4)
    stored = chain.consensus
    if kind == "a repeated column":
        repeat_a_column(chain, 1)
    elif kind == "a bond beyond the subnet":
        stored.bonds[NETUID, Uid(0)] = ((Uid(9), U16(1)),)
    elif kind == "a short LastUpdate":
        chain.weights.last_update[NETUID] = (BlockHeight(9),)
    elif kind == "an empty LastUpdate":
        chain.weights.last_update[NETUID] = ()
    elif kind == "a short ValidatorPermit":
        stored.validator_permit[NETUID] = (True,)
    elif kind == "a hotkey beyond the subnet":
        chain.neurons.keys[NETUID, Uid(9)] = hotkey(9)
    elif kind == "stake beyond 2^62":
        chain.stake.total_hotkey_alpha[hotkey(0), NETUID] = AlphaBalance(2**63)
        chain.stake.total_hotkey_alpha[hotkey(1), NETUID] = AlphaBalance(2**63 + 5)
    elif kind == "a block beyond 2^62":
        chain.weights.last_update[NETUID] = (BlockHeight(2**64 - 1),) * 4
    elif kind == "no neuron":
        chain.neurons.subnetwork_n[NETUID] = U16(0)
        chain.neurons.keys.clear()
        chain.weights.last_update[NETUID] = stored.validator_permit[NETUID] = ()
        stored.bonds.clear()
    chain.commit()
    return chain


@pytest.mark.parametrize(
    "kind",
    [
        "a repeated column",
        "a bond beyond the subnet",
        "a short LastUpdate",
        "an empty LastUpdate",
        "a short ValidatorPermit",
        "a hotkey beyond the subnet",
        "stake beyond 2^62",
        "a block beyond 2^62",
        "no neuron",
    ],
)
def test_what_arrays_do_not_hold_is_left_to_the_rules(kind: str) -> None:
    chain = make_needy(kind)
    with pytest.raises(NeedsReference):
        read_chain(NUMPY, chain, NETUID)
    found = []
    for revision in (R306, IN_ARRAYS):
        copy = copy_chain(chain, revision)
        try:
            found.append((run_epoch(copy, NETUID, AlphaBalance(10**9)), copy.commit().changes))
        except MisshapenMatrix as error:
            found.append((str(error), copy.commit().changes))  # type: ignore[arg-type]
    assert found[0] == found[1]


def find_faults(folder: str) -> tuple[int, list[str]]:
    epochs, faults = 0, []
    for path in sorted((RECORDED / folder).rglob("*.json.gz")):
        for epoch in recorded_epochs(path):
            chain = Chain(epoch.state, IN_ARRAYS)
            chain.accounts.number.value = type(chain.accounts.number.value)(epoch.block)
            chain.commit()
            run_epoch(chain, NetUid(epoch.netuid), find_emission(epoch))
            epochs += 1
            if written_by(chain.commit().changes, epoch.netuid) != written_by(epoch.changes, epoch.netuid):
                faults.append(epoch.where)
    return epochs, faults


@needs_shared
@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder.startswith("consensus/")])
def test_an_epoch_in_arrays_writes_what_the_real_client_wrote(folder: str) -> None:
    epochs, faults = find_faults(folder)
    assert (faults, epochs >= FOLDERS[folder]) == ([], True)


def test_the_emission_of_the_rules_is_whole_in_arrays_too() -> None:
    chain = make_chain(random.Random(3), 5)
    copy = copy_chain(chain, IN_ARRAYS)
    run_epoch(copy, NETUID, AlphaBalance(2**64 - 1))
    from tao_spec.transition.consensus.epoch import compute_epoch

    shares = compute_epoch(chain, NETUID).shares.combined
    assert list(copy.consensus.emission[NETUID]) == compute_emission(shares, AlphaBalance(2**64 - 1))


def test_filled_vectors_are_the_same_bytes_in_arrays(tmp_path: Path) -> None:
    for name, library in (("rules", None), ("arrays", "numpy")):
        fill(tmp_path / name, only="consensus/bonds", library=library)
    rules, arrays = (
        {path.name: path.read_bytes() for path in tmp_path.glob(f"{name}/**/*.gz")} for name in ("rules", "arrays")
    )
    assert len(rules) > 3
    assert rules == arrays


@pytest.mark.parametrize("command", ["serve", "fill"])
def test_the_commands_refuse_a_library_that_they_do_not_know(command: str) -> None:
    told = CliRunner().invoke(main, [command, "--engine", "abacus"])
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
    assert "abacus is no array library of the engine" in told.output


def test_a_server_in_arrays_answers_as_one_by_the_rules() -> None:
    chain = make_chain(random.Random(2), 6)
    chain.subnets.networks_added[NETUID] = True
    chain.consensus.tempo[NETUID] = U16(3)
    chain.commit()
    state = {to_hex(key): to_hex(value) for key, value in chain.store.state.items()}
    requests = [{"op": "load", "revision": 306, "state": state}, {"op": "step", "step": {"blocks": 5}}]
    answers = []
    for library in (None, "numpy"):
        out = StringIO()
        serve(map(json.dumps, requests), out, library)
        answers.append(out.getvalue())
    assert answers[0] == answers[1]
    assert '"changes":{"0x' in answers[0]
