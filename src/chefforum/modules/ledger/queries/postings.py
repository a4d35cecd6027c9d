"""Single postings, for who opens a sum to see what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chefforum.calc.periods import months_between
from chefforum.kernel.access.rules import Actor

from ..access import visible_units
from ..lake.engine import cursor
from ..rules.unit_codes import UnitCodes
from ..rules.words import Table
from .reading import files_of, unit_codes

PAGE = 50


@dataclass(frozen=True)
class PostingRow:
    """A line as it was loaded; `extract_id` and `line` say where it stands in which file. `unit_id`: whose it is."""

    extract_id: str
    line: int
    voucher: str | None
    date: dt.date | None
    period: int
    account: str
    cost_centre: str
    amount: int
    text: str | None
    unit_id: UUID | None


@dataclass(frozen=True)
class PostingPage:
    """`count` and `amount` are of all postings asked for, `rows` those of the page (from 1)."""

    rows: tuple[PostingRow, ...]
    count: int
    amount: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))


def postings_of(
    *,
    actor: Actor | None,
    unit_ids: Collection[UUID],
    first: int,
    last: int,
    account: str | None = None,
    search: str = "",
    page: int = 1,
    size: int = PAGE,
    as_of: int | None = None,
) -> PostingPage:
    """The units' own postings in the months (both inclusive), newest first. Units that the actor may not see are
    left out. `as_of`: as of the cube, every month's codes are read as they were in this one."""
    seen = visible_units(actor)
    wanted = frozenset(unit_ids) if seen is None else frozenset(unit_ids) & seen
    files, codes = files_of(Table.POSTINGS, first=first, last=last), unit_codes()
    months = _months_of_codes(codes, wanted, first, last, as_of)
    if not files or not months:
        return PostingPage((), 0, 0, 1, size)
    condition, values = _condition(months, account, search)
    connection = cursor()
    try:
        count, amount = connection.execute(
            f"SELECT count(*), CAST(coalesce(sum(amount), 0) AS BIGINT) FROM read_parquet(?) WHERE {condition}",
            [files, *values],
        ).fetchall()[0]
        number = min(max(page, 1), max(1, -(-count // size)))
        rows = connection.execute(
            "SELECT filename, line, voucher, date, period, account, cost_centre, amount, text "
            f"FROM read_parquet(?, filename = true) WHERE {condition} "
            f"ORDER BY period DESC, date DESC, voucher, line LIMIT {size} OFFSET {(number - 1) * size}",
            [files, *values],
        ).fetchall()
    finally:
        connection.close()
    shown = tuple(posting_row(row, codes, as_of) for row in rows)
    return PostingPage(shown, count, amount, number, size)


def _months_of_codes(
    codes: UnitCodes, wanted: frozenset[UUID], first: int, last: int, as_of: int | None
) -> dict[str, list[int]]:
    """The months in which each code was one of the units'."""
    found: dict[str, list[int]] = {}
    for code in codes.codes_of(wanted):
        months = [period for period in months_between(first, last) if codes.unit_of(code, as_of or period) in wanted]
        if months:
            found[code] = months
    return found


def _condition(months: dict[str, list[int]], account: str | None, search: str) -> tuple[str, list[Any]]:
    """SQL for the codes in their months; codes with the same months stand together, so that most units need one
    test."""
    by_months: dict[tuple[int, ...], list[str]] = {}
    for code, periods in months.items():
        by_months.setdefault(tuple(periods), []).append(code)
    parts, values = [], list[Any]()
    for run, codes in by_months.items():
        periods = list(run)
        is_run = len(periods) == len(months_between(periods[0], periods[-1]))
        test = "period BETWEEN ? AND ?" if is_run else f"period IN ({', '.join('?' * len(periods))})"
        parts.append(f"(cost_centre IN ({', '.join('?' * len(codes))}) AND {test})")
        values += [*sorted(codes), *((periods[0], periods[-1]) if is_run else periods)]
    condition = f"({' OR '.join(parts)})"
    if account is not None:
        condition += " AND account = ?"
        values.append(account)
    if search.strip():
        condition += " AND (contains(lower(coalesce(text, '')), ?) OR lower(coalesce(voucher, '')) = ?)"
        values += [search.strip().lower()] * 2
    return condition, values


def posting_row(row: tuple[Any, ...], codes: UnitCodes, as_of: int | None) -> PostingRow:
    """A row of the file's name, line, voucher, date, period, account, cost centre, amount and text."""
    name, line, voucher, date, period, account, place, amount, text = row
    extract_id = name.rsplit("/", 1)[-1].rsplit("-", 1)[0]
    unit_id = codes.unit_of(place, as_of or period)
    return PostingRow(extract_id, line, voucher, date, period, account, place, amount, text, unit_id)
