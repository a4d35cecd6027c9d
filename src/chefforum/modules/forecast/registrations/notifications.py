"""Leaders are reminded to assess the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from chefforum.calc.periods import name_of
from chefforum.kernel.notifications.registry import Due, Family, Reminder, register_family, register_reminder
from chefforum.web import danish

from ..queries.assessments import not_assessed, pace_on
from ..rules.rhythm import due_date, month_before


def register() -> None:
    register_family(
        Family(name="forecast", title="Forventet regnskab: vurdér og godkend", kinds=("forecast.",), order=40)
    )
    register_reminder(Reminder(name="forecast.assess", find=to_remind))


def to_remind(*, on: dt.date, at: dt.datetime) -> Iterable[Due]:
    """Each leader once when a month is to be assessed, and once more on the last day for it. Nothing where nobody has
    set the rhythm."""
    pace = pace_on(on)
    if pace is None:
        return
    period = month_before(on)
    due = due_date(period=period, pace=pace)
    is_last_day = on >= due
    for unit in not_assessed(period=period, on=on):
        for leader in unit.leaders:
            yield Due(
                person_id=leader.pk,
                kind="forecast.assess",
                text=f"Vurdér {name_of(period)} for {unit.name}{_when(on, due)}.",
                url=reverse("forecast:assess", args=[unit.unit_id, period]),
                key=f"assess:{unit.unit_id}:{period}:{'last' if is_last_day else 'first'}",
            )


def _when(on: dt.date, due: dt.date) -> str:
    """Nothing before the last day; then which day that is or was."""
    if on < due:
        return ""
    return ": i dag er sidste dag" if on == due else f". Fristen var {danish.date(due)}"
