"""Postings sorted by somebody's rules: sums by rule, unit and year, and the lines that a rule takes.

The house itself asks: who may see what is for the caller to say, by the rules of what it sorts for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chefforum.calc.periods import months_between

from ..lake.sorting import Patterns, lines_of_rule
from ..lake.sorting_sums import sums_by_rule
from ..rules.unit_codes import UnitCodes
from ..rules.words import Table
from .postings import PAGE, PostingRow, posting_row
from .reading import files_of, unit_codes, years_of_files

BY = ("supplier", "account", "unit")


@dataclass(frozen=True)
class SortedSum:
    """`rules`: of each list the number of the rule that took the postings, NONE for none. `unit_id` None: of no unit,
    or not asked for; `supplier` and `account` "" likewise. `amount` in øre, expense +."""

    rules: tuple[int, ...]
    year: int
    unit_id: UUID | None
    supplier: str
    account: str
    amount: int
    count: int


@dataclass(frozen=True)
class SortedPosting:
    row: PostingRow
    supplier: str


@dataclass(frozen=True)
class SortedPage:
    """`count` and `amount` are of all that the rule took, `rows` those of the page (from 1)."""

    rows: tuple[SortedPosting, ...]
    count: int
    amount: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))


def posted_years() -> tuple[int, ...]:
    """The years that there are postings of, the oldest first. One query, once in a reading."""
    return years_of_files(Table.POSTINGS)


def sorted_sums(
    *,
    lists: Sequence[Sequence[Patterns]],
    first: int,
    last: int,
    by: Collection[str] = (),
    is_caught: bool = False,
) -> tuple[SortedSum, ...]:
    """Every posting of the years (both included) by the first rule of each list that fits it, and `by` what else;
    `is_caught`: only those that a rule takes.

    Three queries and one scan. A unit is what the cost centre was in the month of the posting.
    """
    periods = (first * 100 + 1, last * 100 + 12)
    files = files_of(Table.POSTINGS, first=periods[0], last=periods[1])
    if not files:
        return ()
    has_unit = "unit" in by
    codes = unit_codes() if has_unit else UnitCodes(())
    read = sums_by_rule(
        files,
        first=periods[0],
        last=periods[1],
        lists=lists,
        by=[*(name for name in BY[:2] if name in by), *(["cost_centre"] if has_unit else [])],
        by_month=_by_month(codes, first, last) if has_unit else (),
        is_caught=is_caught,
    )
    names = [f"rule{number}" for number in range(len(lists))]
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in read.to_pylist():
        part = row["part"]
        year, period = (part // 100, part) if part > 9999 else (part, part * 100 + 12)
        unit = codes.unit_of(row["cost_centre"], period) if has_unit else None
        key = (tuple(row[name] for name in names), year, unit, row.get("supplier", ""), row.get("account", ""))
        found[key][0] += row["amount"]
        found[key][1] += row["n"]
    return tuple(SortedSum(*key, *sums) for key, sums in found.items())


def _by_month(codes: UnitCodes, first: int, last: int) -> frozenset[str]:
    """The codes that change hands within a year."""
    every = {one.code for one in (*codes.own, *codes.mapped)}
    return frozenset(code for code in every if _moves(codes, code, first, last))


def _moves(codes: UnitCodes, code: str, first: int, last: int) -> bool:
    """Whether the code is not the same unit's in all months of each year."""
    days = [day for one in codes.periods_of(code) for day in (one.valid_from, one.valid_to) if day is not None]
    if not any(first <= day.year <= last and (day.month, day.day) != (1, 1) for day in days):
        return False
    return any(
        len({codes.unit_of(code, year * 100 + month) for month in range(1, 13)}) > 1 for year in range(first, last + 1)
    )


def sorted_postings(
    *,
    rules: Sequence[Patterns],
    number: int,
    first: int,
    last: int,
    units: Collection[UUID] | None = None,
    is_of_no_unit: bool = False,
    supplier: str | None = None,
    account: str | None = None,
    page: int = 1,
    size: int = PAGE,
) -> SortedPage:
    """The postings of the years that the rule with the number took (NONE: that no rule did), newest first.

    `units` None: of every unit; `is_of_no_unit`: of what maps to none. Three queries and two scans.
    """
    periods = (first * 100 + 1, last * 100 + 12)
    files, codes = files_of(Table.POSTINGS, first=periods[0], last=periods[1]), unit_codes()
    if not files or (units is not None and not units and not is_of_no_unit):
        return SortedPage((), 0, 0, 1, size)
    where, values = ["period BETWEEN ? AND ?"], list[Any](periods)
    if units is not None or is_of_no_unit:
        is_theirs = _is_of(codes, None if is_of_no_unit else frozenset(units or ()), periods)
        where.append(is_theirs)
    for name, said in (("supplier", supplier), ("account", account)):
        if said is not None:
            where.append(f"coalesce({name}, '') = ?")
            values.append(said)
    asked: dict[str, Any] = {"rules": rules, "number": number, "where": " AND ".join(where), "values": values}
    offset = (max(page, 1) - 1) * size
    count, amount, rows = lines_of_rule(files, **asked, limit=size, offset=offset)
    if count and not rows:
        return sorted_postings(
            rules=rules,
            number=number,
            first=first,
            last=last,
            units=units,
            is_of_no_unit=is_of_no_unit,
            supplier=supplier,
            account=account,
            page=-(-count // size),
            size=size,
        )
    shown = tuple(SortedPosting(posting_row(row[:9], codes, None), row[9] or "") for row in rows)
    return SortedPage(shown, count, amount, max(page, 1), size)


def _is_of(codes: UnitCodes, units: frozenset[UUID] | None, periods: tuple[int, int]) -> str:
    """SQL: that the cost centre was one of the units' in the month; None: that it was no unit's."""
    months = months_between(*periods)
    every = {one.code for one in (*codes.own, *codes.mapped)}
    tests = []
    for code in sorted(every if units is None else codes.codes_of(units)):
        of = [codes.unit_of(code, month) for month in months]
        fits = [
            month for month, unit in zip(months, of, strict=True) if (unit is None if units is None else unit in units)
        ]
        word = "'" + code.replace("'", "''") + "'"
        if len(fits) == len(months):
            tests.append(f"cost_centre = {word}")
        elif fits:
            tests.append(f"(cost_centre = {word} AND period IN ({', '.join(map(str, fits))}))")
    if units is None:
        words = ", ".join("'" + code.replace("'", "''") + "'" for code in sorted(every))
        tests.append(f"cost_centre NOT IN ({words})" if words else "true")
    return f"({' OR '.join(tests)})" if tests else "false"
