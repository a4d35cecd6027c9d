"""The register read as it was known at a moment is what it said at that moment, whatever was done since."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.imports.tables import csv_of
from chefforum.modules.placements.imports.placements import apply_placements, read_placements
from chefforum.modules.placements.models import JobType, OutcomeDefinition, Place, Placement, PlacementChange
from chefforum.modules.placements.queries.known import first_day
from chefforum.modules.placements.queries.placements import PlacementRow, placements_between
from chefforum.modules.placements.queries.register import facts_of
from chefforum.modules.placements.rules.outcomes import WrongOutcome
from chefforum.modules.placements.rules.register import Facts, WrongFacts
from chefforum.modules.placements.services.outcomes import SaidOutcome, note_outcome, note_outcomes, remove_outcome
from chefforum.modules.placements.services.register import (
    cancel_placement,
    change_placement,
    end_placement,
    register_placement,
    undo_last,
)
from tests.modules.placements.conftest import NOW, TODAY

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
JANUARY, MARCH, LATER = dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2027, 1, 1)
ACTS = ("register", "move", "days", "words", "end", "cancel", "undo", "outcome", "outcomes", "remove", "file")
steps = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 11))


@pytest.fixture
def there(town: SimpleNamespace) -> SimpleNamespace:
    """The town with two definitions, two types of job, and a place at each school."""
    town.definitions = [
        OutcomeDefinition.objects.create(
            version=number, name="Effekt", text="", months_after=1, valid_from=since, source="prøve"
        )
        for number, since in ((1, dt.date(2020, 1, 1)), (2, dt.date(2026, 1, 20)))
    ]
    town.job_types = [town.job_type, JobType.objects.create(code="kontor", name="Kontor", position=2), None]
    town.places = [
        Place.objects.create(
            workplace=town.workplaces[unit],
            kind="internship",
            job_type=town.job_type,
            open_from=JANUARY,
            created_at=NOW,
        )
        for unit in (town.north, town.south)
    ]
    return town


def said(town: SimpleNamespace, number: int, **more: Any) -> Facts:
    usual = {
        "kind": ("internship", "wage_subsidy")[number % 2],
        "sector": "municipal",
        "unit_id": (town.north, town.south, town.park)[number % 3].pk,
        "starts_on": JANUARY + 9 * number * DAY,
        "ends_on": (JANUARY + (9 * number + 20) * DAY, None)[number % 4 == 3],
        "external_reference": None,
    }
    return Facts(**(usual | more))


def outcome(town: SimpleNamespace, one: Placement, number: int) -> SaidOutcome:
    exit_type = ("job", "on_benefit", "education")[number % 3]
    closed_on = None if exit_type == "on_benefit" or number > 6 else TODAY - 2 * DAY
    return SaidOutcome(one.pk, town.definitions[number % 2].pk, exit_type, closed_on, TODAY - DAY)


def file(town: SimpleNamespace, one: Placement, number: int, at: dt.datetime) -> None:
    """One line of our own list, which changes days, unit and outcome; and one that is new."""
    heads = ("Nummer", "Nummer i fagsystemet", "Type", "Enhedskode", "Starter", "Slutter", "Udfald", "Udfald opgjort")
    day = JANUARY + number * DAY
    days = (f"{day:%d-%m-%Y}", f"{day + 10 * DAY:%d-%m-%Y}")
    code = ("nordskolen", "parken")[number % 2]
    exits = (("", ""), ("I job", f"{TODAY - DAY:%d-%m-%Y}"))[number % 3 == 0]
    lines = [
        (one.reference, "", "Løntilskud", code, *days, *exits),
        ("", f"MOM-{number}", "Nytteindsats", code, *days, *exits),
    ]
    actor = town.as_("coordinator")
    preview = read_placements(actor=actor, content=csv_of([heads, *lines]), filename="x.csv", options={}, at=at)
    apply_placements(actor=actor, payload=preview.payload, at=at)


def do(town: SimpleNamespace, act: str, which: int, number: int, at: dt.datetime) -> None:
    """The act, where it can be done."""
    actor = town.as_("coordinator")
    all_of_them = list(Placement.objects.order_by("reference"))
    if act == "register" or not all_of_them:
        register_placement(actor=actor, facts=said(town, number), at=at)
        return
    one = all_of_them[which % len(all_of_them)]
    same, of = vars(facts_of(one)), {"actor": actor, "placement_id": one.pk, "at": at}
    new = vars(said(town, number))
    match act:
        case "move" if number < 4:
            outside = {"sector": "private", "unit_id": None, "workplace_id": None, "place_id": None}
            change_placement(facts=Facts(**(same | outside)), **of)
        case "move":
            place = town.places[number % 2] if number > 7 else None
            where = {"unit_id": new["unit_id"] if place is None else None, "sector": "municipal"}
            where |= {"workplace_id": None, "place_id": place.pk if place else None}
            change_placement(facts=Facts(**(same | where)), **of)
        case "days":
            change_placement(facts=Facts(**(same | {name: new[name] for name in ("starts_on", "ends_on")})), **of)
        case "words":
            job_type = town.job_types[number % 3]
            words = {"kind": new["kind"], "job_type_id": job_type.pk if job_type else None, "hours": number or None}
            change_placement(facts=Facts(**(same | words)), **of)
        case "end":
            ended_on = None if number == 11 else one.starts_on + number * DAY
            end_placement(ended_on=ended_on, end_reason="hired" if ended_on else "", on=TODAY, **of)
        case "cancel":
            cancel_placement(**of)
        case "undo":
            undo_last(change_id=PlacementChange.objects.filter(placement=one).values_list("pk", flat=True)[0], **of)
        case "outcome":
            note_outcome(actor=actor, said=outcome(town, one, number), at=at, on=TODAY)
        case "outcomes":
            note_outcomes(actor=actor, said=[outcome(town, one, number) for one in all_of_them], at=at, on=TODAY)
        case "remove":
            remove_outcome(definition_id=town.definitions[number % 2].pk, **of)
        case "file":
            file(town, one, number, at)


def readings(town: SimpleNamespace, known_at: dt.datetime | None = None) -> list[list[PlacementRow]]:
    """All, those of a month, and those by the older definition."""
    return [
        placements_between(first=JANUARY - 400 * DAY, last=LATER, known_at=known_at),
        placements_between(first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 10), known_at=known_at),
        placements_between(first=JANUARY, last=MARCH, definition_id=town.definitions[0].pk, known_at=known_at),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=12))
def test_whatever_is_done_the_register_as_it_was_known_is_what_it_was(
    there: SimpleNamespace, history: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        told = []
        for place, (act, which, number) in enumerate(history):
            at = NOW + place * MINUTE
            told.append((at, readings(there), first_day()))
            try:
                with transaction.atomic():
                    do(there, act, which, number, at)
            except (WrongFacts, WrongOutcome):  # it cannot be done, and nothing is
                pass
        for at, was, first in told:
            assert readings(there, known_at=at) == was
            assert first_day(at) == first
        assert readings(there, known_at=NOW + len(history) * MINUTE) == readings(there)
        transaction.set_rollback(True)


def test_however_much_was_done_it_is_one_query_more(there: SimpleNamespace, django_assert_num_queries: Any) -> None:
    for number in range(12):
        do(there, "register", 0, number, NOW)
    for number in range(12):
        for act in ("move", "words", "end", "outcomes", "undo"):
            try:
                do(there, act, number, number, NOW + MINUTE)
            except (WrongFacts, WrongOutcome):
                continue
    with django_assert_num_queries(2):
        assert len(placements_between(first=JANUARY - 400 * DAY, last=LATER, known_at=NOW + MINUTE)) == 12
    with django_assert_num_queries(3):
        first_day(NOW + MINUTE)


def test_what_is_registered_at_the_moment_was_not_known_at_it(there: SimpleNamespace) -> None:
    do(there, "register", 0, 0, NOW)
    assert placements_between(first=JANUARY, last=LATER, known_at=NOW) == []
    assert first_day(NOW) is None
    assert len(placements_between(first=JANUARY, last=LATER, known_at=NOW + MINUTE)) == 1
