"""Who was there, who sent apologies and who was disqualified: noted while the meeting runs, read in the minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from chefforum.connectors.minutes import from_json, read_minutes, to_json, to_markdown
from chefforum.connectors.minutes.minutes import HeadLine, Participant
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.queries.content import head_of
from chefforum.modules.meetings.queries.reading import meeting_on_page, minutes_of
from chefforum.modules.meetings.rules.attendance import Attended, with_attendance
from chefforum.modules.meetings.services.attendance import (
    Noted,
    add_participant,
    come_back,
    leave_room,
    note_attendance,
    remove_participant,
)
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.services.treatment import set_outcomes, write_decision

KEEPER = "secretary_of_unit"
HEAD = (HeadLine("Mødedato", "11. februar 2026"), HeadLine("Deltagere", "Mette Eng (Direktør), Christian Dam"))


def attended(name, attendance, arrived=None, left=None, title=None):
    return Attended(name, title, attendance, arrived, left)


def test_as_long_as_nothing_is_noted_the_head_stands_as_it_was_written():
    people = [attended("Mette Eng", "unknown", title="Direktør"), attended("Christian Dam", "unknown")]
    assert with_attendance(head=HEAD, participants=people) == (
        HEAD,
        (Participant("Mette Eng", "Direktør"), Participant("Christian Dam", None)),
    )


def test_who_was_not_there_stands_on_a_line_of_their_own():
    people = [
        attended("Mette Eng", "excused", title="Direktør"),
        attended("Christian Dam", "present", dt.time(9, 20), dt.time(11, 5)),
        attended("Lars Mose", "absent"),
    ]
    head, participants = with_attendance(head=HEAD, participants=people)
    assert [(line.label, line.text) for line in head] == [
        ("Mødedato", "11. februar 2026"),
        ("Deltagere", "Christian Dam"),
        ("Afbud", "Mette Eng (Direktør)"),
        ("Udeblevet", "Lars Mose"),
        ("Med i en del af mødet", "Christian Dam (kom kl. 09.20, gik kl. 11.05)"),
    ]
    assert participants == (Participant("Christian Dam", None),)
    assert with_attendance(head=head, participants=people)[0] == head


@pytest.fixture
def meeting(forum_world):
    return forum_world.begin()


def note(world, meeting, *attendances, name=KEEPER):
    rows = zip(meeting.participants.all(), attendances, strict=True)
    noted = [Noted(row.pk, attendance) for row, attendance in rows]
    note_attendance(actor=world.as_(name), meeting=meeting, noted=noted, at=world.now)


def leave(world, item, *, is_disqualified=True, reason="Nabo til stien", name=KEEPER):
    participant = item.meeting.participants.first()
    leave_room(
        actor=world.as_(name),
        item=item,
        participant_id=participant.pk,
        is_disqualified=is_disqualified,
        reason=reason,
        at=world.now,
    )


def section(world, meeting, number):
    page = meeting_on_page(actor=world.as_(KEEPER), meeting=meeting)
    return [one for one in page.items[number - 1].sections if one.heading == "Ikke med i behandlingen"]


@pytest.mark.django_db
def test_a_substitute_is_a_participant_and_somebody_excused_is_none(forum_world, meeting):
    note(forum_world, meeting, "excused", "present")
    actor = forum_world.as_(KEEPER)
    add_participant(actor=actor, meeting=meeting, name=" Nina Lund ", title="Stedfortræder", at=forum_world.now)
    head = head_of(meeting)
    assert [person.name for person in head.participants] == ["Christian Dam", "Nina Lund"]
    assert HeadLine("Afbud", "Mette Eng") in head.head


@pytest.mark.django_db
def test_who_is_on_the_list_by_mistake_is_taken_off_unless_an_item_names_them(forum_world, meeting):
    actor, row = forum_world.as_(KEEPER), meeting.participants.first()
    leave(forum_world, meeting.items.get(number=2))
    with pytest.raises(StepNotPossible, match="noteret ved et punkt"):
        remove_participant(actor=actor, meeting=meeting, participant_id=row.pk, at=forum_world.now)
    come_back(
        actor=actor,
        item=meeting.items.get(number=2),
        left_room_id=row.left_rooms.get().pk,
        at=forum_world.now,
    )
    remove_participant(actor=actor, meeting=meeting, participant_id=row.pk, at=forum_world.now)
    assert meeting.participants.count() == 1


@pytest.mark.django_db
def test_an_item_says_who_was_disqualified_and_never_why(forum_world, meeting):
    item = meeting.items.get(number=2)
    leave(forum_world, item)
    (said,) = section(forum_world, meeting, 2)
    assert said.blocks[0].text == "Mette Eng deltog ikke i behandlingen (inhabil)."
    assert "Nabo" not in str(to_json(minutes_of(actor=forum_world.as_(KEEPER), meeting=meeting)))


@pytest.mark.django_db
def test_out_of_the_room_is_not_disqualified_and_coming_back_leaves_nothing(forum_world, meeting):
    item = meeting.items.get(number=2)
    leave(forum_world, item, is_disqualified=False, reason="")
    assert section(forum_world, meeting, 2)[0].blocks[0].text == "Mette Eng deltog ikke i behandlingen."
    come_back(actor=forum_world.as_(KEEPER), item=item, left_room_id=item.left_rooms.get().pk, at=forum_world.now)
    assert section(forum_world, meeting, 2) == []


@pytest.mark.django_db
def test_disqualification_asks_for_a_reason(forum_world, meeting):
    with pytest.raises(StepNotPossible, match="hvorfor"):
        leave(forum_world, meeting.items.get(number=2), reason=" ")


@pytest.mark.django_db
def test_the_decision_stands_before_who_was_not_there_whichever_comes_first(forum_world, meeting):
    item = meeting.items.get(number=2)
    leave(forum_world, item)
    write_decision(actor=forum_world.as_(KEEPER), item=item, text="Godkendt.", mark="", at=forum_world.now)
    page = meeting_on_page(actor=forum_world.as_(KEEPER), meeting=meeting)
    assert [one.heading for one in page.items[1].sections] == ["Indstilling", "Beslutning", "Ikke med i behandlingen"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["chair", "member", "observer", "other_secretariat", "colleague"])
def test_nobody_else_notes_who_was_there(forum_world, meeting, name):
    with pytest.raises(AccessDenied):
        note(forum_world, meeting, "present", "present", name=name)
    with pytest.raises(AccessDenied):
        leave(forum_world, meeting.items.get(number=1), name=name)


@pytest.mark.django_db
def test_json_and_markdown_read_back_to_the_same_minutes(forum_world, meeting):
    note(forum_world, meeting, "excused", "present")
    item = meeting.items.get(number=2)
    leave(forum_world, item)
    write_decision(
        actor=forum_world.as_(KEEPER), item=item, text="Chefforum godkendte planen.\nDer følges op.", mark="",
        at=forum_world.now,
    )  # fmt: skip
    minutes = minutes_of(actor=forum_world.as_("chair"), meeting=meeting)
    assert from_json(to_json(minutes)) == minutes
    read = read_minutes(content=to_markdown(minutes).encode(), filename="x.md")
    assert (read.head, read.participants) == (minutes.head, minutes.participants)
    assert [(one.title, one.sections, one.decision) for one in read.items] == [
        (one.title, one.sections, one.decision) for one in minutes.items
    ]


@pytest.mark.django_db
def test_a_meeting_that_no_file_gave_a_head_has_one_that_reads_back(forum_world, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(head=[], place="Lokale 9", start_time=dt.time(9, 30))
    minutes = minutes_of(actor=forum_world.as_("chair"), meeting=Meeting.objects.get(pk=meeting.pk))
    assert minutes.title == "Dagsorden Chefforum d. 11-02-2026"
    read = read_minutes(content=to_markdown(minutes).encode(), filename="x.md")
    assert replace(read, items=()) == replace(minutes, items=())


@pytest.mark.django_db
def test_json_tells_the_outcome_that_was_chosen_whatever_the_text_says(forum_world, meeting):
    item = meeting.items.get(number=1)
    write_decision(actor=forum_world.as_(KEEPER), item=item, text="Det gik godt.", mark="", at=forum_world.now)
    first = item.recommendation_parts.order_by("position")[0]
    set_outcomes(actor=forum_world.as_(KEEPER), item=item, outcomes={first.pk: "approved"}, at=forum_world.now)
    told = to_json(minutes_of(actor=forum_world.as_("chair"), meeting=meeting))["items"][0]
    assert [part["outcome"] for part in told["recommendation"]["parts"]] == ["approved", None]
    assert (told["outcome"], told["unanswered_parts"]) == (["approved"], [2])
    assert Item.objects.get(pk=item.pk).decision == "Det gik godt."
