import pytest

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8
from tao_spec.interface.governance.scheduler import AgendaIncomplete
from tao_spec.interface.origins import OriginCaller
from tao_spec.state.governance import Scheduled
from tao_spec.state.stored_call import Inline
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.agendas import EMPTY_AGENDAS_PER_BLOCK, service_agendas
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import genesis

ROOT_CALLER = codec_of(OriginCaller).decode_all(b"\0\0")
TASK = Scheduled(None, U8(63), Inline(b"\0\0\0"), None, ROOT_CALLER)


def serviced(number: int, since: int | None = None) -> Chain:
    chain = genesis(number)
    if since is not None:
        chain.governance.incomplete_since.value = BlockNumber(since)
    service_agendas(chain)
    return chain


@pytest.mark.parametrize("since", [None, 100, 99, 1, 101, 5_000])
def test_a_block_without_tasks_leaves_nothing_to_do(since: int | None) -> None:
    chain = serviced(100, since)
    assert not chain.governance.incomplete_since.exists()
    assert chain.events == []


def test_an_agenda_whose_tasks_are_gone_is_deleted() -> None:
    chain = genesis(100)
    for block in (99, 100, 101):
        chain.governance.agenda[BlockNumber(block)] = (None,)
    service_agendas(chain)
    assert set(chain.governance.agenda.keys()) == {99, 101}


def test_so_many_empty_agendas_fit_in_a_block() -> None:
    last = EMPTY_AGENDAS_PER_BLOCK + 6
    assert serviced(last, 7).events == []
    chain = serviced(last + 1, 7)
    assert chain.governance.incomplete_since.value == last + 1
    assert chain.events == [AgendaIncomplete(BlockNumber(last + 1))]


def test_a_task_is_not_guessed_at() -> None:
    chain = genesis(100)
    chain.governance.agenda[BlockNumber(100)] = (None, TASK)
    with pytest.raises(Unsupported, match="scheduled for block 100"):
        service_agendas(chain)


def test_a_task_of_another_block_waits() -> None:
    chain = genesis(100)
    chain.governance.agenda[BlockNumber(101)] = (TASK,)
    service_agendas(chain)
    assert chain.governance.agenda[BlockNumber(101)] == (TASK,)
