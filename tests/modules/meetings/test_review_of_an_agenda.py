"""Chosen readers look an agenda through before it is sent out, are told, and read no longer when it is over."""

from __future__ import annotations

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.queries.meetings import find_item, find_meeting
from chefforum.modules.meetings.queries.reading import meeting_on_page
from chefforum.modules.meetings.queries.reviews import reviews_of
from chefforum.modules.meetings.services.reviewing import change_reviewers, end_review, send_to_review
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.modules.meetings.agenda_world import KEEPER, planned, put_on, told


@pytest.fixture
def meeting(forum_world):
    made = planned(forum_world)
    put_on(forum_world, made, "Budget", "Lukket sag")
    Item.objects.filter(title="Lukket sag").update(is_confidential=True)
    return made


def begin(world, meeting, *names, name=KEEPER, message=""):
    people = [world.persons[one].pk for one in names]
    return send_to_review(actor=world.as_(name), meeting=meeting, person_ids=people, message=message, at=world.now)


def read_by(world, name, meeting) -> list[str]:
    found = find_meeting(actor=world.as_(name), meeting_id=meeting.pk)
    if found is None:
        return []
    return [item.title for item in meeting_on_page(actor=world.as_(name), meeting=found).items]


def test_a_colleague_reads_it_while_the_review_lasts_and_nothing_that_is_closed(forum_world, meeting) -> None:
    assert read_by(forum_world, "colleague", meeting) == []
    begin(forum_world, meeting, "colleague")
    assert read_by(forum_world, "colleague", meeting) == ["Budget", "Lukket punkt"]
    assert read_by(forum_world, "member", meeting) == []
    end_review(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    assert read_by(forum_world, "colleague", meeting) == []


def test_they_are_told_without_a_word_of_what_is_in_it(forum_world, meeting) -> None:
    begin(forum_world, meeting, "colleague", "member", message="Se især på tallene")
    text = "Du er bedt om at se dagsordenen til Chefforum 4. marts 2026 igennem, før den sendes ud."
    assert told(forum_world, "colleague") == told(forum_world, "member") == [text]
    assert told(forum_world, "chair") == []


def test_who_comes_later_is_told_and_who_is_let_go_reads_no_more(forum_world, meeting) -> None:
    begin(forum_world, meeting, "colleague")
    people = {forum_world.persons["auditor"].pk}
    change_reviewers(actor=forum_world.as_(KEEPER), meeting=meeting, person_ids=people, at=forum_world.now)
    assert read_by(forum_world, "colleague", meeting) == []
    assert read_by(forum_world, "auditor", meeting) == ["Budget", "Lukket punkt"]
    change_reviewers(actor=forum_world.as_(KEEPER), meeting=meeting, person_ids=people, at=forum_world.now)
    assert len(told(forum_world, "auditor")) == 1


def test_earlier_reviews_are_remembered(forum_world, meeting) -> None:
    begin(forum_world, meeting, "colleague", "auditor", message="Se især på tallene")
    end_review(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    meeting.refresh_from_db()
    begin(forum_world, meeting, "member")
    assert [(step.name, step.reason) for step in reviews_of(meeting)] == [
        ("review", "member"),
        ("end_review", ""),
        ("review", "auditor, colleague. Se især på tallene"),
    ]


def test_a_recalled_agenda_is_not_read_by_those_who_looked_it_through(forum_world, meeting) -> None:
    begin(forum_world, meeting, "colleague")
    meeting.refresh_from_db()
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    recall_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now, reason="Fejl")
    assert read_by(forum_world, "colleague", meeting) == []


def test_only_who_keeps_the_meeting_chooses_and_somebody_must_be_chosen(forum_world, meeting) -> None:
    for name in ("chair", "member", "other_secretariat"):
        with pytest.raises(AccessDenied):
            begin(forum_world, meeting, "colleague", name=name)
    with pytest.raises(StepNotPossible, match="mindst én"):
        begin(forum_world, meeting)
    with pytest.raises(StepNotPossible):
        begin(forum_world, forum_world.meeting, "colleague")


def test_the_page_takes_addresses_of_others_and_refuses_those_it_does_not_know(forum_world, meeting, client) -> None:
    client.force_login(forum_world.persons[KEEPER])
    url = f"/moeder/{meeting.pk}/gennemsyn/"
    page = client.post(url, {"others": "nobody@lindeby.example"}).content.decode()
    assert "Der er ingen person med adressen nobody@lindeby.example" in page
    assert client.post(url, {"others": "ikke en adresse"}).status_code == 200
    client.post(url, {"others": "Colleague@lindeby.example\n", "persons": [str(forum_world.persons["member"].pk)]})
    assert {row.person.name for row in meeting.reviewers.all()} == {"colleague", "member"}
    colleague = forum_world.as_("colleague")
    open_item = meeting.items.get(title="Budget")
    assert find_item(actor=colleague, item_id=open_item.pk) is not None
