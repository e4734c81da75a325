from __future__ import annotations

import os
import subprocess
import sys

from tao_spec.fuzz.corpus import Corpus
from tao_spec.fuzz.duel import answer_of
from tao_spec.fuzz.traces import LONGEST_SCRIPT, TAIL, Trace, all_files
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.format import BlocksStep, CallStep
from tests.command import ROOT
from tests.fuzzing.clients import VECTORS

TOLD = """
from tests.fuzzing.test_traces import make
print([step.action() for number in range(6) for step in make(number)])
"""


def make(number, seed=1, paths=(VECTORS / "stake",)):
    trace = Trace(Corpus(paths, R306, {}, seed), seed, number, {}, R306)
    steps = []
    while not trace.is_over:
        steps.append(trace.next_step())
        answer = answer_of(trace.machine, steps[-1])
        trace.learn(answer.made.changes if answer.made else {})
    return steps


def test_a_trace_follows_from_seed_and_number():
    assert make(3) == make(3)
    assert make(3) != make(4) and make(3) != make(3, seed=2)


def test_neither_the_hash_seed_nor_the_process_changes_it():
    told = {
        subprocess.run(
            [sys.executable, "-c", TOLD],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1 and len(told.pop()) > 1_000


def test_a_trace_makes_the_script_calls_of_its_own_and_blocks():
    corpus, drawn = Corpus((VECTORS / "stake",), R306, {}, 1), []
    for number in range(12):
        script, steps = corpus.start(number).script, make(number)
        assert TAIL <= len(steps) <= LONGEST_SCRIPT + TAIL
        drawn += [step for step in steps if step not in script]
    assert any(isinstance(step, BlocksStep) for step in drawn)
    assert len({step.call.label for step in drawn if isinstance(step, CallStep)}) > 10


def test_steps_draw_longer_tails_when_all_files_had_their_turn():
    assert len(make(0, paths=())) < len(make(9, paths=()))


def test_released_vectors_are_begun_in_where_no_path_is_given(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert [path.as_posix() for path in all_files([])] == ["conformance/vectors"]
    assert all_files([tmp_path]) == [tmp_path]
    monkeypatch.chdir(tmp_path)
    assert all_files([]) == []
