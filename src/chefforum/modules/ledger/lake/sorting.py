"""Postings sorted by patterns: the first that fits decides. Patterns as SQL, and the lines that one takes; their sums
are in sorting_sums.py.

Works on DuckDB alone: sums that Spark answers are asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .engine import cursor
from .reading_sql import quoted

NONE = -1  # what no pattern fits


@dataclass(frozen=True)
class Patterns:
    """What a posting must be to fit: words or codes with * and ?, parted by commas, whatever their letters' size. An
    empty one fits all."""

    supplier: str = ""
    account: str = ""
    cost_centre: str = ""
    text: str = ""


COLUMNS = ("supplier", "account", "cost_centre", "text")
# Files from before suppliers were read lack the column; it is asked for by name, and null there.
LINES = (
    "(SELECT NULL::VARCHAR AS supplier WHERE false UNION ALL BY NAME "
    "SELECT * FROM read_parquet(?, union_by_name = true, filename = true))"
)


def parts_of(pattern: str) -> tuple[str, ...]:
    """The pattern's parts, in small letters.

    >>> parts_of(" Nordlys*, ,KMD ")
    ('nordlys*', 'kmd')
    """
    return tuple(part.strip().lower() for part in pattern.split(",") if part.strip())


def fits_sql(column: str, pattern: str) -> str:
    """Whether the column fits one of the pattern's parts; "" for a pattern that fits all."""
    parts = parts_of(pattern)
    if not pattern.strip() or any(not part.strip("*") for part in parts):
        return ""
    word = f"lower({column})"  # null where nothing is said, which fits no pattern but the ones that fit all
    plain = [quoted(part) for part in parts if not set("*?") & set(part)]
    tests = [f"{word} IN ({', '.join(plain)})"] if plain else []
    tests += [f"{word} LIKE {_like(part)} ESCAPE '\\'" for part in parts if set("*?") & set(part)]
    return f"({' OR '.join(tests)})" if tests else "false"


def _like(part: str) -> str:
    escaped = "".join(f"\\{mark}" if mark in "%_\\" else mark for mark in part)
    return quoted(escaped.replace("*", "%").replace("?", "_"))


def condition_of(patterns: Patterns) -> str:
    """That a posting fits."""
    tests = [fits_sql(column, getattr(patterns, column)) for column in COLUMNS]
    return " AND ".join(test for test in tests if test) or "true"


def case_of(rules: Sequence[Patterns]) -> str:
    """The number of the first that fits, or NONE."""
    whens = " ".join(f"WHEN {condition_of(one)} THEN {number}" for number, one in enumerate(rules))
    return f"CASE {whens} ELSE {NONE} END" if whens else str(NONE)


def lines_of_rule(
    files: list[str],
    *,
    rules: Sequence[Patterns],
    number: int,
    where: str,
    values: Sequence[Any],
    limit: int,
    offset: int,
) -> tuple[int, int, list[tuple[Any, ...]]]:
    """How many postings are sorted there, their sum, and a page of them, newest first."""
    condition = f"({case_of(rules)}) = {number} AND {where}"
    connection = cursor()
    try:
        count, amount = connection.execute(
            f"SELECT count(*), CAST(coalesce(sum(amount), 0) AS BIGINT) FROM {LINES} WHERE {condition}",
            [files, *values],
        ).fetchall()[0]
        rows = connection.execute(
            "SELECT filename, line, voucher, date, period, account, cost_centre, amount, text, supplier "
            f"FROM {LINES} WHERE {condition} ORDER BY period DESC, date DESC, voucher, line "
            f"LIMIT {limit} OFFSET {offset}",
            [files, *values],
        ).fetchall()
    finally:
        connection.close()
    return count, amount, rows
