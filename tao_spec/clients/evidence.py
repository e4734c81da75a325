"""Evidence: which vectors, by their hash, which client accepted, written down so that it can be shown and run again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tao_spec.clients.runner import STATUSES, RunReport
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.index import read_index, verify_index
from tao_spec.vectors.text import Json, VectorError

FORMAT = "tao-evidence/1"
ROW = {"path", "sha256", "verdict"}


@dataclass(frozen=True)
class Evidence:
    """What one client said of the vectors of an index.

    Attributes:
        client, version: as the client calls itself.
        verdicts: for each vector its path, its sha256 and the status.
    """

    client: str
    version: str
    verdicts: tuple[tuple[str, str, str], ...]

    @property
    def accepted(self) -> int:
        """How many vectors the client accepted."""
        return sum(status == "pass" for _, _, status in self.verdicts)


def check_folder(folder: Path) -> None:
    """See that the vectors of a folder are those of its index, before a client is run over them.

    Raises:
        VectorError: the folder has no index, or a file is missing, not listed, or another than the index says.
    """
    for sentence in verify_index(folder):
        raise VectorError(f"the folder and its index disagree: {sentence}", "fill the folder again", path=str(folder))


def collect_evidence(folder: Path, report: RunReport) -> Evidence:
    """The evidence of a run over the vectors of an indexed folder: those of the revisions that the client implements.

    Raises:
        VectorError: the folder has no index, or the run did not cover it.
    """
    status = {result.path.removeprefix(f"{folder}/"): result.status for result in report.results}
    entries = {entry.path: entry for entry in read_index(folder).entries}
    if set(status) != set(entries):
        what = "the run and the index do not list the same vectors"
        raise VectorError(what, "fill the folder again", path=str(folder))
    revisions = report.client.revisions
    judged = [path for path in sorted(entries) if not revisions or entries[path].revision in revisions]
    verdicts = tuple((path, entries[path].sha256, status[path]) for path in judged)
    return Evidence(report.client.name, report.client.version, verdicts)


def write_evidence(folder: Path, evidence: Evidence) -> Path:
    """Write the evidence to a file that is named after the client and its version.

    Raises:
        VectorError: the file cannot be written.
    """
    path = folder / f"{_file_name(evidence)}.json"
    write_json(
        path,
        {
            "format": FORMAT,
            "client": evidence.client,
            "version": evidence.version,
            "vectors": [
                {"path": path, "sha256": sha256, "verdict": status} for path, sha256, status in evidence.verdicts
            ],
        },
    )
    return path


def _file_name(evidence: Evidence) -> str:
    """A plain name: what a client calls itself is not trusted to be one."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", f"{evidence.client}-{evidence.version}").lstrip(".")[:100]
    return (name.strip("-_") and name) or "unnamed-client"


def read_evidence(path: Path) -> Evidence:
    """The evidence of a file.

    Raises:
        VectorError: it holds none.
    """
    data: Any = read_json(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise VectorError("this is no evidence", f"give a file of the format {FORMAT}", path=str(path))
    client, version, rows = data.get("client"), data.get("version"), data.get("vectors")
    if not (
        isinstance(client, str) and isinstance(version, str) and isinstance(rows, list) and all(map(_is_row, rows))
    ):
        what = "the evidence does not say who accepts which vectors"
        raise VectorError(what, "collect it again with tao-spec evidence", path=str(path))
    return Evidence(client, version, tuple((row["path"], row["sha256"], row["verdict"]) for row in rows))


def _is_row(row: Json) -> bool:
    """Whether a value is the verdict on one vector."""
    return (
        isinstance(row, dict)
        and set(row) >= ROW
        and all(isinstance(row[key], str) for key in ROW)
        and row["verdict"] in STATUSES
    )
