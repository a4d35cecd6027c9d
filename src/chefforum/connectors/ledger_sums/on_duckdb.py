"""The sums in this process: what is used unless the ledgers outgrow one machine."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

import duckdb
import pyarrow as pa

from .queries import Span, text


class DuckDB:
    def __init__(self, *, threads: int = 2, memory: str = "800MB") -> None:
        self._connection = duckdb.connect(config={"threads": threads, "memory_limit": memory})

    def read(self, *, files: Sequence[str], centres: pa.Table) -> None:
        """Says which files the postings are in, and which unit each cost centre belongs to."""
        paths = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW postings AS FROM read_parquet([{paths}])")
        self._connection.register("given", centres)
        self._connection.execute("CREATE OR REPLACE TEMP TABLE centres AS FROM given")
        self._connection.unregister("given")

    def ask(self, name: str, span: Span) -> pa.Table:
        """The query's rows in no order. Raises KeyError for a query that there is not."""
        return self._connection.sql(text(name, span)).to_arrow_table()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> DuckDB:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
