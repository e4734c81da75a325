"""What a run says in the terminal: a bar while it lasts, a table at its end; plain lines where nobody is watching."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from rich.box import HEAVY_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from tao_spec.clients.runner import STATUSES, RunReport, Status, VectorResult
from tao_spec.vectors.coverage import KINDS, Coverage, Line

COLOURS: Final[dict[Status, str]] = {
    "pass": "green",
    "fail": "red",
    "unsupported": "yellow",
    "error": "magenta",
    "malformed": "cyan",
}
SHOWN: Final = 10
"""How many vectors that did not pass are told by name."""


class ProgressBar:
    """A bar that follows a run; pass `update` to it. It draws nothing where the console is no terminal."""

    def __init__(self, console: Console) -> None:
        """Take the console; errors and pipes get no bar."""
        self._failed = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("vectors", total=None)

    def __enter__(self) -> Self:
        """Start to draw."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the bar away."""
        self._bar.stop()

    def update(self, done: int, total: int, result: VectorResult) -> None:
        """Show how far the run is, and how much of it did not pass."""
        self._failed += result.status in ("fail", "error", "malformed")
        words = f"[red]{self._failed} not passing[/]" if self._failed else "vectors"
        self._bar.update(self._task, completed=done, total=total, description=words)


def print_summary(report: RunReport, console: Console, timings: bool = True) -> None:
    """Say what came of a run: the first vectors that did not pass, the score of each domain, and the totals.

    Args:
        report: what came of the run.
        console: where to say it; where it is no terminal, the table gives way to one line for each domain.
        timings: whether the time is told.
    """
    _print_worst(report, console)
    if console.is_terminal:
        console.print(_table(report))
    else:
        for name, counts in report.domains.items():
            _say(console, f"{name} {counts['pass']}/{sum(counts.values())}")
    _say(console, _totals(report, timings))


def _print_worst(report: RunReport, console: Console) -> None:
    """The first vectors that did not pass, with their reasons."""
    worst = [result for result in report.results if result.status not in ("pass", "unsupported")]
    for result in worst[:SHOWN]:
        line = Text(f"{result.status.upper()} ", style=COLOURS[result.status])
        console.print(line.append(f"{result.id}: {result.reason}", style="default"), soft_wrap=True, highlight=False)
    if len(worst) > SHOWN:
        _say(console, f"… and {len(worst) - SHOWN:,} more that do not pass; the reports name all of them.")


def _table(report: RunReport) -> Table:
    """The score of each domain."""
    shown = [status for status in STATUSES if status == "pass" or report.totals[status]]
    table = Table("domain", title=Text(_name(report)), title_justify="left", title_style="bold")
    for status in shown:
        table.add_column(status, justify="right", style=COLOURS[status])
    for name, counts in report.domains.items():
        table.add_row(Text(name), *(f"{counts[status]:,}" if counts[status] else "·" for status in shown))
    return table


def _totals(report: RunReport, timings: bool) -> str:
    """The totals in one line."""
    totals = report.totals
    others = [f"{totals[status]:,} {status}" for status in STATUSES[1:] if totals[status]]
    told = [f"{totals['pass']:,}/{len(report.results):,} vectors pass", *others, f"{report.steps:,} steps"]
    if report.cases[1]:
        told.append(f"{report.cases[0]:,}/{report.cases[1]:,} function cases")
    if timings:
        told.append(f"{report.seconds:.1f} s, of which the client took {report.client_seconds:.1f} s")
    return ", ".join(told)


def _name(report: RunReport) -> str:
    """Who was tested."""
    return f"{report.client.name} {report.client.version}".strip() or report.client.command


def _say(console: Console, words: str) -> None:
    """One line as it is: what a client wrote is no markup."""
    console.print(Text(words), soft_wrap=True, highlight=False)


def print_coverage(coverage: Coverage, console: Console, with_reasons: bool = False) -> None:
    """Say how much vectors reach: a table by pallet, what is missing, and where asked for the reasons of what nothing reaches."""
    table = Table("pallet", *KINDS, box=None if not console.is_terminal else HEAVY_HEAD)
    for pallet in dict.fromkeys(line.pallet for line in coverage.lines):
        lines = {line.kind: line for line in coverage.lines if line.pallet == pallet}
        table.add_row(pallet, *(_share(lines.get(kind)) for kind in KINDS))
    console.print(table)
    for kind in KINDS:
        reached, listed, there_are = coverage.count(kind)
        _say(console, f"{kind}: {reached} of {there_are} reached, {listed} out of reach for a reason")
    if with_reasons:
        for line in coverage.lines:
            for name, reason in line.listed.items():
                _say(console, f"{name}: {reason}")
    for name in coverage.missing:
        _say(console, f"{name} is not reached, and no reason is given")
    for name in coverage.stale:
        _say(console, f"{name} is listed as out of reach, but it is reached or does not exist")


def _share(line: Line | None) -> str:
    """How many of how many, and a `+` and the number of those out of reach."""
    if line is None:
        return "·"
    out = f" + {len(line.listed)}" if line.listed else ""
    return f"{len(line.reached)}{out} / {line.all}"
