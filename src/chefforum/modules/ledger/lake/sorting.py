"""Postings sorted by patterns, in SQL: the first that fits decides. Patterns are asked of distinct keys, and of texts
only where a pattern that asks for text may still fit.

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


def condition_of(patterns: Patterns, *, but: str = "") -> str:
    """That a posting fits, `but` for one of the columns."""
    tests = [fits_sql(column, getattr(patterns, column)) for column in COLUMNS if column != but]
    return " AND ".join(test for test in tests if test) or "true"


def case_of(rules: Sequence[Patterns], *, only: str = "") -> str:
    """The number of the first that fits, or NONE; null instead where it is asked of those `only` that ask for text, or
    that do not."""
    chosen = [number for number, one in enumerate(rules) if not only or (only == "text") == bool(one.text.strip())]
    whens = " ".join(f"WHEN {condition_of(rules[number])} THEN {number}" for number in chosen)
    otherwise = "NULL" if only else str(NONE)
    return f"CASE {whens} ELSE {otherwise} END" if whens else otherwise


def sums_by_rule(
    files: list[str],
    *,
    first: int,
    last: int,
    lists: Sequence[Sequence[Patterns]],
    by: Sequence[str],
    part: str = "period // 100",
) -> Any:
    """An Arrow table: `rule0`, `rule1` … (one for each list of patterns), `part`, what else it is asked `by`, `amount`
    in øre and `n`. `part`: SQL that says which part of the time a posting is of.

    Patterns are asked once of what they look at: far fewer words than there are keys where sums are asked by place,
    too. Those that ask for text are asked line by line, and of a line only where all else that they ask for fits.
    """
    every = [one for rules in lists for one in rules]
    asked = [name for name in COLUMNS[:3] if any(getattr(one, name).strip() for one in every)]
    with_text = [number for number, rules in enumerate(lists) if any(one.text.strip() for one in rules)]
    by_line = [f"{case_of(lists[number], only='text')} AS line{number}" for number in with_text]
    keys = list(dict.fromkeys([*asked, *by]))
    said = [*asked, *(f"line{number}" for number in with_text)]  # all that a rule looks at
    by_said = [_rule(number, rules, number in with_text) for number, rules in enumerate(lists)]
    words = f"SELECT {', '.join([*said, *by_said])}" + (
        f" FROM (SELECT DISTINCT {', '.join(said)} FROM keys)" if said else ""
    )
    same = " AND ".join(f"keys.{name} IS NOT DISTINCT FROM words.{name}" for name in said) or "true"
    found = ", ".join([*(f"rule{number}" for number in range(len(lists))), "part"])
    asked_by = "".join(f", coalesce(keys.{name}, '') AS {name}" for name in by)
    sql = (
        f"WITH keys AS MATERIALIZED (SELECT {', '.join([*keys, *by_line, f'{part} AS part'])}, sum(amount) AS amount, "
        f"count(*) AS n FROM {LINES} WHERE period BETWEEN ? AND ? GROUP BY ALL), words AS MATERIALIZED ({words}) "
        f"SELECT {found}{asked_by}, CAST(sum(amount) AS BIGINT) AS amount, CAST(sum(n) AS BIGINT) AS n "
        f"FROM keys JOIN words ON {same} GROUP BY ALL"
    )
    connection = cursor()
    try:
        return connection.sql(sql, params=[files, first, last]).to_arrow_table()
    finally:
        connection.close()


def _rule(number: int, rules: Sequence[Patterns], has_text: bool) -> str:
    """The first of both kinds that fits; least() leaves out what is null."""
    plain = case_of(rules, only="plain")
    return f"coalesce({f'least({plain}, line{number})' if has_text else plain}, {NONE}) AS rule{number}"


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
