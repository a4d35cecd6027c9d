"""Several items approved at once: each gets its own outcomes and its own decision, one event tells of it, and it can
be undone."""

from __future__ import annotations

import pytest

from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.queries.minute_taking import en_bloc, undoable_en_bloc
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.services.en_bloc import approve_en_bloc, undo_en_bloc
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.services.treatment import finish_item, set_outcomes, start_item, write_decision

pytestmark = pytest.mark.django_db
KEEPER = "secretary_of_unit"


@pytest.fixture
def meeting(forum_world):
    return forum_world.begin()


def approve(world, meeting, *numbers, name=KEEPER):
    ids = list(meeting.items.filter(number__in=numbers).values_list("pk", flat=True))
    return approve_en_bloc(actor=world.as_(name), meeting=meeting, item_ids=ids, at=world.now)


def undo(world, meeting, name=KEEPER):
    return undo_en_bloc(actor=world.as_(name), meeting=meeting, at=world.now)


def as_it_is(meeting):
    rows = meeting.items.order_by("number").prefetch_related("recommendation_parts", "sections")
    return [
        (
            item.number,
            item.state,
            item.decision,
            [part.outcome for part in item.recommendation_parts.all()],
            [section.kind for section in item.sections.all()],
        )
        for item in rows
    ]


def test_each_item_has_its_own_outcomes_and_decision(forum_world, meeting):
    approve(forum_world, meeting, 1, 3)
    first, _, third, _ = as_it_is(meeting)
    assert first[1:4] == (
        "treated",
        "Chefforum godkendte indstillingen uden særskilt drøftelse.",
        [Outcome.APPROVED, Outcome.APPROVED],
    )
    assert third[1:4] == (
        "treated",
        "Chefforum tog orienteringen til efterretning uden særskilt drøftelse.",
        [Outcome.NOTED],
    )
    assert first[4][-1] == "decision"


def test_one_event_tells_of_all(forum_world, meeting):
    before = Event.objects.count()
    approve(forum_world, meeting, 1, 2, 3)
    (event,) = Event.objects.order_by("number")[before:]
    assert (event.action, event.data) == ("meetings.approve_en_bloc", {"items": [1, 2, 3]})


def test_undoing_leaves_everything_as_it_was(forum_world, meeting):
    start_item(actor=forum_world.as_(KEEPER), item=meeting.items.get(number=2), at=forum_world.now)
    before = as_it_is(meeting)
    approve(forum_world, meeting, 1, 2, 3)
    assert undoable_en_bloc(meeting=meeting) == 3
    undo(forum_world, meeting)
    assert as_it_is(meeting) == before
    assert undoable_en_bloc(meeting=meeting) == 0
    with pytest.raises(StepNotPossible, match="ikke noget at fortryde"):
        undo(forum_world, meeting)


def test_what_somebody_has_worked_on_since_is_not_undone(forum_world, meeting):
    approve(forum_world, meeting, 1, 2)
    item = Item.objects.get(meeting=meeting, number=1)
    write_decision(
        actor=forum_world.as_(KEEPER), item=item, text="Noget andet", mark=mark_of(item.decision), at=forum_world.now
    )
    assert [one.number for one in undo(forum_world, meeting)] == [2]
    assert as_it_is(meeting)[0][1:3] == ("treated", "Noget andet")


def test_only_the_last_time_is_undone(forum_world, meeting):
    approve(forum_world, meeting, 1)
    later = forum_world.now.replace(hour=10)
    ids = [meeting.items.get(number=2).pk]
    approve_en_bloc(actor=forum_world.as_(KEEPER), meeting=meeting, item_ids=ids, at=later)
    assert [one.number for one in undo(forum_world, meeting)] == [2]


def test_what_is_to_be_discussed_treated_or_decided_is_not_offered(forum_world):
    agenda = (
        ("Tema", 20, ("at temaet drøftes",)),
        ("Sti", 10, ("at stien godkendes",)),
        ("Bro", 10, ("at broen godkendes",)),
        ("Vej", 10, ("at vejen godkendes",)),
    )
    meeting = forum_world.begin(agenda=agenda)
    actor = forum_world.as_(KEEPER)
    finish_item(actor=actor, item=meeting.items.get(number=2), at=forum_world.now)
    write_decision(actor=actor, item=meeting.items.get(number=3), text="Nej", mark="", at=forum_world.now)
    assert [(row.number, bool(row.why_not)) for row in en_bloc(meeting=meeting)] == [(1, True), (3, True), (4, False)]
    for number in (1, 2, 3):
        with pytest.raises(StepNotPossible):
            approve(forum_world, meeting, number, 4)
    assert as_it_is(meeting)[3][1] == "sent"


def test_nothing_chosen_is_nothing_approved(forum_world, meeting):
    with pytest.raises(StepNotPossible, match="Vælg punkter"):
        approve(forum_world, meeting)


def test_items_of_another_meeting_are_not_taken(forum_world, meeting):
    other = list(forum_world.meeting.items.values_list("pk", flat=True))
    with pytest.raises(StepNotPossible):
        approve_en_bloc(actor=forum_world.as_(KEEPER), meeting=meeting, item_ids=other[:1], at=forum_world.now)


@pytest.mark.parametrize("name", ["chair", "member", "observer", "other_secretariat", "admin"])
def test_nobody_else_approves_or_undoes(forum_world, meeting, name):
    with pytest.raises(AccessDenied):
        approve(forum_world, meeting, 1, name=name)
    approve(forum_world, meeting, 1, name="secretary")
    with pytest.raises(AccessDenied):
        undo(forum_world, meeting, name=name)


def test_choosing_another_outcome_afterwards_changes_the_sentence_that_nobody_typed(forum_world, meeting):
    approve(forum_world, meeting, 2)
    item = meeting.items.get(number=2)
    part = item.recommendation_parts.get()
    set_outcomes(actor=forum_world.as_(KEEPER), item=item, outcomes={part.pk: Outcome.POSTPONED}, at=forum_world.now)
    assert as_it_is(meeting)[1][2] == "Chefforum udsatte sagen."
