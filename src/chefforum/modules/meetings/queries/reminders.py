"""Whom to remind on a day: of what they have been given to do, and of bilag that they have promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from chefforum.kernel.notifications.registry import Due
from chefforum.web import danish

from ..models import Action
from ..rules.action_states import UNFINISHED
from .actions import place_of
from .promised import reminded_of, waiting_for

SOON = dt.timedelta(days=7)


def to_remind(*, on: dt.date, at: dt.datetime) -> list[Due]:
    """Actions due within a week, due on the day, and overdue, that once a week; promised bilag that have not come.

    The text says no word of action, item or bilag: it is read in mails. A key stays the same for as long as it must not
    be told again. Two queries.
    """
    return [*_of_actions(on), *_of_promised(on)]


def _of_actions(on: dt.date) -> Iterator[Due]:
    found = Action.objects.filter(
        state__in=[state.value for state in UNFINISHED], owner__is_active=True, due_date__lte=on + SOON
    )
    for action in found.select_related("item__forum", "item__meeting"):
        assert action.due_date is not None
        assert action.owner_id is not None
        place = place_of(action.item)
        if action.due_date < on:
            text = f"Din opfølgning fra {place} skulle være gjort {danish.date(action.due_date)}."
            bucket = f"late-{_week(on)}"
        elif action.due_date == on:
            text, bucket = f"Din opfølgning fra {place} har frist i dag.", "today"
        else:
            text, bucket = f"Din opfølgning fra {place} har frist {danish.date(action.due_date)}.", "soon"
        yield Due(
            person_id=action.owner_id,
            kind="meetings.action_due",
            text=text,
            url=reverse("meetings:action", args=[action.pk]),
            # With the date, so that a new due date is told of anew.
            key=f"action:{action.pk}:{action.due_date.isoformat()}:{bucket}",
        )


def _of_promised(on: dt.date) -> Iterator[Due]:
    for attachment in waiting_for().filter(promised_date__lt=on):
        for person_id in reminded_of(attachment):
            yield Due(
                person_id=person_id,
                kind="meetings.promised",
                text=f"Der mangler et bilag, som du har lovet til {place_of(attachment.item)}.",
                url=reverse("meetings:item", args=[attachment.item_id]),
                key=f"promised:{attachment.pk}:late-{_week(on)}",
            )


def _week(on: dt.date) -> str:
    year, week, _ = on.isocalendar()
    return f"{year}-{week:02}"
