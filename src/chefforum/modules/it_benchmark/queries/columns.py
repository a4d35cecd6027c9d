"""The whole country's systems as one Parquet file, asked by DuckDB.

Every line: code, year, size, product, vendor, kle (main groups with spaces around), users, cost (kroner, masked).
A line is a product in a municipality and a year. Three questions answer the page, however much there is.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from django.conf import settings

COLUMNS = ("code", "year", "size", "product", "vendor", "kle", "users", "cost")
SIZES = {
    "small": ("Under 30.000 borgere", 0, 30_000),
    "middle": ("30.000 til 60.000 borgere", 30_000, 60_000),
    "large": ("Over 60.000 borgere", 60_000, 10**9),
}
UNKNOWN_SIZE = "unknown"
TOP = 40

_engines: dict[int, Any] = {}
_making = threading.Lock()


def _cursor() -> Any:
    process = os.getpid()
    with _making:
        if process not in _engines:
            _engines[process] = duckdb.connect(
                config={
                    "memory_limit": settings.LAKE_MEMORY,
                    "threads": settings.LAKE_THREADS,
                    "temp_directory": settings.LAKE_SPILL,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                }
            )
        return _engines[process].cursor()


@dataclass(frozen=True)
class Asked:
    """What the country's table is narrowed to; empty is everything."""

    year: int
    size: str = ""
    kle: str = ""
    words: str = ""


# A product (or vendor) with its municipalities of a year: `n` counts those who have not agreed to be named, `few`
# whether any size of municipality has one to four of them, so that a size is shown of none of it. The most used are
# found first, and the rest is reckoned of them alone.
_WHERE = """year = $year AND ($kle = '' OR contains(kle, ' ' || $kle || ' '))
    AND ($words = '' OR contains(lower(product || ' ' || vendor), $words))"""
_FOUND = """WITH
lines AS (SELECT {by}, code, size, users, cost FROM read_parquet($file) WHERE {where}),
top AS (SELECT {by}, count({counted}) AS everybody FROM lines WHERE ($size = '' OR size = $size)
    GROUP BY {by} ORDER BY everybody DESC, {by} LIMIT {top}),
each AS (SELECT {by}, code, size, sum(users) AS users, sum(cost) AS cost,
        sum(cost) FILTER (WHERE users > 0 AND cost IS NOT NULL) AS paid,
        sum(users) FILTER (WHERE users > 0 AND cost IS NOT NULL) AS paid_users
    FROM lines SEMI JOIN top USING ({by}) GROUP BY {by}, code, size),
sized AS (SELECT {by}, size, count(*) FILTER (WHERE NOT list_contains($named, code)) AS n
    FROM each GROUP BY {by}, size),
few AS (SELECT {by}, bool_or(n BETWEEN 1 AND 4) AS few FROM sized GROUP BY {by}),
found AS (SELECT {by},
        count(*) FILTER (WHERE NOT list_contains($named, code)) AS n, count(*) AS everybody,
        sum(users)::DOUBLE AS users, count(users) AS with_users,
        list(struct_pack(code := code, each := paid / paid_users, paid := paid) ORDER BY code)
            FILTER (WHERE paid_users > 0) AS parts,
        list(struct_pack(code := code, cost := cost) ORDER BY code) FILTER (WHERE cost IS NOT NULL) AS costs
    FROM each WHERE ($size = '' OR size = $size) GROUP BY {by})
SELECT {by}, n, everybody, users, with_users, few,
    [one.code FOR one IN parts] AS paid_codes, [one.paid FOR one IN parts] AS paid, [one.each FOR one IN parts] AS each,
    [one.code FOR one IN costs] AS cost_codes, [one.cost FOR one IN costs] AS costs
FROM found JOIN few USING ({by}) ORDER BY everybody DESC, {by}
"""
_MARKET = """SELECT vendor, sum(cost) AS cost FROM read_parquet($file)
    WHERE {where} AND ($size = '' OR size = $size) AND cost > 0 AND vendor <> '' GROUP BY vendor"""


def products(*, file: str, asked: Asked, named: Sequence[str]) -> list[dict[str, Any]]:
    """The most used: what it takes to say what of each may be shown. Nothing of it is for a page as it is."""
    sql = _FOUND.format(by="product, vendor", where=_WHERE, top=TOP, counted="*")
    return _rows(sql, file, asked, named)


def vendors(*, file: str, asked: Asked, named: Sequence[str]) -> list[dict[str, Any]]:
    """The most used vendors, likewise."""
    sql = _FOUND.format(by="vendor", where=_WHERE + " AND vendor <> ''", top=TOP, counted="DISTINCT code")
    return _rows(sql, file, asked, named)


def market(*, file: str, asked: Asked) -> list[dict[str, Any]]:
    """What each vendor's systems cost in kroner: what shares of the whole are reckoned from."""
    return _rows(_MARKET.format(where=_WHERE), file, asked, None)


def _rows(sql: str, file: str, asked: Asked, named: Sequence[str] | None) -> list[dict[str, Any]]:
    said: dict[str, Any] = {"file": file, "year": asked.year, "kle": asked.kle, "words": asked.words.lower()}
    said["size"] = asked.size
    if named is not None:
        said["named"] = list(named)
    cursor = _cursor()
    try:
        return list(cursor.sql(sql, params=said).to_arrow_table().to_pylist())
    finally:
        cursor.close()


def size_of(citizens: float | None) -> str:
    """
    >>> size_of(30_000), size_of(None)
    ('middle', 'unknown')
    """
    if citizens is None:
        return UNKNOWN_SIZE
    return next(key for key, (_, low, high) in SIZES.items() if low <= citizens < high)
