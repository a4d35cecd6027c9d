"""Corrections to minutes: who proposes them, who reads them, who answers, and what the proposer is told."""

from __future__ import annotations

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.cards.minutes import corrections_to_answer as card_of_answers
from chefforum.modules.meetings.cards.minutes import minutes_to_comment as card_of_comments
from chefforum.modules.meetings.models import Correction, Meeting, MeetingStep
from chefforum.modules.meetings.queries.progress import comment_until, corrections_of, items_to_correct
from chefforum.modules.meetings.rules.states import MeetingState
from chefforum.modules.meetings.services.corrections import answer_correction, propose_correction
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.sending import send_for_comments, send_minutes
from chefforum.modules.meetings.services.steps import StepNotPossible

pytestmark = pytest.mark.django_db
KEEPER = "secretary_of_unit"


@pytest.fixture
def meeting(forum_world):
    """Minutes that are out for comments, as the forum reads them."""
    Meeting.objects.filter(pk=forum_world.meeting.pk).update(state="held")
    send_for_comments(
        actor=forum_world.as_(KEEPER), meeting=forum_world.meeting, at=forum_world.now, due_date=forum_world.today
    )
    return Meeting.objects.get(pk=forum_world.meeting.pk)


def propose(world, meeting, *, name="member", number=None, text="Tallet er 47"):
    item = meeting.items.get(number=number) if number else None
    return propose_correction(actor=world.as_(name), meeting=meeting, item=item, text=text, at=world.now)


def answer(world, correction, *, name=KEEPER, is_applied=True, text="Tak"):
    return answer_correction(
        actor=world.as_(name), correction=correction, is_applied=is_applied, answer=text, at=world.now
    )


def read_by(world, meeting, name):
    return [one.text for one in corrections_of(actor=world.as_(name), meeting=meeting)]


def told(name, kind):
    return list(Notification.objects.filter(person__name=name, kind=kind).values_list("text", flat=True))


def test_the_forum_is_told_and_until_when(forum_world, meeting):
    (text,) = told("member", "meetings.commenting")
    assert text == "Referatet fra Chefforum 4. februar 2026 er klar til kommentering. Rettelser senest 2. februar 2026"
    assert comment_until(meeting) == "Rettelser senest 2. februar 2026"
    assert MeetingStep.objects.get(name="comment").reason == comment_until(meeting)
    assert told("colleague", "meetings.commenting") == []


@pytest.mark.parametrize("name", ["member", "chair", "secretary", "substitute"])
def test_who_sits_in_the_forum_proposes_corrections(forum_world, meeting, name):
    propose(forum_world, meeting, name=name, number=3)
    assert Correction.objects.get().item.number == 3


@pytest.mark.parametrize("name", ["observer", "former", "colleague", "other_secretariat", "admin", KEEPER])
def test_nobody_else_does(forum_world, meeting, name):
    with pytest.raises(AccessDenied):
        propose(forum_world, meeting, name=name)


@pytest.mark.parametrize("state", MeetingState)
def test_corrections_are_taken_until_minutes_are_approved(forum_world, meeting, state):
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    if state in {MeetingState.COMMENTING, MeetingState.MINUTES_SENT}:
        propose(forum_world, meeting)
    else:
        with pytest.raises(AccessDenied):
            propose(forum_world, meeting)


def test_a_correction_says_something(forum_world, meeting):
    with pytest.raises(StepNotPossible, match="hvad der skal rettes"):
        propose(forum_world, meeting, text=" ")


def close(world, meeting, number):
    item = meeting.items.get(number=number)
    set_confidentiality(actor=world.as_(KEEPER), item=item, is_confidential=True, reader_ids=[], at=world.now)


def test_nobody_corrects_or_finds_an_item_that_they_may_not_read(forum_world, meeting):
    close(forum_world, meeting, 3)
    with pytest.raises(AccessDenied):
        propose(forum_world, meeting, number=3)
    assert 3 not in [number for _, number, _ in items_to_correct(actor=forum_world.as_("member"), meeting=meeting)]
    assert 3 in [number for _, number, _ in items_to_correct(actor=forum_world.as_("chair"), meeting=meeting)]


def test_each_reads_their_own_and_those_who_keep_the_meeting_read_all(forum_world, meeting):
    propose(forum_world, meeting, text="Medlemmets", number=3)
    propose(forum_world, meeting, text="Formandens", name="chair")
    assert read_by(forum_world, meeting, "member") == ["Medlemmets"]
    for name in ("chair", "secretary", KEEPER):
        assert set(read_by(forum_world, meeting, name)) == {"Medlemmets", "Formandens"}
    assert read_by(forum_world, meeting, "observer") == []


def test_a_correction_to_an_item_that_is_closed_since_is_read_by_those_who_keep_the_meeting(forum_world, meeting):
    propose(forum_world, meeting, number=3)
    close(forum_world, meeting, 3)
    assert read_by(forum_world, meeting, "member") == []
    assert read_by(forum_world, meeting, "chair") == ["Tallet er 47"]


def test_the_proposer_is_told_what_came_of_it(forum_world, meeting):
    answer(forum_world, propose(forum_world, meeting), is_applied=False, text="Det er 74")
    assert told("member", "meetings.correction") == [
        "Din rettelse til referatet fra Chefforum 4. februar 2026 er besvaret."
    ]
    (correction,) = corrections_of(actor=forum_world.as_("member"), meeting=meeting)
    assert (correction.state, correction.answer) == ("rejected", "Det er 74")


def test_a_refusal_has_a_reason(forum_world, meeting):
    correction = propose(forum_world, meeting)
    with pytest.raises(StepNotPossible, match="hvorfor"):
        answer(forum_world, correction, is_applied=False, text=" ")


@pytest.mark.parametrize("name", ["member", "chair", "observer", "other_secretariat", "admin"])
def test_only_those_who_take_the_minutes_answer(forum_world, meeting, name):
    correction = propose(forum_world, meeting)
    with pytest.raises(AccessDenied):
        answer(forum_world, correction, name=name)
    answer(forum_world, correction, name="secretary")


def test_minutes_are_not_sent_out_while_a_correction_waits(forum_world, meeting):
    correction = propose(forum_world, meeting)
    with pytest.raises(StepNotPossible, match="ikke er besvaret"):
        send_minutes(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    answer(forum_world, correction)
    send_minutes(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    assert told("observer", "meetings.minutes") == ["Referatet fra Chefforum 4. februar 2026 er sendt ud."]
    out_for_comments = Notification.objects.filter(kind="meetings.commenting")
    assert out_for_comments.exists()
    assert not out_for_comments.filter(read_at=None).exists()


def test_no_word_of_a_correction_is_in_the_trail(forum_world, meeting):
    answer(forum_world, propose(forum_world, meeting, text="Hemmeligt"), text="Hemmeligt")
    assert not [event for event in Event.objects.all() if "Hemmeligt" in str(event.data) + event.object_name]


def rows(card, world, name):
    content = card(actor=world.as_(name), on=world.today)
    return [(row.text, row.meta) for row in content.rows] if content else []


def test_the_start_page_says_what_there_is_to_comment(forum_world, meeting):
    expected = [("Referat fra Chefforum 4. februar 2026", "Rettelser senest 2. februar 2026")]
    for name in ("member", "chair", "substitute"):
        assert rows(card_of_comments, forum_world, name) == expected
    for name in ("observer", "colleague", KEEPER):
        assert rows(card_of_comments, forum_world, name) == []


def test_the_start_page_says_which_corrections_wait_for_an_answer(forum_world, meeting):
    correction = propose(forum_world, meeting)
    expected = [("Chefforum 4. februar 2026", "1 rettelse til referatet")]
    for name in (KEEPER, "secretary"):
        assert rows(card_of_answers, forum_world, name) == expected
    for name in ("member", "chair", "other_secretariat"):
        assert rows(card_of_answers, forum_world, name) == []
    answer(forum_world, correction)
    assert rows(card_of_answers, forum_world, KEEPER) == []
