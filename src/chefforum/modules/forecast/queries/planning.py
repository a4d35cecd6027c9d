"""What was planned against what came, by month and category; and what came in the same months last year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.queries import line_classes

from ..models import EntryCategory
from ..rules.entries import MONTHS, quantity_for
from .booking import category_of
from .entries import SheetRow, list_categories, rows_of, summed, template_rates
from .ledger_side import came, closed_through, first_period
from .units import Workplace, find_workplace


@dataclass(frozen=True)
class Pair:
    """A category's month: None where nothing was planned, and where the ledger is not closed yet or cannot be compared
    with."""

    planned_oere: int | None
    actual_oere: int | None

    @property
    def difference_oere(self) -> int | None:
        """Above nought is more spent, or less income, than planned."""
        if self.actual_oere is None:
            return None
        return self.actual_oere - (self.planned_oere or 0)


@dataclass(frozen=True)
class CategoryYear:
    """`is_comparable`: the unit has accounts that show what came: some of the category's that anything was posted on
    this year or the last, or the entries' own. Else nought would say that nothing came, which nobody knows."""

    category: EntryCategory
    months: tuple[Pair, ...]
    closed: int  # how many of the months are
    is_comparable: bool

    @property
    def so_far(self) -> Pair:
        """The months that are closed, on both sides."""
        closed = self.months[: self.closed]
        return Pair(summed(pair.planned_oere for pair in closed), summed(pair.actual_oere for pair in closed))


@dataclass(frozen=True)
class PlanAndCame:
    place: Workplace
    year: int
    closed: int | None
    categories: tuple[CategoryYear, ...]

    def month(self, number: int) -> list[tuple[EntryCategory, Pair]]:
        return [(one.category, one.months[number - 1]) for one in self.categories]


def plan_and_came(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> PlanAndCame:
    """Each category that has a plan or postings in the year. Raises UnitNotFound."""
    place = find_workplace(actor=actor, unit_id=unit_id, on=on)
    closed = closed_through()
    rows = rows_of(unit_id=unit_id, year=year)
    posted = _posted(actor, unit_id, year, closed) if closed is not None else {}
    categories = list(list_categories(only_active=False))
    named = _named(rows)
    owners = _owners(posted, categories, on) | named
    booked, planned = _by_category(posted, owners), _planned(rows)
    shown = {owners[account] for account, _ in posted} | _all_named(rows)
    months_closed = 0 if closed is None else min(max(closed - year * 100, 0), 12)
    found = []
    for category in categories:
        is_comparable = category.pk in shown
        months = tuple(
            Pair(
                planned.get((category.pk, month)),
                booked.get((category.pk, year * 100 + month), 0) if is_comparable and month <= months_closed else None,
            )
            for month in MONTHS
        )
        if any(pair.planned_oere is not None or pair.actual_oere for pair in months):
            found.append(CategoryYear(category, months, months_closed, is_comparable))
    return PlanAndCame(place, year, closed, tuple(found))


def _posted(actor: Actor, unit_id: UUID, year: int, closed: int) -> dict[tuple[str, int], int]:
    """This year and the last: an account that was used then and is not now shows that nothing came."""
    return came(actor=actor, unit_id=unit_id, first=(year - 1) * 100 + 1, last=min(closed, year * 100 + 12))


def _planned(rows: Iterable[SheetRow]) -> dict[tuple[int, int], int]:
    planned: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        for cell in row.cells:
            if cell.amount_oere is not None:
                planned[row.entry.category_id, cell.month] += cell.amount_oere
    return dict(planned)


def _named(rows: Iterable[SheetRow]) -> dict[str, int | None]:
    """The accounts that the entries name, each with the category of the first that does: what comes on it is held
    against that plan."""
    found: dict[str, int | None] = {}
    for row in rows:
        if row.entry.account:
            found.setdefault(row.entry.account, row.entry.category_id)
    return found


def _all_named(rows: Iterable[SheetRow]) -> set[int | None]:
    """The categories whose every entry says its account."""
    every = {row.entry.category_id for row in rows}
    return set(every - {row.entry.category_id for row in rows if not row.entry.account})


def _owners(
    posted: Iterable[tuple[str, int]], categories: Sequence[EntryCategory], on: dt.date
) -> dict[str, int | None]:
    """The category of each account, None where it has none; each in one alone. Two queries where anything came."""
    codes = {account for account, _ in posted}
    classes = line_classes(codes=codes, on=on) if codes else {}
    found = {code: category_of(code, classes[code], categories) for code in codes}
    return {code: owner.pk if owner else None for code, owner in found.items()}


def _by_category(posted: dict[tuple[str, int], int], owners: dict[str, int | None]) -> dict[tuple[int, int], int]:
    """What came by category and month."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for (account, period), amount in posted.items():
        owner = owners[account]
        if owner is not None:
            found[owner, period] += amount
    return dict(found)


@dataclass(frozen=True)
class Suggestion:
    """A category's months of last year as this year's: quantities where it has a rate, kroner where not. `empty_months`
    (1 to 12) can be written, and have nothing to suggest."""

    category: EntryCategory
    rate_oere: int | None
    last_year: tuple[int | None, ...]
    values: tuple[Decimal | None, ...]
    empty_months: tuple[int, ...]
    is_on_sheet: bool

    @property
    def total_oere(self) -> int | None:
        return summed(self.last_year)

    def of_months(self, months: Sequence[int]) -> list[int | None]:
        return [self.last_year[month - 1] for month in months]


@dataclass(frozen=True)
class Suggestions:
    """What is offered; the categories that nothing came on in the same months last year; and those whose accounts
    nobody has said, so that it is not known. `begins`: the first month (yyyymm) of the ledger where that is after
    January last year, so that what came before it is not known; 0 where it holds nothing."""

    found: tuple[Suggestion, ...]
    nothing: tuple[EntryCategory, ...]
    not_known: tuple[EntryCategory, ...]
    begins: int | None


def suggestions_for(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> Suggestions:
    """What came on each category's accounts in the same months last year, offered and never put in by itself.

    Months that are closed this year are left out: their plan cannot be changed. Raises UnitNotFound.
    """
    find_workplace(actor=actor, unit_id=unit_id, on=on)
    posted = came(actor=actor, unit_id=unit_id, first=(year - 1) * 100 + 1, last=(year - 1) * 100 + 12)
    closed, rates = closed_through(), template_rates(on=on)
    there = {row.entry.category_id for row in rows_of(unit_id=unit_id, year=year)}
    categories = list(list_categories())
    booked = _by_category(posted, _owners(posted, categories, on))
    is_open = [closed is None or year * 100 + month > closed for month in MONTHS]
    found: list[Suggestion] = []
    nothing: list[EntryCategory] = []
    not_known: list[EntryCategory] = []
    for category in categories:
        amounts = tuple(_last_year(booked, category, year, month) if is_open[month - 1] else None for month in MONTHS)
        if not any(amounts):
            (nothing if category.accounts else not_known).append(category)
        else:
            rate = rates.get(category.pk) or None
            values = tuple(_value(amount, rate, category.is_income) for amount in amounts)
            empty = tuple(month for month in MONTHS if is_open[month - 1] and values[month - 1] is None)
            found.append(Suggestion(category, rate, amounts, values, empty, category.pk in there))
    first = first_period() or 0
    begins = None if 0 < first <= (year - 1) * 100 + 1 else first
    return Suggestions(tuple(found), tuple(nothing), tuple(not_known), begins)


def _last_year(booked: dict[tuple[int, int], int], category: EntryCategory, year: int, month: int) -> int | None:
    return booked.get((category.pk, (year - 1) * 100 + month)) or None


def _value(amount: int | None, rate_oere: int | None, is_income: bool) -> Decimal | None:
    if amount is None:
        return None
    if rate_oere:
        quantity = quantity_for(amount_oere=amount, rate_oere=rate_oere, is_income=is_income)
        return quantity if quantity >= 0 else None  # a correction of the year before is no number of hours
    return Decimal(-amount if is_income else amount) / 100
