"""A meeting that moves takes its items with it; one with items on it is not cancelled before they are moved."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.services.planning import (
    Guest,
    Times,
    cancel_meeting,
    edit_meeting,
    move_items,
)
from chefforum.modules.meetings.services.sending import send_agenda
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible
from tests.modules.meetings.agenda_world import (
    KEEPER,
    MEETING_DAY,
    first_and_last,
    planned,
    put_on,
    ready,
    titles,
    told,
)

LATER = dt.date(2026, 3, 18)


def edit(world, meeting, *, name=KEEPER, person_ids=None, guests=(), **changes):
    values = {"date": meeting.date, "start_time": meeting.start_time, "end_time": meeting.end_time, "place": "Lokale 3"}
    if person_ids is None:
        person_ids = [row.person_id for row in meeting.participants.exclude(person=None)]
    return edit_meeting(
        actor=world.as_(name),
        meeting=meeting,
        times=Times(**values | changes),
        person_ids=person_ids,
        guests=guests,
        at=world.now,
    )


def test_a_meeting_moves_with_its_items_and_its_name(forum_world) -> None:
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget")
    moved = edit(forum_world, meeting, date=LATER, place="Byrådssalen")
    assert (moved.date, moved.title, moved.place) == (LATER, "Chefforum 18-03-2026", "Byrådssalen")
    assert titles(moved) == ["Budget"]
    assert told(forum_world, "member") == []  # nothing was sent out yet


def test_once_it_is_sent_out_everybody_called_in_is_told_where_to_be(forum_world) -> None:
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget")
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    edit(forum_world, meeting, date=LATER)
    assert told(forum_world, "member")[-1] == (
        "Mødet Chefforum 4. marts 2026 holdes nu onsdag den 18. marts 2026 kl. 09.00, Lokale 3."
    )
    assert told(forum_world, KEEPER) == []
    before = len(told(forum_world, "member"))
    edit(forum_world, Meeting.objects.get(pk=meeting.pk), guests=[Guest("Gitte Gæst", None)])
    assert len(told(forum_world, "member")) == before  # other participants are no news to the rest


def test_two_meetings_of_a_forum_never_fall_on_one_day(forum_world) -> None:
    planned(forum_world, date=LATER)
    meeting = planned(forum_world)
    with pytest.raises(StepNotPossible, match="allerede et møde"):
        edit(forum_world, meeting, date=LATER)
    assert Meeting.objects.get(pk=meeting.pk).date == MEETING_DAY


def test_participants_come_and_go_and_the_rest_keep_what_is_noted(forum_world) -> None:
    meeting = planned(forum_world)
    chair = meeting.participants.get(person=forum_world.persons["chair"])
    type(chair).objects.filter(pk=chair.pk).update(attendance="excused")
    chosen = [chair.person_id, forum_world.persons["colleague"].pk]
    edit(forum_world, meeting, person_ids=chosen, guests=[Guest("Gitte Gæst", "Revisor")])
    rows = list(meeting.participants.values_list("name", "title", "attendance"))
    assert rows == [
        ("chair", None, "excused"),
        ("colleague", None, "unknown"),
        ("Gitte Gæst", "Revisor", "unknown"),
    ]
    edit(forum_world, meeting, person_ids=chosen, guests=[Guest("Gitte Gæst", "Statsautoriseret revisor")])
    assert meeting.participants.get(person=None).title == "Statsautoriseret revisor"


def test_only_who_keeps_it_moves_it_and_not_after_it_was_held(forum_world) -> None:
    meeting = planned(forum_world)
    for name in ("chair", "member", "other_secretariat", "admin"):
        with pytest.raises(AccessDenied):
            edit(forum_world, meeting, date=LATER, name=name)
    with pytest.raises(StepNotPossible, match="holdt"):
        edit(forum_world, forum_world.meeting, date=LATER)


def test_a_meeting_with_items_is_not_cancelled_before_they_are_moved(forum_world) -> None:
    first_and_last(forum_world)
    meeting, later = planned(forum_world), planned(forum_world, date=LATER)
    put_on(forum_world, meeting, "Budget", "Praktik")
    actor = forum_world.as_(KEEPER)
    with pytest.raises(StepNotPossible, match="Der står 2 punkter"):
        cancel_meeting(actor=actor, meeting=meeting, reason="Vinterferie", at=forum_world.now)
    assert move_items(actor=actor, meeting=meeting, to=later, at=forum_world.now) == 2
    assert titles(later)[1:3] == ["Budget", "Praktik"]
    cancelled = cancel_meeting(actor=actor, meeting=meeting, reason="Vinterferie", at=forum_world.now)
    assert cancelled.state == "cancelled"
    assert titles(cancelled) == []
    assert told(forum_world, "member") == ["Mødet Chefforum 4. marts 2026 er aflyst: Vinterferie"]


def test_what_was_wanted_for_a_cancelled_meeting_is_wanted_for_none(forum_world) -> None:
    meeting = planned(forum_world)
    item = ready(forum_world, "Ny bus", state="draft", wanted_meeting=meeting)
    cancel_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, reason="Ferie", at=forum_world.now)
    assert Item.objects.get(pk=item.pk).wanted_meeting is None


def test_cancelling_asks_why_and_who_keeps_the_meeting(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    with pytest.raises(ReasonMissing):
        cancel_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, reason=" ", at=forum_world.now)
    for name in ("chair", "member", "other_secretariat"):
        with pytest.raises(AccessDenied):
            cancel_meeting(actor=forum_world.as_(name), meeting=meeting, reason="Ferie", at=forum_world.now)
    meeting.refresh_from_db()
    assert meeting.state == "open"
    assert len(titles(meeting)) == 2  # the standing items are still there


def test_a_sent_agenda_is_not_cancelled(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    with pytest.raises(StepNotPossible):
        cancel_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, reason="Ferie", at=forum_world.now)
    assert len(titles(meeting)) == 2


def test_the_page_moves_the_items_and_then_asks_why(forum_world, client) -> None:
    meeting, later = planned(forum_world), planned(forum_world, date=LATER)
    put_on(forum_world, meeting, "Budget")
    client.force_login(forum_world.persons[KEEPER])
    url = f"/moeder/{meeting.pk}/aflys/"
    assert "1 punkt skal flyttes" in client.get(url).content.decode()
    assert "Begrundelse" in client.post(url, {"to": str(later.pk)}, follow=True).content.decode()
    assert titles(later) == ["Budget"]
    client.post(url, {"reason": "Vinterferie"})
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
