"""Lindeby Kommune, an invented municipality, loaded through the same imports and services that people use."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Employment, Group, GroupMembership, Person

from . import (
    compliance,
    forecast,
    it_benchmark,
    it_costs,
    it_extracts,
    it_plan,
    it_register,
    it_requests,
    it_selection,
    it_sources,
    it_volumes,
    ledger,
    meetings,
    overlaps,
    placements,
    roll_out,
    runs,
)
from .importing import DemoIsIncomplete, bring_in

FOLDER = Path(__file__).parents[4] / "demo"
BEGINNING = dt.date(2025, 1, 1)
LOADED_AT = dt.datetime(2026, 2, 5, 8, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


def is_missing() -> bool:
    """Whether the database is empty, so that the demo can be loaded without mixing with anything."""
    return not Unit.objects.exists() and not Person.objects.exists()


def load(*, at: dt.datetime, say: Callable[[str], object] = lambda text: None) -> None:
    """The municipality, its books up to the last closed month and its forum's meetings around `at`.

    Raises DemoIsIncomplete.
    """
    load_municipality(say=say)
    say("  regnskab, budget, stillinger og fravær")
    closed = ledger.load(at=at).closed_through
    say("  lederes poster, måned for måned")
    story = forecast.Story(at=at, last=closed)
    story.begin()
    runs.close_month_by_month(at=at, last=closed, after=story.month)
    story.end()
    roll_out.plan(at=at)
    say("  praktik og løntilskud")
    placements.load(folder=FOLDER, at=at)
    say("  it-systemer og kontrakter")
    it_register.load(folder=FOLDER, at=at)
    it_volumes.load(folder=FOLDER, at=at)
    say("  it-omkostninger")
    it_costs.load(at=at)
    it_extracts.load(at=at)
    say("  udvælgelse af systemer")
    it_selection.load(at=at)
    overlaps.load(at=at)
    say("  lovkrav og kompetencer")
    compliance.load(at=at)
    say("  it-plan og rapport")
    it_plan.load(at=at)
    it_requests.load(at=at)
    it_benchmark.load(at=at)
    it_sources.load(folder=FOLDER, at=at)
    say("  møderne op til i dag")
    meetings.load(folder=FOLDER, at=at)


def load_municipality(*, say: Callable[[str], object] = lambda text: None) -> None:
    """The organisation, persons with roles and groups, and minutes from the past. Raises DemoIsIncomplete."""
    if not FOLDER.is_dir():
        raise DemoIsIncomplete(f"Demoens filer ligger ikke i {FOLDER}. De følger med kildekoden, ikke med pakken.")
    say("  organisationen")
    bring_in("organisation.units", FOLDER / "organisation.csv", {"on": "2022-01-01", "is_complete": True}, at=LOADED_AT)
    say("  personer, roller og grupper")
    _load_people()
    for file in sorted((FOLDER / "minutes").iterdir()):
        say(f"  {file.name}")
        bring_in("meetings.minutes", file, {}, at=LOADED_AT)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


@transaction.atomic
def _load_people() -> None:
    """The demo's people have no passwords: in demo mode one chooses who to be. A line for each unit of their role."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    for email, found in groupby(_rows("people.csv"), key=itemgetter("e-mail")):
        lines = list(found)
        first = lines[0]
        person = Person.objects.create(email=email, name=first["navn"])
        Employment.objects.create(
            person=person, unit=units[first["enhedskode"]], title=first["titel"], valid_from=BEGINNING
        )
        RoleAssignment.objects.bulk_create(
            RoleAssignment(
                person=person, role=line["rolle"], unit=units[line["rolle over enhedskode"]], valid_from=BEGINNING
            )
            for line in lines
        )
    persons = {person.email: person for person in Person.objects.all()}
    for name, rows in groupby(_rows("groups.csv"), key=itemgetter("gruppe")):
        members = list(rows)
        group = Group.objects.create(
            name=name, kind=members[0]["type"], unit=units[members[0]["enhedskode"]], valid_from=BEGINNING
        )
        GroupMembership.objects.bulk_create(
            GroupMembership(group=group, person=persons[row["e-mail"]], role=row["rolle"], valid_from=BEGINNING)
            for row in members
        )
    record(
        actor=Actor.command_line(),
        at=LOADED_AT,
        action="demo.load",
        object_kind="municipality",
        object_id="lindeby",
        object_name="Lindeby Kommune",
        data={"persons": len(persons)},
    )
