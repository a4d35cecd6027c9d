"""The first lines of a file as a mapping understands them, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .engine import cursor
from .mapping import Mapping, Writing
from .normalising import PARTED, settle, statement, wanted_columns
from .sources.batches import TYPED, UnreadableSource
from .sources.opening import open_source
from .tables import SHAPES


@dataclass(frozen=True)
class Heads:
    """A file's columns, each with what stands in it on the first lines; and how the text is written."""

    names: tuple[str, ...]
    examples: dict[str, tuple[str, ...]]
    encoding: str
    delimiter: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class LineAsUnderstood:
    """`values` by field; `problem` "" where the line would be loaded."""

    line: int
    values: dict[str, Any]
    problem: str


@dataclass(frozen=True)
class Look:
    lines: tuple[LineAsUnderstood, ...]
    number_format: str
    date_format: str
    findings: tuple[str, ...]


def heads_of(path: Path, *, writing: Writing, many: int = 3) -> Heads:
    """Raises UnreadableSource."""
    source = open_source(path, writing=writing)
    examples: dict[str, tuple[str, ...]] = dict.fromkeys(source.heads, ())
    for batch, _ in source.batches(range(len(source.heads))):
        rows = batch.columns.slice(0, many)
        for number, name in enumerate(source.heads):
            examples[name] = tuple(cell.lstrip(TYPED) for cell in rows.column(f"c{number}").to_pylist())
        break
    found = source.findings
    return Heads(source.heads, examples, found.encoding, found.delimiter, tuple(found.sentences))


def look(path: Path, mapping: Mapping, *, many: int = 10) -> Look:
    """The file's first lines by the mapping. Raises UnreadableSource, also where the mapping lacks a column."""
    source = open_source(path, writing=mapping.writing, known=[head for head in mapping.columns.values() if head])
    wanted = wanted_columns(mapping, source.heads)
    batch = next((batch for batch, _ in source.batches(sorted(set(wanted.values()))) if len(batch.columns)), None)
    if batch is None:
        raise UnreadableSource("Filen har overskrifter, men ingen linjer.")
    connection = cursor()
    try:
        reading, told = settle(connection, mapping, wanted, batch.columns)
        connection.register("batch", batch.columns.slice(0, many))
        rows = connection.sql(statement(reading)).to_arrow_table().to_pylist()
    finally:
        connection.close()
    names = [name for name, _ in SHAPES[mapping.table].stored if name != "line"]
    lines = [
        LineAsUnderstood(row["line"], {name: row[name] for name in names}, (row["problem"] or "").split(PARTED)[-1])
        for row in rows
    ]
    return Look(tuple(lines), reading.number_format.value, reading.date_format.value, tuple(told))
