"""What README.md says of the command is so: code blocks run, the table lists every command, samples are what is printed."""

import re
import shlex
import shutil

import pytest

from tao_spec import __version__, cli
from tao_spec.state.accounts import AccountsState
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.machine import to_hex
from tests.command import BURNS, ROOT, SERVE, VECTORS, tao_spec

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHELL = [line.split("#")[0].strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
SAMPLES = [text.splitlines() for kind, text in BLOCKS if kind == "text"]
TABLE = re.findall(r"^\| (`tao-spec .*?) \|", README, re.MULTILINE)
ROWS = [command for row in TABLE for command in re.findall(r"`tao-spec (.*?)`", row)]
EXAMPLE = VECTORS / "accounts" / "transfer" / "plain.json.gz"

needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="the example client needs Node.js, which is not installed"
)


def matches(sample, line):
    """Whether a line is as the sample shows it: `…` stands for anything, and figures change as vectors are added."""
    pattern = re.escape(sample).replace("…", ".*")
    return re.fullmatch(re.sub(r"\d+", r"\\d+", pattern), line) is not None


def targets():
    """The targets of the Makefile."""
    return set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_line_of_shell_is_known():
    assert SHELL and all(line.startswith(("make ", ".venv/bin/tao-spec ")) for line in SHELL)
    assert {line.split()[1] for line in SHELL if line.startswith("make ")} == {"demo", "test"} <= targets()


@needs_node
@pytest.mark.parametrize("line", [line for line in SHELL if "tao-spec" in line])
def test_every_line_of_shell_runs(line):
    told = tao_spec(*shlex.split(line)[1:])
    assert (told.returncode, told.stderr) == (0, "")
    sample, printed = SAMPLES[0], told.stdout.splitlines()
    # Domains are told in the order of their names; the sample shows the first and the totals.
    assert matches(sample[0], printed[0]), (sample, printed)
    assert matches(sample[-1], printed[-1]), (sample, printed)
    assert printed[0].split()[0] == sample[0].split()[0]


def test_a_failure_is_told_as_the_sample_shows(tmp_path):
    data = read_json(EXAMPLE)
    changes = data["steps"][0]["changes"]
    account = next(key for key in sorted(changes) if key.startswith(to_hex(AccountsState.account.prefix)))
    raw = bytearray.fromhex(changes[account][2:])
    raw[16] ^= 1
    write_json(
        tmp_path / "v.json", data | {"steps": [data["steps"][0] | {"changes": changes | {account: to_hex(raw)}}]}
    )
    told = tao_spec("run", "--client", SERVE, tmp_path / "v.json")
    assert told.returncode == 1
    (sample,) = SAMPLES[1]
    assert matches(sample, told.stdout.splitlines()[0]), told.stdout


def test_the_table_lists_every_command_and_no_other():
    assert sorted(row.split()[0] for row in ROWS) == sorted(cli.main.commands)


@pytest.mark.parametrize("row", ROWS)
def test_the_table_names_options_and_arguments_that_exist(row):
    name, *words = row.split()
    known = {option for parameter in cli.main.commands[name].params for option in parameter.opts}
    assert all(word in known for word in words if word.startswith("-"))
    arguments = {word.rstrip("….").lower() for word in words if word.isupper() or word.endswith("…")} - {"cmd"}
    assert arguments <= known


def test_the_options_that_the_table_names_exist():
    described = re.search(r"^\| `tao-spec run .*$", README, re.MULTILINE).group()
    known = {option for parameter in cli.main.commands["run"].params for option in parameter.opts}
    assert set(re.findall(r"`(--?\w+)`", described)) == {"-j", "--timeout", "--html", "--junit", "--json"} <= known


@pytest.fixture
def arguments(tmp_path):
    """What stands for the words of the table, with everything that is written going elsewhere."""
    (tmp_path / "config.json").write_text("{}")
    few = tmp_path / "vectors"
    return {
        "run": (["--client", SERVE, few], 0, f"accounts {BURNS}/{BURNS}"),
        "fill": (["--out", few, "--only", "accounts/burn"], 0, f"{BURNS} vectors in {few}"),
        "check": ([few], 0, f"{BURNS} vectors checked, 0 with findings"),
        "explain": ([EXAMPLE], 0, "accounts/transfer/plain"),
        "coverage": (["--vectors", VECTORS], 0, "pallet"),
        "evidence": (
            ["--client", SERVE, "--vectors", few, "--out", tmp_path / "evidence"],
            0,
            f"accounts {BURNS}/{BURNS}",
        ),
        "fuzz": (["--client", SERVE, "--seed", 1, "--steps", 20, "--from", few, "--out", tmp_path], 0, "seed 1: "),
        "diff": (["r306", "r306", "--vectors", few], 0, "r306 -> r306: "),
        "genesis": ([tmp_path / "config.json"], 0, "keys, root 0x"),
        "revisions": ([], 0, "306  r306: "),
    }


def test_every_command_of_the_table_runs_and_exits_as_it_says(arguments):
    order = ["fill", *sorted(arguments.keys() - {"fill"})]
    for name in order:
        given, code, words = arguments[name]
        told = tao_spec(name, *given)
        assert (told.returncode, told.stderr) == (code, ""), name
        assert words in told.stdout.splitlines()[0], name
    told = tao_spec("serve", input='{"op":"hello"}\n')
    assert told.returncode == 0 and __version__ in told.stdout
    # These are run by the tests of their own modules.
    assert set(order) | {"serve", "demo", "mutate", "release", "sweep"} == set(cli.main.commands)


def test_exit_code_2_comes_with_one_sentence():
    assert "Exit code 2 means that the input or the command cannot be used, and one sentence says why." in README
    told = tao_spec("check", "/nowhere")
    assert told.returncode == 2 and told.stderr.count("\n") == 1


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_folders_that_are_named_exist():
    where = README.split("## Where things are")[1]
    for row in re.findall(r"^\| (`.*?) \|", where, re.MULTILINE):
        assert all((ROOT / name).is_dir() for name in re.findall(r"`([^`]+)`", row))


def test_the_example_client_is_as_short_as_it_is_said_to_be():
    assert "thirty lines of JavaScript" in README
    lines = (ROOT / "conformance" / "clients" / "example.mjs").read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line.strip() and not line.startswith(("//", "#!"))]
    assert len(code) <= 32
