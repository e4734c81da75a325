"""The client in C: it is built with whatever C compiler there is, and judged as any other."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.clients.runner import RunReport, run
from tao_spec.interface.accounts.balances import (
    AdjustmentDirection,
    Burn,
    ForceAdjustTotalIssuance,
    ForceSetBalance,
    ForceTransfer,
    ForceUnreserve,
    TransferAll,
    TransferAllowDeath,
    TransferKeepAlive,
    UpgradeAccounts,
)
from tao_spec.interface.accounts.system import Id, Raw, Remark, RemarkWithEvent
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.vectors.format import Origin, Signed
from tao_spec.vectors.index import read_index
from tao_spec.vectors.machine import Machine
from tests.command import ROOT, VECTORS
from tests.shared import RECORDED, needs_shared

SOURCE = ROOT / "clients" / "c"
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wshadow", "-Wconversion"]
CHECKED = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
COMPILER = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)

pytestmark = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler here: neither cc, gcc nor clang")

PLAIN = {"Balances", "System"}


def build(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    sources = sorted(map(str, SOURCE.glob("*.c")))
    command = [str(COMPILER), *STRICT, *flags, *sources, "-o", str(folder / "tao-c")]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The client, built without a warning."""
    folder = tmp_path_factory.mktemp("c")
    built = build(folder, "-O2")
    assert (built.returncode, built.stderr) == (0, "")
    return str(folder / "tao-c")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, client: str) -> str:
    """The client that ends at the first bad access to memory, where the compiler can build one that runs here."""
    folder = tmp_path_factory.mktemp("checked")
    path = str(folder / "tao-c")
    if build(folder, *CHECKED).returncode or subprocess.run([path], input=b"", check=False, timeout=60).returncode:
        return client
    return path


def judged(client: str, *paths: Path) -> RunReport:
    report = run(paths, [client])
    assert report.passed, [(result.id, result.reason) for result in report.results if result.status == "fail"][:3]
    return report


def test_it_answers_every_function_of_arithmetic(client: str) -> None:
    report = judged(client, VECTORS / "arithmetic")
    assert report.totals["pass"] == len(report.results) > 0
    assert report.cases[0] == report.cases[1] > 5_000


def test_it_answers_every_vector_of_plain_calls_and_fails_none(client: str) -> None:
    report = judged(client, VECTORS / "accounts")
    passed = {result.id for result in report.results if result.status == "pass"}
    plain = {
        entry.id
        for entry in read_index(VECTORS).entries
        if entry.path.startswith("accounts/")
        and entry.calls
        and {name.split(".")[0] for name in entry.calls} <= PLAIN
        and "System.set_storage" not in entry.calls
    }
    waits = {result.id for result in report.results if result.reason.endswith("blocks")}
    assert plain - waits <= passed and len(passed) >= 50


def test_what_it_does_not_do_it_calls_unsupported(client: str) -> None:
    report = judged(client, VECTORS / "stake" / "add", VECTORS / "genesis", VECTORS / "block")
    assert report.totals["unsupported"] == len(report.results) > 0


@needs_shared
def test_it_agrees_with_the_recorded_functions_and_accounts(client: str) -> None:
    assert judged(client, RECORDED / "functions" / "fixed").totals["unsupported"] == 0
    assert judged(client, RECORDED / "accounts").totals["pass"] >= 40


def test_the_checked_build_finds_nothing(checked: str) -> None:
    judged(checked, VECTORS / "accounts" / "transfer", VECTORS / "accounts" / "force", VECTORS / "arithmetic" / "fixed")


# Beside the specification


class Conversation:
    """A client that is asked line by line."""

    def __init__(self, command: str) -> None:
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask_line(self, line: bytes) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def ask(self, **request: Any) -> Any:
        return self.ask_line(json.dumps(request).encode())

    def end(self) -> int:
        self.process.communicate(b'{"op":"exit"}\n', timeout=60)
        return self.process.returncode


@pytest.fixture
def talk(checked: str) -> Iterator[Conversation]:
    conversation = Conversation(checked)
    yield conversation
    conversation.process.kill()
    conversation.process.communicate()


PEOPLE = [AccountId(bytes([number]) * 32) for number in range(1, 5)]
AMOUNTS = [0, 1, 499, 500, 501, 999, 1_000, 10**9, 2**63, 2**64 - 501, 2**64 - 500, 2**64 - 1]
CURRENT = U128(1 << 127)


def amount(dice: random.Random) -> TaoBalance:
    return TaoBalance(dice.choice([*AMOUNTS, dice.randrange(2_000), dice.randrange(2**64)]))


def small(dice: random.Random) -> TaoBalance:
    return TaoBalance(dice.choice([0, 0, 1, 499, 500, 501, dice.randrange(2_000), dice.randrange(2**40)]))


def some_chain(dice: random.Random) -> Machine:
    machine = Machine.load(306, {})
    accounts = machine.chain.accounts
    for who in PEOPLE[:3]:
        data = AccountData(
            free=small(dice), reserved=small(dice), frozen=small(dice), flags=dice.choice([CURRENT, U128(0)])
        )
        counts = (U32(dice.choice([0, 0, 1, 2, 15, 16])), U32(dice.choice([0, 1, 1, 2])), U32(dice.choice([0, 0, 1])))
        accounts.account[who] = AccountInfo(U32(0), *counts, data)
    accounts.total_issuance.value = amount(dice)
    accounts.inactive_issuance.value = small(dice)
    accounts.number.value = type(accounts.number.value)(dice.choice([0, 1, 1000]))
    machine.chain.commit()
    return machine


def some_call(dice: random.Random) -> Call:
    who, other = (dice.choice([*(Id(a) for a in PEOPLE), *(Id(a) for a in PEOPLE), Raw(b"raw")]) for _ in range(2))
    value, kept = dice.choice([amount, small])(dice), dice.random() < 0.5
    return dice.choice(
        [
            TransferAllowDeath(who, value),
            TransferKeepAlive(who, value),
            ForceTransfer(who, other, value),
            TransferAll(who, kept),
            ForceUnreserve(who, value),
            UpgradeAccounts(tuple(dice.choices(PEOPLE, k=dice.randrange(4)))),
            ForceSetBalance(who, value),
            ForceAdjustTotalIssuance(dice.choice(list(AdjustmentDirection)), value),
            Burn(value, kept),
            Remark(b"x" * dice.randrange(80)),
            RemarkWithEvent(b"x" * dice.randrange(200)),
        ]
    )


def some_origin(dice: random.Random) -> Origin:
    return dice.choice(["root", "root", "none", *(Signed("0x" + bytes(who).hex()) for who in PEOPLE)])


@pytest.mark.parametrize("seed", range(12))
def test_at_random_it_answers_as_the_specification_does(talk: Conversation, seed: int) -> None:
    dice = random.Random(seed)
    machine = some_chain(dice)
    assert talk.ask(op="load", revision=306, state=machine.state) == {"ok": True}
    for _ in range(40):
        step = machine.write_call(some_call(dice), some_origin(dice))
        expected = machine.outcome(machine.make(step)).to_json()
        assert talk.ask(op="step", step=step.action()) == expected, step
    assert talk.ask(op="dump") == {"state": machine.state}
    assert talk.end() == 0


# Hostile input

REQUESTS = [
    b'{"op":"hello","format":"tao-vector/1"}',
    b'{"op":"load","revision":306,"state":{"0x01":"0x02","0x0102":"0x"}}',
    b'{"op":"step","step":{"encoded":"0x000454","origin":"none","call":{"pallet":"System","name":"remark"}}}',
    b'{"op":"step","step":{"encoded":"0x0500%s04","origin":{"signed":"0x%s"}}}' % (b"00" * 33, b"01" * 32),
    b'{"op":"step","step":{"encoded":"0x05060400","origin":{"signed":"0x%s"}}}' % (b"01" * 32),
    b'{"op":"step","step":{"encoded":"0x050a13ffffffffffffffff01","origin":"root"}}',
    b'{"op":"eval","function":"fixed.I32F32.saturating_mul","args":["4294967296","-1"]}',
    b'{"op":"eval","function":"fixed.I96F32.checked_sqrt","args":["12345678901234567890","0"]}',
    b'{"op":"eval","function":"fixed.U64F64.saturating_from_f64","args":["0x3ff0000000000000"]}',
    b'{"op":"eval","function":"\\ud83d\\ude00","args":[[1.5e3,null,true],{"a":"\\n"}]}',
    b'{"op":"dump"}',
]
PIECES = [
    b'"',
    b"\\",
    b"\\u",
    b"{",
    b"[",
    b"]",
    b"}",
    b"0x",
    b"-",
    b"9" * 90,
    b"\xff",
    b"\0",
    b"null",
    b"[" * 200,
    b"fc",
    b"",
]


def damaged(dice: random.Random, line: bytes) -> bytes:
    for _ in range(dice.randrange(1, 4)):
        first, last = sorted(dice.choices(range(len(line) + 1), k=2))
        piece = dice.choice([*PIECES, dice.randbytes(3), line[first:last]])
        line = line[:first] + piece + line[last if dice.random() < 0.5 else first :]
    return line.replace(b"\n", b" ")


def test_every_damaged_line_has_one_reply(talk: Conversation) -> None:
    dice = random.Random(1)
    for number in range(2_000):
        line = damaged(dice, dice.choice(REQUESTS))
        if b'"exit"' in line:
            continue
        reply = talk.ask_line(line)
        assert isinstance(reply, dict) and reply, (number, line)
    assert talk.ask_line(REQUESTS[0])["client"] == "tao-c"
    assert talk.end() == 0


def test_damaged_records_do_no_harm(talk: Conversation) -> None:
    dice = random.Random(2)
    machine = some_chain(dice)
    for _ in range(200):
        state = {key: value[: 2 + 2 * dice.randrange(len(value) // 2)] for key, value in machine.state.items()}
        assert talk.ask(op="load", revision=306, state=state) == {"ok": True}
        step = machine.write_call(some_call(dice), some_origin(dice))
        assert "result" in talk.ask(op="step", step=step.action())
    assert talk.end() == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "no object"),
        (b"[]", "no object"),
        (b'{"op":"load","revision":306,"state":{"0x0":"0x"}}', "no object of hex keys"),
        (b'{"op":"step","step":{"encoded":"0x05","origin":"root"}}', "cannot be read"),
        (b'{"op":"step","step":{"encoded":"0x0500","origin":"root"}}', "cannot be read"),
        (b'{"op":"step","step":{"encoded":"0x00000000","origin":"root"}}', "cannot be read"),
        (b'{"op":"step","step":{"encoded":"0x0","origin":"root"}}', "no hex"),
        (b'{"op":"step","step":{"encoded":"0x000000","origin":"me"}}', "the origin is neither"),
    ],
)
def test_a_request_that_cannot_be_used_is_an_error(talk: Conversation, line: bytes, words: str) -> None:
    assert words in talk.ask_line(line)["error"]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"op": "genesis", "config": {}}, "genesis"),
        ({"op": "load", "revision": 320, "state": {}}, "a revision other than 306"),
        ({"op": "step", "step": {"blocks": 1}}, "blocks"),
        ({"op": "step", "step": {"call": {"pallet": "System"}}}, "a call that is not encoded"),
        ({"op": "step", "step": {"encoded": "0x0702", "origin": "root"}}, "a call of another pallet"),
        ({"op": "eval", "function": "emission.x", "args": []}, "emission.x"),
        ({"op": "eval", "function": "fixed.I64F64.exp", "args": ["1"]}, "fixed.I64F64.exp"),
    ],
)
def test_what_it_cannot_answer_it_names(talk: Conversation, request_: Any, words: str) -> None:
    assert talk.ask(**request_) == {"unsupported": words}
