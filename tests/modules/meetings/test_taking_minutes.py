"""Minutes of an item: outcomes, the sentence that they suggest, what was typed, and two who write at once."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings.models import Conflict, Item, Meeting
from chefforum.modules.meetings.queries.content import content_of, with_content
from chefforum.modules.meetings.queries.minute_taking import minute_taking
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.rules.states import ItemState, MeetingState
from chefforum.modules.meetings.services.running import end_meeting
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.services.treatment import (
    finish_item,
    set_outcomes,
    settle_conflict,
    start_item,
    take_minutes,
    write_decision,
)

pytestmark = pytest.mark.django_db
KEEPER = "secretary_of_unit"
BOTH = "Chefforum godkendte indstillingen."


@pytest.fixture
def meeting(forum_world):
    return forum_world.begin()


@pytest.fixture
def item(meeting):
    return meeting.items.get(number=1)


def choose(world, item, *outcomes, name=KEEPER):
    parts = list(item.recommendation_parts.order_by("position"))
    chosen = {part.pk: outcome for part, outcome in zip(parts, outcomes, strict=False)}
    return set_outcomes(actor=world.as_(name), item=item, outcomes=chosen, at=world.now)


def write(world, item, text, *, on="", name=KEEPER):
    return write_decision(actor=world.as_(name), item=item, text=text, mark=mark_of(on), at=world.now)


def decision(item):
    return Item.objects.get(pk=item.pk).decision


def said(item):
    """The decision as readers read it: its section."""
    sections = content_of(with_content(Item.objects.filter(pk=item.pk)).get()).item.sections
    return "\n\n".join(block.text for one in sections if one.kind == "decision" for block in one.blocks)


def test_outcomes_suggest_the_decision(forum_world, item):
    choose(forum_world, item, Outcome.APPROVED)
    assert decision(item) == "Ad 1: Godkendt."
    choose(forum_world, item, Outcome.APPROVED, Outcome.APPROVED)
    assert decision(item) == said(item) == BOTH


def test_a_suggestion_follows_the_outcomes_until_somebody_types(forum_world, item):
    choose(forum_world, item, Outcome.APPROVED, Outcome.APPROVED)
    write(forum_world, item, f"{BOTH} Der var kaffe.", on=BOTH)
    choose(forum_world, item, Outcome.POSTPONED, Outcome.POSTPONED)
    assert decision(item) == said(item) == f"{BOTH} Der var kaffe."


def test_a_text_that_is_taken_away_gives_way_to_suggestions_again(forum_world, item):
    write(forum_world, item, "Noget")
    write(forum_world, item, "", on="Noget")
    choose(forum_world, item, Outcome.APPROVED, Outcome.APPROVED)
    assert decision(item) == BOTH


def test_outcomes_that_are_taken_back_take_their_sentence_with_them(forum_world, item):
    choose(forum_world, item, Outcome.APPROVED, Outcome.APPROVED)
    choose(forum_world, item, None, None)
    assert (decision(item), said(item)) == (None, "")


def test_an_item_without_parts_gets_the_sentence_of_the_whole(forum_world, meeting):
    item = meeting.items.get(number=4)
    set_outcomes(actor=forum_world.as_(KEEPER), item=item, outcomes={0: Outcome.DISCUSSED}, at=forum_world.now)
    assert decision(item) == "Chefforum drøftede sagen."
    set_outcomes(actor=forum_world.as_(KEEPER), item=item, outcomes={0: Outcome.NOTED}, at=forum_world.now)
    assert decision(item) == "Chefforum tog orienteringen til efterretning."


def test_text_and_outcomes_of_one_page_are_both_kept(forum_world, item):
    part = item.recommendation_parts.order_by("position")[0]
    saved = take_minutes(
        actor=forum_world.as_(KEEPER),
        item=item,
        text="Egne ord",
        mark=mark_of(""),
        outcomes={part.pk: Outcome.NOTED},
        at=forum_world.now,
    )
    assert (saved.conflict, saved.has_new_text) == (None, False)
    part.refresh_from_db()
    assert (decision(item), part.outcome) == ("Egne ord", Outcome.NOTED)


def test_each_line_is_a_paragraph(forum_world, item):
    write(forum_world, item, "Et\r\n\r\n To ")
    assert decision(item) == said(item) == "Et\n\nTo"


# --- two at once ---


def test_two_who_write_at_once_keep_both_texts(forum_world, item):
    assert write(forum_world, item, "Den enes") is None
    conflict = write(forum_world, item, "Den andens", name="secretary")
    assert decision(item) == "Den enes"
    assert conflict.blocks == [{"type": "paragraph", "text": "Den andens"}]


def test_who_goes_on_writing_in_a_conflict_has_one_text_kept_and_not_many(forum_world, item):
    write(forum_world, item, "Den enes")
    for text in ("Den", "Den andens", "Den andens tekst"):
        write(forum_world, item, text, name="secretary")
    (conflict,) = Conflict.objects.all()
    assert conflict.blocks == [{"type": "paragraph", "text": "Den andens tekst"}]
    assert decision(item) == "Den enes"


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "Den andens"), ("theirs", "Den enes"), ("both", "Den enes\n\nDen andens")]
)
def test_one_chooses_which_text_stands(forum_world, item, choice, text):
    write(forum_world, item, "Den enes")
    conflict = write(forum_world, item, "Den andens", name="secretary")
    settle = {"actor": forum_world.as_(KEEPER), "item": item, "conflict_id": conflict.pk, "at": forum_world.now}
    settle_conflict(**settle, choice=choice)
    assert decision(item) == said(item) == text
    with pytest.raises(StepNotPossible, match="allerede"):
        settle_conflict(**settle, choice="mine")


def test_the_same_words_are_no_conflict(forum_world, item):
    write(forum_world, item, "Det samme")
    assert write(forum_world, item, "Det samme", name="secretary") is None


def test_writing_where_the_other_took_the_text_away_loses_nothing(forum_world, item):
    write(forum_world, item, "Den enes")
    write(forum_world, item, "", on="Den enes")
    assert write(forum_world, item, "Den andens", on="Den enes", name="secretary") is None
    assert decision(item) == "Den andens"


# --- treatment ---


def test_an_item_has_the_times_of_its_treatment(forum_world, meeting, item):
    at = forum_world.now
    for minutes, act in ((0, start_item), (10, finish_item), (20, start_item), (25, finish_item)):
        act(actor=forum_world.as_(KEEPER), item=item, at=at + dt.timedelta(minutes=minutes))
    item.refresh_from_db()
    assert (item.started_at, item.ended_at) == (at, at + dt.timedelta(minutes=25))
    shown = minute_taking(meeting=meeting, item_id=item.pk, person_id=None, now=at + dt.timedelta(hours=1))
    assert shown.rows[0].used_minutes == 15


def test_the_end_of_the_meeting_ends_the_item_in_treatment(forum_world, meeting, item):
    start_item(actor=forum_world.as_(KEEPER), item=item, at=forum_world.now)
    end_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    item.refresh_from_db()
    assert (item.state, item.ended_at) == (ItemState.TREATED, forum_world.now)


def test_the_page_opens_on_the_item_in_treatment_else_the_first_that_is_not_treated(forum_world, meeting):
    def number():
        shown = minute_taking(meeting=meeting, item_id=None, person_id=None, now=forum_world.now)
        return shown.hand.row.number if shown.hand else None

    assert number() == 1
    start_item(actor=forum_world.as_(KEEPER), item=meeting.items.get(number=3), at=forum_world.now)
    assert number() == 3
    for item in meeting.items.all():
        finish_item(actor=forum_world.as_(KEEPER), item=item, at=forum_world.now)
    assert number() is None


# --- who, and when ---


@pytest.mark.parametrize(
    "name", ["chair", "member", "observer", "substitute", "other_secretariat", "admin", "colleague"]
)
def test_nobody_else_takes_minutes(forum_world, item, name):
    for act in (start_item, finish_item):
        with pytest.raises(AccessDenied):
            act(actor=forum_world.as_(name), item=item, at=forum_world.now)
    with pytest.raises(AccessDenied):
        write(forum_world, item, "Noget", name=name)
    with pytest.raises(AccessDenied):
        choose(forum_world, item, Outcome.APPROVED, name=name)


@pytest.mark.parametrize("name", [KEEPER, "secretary"])
def test_the_secretariat_and_the_forums_secretary_do(forum_world, item, name):
    start_item(actor=forum_world.as_(name), item=item, at=forum_world.now)
    choose(forum_world, item, Outcome.APPROVED, Outcome.APPROVED, name=name)
    finish_item(actor=forum_world.as_(name), item=item, at=forum_world.now)
    assert decision(item) == BOTH


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("name", [KEEPER, "secretary"])
def test_minutes_are_taken_from_the_beginning_of_the_meeting_until_they_are_out(forum_world, item, state, name):
    Meeting.objects.filter(pk=item.meeting_id).update(state=state)
    may = {MeetingState.RUNNING, MeetingState.HELD, MeetingState.COMMENTING}
    may |= {MeetingState.MINUTES_SENT} if name == KEEPER else set()
    if state in may:
        write(forum_world, item, "Noget", name=name)
    else:
        with pytest.raises((StepNotPossible, AccessDenied)):
            write(forum_world, item, "Noget", name=name)
    assert decision(item) == ("Noget" if state in may else None)


def test_no_word_of_a_decision_is_in_the_trail(forum_world, item):
    write(forum_world, item, "Hemmelige ord")
    choose(forum_world, item, Outcome.APPROVED)
    assert not [event for event in Event.objects.all() if "Hemmelige" in str(event.data) + event.object_name]


# --- the clock ---


def clock(meeting, now):
    return minute_taking(meeting=meeting, item_id=None, person_id=None, now=now).clock


def test_a_meeting_on_its_day_is_measured_against_the_agenda(forum_world):
    begun = dt.datetime(2026, 2, 11, 8, 10, tzinfo=dt.UTC)  # ten past nine in Denmark
    meeting = forum_world.begin(at=begun)
    first = meeting.items.get(number=1)
    start_item(actor=forum_world.as_(KEEPER), item=first, at=begun)
    assert clock(meeting, begun).minutes_late == 10
    assert clock(meeting, begun + dt.timedelta(minutes=7)).minutes_late == 12  # five minutes were planned
    finish_item(actor=forum_world.as_(KEEPER), item=first, at=begun + dt.timedelta(minutes=1))
    assert clock(meeting, begun + dt.timedelta(minutes=1)).minutes_late == 6


def test_minutes_written_another_day_are_measured_against_when_they_were_begun(forum_world, meeting):
    assert clock(meeting, meeting.started_at).minutes_late == 0


def test_there_is_no_clock_once_the_meeting_is_over(forum_world, meeting):
    end_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    meeting.refresh_from_db()
    assert clock(meeting, forum_world.now) is None


# --- a file in between ---


def test_a_file_that_decides_the_same_keeps_the_outcomes_chosen_and_another_does_not(forum_world):
    def outcomes():
        return [part.outcome for part in forum_world.meeting.items.get(number=1).recommendation_parts.all()]

    choose(forum_world, forum_world.meeting.items.get(number=1), Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES)
    forum_world.take_in(place="Et andet sted")
    assert outcomes() == [Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES]
    first = dataclasses.replace(forum_world.minutes.items[0], decision="Sagen blev udsat.")
    forum_world.take_in(items=(first, *forum_world.minutes.items[1:]))
    assert outcomes() == [None, None]
