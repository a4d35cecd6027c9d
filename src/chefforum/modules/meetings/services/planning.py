"""Meetings planned, moved, opened for items and cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from chefforum.calc.danish_dates import weekday_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Employment, Group, Person

from .. import search
from ..access import require_keeper
from ..models import Item, Meeting, Participant
from ..queries.forums import practice_of
from ..rules.states import TAKES_ITEMS, ItemState, MeetingState
from .agenda import place_item, plan_meeting, submission_deadline, take_off_item, title_of
from .ordering import placed_items
from .standing import fill_standing_items
from .steps import StepNotPossible, locked_meeting, step_item, step_meeting
from .telling_of_meetings import called_in, name_of, tell

IS_EDITED = TAKES_ITEMS | {MeetingState.PLANNED, MeetingState.SENT}


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part and is not known here as a person."""

    name: str
    title: str | None


@dataclass(frozen=True)
class Times:
    """When and where; `submission_deadline` None: as the forum's practice says."""

    date: dt.date
    start_time: dt.time | None
    end_time: dt.time | None
    place: str
    submission_deadline: dt.datetime | None = None


@transaction.atomic
def plan_series(
    *,
    actor: Actor,
    forum: Group,
    dates: Sequence[dt.date],
    at: dt.datetime,
    start_time: dt.time | None = None,
    end_time: dt.time | None = None,
    place: str = "",
    is_open: bool = False,
) -> list[Meeting]:
    """A meeting on each date, all or none. Raises what `plan_meeting` raises, StepNotPossible without dates."""
    if not dates:
        raise StepNotPossible("Vælg mindst én dato. Intet er oprettet.")
    return [
        plan_meeting(
            actor=actor,
            forum=forum,
            date=date,
            at=at,
            start_time=start_time,
            end_time=end_time,
            place=place,
            is_open=is_open,
        )
        for date in sorted(set(dates))
    ]


@transaction.atomic
def edit_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    times: Times,
    person_ids: Collection[UUID],
    guests: Sequence[Guest],
    at: dt.datetime,
) -> Meeting:
    """Another day, time, place or circle of participants; the items stay. Those called in are told once it is sent out.

    Raises AccessDenied, and StepNotPossible from the meeting's start on, and where the forum meets that day already.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state not in IS_EDITED:
        raise StepNotPossible("Mødet er i gang, holdt eller aflyst og kan ikke flyttes. Intet er ændret.")
    Group.objects.select_for_update().get(pk=meeting.forum_id)  # of two who choose one day at once, the second is told
    if Meeting.objects.filter(forum=meeting.forum, date=times.date).exclude(pk=meeting.pk).exists():
        raise StepNotPossible("Forummet har allerede et møde den dag. Intet er ændret.")
    before, was_called = _when_and_where(meeting), name_of(meeting)
    _set_times(meeting, times)
    _set_participants(meeting, person_ids, guests)
    is_moved = _when_and_where(meeting) != before
    record(
        actor=actor,
        at=at,
        action="meetings.edit",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"moved": is_moved},
    )
    if is_moved:
        search.index_meeting(meeting)
    if is_moved and meeting.state == MeetingState.SENT:
        text = f"Mødet {was_called} holdes nu {_said(meeting)}."
        people = called_in(meeting, at=at)
        tell(actor=actor, at=at, meeting=meeting, person_ids=people, kind="moved", text=text)
    return meeting


def _when_and_where(meeting: Meeting) -> tuple[object, ...]:
    return meeting.date, meeting.start_time, meeting.end_time, meeting.place or ""


def _said(meeting: Meeting) -> str:
    """onsdag den 28. januar 2026 kl. 09.00, Lokale 3"""
    day = name_of(meeting).removeprefix(f"{meeting.forum.name} ")
    start = f" kl. {meeting.start_time:%H.%M}" if meeting.start_time else ""
    return f"{weekday_of(meeting.date)} den {day}{start}{f', {meeting.place}' if meeting.place else ''}"


def _set_times(meeting: Meeting, times: Times) -> None:
    if times.date != meeting.date:
        meeting.title = title_of(meeting.forum, times.date)
        meeting.weekday = weekday_of(times.date) if meeting.weekday else None
    if (times.date, times.start_time, times.place) != (meeting.date, meeting.start_time, meeting.place or ""):
        meeting.head = []  # an imported file's own lines about day and place, which no longer hold
    meeting.date, meeting.place = times.date, times.place or None
    meeting.start_time, meeting.end_time = times.start_time, times.end_time
    days = practice_of(meeting.forum).submission_days
    meeting.submission_deadline = times.submission_deadline or submission_deadline(date=times.date, days=days)
    meeting.save()


def _set_participants(meeting: Meeting, person_ids: Collection[UUID], guests: Sequence[Guest]) -> None:
    """Who stays keeps their row, with what is noted there; who is new comes last."""
    rows = list(meeting.participants.order_by("position"))
    wanted = {guest.name: guest for guest in guests}
    gone = [row.pk for row in rows if row.person_id not in person_ids and (row.person_id or row.name not in wanted)]
    Participant.objects.filter(pk__in=gone).delete()
    kept = [row for row in rows if row.pk not in gone]
    position = max((row.position for row in kept), default=-1) + 1
    there, named = {row.person_id for row in kept}, {row.name for row in kept if row.person_id is None}
    new = list(Person.objects.filter(pk__in=[one for one in person_ids if one not in there]).order_by("name"))
    titles = _titles(new, meeting.date)
    made = [Participant(name=person.name, title=titles.get(person.pk), person=person) for person in new]
    made += [Participant(name=guest.name, title=guest.title) for guest in wanted.values() if guest.name not in named]
    for place, row in enumerate(made, start=position):
        row.meeting, row.position = meeting, place
    Participant.objects.bulk_create(made)
    retitled = [row for row in kept if row.person_id is None and row.name in wanted]
    for row in retitled:
        row.title = wanted[row.name].title
    Participant.objects.bulk_update(retitled, ["title"])


def _titles(persons: Sequence[Person], on: dt.date) -> dict[UUID, str]:
    employments = Employment.objects.filter(person__in=persons, valid_from__lte=on).order_by("valid_from", "is_leader")
    return dict(employments.values_list("person_id", "title"))


@transaction.atomic
def open_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """Open for items; the standing ones say what holds by now. Raises AccessDenied, StepNotPossible."""
    meeting = step_meeting(actor=actor, meeting=meeting, name="open", at=at)
    fill_standing_items(actor=actor, meeting=meeting, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str, at: dt.datetime) -> Meeting:
    """The meeting is off, and everybody called in is told why; its standing items go with it.

    Raises AccessDenied, ReasonMissing, and StepNotPossible while there are items on its agenda: they are moved first.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    standing, others = _split(placed_items(meeting))
    if others:
        count = f"{len(others)} punkter" if len(others) > 1 else "ét punkt"
        raise StepNotPossible(f"Der står {count} på dagsordenen. Flyt dem først til et andet møde. Intet er ændret.")
    people = called_in(meeting, at=at)
    for item in standing:
        step_item(
            actor=actor,
            item=item,
            name="withdraw_late",
            reason="Mødet er aflyst",
            at=at,
            meeting=None,
            position=None,
            number=None,
        )
    meeting = step_meeting(actor=actor, meeting=meeting, name="cancel", reason=reason, at=at)
    text = f"Mødet {name_of(meeting)} er aflyst: {reason.strip()}"
    tell(actor=actor, at=at, meeting=meeting, person_ids=people, kind="cancelled", text=text)
    Item.objects.filter(wanted_meeting=meeting).exclude(state=ItemState.WITHDRAWN).update(wanted_meeting=None)
    return meeting


@transaction.atomic
def move_items(*, actor: Actor, meeting: Meeting, to: Meeting, at: dt.datetime) -> int:
    """Every item but the standing ones to another meeting that is open for items; how many. Raises as `place_item`."""
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if to.pk == meeting.pk or to.state not in TAKES_ITEMS:
        raise StepNotPossible("Vælg et andet møde, som er åbent for punkter. Intet er ændret.")
    _, others = _split(placed_items(meeting))
    for item in others:
        place_item(actor=actor, item=take_off_item(actor=actor, item=item, at=at), meeting=to, at=at)
    return len(others)


def _split(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    standing = [item for item in items if item.standing_id is not None]
    return standing, [item for item in items if item.standing_id is None]
