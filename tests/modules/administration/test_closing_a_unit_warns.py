"""Closing a unit that has something on it is told in the preview, and still carried out where the person wants it."""

import datetime as dt

import pytest

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.people.models import Employment, Group, GroupKind, Person
from chefforum.modules.administration.imports import apply_units, read_units

START, TODAY = dt.date(2020, 1, 1), dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
HEAD = "enhedskode;navn;type;overordnet enhedskode;gælder til\n"
WITHOUT_TM = "K;Lindeby Kommune;;;\nBS;Børn og Skole;;K;\nS;Lindeby Skole;;BS;\n"


def preview(lines: str, *, is_complete: bool = True):
    options = {"on": TODAY.isoformat(), "is_complete": is_complete}
    actor = Actor.command_line()
    return read_units(actor=actor, content=(HEAD + lines).encode(), filename="o.csv", options=options, at=NOW)


def warnings(shown) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.text) for problem in shown.problems if problem.level.value == "warning"]


def test_a_unit_with_nothing_on_it_is_closed_without_a_word(town):
    assert warnings(preview(WITHOUT_TM)) == []


def test_a_unit_that_is_not_in_the_file_is_told_with_its_group_leader_staff_and_roles(town, person):
    person("Lone Vig", unit=town.TM, leads=True)
    for name in ("Ane", "Bo", "Carl", "Dan"):
        person(name, unit=town.TM)
    person("Asger Holt", role=Role.ADMINISTRATOR, over=town.TM)
    Group.objects.create(name="Vejforum", kind=GroupKind.FORUM, unit=town.TM, valid_from=START)
    Group.objects.create(
        name="Nedlagt forum", kind=GroupKind.FORUM, unit=town.TM, valid_from=START, valid_to=dt.date(2025, 1, 1)
    )
    shown = preview(WITHOUT_TM)
    assert warnings(shown) == [
        (
            None,
            "Teknik og Miljø (TM) lukkes 28-01-2026. Der hører til den: leder Lone Vig; ansatte Ane, Bo, Carl og 1 "
            "mere; grupper Vejforum; adgang for Asger Holt. Se efter, om det skal flyttes.",
        )
    ]
    apply_units(actor=Actor.command_line(), payload=shown.payload, at=NOW)
    assert Employment.objects.get(person=Person.objects.get(name="Lone Vig")).valid_to == TODAY


def test_a_last_day_in_the_file_is_told_on_its_line_with_the_units_left_below(town):
    shown = preview("BS;Børn og Skole;;K;30-06-2026\n", is_complete=False)
    assert warnings(shown) == [
        (
            2,
            "Børn og Skole (BS) lukkes 01-07-2026. Der hører til den: enheder under Lindeby Skole. "
            "Se efter, om det skal flyttes.",
        )
    ]


@pytest.mark.parametrize("lines", ["BS;Børn og Unge;;K;\n", "S;Skolen;;TM;\n"], ids=["renamed", "moved"])
def test_a_unit_that_goes_on_is_not_told(town, person, lines):
    person("Lone Vig", unit=town.BS, leads=True)
    person("Ida Holm", unit=town.S, leads=True)
    assert warnings(preview(lines, is_complete=False)) == []
