"""Parquet files from elsewhere. The line's number is the row's number, from 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from .batches import TYPED, Batch, Broken, Findings, UnreadableSource

ROWS = 100_000


class ColumnarSource:
    """A Parquet file; raises UnreadableSource where it is cut or is another kind of file."""

    def __init__(self, path: Path) -> None:
        try:
            self.file = parquet.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableSource(
                "Parquetfilen kan ikke læses; den er måske klippet over. Hent udtrækket igen."
            ) from error
        self.heads = tuple(self.file.schema_arrow.names)
        if twice := {head for head in self.heads if self.heads.count(head) > 1}:
            raise UnreadableSource(f"Parquetfilen har flere kolonner, der hedder {', '.join(sorted(twice))}.")
        self.findings = Findings(encoding="Parquet", delimiter="")

    def batches(self, wanted: Sequence[int]) -> Iterator[tuple[Batch, float]]:
        names = [self.heads[number] for number in wanted]
        total, done = max(self.file.metadata.num_rows, 1), 0
        try:
            for read in self.file.iter_batches(batch_size=ROWS, columns=names):
                yield _batch(pa.Table.from_batches([read]), done, wanted, names), min(1.0, (done + len(read)) / total)
                done += len(read)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableSource(f"Parquetfilen er beskadiget efter række {done}. Hent udtrækket igen.") from error


def _batch(read: pa.Table, done: int, wanted: Sequence[int], names: Sequence[str]) -> Batch:
    read, bad = _plain(read), _not_utf8(read)
    is_good = np.ones(len(read), dtype=bool)
    is_good[list(bad)] = False
    good = read.filter(pa.array(is_good)) if bad else read
    columns = {"line": pa.array(np.flatnonzero(is_good) + done + 1, pa.int32())}
    for number, name in zip(wanted, names, strict=True):
        columns[f"c{number}"] = as_text(good.column(name))
    table = pa.table(columns)
    broken = [Broken(row + done + 1, raw, "Linjen har tegn, der ikke er UTF-8.") for row, raw in bad.items()]

    def raw_of(lines: Sequence[int]) -> list[str]:
        rows = read.take([line - done - 1 for line in lines]).to_pylist()
        return [";".join("" if value is None else str(value) for value in row.values()) for row in rows]

    return Batch(table, broken, raw_of)


def _plain(read: pa.Table) -> pa.Table:
    """The columns without dictionaries."""
    for place, field in enumerate(read.schema):
        if pa.types.is_dictionary(field.type):
            read = read.set_column(place, field.name, read.column(place).cast(field.type.value_type))
    return read


def _not_utf8(read: pa.Table) -> dict[int, str]:
    """Rows with text that is not what Parquet says it is, and how they read: it would bring the engine down."""
    try:
        read.validate(full=True)
    except pa.ArrowInvalid:
        texts = [column for column in _plain(read).columns if pa.types.is_string(column.type)]
        rows = list(zip(*(column.cast(pa.binary()).to_pylist() for column in texts), strict=True))
        bad = {place: row for place, row in enumerate(rows) if not all(map(_is_utf8, row))}
        if not bad:
            raise
        return {place: ";".join((cell or b"").decode(errors="replace") for cell in row) for place, row in bad.items()}
    return {}


def _is_utf8(cell: bytes | None) -> bool:
    try:
        (cell or b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values as text, those that the file says are numbers or dates marked; missing ones empty."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pc.fill_null(column.cast(pa.string()), "")
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.date32(), safe=False)
    if pa.types.is_floating(kind):
        # Whole numbers first: 1e15 and above is written with an exponent otherwise.
        column = pc.if_else(pc.is_nan(column), None, column)
    text = column.cast(pa.string())
    return pc.fill_null(pc.binary_join_element_wise(TYPED, text, ""), "")
