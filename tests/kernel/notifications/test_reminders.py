"""Reminders: asked for every morning, told once, and one that fails does not silence the others."""

from __future__ import annotations

import datetime as dt
import logging
from zoneinfo import ZoneInfo

import pytest

from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.registrations import remind_in_the_morning
from chefforum.kernel.notifications.registry import Due, Family, Reminder, family_of, register_family, register_reminder
from chefforum.kernel.notifications.rules import last_mail_of_the_day
from chefforum.kernel.notifications.services import remind, remove_old

DANISH = ZoneInfo("Europe/Copenhagen")
pytestmark = pytest.mark.usefixtures("own_registry")


def due(person, on):
    return Due(person.pk, "tests.due", f"Frist {on}", "/moeder/", key=f"tests:{on}")


def test_what_is_due_is_told_once_however_often_it_is_asked(owner, now):
    asked = []

    def find(*, on, at):
        asked.append(on)
        return [due(owner, on)]

    register_reminder(Reminder("tests.due", find))
    for day in (0, 0, 1):
        remind(on=now.date() + dt.timedelta(days=day), at=now + dt.timedelta(days=day))
    assert len(asked) == 3
    assert [one.text for one in Notification.objects.order_by("at")] == ["Frist 2026-02-03", "Frist 2026-02-04"]


def test_a_reminder_that_fails_is_logged_and_the_others_are_told(owner, now, caplog):
    def broken(*, on, at):
        yield due(owner, on)
        raise ValueError("broken")

    register_reminder(Reminder("tests.broken", broken))
    register_reminder(Reminder("tests.due", lambda on, at: [Due(owner.pk, "tests.due", "Hel", "/", "whole")]))
    with caplog.at_level(logging.ERROR, logger="chefforum.notifications"):
        remind(on=now.date(), at=now)
    assert "tests.broken" in caplog.text
    assert [one.text for one in Notification.objects.all()] == ["Hel"]


@pytest.mark.parametrize(("clock", "told"), [(dt.time(5, 59), 0), (dt.time(6), 1), (dt.time(23, 30), 1)])
def test_they_are_found_from_six_in_the_morning(clock, told, owner):
    register_reminder(Reminder("tests.due", lambda on, at: [due(owner, on)]))
    remind_in_the_morning(at=dt.datetime.combine(dt.date(2026, 2, 3), clock, DANISH))
    assert Notification.objects.count() == told


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (dt.datetime(2026, 2, 3, 6, 59), dt.datetime(2026, 2, 2, 7)),
        (dt.datetime(2026, 2, 3, 7), dt.datetime(2026, 2, 3, 7)),
        (dt.datetime(2026, 3, 29, 7, 30), dt.datetime(2026, 3, 29, 7)),
        (dt.datetime(2026, 3, 30, 6, 30), dt.datetime(2026, 3, 29, 7)),
    ],
)
def test_the_mail_of_the_day_closes_at_seven_danish_time_also_when_the_clocks_change(at, expected):
    assert last_mail_of_the_day(at.replace(tzinfo=DANISH)) == expected.replace(tzinfo=DANISH)


def test_a_kind_belongs_to_the_family_that_names_most_of_it():
    register_family(Family("tests.all", "Alt", ("tests.",)))
    register_family(Family("tests.some", "Noget", ("tests.so", "tests.few")))
    assert [family_of(kind).name for kind in ("tests.other", "tests.some", "tests.few", "unknown")] == [
        "tests.all",
        "tests.some",
        "tests.some",
        "other",
    ]


def test_what_was_told_more_than_a_year_ago_is_removed(tell, owner, now):
    tell(owner, "Gammel", at=now - dt.timedelta(days=366))
    tell(owner, "Ny", at=now - dt.timedelta(days=364))
    assert remove_old(at=now) == 1
    assert Notification.objects.get().text == "Ny"
