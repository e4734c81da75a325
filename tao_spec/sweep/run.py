"""Running a sweep: in parts, over processes, and from where an earlier run was interrupted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from tao_spec import __version__
from tao_spec.engine.namespaces import UnknownLibrary, get_namespace
from tao_spec.sweep.grid import Point, make_grid
from tao_spec.sweep.tables import FORMATS, join_tables
from tao_spec.sweep.work import Part, Question, compute_part, load
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.text import Json, VectorError

POINTS_OF_A_PART = 64
SPREADERS = ("local", "dask")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Result:
    """Where the table of a sweep is, how many points and lines it has, and how many points an earlier run had computed."""

    path: Path
    points: int
    lines: int
    found: int


def sweep(
    question: Question,
    axes: Sequence[str],
    out: Path,
    *,
    jobs: int = 1,
    spreader: str = "local",
    on_progress: Progress | None = None,
) -> Result:
    """Compute every point of a grid, and write one table; parts that an earlier run of the same sweep has left are kept.

    Args:
        axes: as `parse_axis` reads them.
        out: the table, ending in `.parquet` or `.arrow`; the parts lie beside it until all are there.
        jobs: so many processes; the result is the same for any number.
        spreader: who spreads the parts over them, `local` or `dask`.
        on_progress: told how many of how many parts are there.

    Raises:
        VectorError: the subnet or the grid cannot be used, what is needed is not installed, or the parts beside the table are
            those of another sweep.
    """
    points = make_grid(axes)
    if out.suffix not in FORMATS:
        raise VectorError(f"{out.name} is neither Parquet nor Arrow", "let the name end in .parquet or .arrow")
    _check(question)
    folder = out.with_name(f"{out.name}.parts")
    folder.mkdir(parents=True, exist_ok=True)
    _keep_plan(folder, describe(question, axes))
    parts = make_parts(points, folder)
    missing = [part for part in parts if not part.path.exists()]
    found = len(points) - sum(len(part.points) for part in missing)
    done = len(parts) - len(missing)
    for _ in _spread(partial(compute_part, question), missing, jobs, spreader):
        done += 1
        if on_progress is not None:
            on_progress(done, len(parts))
    lines = join_tables([part.path for part in parts], out)
    _remove(folder, parts)
    return Result(out, len(points), lines, found)


def _check(question: Question) -> None:
    """Refuse at once what no part could do."""
    try:
        load(get_namespace(question.library), question)
    except UnknownLibrary as error:
        raise VectorError(str(error), "name one by --library") from None


def make_parts(points: Sequence[Point], folder: Path) -> list[Part]:
    """The grid in parts of equal size, each with its file."""
    numbered = list(enumerate(points))
    starts = range(0, len(points), POINTS_OF_A_PART)
    return [
        Part(number, numbered[start : start + POINTS_OF_A_PART], folder / f"{number:06}.parquet")
        for number, start in enumerate(starts)
    ]


def describe(question: Question, axes: Sequence[str]) -> dict[str, Json]:
    """What makes a sweep the same as another: the subnet by its hash, the grid, the epochs, this version."""
    return {
        "version": __version__,
        "source": hashlib.sha256(question.source.read_bytes()).hexdigest(),
        "netuid": question.netuid,
        "epochs": question.epochs,
        "every_epoch": question.every_epoch,
        "axes": list(axes),
    }


def _keep_plan(folder: Path, plan: dict[str, Json]) -> None:
    """Write down what is swept; refuse parts of another sweep."""
    path = folder / "plan.json"
    if not path.exists():
        write_json(path, plan)
    elif read_json(path) != json.loads(json.dumps(plan)):
        raise VectorError(f"{folder} holds parts of another sweep", "remove it, or give another name by --out")


def _spread(
    work: Callable[[Part], Path], parts: Sequence[Part], jobs: int, spreader: str
) -> Iterable[Path] | Iterator[Path]:
    """Compute parts in whatever processes, and give each as it is there."""
    if spreader == "dask":
        return _spread_by_dask(work, parts, jobs)
    if jobs == 1 or len(parts) < 2:
        return map(work, parts)
    return _spread_locally(work, parts, jobs)


def _spread_locally(work: Callable[[Part], Path], parts: Sequence[Part], jobs: int) -> Iterator[Path]:
    with ProcessPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(work, part) for part in parts]):
            yield future.result()


def _spread_by_dask(work: Callable[[Part], Path], parts: Sequence[Part], jobs: int) -> Iterator[Path]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        remedy = "install the extra: pip install 'tao-spec[dask]', or leave --spread at local"
        raise VectorError("dask is not installed", remedy) from None
    with (
        distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        for future in distributed.as_completed(client.map(work, parts, pure=False)):
            yield future.result()


def _remove(folder: Path, parts: Sequence[Part]) -> None:
    """Remove the parts once the table is whole."""
    for path in (*(part.path for part in parts), folder / "plan.json"):
        path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
