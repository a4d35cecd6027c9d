"""Who looks the agenda through before it is sent out, who has done so earlier, and why a meeting is off."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.people.models import Person
from chefforum.kernel.people.queries import list_persons, members_of

from ..models import Meeting, MeetingStep


def reviewer_ids(meeting: Meeting) -> set[UUID]:
    return set(meeting.reviewers.values_list("person_id", flat=True))


def possible_reviewers(*, meeting: Meeting, on: dt.date) -> QuerySet[Person]:
    """Persons with a seat in the forum, and those who look it through already."""
    seats = members_of(group_id=meeting.forum_id, on=on).values("person")
    return list_persons().filter(pk__in=seats) | list_persons().filter(pk__in=reviewer_ids(meeting))


def persons_by_email(emails: list[str]) -> dict[str, UUID]:
    """The active persons with those addresses. For those who may ask others to look an agenda through."""
    return dict(list_persons().filter(email__in=emails).values_list("email", "pk"))


def reviews_of(meeting: Meeting) -> list[MeetingStep]:
    """The steps that began and ended reviews, newest first; the reason says who read, and what they were asked."""
    steps = meeting.steps.filter(name__in=["review", "end_review"]).select_related("person")
    return list(steps.order_by("-at", "-pk"))


def reason_of_cancelling(meeting: Meeting) -> str:
    """What those called in were told when the meeting was cancelled."""
    return meeting.steps.filter(name="cancel").values_list("reason", flat=True).last() or ""
