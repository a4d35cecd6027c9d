"""The positions of a unit as a page tells of them: what happens in the year, and what may be shown to whom. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from chefforum.calc.pay_tables import FULL, Leave, PayTables

from .entries import written

FEWEST = 3  # persons that a sum is shown of to who may not see each one's
WEEK = 37  # hours of full time
REST = "Andre stillinger"


class StaffPeriod(NamedTuple):
    """A row of the payroll: a position while it is what it is. `valid_to` is exclusive; without an employee it is
    vacant."""

    employee_ref: str
    account: str
    group: str
    step: str
    hours_share: Fraction
    valid_from: dt.date
    valid_to: dt.date | None
    is_budgeted: bool = False  # vacant, and reckoned with as if it were filled

    @property
    def hours(self) -> str:
        """A week, as it is written."""
        return hours_of(self.hours_share)

    @property
    def last_day(self) -> dt.date | None:
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


class Event(NamedTuple):
    on: dt.date
    text: str


def hours_of(share: Fraction) -> str:
    """
    >>> hours_of(Fraction(32, 37)), hours_of(Fraction(1, 2))
    ('32', '18,50')
    """
    hours = Decimal(share.numerator * WEEK) / share.denominator
    return written(hours.quantize(Decimal("0.01")))


def matters(leave: Leave) -> bool:
    """It changes what the position costs. Short illness on full pay does not, and is shown to nobody."""
    return leave.pay_share != FULL or bool(leave.reimbursement_rule)


def events_of(
    periods: Iterable[StaffPeriod], leaves: Iterable[Leave], *, tables: PayTables, first: dt.date, until: dt.date
) -> list[Event]:
    """What happens to one position from `first` to `until` (exclusive), by day: who comes and goes, steps, hours, when
    it is vacant, leave, and from when it is reimbursed."""
    found = [*_changes(sorted(periods, key=lambda one: one.valid_from)), *_leave(list(leaves), tables)]
    return sorted({one for one in found if first <= one.on < until})


def _changes(rows: Sequence[StaffPeriod]) -> Iterable[Event]:
    if rows:
        yield Event(rows[0].valid_from, "besættes" if rows[0].employee_ref else _vacant(rows[0]))
    for before, now in pairwise(rows):
        if before.valid_to and before.valid_to < now.valid_from:
            yield Event(before.valid_to, "er ledig")
            yield Event(now.valid_from, "besættes")
        elif before.employee_ref != now.employee_ref:
            yield Event(
                now.valid_from,
                ("besættes af en anden" if before.employee_ref else "besættes") if now.employee_ref else _vacant(now),
            )
        elif said := _differences(before, now):
            yield Event(now.valid_from, said)
    if rows and rows[-1].valid_to:
        yield Event(rows[-1].valid_to, "ophører")


def _vacant(row: StaffPeriod) -> str:
    return "er ledig, og er budgetteret" if row.is_budgeted else "er ledig"


def _differences(before: StaffPeriod, now: StaffPeriod) -> str:
    pairs = (
        ("stillingsgruppe", before.group, now.group),
        ("løntrin", before.step, now.step),
        ("timer om ugen", before.hours, now.hours),
        ("konto", before.account, now.account),
    )
    return ", ".join(f"{what}: fra {old} til {new}" for what, old, new in pairs if old != new)


def _leave(leaves: Sequence[Leave], tables: PayTables) -> Iterable[Event]:
    begin = {leave.valid_from for leave in leaves}
    days = {rule.name: rule.employer_days for rule in sorted(tables.reimbursements, key=lambda rule: rule.valid_from)}
    for leave in filter(matters, leaves):
        share = "fuld" if leave.pay_share == FULL else "ingen" if not leave.pay_share else "nedsat"
        yield Event(leave.valid_from, f"{leave.kind}, {share} løn")
        carried = days.get(leave.reimbursement_rule)
        if carried is not None:
            back = leave.valid_from + dt.timedelta(days=carried)
            if leave.valid_to is None or back < leave.valid_to:
                yield Event(back, f"refusion af {leave.kind} begynder")
        if leave.valid_to and leave.valid_to not in begin:
            yield Event(leave.valid_to, f"{leave.kind} slutter")


def agreed_changes(tables: PayTables, *, steps: set[tuple[str, str]], first: dt.date, until: dt.date) -> list[Event]:
    """What the tables change of these groups and steps from `first` to `until` (exclusive), by day."""
    groups = {group for group, _ in steps} | {""}
    found = [
        Event(rise.valid_from, f"Generel stigning{_of(rise.group)}: {_pct(rise.pct)}")
        for rise in tables.rises
        if rise.group in groups
    ]
    found += [
        Event(
            rate.valid_from, f"Ny sats: {rate.group} trin {rate.step}, {written(Decimal(rate.monthly_oere) / 100)} kr."
        )
        for rate in tables.step_rates
        if (rate.group, rate.step) in steps
    ]
    named = (("Pension", tables.pensions), ("Særlig feriegodtgørelse", tables.holiday_allowances))
    for name, rows in named:
        found += [
            Event(row.valid_from, f"{name}{_of(row.group)}: {_pct(row.pct)}") for row in rows if row.group in groups
        ]
    return sorted(one for one in found if first <= one.on < until)


def _of(group: str) -> str:
    return f", {group}" if group else ""


def _pct(pct: Decimal) -> str:
    return f"{written(pct)} %"


@dataclass(frozen=True)
class GroupSum:
    """Positions of a kind together, øre. `left`: of the months that are not closed. None where a rate is missing."""

    name: str
    persons: int
    left: int | None
    total: int | None


def shown_groups(people: Mapping[str, set[str]], sums: Mapping[str, tuple[int | None, int | None]]) -> list[GroupSum]:
    """The groups that may be shown to who may not see each person's pay, by name: none of fewer than FEWEST.

    Smaller ones stand together, with as many of the next smallest as it takes: what is left out could be found from
    what is shown. Nothing is shown where all of them are too few. `sums`: of each group, of the months left and of all.

    >>> people = {"a": {"1"}, "b": set("234"), "c": set("56789")}
    >>> [one.name for one in shown_groups(people, dict.fromkeys("abc", (1, 2)))]
    ['c', 'Andre stillinger']
    """
    order = sorted(people, key=lambda name: (len(people[name]), name))
    small = [name for name in order if len(people[name]) < FEWEST]
    for name in order[len(small) :]:
        if not small or len(set().union(*(people[one] for one in small))) >= FEWEST:
            break
        small.append(name)
    together = set().union(*(people[one] for one in small)) if small else set()
    found = [GroupSum(name, len(people[name]), *sums[name]) for name in sorted(set(order) - set(small))]
    if len(together) >= FEWEST:
        left, total = (_summed([sums[name][place] for name in small]) for place in (0, 1))
        found.append(GroupSum(REST, len(together), left, total))
    return found


def _summed(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    return None if None in known else sum(one for one in known if one is not None)
