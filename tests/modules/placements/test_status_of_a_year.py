"""How a year goes: what began against the pace, what is under way, year against year, and where nothing is known."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.modules.placements.models import Placement
from chefforum.modules.placements.queries.status import YearNotTold, department_of, status_of, years_told
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.rules.status import STANDING_WORDS, Standing, Status, Way, expected_until
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import INTERNSHIP, WAGE_SUBSIDY, ForumTown

HALFWAY = dt.date(2026, 7, 1)  # 182 of 365 days have gone


@pytest.fixture
def forum(db: None) -> ForumTown:
    return forum_town.build()


def whole(forum: ForumTown, *, year: int = 2026, on: dt.date = HALFWAY) -> Status:
    return status_of(actor=forum.as_("coordinator", on), year=year, on=on)


def begin(forum: ForumTown, day: dt.date, **other: object) -> Placement:
    count = Placement.objects.count()
    fields = {"kind": INTERNSHIP.value, "unit": forum.workplaces["a"], "starts_on": day, "ends_on": day} | other
    return Placement.objects.create(reference=f"F-{count}", created_at=forum_town.AT, **fields)


def test_the_pace_of_half_a_year_by_hand(forum: ForumTown) -> None:
    """487 × 182/365 = 242.83, of which chance explains 213 to 274; 100 is below it."""
    forum_town.set_targets(forum, year=2026)
    forum_town.place_people(forum, {"a": 60, "d": 40}, kind=INTERNSHIP, year=2026, until=HALFWAY)
    found = whole(forum).whole[INTERNSHIP]
    assert found.started.value == 100
    assert found.expected == pytest.approx(487 * 182 / 365)
    assert found.expected_text == "243 (213–274)"
    assert found.standing == STANDING_WORDS[Standing.BELOW]
    # 387 more in the 183 days that are left, 26 1/7 weeks: 14.8 a week.
    assert found.sentence == (
        "Der er begyndt 100 virksomhedspraktikker i 2026 til og med 1. juli 2026. Måltallet er 487 om året, så der "
        "ventes 243 på nuværende tidspunkt. Det er under det, tilfældigheder forklarer (213–274). Skal måltallet nås, "
        "skal der begynde 14,8 om ugen resten af året."
    )


def test_a_small_department_is_not_blamed_for_what_chance_does(forum: ForumTown) -> None:
    """Økonomi & Stab: 2 a year, 1.0 expected by now; none begun is nothing to ask about."""
    forum_town.set_targets(forum, year=2026)
    department = {row.code: row for row in whole(forum).departments}["g"].kinds[WAGE_SUBSIDY]
    assert (department.started.value, department.expected_text) == (0, "1,0 (0–3)")
    assert department.standing == STANDING_WORDS[Standing.INSIDE]
    assert department.running_target_text == "0 (≈0,5)"


def test_a_department_outside_the_inner_limits_alone_is_told_with_care(forum: ForumTown) -> None:
    """Kultur: 44 a year, 21.9 by now, 13–32 by chance; 12 is below that, but within what one of many may be."""
    forum_town.set_targets(forum, year=2026)
    forum_town.place_people(forum, {"e": 12}, kind=INTERNSHIP, year=2026, until=HALFWAY)
    department = {row.code: row for row in whole(forum).departments}["e"].kinds[INTERNSHIP]
    assert department.standing == "lidt under; blandt mange afdelinger kan det være tilfældigt"


def test_the_years_are_those_of_the_forums_paper(forum: ForumTown) -> None:
    forum_town.fill(forum, until=HALFWAY)
    found = whole(forum)
    assert [found.by_year[INTERNSHIP, year].value for year in (2025, 2024)] == [205, 211]
    assert [found.by_year[WAGE_SUBSIDY, year].value for year in (2025, 2024)] == [40, 37]


def test_a_placement_belongs_to_the_year_that_it_begins_in_and_runs_on_both_its_days(forum: ForumTown) -> None:
    begin(forum, dt.date(2025, 12, 31), ends_on=dt.date(2026, 1, 5))
    begin(forum, dt.date(2026, 1, 1), ends_on=dt.date(2026, 1, 5))
    begin(forum, dt.date(2026, 1, 3), ends_on=dt.date(2026, 1, 31), ended_on=dt.date(2026, 1, 4))
    found = whole(forum, on=dt.date(2026, 1, 5))
    assert (found.by_year[INTERNSHIP, 2026].value, found.by_year[INTERNSHIP, 2025].value) == (2, 1)
    assert found.whole[INTERNSHIP].running.value == 2
    assert whole(forum, on=dt.date(2026, 1, 6)).whole[INTERNSHIP].running.value == 0
    assert whole(forum, year=2025, on=dt.date(2026, 1, 6)).whole[INTERNSHIP].running.value == 1


def test_cancelled_ones_and_those_outside_the_municipality_do_not_count(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 3, 1), cancelled_at=forum_town.AT)
    begin(forum, dt.date(2026, 3, 1), unit=None, sector="private")
    begin(forum, dt.date(2026, 3, 1), ends_on=None)
    found = whole(forum).whole[INTERNSHIP]
    assert (found.started.value, found.running.value) == (1, 1)


def test_a_year_without_targets_says_so_and_has_no_pace(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 3, 1))
    found = whole(forum).whole[INTERNSHIP]
    assert (found.target, found.expected, found.standing) == (None, None, "")
    assert found.target_text == found.expected_text == found.running_target_text == "intet måltal"
    assert found.sentence.endswith("Der er intet måltal for 2026.")


def test_a_later_round_supersedes(forum: ForumTown) -> None:
    forum_town.set_targets(forum, year=2026)
    later = forum_town.set_targets(forum, year=2026, number=2)
    later.targets.filter(kind=INTERNSHIP.value).update(yearly=400)
    target = whole(forum).whole[INTERNSHIP].target
    assert target is not None
    assert target.yearly == 400


def test_a_round_that_does_not_hold_yet_leaves_the_status_as_it_is(forum: ForumTown) -> None:
    forum_town.set_targets(forum, year=2026)
    later = forum_town.set_targets(forum, year=2026, number=2)
    later.targets.filter(kind=INTERNSHIP.value).update(yearly=400)
    later.holds_from = dt.date(2026, 12, 31)
    later.save(update_fields=["holds_from"])
    target = whole(forum).whole[INTERNSHIP].target
    assert target is not None
    assert target.yearly == 487


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2028, 2, 29), 60 / 366),
        (dt.date(2028, 12, 31), 1),
        (dt.date(2026, 2, 28), 59 / 365),
        (dt.date(2026, 1, 1), 1 / 365),
    ],
)
def test_a_leap_year_has_a_day_more(day: dt.date, expected: float) -> None:
    assert expected_until(100, year=day.year, day=day) == pytest.approx(100 * expected)


def test_a_year_that_is_over_is_told_whole(forum: ForumTown) -> None:
    forum_town.fill(forum, until=HALFWAY)
    found = whole(forum, year=2025)
    assert found.day == dt.date(2025, 12, 31)
    assert found.whole[INTERNSHIP].sentence == (
        "Der er begyndt 205 virksomhedspraktikker i 2025 til og med 31. december 2025. Der er intet måltal for 2025."
    )


def test_others_see_a_year_when_its_first_month_is_over(forum: ForumTown) -> None:
    on = dt.date(2026, 1, 20)
    assert years_told(actor=forum.as_("colleague", on), on=on) == (2025,)
    assert years_told(actor=forum.as_("coordinator", on), on=on) == (2026,)
    with pytest.raises(YearNotTold):
        status_of(actor=forum.as_("colleague", on), year=2026, on=on)


def test_a_year_before_the_first_placement_is_missing_and_not_nought(forum: ForumTown) -> None:
    assert not whole(forum).has_placements
    begin(forum, dt.date(2025, 12, 1))
    assert whole(forum).years == (2026, 2025)
    assert years_told(actor=forum.as_("coordinator", HALFWAY), on=HALFWAY) == (2026, 2025)
    with pytest.raises(YearNotTold):
        whole(forum, year=2024)


def test_a_unit_that_closed_counts_in_the_department_that_it_lay_in(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 2, 1))
    UnitPeriod.objects.filter(unit=forum.workplaces["a"]).update(valid_to=dt.date(2026, 4, 1))
    row = {one.code: one for one in whole(forum).departments}["a"]
    assert row.kinds[INTERNSHIP].started.value == 1


def test_somebody_beside_the_departments_is_told_in_a_row_of_their_own(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 2, 1), unit=forum.top)
    found = whole(forum)
    assert [row.name for row in found.departments if row.kinds[INTERNSHIP].started.value] == ["Uden afdeling"]
    assert found.whole[INTERNSHIP].started.value == 1


def test_places_taken_and_free(forum: ForumTown) -> None:
    place = forum_town.offer(forum, "a", kind=INTERNSHIP, slots=3)
    begin(forum, HALFWAY, place=place, ends_on=HALFWAY + dt.timedelta(days=10))
    found = {row.code: row for row in whole(forum).departments}["a"].kinds[INTERNSHIP]
    assert (found.places, str(found.taken), str(found.free)) == (3, "1", "2")
    assert found.occupancy_text == "3 pladser er tilbudt; 1 er besat (33 %)."
    assert whole(forum).whole[WAGE_SUBSIDY].occupancy_text == "Ingen pladser er tilbudt."


def test_who_is_under_way_without_a_place_is_told_beside_so_that_free_places_make_sense(forum: ForumTown) -> None:
    place = forum_town.offer(forum, "a", kind=INTERNSHIP, slots=3)
    for where in (place, None, None):
        begin(forum, HALFWAY, place=where, ends_on=HALFWAY + dt.timedelta(days=10))
    status = whole(forum)
    found = {row.code: row for row in status.departments}["a"].kinds[INTERNSHIP]
    assert (found.running.value, found.without_place, str(found.free)) == (3, 2, "2")
    assert found.now_sentence.startswith("3 er i gang (heraf 2 uden plads her); ")
    assert status.whole[WAGE_SUBSIDY].without_place == 0
    others = status_of(actor=forum.as_("colleague", HALFWAY), year=2026, on=HALFWAY)
    assert {row.code: row for row in others.departments}["a"].kinds[INTERNSHIP].without_place is None


def test_by_type_of_job(forum: ForumTown) -> None:
    forum_town.place_people(forum, {"a": 3}, kind=INTERNSHIP, year=2026, until=HALFWAY, job_type="it")
    begin(forum, dt.date(2026, 2, 1))
    rows = {row.name: row.by_year[INTERNSHIP, 2026].value for row in whole(forum).job_types}
    assert rows == {"It": 3, "Uden stillingstype": 1}


def test_the_way_of_a_year_ends_on_the_day(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 1, 31))
    begin(forum, dt.date(2026, 2, 1))
    begin(forum, dt.date(2026, 2, 11))
    points = whole(forum, on=dt.date(2026, 2, 10)).ways[INTERNSHIP].points
    assert points == ((dt.date(2026, 1, 31), 1), (dt.date(2026, 2, 10), 2))
    chief = forum.as_("a", HALFWAY)

    def ways(code: str) -> dict[PlacementKind, Way]:
        department_id = forum.departments[code].pk
        return department_of(actor=chief, department_id=department_id, year=2026, on=HALFWAY)[2]

    assert ways("a")[INTERNSHIP].points[-1] == (dt.date(2026, 6, 30), 3)
    assert ways("b") == {}


def test_every_kind_is_told(forum: ForumTown) -> None:
    begin(forum, dt.date(2026, 2, 1), kind=PlacementKind.UTILITY.value)
    assert whole(forum).whole[PlacementKind.UTILITY].started.value == 1


def test_ten_thousand_placements_cost_no_more_queries(forum: ForumTown) -> None:
    forum_town.fill(forum, until=HALFWAY)

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            status_of(actor=forum.as_(name, HALFWAY), year=2026, on=HALFWAY)
        return len(found)

    before = [asked(name) for name in ("coordinator", "leder-a", "colleague")]
    forum_town.place_people(
        forum, dict.fromkeys("abcdefg", 1500), kind=INTERNSHIP, year=2026, days=21, until=HALFWAY, job_type="it"
    )
    assert [asked(name) for name in ("coordinator", "leder-a", "colleague")] == before
    assert whole(forum).whole[INTERNSHIP].started.value == 10_615
