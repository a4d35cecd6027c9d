"""Roll-out: who was at a workshop, noted for many at once, and a word to those who lag behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify

from ..models import RollOutStep
from ..queries.reminding import Reminded, roll_out_key, roll_out_reminder
from ..queries.roll_out import roll_out_of
from ..queries.units import require_keeper
from ..rules.rhythm import RollOut

ROLL_OUT_KIND = "forecast.roll_out"


class RollOutRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def note_workshop(
    *,
    actor: Actor,
    unit_ids: Iterable[UUID],
    kind: RollOut,
    date: dt.date,
    at: dt.datetime,
    on: dt.date,
    note: str = "",
) -> int:
    """That units took a step on a day, or are to be at a workshop on a day to come; who has taken it keeps their day.

    Answers how many were noted. Raises AccessDenied for others than finance, and RollOutRefused for no unit and for
    having begun on a day that has not come.
    """
    require_keeper(actor=actor, on=on)
    if date > on and kind is RollOut.STARTED:
        raise RollOutRefused("Dagen er ikke kommet endnu. Notér, når det er sket.")
    known = {row.place.id for row in roll_out_of(actor=actor, on=on).rows}
    chosen = known & set(unit_ids)
    if not chosen:
        raise RollOutRefused("Vælg mindst én arbejdsplads.")
    steps = RollOutStep.objects.filter(unit__in=chosen, kind=kind.value)
    there = set(steps.filter(date__lte=on).values_list("unit_id", flat=True))
    steps.filter(date__gt=on).delete()  # a plan gives way to another plan, and to what happened
    new = sorted(chosen - there, key=str)
    RollOutStep.objects.bulk_create(
        (
            RollOutStep(unit_id=unit_id, kind=kind.value, date=date, note=note.strip(), person_id=actor.person_id)
            for unit_id in new
        ),
        ignore_conflicts=True,  # somebody else noted it meanwhile: the day that is noted stands
    )
    data = {"kind": kind.value, "date": date.isoformat(), "units": [str(one) for one in new]}
    record(actor=actor, at=at, action="forecast.roll_out", object_kind="unit", object_id="", data=data)
    return len(new)


@transaction.atomic
def remind_of_roll_out(*, actor: Actor, at: dt.datetime, on: dt.date) -> Reminded:
    """Tells the leaders of units that have not begun or not been to a workshop, once a day. Answers how many were told.

    Raises AccessDenied for others than finance.
    """
    rows, reached = roll_out_reminder(actor=actor, on=on)
    for row in rows:
        notify(
            actor=actor,
            at=at,
            person_ids=[leader.pk for leader in row.leaders],
            kind=ROLL_OUT_KIND,
            text=f"{row.place.name}: {row.words_of_lag}. Se, hvordan du kommer i gang.",
            url=reverse("forecast:workplace", args=[row.place.id]),
            key=roll_out_key(row.place.id, on),
        )
    data = {"persons": reached.told}
    record(actor=actor, at=at, action="forecast.remind", object_kind="unit", object_id="", data=data)
    return reached
