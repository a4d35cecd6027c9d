"""The forecast on the start page: what a leader is to assess or approve."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.lake.storage import MissingFile
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .access import readable_units
from .queries.areas import furthest_units
from .queries.assessments import overview_of
from .queries.runs import newest_year
from .rules.rhythm import month_before, name_of
from .rules.words import over_or_under_budget

SHOWN = 5
FURTHEST = 3


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


def area_standing(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For those who read more than one unit, once a forecast of the year is stored: the sum and what deviates most."""
    units = readable_units(actor)
    year = newest_year(on=on)
    if (units is not None and len(units) < 2) or year is None:
        return None
    try:
        total, furthest = furthest_units(actor=actor, year=year, on=on, count=FURTHEST)
    except MissingFile:
        return None  # its own page says what is wrong
    meta = "" if total.is_complete else f"{danish.counted(total.not_assessed, 'konto,konti')} er ikke vurderet"
    # At the turn of the year the year before is what there is until its last month is closed.
    asked, of_year = ("", "") if year == on.year else (f"?aar={year}", f" i {year}")
    rows = [CardRow(f"I alt{of_year} {over_or_under_budget(total.deviation)}", reverse("forecast:whole") + asked, meta)]
    rows += [
        CardRow(
            f"{unit.name}: {over_or_under_budget(one.deviation)}",
            reverse("forecast:lines", args=[unit.id]) + asked,
        )
        for unit, one in furthest
    ]
    return CardContent(
        rows=tuple(rows), empty="", more_url=reverse("forecast:deviations") + asked, more_text="Se alle afvigelser"
    )
