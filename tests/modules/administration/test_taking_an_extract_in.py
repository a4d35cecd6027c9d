"""An extract is taken in by the administrator: all of it or nothing, and quickly."""

import datetime as dt
import time

import pytest

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.models import CostCentre, Unit, UnitPeriod
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Employment, Person
from chefforum.modules.administration.imports import apply_units, fingerprint_of_units, read_units
from chefforum.modules.administration.rules.organisation_rows import UnitRow
from chefforum.modules.administration.services.organisation import ExtractHasErrors, import_organisation

TODAY = dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)
FILE = """enhedskode;navn;type;overordnet enhedskode;årsværk;omkostningssteder;leder e-mail;leder navn;leder titel
K;Lindeby Kommune;kommune;;;;;;
BS;Børn og Unge;direktørområde;K;;;;;
S;Lindeby Skole;arbejdsplads;BS;41,25;4711;ida@lindeby.example;Ida Holm;Skoleleder
H;Havbo Børnehave;institution;BS;12;4712;;;
"""


def preview(content: str, *, is_complete: bool = True):
    return read_units(
        actor=Actor.command_line(),
        content=content.encode(),
        filename="organisation.csv",
        options={"on": TODAY.isoformat(), "is_complete": is_complete},
        at=NOW,
    )


def carry_out(shown):
    return apply_units(actor=Actor.command_line(), payload=shown.payload, at=NOW)


def test_the_preview_shows_what_is_added_changed_and_closed_and_writes_nothing(town):
    shown = preview(FILE)
    assert [(change.kind.value, change.where.split(" (")[0]) for change in shown.changes] == [
        ("changed", "Børn og Unge"),
        ("added", "Havbo Børnehave"),
        ("changed", "Lindeby Skole"),
        ("removed", "Teknik og Miljø"),
    ]
    assert "Navn: Børn og Skole" in shown.changes[0].before
    assert "Årsværk: 40,50 (31-12-2025)" in shown.changes[2].before
    assert "Leder: Ida Holm, Skoleleder" in shown.changes[2].after
    assert shown.fingerprint == fingerprint_of_units(shown.payload)
    assert Unit.objects.count() == 4
    assert not Event.objects.exists()


def test_what_was_previewed_is_what_is_written(town):
    carry_out(preview(FILE))
    names = [unit.name for _, unit in tree_on(TODAY).walk()]
    assert names == ["Lindeby Kommune", "Børn og Unge", "Havbo Børnehave", "Lindeby Skole"]
    assert [unit.name for _, unit in tree_on(TODAY - dt.timedelta(days=1)).walk()] == [
        "Lindeby Kommune",
        "Børn og Skole",
        "Lindeby Skole",
        "Teknik og Miljø",
    ]
    leader = Employment.objects.get(unit=town.S, is_leader=True)
    assert (leader.person.name, leader.title, leader.valid_from) == ("Ida Holm", "Skoleleder", TODAY)
    assert not leader.person.has_usable_password()
    assert CostCentre.objects.get(code="4712").unit.code == "H"


def test_the_import_leaves_one_event_that_counts(town):
    carry_out(preview(FILE))
    event = Event.objects.get()
    assert event.action == "organisation.import"
    assert event.data == {"lines": 4, "complete": True, "added": 1, "changed": 2, "closed": 1}


def test_the_same_file_twice_changes_nothing(town):
    carry_out(preview(FILE))
    again = preview(FILE)
    assert (again.changes, again.nothing_to_do) == ((), True)
    assert carry_out(again).summary[1] == "0 nye, 0 ændrede, 0 lukkede"
    assert Event.objects.count() == 1


def test_one_error_refuses_the_whole_file_and_every_error_is_listed(town):
    shown = preview(FILE + "X;Ukendt;enhed;findes-ikke;;;;;\nY;;enhed;K;;;;;\n")
    assert shown.nothing_to_do
    assert shown.changes == ()
    assert [(problem.line, problem.level.value) for problem in shown.problems] == [(6, "error"), (7, "error")]
    with pytest.raises(ExtractHasErrors, match="findes-ikke"):
        carry_out(shown)
    assert Unit.objects.count() == 4


def test_the_fingerprint_changes_when_somebody_else_changes_the_organisation(town):
    shown = preview(FILE)
    UnitPeriod.objects.filter(unit=town.TM).update(name="Teknik")
    assert fingerprint_of_units(shown.payload) != shown.fingerprint


def test_a_secretariat_over_everything_may_not_import(town, person, acting):
    secretary = acting(person("Sofie Lind", role=Role.SECRETARIAT, over=town.K))
    with pytest.raises(AccessDenied, match="indlæse organisationen"):
        import_organisation(actor=secretary, rows=[UnitRow(2, "K", "Ny Kommune")], on=TODAY, is_complete=False, at=NOW)
    assert UnitPeriod.objects.get(unit=town.K).name == "Lindeby Kommune"


def many_units(count: int, name: str) -> str:
    lines = ["enhedskode;navn;type;overordnet enhedskode;årsværk;omkostningssteder;leder e-mail;leder navn"]
    lines.append("K;Lindeby Kommune;kommune;;;;;")
    for number in range(count):
        parent = "K" if number < 20 else f"U{number % 20}"
        lines.append(
            f"U{number};{name} {number};enhed;{parent};{number % 90},5;C{number};p{number}@x.dk;Person {number}"
        )
    return "\n".join(lines)


def test_six_hundred_units_take_as_many_queries_as_six(db, django_assert_max_num_queries):
    for count in (6, 600):
        Person.objects.all().delete()
        shown = preview(many_units(count, "Enhed"), is_complete=False)
        with django_assert_max_num_queries(45):
            carry_out(shown)
        assert len(tree_on(TODAY).units) == count + 1


def test_six_hundred_renamed_units_are_previewed_and_written_within_seconds(db):
    carry_out(preview(many_units(600, "Enhed")))
    began = time.perf_counter()
    carry_out(preview(many_units(600, "Afdeling")))
    assert time.perf_counter() - began < 10
    assert UnitPeriod.objects.filter(name__startswith="Afdeling").count() == 600
