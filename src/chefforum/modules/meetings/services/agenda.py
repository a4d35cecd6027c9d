"""A meeting from the day that it is planned to the day that its agenda is sent out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Employment, Group, GroupRole
from chefforum.kernel.people.queries import members_of

from .. import search
from ..access import require_keeper
from ..models import Item, Meeting, Participant
from ..queries.forums import practice_of
from ..rules.deadlines import SUBMISSION_TIME, submission_date
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS, MeetingState
from .mirroring import mirror_history
from .ordering import close_gaps, insert, locked_meeting_of
from .revisions import revise
from .standing import place_standing_items
from .steps import ReasonMissing, StepNotPossible, locked_meeting, step_item


@transaction.atomic
def plan_meeting(
    *,
    actor: Actor,
    forum: Group,
    date: dt.date,
    at: dt.datetime,
    start_time: dt.time | None = None,
    end_time: dt.time | None = None,
    place: str = "",
    is_open: bool = True,
    without_standing: Collection[int] = (),
) -> Meeting:
    """A meeting of the forum with its standing items, and those who sit in the forum that day as participants.

    It is open for items, unless `is_open` says not yet. `without_standing` are standing items left out this once.
    Raises AccessDenied where the actor does not keep the forum's meetings, StepNotPossible where it meets that day.
    """
    require_keeper(actor, forum)
    Group.objects.select_for_update().get(pk=forum.pk)  # of two who plan one day at once, the second is told
    if Meeting.objects.filter(forum=forum, date=date).exists():
        raise StepNotPossible("Forummet har allerede et møde den dag. Intet er oprettet.")
    meeting = Meeting.objects.create(
        forum=forum,
        state=MeetingState.OPEN if is_open else MeetingState.PLANNED,
        title=title_of(forum, date),
        forum_name=forum.name,
        date=date,
        start_time=start_time,
        end_time=end_time,
        place=place or None,
        submission_deadline=submission_deadline(date=date, days=practice_of(forum).submission_days),
    )
    _call_in(meeting)
    place_standing_items(actor=actor, meeting=meeting, at=at, without=without_standing)
    record(
        actor=actor,
        at=at,
        action="meetings.plan",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
    )
    return meeting


def title_of(forum: Group, date: dt.date) -> str:
    """What a meeting that is planned here is called."""
    return f"{forum.name} {date:%d-%m-%Y}"


def submission_deadline(*, date: dt.date, days: int) -> dt.datetime:
    """The moment that items for a meeting on the date must be in, `days` working days before."""
    return timezone.make_aware(dt.datetime.combine(submission_date(meeting_date=date, days=days), SUBMISSION_TIME))


def _call_in(meeting: Meeting) -> None:
    """Those with a seat in the forum, the chair first, by the title that they have on the day."""
    seats = members_of(group_id=meeting.forum_id, on=meeting.date).exclude(role=GroupRole.OBSERVER)
    persons = [seat.person for seat in seats]
    titles = dict(
        Employment.objects.filter(person__in=persons, valid_from__lte=meeting.date)
        .order_by("valid_from", "is_leader")
        .values_list("person_id", "title")
    )
    Participant.objects.bulk_create(
        Participant(meeting=meeting, position=position, name=person.name, title=titles.get(person.pk), person=person)
        for position, person in enumerate(persons)
    )


@transaction.atomic
def place_item(
    *,
    actor: Actor,
    item: Item,
    meeting: Meeting,
    at: dt.datetime,
    reason: str = "",
    chair_agrees: bool = False,
) -> Item:
    """A ready item on the meeting's agenda, before the standing items that stand last.

    After the agenda is sent out it is a supplement (tillæg), numbered after the others: the chair has to agree, and
    `reason` says why it comes so late. Raises AccessDenied and StepNotPossible.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state not in TAKES_ITEMS | TAKES_SUPPLEMENTS or item.forum_id != meeting.forum_id:
        raise StepNotPossible("Mødet tager ikke imod punktet. Vælg et møde, som er åbent for punkter. Intet er ændret.")
    is_late = meeting.state in TAKES_SUPPLEMENTS
    if is_late and not chair_agrees:
        raise StepNotPossible("Dagsordenen er sendt ud. Et tillæg kræver, at formanden har sagt ja. Intet er ændret.")
    if is_late and not reason.strip():
        raise ReasonMissing
    item = step_item(
        actor=actor,
        item=item,
        name="place",
        at=at,
        reason=f"Formanden har sagt ja: {reason.strip()}" if is_late else reason,
        meeting=meeting,
        position=meeting.items.count(),
        is_supplement=is_late,
    )
    insert(meeting, [item], at_end=is_late)
    item.refresh_from_db()
    revise(actor=actor, item_ids=mirror_history([item]), at=at)
    return item


@transaction.atomic
def take_off_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """Off the agenda, ready for another one."""
    meeting = locked_meeting_of(item)
    item = step_item(
        actor=actor, item=item, name="take_off", at=at, meeting=None, position=None, number=None, is_supplement=False
    )
    if meeting is not None:
        close_gaps(meeting)
    search.index_items([item.pk])
    return item
