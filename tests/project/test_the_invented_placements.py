"""Lindeby's placements come in by imports and services, and say what the forum's minutes say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from chefforum.calc.working_days import is_working_day
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Person
from chefforum.modules.placements.models import (
    ConsultantService,
    Contact,
    EmployeeCount,
    Outcome,
    Place,
    Placement,
    PublicFigure,
    RepresentativeStatement,
    TargetRound,
    TaskList,
    Workplace,
)
from chefforum.modules.placements.queries.effect import definitions, effect_of
from chefforum.modules.placements.queries.empty_places import why_empty
from chefforum.modules.placements.queries.public_figures import choices_of, kept_tables
from chefforum.modules.placements.queries.targets import get_round
from chefforum.modules.placements.rules.effect import Where
from chefforum.modules.placements.rules.empty import NOT_TOLD
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.rules.pseudonyms import refused
from chefforum.project import demo
from chefforum.project.demo import courses, placements

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
INTERNSHIP, SUBSIDY, UTILITY = PlacementKind.INTERNSHIP, PlacementKind.WAGE_SUBSIDY, PlacementKind.UTILITY
TOWN_HALL, DAY_CARE = ("110", "210"), ("33005", "33006", "33007", "33008")


@pytest.fixture(scope="module")
def lindeby(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The municipality with its placements, for all these tests; gone again after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_municipality()
        placements.load(folder=demo.FOLDER, at=AT)
        yield actor_for(person=Person.objects.get(email="bodil.kaersgaard@lindeby.example"), on=AT.date())
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def begun(year: int) -> Counter[str]:
    there = Placement.objects.filter(unit__isnull=False, starts_on__year=year, cancelled_at__isnull=True)
    return Counter(there.values_list("kind", flat=True))


def test_as_many_began_in_the_last_two_years_as_the_minutes_say(lindeby: Actor) -> None:
    assert (begun(2024)[INTERNSHIP], begun(2024)[SUBSIDY]) == (211, 37)
    assert (begun(2025)[INTERNSHIP], begun(2025)[SUBSIDY]) == (205, 40)


def test_the_town_hall_took_more_and_day_care_fewer(lindeby: Actor) -> None:
    def counted(codes: tuple[str, ...], year: int) -> int:
        units = Placement.objects.filter(starts_on__year=year, kind__in=(INTERNSHIP, SUBSIDY), unit__isnull=False)
        return sum(code.startswith(codes) for code in units.values_list("unit__code", flat=True))

    assert counted(TOWN_HALL, 2025) > counted(TOWN_HALL, 2024)
    assert counted(DAY_CARE, 2025) < counted(DAY_CARE, 2024)


def test_the_targets_are_the_houses_of_the_forum_and_agree_when_they_are_reckoned_again(lindeby: Actor) -> None:
    rounds = {one.year: one for one in TargetRound.objects.all()}
    for year, wanted in ((2025, ((143, 35), (781, 60))), (2026, ((60, 15), (487, 37)))):
        found = get_round(actor=lindeby, round_id=rounds[year].pk)
        targets = {one.kind: (one.yearly, one.running) for one in found.round.targets.all()}
        assert (targets[SUBSIDY], targets[INTERNSHIP]) == wanted
        assert found.agrees
    assert rounds[2026].decision == "Chefforum 4. februar 2026"


def test_the_effect_of_internships_is_24_percent_and_of_wage_subsidy_the_highest(lindeby: Actor) -> None:
    definition, _ = definitions()
    found = effect_of(actor=lindeby, years=(2025, 2024), definition=definition, on=AT.date())

    def share(year: int, where: Where, kind: PlacementKind) -> Decimal:
        group = found.of(year, where, kind.value)
        assert group.closed is not None
        assert group.known
        return Decimal(group.closed) / group.known

    inside = {kind: share(2025, Where.MUNICIPAL, kind) for kind in (INTERNSHIP, UTILITY, SUBSIDY)}
    group = found.of(2025, Where.MUNICIPAL, INTERNSHIP.value)
    assert (group.closed, group.known) == (49, 205)
    assert inside[INTERNSHIP] < inside[UTILITY] < inside[SUBSIDY]
    assert inside[UTILITY] > share(2024, Where.MUNICIPAL, UTILITY)
    assert inside[INTERNSHIP] > share(2025, Where.OUTSIDE, INTERNSHIP)
    assert inside[SUBSIDY] > share(2025, Where.OUTSIDE, SUBSIDY)


def test_effect_is_another_thing_from_the_law_of_2026_and_the_page_says_so(lindeby: Actor, client: Client) -> None:
    before, after = definitions()
    assert (after.version, after.span.first, after.exits) == (
        2,
        dt.date(2026, 2, 1),
        ("I job", "I fleksjob", "I uddannelse"),
    )
    assert before.span.until == after.span.first
    by_later = effect_of(actor=lindeby, years=(2026, 2025), definition=after, on=AT.date())
    assert by_later.of(2026, Where.MUNICIPAL, INTERNSHIP.value).share
    assert by_later.otherwise == (2025, 2026)
    client.force_login(Person.objects.get(pk=lindeby.person_id))
    page = client.get(f"/praktik/effekt/?aar=2026&definition={after.span.id}").content.decode()
    assert "Definitionen er skiftet" in page
    assert str(before) in page
    assert str(after) in page


def test_public_figures_of_three_tables_stand_in_charts_and_are_said_to_be_invented(
    lindeby: Actor, client: Client
) -> None:
    kept = {one.newest.table: one for one in kept_tables(actor=lindeby)}
    assert set(kept) == {"PTVC01", "Y01A02", "Y14D03"}
    areas = choices_of(actor=lindeby, holder=kept["PTVC01"].holder).areas
    assert areas == ("Bakkeby", "Fjordby", "Hele landet", "Lindeby", "Skovstrand")
    assert PublicFigure.objects.filter(value__isnull=True).exists()
    assert PublicFigure.objects.filter(period="2026M09").exists()
    assert not PublicFigure.objects.filter(period__gt="2026M09", period__startswith="2026M").exists()
    client.force_login(Person.objects.get(pk=lindeby.person_id))
    for table in kept:
        page = client.get(f"/praktik/jobindsats/?tabel={table}").content.decode()
        assert "Tallene er opdigtede" in page
        assert "<svg" in page


def test_of_those_that_ended_as_many_are_told_of_as_there_were(lindeby: Actor) -> None:
    found: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for one in PublicFigure.objects.filter(extract__table="Y14D03"):
        found.setdefault((one.area, one.period, one.group), {})[one.measure] = one.value or Decimal(0)
    assert found
    for told in found.values():
        after = [number for measure, number in told.items() if measure.startswith("Efterfølgende")]
        assert sum(after) == told["Antal afsluttede forløb"]


def test_some_outcomes_are_missing_and_none_is_of_a_day_that_has_not_come(lindeby: Actor) -> None:
    ended = Placement.objects.filter(ended_on__year=2025)
    assert 0 < ended.filter(outcomes__isnull=True).count() < ended.count() / 5
    assert not Outcome.objects.filter(as_of__gt=AT.date()).exists()
    assert not Placement.objects.filter(ended_on__gt=AT.date()).exists()


def test_somebody_is_under_way_and_somebody_is_to_begin(lindeby: Actor) -> None:
    running = Placement.objects.filter(starts_on__lte=AT.date(), ends_on__gte=AT.date(), ended_on__isnull=True)
    assert {kind.value for kind in PlacementKind} == set(running.values_list("kind", flat=True))
    assert running.filter(place__isnull=False).count() > 20
    assert Placement.objects.filter(starts_on__gt=AT.date()).exists()


def test_every_workplace_has_a_p_number_and_counts_and_there_are_fifty_odd_places(lindeby: Actor) -> None:
    workplaces = Workplace.objects.all()
    assert len(workplaces) == 37
    assert EmployeeCount.objects.count() == 37 * 8
    slots = Counter[str]()
    for place in Place.objects.all():
        slots[place.kind] += place.slots
    assert 50 <= slots[INTERNSHIP] < 60
    assert slots[SUBSIDY] > 10


def test_most_of_the_times_that_a_place_was_empty_are_explained(lindeby: Actor) -> None:
    found = why_empty(dt.date(2026, 1, 1), AT.date()).by_reason
    assert len(found) > 5
    assert found[NOT_TOLD] < sum(found.values()) / 2


def test_most_wage_subsidies_have_a_statement_from_before_they_began(lindeby: Actor) -> None:
    asked = Placement.objects.filter(kind=SUBSIDY, starts_on__year=2026, unit__isnull=False)
    said = RepresentativeStatement.objects.filter(placement__in=asked)
    assert asked.count() > said.count() > asked.count() / 2
    assert all(one.placement and one.said_on < one.placement.starts_on for one in said.select_related("placement"))


def test_three_lists_are_shared_and_others_use_them(lindeby: Actor) -> None:
    shared = TaskList.objects.filter(shared_at__isnull=False)
    assert shared.count() == 3
    assert all(one.items.count() >= 6 and one.copies.exists() and one.uses.count() > 2 for one in shared)


def test_three_consultants_serve_all_departments_but_one_and_come_by_on_working_days(lindeby: Actor) -> None:
    served = ConsultantService.objects.values_list("unit__code", flat=True)
    assert sorted(served) == ["110", "210", "230", "310", "320", "330"]
    assert len({one.consultant_id for one in ConsultantService.objects.all()}) == 3
    coming = Contact.objects.filter(planned_for__gte=AT.date())
    assert coming.count() >= 8
    assert all(is_working_day(one.planned_for) for one in coming)
    assert Contact.objects.filter(held_on__isnull=False).exists()


def test_who_has_a_role_over_several_units_stands_on_several_lines_of_the_file(lindeby: Actor) -> None:
    omar = Person.objects.get(email="omar.dalsgaard@lindeby.example")
    assert omar.employments.count() == 1
    assert sorted(omar.role_assignments.values_list("unit__code", flat=True)) == ["110", "210", "230"]


def test_the_same_is_invented_every_time_and_nothing_of_it_looks_like_a_person() -> None:
    folder = demo.FOLDER / "placements"
    first, again = (courses.courses(folder=folder, year=2026) for _ in range(2))
    assert first == again
    assert not any(refused(one.number) for one in first)
