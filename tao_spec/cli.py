"""`tao-spec`: fill vectors, run them against any client, fuzz it, check and explain vectors, serve, build a genesis.

Exit codes: 0 all is well, 1 something did not pass, 2 the input or the command cannot be used.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from tao_spec import __version__
from tao_spec.fuzz.command import fuzz
from tao_spec.review.command import diff
from tao_spec.vectors.text import VectorError, printable

FAILED = 1
UNUSABLE = 2

PATH = click.Path(path_type=Path)


def _refuse(sentence: str) -> NoReturn:
    """End with one sentence on standard error."""
    click.echo(f"tao-spec: {' '.join(sentence.split())}", err=True)
    sys.exit(UNUSABLE)


def _clean_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user can cause into one sentence and exit code 2."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        from tao_spec.clients.protocol import ClientError  # noqa: PLC0415  (each command loads what it needs)
        from tao_spec.transition.genesis import GenesisError  # noqa: PLC0415

        try:
            command(*args, **kwargs)
        except (VectorError, ClientError, GenesisError) as error:
            _refuse(str(error))
        except BrokenPipeError:
            _leave_the_pipe()
        except (OSError, MemoryError) as error:
            _refuse(f"{type(error).__name__}: {str(error) or 'the input is too large'}")
        except KeyboardInterrupt:
            _refuse("interrupted")
        except Exception as error:  # a fault of the program is told in one sentence too
            place = traceback.extract_tb(error.__traceback__)[-1]
            _refuse(f"the program failed with {type(error).__name__}: {error} ({place.filename}:{place.lineno})")

    return wrapper


def _leave_the_pipe() -> NoReturn:
    """End where nobody reads any further, without the interpreter's complaint about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(FAILED)


class _Commands(click.Group):
    """The commands; a command line that cannot be used is refused in one sentence too."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        # What a terminal cannot show is written as an escape.
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            code = super().main(*args, **(kwargs | {"standalone_mode": False}))
        except click.UsageError as error:
            told = error.ctx.command_path if error.ctx else "tao-spec"
            _refuse(f"{error.format_message()} See {told} --help.")
        except click.ClickException as error:
            _refuse(error.format_message())
        except click.Abort:
            _refuse("interrupted")
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tao-spec")
@click.pass_context
def main(context: click.Context) -> None:
    """The executable specification of the Bittensor (TAO) protocol."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


ENGINE = click.option("--engine", metavar="LIBRARY", help="Run epochs in arrays of this library, such as numpy.")


@main.command()
@ENGINE
@_clean_errors
def serve(engine: str | None) -> None:
    """Be a client of the protocol: requests on standard input, replies on standard output."""
    from tao_spec.clients.serve import serve as answer_all  # noqa: PLC0415

    _check_engine(engine)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    answer_all(sys.stdin, sys.stdout, engine)


def _check_engine(library: str | None) -> None:
    """Refuse an array library that cannot be used."""
    if library is not None:
        from tao_spec.engine.namespaces import UnknownLibrary, get_namespace  # noqa: PLC0415

        try:
            get_namespace(library)
        except UnknownLibrary as error:
            _refuse(str(error))


@main.command()
@click.option("--client", "command", required=True, help="The command that starts the client, in one string.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Clients side by side.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0.01), help="Seconds for a request.")
@click.option("--junit", type=PATH, help="Write the results as JUnit XML.")
@click.option("--json", "json_path", type=PATH, help="Write the results as JSON.")
@click.option("--html", type=PATH, help="Write the results as one HTML page.")
@click.option("--timings", is_flag=True, help="Write times, which vary from run to run, into the reports too.")
@click.option("--domain", "domains", multiple=True, help="Only vectors of this domain; may be given several times.")
@click.option(
    "--rule", "rules", multiple=True, help="Only vectors that exercise this rule; may be given several times."
)
@click.option("--only", default="", help="Only vectors whose id starts so.")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@_clean_errors
def run(
    command: str,
    jobs: int,
    timeout: float,
    junit: Path | None,
    json_path: Path | None,
    html: Path | None,
    timings: bool,
    domains: tuple[str, ...],
    rules: tuple[str, ...],
    only: str,
    paths: tuple[Path, ...],
) -> None:
    """Run vectors against a client, and say what differs first and why; PATHS are files, folders and released archives."""
    from tao_spec.clients import reports, runner, terminal  # noqa: PLC0415
    from tao_spec.release.selection import Selection, chosen  # noqa: PLC0415
    from tao_spec.revisions.r306 import R306  # noqa: PLC0415
    from tao_spec.vectors.describe import ChainDescriber  # noqa: PLC0415

    console = Console(stderr=True)
    selection = Selection(frozenset(domains), frozenset(rules), only)
    with chosen(paths, selection) as files, terminal.ProgressBar(console) as bar:
        report = runner.run(
            files.files or paths,
            command,
            jobs=jobs,
            timeout=timeout,
            describer=ChainDescriber(R306.interface),
            on_progress=bar.update,
        )
    report = files.named(report)
    reports.write_reports(report, json_path=json_path, junit_path=junit, html_path=html, timings=timings)
    terminal.print_summary(report, Console())
    sys.exit(0 if report.passed else FAILED)


@main.command()
@click.option("--out", default=Path("conformance/vectors"), show_default=True, type=PATH, help="The folder to fill.")
@click.option("--cases", default="conformance", show_default=True, help="The Python package that holds the cases.")
@click.option("--revision", type=int, help="The revision to fill under; without it, each case is filled under its own.")
@click.option("--only", default="", help="Fill only cases whose id starts so.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes side by side.")
@ENGINE
@_clean_errors
def fill(out: Path, cases: str, revision: int | None, only: str, jobs: int, engine: str | None) -> None:
    """Turn cases into vectors, with an index; the same bytes every time."""
    from tao_spec.revisions import UnknownRevision, get_revision  # noqa: PLC0415
    from tao_spec.vectors.fill import fill as fill_all  # noqa: PLC0415

    sys.path.insert(0, str(Path.cwd()))
    _check_engine(engine)
    try:
        if revision is not None:
            get_revision(revision)
    except UnknownRevision as error:
        _refuse(f"{error}; name one of these by --revision")
    with _progress("filling") as advance:
        index = fill_all(out, revision, cases, jobs, only, advance, engine)
    click.echo(f"{len(index.entries)} vectors in {out}")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@_clean_errors
def check(paths: tuple[Path, ...]) -> None:
    """Check vectors without running them: schema, decodability, invariants after every step."""
    from tao_spec.vectors.check import check_files  # noqa: PLC0415
    from tao_spec.vectors.files import collect  # noqa: PLC0415

    files, bad = collect(paths), 0
    if not files:
        _refuse("the paths hold no vectors; name files or folders of .json or .json.gz")
    with _progress("checking") as advance:
        for number, (path, findings) in enumerate(check_files(files), 1):
            bad += bool(findings)
            for finding in findings:
                click.echo(printable(f"{path}: {finding}"))
            advance(number, len(files))
    click.echo(f"{len(files)} vectors checked, {bad} with findings")
    sys.exit(FAILED if bad else 0)


@main.command()
@click.option("--step", type=int, help="Only this step, from 0; of blocks, who got what in each of them.")
@click.option("--block", type=int, help="Only this block of the step, from 1, with all that its epochs computed.")
@click.argument("vector", type=PATH)
@_clean_errors
def explain(vector: Path, step: int | None, block: int | None) -> None:
    """Tell in words what a vector shows: every call, result, change and event; what blocks paid, how epochs came to it."""
    from tao_spec.vectors.explain import explain as lines_of  # noqa: PLC0415
    from tao_spec.vectors.files import read_vector  # noqa: PLC0415

    if block is not None and step is None:
        _refuse("--block names a block of a step; name the step by --step")
    for line in lines_of(read_vector(vector), step, block):
        click.echo(printable(line))


@main.command()
@click.option("--vectors", default=Path("conformance/vectors"), show_default=True, type=PATH, help="Filled vectors.")
@click.option("--cases", default="conformance", show_default=True, help="The package that lists what is out of reach.")
@click.option("--json", "json_path", type=PATH, help="Write all names as JSON.")
@click.option("--reasons", is_flag=True, help="Show what is out of reach, and why.")
@click.option("--premises", is_flag=True, help="Count the premises of the rules instead: taken both ways, or not.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes side by side.")
@_clean_errors
def coverage(vectors: Path, cases: str, json_path: Path | None, reasons: bool, premises: bool, jobs: int) -> None:
    """Count the calls, errors, events and storage items that vectors reach; fail if one is neither reached nor explained."""
    from tao_spec.clients.terminal import print_coverage  # noqa: PLC0415
    from tao_spec.vectors.coverage import measure, read_reasons  # noqa: PLC0415
    from tao_spec.vectors.files import write_json  # noqa: PLC0415

    sys.path.insert(0, str(Path.cwd()))
    if premises:
        _cover_premises(vectors, cases, json_path, reasons, jobs)
    with _progress("reading") as advance:
        found = measure(vectors, read_reasons(cases), advance)
    if json_path is not None:
        write_json(json_path, found.to_json())
    print_coverage(found, Console(), reasons)
    sys.exit(FAILED if found.missing or found.stale else 0)


def _cover_premises(vectors: Path, cases: str, json_path: Path | None, reasons: bool, jobs: int) -> NoReturn:
    from tao_spec.strength import work  # noqa: PLC0415
    from tao_spec.strength.terminal import print_premises  # noqa: PLC0415

    with _progress("measuring") as advance:
        book = work.cover_premises(vectors, cases, jobs, advance)
    if json_path is not None:
        work.write_premises(json_path, book)
    print_premises(book, Console(), reasons)
    sys.exit(FAILED if book.missing or book.stale else 0)


@main.command()
@click.option("--vectors", default=Path("conformance/vectors"), show_default=True, type=PATH, help="Filled vectors.")
@click.option("--cases", default="conformance", show_default=True, help="The package that lists equivalent mutants.")
@click.option("--sample", type=click.IntRange(1), help="So many mutants, drawn by the seed; all by default.")
@click.option("--seed", default=306, show_default=True, type=int, help="What the sample is drawn by.")
@click.option("--only", default="", help="Only mutants of modules whose name starts so, such as transition.stake.")
@click.option("--json", "json_path", type=PATH, help="Write the score and the survivors into the book of strength.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes side by side.")
@_clean_errors
def mutate(
    vectors: Path, cases: str, sample: int | None, seed: int, only: str, json_path: Path | None, jobs: int
) -> None:
    """Put one error after the other into the rules, and see whether a vector finds it; fail if one is not found."""
    from tao_spec.strength import work  # noqa: PLC0415
    from tao_spec.strength.terminal import print_mutation  # noqa: PLC0415

    sys.path.insert(0, str(Path.cwd()))
    with _progress("measuring") as measuring:
        mutation = work.prepare_mutation(vectors, cases, only, jobs, measuring)
    with _progress("mutating") as mutating:
        book = mutation.run(sample, seed, mutating)
    if json_path is not None:
        work.write_mutation(json_path, book)
    print_mutation(book, Console())
    sys.exit(FAILED if book.survivors or book.stale else 0)


@main.command()
@click.option("--client", "command", required=True, help="The command that starts the client, in one string.")
@click.option("--vectors", default=Path("conformance/vectors"), show_default=True, type=PATH, help="Filled vectors.")
@click.option("--out", default=Path("conformance/evidence"), show_default=True, type=PATH, help="Where it goes.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Clients side by side.")
@_clean_errors
def evidence(command: str, vectors: Path, out: Path, jobs: int) -> None:
    """Run a client over filled vectors and write down, by hash, which it accepts."""
    from tao_spec.clients import evidence as book  # noqa: PLC0415
    from tao_spec.clients import runner, terminal  # noqa: PLC0415
    from tao_spec.revisions.r306 import R306  # noqa: PLC0415
    from tao_spec.vectors.describe import ChainDescriber  # noqa: PLC0415

    book.check_folder(vectors)
    with terminal.ProgressBar(Console(stderr=True)) as bar:
        describer = ChainDescriber(R306.interface)
        report = runner.run([vectors], command, jobs=jobs, describer=describer, on_progress=bar.update)
    found = book.collect_evidence(vectors, report)
    path = book.write_evidence(out, found)
    terminal.print_summary(report, Console())
    click.echo(f"{found.client} {found.version} accepts {found.accepted} of {len(found.verdicts)}; written to {path}")
    sys.exit(0 if report.passed else FAILED)


@main.command()
@click.option("--out", default=Path("build/release"), show_default=True, type=PATH, help="The folder for the archive.")
@click.option("--since", type=PATH, help="The previous release, or a folder of vectors, to tell what changed.")
@click.option("--vectors", default=Path("conformance/vectors"), show_default=True, type=PATH, help="Filled vectors.")
@click.option("--schemas", default=Path("conformance/schemas"), show_default=True, type=PATH, help="Their schemas.")
@click.option(
    "--evidence", default=Path("conformance/evidence"), show_default=True, type=PATH, help="What clients said."
)
@click.option("--spec", default=Path("spec"), show_default=True, type=PATH, help="The chapters.")
@_clean_errors
def release(out: Path, since: Path | None, vectors: Path, schemas: Path, evidence: Path, spec: Path) -> None:
    """Make one archive of vectors, indexes, schemas, evidence, checksums and a changelog; the same bytes every time."""
    from tao_spec.release.build import Sources, make_release, tell  # noqa: PLC0415

    began = time.perf_counter()
    made = make_release(Sources(vectors, schemas, evidence, spec), out, __version__, since)
    for line in tell(made, time.perf_counter() - began):
        click.echo(printable(line))


@main.command()
@click.argument("config", type=PATH)
@click.option("--out", type=PATH, help="Write the genesis as a vector, with its state and root.")
@click.option("--revision", default=306, show_default=True, type=int, help="The revision.")
@_clean_errors
def genesis(config: Path, out: Path | None, revision: int) -> None:
    """Build the state of a genesis, from the chain's JSON configuration or from a snapshot of balances."""
    from tao_spec.transition.genesis import genesis_config_from_snapshot  # noqa: PLC0415
    from tao_spec.vectors.files import read_json, write_vector  # noqa: PLC0415
    from tao_spec.vectors.fill import PRODUCER  # noqa: PLC0415
    from tao_spec.vectors.format import GenesisVector  # noqa: PLC0415
    from tao_spec.vectors.machine import Machine  # noqa: PLC0415

    data = read_json(config)
    if not isinstance(data, dict):
        raise VectorError("this is no configuration", "give an object of the chain's genesis JSON", path=str(config))
    balances = data.get("balances")
    if "stakes" in data and isinstance(balances, dict) and "balances" not in balances:
        data = genesis_config_from_snapshot(data)
    machine = Machine.genesis(revision, data)
    if out is not None:
        name = f"genesis/{config.name.removesuffix('.gz').removesuffix('.json')}"
        description = f"The genesis that {config.name} describes."
        vector = GenesisVector(name, revision, description, data, machine.state, machine.root, PRODUCER)
        write_vector(out, vector)
    click.echo(f"{len(machine.chain.store.state)} keys, root {machine.root}")


@main.command()
@click.option("--out", default=Path("build/demo"), show_default=True, type=PATH, help="Where everything goes.")
@click.option("--snapshot", type=PATH, help="A snapshot of the network's balances.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes side by side.")
@_clean_errors
def demo(out: Path, snapshot: Path | None, jobs: int) -> None:
    """Do the main job on real input: genesis, blocks, transfers, vectors, the runner, invariants, the report."""
    from tao_spec.demo import run_demo  # noqa: PLC0415

    sys.path.insert(0, str(Path.cwd()))
    sys.exit(0 if run_demo(out, snapshot, jobs, Console()) else FAILED)


@main.command()
@click.option(
    "--set", "axes", multiple=True, metavar="NAME=VALUES", help="An axis: kappa=16384,32767 or kappa=0..65535/9."
)
@click.option("--netuid", type=click.IntRange(0, 65_535), help="The subnet, where there are several.")
@click.option("--epochs", default=1, show_default=True, type=click.IntRange(1), help="Epochs that follow one another.")
@click.option("--every-epoch", is_flag=True, help="Tell of every epoch, not of the last one only.")
@click.option(
    "--out", default=Path("build/sweep.parquet"), show_default=True, type=PATH, help="A .parquet or .arrow file."
)
@click.option("--chart", type=PATH, help="Draw the greatest earners along the first axis, as .svg or .png.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes side by side.")
@click.option(
    "--spread", default="local", show_default=True, type=click.Choice(("local", "dask")), help="Who spreads them."
)
@click.option("--library", default="numpy", show_default=True, help="The array library.")
@click.argument("source", type=PATH)
@_clean_errors
def sweep(source: Path, axes: tuple[str, ...], out: Path, chart: Path | None, **options: Any) -> None:
    """Run a subnet's epoch under every combination of hyperparameters: a vector, a dumped state or a metagraph."""
    from tao_spec.sweep.charts import draw_chart  # noqa: PLC0415
    from tao_spec.sweep.grid import parse_axis  # noqa: PLC0415
    from tao_spec.sweep.run import sweep as sweep_all  # noqa: PLC0415
    from tao_spec.sweep.work import Question  # noqa: PLC0415

    if chart is not None and not axes:
        _refuse("a chart needs an axis; give one by --set")
    jobs, spread = options.pop("jobs"), options.pop("spread")
    with _progress("sweeping") as advance:
        found = sweep_all(Question(source, **options), axes, out, jobs=jobs, spreader=spread, on_progress=advance)
    kept = f", {found.found} of them kept from before" if found.found else ""
    click.echo(f"{found.points} points{kept}, {found.lines} lines in {found.path}")
    if chart is not None:
        draw_chart(found.path, parse_axis(axes[0])[0], chart)
        click.echo(f"chart in {chart}")


@main.command()
@_clean_errors
def revisions() -> None:
    """List the revisions and proposals that stand, and what each replaces."""
    from tao_spec.revisions import REVISIONS  # noqa: PLC0415

    for number, revision in sorted(REVISIONS.items()):
        click.echo(f"{number}  {revision.name}: {revision.description}")


main.add_command(fuzz)
fuzz.callback = _clean_errors(fuzz.callback)  # type: ignore[arg-type]
main.add_command(diff)
diff.callback = _clean_errors(diff.callback)  # type: ignore[arg-type]


class _progress:  # noqa: N801  (used as a verb)
    """A bar on standard error, where that is a terminal; gives a function that is told how far the work is."""

    def __init__(self, words: str) -> None:
        console = Console(stderr=True)
        self._bar = Progress(console=console, disable=not console.is_terminal, transient=True)
        self._task = self._bar.add_task(words, total=None)

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar.start()
        return lambda done, total: self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


if __name__ == "__main__":
    main()
