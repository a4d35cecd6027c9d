"""The plan for roll-out in Lindeby: every workplace that has not been to a workshop has a day for one."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from chefforum.calc.working_days import is_working_day
from chefforum.kernel.access.rules import Actor
from chefforum.modules.forecast.queries.standing import roll_out_by_area
from chefforum.modules.forecast.rules.rhythm import RollOut
from chefforum.modules.forecast.services.roll_out import note_workshop

from .meetings import is_christmas

TEAM = 10  # workplaces at one workshop
FIRST_DAYS_AHEAD, DAYS_BETWEEN = 19, 14


def plan(*, at: dt.datetime) -> None:
    """Area by area, a workshop every other week; those who have a day already keep it."""
    actor, on = Actor.command_line(), timezone.localdate(at)
    _, areas = roll_out_by_area(actor=actor, on=on)
    waiting = [row for area in areas for row in area.rows if row.workshop is None and row.planned is None]
    for number, start in enumerate(range(0, len(waiting), TEAM)):
        day = on + dt.timedelta(days=FIRST_DAYS_AHEAD + number * DAYS_BETWEEN)
        while not is_working_day(day) or is_christmas(day):
            day += dt.timedelta(days=1)
        note_workshop(
            actor=actor,
            unit_ids=[row.place.id for row in waiting[start : start + TEAM]],
            kind=RollOut.WORKSHOP,
            date=day,
            note=f"Hold {number + 1}",
            at=at,
            on=on,
        )
