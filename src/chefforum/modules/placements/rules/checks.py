"""What the law asks before somebody is placed: how many a workplace may have (rimelighedskravet), and whether one that
comes is one more (merbeskæftigelse). Pure: rules by date, counts by date and stays in, answers out.

Sources: lov om en aktiv beskæftigelsesindsats (LAB) §§ 76 and 77. Numbers and kinds are the dated rule's, never ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from .kinds import CountedIn
from .stays import Span, days_of_change

FULL_TIME_HOURS = Decimal(37)


class Dated(Protocol):
    @property
    def valid_from(self) -> dt.date: ...


Rule = TypeVar("Rule", bound=Dated)


@dataclass(frozen=True)
class ReasonablenessTerms:
    """At most one placed per `first_per` of the first `first_until`, one per `then_per` beyond, always `at_least`."""

    valid_from: dt.date
    first_per: int
    first_until: int
    then_per: int
    at_least: int
    counted_in: CountedIn
    kinds: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class NetExpansionTerms:
    """With the one that comes there are more employees than on average of the `months` before."""

    valid_from: dt.date
    months: int
    counted_in: CountedIn
    kinds: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Count:
    """Ordinary employees on a day; full-time equivalents may be missing, which is not nought."""

    on_date: dt.date
    heads: int
    fte: Decimal | None = None

    def in_(self, counted_in: CountedIn) -> Decimal | None:
        return Decimal(self.heads) if counted_in is CountedIn.HEADS else self.fte


@dataclass(frozen=True)
class Placed:
    """Somebody placed at the workplace: of which kind, and when."""

    kind: str
    span: Span


@dataclass(frozen=True)
class Reasonable:
    """How it stands with the ratio on a day. `rule` None: no rule holds then. `employees` None: not counted in what
    the rule asks for; then `allowed` and `more` are None and nothing is decided."""

    on: dt.date
    rule: ReasonablenessTerms | None
    count: Count | None
    employees: Decimal | None
    allowed: int | None
    placed: int

    @property
    def more(self) -> int | None:
        """How many more may come; below nought where there are too many."""
        return None if self.allowed is None else self.allowed - self.placed

    @property
    def is_kept(self) -> bool | None:
        return None if self.more is None else self.more >= 0


@dataclass(frozen=True)
class MonthCount:
    """The count that held a number of months before the day; None: none did."""

    day: dt.date
    count: Count | None
    employees: Decimal | None


@dataclass(frozen=True)
class NetExpansion:
    """Employees now, with the one that comes, and on average of the months before. `is_met` None: not decided."""

    on: dt.date
    rule: NetExpansionTerms | None
    count: Count | None
    employees: Decimal | None
    coming: Decimal
    months: tuple[MonthCount, ...]

    @property
    def lacking(self) -> int:
        """Of how many months the count is missing."""
        return sum(month.employees is None for month in self.months)

    @property
    def average(self) -> Decimal | None:
        known = [month.employees for month in self.months if month.employees is not None]
        return sum(known, Decimal(0)) / len(known) if known and not self.lacking else None

    @property
    def with_coming(self) -> Decimal | None:
        return None if self.employees is None else self.employees + self.coming

    @property
    def is_met(self) -> bool | None:
        if self.with_coming is None or self.average is None:
            return None
        return self.with_coming > self.average


def newest(rules: Iterable[Rule], on: dt.date) -> Rule | None:
    """The rule that holds on the day: the newest that has begun."""
    return max((rule for rule in rules if rule.valid_from <= on), key=lambda rule: rule.valid_from, default=None)


def newest_count(counts: Iterable[Count], on: dt.date) -> Count | None:
    return max((count for count in counts if count.on_date <= on), key=lambda count: count.on_date, default=None)


def may_be_placed(rule: ReasonablenessTerms, employees: Decimal) -> int:
    """How many the rule lets a workplace with so many ordinary employees have at a time.

    >>> usual = ReasonablenessTerms(dt.date(2020, 1, 1), 5, 50, 10, 1, CountedIn.HEADS, ())
    >>> [may_be_placed(usual, Decimal(employees)) for employees in (4, 5, 9, 10, 49, 50, 51, 59, 60)]
    [1, 1, 1, 2, 9, 10, 10, 10, 11]
    """
    first = int(min(employees, Decimal(rule.first_until)) // rule.first_per)
    beyond = int(max(employees - rule.first_until, Decimal(0)) // rule.then_per)
    return max(rule.at_least, first + beyond)


def placed_on(placed: Iterable[Placed], kinds: Collection[str], on: dt.date) -> int:
    return sum(one.kind in kinds and one.span.holds(on) for one in placed)


def reasonableness(
    *,
    rules: Iterable[ReasonablenessTerms],
    counts: Iterable[Count],
    placed: Iterable[Placed],
    on: dt.date,
) -> Reasonable:
    """How many may be placed on the day, how many are, by the rule and the count that hold then."""
    rule, count = newest(rules, on), newest_count(counts, on)
    if rule is None:
        return Reasonable(on, None, count, None, None, 0)
    employees = count.in_(rule.counted_in) if count else None
    allowed = None if employees is None else may_be_placed(rule, employees)
    return Reasonable(on, rule, count, employees, allowed, placed_on(placed, rule.kinds, on))


def reasonableness_ahead(
    *,
    rules: Sequence[ReasonablenessTerms],
    counts: Sequence[Count],
    placed: Sequence[Placed],
    first: dt.date,
    last: dt.date,
) -> list[Reasonable]:
    """The same on the first day, and on each day until the last on which the answer is another: somebody begins or has
    ended, another rule or another count holds."""
    changes = [one.span for one in placed]
    changes += [Span(one.valid_from) for one in rules]
    changes += [Span(one.on_date) for one in counts]
    found: list[Reasonable] = []
    for day in days_of_change(changes, first=first, last=last):
        now = reasonableness(rules=rules, counts=counts, placed=placed, on=day)
        before = found[-1] if found else None
        if before is None or (now.rule, now.allowed, now.placed) != (before.rule, before.allowed, before.placed):
            found.append(now)
    return found


def coming_as(counted_in: CountedIn, hours: Decimal | None) -> Decimal:
    """What one that comes counts for: a person, or the hours' share of full time, which is whole where not known."""
    if counted_in is CountedIn.HEADS or hours is None:
        return Decimal(1)
    return hours / FULL_TIME_HOURS


def net_expansion(
    *,
    rules: Iterable[NetExpansionTerms],
    counts: Sequence[Count],
    on: dt.date,
    hours: Decimal | None = None,
) -> NetExpansion:
    """Employees on the day, with the one that comes, against the average of what held one, two, … months before."""
    rule = newest(rules, on)
    count = newest_count(counts, on)
    if rule is None:
        return NetExpansion(on, None, count, None, Decimal(1), ())
    months = []
    for back in range(1, rule.months + 1):
        day = months_before(on, back)
        held = newest_count(counts, day)
        months.append(MonthCount(day, held, held.in_(rule.counted_in) if held else None))
    employees = count.in_(rule.counted_in) if count else None
    return NetExpansion(on, rule, count, employees, coming_as(rule.counted_in, hours), tuple(months))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months before, or the month's last where it has no such day.

    >>> months_before(dt.date(2026, 3, 31), 1), months_before(dt.date(2026, 1, 15), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 1, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
