"""What leaders of Lindeby have said of the year: categories with accounts, entries, notes, and how roll-out goes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Employment
from chefforum.modules.forecast.models import EntryCategory
from chefforum.modules.forecast.rules.rhythm import Pace, RollOut
from chefforum.modules.forecast.services.assessing import note_roll_out, set_rhythm
from chefforum.modules.forecast.services.categories import CategoryWords, add_usual_categories, keep_category, set_rate
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.sharing import share_note
from chefforum.modules.ledger.queries import closed_through

# An authorised account: the grouping is its twelfth to fourteenth digit.
ACCOUNTS = {"vikar": "131", "aften-nat": "132", "overarbejde": "133", "ekstra": "134"}
RATES = {"vikar": 265_00, "weekend": 310_00, "aften-nat": 290_00, "overarbejde": 380_00, "ekstra": 240_00}
# How many hours a month each leader expects of each category, for the months that are left.
HOURS = {
    "Lindeby Skole": {"vikar": 420, "overarbejde": 40, "ekstra": 160},
    "Skovbrynskolen": {"vikar": 380, "overarbejde": 30, "ekstra": 140},
    "Vestervangsskolen": {"vikar": 350},
    "Børnehuset Kastanjen": {"vikar": 90, "ekstra": 60},
    "Plejehjemmet Lindegården": {"vikar": 520, "aften-nat": 900, "overarbejde": 60},
}
NOTES = {
    "Skovbrynskolen": "Vi lod to lærere dele vikardagene på 7. årgang. Det tog 40 timer om måneden af forbruget.",
    "Plejehjemmet Søvang": "Vagtplanen lægges nu seks uger frem. Overarbejdet er faldet, siden vi begyndte.",
}
CHOSEN = ("Lindeby Skole", "Plejehjemmet Lindegården")
STARTED_DAYS_AGO, WORKSHOP_DAYS_AHEAD = 45, 12


def load(*, at: dt.datetime) -> None:
    """By the house's own services, as finance and the leaders would."""
    actor, on = Actor.command_line(), timezone.localdate(at)
    first = dt.date(on.year, 1, 1)
    add_usual_categories(actor=actor, at=at, on=on)
    categories = {one.code: one for one in EntryCategory.objects.all()}
    for code, grouping in ACCOUNTS.items():
        found = categories[code]
        words = CategoryWords(
            code, found.name, found.unit_name, False, found.is_variable_pay, (f"{'?' * 11}{grouping}*",)
        )
        keep_category(actor=actor, words=words, at=at, on=on, category_id=found.pk)
    for code, rate in RATES.items():
        set_rate(
            actor=actor, category=categories[code], valid_from=first, rate_oere=rate, at=at, on=on, source="Opfundet"
        )
    pace = Pace(due_working_day=8, threshold_oere=25_000_00, threshold_pct=Decimal(10))
    set_rhythm(actor=actor, valid_from=first, pace=pace, at=at, on=on)
    units = {unit.name: unit.id for unit in tree_on(on).units}
    closed = closed_through() or 0
    year = on.year if closed >= (on.year - 1) * 100 + 12 else on.year - 1
    months = [month for month in range(1, 13) if year * 100 + month > closed]
    for name, hours in HOURS.items():
        new = [
            NewEntry(
                categories[code].pk,
                rate_oere=RATES[code],
                values=tuple((month, Decimal(count)) for month in months),
            )
            for code, count in hours.items()
        ]
        add_entries(actor=actor, unit_id=units[name], year=year, new=new, at=at)
        started = on - dt.timedelta(days=STARTED_DAYS_AGO)
        for kind in RollOut:
            note_roll_out(actor=actor, unit_id=units[name], kind=kind, date=started, at=at, on=on)
    _show_leaders(units)
    for name, text in NOTES.items():
        share_note(actor=actor, unit_id=units[name], year=year, text=text, at=at)
        planned = on + dt.timedelta(days=WORKSHOP_DAYS_AHEAD)
        if name not in HOURS:
            note_roll_out(actor=actor, unit_id=units[name], kind=RollOut.WORKSHOP, date=planned, at=at, on=on)


def _show_leaders(units: dict[str, UUID]) -> None:
    """Who leads by employment alone is not among the persons that one may choose to be; two of them are."""
    for name in CHOSEN:
        led = Employment.objects.filter(unit=units[name], is_leader=True).order_by("pk").first()
        if led is not None:
            RoleAssignment.objects.create(
                person_id=led.person_id,
                role=Role.WORKPLACE_LEADER.value,
                unit_id=units[name],
                valid_from=led.valid_from,
            )
