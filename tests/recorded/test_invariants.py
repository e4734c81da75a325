"""The invariants hold after every recorded step of the real client, or a named deviation or power of root explains why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from tao_spec.interface.runtime import declared_interface
from tao_spec.invariants.frame import Verdict, Watch
from tao_spec.revisions import get_revision
from tao_spec.transition.chain import Chain
from tests.invariants.build import Made
from tests.recorded.corpus import recorded_files
from tests.shared import needs_shared

pytestmark = needs_shared


@dataclass(frozen=True)
class Judged:
    """What came of judging every recorded step."""

    steps: int
    violations: list[str]
    excuses: dict[str, set[tuple[str, str]]]
    verdicts: dict[str, Counter[Verdict]]


def unhex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text[2:])


@cache
def judged() -> Judged:
    interface, revision = declared_interface(), get_revision(306)
    result = Judged(0, [], {}, {})
    steps = 0
    for _, json in recorded_files():
        if json["format"] != "tao-vector/1":
            continue
        state = {bytes.fromhex(key[2:]): bytes.fromhex(value[2:]) for key, value in json["pre"].items()}
        watch = Watch(Chain(state, revision))
        for index, step in enumerate(json["steps"]):
            events = tuple(
                interface.decode_event(event["pallet"], bytes.fromhex(event["encoded"][2:])) for event in step["events"]
            )
            changes = {bytes.fromhex(key[2:]): unhex(value) for key, value in step["changes"].items()}
            call = interface.decode_call(bytes.fromhex(step["encoded"][2:])) if "encoded" in step else None
            found = watch.after(Made(events, changes), call)
            result.violations.extend(f"{json['id']} step {index}: {violation}" for violation in found)
            steps += 1
        for violation in watch.excused:
            assert violation.excuse is not None
            result.excuses.setdefault(json["id"], set()).add((violation.invariant.id, violation.excuse.id))
        for id, counts in watch.summary.items():
            result.verdicts.setdefault(id, Counter()).update(counts)
    return Judged(steps, result.violations, result.excuses, result.verdicts)


def test_no_step_of_the_real_client_breaks_an_invariant() -> None:
    assert judged().steps > 20_000
    assert judged().violations == []


def test_what_is_excused_in_the_accounts_is_this() -> None:
    forced = {("INV-5", "Balances.force_adjust_total_issuance")}
    found = {id: excuses for id, excuses in judged().excuses.items() if id.startswith("accounts/")}
    assert found == {
        "accounts/force/issuance": {*forced, ("INV-2", "Balances.force")},
        "accounts/force/issuance_inactive": forced,
        "accounts/force/set_balance_max": {("INV-5", "KNOWN-1"), ("INV-2", "Balances.force")},
        **{f"accounts/random/{number}": forced for number in range(6)},
    }


def test_what_is_excused_elsewhere_is_this() -> None:
    found = set().union(*(e for id, e in judged().excuses.items() if not id.startswith(("accounts/", "fuzz/"))))
    setting = "AdminUtils.sudo_set_total_issuance"
    assert found == {
        ("INV-1", setting),
        ("INV-4", setting),
        ("INV-40", "Scheduler.Dispatched"),
        ("INV-52", "SubtensorModule.ColdkeySwapped"),
        ("INV-53", "KNOWN-52"),
        ("INV-55", setting),
        ("INV-55", "KNOWN-50"),
        ("INV-55", "KNOWN-51"),
        ("INV-55", "KNOWN-53"),
        ("INV-55", "KNOWN-121"),
        ("INV-55", "POOL-95"),
        ("INV-56", "POOL-95"),
        ("INV-56", "Scheduler.Dispatched"),
        ("INV-58", "EMIT-20"),
        ("INV-58", "KNOWN-54"),
        ("INV-59", "KNOWN-52"),
        ("INV-59", "KNOWN-62"),
        ("INV-59", "POOL-95"),
        ("INV-64", "KNOWN-61"),
        ("INV-64", "KNOWN-63"),
        ("INV-89", "KNOWN-53"),
        ("INV-91", "KNOWN-145"),
        ("INV-92", "KNOWN-145"),
        ("INV-94", "KNOWN-59"),
        ("INV-96", "KNOWN-141"),
        ("INV-96", "KNOWN-158"),
        ("INV-102", "KNOWN-162"),
        ("INV-119", "CONS-82"),
        ("INV-126", "EMIT-44"),
        ("INV-127", setting),
    }


def test_nearly_every_step_is_judged() -> None:
    verdicts = judged().verdicts
    for id in ("INV-1", "INV-2", "INV-5", "INV-6"):
        assert verdicts[id][Verdict.HOLDS] > 20_000
    for id in ("INV-7", "INV-8", "INV-9", "INV-10", "INV-11", "INV-12", "INV-13"):
        assert verdicts[id][Verdict.HOLDS] > 3_000
    assert verdicts["INV-3"][Verdict.HOLDS] > 4_000
    for id in ("INV-40", "INV-41"):
        assert verdicts[id][Verdict.HOLDS] > 1_000
    for id in ("INV-50", "INV-51", "INV-52", "INV-53"):
        assert verdicts[id][Verdict.HOLDS] > 10_000
    for id in ("INV-55", "INV-57", "INV-58", "INV-59"):
        assert verdicts[id][Verdict.HOLDS] > 15_000
    assert verdicts["INV-56"][Verdict.HOLDS] > 1_900
    assert verdicts["INV-54"][Verdict.HOLDS] > 1_000
    for id in ("INV-90", "INV-91", "INV-92"):
        assert verdicts[id][Verdict.HOLDS] > 150
