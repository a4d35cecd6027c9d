"""An action from being ordered to being confirmed: who may take which step, who reads it, who is told."""

from __future__ import annotations

import datetime as dt
from itertools import product
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Person
from chefforum.modules.meetings.models import Action, ActionStep, Meeting
from chefforum.modules.meetings.queries.actions import (
    ActionFilter,
    actions_for_meeting,
    actions_of_item,
    actions_on_page,
    find_action,
    list_actions,
)
from chefforum.modules.meetings.rules import HIDDEN_TITLE
from chefforum.modules.meetings.rules.action_states import ACTION_STEPS, ActionPart, ActionState
from chefforum.modules.meetings.rules.states import MeetingState
from chefforum.modules.meetings.services.actions import NewAction, change_action, create_actions, step_action
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible

pytestmark = pytest.mark.django_db

TEXT = "Bestil nødgeneratorer"
PARTS = {
    "owner": {ActionPart.OWNER},
    "secretary_of_unit": {ActionPart.SECRETARIAT},
    "other_secretariat": set(),
    "member": set(),
    "chair": set(),
    "observer": set(),
    "substitute": set(),
    "former": set(),
    "colleague": set(),
    "auditor": set(),
    "admin": set(),
}


@pytest.fixture
def ordered(forum_world):
    """An action of the first item, owned by somebody who is nothing to the forum; the meeting's minutes are out."""
    owner = Person.objects.create(email="owner@lindeby.example", name="owner")
    forum_world.persons["owner"] = owner
    item = forum_world.meeting.items.order_by("position")[0]
    (action,) = create_actions(
        actor=forum_world.as_("secretary_of_unit"),
        item=item,
        actions=[NewAction(TEXT, owner.pk, forum_world.today + dt.timedelta(days=7))],
        at=forum_world.now,
    )
    return SimpleNamespace(
        action=action, item=item, owner=owner, as_=forum_world.as_, at=forum_world.now, today=forum_world.today
    )


def outcome(actor, action, name, at) -> str:
    try:
        step_action(actor=actor, action=action, name=name, at=at, reason="Derfor")
    except AccessDenied:
        return "refused"
    except StepNotPossible:
        return "not now"
    return "taken"


@pytest.mark.parametrize("step", ACTION_STEPS.values(), ids=lambda step: step.name)
def test_a_step_is_taken_by_those_whom_the_table_names(ordered, step):
    actors = {name: ordered.as_(name) for name in PARTS}
    for (name, parts), state in product(PARTS.items(), ActionState):
        Action.objects.filter(pk=ordered.action.pk).update(state=state, evidence="Sket")
        before = ActionStep.objects.count()
        expected = "refused" if not step.parts & parts else "taken" if state in step.sources else "not now"
        assert outcome(actors[name], ordered.action, step.name, ordered.at) == expected, (name, state)
        ordered.action.refresh_from_db()
        assert ordered.action.state == (step.target if expected == "taken" else state)
        assert ActionStep.objects.count() - before == (expected == "taken")


@pytest.mark.parametrize("name", [name for name, step in ACTION_STEPS.items() if step.asks_reason])
def test_a_step_that_asks_why_is_not_taken_without_an_answer(ordered, name):
    source = next(iter(ACTION_STEPS[name].sources))
    Action.objects.filter(pk=ordered.action.pk).update(state=source, evidence="Sket")
    with pytest.raises(ReasonMissing):
        step_action(actor=ordered.as_("secretary_of_unit"), action=ordered.action, name=name, at=ordered.at, reason=" ")


def test_owner_and_secretariat_are_told_at_each_turn_and_never_what_it_is_about(ordered):
    owner, secretary = ordered.as_("owner"), ordered.as_("secretary_of_unit")
    take = [(owner, "finish"), (secretary, "reject"), (owner, "finish"), (secretary, "confirm")]
    for actor, name in take:
        step_action(actor=actor, action=ordered.action, name=name, at=ordered.at, reason="De er bestilt")
    told = list(Notification.objects.order_by("pk").values_list("person__name", "text"))
    assert sorted(name for name, _ in told) == ["owner"] * 3 + ["secretary_of_unit"] * 2
    assert {"Du har fået en opfølgning fra Chefforum 4. februar 2026, punkt 1, senest 9. februar 2026."} <= {
        text for _, text in told
    }
    assert not any(TEXT in text or ordered.item.title in text for _, text in told)
    waiting = Notification.objects.filter(read_at=None).values_list("person__name", "text")
    assert list(waiting) == [("owner", "Din opfølgning fra Chefforum 4. februar 2026, punkt 1 er bekræftet.")]


def test_the_trail_has_no_word_of_it(ordered):
    step_action(actor=ordered.as_("owner"), action=ordered.action, name="finish", at=ordered.at, reason="Hemmeligt")
    for event in Event.objects.filter(action__startswith="actions."):
        assert "Hemmeligt" not in str(event.data) + event.object_name
        assert TEXT not in str(event.data) + event.object_name


def test_a_change_leaves_what_was_before_and_tells_both_owners(ordered, forum_world):
    member = forum_world.persons["member"]
    changed = NewAction(f"{TEXT} til alle", member.pk, None)
    change_action(actor=ordered.as_("secretary_of_unit"), action=ordered.action, changed=changed, at=ordered.at)
    said = ordered.action.steps.get(name="change").reason
    assert said == f"Før: {TEXT}\nAnsvarlig: owner → member\nFrist: 9. februar 2026 → ingen"
    assert Notification.objects.filter(person=member, text__startswith="Du har fået").count() == 1
    assert Notification.objects.filter(person=ordered.owner, text__contains="overtaget").count() == 1


def test_a_change_that_changes_nothing_leaves_nothing(ordered):
    same = NewAction(TEXT, ordered.owner.pk, ordered.action.due_date)
    change_action(actor=ordered.as_("secretary_of_unit"), action=ordered.action, changed=same, at=ordered.at)
    assert [step.name for step in ordered.action.steps.all()] == ["create"]


@pytest.mark.parametrize("name", [name for name, parts in PARTS.items() if ActionPart.SECRETARIAT not in parts])
def test_only_the_secretariat_makes_and_mends_actions(ordered, name):
    actor, new = ordered.as_(name), NewAction("Andet", None, None)
    with pytest.raises(AccessDenied):
        create_actions(actor=actor, item=ordered.item, actions=[new], at=ordered.at)
    with pytest.raises(AccessDenied):
        change_action(actor=actor, action=ordered.action, changed=new, at=ordered.at)


@pytest.mark.parametrize("state", list(MeetingState))
def test_there_is_something_to_follow_up_from_the_moment_that_the_meeting_begins(ordered, state):
    Meeting.objects.filter(pk=ordered.item.meeting_id).update(state=state)
    arguments = {
        "actor": ordered.as_("secretary_of_unit"),
        "item": ordered.item,
        "actions": [NewAction("Andet", None, None)],
        "at": ordered.at,
    }
    if state in {"running", "held", "commenting", "minutes_sent", "approved", "closed"}:
        assert create_actions(**arguments)
    else:
        with pytest.raises(StepNotPossible):
            create_actions(**arguments)


def readers(ordered) -> set[str]:
    return {name for name in PARTS if find_action(actor=ordered.as_(name), action_id=ordered.action.pk)}


def test_it_is_read_by_its_owner_and_by_those_who_read_the_item(ordered):
    everybody = {"owner", "secretary_of_unit", "member", "chair", "observer", "substitute"}
    assert readers(ordered) == everybody
    for name in PARTS:
        listed = list_actions(actor=ordered.as_(name), chosen=ActionFilter(), on=ordered.today).exists()
        assert listed == (name in everybody)


@pytest.mark.parametrize("state", ["running", "held"])
def test_members_read_of_it_with_the_minutes_and_not_before(ordered, state):
    Meeting.objects.filter(pk=ordered.item.meeting_id).update(state=state)
    assert readers(ordered) == {"owner", "secretary_of_unit", "chair"}


def close(ordered, forum_world, *names: str) -> None:
    set_confidentiality(
        actor=ordered.as_("secretary_of_unit"),
        item=ordered.item,
        is_confidential=True,
        reader_ids=[forum_world.persons[name].pk for name in names],
        at=ordered.at,
    )


def test_of_a_closed_item_it_is_read_by_those_named_and_its_owner_who_reads_no_word_of_the_item(ordered, forum_world):
    close(ordered, forum_world, "member")
    assert readers(ordered) == {"owner", "secretary_of_unit", "chair", "member"}
    for name in readers(ordered):
        actor = ordered.as_(name)
        found = find_action(actor=actor, action_id=ordered.action.pk)
        (shown,) = actions_on_page(actor=actor, actions=[found], on=ordered.today)
        assert shown.text == TEXT
        is_owner = name == "owner"
        assert (shown.title == HIDDEN_TITLE) == is_owner
        assert (shown.item_id is None) == is_owner
        assert shown.case_id is None or not is_owner


def coming(forum_world, date: dt.date, state: str = "open") -> Meeting:
    return Meeting.objects.create(forum=forum_world.forum, title="Næste", date=date, state=state)


def follow_up(ordered, meeting: Meeting, name: str, on: dt.date | None = None) -> list[str]:
    found = actions_for_meeting(actor=ordered.as_(name), meeting=meeting, on=on or ordered.today)
    return [one.text for one in found]


def test_the_next_meeting_has_it_until_it_is_confirmed(ordered, forum_world):
    following, later = coming(forum_world, dt.date(2026, 3, 4)), coming(forum_world, dt.date(2026, 4, 1))
    assert follow_up(ordered, following, "member") == [TEXT]
    assert follow_up(ordered, later, "member") == []
    assert follow_up(ordered, ordered.item.meeting, "member") == []
    owner, secretary = ordered.as_("owner"), ordered.as_("secretary_of_unit")
    step_action(actor=owner, action=ordered.action, name="finish", at=ordered.at, reason="Bestilt")
    assert follow_up(ordered, following, "member") == [TEXT]
    step_action(actor=secretary, action=ordered.action, name="confirm", at=ordered.at)
    assert follow_up(ordered, following, "member") == []
    (shown,) = actions_of_item(actor=ordered.as_("member"), item=ordered.item, on=ordered.today)
    assert shown.state == "confirmed"


def test_a_cancelled_meeting_and_one_whose_day_is_past_is_not_the_next(ordered, forum_world):
    coming(forum_world, dt.date(2026, 2, 18), "cancelled")
    forgotten = coming(forum_world, dt.date(2026, 2, 25))
    following = coming(forum_world, dt.date(2026, 3, 11))
    assert follow_up(ordered, following, "member", dt.date(2026, 3, 1)) == [TEXT]
    assert follow_up(ordered, forgotten, "member", dt.date(2026, 3, 1)) == []
    Meeting.objects.filter(pk=forgotten.pk).update(state="running")
    forgotten.refresh_from_db()
    assert follow_up(ordered, forgotten, "member", dt.date(2026, 3, 1)) == [TEXT]


def test_the_next_meeting_shows_actions_of_closed_items_to_those_who_may_read_them(ordered, forum_world):
    following = coming(forum_world, dt.date(2026, 3, 4))
    close(ordered, forum_world, "member")
    seeing = {name for name in PARTS if follow_up(ordered, following, name)}
    assert seeing == {"owner", "secretary_of_unit", "chair", "member"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (ActionFilter(), {"late", "soon", "never"}),
        (ActionFilter(overdue=True), {"late"}),
        (ActionFilter(mine=True), {"soon"}),
        (ActionFilter(state="done"), {"never"}),
        (ActionFilter(state="confirmed"), {"over"}),
        (ActionFilter(state="all"), {"late", "soon", "never", "over"}),
    ],
)
def test_the_list_is_what_was_asked_for(ordered, forum_world, chosen, expected):
    Action.objects.all().delete()
    today, secretary = ordered.today, forum_world.persons["secretary_of_unit"]
    for text, days, state in (
        ("late", -1, "open"),
        ("soon", 0, "open"),
        ("never", None, "done"),
        ("over", -9, "confirmed"),
    ):
        Action.objects.create(
            item=ordered.item,
            text=text,
            owner=secretary if text == "soon" else None,
            due_date=today + dt.timedelta(days=days) if days is not None else None,
            state=state,
            evidence="Sket",
            created_at=ordered.at,
        )
    found = list_actions(actor=ordered.as_("secretary_of_unit"), chosen=chosen, on=today)
    assert {action.text for action in found} == expected
    dated = [action.due_date for action in found if action.due_date]
    assert dated == sorted(dated)
