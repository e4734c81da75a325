"""A report with one of everything, hostile text included."""

from tao_spec.clients.compare import Difference, Item
from tao_spec.clients.runner import STATUSES, ClientIdentity, RunReport, VectorResult

HOSTILE_TEXT = (
    "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1> ]]> {{ 7*7 }} & ' \" \x00 \u2028"
)


def result(number, status, domain="stake", **fields):
    return VectorResult(
        path=f"v/{domain}/{number}.json.gz",
        id=f"{domain}/case {number}",
        kind="transition",
        domain=domain,
        status=status,
        description="A stake below the minimum is refused.",
        rules=("STAKE-3",),
        steps=2,
        **fields,
    )


def sample(extra=0):
    key = "SubtensorModule.TotalHotkeyAlpha[5F…, 2]"
    difference = Difference((Item("changes", key, "12", "13"), Item("events", "event 0", HOSTILE_TEXT, "no event")), 3)
    results = [
        result(0, "pass"),
        result(1, "fail", reason=f"step 0 (SubtensorModule.add_stake): {difference.headline}", difference=difference),
        result(2, "unsupported", reason=HOSTILE_TEXT),
        result(
            3, "error", domain="pools", reason="step 1: the client ended with exit status 101", log="the last words"
        ),
        result(4, "malformed", domain=HOSTILE_TEXT, reason="at $, found 1; give a vector"),
        result(4, "pass", domain="pools"),
        result(4, "pass", domain="pools"),
    ]
    results += [result(number, STATUSES[number % 2], domain=f"domain {number % 9}") for number in range(10, 10 + extra)]
    return RunReport(ClientIdentity("./client --x '<b>'", HOSTILE_TEXT, "1", (306,)), tuple(results), 2, 1.5)
