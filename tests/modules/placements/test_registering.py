"""Placements are registered, changed, ended, cancelled, and the last of these undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.placements.models import JobType, Outcome, OutcomeDefinition, Place, Placement, PlacementChange
from chefforum.modules.placements.queries.register import PlacementNotFound
from chefforum.modules.placements.rules.register import Facts, WrongFacts
from chefforum.modules.placements.services.outcomes import SaidOutcome, note_outcome, note_outcomes
from chefforum.modules.placements.services.register import (
    DuplicateNumber,
    PlacementRefused,
    cancel_placement,
    change_placement,
    draw_references,
    end_placement,
    register_placement,
    undo_last,
)
from tests.modules.placements.conftest import NOW, TODAY

DAY = dt.timedelta(days=1)
A_CPR_NUMBER = "010180-1234"


def facts(town: SimpleNamespace, **said: Any) -> Facts:
    usual = {
        "kind": "internship",
        "sector": "municipal",
        "unit_id": town.north.pk,
        "starts_on": TODAY - 60 * DAY,
        "ends_on": TODAY - 30 * DAY,
        "external_reference": "MOM-1",
    }
    return Facts(**(usual | said))


def registered(town: SimpleNamespace, who: str = "consultant", **said: Any) -> Placement:
    return register_placement(actor=town.as_(who), facts=facts(town, **said), at=NOW)


def definition() -> OutcomeDefinition:
    return OutcomeDefinition.objects.create(
        version=1, name="Effekt", text="", months_after=3, valid_from=dt.date(2020, 1, 1), source="prøve"
    )


def test_a_placement_gets_a_number_of_its_own(town: SimpleNamespace) -> None:
    numbers = [registered(town, external_reference=f"MOM-{one}").reference for one in range(3)]
    assert numbers == ["F-2026-0001", "F-2026-0002", "F-2026-0003"]


def test_numbers_go_on_from_those_there_are(town: SimpleNamespace) -> None:
    Placement.objects.create(
        reference="F-2026-0041", kind="internship", unit=town.north, starts_on=TODAY, created_at=NOW
    )
    assert registered(town).reference == "F-2026-0042"
    assert draw_references(year=2027, count=2) == ["F-2027-0001", "F-2027-0002"]


def test_the_trail_says_that_and_not_what(town: SimpleNamespace) -> None:
    made = registered(town)
    change_placement(
        actor=town.as_("consultant"), placement_id=made.pk, facts=facts(town, target_group="sickness_benefit"), at=NOW
    )
    events = list(Event.objects.order_by("number"))
    assert [event.action for event in events] == ["placements.create", "placements.change"]
    assert events[-1].data == {"fields": ["target_group"]}
    assert "sickness" not in str([event.data for event in events])


@pytest.mark.parametrize("text", [A_CPR_NUMBER, "0101801234", "sag 010180 1234"])
def test_a_persons_number_does_not_come_in(town: SimpleNamespace, text: str) -> None:
    with pytest.raises(WrongFacts, match="CPR"):
        registered(town, external_reference=text)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("text", ["=1+1", "+45", "@a", "x" * 61, "a;b"])
def test_a_number_is_no_formula_and_no_text(town: SimpleNamespace, text: str) -> None:
    with pytest.raises(WrongFacts):
        registered(town, external_reference=text)


def test_the_same_course_is_registered_once(town: SimpleNamespace) -> None:
    first = registered(town)
    with pytest.raises(DuplicateNumber) as refused:
        registered(town)
    assert refused.value.placement_id == first.pk


def test_whoever_may_not_see_the_other_is_not_told_which(town: SimpleNamespace) -> None:
    registered(town, who="coordinator", unit_id=town.park.pk)
    with pytest.raises(DuplicateNumber) as refused:
        registered(town)
    assert refused.value.placement_id is None
    assert str(refused.value) == "Nummeret kan ikke bruges. Spørg koordinatoren, hvis det er rigtigt."


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ends_on": TODAY - 61 * DAY}, "ends_on"),
        ({"unit_id": None}, "unit_id"),
        ({"sector": "private"}, "unit_id"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal(100)}, "hours"),
        ({"starts_on": dt.date(1900, 1, 1)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(town: SimpleNamespace, said: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongFacts) as refused:
        registered(town, **said)
    assert refused.value.field == field


def test_the_place_says_where_it_is(town: SimpleNamespace) -> None:
    workplace = town.workplaces[town.north]
    place = Place.objects.create(
        workplace=workplace, kind="internship", job_type=town.job_type, open_from=TODAY, created_at=NOW
    )
    made = registered(town, unit_id=None, place_id=place.pk)
    assert (made.unit_id, made.workplace_id, made.job_type_id) == (town.north.pk, workplace.pk, town.job_type.pk)
    with pytest.raises(WrongFacts, match="anden enhed"):
        registered(town, external_reference="MOM-2", unit_id=town.south.pk, workplace_id=workplace.pk)


@pytest.mark.parametrize("who", ["leader", "chief", "controller", "admin", "colleague", "substitute"])
def test_only_a_consultant_of_the_unit_registers(town: SimpleNamespace, who: str) -> None:
    with pytest.raises(AccessDenied):
        registered(town, who=who)


def test_a_consultant_has_own_units_alone(town: SimpleNamespace) -> None:
    with pytest.raises(AccessDenied):
        registered(town, unit_id=town.park.pk)
    with pytest.raises(AccessDenied):
        registered(town, sector="private", unit_id=None)
    made = registered(town, who="coordinator", unit_id=town.park.pk)
    with pytest.raises(PlacementNotFound):
        cancel_placement(actor=town.as_("consultant"), placement_id=made.pk, at=NOW)


def test_a_placement_is_not_moved_to_a_unit_that_is_not_ones_own(town: SimpleNamespace) -> None:
    made = registered(town)
    moved = facts(town, unit_id=town.park.pk)
    with pytest.raises(AccessDenied):
        change_placement(actor=town.as_("consultant"), placement_id=made.pk, facts=moved, at=NOW)


def test_what_another_changed_meanwhile_is_not_written_over(town: SimpleNamespace) -> None:
    made = registered(town)
    actor = town.as_("consultant")
    seen = PlacementChange.objects.get().pk
    change_placement(actor=actor, placement_id=made.pk, facts=facts(town, hours=Decimal(20)), at=NOW, seen=seen)
    with pytest.raises(PlacementRefused, match="anden har ændret"):
        change_placement(actor=actor, placement_id=made.pk, facts=facts(town, hours=Decimal(30)), at=NOW, seen=seen)


def test_each_thing_done_can_be_undone(town: SimpleNamespace) -> None:
    made, actor = registered(town), town.as_("consultant")
    by = definition()

    def values() -> dict[str, Any]:
        there = Placement.objects.values().get(pk=made.pk)
        return there | {"outcomes": list(Outcome.objects.values("exit_type", "closed_on", "as_of"))}

    def undo(change: PlacementChange | None) -> None:
        assert change is not None
        undo_last(actor=actor, placement_id=made.pk, change_id=change.pk, at=NOW)

    before = values()
    other = JobType.objects.create(code="it", name="It", position=2)
    said = facts(
        town,
        external_reference=None,
        unit_id=town.south.pk,
        workplace_id=town.workplaces[town.south].pk,
        job_type_id=other.pk,
        hours=Decimal("18.5"),
        starts_on=TODAY - 50 * DAY,
        ends_on=None,
        consultant_id=town.people["consultant"].pk,
    )
    change = change_placement(actor=actor, placement_id=made.pk, facts=said, at=NOW)
    assert values() != before
    undo(change)
    assert values() == before

    undo(end_placement(actor=actor, placement_id=made.pk, ended_on=TODAY, end_reason="hired", at=NOW, on=TODAY))
    assert values() == before
    undo(cancel_placement(actor=actor, placement_id=made.pk, at=NOW))
    assert values() == before

    first = SaidOutcome(made.pk, by.pk, "job", TODAY - 10 * DAY, TODAY)
    undo(note_outcome(actor=actor, said=first, at=NOW, on=TODAY))
    assert values() == before
    note_outcome(actor=actor, said=first, at=NOW, on=TODAY)
    noted = values()
    second = dataclasses.replace(first, exit_type="education", closed_on=TODAY - 9 * DAY)
    undo(note_outcome(actor=actor, said=second, at=NOW, on=TODAY))
    assert values() == noted


def test_only_the_last_is_undone(town: SimpleNamespace) -> None:
    made, actor = registered(town), town.as_("consultant")
    first = change_placement(actor=actor, placement_id=made.pk, facts=facts(town, hours=Decimal(20)), at=NOW)
    second = change_placement(actor=actor, placement_id=made.pk, facts=facts(town, hours=Decimal(30)), at=NOW)
    assert first is not None
    assert second is not None
    with pytest.raises(PlacementRefused):
        undo_last(actor=actor, placement_id=made.pk, change_id=first.pk, at=NOW)
    undo_last(actor=actor, placement_id=made.pk, change_id=second.pk, at=NOW)
    with pytest.raises(PlacementRefused):
        undo_last(actor=actor, placement_id=made.pk, change_id=second.pk, at=NOW)


def test_an_end_has_come_and_is_not_before_the_beginning(town: SimpleNamespace) -> None:
    made, actor = registered(town), town.as_("consultant")
    for ended_on in (TODAY + DAY, made.starts_on - DAY):
        with pytest.raises(PlacementRefused):
            end_placement(actor=actor, placement_id=made.pk, ended_on=ended_on, end_reason="hired", at=NOW, on=TODAY)


def test_what_has_ended_is_not_cancelled_and_what_is_cancelled_does_not_end(town: SimpleNamespace) -> None:
    actor = town.as_("consultant")
    ended, cancelled = registered(town), registered(town, external_reference="MOM-2")
    end_placement(actor=actor, placement_id=ended.pk, ended_on=TODAY, end_reason="hired", at=NOW, on=TODAY)
    cancel_placement(actor=actor, placement_id=cancelled.pk, at=NOW)
    with pytest.raises(PlacementRefused):
        cancel_placement(actor=actor, placement_id=ended.pk, at=NOW)
    with pytest.raises(PlacementRefused):
        end_placement(actor=actor, placement_id=cancelled.pk, ended_on=TODAY, end_reason="hired", at=NOW, on=TODAY)


@pytest.mark.parametrize(
    ("exit_type", "closed", "as_of", "field"),
    [
        ("on_benefit", -10, 0, "closed_on"),  # closed and still on benefit
        ("on_benefit", None, 0, "as_of"),  # the three months have not gone
        ("job", 1, 0, "closed_on"),  # closed after the day of the data
        ("job", -1, 1, "as_of"),  # data from tomorrow
        ("job", None, 0, "closed_on"),  # the three months have not gone, and no day of closing is told
        ("job", -100, 0, "closed_on"),  # closed before it began
    ],
)
def test_an_outcome_hangs_together(
    town: SimpleNamespace, exit_type: str, closed: int | None, as_of: int, field: str
) -> None:
    made, by = registered(town), definition()
    closed_on = None if closed is None else TODAY + closed * DAY
    said = SaidOutcome(made.pk, by.pk, exit_type, closed_on, TODAY + as_of * DAY)
    wrong = note_outcomes(actor=town.as_("consultant"), said=[said], at=NOW, on=TODAY)
    assert wrong[made.pk].field == field
    assert not Outcome.objects.exists()


def test_many_outcomes_are_noted_at_once_by_who_may(town: SimpleNamespace, django_assert_max_num_queries: Any) -> None:
    by = definition()
    made = [registered(town, external_reference=f"MOM-{one}") for one in range(12)]
    elsewhere = registered(town, who="coordinator", unit_id=town.park.pk, external_reference="MOM-99")
    said = [SaidOutcome(one.pk, by.pk, "job", TODAY, TODAY) for one in (*made, elsewhere)]
    actor = town.as_("consultant")
    with django_assert_max_num_queries(12):  # four of them are the trail's
        wrong = note_outcomes(actor=actor, said=said, at=NOW, on=TODAY)
    assert {one: str(problem) for one, problem in wrong.items()} == {
        elsewhere.pk: "Du registrerer ikke forløb for den enhed."
    }
    assert set(Outcome.objects.values_list("placement", flat=True)) == {one.pk for one in made}
