"""What an engine of sums can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pyarrow as pa

from .queries import Span

CENTRES = pa.schema([("code", pa.string()), ("unit", pa.string()), ("first", pa.int32()), ("last", pa.int32())])


class SparkIsNotThere(Exception):
    """PySpark or Java is not on this machine; the text says which, and what to do."""


class Engine(Protocol):
    """Answers the named queries over Parquet files of the lake."""

    def read(self, *, files: Sequence[str], centres: pa.Table) -> None:
        """Says which files the postings are in, and which unit each cost centre belongs to (see CENTRES)."""

    def ask(self, name: str, span: Span) -> pa.Table:
        """The query's rows in no order. Raises KeyError for a query that there is not."""

    def close(self) -> None: ...
