"""A year of items in figures: by department, never by person, and only for those who keep the forum."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from chefforum.calc.readability import Readability
from chefforum.modules.meetings.models import Item, ItemStep
from chefforum.modules.meetings.queries.findings import findings_on_item
from chefforum.modules.meetings.queries.statistics import ForumNotFound, statistics_of
from chefforum.modules.meetings.rules.statistics import (
    FEWEST,
    ItemFacts,
    by_department,
    by_rule,
    by_section,
    pooled,
)
from chefforum.modules.meetings.services.findings import dismiss_finding
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

names = st.text("abcdefg", min_size=1, max_size=3)
facts = st.lists(
    st.builds(
        ItemFacts,
        department=names,
        found=st.lists(st.tuples(st.sampled_from(["date", "lix"]), st.booleans())).map(tuple),
        readability=st.builds(Readability, st.integers(1, 90), st.integers(1, 9), st.integers(0, 90)),
        sections=st.lists(st.tuples(st.sampled_from(["Økonomi", "Lovgrundlag"]), st.booleans())).map(tuple),
    )
)


@given(st.dictionaries(names, st.integers(1, 30)))
def test_no_name_stands_for_fewer_than_five_items_unless_there_are_no_more(items):
    shown: dict[str, int] = {}
    for name, label in pooled(items).items():
        shown[label] = shown.get(label, 0) + items[name]
    assert sum(shown.values()) == sum(items.values())
    assert len(shown) <= 1 or min(shown.values()) >= FEWEST


@given(facts)
def test_departments_and_rules_count_the_same_findings_and_items(found):
    departments = by_department(found)
    assert sum(row.items for row in departments) == len(found)
    assert sum(row.findings for row in departments) == sum(row.count for row in by_rule(found))
    assert all(sum(row.by_step) == row.items for row in departments)
    assert all(0 <= row.dismissed <= row.count for row in by_rule(found))
    assert all(row.nothing <= row.items <= len(found) for row in by_section(found))


@given(facts)
def test_the_order_of_the_items_does_not_matter(found):
    assert by_department(found) == by_department(found[::-1])
    assert by_rule(found) == by_rule(found[::-1])


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    return forum_world


def figures(world, by="secretary_of_unit"):
    return statistics_of(actor=world.as_(by), forum=world.forum, year=2026)


def set_department(world, count: int) -> None:
    ids = list(world.meeting.items.values_list("pk", flat=True)[:count])
    Item.objects.filter(pk__in=ids).update(unit=world.department)


@pytest.mark.django_db
def test_the_demo_s_minutes_in_figures(world):
    found = figures(world)
    assert (found.items, found.findings) == (8, 16)
    assert [row.name for row in found.departments] == ["Uden afdeling"]
    assert found.meetings[0].planned == sum(item.planned_minutes or 0 for item in world.meeting.items.all())
    assert found.meetings[0].used is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "shown"),
    [(4, {"Alle afdelinger"}), (5, {"Alle afdelinger"}), (3, {"Alle afdelinger"}), (8, {"afdelingen"})],
)
def test_a_department_with_few_items_is_not_named(world, count, shown):
    set_department(world, count)
    assert {row.name for row in figures(world).departments} == shown


@pytest.mark.django_db
def test_what_came_late_was_postponed_returned_and_let_stand_is_counted(world):
    first, second, third, fourth = world.meeting.items.order_by("position")[:4]
    Item.objects.filter(pk=first.pk).update(is_supplement=True)
    Item.objects.filter(pk=second.pk).update(deferral=Item.Deferral.TO_MEETING)
    for _ in range(2):
        ItemStep.objects.create(item=third, name="return", source="submitted", target="returned", at=NOW)
    actor = world.as_("secretary_of_unit")
    [row, *_] = [row for group in findings_on_item(actor=actor, item=fourth).groups for row in group.findings]
    dismiss_finding(actor=actor, item=fourth, key=row.finding.key, reason="Set", at=NOW)
    found = figures(world)
    assert (found.supplements, found.postponed, found.returned) == (1, 1, 1)
    assert {one.rule: one.dismissed for one in found.rules if one.dismissed} == {row.finding.rule: 1}


@pytest.mark.django_db
def test_withdrawn_items_and_other_years_are_left_out(world):
    world.take_in(date=NOW.date().replace(year=2025))
    world.meeting.items.filter(position=0).update(state="withdrawn")
    assert figures(world).items == 7


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "other_secretariat", "head", "auditor"])
def test_others_than_those_who_keep_the_forum_get_no_figures(world, name):
    with pytest.raises(ForumNotFound):
        figures(world, by=name)
    answer = making.client_of(world, name).get(f"{reverse('meetings:statistics')}?forum={world.forum.pk}&aar=2026")
    assert answer.status_code in {403, 404}


@pytest.mark.django_db
def test_no_person_is_named(world):
    Item.objects.update(author=world.persons["author"], presenter=world.persons["head"])
    answer = making.client_of(world, "chair").get(reverse("meetings:statistics"))
    text = answer.content.decode().split("<main")[1]
    assert all(f">{name}<" not in text for name in ("author", "head"))


@pytest.mark.django_db
def test_a_year_with_more_meetings_costs_no_more_queries(world):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            figures(world)
        return len(captured)

    before = cost()
    for day in (10, 11, 12):
        world.take_in(date=NOW.date().replace(day=day))
    assert cost() == before


@pytest.mark.django_db
def test_the_figures_come_as_pdf_too(world):
    url = reverse("meetings:statistics_export", args=["pdf"])
    assert making.client_of(world, "chair").get(url).content.startswith(b"%PDF")


@pytest.mark.django_db
def test_the_same_figures_are_in_the_spreadsheet(world):
    answer = making.client_of(world, "secretary_of_unit").get(
        reverse("meetings:statistics_export", args=["xlsx"]) + f"?forum={world.forum.pk}&aar=2026"
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    [sheet] = [rows for name, rows in sheets.items() if name.startswith("Det finder")]
    counted = {row[0]: row[1] for row in sheet if len(row) > 1 and isinstance(row[1], float)}
    found = figures(world)
    assert counted == {found.titles[row.rule]: row.count for row in found.rules}
