"""The tables of a sweep, as Parquet or Arrow files; the extra `sweep` brings what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tao_spec.vectors.text import VectorError

Columns = dict[str, list[Any]]

FORMATS = {".parquet": "Parquet", ".arrow": "Arrow"}

FLAGS = ("active", "validator_permit", "yuma3_on", "liquid_alpha_on")


def _arrow() -> Any:
    try:
        import pyarrow as arrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise VectorError("pyarrow is not installed", "install the extra: pip install 'tao-spec[sweep]'") from None
    return arrow


def _type_of(arrow: Any, name: str) -> Any:
    if name in FLAGS:
        return arrow.bool_()
    return {"bonds_moving_average": arrow.uint64(), "alpha_sigmoid_steepness": arrow.int16()}.get(name, arrow.uint32())


def write_table(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write columns as one file; it is there only when it is whole."""
    arrow = _arrow()
    schema = arrow.schema([(name, _type_of(arrow, name)) for name in columns])
    table = arrow.table({name: list(values) for name, values in columns.items()}, schema=schema)
    unfinished = path.with_name(f"{path.name}.part")
    arrow.parquet.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)


def join_tables(parts: Sequence[Path], path: Path) -> int:
    """Write the tables of all parts as one file, and count its lines.

    Args:
        parts: Parquet files, in order.
        path: ends in `.parquet` or `.arrow`.

    Raises:
        VectorError: it ends in neither.
    """
    if path.suffix not in FORMATS:
        raise VectorError(f"{path.name} is neither Parquet nor Arrow", "let the name end in .parquet or .arrow")
    arrow = _arrow()
    schema = arrow.parquet.read_schema(parts[0])
    unfinished = path.with_name(f"{path.name}.part")
    lines = 0
    with _writer(arrow, unfinished, path.suffix, schema) as writer:
        for part in parts:
            table = arrow.parquet.read_table(part)
            writer.write_table(table)
            lines += table.num_rows
    unfinished.replace(path)
    return lines


def _writer(arrow: Any, path: Path, suffix: str, schema: Any) -> Any:
    if suffix == ".parquet":
        return arrow.parquet.ParquetWriter(path, schema, compression="zstd")
    return arrow.ipc.new_file(path, schema)


def read_columns(path: Path, names: Sequence[str]) -> Columns:
    """Some columns of a table."""
    arrow = _arrow()
    if path.suffix == ".arrow":
        with arrow.memory_map(str(path)) as source:
            table = arrow.ipc.open_file(source).read_all().select(list(names))
    else:
        table = arrow.parquet.read_table(path, columns=list(names))
    columns: Columns = table.to_pydict()
    return columns
