"""The forecast on the start page: what a leader is to assess or approve."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web.start_cards import CardContent, CardRow

from .queries.assessments import overview_of
from .rules.rhythm import month_before, name_of

SHOWN = 5


def months_waiting(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The month that is to be assessed, for units that the actor leads; and those that wait for approval."""
    period = month_before(on)
    found = overview_of(actor=actor, period=period, on=on)
    rows = []
    for row in found.rows:
        led = any(person.pk == actor.person_id for person in row.leaders)
        if row.is_waiting and (led or (actor.standing_in_for and row.place.may_write)):
            rows.append((f"Vurdér {name_of(period)}: {row.place.name}", row.place.id))
        elif (
            row.waits_for_approval
            and row.place.may_approve
            and row.assessment is not None
            and row.assessment.assessed_by_id != actor.person_id
        ):
            rows.append((f"Godkend {name_of(period)}: {row.place.name}", row.place.id))
    return CardContent(
        rows=tuple(CardRow(text, reverse("forecast:assess", args=[unit_id, period])) for text, unit_id in rows[:SHOWN]),
        empty="Ingen måneder venter på dig.",
        more_url=reverse("forecast:overview") if len(rows) > SHOWN else "",
        more_text="Se alle" if len(rows) > SHOWN else "",
    )
