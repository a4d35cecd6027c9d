"""Bilag that were promised, and whom to remind of what on a day: each once, and never with a word of what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Person
from chefforum.modules.meetings.models import Action, Attachment
from chefforum.modules.meetings.queries.promised import find_promised, promised_attachments
from chefforum.modules.meetings.queries.reminders import to_remind
from chefforum.modules.meetings.services.promised import remind_of_bilag
from chefforum.modules.meetings.services.steps import StepNotPossible

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 3, 10)
AT = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)


@pytest.fixture
def presenter():
    return Person.objects.create(email="presenter@lindeby.example", name="Præsenter")


@pytest.fixture
def promised(forum_world, presenter):
    item = forum_world.meeting.items.order_by("position")[0]
    item.presenter = presenter
    item.save(update_fields=["presenter"])
    return Attachment.objects.create(
        item=item, position=9, title="Hemmeligt notat", is_promised=True, promised_date=DUE
    )


def test_the_secretariat_sees_what_was_promised_and_has_not_come(forum_world, promised):
    secretary = forum_world.as_("secretary_of_unit")
    (row,) = promised_attachments(actor=secretary, on=DUE + dt.timedelta(days=2))
    assert (row.title, row.who, row.due, row.is_overdue) == ("Hemmeligt notat", "Præsenter", "2 dage over tiden", True)
    (row,) = promised_attachments(actor=secretary, on=DUE)
    assert not row.is_overdue
    for name in ("other_secretariat", "member", "chair", "admin"):
        assert promised_attachments(actor=forum_world.as_(name), on=DUE) == []
        assert find_promised(actor=forum_world.as_(name), attachment_id=promised.pk) is None


def test_who_promised_it_is_reminded_once_a_day(forum_world, promised, presenter):
    secretary = forum_world.as_("secretary_of_unit")
    for days in (0, 0, 1):
        at = AT + dt.timedelta(days=days)
        assert remind_of_bilag(actor=secretary, attachment=promised, at=at) == ["Præsenter"]
    told = Notification.objects.filter(person=presenter)
    assert told.count() == 2
    assert all(promised.title not in one.text and promised.item.title not in one.text for one in told)
    with pytest.raises(AccessDenied):
        remind_of_bilag(actor=forum_world.as_("chair"), attachment=promised, at=AT)
    presenter.is_active = False
    presenter.save(update_fields=["is_active"])
    with pytest.raises(StepNotPossible):
        remind_of_bilag(actor=secretary, attachment=Attachment.objects.get(pk=promised.pk), at=AT)


def reminders(days: int) -> list[tuple[str, str]]:
    on = DUE + dt.timedelta(days=days)
    return [(row.text, row.key) for row in to_remind(on=on, at=AT)]


def test_a_promised_bilag_that_is_late_is_told_of_once_a_week(promised):
    assert reminders(0) == []
    keys = {key for days in range(1, 15) for _, key in reminders(days)}
    assert len(keys) == 3  # from Wednesday on: that week and the two after it


@pytest.fixture
def action(forum_world, presenter):
    item = forum_world.meeting.items.order_by("position")[0]
    return Action.objects.create(
        item=item, text="Bestil nødgeneratorer", owner=presenter, due_date=DUE, created_at=forum_world.now
    )


def test_an_action_is_told_of_a_week_before_on_the_day_and_weekly_after_it(action):
    assert reminders(-8) == []
    texts = {}
    for days in range(-7, 15):
        ((text, key),) = reminders(days)
        texts.setdefault(key, text)
    assert [text.split("punkt 1 ")[1] for text in texts.values()] == [
        "har frist 10. marts 2026.",
        "har frist i dag.",
        *["skulle være gjort 10. marts 2026."] * 3,
    ]
    assert not any(action.text in text or action.item.title in text for text in texts.values())


def test_another_due_date_is_told_of_anew(action):
    ((_, before),) = reminders(-7)
    action.due_date = DUE + dt.timedelta(days=1)
    action.save(update_fields=["due_date"])
    ((_, after),) = reminders(-6)
    assert before != after


@pytest.mark.parametrize("change", [{"state": "done"}, {"owner": None}, {"due_date": None}, {"state": "dropped"}])
def test_nobody_is_reminded_of_what_is_done_or_has_no_owner_or_day(action, change):
    Action.objects.filter(pk=action.pk).update(evidence="Sket", **change)
    assert reminders(0) == []
