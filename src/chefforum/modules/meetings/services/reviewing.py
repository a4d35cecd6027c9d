"""The agenda before it is sent out, to a few readers who look it through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Person

from ..access import require_keeper
from ..models import Meeting, Reviewer
from ..rules.states import MeetingState
from .standing import fill_standing_items
from .steps import StepNotPossible, locked_meeting, step_meeting
from .telling_of_meetings import name_of, tell


@transaction.atomic
def send_to_review(
    *, actor: Actor, meeting: Meeting, person_ids: Collection[UUID], message: str, at: dt.datetime
) -> Meeting:
    """The readers read and comment the whole agenda as it stands, but closed items only where they are named.

    Their names and the message are kept as the reason of the step. Raises AccessDenied, and StepNotPossible without
    readers or where the agenda is not being made.
    """
    readers = list(Person.objects.filter(pk__in=person_ids, is_active=True).order_by("name"))
    if not readers:
        raise StepNotPossible("Vælg mindst én, der skal se dagsordenen igennem. Intet er sendt.")
    names = ", ".join(person.name for person in readers)
    said = f"{names}. {message.strip()}" if message.strip() else names
    meeting = step_meeting(actor=actor, meeting=meeting, name="review", reason=said, at=at)
    fill_standing_items(actor=actor, meeting=meeting, at=at)
    meeting.reviewers.all().delete()
    _let_in(actor=actor, meeting=meeting, persons=readers, at=at)
    return meeting


@transaction.atomic
def change_reviewers(*, actor: Actor, meeting: Meeting, person_ids: Collection[UUID], at: dt.datetime) -> None:
    """Other readers while the review goes on; those who are new are told. Raises AccessDenied, StepNotPossible."""
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state != MeetingState.REVIEW:
        raise StepNotPossible("Dagsordenen er ikke til gennemsyn. Intet er ændret.")
    meeting.reviewers.exclude(person_id__in=person_ids).delete()
    known = set(meeting.reviewers.values_list("person_id", flat=True))
    new = list(Person.objects.filter(pk__in=set(person_ids) - known, is_active=True))
    record(
        actor=actor,
        at=at,
        action="meetings.reviewers",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"readers": sorted(str(one) for one in person_ids)},
    )
    _let_in(actor=actor, meeting=meeting, persons=new, at=at)


def _let_in(*, actor: Actor, meeting: Meeting, persons: list[Person], at: dt.datetime) -> None:
    Reviewer.objects.bulk_create(Reviewer(meeting=meeting, person=person) for person in persons)
    text = f"Du er bedt om at se dagsordenen til {name_of(meeting)} igennem, før den sendes ud."
    people = [person.pk for person in persons]
    tell(actor=actor, at=at, meeting=meeting, person_ids=people, kind="review", text=text)


@transaction.atomic
def end_review(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """Back to the secretariat; the readers no longer read what is being made. Raises AccessDenied, StepNotPossible."""
    meeting = step_meeting(actor=actor, meeting=meeting, name="end_review", at=at)
    meeting.reviewers.all().delete()
    return meeting
