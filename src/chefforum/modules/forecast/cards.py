"""The forecast on the start page: what a leader is to assess or approve."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.calc.periods import name_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake.storage import MissingFile
from chefforum.web.start_cards import CardContent, CardRow

from .access import readable_units
from .queries.areas import furthest_units
from .queries.assessments import overview_of
from .queries.expected import expected_of_units
from .queries.runs import newest_year
from .queries.units import list_workplaces
from .queries.workplace import workplace_year_of
from .rules.rhythm import month_before
from .rules.running import NothingClosed

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
    """Once a forecast of the year is stored: where it ends, in a sentence for who reads one workplace alone; for others
    the sum, how many have assessed, and what deviates most."""
    units = readable_units(actor)
    year = newest_year(on=on)
    if year is None:
        return None
    try:
        if units is not None and len(units) < 2:
            return _one_workplace(actor, year, on)
        total, furthest = furthest_units(actor=actor, year=year, on=on, count=FURTHEST)
    except MissingFile:
        return None  # its own page says what is wrong
    except NothingClosed:
        return None
    # At the turn of the year the year before is what there is until its last month is closed.
    of, of_year = ("", "") if year == on.year else (f"?aar={year}", f" i {year}")
    rows = [CardRow(f"I alt{of_year} {total.against()}", reverse("forecast:whole") + of, total.lacking_words)]
    period = month_before(on)
    asked = overview_of(actor=actor, period=period, on=on)
    if asked.waiting:
        said = f"{asked.waiting} af {asked.asked} mangler at vurdere {name_of(period)}"
        rows.append(CardRow(said, reverse("forecast:overview")))
    rows += [
        CardRow(
            f"{unit.name}: {one.against()}",
            reverse("forecast:workplace", args=[unit.id]) + of,
        )
        for unit, one in furthest
    ]
    return CardContent(
        rows=tuple(rows), empty="", more_url=reverse("forecast:deviations") + of, more_text="Se alle afvigelser"
    )


def _one_workplace(actor: Actor, year: int, on: dt.date) -> CardContent | None:
    placed = list_workplaces(actor=actor, on=on)
    if not placed:
        return None
    place = placed[0].place
    expected = expected_of_units(actor=actor, year=year, on=on, units=[place.id])
    if not len(expected):
        return None
    shown = workplace_year_of(place=place, expected=expected, on=on)
    row = CardRow(shown.sentence, f"{reverse('forecast:workplace', args=[place.id])}?aar={year}", shown.lacking)
    return CardContent(rows=(row,), empty="")
