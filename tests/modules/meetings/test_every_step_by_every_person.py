"""Every step of rules.states from every state, by everybody: taken by those whom the table names, by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import AccessDenied, Role
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Employment
from chefforum.modules.meetings.models import Item, ItemStep, MeetingStep
from chefforum.modules.meetings.rules.states import ITEM_STEPS, MEETING_STEPS, ItemState, MeetingState, Part
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible, step_item, step_meeting
from tests.modules.meetings.conftest import LONG_AGO, unit

pytestmark = pytest.mark.django_db

# What each person is to the meeting, and to an item that `author` wrote for the department.
PARTS = {
    "secretary_of_unit": {Part.SECRETARIAT},
    "chair": {Part.CHAIR},
    "secretary": {Part.MINUTE_TAKER},
    "author": {Part.AUTHOR},
    "case_author": {Part.AUTHOR},
    "head": {Part.HEAD},
    "head_elsewhere": set(),
    "other_secretariat": set(),
    "member": set(),
    "observer": set(),
    "former": set(),
    "colleague": set(),
    "auditor": set(),
    "admin": set(),
}


@pytest.fixture
def written(forum_world):
    """An item of the department, whose author writes for another by now, and leaders of both departments."""
    department = Unit.objects.get(code="afdelingen")
    elsewhere = unit("andre", Unit.objects.get(code="kommunen"))
    persons = forum_world.persons
    for name, copied in (("author", "colleague"), ("case_author", "former"), ("head", "observer")):
        persons[name] = type(persons[copied]).objects.create(email=f"{name}2@lindeby.example", name=name)
    persons["head_elsewhere"] = type(persons["head"]).objects.create(email="e@lindeby.example", name="elsewhere")
    for name, led in (("head", department), ("head_elsewhere", elsewhere)):
        Employment.objects.create(person=persons[name], unit=led, title="Chef", is_leader=True, valid_from=LONG_AGO)
    for name, over in (("author", elsewhere), ("case_author", department)):
        RoleAssignment.objects.create(person=persons[name], role=Role.CASE_AUTHOR, unit=over, valid_from=LONG_AGO)
    return Item.objects.create(
        forum=forum_world.forum, title="Ny bus", kind="decision", unit=department, author=persons["author"]
    )


def outcome(take: Callable[..., object], **arguments: object) -> str:
    """What came of trying: "taken", "refused" (not theirs), "not now" (another state)."""
    try:
        take(reason="Derfor", **arguments)
    except AccessDenied:
        return "refused"
    except StepNotPossible:
        return "not now"
    return "taken"


def expected(step, state: str, parts: set[Part]) -> str:
    if not step.parts & parts:
        return "refused"
    return "taken" if state in step.sources else "not now"


@pytest.mark.parametrize("step", ITEM_STEPS.values(), ids=lambda step: step.name)
def test_a_step_of_an_item(forum_world, written, step):
    actors = {name: forum_world.as_(name) for name in PARTS}
    for (name, parts), state in product(PARTS.items(), ItemState):
        Item.objects.filter(pk=written.pk).update(state=state)
        before = ItemStep.objects.count()
        got = outcome(step_item, actor=actors[name], item=written, name=step.name, at=forum_world.now)
        written.refresh_from_db()
        assert got == expected(step, state, parts), (state, name)
        assert written.state == (step.target if got == "taken" else state)
        assert ItemStep.objects.count() - before == (got == "taken")


@pytest.mark.parametrize("step", MEETING_STEPS.values(), ids=lambda step: step.name)
def test_a_step_of_a_meeting(forum_world, written, step):
    meeting = forum_world.meeting
    actors = {name: forum_world.as_(name) for name in PARTS}
    for (name, parts), state in product(PARTS.items(), MeetingState):
        type(meeting).objects.filter(pk=meeting.pk).update(state=state)
        before = MeetingStep.objects.count()
        got = outcome(step_meeting, actor=actors[name], meeting=meeting, name=step.name, at=forum_world.now)
        meeting.refresh_from_db()
        assert got == expected(step, state, parts & {Part.SECRETARIAT, Part.CHAIR, Part.MINUTE_TAKER}), (state, name)
        assert meeting.state == (step.target if got == "taken" else state)
        assert MeetingStep.objects.count() - before == (got == "taken")


@pytest.mark.parametrize("step", [s for s in ITEM_STEPS.values() if s.asks_reason], ids=lambda step: step.name)
def test_a_step_that_asks_why_is_not_taken_without_a_reason(forum_world, written, step):
    Item.objects.filter(pk=written.pk).update(state=min(step.sources))
    with pytest.raises(ReasonMissing, match="begrundelse"):
        step_item(actor=forum_world.as_("secretary_of_unit"), item=written, name=step.name, at=forum_world.now)
    written.refresh_from_db()
    assert written.state == min(step.sources)


def test_no_state_is_a_dead_end_but_the_last_ones():
    ends = {ItemState.CLOSED}
    assert {state for state in ItemState if not any(state in step.sources for step in ITEM_STEPS.values())} == ends
    ends = {MeetingState.CANCELLED}
    assert {s for s in MeetingState if not any(s in step.sources for step in MEETING_STEPS.values())} == ends
