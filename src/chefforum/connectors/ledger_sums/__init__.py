"""The ledger's sums, asked in SQL that DuckDB and Spark both understand. See docs/decisions/0014."""

from .engines import Engine, SparkIsNotThere
from .on_duckdb import DuckDB
from .on_spark import Spark
from .queries import QUERIES, Span

__all__ = ["QUERIES", "DuckDB", "Engine", "Span", "Spark", "SparkIsNotThere"]
