"""DuckDB as the lake is read with: one engine a process, its memory and threads from the settings, nothing fetched."""

from __future__ import annotations

import os
import threading
from typing import Any

import duckdb
from django.conf import settings

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
