"""DuckDB as the lake is read with: one engine a process, its memory and threads from the settings, nothing fetched.

Sums of postings can be asked of Spark instead, in the same words.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

import duckdb
from django.conf import settings

from chefforum.connectors import spark

_engines: dict[int, Any] = {}
_making = threading.Lock()


def cursor() -> Any:
    """A connection of one's own to the process's engine; its temporary tables are seen by nobody else."""
    process = os.getpid()
    engine = _engines.get(process)
    if engine is None or _is_broken(engine):
        with _making:
            engine = _engines.get(process)
            if engine is None or _is_broken(engine):
                engine = _engines[process] = _new()
    return engine.cursor()


def is_elsewhere() -> bool:
    """Whether sums of postings are asked of Spark."""
    return bool(settings.LAKE_SPARK)


def ask(sql: str, *, files: Sequence[str], parameters: Sequence[object] = ()) -> Any:
    """The rows, in no order, of a query over `postings`, which are the lines of these files; as an Arrow table.

    It is written in what DuckDB and Spark both understand: every group named, every sum cast. Raises SparkIsNotThere.
    """
    if is_elsewhere():
        return spark.session(settings.LAKE_SPARK).ask(sql, files=files, parameters=parameters)
    connection = cursor()
    try:
        paths = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        connection.execute(f"CREATE TEMP VIEW postings AS FROM read_parquet([{paths}])")
        return connection.sql(sql, params=list(parameters)).to_arrow_table()
    finally:
        connection.close()


def _is_broken(engine: Any) -> bool:
    """Whether a fault of DuckDB's own has stopped the engine for good: then nobody else is to suffer for it."""
    try:
        engine.cursor().execute("SELECT 1")
    except duckdb.Error:
        return True
    return False


def _new() -> Any:
    engine = duckdb.connect(
        config={
            "memory_limit": settings.LAKE_MEMORY,
            "threads": settings.LAKE_THREADS,
            "temp_directory": settings.LAKE_SPILL,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    engine.execute("SET GLOBAL parquet_metadata_cache = true")  # files of the lake never change
    return engine
