import json
import os
import subprocess
import sys

import click
import pytest

from tao_spec import __version__, cli
from tao_spec.revisions import REVISIONS
from tao_spec.vectors.files import read_json, write_json
from tests.command import BURNS, ROOT, SERVE, VECTORS, refusal, tao_spec
from tests.vectors.samples import FUNCTION, TRANSITION, changed

COMMANDS = sorted(cli.main.commands)
PLAIN = VECTORS / "accounts" / "transfer" / "plain.json.gz"
STARTED = VECTORS / "emission" / "coinbase" / "with_epoch.json.gz"


@pytest.fixture
def broken(tmp_path):
    """A vector that claims what is not so."""
    data = read_json(PLAIN)
    path = tmp_path / "broken.json"
    write_json(path, changed(data, "steps", 0, "result", to={"token": "FundsUnavailable"}))
    return path


def test_the_commands():
    tools = ["check", "coverage", "demo", "diff", "evidence", "explain", "fill", "fuzz", "genesis"]
    assert [*tools, "mutate", "release", "revisions", "run", "serve", "sweep"] == COMMANDS


def test_help_lists_every_command():
    told = tao_spec("--help")
    assert told.returncode == 0 and not told.stderr
    assert all(f"\n  {name} " in told.stdout for name in COMMANDS)
    assert tao_spec().stdout == told.stdout == tao_spec("-h").stdout and tao_spec().returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command(name):
    told = tao_spec(name, "--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith((f"Usage: tao-spec {name} ", f"Usage: python -m tao_spec.cli {name} "))
    # Every option is explained.
    options = [option for option in cli.main.commands[name].params if isinstance(option, click.Option)]
    assert all(option.help for option in options) and cli.main.commands[name].help


def test_the_version():
    assert tao_spec("--version").stdout == f"tao-spec, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bogus"], "No such command 'bogus'."),
        (["--bogus"], "No such option"),
        (["run"], "Missing argument 'PATHS...'."),
        (["run", "v"], "Missing option '--client'."),
        (["run", "--client", "x", "-j", "0", "v"], "0 is not in the range 1<=x<=256."),
        (["run", "--client", "x", "-j", "two", "v"], "'two' is not a valid integer range."),
        (["run", "--client", "x", "--timeout", "0", "v"], "0.0 is not in the range"),
        (["run", "--client", "x", "/nowhere"], "/nowhere: there is no such file or folder; give the path of vectors"),
        (["run", "--client", "", str(VECTORS)], "the client's command is empty; give a program"),
        (["run", "--client", "'", str(VECTORS)], "the client's command cannot be split (no closing quotation)"),
        (["run", "--client", "x", "tests/vectors"], "tests/vectors holds no .json or .json.gz file"),
        (["check"], "Missing argument 'PATHS...'."),
        (["check", "/nowhere"], "/nowhere: there is no such file or folder"),
        (["check", "tests/vectors"], "the paths hold no vectors; name files or folders of .json or .json.gz"),
        (["explain"], "Missing argument 'VECTOR'."),
        (["explain", "/nowhere.json"], "/nowhere.json: the file cannot be read (no such file or directory)"),
        (["explain", "README.md"], "README.md: the name ends in neither .json nor .json.gz"),
        (["explain", "conformance"], "conformance: the name ends in neither"),
        (
            ["fill", "--revision", "9"],
            "revision 9 is not specified; these are: 306, 320; name one of these by --revision",
        ),
        (["fill", "--revision", "x"], "'x' is not a valid integer."),
        (["fill", "--cases", "nowhere", "--out", "/dev/null/x"], "there is no package 'nowhere' of cases here"),
        (
            ["fill", "--only", "nothing", "--out", "/dev/null/x"],
            "no case of conformance has an id that starts with 'nothing'",
        ),
        (["fill", "--only", "accounts/remark", "--out", "/dev/null/x"], "the file cannot be written"),
        (["evidence", "--client", "x", "--vectors", "tests"], "tests/index.json: the file cannot be read"),
        (["genesis", "/nowhere.json"], "/nowhere.json: the file cannot be read"),
        (["genesis", "--revision", "9", "{empty}"], "revision 9 is not specified; these are: 306, 320"),
        (["genesis", "{array}"], "this is no configuration; give an object of the chain's genesis JSON"),
        (["genesis", "{text}"], "there is no JSON value at line 1, column 1"),
        (["genesis", "--out", "x.txt", "{empty}"], "x.txt: the name ends in neither .json nor .json.gz"),
        (["genesis", "{balances}"], "genesis"),
        (["demo", "--snapshot", "/nowhere.json", "--out", "{out}"], "/nowhere.json: the file cannot be read"),
        (
            ["demo", "--snapshot", "{array}", "--out", "{out}"],
            "this is no snapshot; give an object of balances and stakes",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path, arguments, words):
    names = {"empty": "{}", "array": "[]", "text": "hello", "balances": '{"balances": {"balances": [["nobody", -1]]}}'}
    for name, text in names.items():
        (tmp_path / f"{name}.json").write_text(text)
    places = {f"{{{name}}}": str(tmp_path / f"{name}.json") for name in names} | {"{out}": str(tmp_path / "out")}
    told = tao_spec(*(places.get(word, word) for word in arguments))
    assert words in refusal(told)
    assert not told.stdout or arguments[0] == "demo"


def test_run_passes_and_writes_its_reports(tmp_path):
    reports = {name: tmp_path / f"r.{name}" for name in ("json", "junit", "html")}
    options = [word for name, path in reports.items() for word in (f"--{name}", path)]
    told = tao_spec("run", "--client", SERVE, *options, "-j", 2, VECTORS / "accounts" / "burn")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[0] == f"accounts {BURNS}/{BURNS}" and told.stdout.splitlines()[1].startswith(
        f"{BURNS}/{BURNS} vectors pass, "
    )
    assert read_json(reports["json"])["totals"]["pass"] == BURNS
    assert all(path.stat().st_size > 100 for path in reports.values())


def test_run_tells_what_differs_and_exits_with_1(broken):
    told = tao_spec("run", "--client", SERVE, broken)
    assert (told.returncode, told.stderr) == (1, "")
    first, score, _ = told.stdout.splitlines()
    assert first.startswith(
        "FAIL accounts/transfer/plain: step 0 (Balances.transfer_allow_death): the result: expected "
    )
    assert score == "accounts 0/1"


def test_run_tells_of_a_client_that_does_not_start():
    told = tao_spec("run", "--client", "/nowhere/client", PLAIN)
    assert told.returncode == 1 and told.stderr == ""
    assert told.stdout.startswith(
        'ERROR accounts/transfer/plain: hello: the client "/nowhere/client" cannot be started'
    )


def test_run_refuses_a_report_that_cannot_be_written(tmp_path):
    told = tao_spec("run", "--client", SERVE, "--html", "/dev/null/x.html", PLAIN)
    assert "the report cannot be written" in refusal(told)


def test_fill_then_check_then_run_then_evidence(tmp_path):
    vectors, out = tmp_path / "v", tmp_path / "e"
    told = tao_spec("fill", "--out", vectors, "--only", "accounts/burn")
    assert (told.returncode, told.stdout, told.stderr) == (0, f"{BURNS} vectors in {vectors}\n", "")
    told = tao_spec("check", vectors)
    assert (told.returncode, told.stdout) == (0, f"{BURNS} vectors checked, 0 with findings\n")
    told = tao_spec("evidence", "--client", SERVE, "--vectors", vectors, "--out", out, "-j", 2)
    path = out / f"tao-spec-{__version__}.json"
    assert told.returncode == 0 and told.stderr == ""
    assert told.stdout.splitlines()[-1] == f"tao-spec {__version__} accepts {BURNS} of {BURNS}; written to {path}"
    assert [row["verdict"] for row in read_json(path)["vectors"]] == ["pass"] * BURNS
    (vectors / "accounts" / "burn" / "part.json.gz").unlink()
    assert "part.json.gz: the index lists it, but there is no such file" in refusal(
        tao_spec("evidence", "--client", SERVE, "--vectors", vectors, "--out", out)
    )


def test_fill_finds_the_cases_of_the_folder_it_is_run_in(tmp_path):
    folder = tmp_path / "mine" / "accounts"
    folder.mkdir(parents=True)
    (tmp_path / "mine" / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("")
    (folder / "one.py").write_text(
        "from tao_spec.interface.accounts.system import Remark\nfrom tao_spec.vectors.cases import case, root\n\n"
        '@case(rules=["ACC-80"])\ndef remark(build):\n    """Root remarks."""\n    yield root(Remark(b""))\n'
    )
    for jobs in (1, 2):
        told = tao_spec("fill", "--cases", "mine", "--out", "v", "-j", jobs, cwd=tmp_path)
        assert (told.returncode, told.stdout) == (0, "1 vectors in v\n"), told.stderr
    (folder / "one.py").write_text("def broken(:\n")
    assert "the package mine of cases fails with SyntaxError" in refusal(
        tao_spec("fill", "--cases", "mine", "--out", "v", cwd=tmp_path)
    )


def test_check_finds_and_exits_with_1(broken):
    told = tao_spec("check", broken, PLAIN)
    assert (told.returncode, told.stderr) == (1, "")
    first, last = told.stdout.splitlines()
    assert first == f"{broken}: step 0 (Balances.transfer_allow_death): a refused call has changes or events"
    assert last == "2 vectors checked, 1 with findings"


def test_explain_tells():
    told = tao_spec("explain", PLAIN)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("accounts/transfer/plain\n") and "\nstep 0: 5" in told.stdout


def test_explain_of_blocks_tells_who_got_what():
    whole = tao_spec("explain", STARTED, "--step", "0")
    assert "the block's emission" in whole.stdout and whole.stdout.count("\nblock ") == 1
    assert "epoch of subnet" not in whole.stdout
    assert "--block names a block of a step" in refusal(tao_spec("explain", STARTED, "--block", "1"))
    assert "there is no step 99" in refusal(tao_spec("explain", STARTED, "--step", "99"))


def test_coverage_counts_what_is_reached_and_fails_on_what_nobody_explains(tmp_path):
    found = tao_spec("coverage", "--json", tmp_path / "c.json")
    written = json.loads((tmp_path / "c.json").read_text())
    missing = [name for line in written["lines"] for name in line["missing"]]
    assert found.returncode == (1 if missing or written["stale"] else 0)
    assert (
        f"calls: {written['counts']['calls']['reached']} of {written['counts']['calls']['all']} reached" in found.stdout
    )
    assert all(f"{name} is not reached, and no reason is given" in found.stdout for name in missing)
    (tmp_path / "none").mkdir()
    assert "there are no vectors" in refusal(tao_spec("coverage", "--vectors", tmp_path / "none"))


def test_explain_shows_no_control_characters(tmp_path):
    write_json(tmp_path / "v.json", changed(TRANSITION, "description", to="a\x1b[2Jb\u202ec"))
    told = tao_spec("explain", tmp_path / "v.json")
    assert told.returncode == 0 and "a\\x1b[2Jb\\u202ec" in told.stdout and "\x1b" not in told.stdout


def test_explain_of_an_unknown_revision_is_refused(tmp_path):
    write_json(tmp_path / "v.json", changed(TRANSITION, "revision", to=7))
    assert "revision 7 is not specified" in refusal(tao_spec("explain", tmp_path / "v.json"))


def test_explain_into_a_pipe_that_closes_says_nothing_more(tmp_path):
    cases = [{"args": ["1"], "result": "1"}] * 20
    write_json(tmp_path / "v.json", changed(FUNCTION, "cases", to=cases))
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "tao_spec.cli", "explain", str(tmp_path / "v.json")]
    told = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    os.close(write)
    assert (told.returncode, told.stderr) == (1, b"")


def test_any_text_can_be_told_in_any_locale(tmp_path):
    write_json(tmp_path / "v.json", changed(TRANSITION, "description", to="žluť"))
    for encoding in ("ascii", "latin-1", "utf-8"):
        told = tao_spec("explain", tmp_path / "v.json", env={"PYTHONIOENCODING": encoding})
        assert (told.returncode, told.stderr) == (0, "") and told.stdout.startswith("stake/add/sample\n  ")


def test_genesis_tells_its_root_and_writes_a_vector(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    told = tao_spec("genesis", tmp_path / "config.json", "--out", tmp_path / "g.json.gz")
    assert (told.returncode, told.stderr) == (0, "")
    vector = read_json(tmp_path / "g.json.gz")
    assert told.stdout == f"{len(vector['state'])} keys, root {vector['root']}\n" and vector["id"] == "genesis/config"
    assert tao_spec("check", tmp_path / "g.json.gz").returncode == 0
    assert tao_spec("run", "--client", SERVE, tmp_path / "g.json.gz").returncode == 0


def test_genesis_takes_a_snapshot(tmp_path):
    address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    (tmp_path / "s.json").write_text(json.dumps({"balances": {address: 1_000}, "stakes": {}}))
    told = tao_spec("genesis", tmp_path / "s.json", "--out", tmp_path / "g.json")
    assert told.returncode == 0, told.stderr
    (tmp_path / "s.json").write_text(json.dumps({"balances": {address: "much"}, "stakes": 5}))
    refusal(tao_spec("genesis", tmp_path / "s.json"))


def test_revisions_are_listed():
    lines = tao_spec("revisions").stdout.splitlines()
    assert lines[0] == "306  r306: The protocol as the runtime of spec_version 306 runs it."
    assert [line.split()[0] for line in lines] == [str(number) for number in REVISIONS]


def test_a_fault_of_the_program_is_one_sentence_too(monkeypatch, capsys):
    from tao_spec import revisions

    monkeypatch.setattr(revisions, "REVISIONS", None)
    with pytest.raises(SystemExit) as caught:
        cli.main(["revisions"])
    assert caught.value.code == 2
    words = capsys.readouterr().err
    assert words.startswith("tao-spec: the program failed with AttributeError: ") and words.count("\n") == 1


def test_an_interrupt_is_one_sentence(monkeypatch, capsys):
    from tao_spec.vectors import files

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "read_vector", interrupt)
    with pytest.raises(SystemExit) as caught:
        cli.main(["explain", "v.json"])
    assert (caught.value.code, capsys.readouterr().err) == (2, "tao-spec: interrupted\n")


@pytest.mark.parametrize("error", [MemoryError(), PermissionError(13, "Permission denied")])
def test_what_the_system_refuses_is_one_sentence(monkeypatch, capsys, error):
    from tao_spec.vectors import files

    def refuse(_):
        raise error

    monkeypatch.setattr(files, "read_vector", refuse)
    with pytest.raises(SystemExit) as caught:
        cli.main(["explain", "v.json"])
    told = capsys.readouterr().err
    assert caught.value.code == 2 and told.startswith(f"tao-spec: {type(error).__name__}: ") and told.count("\n") == 1
