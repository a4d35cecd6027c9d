"""SQL over Parquet files on Spark: on this machine, or on the cluster whose address is given."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from types import TracebackType
from typing import Any

import pyarrow as pa


class SparkIsNotThere(Exception):
    """PySpark or Java is not on this machine; the text says which, and what to do."""


class Spark:
    """A session, which takes some seconds to start. Raises SparkIsNotThere."""

    def __init__(self, *, master: str, memory: str = "1g") -> None:
        sql = _pyspark()
        self._folder = tempfile.mkdtemp(prefix="chefforum-spark-")
        settings = {
            "spark.driver.memory": memory,
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": self._folder,
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        if master.startswith("local"):
            settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        builder = sql.SparkSession.builder.master(master).appName("chefforum")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self._session: Any = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def ask(self, sql: str, *, files: Sequence[str], parameters: Sequence[object] = ()) -> pa.Table:
        """The rows, in no order, of a query over `postings`, which are the lines of these files."""
        own = self._session.newSession()  # its views are seen by nobody else
        own.read.parquet(*files).createOrReplaceTempView("postings")
        found: pa.Table = own.sql(sql, args=list(parameters)).toArrow()
        return found

    def close(self) -> None:
        self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        session.cache_clear()

    def __enter__(self) -> Spark:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def session(master: str) -> Spark:
    """The process's session, started when it is first asked for. Raises SparkIsNotThere."""
    return Spark(master=master)


def _pyspark() -> Any:
    try:
        from pyspark import sql
    except ModuleNotFoundError:
        raise SparkIsNotThere("PySpark er ikke installeret. Hent det med: scripts/bootstrap spark") from None
    home = os.environ.get("JAVA_HOME")
    if not (home and os.path.exists(os.path.join(home, "bin", "java"))) and not shutil.which("java"):
        raise SparkIsNotThere("Java mangler. På Debian og Ubuntu: sudo apt-get install openjdk-17-jre-headless")
    return sql
