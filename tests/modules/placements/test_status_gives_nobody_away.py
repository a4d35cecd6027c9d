"""What everybody sees of the status: no count below five, none that can be worked out, and one's own as it is."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.calc.suppression import Cell, Sum, Zeros, attack
from chefforum.kernel.figures.queries import value_of, words_of
from chefforum.modules.placements.queries.status import kind_of_unit, own_of, status_of
from chefforum.modules.placements.queries.status_figures import Measure, number_of
from chefforum.modules.placements.rules.kinds import PlacementKind
from chefforum.modules.placements.rules.publishing import HIDDEN
from chefforum.modules.placements.rules.status import KindStatus, Status
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import INTERNSHIP, WAGE_SUBSIDY, ForumTown

ON = dt.date(2026, 7, 10)
MONTH_OVER = dt.date(2026, 6, 30)


@pytest.fixture
def forum(db: None) -> ForumTown:
    made = forum_town.build()
    forum_town.fill(made, until=ON)
    return made


def seen_by(forum: ForumTown, name: str, *, year: int = 2026, as_published: bool = False) -> Status:
    return status_of(actor=forum.as_(name, ON), year=year, on=ON, as_published=as_published)


def tables_of(status: Status) -> list[tuple[str, dict[str, int | None], int | None]]:
    """Every table that is shown, of a kind in a year or of who is under way: what its parts are said to be, and all."""
    found = []
    for kind in PlacementKind:
        for year in status.years:
            departments = {row.name: row.by_year[kind, year].value for row in status.departments}
            job_types = {row.name: row.by_year[kind, year].value for row in status.job_types}
            total = status.by_year[kind, year].value
            found += [(f"{kind} {year}", departments, total), (f"{kind} {year} job", job_types, total)]
        running = {row.name: row.kinds[kind].running.value for row in status.departments}
        found.append((f"{kind} running", running, status.whole[kind].running.value))
    return found


def truly(forum: ForumTown, *, year: int = 2026) -> dict[str, dict[str, int]]:
    """The same tables of the same day, nothing hidden."""
    on = min(MONTH_OVER, dt.date(year, 12, 31))
    status = status_of(actor=forum.as_("coordinator", ON), year=year, on=on)
    return {name: {part: count or 0 for part, count in parts.items()} for name, parts, _ in tables_of(status)}


@pytest.mark.parametrize("year", [2026, 2025])
def test_an_attacker_who_subtracts_departments_from_totals_works_out_no_small_count(
    forum: ForumTown, year: int
) -> None:
    """Also one who is chief of a department, and so knows one of the hidden counts."""
    true = truly(forum, year=year)
    hidden = 0
    for name, parts, total in tables_of(seen_by(forum, "colleague", year=year)):
        for knows in ("", *parts):
            shown: dict[Cell, int] = {
                (part,): true[name].get(part, 0) if part == knows else count
                for part, count in parts.items()
                if part == knows or count is not None
            }
            assert all(count == 0 or count >= 5 for (part,), count in shown.items() if part != knows), name
            if total is not None:
                assert total == 0 or total >= 5
                shown[("", "total")] = total
            noughts = any(count is None and not true[name].get(part) for part, count in parts.items())
            possible = attack(
                shown=shown,
                sums=[Sum(("", "total"), tuple((part,) for part in parts))],
                zeros=Zeros.HIDDEN if noughts else Zeros.SHOWN,
            )
            for (part, *_), told in possible.items():
                if part and 0 < true[name].get(part, 0) < 5:
                    hidden += 1
                    assert told.low <= 1, (name, knows, part)
                    assert told.high is None or told.high >= 4, (name, knows, part)
    assert hidden, "nothing was hidden, so that nothing was tested"


def test_the_years_and_the_kinds_are_public_and_tell_the_paper(forum: ForumTown) -> None:
    found = seen_by(forum, "colleague")
    assert [found.by_year[INTERNSHIP, year].value for year in (2025, 2024)] == [205, 211]
    assert [found.by_year[WAGE_SUBSIDY, year].value for year in (2025, 2024)] == [40, 37]
    assert found.is_published
    assert found.hides


def test_what_is_published_is_of_the_month_that_is_over_whoever_begins_today(forum: ForumTown) -> None:
    before = seen_by(forum, "colleague")
    made = forum_town.place_people(forum, {"g": 3}, kind=INTERNSHIP, year=2026, days=14, until=ON)
    forum_town.Placement.objects.filter(pk__in=[one.pk for one in made]).update(starts_on=ON, ends_on=ON)
    after = seen_by(forum, "colleague")
    assert (before.day, after.day) == (MONTH_OVER, MONTH_OVER)
    assert tables_of(before) == tables_of(after)


def test_months_of_the_whole_have_nobody_or_five_between_them(forum: ForumTown) -> None:
    way = seen_by(forum, "colleague").ways[WAGE_SUBSIDY]
    counts = [0, *(count for _, count in way.points)]
    steps = [later - earlier for earlier, later in pairwise(counts)]
    assert way.is_merged
    assert steps
    assert all(step == 0 or step >= 5 for step in steps)


def test_a_chief_sees_their_own_department_as_it_is_and_the_others_as_all_do(forum: ForumTown) -> None:
    rows = {row.code: row for row in seen_by(forum, "c").departments}
    assert rows["c"].is_own
    assert rows["c"].kinds[WAGE_SUBSIDY].started.value == 1
    assert rows["c"].kinds[INTERNSHIP].taken is not None
    others = {row.code: row for row in seen_by(forum, "colleague").departments}
    for code in "abdefg":
        assert rows[code].kinds[WAGE_SUBSIDY].started == others[code].kinds[WAGE_SUBSIDY].started
        assert rows[code].kinds[INTERNSHIP].taken is None


def test_the_coordinator_sees_all_until_today(forum: ForumTown) -> None:
    found = seen_by(forum, "coordinator")
    assert (found.day, found.is_published, found.hides) == (ON, False, False)
    assert {row.code: row.kinds[WAGE_SUBSIDY].started.value for row in found.departments} == {
        "a": 8,
        "b": 3,
        "c": 1,
        "d": 9,
        "e": 2,
        "f": 2,
        "g": 0,
    }
    assert len(found.workplaces) == 7


def test_who_leads_the_whole_sees_all_and_has_no_box_of_their_own(forum: ForumTown) -> None:
    assert not seen_by(forum, "director").is_published
    assert own_of(actor=forum.as_("director", ON), on=ON) is None


def test_as_published_is_the_same_whoever_asks(forum: ForumTown) -> None:
    theirs = seen_by(forum, "coordinator", as_published=True)
    assert tables_of(theirs) == tables_of(seen_by(forum, "colleague"))
    assert theirs.workplaces == ()


def test_a_leader_has_their_own_workplace_first(forum: ForumTown) -> None:
    own = own_of(actor=forum.as_("leder-a", ON), on=ON)
    assert own is not None
    assert (own.name, own.department) == ("Arbejdsplads a", "Ældre, Sundhed & Social")
    assert own.target_text == (
        "Måltal for Ældre, Sundhed & Social: 16 løntilskud om året (4 løbende) og 126 virksomhedspraktikker om året "
        "(10 løbende)."
    )
    assert own.free == 8
    assert [row.name for row in seen_by(forum, "leder-a").workplaces] == ["Arbejdsplads a"]
    assert seen_by(forum, "colleague").workplaces == ()


def test_what_is_taken_is_hidden_where_the_difference_would_tell_a_few(forum: ForumTown) -> None:
    """All under way but one are in a place: the one who is not could be worked out."""
    place = forum_town.offer(forum, "d", kind=INTERNSHIP, slots=60)
    there = forum_town.Placement.objects.filter(kind=INTERNSHIP.value)
    running = there.filter(starts_on__lte=MONTH_OVER, ends_on__gte=MONTH_OVER).values_list("pk", flat=True)
    assert len(running) > 8
    there.filter(pk__in=list(running)[:-1]).update(place=place)
    found = seen_by(forum, "colleague").whole[INTERNSHIP]
    assert found.running.value == len(running)
    assert found.taken is not None
    assert found.taken.is_hidden
    assert found.occupancy is None
    there.filter(pk__in=list(running)).update(place=place)
    assert seen_by(forum, "colleague").whole[INTERNSHIP].occupancy is not None


def test_what_is_taken_is_hidden_where_those_under_way_are(forum: ForumTown) -> None:
    """Three and twenty, all of them in a place: who knows of the twenty would take them from the 23 that are taken."""
    kind = PlacementKind.UTILITY
    forum_town.place_people(forum, {"a": 3, "b": 20}, kind=kind, year=2026, until=ON)
    for code in "ab":
        there = forum_town.Placement.objects.filter(kind=kind.value, unit=forum.workplaces[code])
        place = forum_town.offer(forum, code, kind=kind, slots=25)
        there.update(place=place, starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 8, 1))
    found = seen_by(forum, "colleague").whole[kind]
    assert found.running.is_hidden
    assert found.taken is not None
    assert found.taken.is_hidden
    assert found.occupancy is None


@pytest.mark.parametrize("view", ["afdelinger", "stillinger", "aar-for-aar", "arbejdssteder"])
def test_the_page_shows_a_colleague_no_number_from_one_to_four_of_persons(
    forum: ForumTown, view: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: ON)
    client.force_login(forum.people["colleague"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("placements:overview"), {"vis": view}).content.decode()
    assert "Arbejdsplads a" not in page
    if view == "aar-for-aar":
        cells = re.findall(r'<td class="num">([^<]*)</td>', page.split('id="tabel"')[1])
        assert HIDDEN in cells
        assert not {"1", "2", "3", "4"} & set(cells)


def test_the_departments_own_page_tells_others_no_month(
    forum: ForumTown, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: ON)
    url = reverse("placements:department", args=[forum.departments["c"].pk])
    client.force_login(forum.people["colleague"], backend="django.contrib.auth.backends.ModelBackend")
    told = client.get(url).content.decode()
    assert "Børn &amp; Familie" in told
    assert "mod måltallets tempo" not in told
    client.force_login(forum.people["c"], backend="django.contrib.auth.backends.ModelBackend")
    own = client.get(url).content.decode()
    assert "løntilskud: begyndt i 2026 mod måltallets tempo" in own
    assert "Arbejdsplads c" in own
    unknown = client.get(reverse("placements:department", args=[forum.workplaces["c"].pk]))
    assert unknown.status_code == 404


def test_the_axis_of_the_departments_chart_counts_whole_persons(
    forum: ForumTown, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five are expected, and ten at most: the steps would be of two and a half."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: ON)
    client.force_login(forum.people["e"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("placements:department", args=[forum.departments["e"].pk])).content.decode()
    axes = re.findall(r'text-anchor="end" fill="[^"]+">([\d.,]+)</text>', page)
    assert {"5", "10"} <= set(axes)
    assert not [number for number in axes if "," in number]


def figure(forum: ForumTown, name: str, code: str, kind: PlacementKind = WAGE_SUBSIDY, measure: str = "started") -> str:
    told = number_of(actor=forum.as_(name, ON), measure=Measure(measure), year=2026, kind=kind.value, code=code, on=ON)
    return str(told.value) if told.value is not None else told.why


@pytest.mark.parametrize("name", ["coordinator", "director", "c", "leder-c", "colleague"])
def test_a_living_figure_is_as_published_whoever_puts_it_into_a_text(forum: ForumTown, name: str) -> None:
    """The readers of the text are others than its writer."""
    assert figure(forum, name, "c").startswith("Skjult")
    assert figure(forum, name, forum.top.code) == "25"
    assert figure(forum, name, "c1").startswith("Tal for Arbejdsplads c offentliggøres ikke")
    assert figure(forum, name, "findes-ikke") == "Der er ingen enhed med koden findes-ikke."
    assert figure(forum, name, forum.top.code, INTERNSHIP, "occupancy") == "0.0"
    assert figure(forum, name, "d", INTERNSHIP, "occupancy").startswith("Hvor mange pladser der er besat")
    assert figure(forum, name, forum.top.code, WAGE_SUBSIDY, "occupancy") == "Ingen pladser er tilbudt."


def test_a_living_figure_is_of_the_month_that_is_over_whoever_asks(forum: ForumTown) -> None:
    before = figure(forum, "coordinator", forum.top.code)
    made = forum_town.place_people(forum, {"a": 9}, kind=WAGE_SUBSIDY, year=2026, days=15, until=ON)
    forum_town.Placement.objects.filter(pk__in=[one.pk for one in made]).update(starts_on=ON, ends_on=ON)
    assert figure(forum, "coordinator", forum.top.code) == before
    told = number_of(
        actor=forum.as_("coordinator", ON),
        measure=Measure.STARTED,
        year=2026,
        kind=WAGE_SUBSIDY.value,
        code=forum.top.code,
        on=ON,
    )
    assert told.as_of == MONTH_OVER


def test_a_figure_in_a_text_is_named_by_the_names_of_its_choices(forum: ForumTown) -> None:
    reference = f"placements.started year=2026 kind=wage_subsidy unit={forum.top.code}"
    shown = value_of(reference=reference, actor=forum.as_("coordinator", ON), on=ON)
    assert words_of(shown, on=ON) == "Begyndte forløb, 2026, Løntilskud, Kommunen"
    assert [value for _, value in shown.choices] == ["2026", "Løntilskud", forum.top.code]


def test_figures_of_departments_hide_what_the_page_hides(forum: ForumTown) -> None:
    page = seen_by(forum, "colleague")
    for row in page.departments:
        found = kind_of_unit(actor=forum.as_("colleague", ON), year=2026, kind=WAGE_SUBSIDY, code=row.code, on=ON)
        assert isinstance(found, KindStatus)
        assert (found.started, found.running) == (row.kinds[WAGE_SUBSIDY].started, row.kinds[WAGE_SUBSIDY].running)
