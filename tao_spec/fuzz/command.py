"""`tao-spec fuzz`: its options, and how it ends."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Final

import click

PATH: Final = click.Path(path_type=Path)
JOBS: Final = click.IntRange(1, 256)


@click.command()
@click.option("--client", "command", required=True, help="The command that starts the client, in one string.")
@click.option("--seed", type=click.IntRange(0), help="From which all randomness follows; drawn and told by default.")
@click.option("--steps", type=click.IntRange(1), help="Make about so many steps; the same for the same seed.")
@click.option("--time", "seconds", type=click.FloatRange(0), help="Begin traces for so many seconds.  [default: 60]")
@click.option("--domain", "domains", multiple=True, help="Draw calls of this domain only; or NAME=WEIGHT. Repeatable.")
@click.option("--from", "paths", multiple=True, type=PATH, help="Begin in these vectors or states. Repeatable.")
@click.option("--out", default=Path("build/fuzz"), show_default=True, type=PATH, help="Where small vectors go.")
@click.option("--kinds", type=click.IntRange(1), help="Stop when so many kinds of difference were found.")
@click.option("--shrink", default=20, show_default=True, type=click.IntRange(0), help="Make so many kinds small.")
@click.option("-j", "--jobs", default=1, show_default=True, type=JOBS, help="Workers, each with a client.")
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(0.01), help="Seconds for a request.")
@click.option("--revision", default=306, show_default=True, type=int, help="The revision.")
@click.option("--json", "json_path", type=PATH, help="Write the report as JSON.")
def fuzz(
    command: str,
    seed: int | None,
    steps: int | None,
    seconds: float | None,
    domains: tuple[str, ...],
    paths: tuple[Path, ...],
    out: Path,
    kinds: int | None,
    shrink: int,
    jobs: int,
    timeout: float,
    revision: int,
    json_path: Path | None,
) -> None:
    """Drive a client and the specification side by side with random traces; make small what differs."""
    from tao_spec.fuzz import campaign, report  # noqa: PLC0415  (each command loads what it needs)
    from tao_spec.fuzz.traces import all_files  # noqa: PLC0415
    from tao_spec.vectors.files import write_json  # noqa: PLC0415

    plan = campaign.Plan(
        command=command,
        seed=secrets.randbelow(1 << 32) if seed is None else seed,
        paths=tuple(all_files(paths)),
        weights=read_weights(domains, revision),
        steps=steps,
        seconds=60.0 if seconds is None and steps is None else seconds,
        kinds=kinds,
        shrink=shrink,
        revision=revision,
        timeout=timeout,
        jobs=jobs,
    )
    with _Bar(plan.seed) as bar:
        outcome = campaign.run(plan, bar.update)
    files = report.write_findings(out, revision, outcome)
    for line in report.in_words(outcome, files):
        click.echo(line)
    if json_path is not None:
        write_json(json_path, report.to_json(outcome, files))
    sys.exit(1 if outcome.findings or outcome.refusal else 0)


def read_weights(domains: tuple[str, ...], revision: int) -> dict[str, float]:
    """The weights of domains, from NAME or NAME=WEIGHT.

    Raises:
        BadParameter: there is no such domain, or the weight is none.
    """
    from tao_spec.fuzz.calls import domain_names  # noqa: PLC0415

    known, weights = domain_names(revision), dict[str, float]()
    for told in domains:
        name, _, weight = told.partition("=")
        if name not in known:
            raise click.BadParameter(
                f"there is no domain {name!r}; name one of {', '.join(known)}", param_hint="--domain"
            )
        try:
            weights[name] = float(weight or 1)
        except ValueError:
            weights[name] = 0.0
        if not 0 < weights[name] < float("inf"):
            raise click.BadParameter(f"{weight!r} is no weight; give a number above 0", param_hint="--domain")
    return weights


class _Bar:
    """A line on standard error that says how far a campaign is, where that is a terminal."""

    def __init__(self, seed: int) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._seed = seed
        self._task = self._bar.add_task("starting the client", total=None)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, traces: int, kinds: int, doing: str) -> None:
        """Say how many traces were made, how many kinds were found, and what is being done."""
        self._bar.update(
            self._task, description=f"seed {self._seed}, {doing}: {traces:,} traces, {kinds} kinds of difference"
        )
