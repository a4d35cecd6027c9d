"""The sums on Spark: on this machine, or on the cluster whose address is given."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import pyarrow as pa

from .engines import SparkIsNotThere
from .queries import Span, text

LOCAL = "local[2]"


class Spark:
    """One session; it takes some seconds to start. Raises SparkIsNotThere."""

    def __init__(self, *, master: str = LOCAL, memory: str = "1g") -> None:
        self._folder = tempfile.mkdtemp(prefix="chefforum-spark-")
        builder = _pyspark().SparkSession.builder.master(master).appName("chefforum")
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
        for name, value in settings.items():
            builder = builder.config(name, value)
        self._session: Any = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def read(self, *, files: Sequence[str], centres: pa.Table) -> None:
        """Says which files the postings are in, and which unit each cost centre belongs to."""
        self._session.read.parquet(*files).createOrReplaceTempView("postings")
        rows = list(zip(*(column.to_pylist() for column in centres.columns), strict=True))
        schema = "code string, unit string, first int, last int"
        self._session.createDataFrame(rows, schema).createOrReplaceTempView("centres")

    def ask(self, name: str, span: Span) -> pa.Table:
        """The query's rows in no order. Raises KeyError for a query that there is not."""
        found: pa.Table = self._session.sql(text(name, span)).toArrow()
        return found

    def close(self) -> None:
        self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Spark:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _pyspark() -> Any:
    try:
        from pyspark import sql
    except ModuleNotFoundError:
        raise SparkIsNotThere("PySpark er ikke installeret. Hent det med: scripts/bootstrap spark") from None
    home = os.environ.get("JAVA_HOME")
    if not (home and os.path.exists(os.path.join(home, "bin", "java"))) and not shutil.which("java"):
        raise SparkIsNotThere("Java mangler. På Debian og Ubuntu: sudo apt-get install openjdk-17-jre-headless")
    return sql
