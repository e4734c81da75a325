import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from tao_spec.clients.protocol import ClientError
from tao_spec.clients.runner import STATUSES, run
from tao_spec.vectors.files import write_json
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import FUNCTION, GENESIS, KEY, TRANSITION, changed

HOSTILE = str(Path(__file__).with_name("hostile.py"))


@pytest.fixture
def folder(tmp_path):
    """Four vectors: one of each kind, and a second transition."""
    write_json(tmp_path / "v" / "fixed.json.gz", FUNCTION)
    write_json(tmp_path / "v" / "genesis.json", GENESIS)
    write_json(tmp_path / "v" / "stake" / "a.json.gz", TRANSITION)
    other = changed(changed(TRANSITION, "id", to="pools/sample"), "pre", KEY, to="0x77")
    write_json(tmp_path / "v" / "stake" / "b.json", other)
    return tmp_path / "v"


def command(manner, folder):
    return [sys.executable, HOSTILE, manner, *sorted(map(str, folder.rglob("*.json*")))]


def judge(folder, manner, **options):
    report = run([folder], command(manner, folder), **options)
    return report, {result.id: result for result in report.results}


def has_no_children():
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("manner", ["honest", "no-root", "slow", "stderr-flood"])
def test_a_client_that_agrees_passes(folder, manner):
    report, results = judge(folder, manner)
    assert report.passed and report.totals["pass"] == 4
    assert (report.client.name, report.client.version, report.client.revisions) == ("honest", "1", (306,))
    assert (report.steps, report.cases) == (6, (4, 4))
    assert list(results) == ["fixed.I96F32.saturating_mul", "genesis/sample", "stake/add/sample", "pools/sample"]
    assert list(report.domains) == ["fixed", "genesis", "pools", "stake"]
    assert has_no_children()


@pytest.mark.parametrize(
    ("manner", "failed", "reason"),
    [
        (
            "lie-result",
            "stake/add/sample",
            "step 0 (SubtensorModule.add_stake): the result: expected ok, got Subtensor",
        ),
        (
            "lie-code",
            "stake/add/sample",
            "step 1 (encoded call): the result: expected SubtensorModule.AmountTooLow (index",
        ),
        ("lie-changes", "stake/add/sample", f"step 0 (SubtensorModule.add_stake): {KEY}: expected 0x02, got 0x0d0000"),
        ("lie-extra", "pools/sample", "expected unchanged, got 0x01"),
        ("lie-missing", "pools/sample", "expected 0x02, got unchanged"),
        (
            "lie-events",
            "stake/add/sample",
            "step 0 (SubtensorModule.add_stake): event 1: expected no event, got System 0x00",
        ),
        ("lie-root", "stake/add/sample", "step 0 (SubtensorModule.add_stake): the state root: expected 0xbb"),
        ("lie-root", "genesis/sample", "genesis: the state root: expected 0xbb"),
        ("lie-value", "fixed.I96F32.saturating_mul", '4 of 4 cases differ: case 0 ("1","2"): expected 2, got 12345'),
        ("lie-state", "genesis/sample", "expected no such key, got 0x01"),
    ],
)
def test_a_client_that_lies_fails_with_the_first_difference(folder, manner, failed, reason):
    report, results = judge(folder, manner)
    result = results[failed]
    assert result.status == "fail" and reason in result.reason, result.reason
    assert result.difference is not None and result.difference.items
    assert not report.passed


def test_what_is_unsupported_is_counted_apart(folder):
    report, results = judge(folder, "unsupported")
    assert report.totals == {"pass": 2, "fail": 0, "unsupported": 2, "error": 0, "malformed": 0}
    assert report.passed
    assert results["stake/add/sample"].reason.startswith("step 0 (SubtensorModule.add_stake): </script>")


def test_a_revision_that_the_client_lacks_is_unsupported(folder):
    write_json(folder / "stake" / "b.json", changed(TRANSITION, "revision", to=320))
    report, _ = judge(folder, "honest")
    assert report.results[3].status == "unsupported"
    assert report.results[3].reason == "the client implements revision 306, not 320"


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("client-error", "the client says: </script>"),
        ("wrong-types", 'the client\'s reply is malformed: at $.changes, found the key "0xAB"'),
        ("changes-missing", 'the client\'s reply is malformed: at $, the key "changes" is missing'),
        ("load-false", "load: the client's reply is malformed: at $.ok, found false; give true"),
        ("die-midway", "step 0 (SubtensorModule.add_stake): the client ended with exit status 3"),
        ("hang", "step 0 (SubtensorModule.add_stake): the client gave no answer within 2 s"),
        ("flood-line", "the client answered with a line of more than"),
        ("flood-lines", "the client answered with more than one line"),
        ("nonsense", "the client answered with no JSON"),
        ("close-stdout", "the client closed its input or output"),
    ],
)
def test_a_client_that_fails_is_an_error_and_the_run_goes_on(folder, manner, reason):
    _, results = judge(folder, manner, timeout=2 if manner == "hang" else 20)
    assert results["stake/add/sample"].status == results["pools/sample"].status == "error"
    assert reason in results["stake/add/sample"].reason
    assert results["fixed.I96F32.saturating_mul"].status == results["genesis/sample"].status == "pass"
    assert has_no_children()


@pytest.mark.parametrize("manner", ["die-at-start", "array", "never-read"])
def test_a_client_that_cannot_say_hello_is_not_asked_further(folder, manner):
    report, _ = judge(folder, manner, timeout=0.5 if manner == "never-read" else 20, jobs=2)
    assert report.totals["error"] == 4
    assert all(r.reason.startswith("hello: ") and "the client" in r.reason for r in report.results), report.results[0]
    assert len({result.reason for result in report.results}) == 1


def test_a_client_that_writes_two_lines_for_one_request_is_an_error(folder):
    """Whether the second line comes with the first or after it, no reply can be told from it."""
    report, _ = judge(folder, "two-lines", timeout=20, jobs=2)
    assert report.totals["error"] == 4 and all("the client" in result.reason for result in report.results)


def test_a_client_that_is_no_program_is_told(folder):
    report = run([folder], "/no/such/client")
    assert report.totals["error"] == 4 and "there is no such program" in report.results[0].reason
    with pytest.raises(ClientError, match="empty"):
        run([folder], "")


def test_the_last_words_of_a_client_stand_beside_its_error(folder):
    _, results = judge(folder, "die-midway")
    assert results["stake/add/sample"].log == "the last words"


def test_files_that_are_no_vectors_are_malformed(folder):
    (folder / "bad.json").write_text('{"format":"tao-vector/1"}')
    (folder / "worse.json.gz").write_bytes(b"\x1f\x8b\x08")
    report = run([folder], [sys.executable, HOSTILE, "honest"])
    bad, worse = report.results[0], report.results[-1]
    assert (bad.status, worse.status) == ("malformed", "malformed")
    assert bad.reason == (
        'at $, the key "id" is missing; give a transition vector: a state, steps, and what must come of each'
    )
    assert worse.reason == "the gzip data ends too early; get the whole file again"


def test_paths_without_vectors_are_told(tmp_path):
    with pytest.raises(VectorError, match="no such file"):
        run([tmp_path / "absent"], "client")
    with pytest.raises(VectorError, match=r"holds no \.json"):
        run([tmp_path], "client")
    with pytest.raises(VectorError, match="the empty list"):
        run([], "client")


@pytest.mark.parametrize("manner", ["honest", "lie-changes", "client-error", "die-midway"])
def test_a_report_is_the_same_whatever_the_number_of_workers(folder, manner):
    for number in range(12):
        sample = changed(changed(TRANSITION, "id", to=f"many/{number:02}"), "pre", KEY, to=f"0x{number:02x}")
        write_json(folder / "many" / f"{number:02}.json", sample)
    told = {json.dumps(judge(folder, manner, jobs=jobs)[0].to_json()) for jobs in (1, 2, 5)}
    assert len(told) == 1


def test_times_are_kept_apart(folder):
    report, _ = judge(folder, "honest", jobs=2)
    plain, timed = report.to_json(), report.to_json(timings=True)
    assert "timings" not in plain and "seconds" not in plain["results"][0] and "log" not in plain["results"][0]
    assert timed["timings"]["jobs"] == 2 and timed["timings"]["seconds"] >= 0
    assert timed["timings"]["client_seconds"] > 0
    assert plain["totals"] == {status: report.totals[status] for status in STATUSES}


def test_progress_is_told_after_each_vector(folder):
    told = []
    judge(folder, "honest", jobs=2, on_progress=lambda done, total, result: told.append((done, total, result.status)))
    assert told == [(number, 4, "pass") for number in (1, 2, 3, 4)]


def test_an_interrupt_leaves_no_client_behind(folder):
    for number in range(6):
        write_json(folder / f"z{number}.json", changed(TRANSITION, "id", to=f"x/{number}"))

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(folder, "hang", jobs=2, timeout=60, on_progress=interrupt)
    assert has_no_children()


def test_a_command_may_be_a_string(folder):
    report = run([folder / "stake"], shlex.join(command("honest", folder)))
    assert report.totals["pass"] == 2


def test_requests_hold_only_what_the_protocol_names(folder, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import sys, json\n"
        "for line in sys.stdin:\n"
        f" open({str(tmp_path / 'asked')!r}, 'a').write(line)\n"
        " print(json.dumps({'unsupported': 'all'} if json.loads(line)['op'] != 'load' else {'ok': True}), flush=True)\n"
    )
    run([folder / "stake" / "a.json.gz"], [sys.executable, str(spy)])
    hello, load, step, *rest = [json.loads(line) for line in (tmp_path / "asked").read_text().splitlines()]
    assert hello == {"op": "hello", "format": "tao-vector/1"}
    assert load == {"op": "load", "revision": 306, "state": TRANSITION["pre"]}
    assert step == {"op": "step", "step": {key: TRANSITION["steps"][0][key] for key in ("call", "encoded", "origin")}}
    assert rest == [{"op": "exit"}]


def test_a_function_that_fails_may_be_told_as_the_reply(tmp_path):
    write_json(tmp_path / "f.json", changed(FUNCTION, "cases", to=[{"args": [], "result": {"error": "panic"}}]))
    client = 'import sys\nfor line in sys.stdin: print(\'{"error":"division by zero"}\', flush=True)'
    assert run([tmp_path], [sys.executable, "-c", client]).results[0].status == "pass"
    write_json(tmp_path / "f.json", changed(FUNCTION, "cases", to=[{"args": [], "result": "1"}]))
    result = run([tmp_path], [sys.executable, "-c", client]).results[0]
    assert (result.status, result.reason) == ("error", "case 0: the client says: division by zero")
