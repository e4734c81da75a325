import os
import resource
import sys
import threading
import time
from pathlib import Path

import pytest

from tao_spec.clients.protocol import LOG_LIMIT, ClientError, ClientProcess, split_command
from tests.vectors.samples import TRANSITION

HOSTILE = str(Path(__file__).with_name("hostile.py"))
HELLO = {"op": "hello", "format": "tao-vector/1"}
STEP = {"op": "step", "step": {"blocks": 1}}


def client(manner, **options):
    return ClientProcess([sys.executable, HOSTILE, manner], **options)


def is_gone(pid):
    """Whether a process has ended; one that nobody buried yet has ended too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def has_no_children():
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_an_honest_client_answers_and_ends_when_asked():
    with client("honest") as honest:
        assert honest.ask(HELLO, 10)["client"] == "honest"
        assert honest.ask({"op": "load", "revision": 306, "state": TRANSITION["pre"]}, 10) == {"ok": True}
        assert honest.is_running and honest.seconds > 0
        honest.close()
        assert not honest.is_running
    assert has_no_children()


@pytest.mark.parametrize(
    ("manner", "request_", "words"),
    [
        ("die-at-start", HELLO, "the client ended with exit status 7"),
        ("die-midway", STEP, "the client ended with exit status 3"),
        ("segfault", STEP, "the client died of signal SIGSEGV"),
        ("hang", STEP, "the client gave no answer within 0.4 s"),
        ("hang-with-child", STEP, "the client gave no answer within 0.4 s"),
        ("stderr-forever", STEP, "the client gave no answer within 0.4 s"),
        ("close-stdout", STEP, "the client closed its input or output without ending"),
        ("flood-lines", STEP, "the client answered with more than one line"),
        ("two-lines", HELLO, "more than one line|without being asked"),
        ("array", HELLO, "the client answered with an array of 1, not an object"),
        ("string", HELLO, 'the client answered with "ok", not an object'),
        ("no-object", STEP, "the client answered with 42, not an object"),
        ("nonsense", STEP, "the client answered with no JSON: there is no JSON value at line 1, column 1"),
        ("nan", STEP, "no JSON: NaN is not a JSON number"),
        ("deep", STEP, "no JSON: values lie too deep"),
        ("nested", STEP, "values too deep inside one another"),
        ("digits", STEP, "no JSON: an integer has more than 4,300 digits"),
        ("twice", STEP, 'no JSON: an object holds the key "result" twice'),
        ("not-utf8", STEP, "no JSON: byte 11 is not UTF-8"),
        ("surrogate", STEP, "no JSON: a string holds half a surrogate pair"),
    ],
)
def test_a_hostile_client_is_told_in_one_sentence_and_started_again(manner, request_, words):
    with client(manner) as hostile:
        for _ in range(2):
            with pytest.raises(ClientError, match=words) as caught:
                for _ in range(3):
                    hostile.ask(request_, 0.4 if "0.4" in words else 10)
            assert "\n" not in str(caught.value)
            assert not hostile.is_running and has_no_children()


def test_an_endless_line_is_cut_off_and_kept_in_bounds():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        client("flood-line", line_limit=1 << 20) as flood,
        pytest.raises(ClientError, match="more than 1,048,576 bytes"),
    ):
        flood.ask(STEP, 10)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_client_that_never_reads_does_not_block_a_long_request():
    state = {f"0x{number:064x}": "0x" + "00" * 100 for number in range(75_000)}
    with client("never-read") as deaf, pytest.raises(ClientError, match=r"did not read the request within 0\.5 s"):
        deaf.ask({"op": "load", "revision": 306, "state": state}, 0.5)


def test_a_client_that_floods_before_it_reads_does_not_block_a_long_request():
    shout = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    state = {"0x00": "0x" + "00" * 4_000_000}
    with ClientProcess([sys.executable, "-c", shout], line_limit=1 << 20) as loud, pytest.raises(ClientError) as caught:
        loud.ask({"op": "load", "state": state}, 1)
    assert "without being asked" in str(caught.value) or "did not read" in str(caught.value)


def test_noise_on_standard_error_disturbs_nothing_and_its_end_is_kept():
    with client("stderr-flood") as noisy:
        for _ in range(3):
            assert noisy.ask(HELLO, 10)["client"] == "honest"
        assert 0 < len(noisy.log) <= LOG_LIMIT


def test_the_last_words_of_a_client_are_kept():
    with client("die-midway") as dying:
        with pytest.raises(ClientError):
            dying.ask(STEP, 10)
        assert dying.log == "the last words"


def test_what_a_client_started_dies_with_it():
    with client("hang-with-child") as parent:
        with pytest.raises(ClientError):
            parent.ask(STEP, 1)
        child = int(parent.log)
    deadline = time.monotonic() + 5
    while not is_gone(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert is_gone(child)


def test_a_line_that_nobody_asked_for_is_told():
    late = "import sys, time\nfor line in sys.stdin:\n print('{}', flush=True); time.sleep(.2); print('{}', flush=True)"
    with ClientProcess([sys.executable, "-c", late]) as chatty:
        assert chatty.ask(HELLO, 10) == {}
        time.sleep(0.5)
        with pytest.raises(ClientError, match="wrote a line without being asked"):
            chatty.ask(HELLO, 10)


def test_a_client_that_ended_between_requests_is_told():
    once = "import sys\nsys.stdin.readline(); print('{}', flush=True)"
    with ClientProcess([sys.executable, "-c", once]) as brief:
        assert brief.ask(HELLO, 10) == {}
        time.sleep(0.3)
        with pytest.raises(ClientError, match="ended with exit status 0"):
            brief.ask(HELLO, 10)


def test_a_client_that_is_slow_within_its_time_is_waited_for():
    with client("slow") as slow:
        assert slow.ask(HELLO, 10)["client"] == "honest"
        assert slow.seconds >= 0.05


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/no/such/program --x", "no such program"),
        ("no-such-program-anywhere", "no such program"),
        ("/etc/passwd", "not executable"),
        (str(Path(__file__).parent), "not executable"),
        (["nul\0"], "null byte"),
    ],
)
def test_a_program_that_cannot_be_started_is_told(command, words):
    with ClientProcess(command) as absent, pytest.raises(ClientError, match=words) as caught:
        absent.ask(HELLO, 1)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_program_is_told(tmp_path):
    (tmp_path / "client").write_bytes(b"\x00\x01")
    (tmp_path / "client").chmod(0o755)
    with ClientProcess(str(tmp_path / "client")) as absent, pytest.raises(ClientError, match="cannot be started"):
        absent.ask(HELLO, 1)


def test_commands_are_split_as_a_shell_would():
    assert split_command("./client --name 'two words'") == ["./client", "--name", "two words"]
    assert split_command(("a b", "c")) == ["a b", "c"]
    with pytest.raises(ClientError, match="mend its quotes"):
        split_command("client 'open")
    for empty in ("", "  ", []):
        with pytest.raises(ClientError, match="empty"):
            split_command(empty)


def test_a_client_can_be_interrupted_from_another_thread():
    with client("hang") as hanging:
        timer = threading.Timer(0.5, hanging.interrupt)
        timer.start()
        with pytest.raises(ClientError, match="SIGKILL"):
            hanging.ask(STEP, 30)
        timer.join()


def test_a_closed_client_that_does_not_end_is_killed():
    with client("hang") as hanging:
        hanging.start()
        hanging.close()
        assert has_no_children()
