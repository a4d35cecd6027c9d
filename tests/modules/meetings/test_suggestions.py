"""What a decision orders is suggested with its owner where one person fits; where two do, both are told."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.connectors.minutes import read_minutes
from chefforum.kernel.organisation.models import Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Employment, Group, GroupKind, GroupMembership, GroupRole, Person
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.queries.suggestions import suggested_actions
from chefforum.modules.meetings.services.actions import NewAction, create_actions
from tests.modules.meetings.conftest import LONG_AGO

pytestmark = pytest.mark.django_db

SOURCE = "source/referat-chefforum-2026-01-28.md"


def seat_heads(forum: Group, participants) -> dict[str, Person]:
    """The participants of minutes as people of the house: each leads the department that the title names."""
    people = {}
    for number, one in enumerate(participants):
        person = Person.objects.create(name=one.name, email=f"p{number}@lindeby.example")
        unit_name = (
            (one.title or "").removeprefix("Afdelingschef").removeprefix("Direktør").strip().removeprefix("for ")
        )
        unit = Unit.objects.create(code=f"u{number}")
        UnitPeriod.objects.create(unit=unit, name=unit_name or "Stab", kind=UnitKind.DEPARTMENT, valid_from=LONG_AGO)
        Employment.objects.create(person=person, unit=unit, title=one.title or "", is_leader=True, valid_from=LONG_AGO)
        GroupMembership.objects.create(group=forum, person=person, role=GroupRole.MEMBER, valid_from=LONG_AGO)
        people[one.name] = person
    return people


@pytest.fixture
def source(forum_world, shared):
    """The real minutes, in a forum with the people that they name; and its next meeting."""
    path = shared(SOURCE)
    minutes = read_minutes(content=path.read_bytes(), filename=path.name)
    people = seat_heads(forum_world.forum, minutes.participants)
    forum_world.minutes = minutes
    meeting = forum_world.take_in(**{field: getattr(minutes, field) for field in minutes.__dataclass_fields__})
    return SimpleNamespace(meeting=meeting, people=people, names={one.pk: one.name for one in people.values()})


def of(source, number: int):
    return suggested_actions(item=source.meeting.items.get(number=number))


def test_three_named_by_first_name_and_department_are_three_owners(source):
    found = of(source, 4)
    assert len(found) == 3
    titles = {participant.name: participant.title for participant in source.meeting.participants.all()}
    wanted = {"Rikke": "Dagtilbud & Skole", "Marie": "Økonomi & Stab", "Tanja": "Ældre, Sundhed & Social"}
    for one in found:
        name = source.names[one.owner]
        assert wanted[name.split()[0]] in titles[name]


def test_each_for_their_own_department_is_one_for_each_head(source):
    found = of(source, 2)
    assert len({one.owner for one in found}) == len(found) > 5


def test_an_overview_that_nobody_is_named_for_is_nobody_s(source):
    (one,) = of(source, 5)
    assert one.owner is None
    assert "overblik" in one.text
    assert "Ingen er nævnt" in one.note


def test_two_things_with_two_dates_are_two_suggestions(source):
    course, cases = of(source, 8)
    assert (course.due_date, cases.due_date) == (dt.date(2026, 5, 31), dt.date(2026, 2, 11))


def test_decisions_that_order_nothing_suggest_nothing(source):
    assert [number for number in range(1, 9) if of(source, number)] == [2, 4, 5, 6, 8]


@pytest.fixture
def decided(forum_world):
    """The first item of the meeting, deciding what a test says; two Maries and a Rikke sit in the forum."""
    participants = [
        SimpleNamespace(name="Marie Aaby", title="Afdelingschef for Økonomi & Stab"),
        SimpleNamespace(name="Marie Bro", title="Afdelingschef Miljø & Teknik"),
        SimpleNamespace(name="Rikke Skov", title="Afdelingschef Dagtilbud & Skole"),
    ]
    people = seat_heads(forum_world.forum, participants)
    item = forum_world.meeting.items.order_by("position")[0]

    def decide(text: str):
        item.decision = text
        item.save(update_fields=["decision"])
        return suggested_actions(item=item)

    return SimpleNamespace(decide=decide, people=people, item=item)


def test_two_of_the_same_first_name_are_told_apart_by_whoever_chooses(decided):
    (one,) = decided.decide("Chefforum besluttede, at Marie skriver til alle skoler.")
    assert one.owner is None
    assert set(one.candidates) == {decided.people["Marie Aaby"].pk, decided.people["Marie Bro"].pk}
    assert one.note == "“Marie” kan være Marie Aaby (Økonomi & Stab) eller Marie Bro (Miljø & Teknik). Vælg."


def test_a_person_counts_for_more_than_the_department_beside_it(decided):
    (one,) = decided.decide("Chefforum besluttede, at Rikke taler med Økonomi & Stab.")
    assert one.owner == decided.people["Rikke Skov"].pk


def test_who_is_named_just_before_is_mentioned_and_not_chosen(decided):
    (one,) = decided.decide("Rikke orienterede. Chefforum bad om en oversigt.")
    assert one.owner is None
    assert one.note == "Ingen er nævnt. I sætningen før står Rikke Skov (Dagtilbud & Skole)."


def test_the_next_meeting_is_the_forum_s(decided, forum_world):
    Meeting.objects.create(forum=forum_world.forum, title="Næste", date=dt.date(2026, 3, 4))
    (one,) = decided.decide("Chefforum besluttede, at Rikke kommer med et oplæg på næste møde.")
    assert one.due_date == dt.date(2026, 3, 4)


def test_what_is_an_action_already_is_not_suggested_again(decided, forum_world):
    text = "Chefforum besluttede, at Rikke skriver til alle skoler."
    (one,) = decided.decide(text)
    create_actions(
        actor=forum_world.as_("secretary_of_unit"),
        item=decided.item,
        actions=[NewAction(one.text, one.owner, None)],
        at=forum_world.now,
    )
    assert decided.decide(text) == []


def test_somebody_who_has_left_the_forum_is_not_known_by_first_name(decided, forum_world):
    GroupMembership.objects.filter(person=decided.people["Rikke Skov"]).update(valid_to=dt.date(2021, 1, 1))
    (one,) = decided.decide("Chefforum besluttede, at Rikke skriver til alle skoler.")
    assert one.owner is None


def test_a_group_s_chair_answers_for_the_group(decided, forum_world):
    group = Group.objects.create(
        name="Lederdage 2026", kind=GroupKind.WORKING_GROUP, unit=forum_world.forum.unit, valid_from=LONG_AGO
    )
    chair = decided.people["Rikke Skov"]
    GroupMembership.objects.create(group=group, person=chair, role=GroupRole.CHAIR, valid_from=LONG_AGO)
    (one,) = decided.decide("Chefforum besluttede, at arbejdsgruppen fortsætter.")
    assert one.owner == chair.pk


def test_an_item_without_decision_suggests_nothing(decided):
    assert decided.decide("") == []
    assert suggested_actions(item=Item(forum=decided.item.forum, title="Ny")) == []
