"""The queries themselves: the part of SQL that is the same in DuckDB and Spark, with whole øre all the way.

They read two relations: `postings`, as the lake has them, and `centres` (code, unit, first, last: the periods, both
included, in which the cost centre belongs to the unit). Two rules keep the engines in step: every sum is cast to
BIGINT, and every group is named (`GROUP BY ALL` is DuckDB's own).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """The periods that are asked for, both included."""

    first: int
    last: int


QUERIES: dict[str, str] = {
    # One row for each cost centre, account and month: what the cube is made of.
    "lines": """
        SELECT cost_centre, account, period, CAST(sum(amount) AS BIGINT) AS amount, CAST(count(*) AS INTEGER) AS n
        FROM postings WHERE period BETWEEN {first} AND {last}
        GROUP BY cost_centre, account, period
    """,
    # The same by the unit that the cost centre belonged to in the month; no unit where it belongs to none.
    "unit_lines": """
        SELECT centres.unit AS unit, p.account AS account, p.period AS period,
            CAST(sum(p.amount) AS BIGINT) AS amount, CAST(sum(p.n) AS INTEGER) AS n
        FROM (
            SELECT cost_centre, account, period, sum(amount) AS amount, count(*) AS n
            FROM postings WHERE period BETWEEN {first} AND {last}
            GROUP BY cost_centre, account, period
        ) AS p
        LEFT JOIN centres
            ON centres.code = p.cost_centre AND p.period BETWEEN centres.first AND centres.last
        GROUP BY centres.unit, p.account, p.period
    """,
    # By function and month, the whole municipality.
    "functions": """
        SELECT substring(account, 1, 5) AS function, period, CAST(sum(amount) AS BIGINT) AS amount
        FROM postings WHERE period BETWEEN {first} AND {last}
        GROUP BY substring(account, 1, 5), period
    """,
    # By month: what the manifests are held up against.
    "periods": """
        SELECT period, CAST(sum(amount) AS BIGINT) AS amount, CAST(count(*) AS INTEGER) AS n,
            CAST(sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT) AS expenses
        FROM postings WHERE period BETWEEN {first} AND {last}
        GROUP BY period
    """,
    # What maps to no unit, the largest first.
    "unmapped": """
        SELECT p.cost_centre AS cost_centre, CAST(sum(p.amount) AS BIGINT) AS amount,
            min(p.period) AS first, max(p.period) AS last
        FROM postings AS p LEFT JOIN centres
            ON centres.code = p.cost_centre AND p.period BETWEEN centres.first AND centres.last
        WHERE centres.unit IS NULL AND p.period BETWEEN {first} AND {last}
        GROUP BY p.cost_centre
    """,
}


def text(name: str, span: Span) -> str:
    """The query's SQL; the periods are numbers, so nothing can be slipped in. Raises KeyError."""
    return QUERIES[name].format(first=int(span.first), last=int(span.last))
