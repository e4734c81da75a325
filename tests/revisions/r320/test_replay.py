"""Every transition recorded of the client of revision 320, replayed."""

from collections import Counter

import pytest

from tests.recorded.test_replay import replay, transitions
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

FOLDER = RECORDED.parent / "r320"
DOMAINS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) if FOLDER.is_dir() else []


@pytest.mark.parametrize("domain", DOMAINS)
def test_recorded_transitions_agree(domain, capsys):
    verdicts = {vector.id: replay(vector) for vector in transitions(FOLDER / domain)}
    with capsys.disabled():
        print(f"\nr320/{domain}: {Counter(verdicts.values())['pass']} of {len(verdicts)} pass")
    assert {id: verdict for id, verdict in verdicts.items() if verdict != "pass"} == {}
