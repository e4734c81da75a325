"""`tao-spec diff`: its options, and how it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

PATH: Final = click.Path(path_type=Path)
JOBS: Final = click.IntRange(1, 256)


@click.command()
@click.argument("base")
@click.argument("proposal")
@click.option("--vectors", default=Path("conformance/vectors"), show_default=True, type=PATH, help="What to run.")
@click.option("--domain", "domains", multiple=True, help="Only vectors of this domain; may be given several times.")
@click.option("--traces", default=0, show_default=True, type=click.IntRange(0), help="Make so many random traces too.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="From which the traces follow.")
@click.option("--json", "json_path", type=PATH, help="Write the review as JSON.")
@click.option("--html", "html_path", type=PATH, help="Write the review as one HTML page.")
@click.option("-j", "--jobs", default=1, show_default=True, type=JOBS, help="Processes side by side.")
def diff(
    base: str,
    proposal: str,
    vectors: Path,
    domains: tuple[str, ...],
    traces: int,
    seed: int,
    json_path: Path | None,
    html_path: Path | None,
    jobs: int,
) -> None:
    """Say what PROPOSAL does otherwise than BASE: each a revision, as 306 or r306, or FILE.py:NAME."""
    from tao_spec.review.gather import Plan, review  # noqa: PLC0415  (each command loads what it needs)
    from tao_spec.review.report import in_words, write_reports  # noqa: PLC0415

    plan = Plan(base, proposal, (vectors,), frozenset(domains), traces, seed, jobs)
    with _Bar() as bar:
        found = review(plan, bar.update)
    for line in in_words(found):
        click.echo(line)
    write_reports(found, json_path, html_path)
    sys.exit(1 if found.differing or found.unsupported else 0)


class _Bar:
    """A bar on standard error, where that is a terminal."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress  # noqa: PLC0415

        console = Console(stderr=True)
        self._bar = Progress(console=console, disable=not console.is_terminal, transient=True)
        self._task = self._bar.add_task("reviewing", total=None)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, done: int, total: int) -> None:
        """Say how far the work is."""
        self._bar.update(self._task, completed=done, total=total)
