"""How far roll-out has come: which units have begun, been to a workshop and assessed the month, and which lag."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.periods import period_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Person

from ..models import RollOutStep
from ..rules.rhythm import month_before
from .assessments import OverviewRow, overview_of
from .units import Workplace


@dataclass(frozen=True)
class RollOutRow:
    """A unit with a leader of its own."""

    row: OverviewRow

    @property
    def started(self) -> dt.date | None:
        return self.row.started

    @property
    def workshop(self) -> dt.date | None:
        return self.row.workshop

    @property
    def planned(self) -> dt.date | None:
        return self.row.planned

    @property
    def place(self) -> Workplace:
        return self.row.place

    @property
    def leaders(self) -> tuple[Person, ...]:
        return self.row.leaders

    @property
    def lags(self) -> bool:
        """Has not begun, or has not been to a workshop. A month that is not assessed is reminded of by itself."""
        return self.started is None or self.workshop is None

    @property
    def words_of_lag(self) -> str:
        lacking = [
            words for words, day in (("ikke i gang", self.started), ("ikke på workshop", self.workshop)) if day is None
        ]
        return " og ".join(lacking)


class Counted:
    """How many of `rows` have come how far."""

    rows: tuple[RollOutRow, ...]

    @property
    def started(self) -> int:
        return sum(one.started is not None for one in self.rows)

    @property
    def at_workshop(self) -> int:
        return sum(one.workshop is not None for one in self.rows)

    @property
    def planned(self) -> int:
        return sum(one.planned is not None for one in self.rows)

    @property
    def assessed(self) -> int:
        return sum(not one.row.is_waiting for one in self.rows)


@dataclass(frozen=True)
class RollOutState(Counted):
    period: int
    rows: tuple[RollOutRow, ...]
    without_leader: int

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def lagging(self) -> int:
        return sum(one.lags for one in self.rows)


@dataclass(frozen=True)
class PlanMonth:
    """What happened in a month, or is to happen: the names of the units, each list in order."""

    period: int
    started: tuple[str, ...]
    at_workshop: tuple[str, ...]
    planned: tuple[tuple[dt.date, str], ...]  # a workshop to come, and who is to be there


def plan_by_month(state: RollOutState) -> tuple[PlanMonth, ...]:
    """The months in which a unit began, was at a workshop or is to be at one, in order."""
    rows = sorted(state.rows, key=lambda row: row.place.name)
    days = [day for row in rows for day in (row.started, row.workshop, row.planned) if day is not None]
    return tuple(
        PlanMonth(
            period,
            tuple(row.place.name for row in rows if row.started and period_of(row.started) == period),
            tuple(row.place.name for row in rows if row.workshop and period_of(row.workshop) == period),
            tuple(
                sorted(
                    (row.planned, row.place.name) for row in rows if row.planned and period_of(row.planned) == period
                )
            ),
        )
        for period in sorted({period_of(day) for day in days})
    )


def roll_out_of(*, actor: Actor, on: dt.date) -> RollOutState:
    """The units that the actor reads and that have a leader; the others are only counted. A fixed number of queries."""
    period = month_before(on)
    found = overview_of(actor=actor, period=period, on=on)
    rows = tuple(RollOutRow(row) for row in found.rows if row.leaders)
    return RollOutState(period, rows, len(found.rows) - len(rows))


def steps_there() -> list[tuple[str, str, str]]:
    """Every step that is noted: unit, kind and day, in order."""
    rows = RollOutStep.objects.order_by("unit_id", "kind").values_list("unit_id", "kind", "date")
    return [(str(unit_id), kind, date.isoformat()) for unit_id, kind, date in rows]
