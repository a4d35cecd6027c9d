"""The books as extracts: the files that an economy and a payroll system would deliver, in four forms.

CSV in latin-1 is as the older systems write it (Danish amounts with dots, dates and dotted account strings), CSV in
UTF-8 as the newer; XLSX is for what is small.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import xlsxwriter

from . import columns
from .making import Books
from .postings import Batch, suppliers, texts
from .tables import Column, Table, side_tables
from .town import Town

LATIN1, UTF8, PARQUET, XLSX = FORMS = ("csv-latin1", "csv-utf8", "parquet", "xlsx")
_ENDINGS = {LATIN1: ".csv", UTF8: ".csv", PARQUET: ".parquet", XLSX: ".xlsx"}
_MOST_IN_A_SHEET = 1_048_575


@dataclass(frozen=True)
class Written:
    """A file, what it holds (posteringer, budget, ...) and its rows."""

    path: Path
    what: str
    rows: int


def write_books(books: Books, folder: Path, *, form: str = UTF8, side_form: str | None = None) -> list[Written]:
    """The postings of the closed months, a file for each year, in one form; the other extracts in `side_form`.

    Raises ValueError where XLSX is asked for more than a sheet holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for year, batches in _by_year(books):
        path = folder / f"posteringer-{year}{_ENDINGS[form]}"
        found.append(Written(path, "posteringer", _write(path, map(_postings(books), batches), form)))
    for name, table in side_tables(books):
        path = folder / f"{name}{_ENDINGS[side_form or form]}"
        found.append(Written(path, name, _write(path, iter([table]), side_form or form)))
    return found


def _by_year(books: Books) -> Iterator[tuple[int, Iterable[Batch]]]:
    return groupby(books.delivered(), key=lambda batch: batch.period // 100)


def _postings(books: Books) -> Callable[[Batch], Table]:
    strings = [account.string for account in books.accounts]
    centres = [code for code, _, _ in books.centres]
    words, firms = texts(), suppliers()

    def table(batch: Batch) -> Table:
        return [
            Column("Bilagsnr", columns.vouchers(batch.period, batch.voucher)),
            Column("Bilagslinje", pa.array(batch.voucher_line)),
            Column("Bogføringsdato", pa.array(batch.date.astype("datetime64[D]")), "date"),
            Column("Periode", pa.array(np.full(len(batch), batch.period))),
            Column("Kontostreng", columns.coded(books.lines.account[batch.line], strings), "account"),
            Column("Omkostningssted", columns.coded(books.lines.centre[batch.line], centres)),
            Column("Beløb", batch.amount, "amount"),
            Column("Tekst", columns.coded(batch.text, words)),
            Column("Leverandør", columns.coded(batch.text, firms)),
        ]

    return table


def _write(path: Path, tables: Iterator[Table], form: str) -> int:
    if form == XLSX:
        return _write_sheet(path, tables)
    if form == PARQUET:
        return _write_parquet(path, tables)
    return _write_csv(path, tables, form)


def _write_csv(path: Path, tables: Iterator[Table], form: str) -> int:
    count = 0
    encoding, quoting = ("latin-1", "none") if form == LATIN1 else ("utf-8", "needed")
    options = pcsv.WriteOptions(include_header=False, delimiter=";", quoting_style=quoting)
    with path.open("wb") as file:
        for table in tables:
            batch = pa.RecordBatch.from_arrays(
                [_as_text(column, form) for column in table], names=[column.name for column in table]
            )
            if not count:
                file.write((";".join(batch.schema.names) + "\n").encode(encoding))
            buffer = io.BytesIO()
            pcsv.write_csv(batch, buffer, options)
            file.write(buffer.getvalue().decode().encode(encoding) if form == LATIN1 else buffer.getbuffer())
            count += batch.num_rows
    return count


def _as_text(column: Column, form: str) -> pa.Array:
    if column.role == "amount":
        return columns.danish_amounts(column.values) if form == LATIN1 else columns.plain_amounts(column.values)
    if column.role == "date":
        return columns.danish_dates(column.values) if form == LATIN1 else column.values.cast(pa.string())
    if column.role == "number":
        return pc.replace_substring(column.values.cast(pa.string()), ".", ",")
    values = column.values
    if column.role == "account" and form == LATIN1:
        words = [columns.dotted(string) for string in values.dictionary.to_pylist()]
        values = pa.DictionaryArray.from_arrays(values.indices, pa.array(words))
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values


def _write_parquet(path: Path, tables: Iterator[Table]) -> int:
    count, writer = 0, None
    for table in tables:
        arrays = [columns.decimals(c.values) if c.role == "amount" else c.values for c in table]
        batch = pa.RecordBatch.from_arrays(arrays, names=[column.name for column in table])
        if writer is None:
            writer = pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
        count += batch.num_rows
    if writer:
        writer.close()
    return count


def _write_sheet(path: Path, tables: Iterator[Table]) -> int:
    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet()
        for table in tables:
            if not count:
                sheet.write_row(0, 0, [column.name for column in table])
            values = [c.values / 100 if c.role == "amount" else c.values.to_pylist() for c in table]
            if count + len(values[0]) > _MOST_IN_A_SHEET:
                raise ValueError(f"{path.name}: a sheet holds {_MOST_IN_A_SHEET} rows")
            for row in zip(*values, strict=True):
                count += 1
                sheet.write_row(count, 0, ["" if value is None else value for value in row])
    return count


def write_organisation(town: Town, path: Path, *, period: int, since: dt.date) -> None:
    """The units of a period as the organisation's import reads them, holding from `since`."""
    units = town.units(period)
    heads = ["enhedskode", "navn", "type", "overordnet enhedskode", "gælder fra", "årsværk", "omkostningssteder"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*heads, "leder e-mail", "leder navn", "leder titel"])
        for unit in units:
            fte = f"{unit.fte:.2f}".replace(".", ",")
            row = [unit.code, unit.name, unit.kind, unit.parent, f"{since:%d-%m-%Y}", fte, ", ".join(unit.centres)]
            writer.writerow([*row, *unit.leader])
