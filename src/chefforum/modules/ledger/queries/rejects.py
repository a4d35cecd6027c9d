"""Lines that were not loaded: a page of them, all of them, and how many for each reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chefforum.kernel.lake import storage

from ..lake.engine import cursor
from ..lake.manifest import Manifest
from ..lake.tables import SHAPES
from ..rules.words import Table

PAGE = 100
ROWS = 10_000


@dataclass(frozen=True)
class RejectedLine:
    """`column` is the head in the file, "" where the whole line is to blame; `amount` None where none could be read."""

    line: int
    raw: str
    column: str
    reason: str
    amount: int | None


@dataclass(frozen=True)
class RejectedPage:
    rows: tuple[RejectedLine, ...]
    count: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


@dataclass(frozen=True)
class Reason:
    """How many lines something is wrong with, what they come to, and the first of them."""

    reason: str
    column: str
    lines: int
    amount: int | None
    first_line: int


def rejected_lines(*, manifest: Manifest, search: str = "", reason: str = "", page: int = 1) -> RejectedPage:
    """A page of the lines that were not loaded, in the file's order. Raises MissingFile."""
    condition, values = _condition(search, reason)
    connection = cursor()
    try:
        path = storage.local_path(manifest.rejects_file)
        ((count,),) = connection.execute(
            f"SELECT count(*) FROM read_parquet(?) WHERE {condition}", [path, *values]
        ).fetchall()
        number = min(max(page, 1), max(1, -(-count // PAGE)))
        rows = connection.execute(
            f'SELECT line, raw, "column", reason, amount FROM read_parquet(?) WHERE {condition} '
            f"ORDER BY line LIMIT {PAGE} OFFSET {(number - 1) * PAGE}",
            [path, *values],
        ).fetchall()
    finally:
        connection.close()
    heads = _heads(manifest)
    return RejectedPage(tuple(_line(row, heads) for row in rows), count, number)


def all_rejected(*, manifest: Manifest) -> Iterator[RejectedLine]:
    """Every rejected line, for the file that somebody mends them in. Raises MissingFile."""
    heads = _heads(manifest)
    connection = cursor()
    try:
        path = storage.local_path(manifest.rejects_file)
        found = connection.execute(
            'SELECT line, raw, "column", reason, amount FROM read_parquet(?) ORDER BY line', [path]
        )
        while rows := found.fetchmany(ROWS):
            yield from (_line(row, heads) for row in rows)
    finally:
        connection.close()


def reasons_of(*, manifest: Manifest) -> tuple[Reason, ...]:
    """What was wrong, the most frequent first. Raises MissingFile."""
    if not manifest.lines_rejected:
        return ()
    heads = _heads(manifest)
    connection = cursor()
    try:
        rows = connection.execute(
            'SELECT reason, "column", count(*) AS many, sum(amount)::BIGINT, min(line) FROM read_parquet(?) '
            'GROUP BY reason, "column" ORDER BY many DESC, reason',
            [storage.local_path(manifest.rejects_file)],
        ).fetchall()
    finally:
        connection.close()
    return tuple(Reason(reason, heads.get(column, column), *rest) for reason, column, *rest in rows)


def _line(row: tuple[Any, ...], heads: dict[str, str]) -> RejectedLine:
    line, raw, column, reason, amount = row
    return RejectedLine(line, raw, heads.get(column, column), reason, amount)


def _heads(manifest: Manifest) -> dict[str, str]:
    """The file's own head of each field, by the field's Danish name."""
    columns = manifest.mapping["columns"]
    return {
        field.danish: columns[field.name] for field in SHAPES[Table(manifest.table)].fields if field.name in columns
    }


def _condition(search: str, reason: str) -> tuple[str, list[Any]]:
    condition, values = "true", list[Any]()
    if search.strip():
        condition += " AND (contains(lower(raw), ?) OR CAST(line AS VARCHAR) = ?)"
        values += [search.strip().lower(), search.strip()]
    if reason:
        condition += " AND reason = ?"
        values.append(reason)
    return condition, values
