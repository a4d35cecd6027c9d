"""A meeting from the day that it is planned to the day that its agenda is sent out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Employment, Group, GroupRole
from chefforum.kernel.people.queries import members_of

from ..access import require_keeper
from ..models import Item, Meeting, Participant
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS, MeetingState
from .mirroring import mirror_history
from .revisions import revise
from .steps import StepNotPossible, locked_meeting, step_item


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
) -> Meeting:
    """A meeting of the forum, open for items, with those who sit in it that day as participants.

    Raises AccessDenied where the actor does not keep the forum's meetings, StepNotPossible where it meets that day.
    """
    require_keeper(actor, forum)
    if Meeting.objects.filter(forum=forum, date=date).exists():
        raise StepNotPossible("Forummet har allerede et møde den dag. Intet er oprettet.")
    meeting = Meeting.objects.create(
        forum=forum,
        state=MeetingState.OPEN,
        title=f"{forum.name} {date:%d-%m-%Y}",
        forum_name=forum.name,
        date=date,
        start_time=start_time,
        end_time=end_time,
        place=place or None,
    )
    _call_in(meeting)
    record(
        actor=actor,
        at=at,
        action="meetings.plan",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
    )
    return meeting


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
def place_item(*, actor: Actor, item: Item, meeting: Meeting, at: dt.datetime) -> Item:
    """A ready item at the end of the meeting's agenda; after the agenda is sent out it is a supplement (tillæg).

    Raises AccessDenied and StepNotPossible.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state not in TAKES_ITEMS | TAKES_SUPPLEMENTS or item.forum_id != meeting.forum_id:
        raise StepNotPossible("Mødet tager ikke imod punktet. Vælg et møde, som er åbent for punkter. Intet er ændret.")
    last = meeting.items.aggregate(last=Max("position"))["last"]
    placed = step_item(
        actor=actor,
        item=item,
        name="place",
        at=at,
        meeting=meeting,
        position=0 if last is None else last + 1,
        is_supplement=meeting.state in TAKES_SUPPLEMENTS,
    )
    revise(actor=actor, item_ids=mirror_history([placed]), at=at)
    return placed


@transaction.atomic
def take_off_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """Off the agenda, ready for another one."""
    return step_item(actor=actor, item=item, name="take_off", at=at, meeting=None, position=None, number=None)
