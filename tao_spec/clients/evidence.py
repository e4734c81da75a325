"""Evidence: which vectors, by their hash, which client accepted, written down so that it can be shown and run again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tao_spec.clients.runner import RunReport
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.index import read_index
from tao_spec.vectors.text import VectorError

FORMAT = "tao-evidence/1"


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


def collect_evidence(folder: Path, report: RunReport) -> Evidence:
    """The evidence of a run over the vectors of an indexed folder.

    Raises:
        VectorError: the folder has no index, or the run did not cover it.
    """
    status = {result.path.removeprefix(f"{folder}/"): result.status for result in report.results}
    hashes = {entry.path: entry.sha256 for entry in read_index(folder).entries}
    if set(status) != set(hashes):
        raise VectorError("the run and the index do not list the same vectors", "fill the folder again", str(folder))
    verdicts = tuple((path, hashes[path], status[path]) for path in sorted(hashes))
    return Evidence(report.client.name, report.client.version, verdicts)


def write_evidence(folder: Path, evidence: Evidence) -> Path:
    """Write the evidence to a file that is named after the client and its version."""
    path = folder / f"{evidence.client}-{evidence.version}.json"
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


def read_evidence(path: Path) -> Evidence:
    """The evidence of a file.

    Raises:
        VectorError: it holds none.
    """
    data = read_json(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise VectorError("this is no evidence", f"give a file of the format {FORMAT}", path=str(path))
    vectors = data.get("vectors")
    rows = vectors if isinstance(vectors, list) else []
    verdicts = tuple((str(r["path"]), str(r["sha256"]), str(r["verdict"])) for r in rows if isinstance(r, dict))
    return Evidence(str(data.get("client")), str(data.get("version")), verdicts)
