"""The postings as the ledger lake would hold them, without any database: for benches and tests of engines."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from . import columns
from .making import Books
from .postings import suppliers, texts

_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("line", pa.int32()),
        ("voucher", pa.string()),
        ("voucher_line", pa.string()),
        ("date", pa.date32()),
        ("period", pa.int32()),
        ("account", _DICTIONARY),
        ("cost_centre", _DICTIONARY),
        ("amount", pa.int64()),
        ("text", _DICTIONARY),
        ("supplier", _DICTIONARY),
    ]
)


def write_lake(books: Books, folder: Path, *, municipality: str = "999") -> int:
    """postings/municipality=CODE/year=YYYY/1-1.parquet under the folder; says how many postings. A truth.parquet beside
    them has what each line comes to in each month, those after the closed ones too."""
    strings = [account.string for account in books.accounts]
    centres = [code for code, _, _ in books.centres]
    words, count = texts(), 0
    firms = suppliers()
    for year, batches in groupby(books.delivered(), key=lambda batch: batch.period // 100):
        place = folder / "postings" / f"municipality={municipality}" / f"year={year}"
        place.mkdir(parents=True, exist_ok=True)
        number = 0
        with pq.ParquetWriter(place / "1-1.parquet", SCHEMA, compression="zstd") as writer:
            for batch in batches:
                arrays = [
                    pa.array(np.arange(number, number + len(batch), dtype=np.int32)),
                    columns.vouchers(batch.period, batch.voucher),
                    pa.array(batch.voucher_line).cast(pa.string()),
                    pa.array(batch.date.astype("datetime64[D]")),
                    pa.array(np.full(len(batch), batch.period, np.int32)),
                    columns.coded(books.lines.account[batch.line], strings),
                    columns.coded(books.lines.centre[batch.line], centres),
                    pa.array(batch.amount),
                    columns.coded(batch.text, words),
                    columns.coded(batch.text, firms),
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=SCHEMA))
                number += len(batch)
                count += len(batch)
    write_truth(books, folder / "truth.parquet")
    return count


def write_truth(books: Books, path: Path) -> None:
    """Cost centre, account, period, amount (øre), and whether the period has been delivered."""
    line, month = np.nonzero(books.truth)
    table = {
        "cost_centre": columns.coded(books.lines.centre[line], [code for code, _, _ in books.centres]),
        "account": columns.coded(books.lines.account[line], [account.string for account in books.accounts]),
        "period": pa.array(books.calendar.periods[month].astype(np.int32)),
        "amount": pa.array(books.truth[line, month]),
        "is_delivered": pa.array(month < books.calendar.delivered),
    }
    pq.write_table(pa.table(table), path, compression="zstd")
