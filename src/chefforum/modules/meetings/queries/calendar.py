"""What stands in somebody's calendar: meetings that they may know of, deadlines, and what they are to follow up.

A calendar is read by others than its owner: by those it is shared with, and by the service that fetches it. So what is
confidential is masked in it for everybody, also for those who may read it in Chefforum, and an agenda that is not sent
out is not in it at all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.queries import changes_of

from ..access import WRITE_ITEMS, open_to, visible_to
from ..models import Action, CalendarKey, Item, Meeting, VersionItem
from ..rules import HIDDEN_TITLE
from ..rules.action_states import UNFINISHED
from ..rules.calendar import KEPT_BACK, CalendarEntry, danish_moment, hash_of, later
from ..rules.states import TAKES_ITEMS, MeetingState

_READING = ("meetings.read_confidential",)  # events that change nothing
_MEETING_ADDRESS = "meetings:meeting"


def secret_of(key: CalendarKey) -> str:
    """The secret in the address: made from the site's own key, so that only its hash need be kept."""
    made = key.created_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return salted_hmac("chefforum.calendar", f"{key.person_id} {made}", algorithm="sha256").hexdigest()


def own_secret(*, actor: Actor) -> str | None:
    """The secret of the actor's calendar; None where they have none, or the site's own key has changed since."""
    key = CalendarKey.objects.filter(person_id=actor.person_id).first() if actor.person_id else None
    if key is None or hash_of(secret_of(key)) != key.secret_hash:
        return None
    return secret_of(key)


def has_calendar(*, actor: Actor) -> bool:
    """Whether the actor has an address that their calendar is read at."""
    return actor.person_id is not None and CalendarKey.objects.filter(person_id=actor.person_id).exists()


def actor_of_secret(*, secret: str, on: dt.date) -> Actor | None:
    """Whose calendar it is, with the rights of today; None where the address is none, or its person may not sign in."""
    key = CalendarKey.objects.select_related("person").filter(secret_hash=hash_of(secret)).first()
    if key is None or not key.person.is_active:
        return None
    return actor_for(person=key.person, on=on)


def entries_for(*, actor: Actor, on: dt.date, base: str) -> list[CalendarEntry]:
    """Everything in the actor's calendar, two years back; `base` begins the addresses. A fixed number of queries."""
    meetings = list(_meetings(actor).filter(date__gte=on - KEPT_BACK).order_by("date", "pk"))
    deadlines = _with_deadlines(actor, meetings, on) if WRITE_ITEMS.allows(actor) else []
    changes = _changes([*meetings, *deadlines])
    agendas = _agendas(actor, meetings)
    return [
        *(_of_meeting(meeting, changes, agendas, base) for meeting in meetings),
        *(_of_deadline(meeting, changes, base) for meeting in deadlines),
        *_of_actions(actor, on, base),
    ]


def entry_of(*, actor: Actor, meeting: Meeting, base: str) -> CalendarEntry:
    """The one meeting, for somebody who may know of it."""
    return _of_meeting(meeting, _changes([meeting]), _agendas(actor, [meeting]), base)


def _meetings(actor: Actor) -> QuerySet[Meeting]:
    return visible_to(actor).select_related("forum__practice")


def _changes(meetings: Iterable[Meeting]) -> dict[str, tuple[int, dt.datetime]]:
    return changes_of(object_kind="meeting", object_ids={meeting.pk for meeting in meetings}, leave_out=_READING)


def _agendas(actor: Actor, meetings: Sequence[Meeting]) -> dict[UUID, list[str]]:
    """The titles of what is sent out, by meeting, with what is confidential masked."""
    published = [meeting.pk for meeting in meetings if meeting.is_published]
    rows = VersionItem.objects.filter(version__meeting__in=published)
    rows = rows.alias(newest=Max("version__meeting__versions__number")).filter(version__number=F("newest"))
    items = rows.order_by("position").values_list(
        "version__meeting_id",
        "item_id",
        "revision__content__item__number",
        "revision__content__item__title",
    )
    found = list(items)
    open_items = open_to(actor).filter(is_confidential=False, in_versions__version__meeting__in=published)
    shown = set(open_items.values_list("pk", flat=True))
    agendas: dict[UUID, list[str]] = defaultdict(list)
    for meeting_id, item_id, number, title in found:
        agendas[meeting_id].append(f"{number}. {title if item_id in shown else HIDDEN_TITLE}")
    return agendas


def _of_meeting(
    meeting: Meeting,
    changes: dict[str, tuple[int, dt.datetime]],
    agendas: dict[UUID, list[str]],
    base: str,
) -> CalendarEntry:
    sequence, changed_at = _changed(meeting, changes)
    start, end = _times(meeting)
    lines = agendas.get(meeting.pk)
    return CalendarEntry(
        uid=f"meeting-{meeting.pk}@chefforum",
        sequence=sequence,
        changed_at=changed_at,
        summary=meeting.forum.name,
        start=start,
        end=end,
        place=meeting.place or "",
        description="\n".join(lines) if lines else "Dagsordenen er ikke sendt ud.",
        url=base + reverse(_MEETING_ADDRESS, args=[meeting.pk]),
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        is_tentative=meeting.state == MeetingState.PLANNED,
    )


def _changed(meeting: Meeting, changes: dict[str, tuple[int, dt.datetime]]) -> tuple[int, dt.datetime]:
    """How often the meeting has been changed, and when last; the day itself where nobody has recorded a change."""
    return changes.get(str(meeting.pk)) or (0, danish_moment(meeting.date, dt.time()))


def _times(meeting: Meeting) -> tuple[dt.date, dt.date | None]:
    """From start to end; without an end as long as the forum's meetings are; without a start the whole day."""
    if meeting.start_time is None:
        return meeting.date, meeting.date + dt.timedelta(days=1)
    start = danish_moment(meeting.date, meeting.start_time)
    if meeting.end_time is not None and meeting.end_time > meeting.start_time:
        return start, danish_moment(meeting.date, meeting.end_time)
    practice = getattr(meeting.forum, "practice", None)
    minutes = practice.meeting_minutes if practice else None
    return start, later(start, minutes=minutes) if minutes else None


def _with_deadlines(actor: Actor, meetings: Sequence[Meeting], on: dt.date) -> list[Meeting]:
    """Coming meetings that take items until a moment: of those in the calendar, and those the actor writes for."""
    known = Q(pk__in=[meeting.pk for meeting in meetings])
    if actor.person_id is not None:
        own = Item.objects.filter(author_id=actor.person_id, wanted_meeting__isnull=False)
        known |= Q(pk__in=own.values("wanted_meeting_id"))
    coming = Meeting.objects.filter(known, submission_deadline__date__gte=on, state__in=[*TAKES_ITEMS])
    return list(coming.select_related("forum").order_by("submission_deadline", "pk"))


def _of_deadline(meeting: Meeting, changes: dict[str, tuple[int, dt.datetime]], base: str) -> CalendarEntry:
    assert meeting.submission_deadline is not None
    sequence, changed_at = _changed(meeting, changes)
    moment = meeting.submission_deadline.astimezone(danish_moment(meeting.date, dt.time()).tzinfo)
    return CalendarEntry(
        uid=f"deadline-{meeting.pk}@chefforum",
        sequence=sequence,
        changed_at=changed_at,
        summary=f"Frist for punkter til {meeting.name}",
        start=moment,
        end=later(moment, minutes=15),
        place="",
        description="",
        url=base + _page("meetings:items"),
    )


def _of_actions(actor: Actor, on: dt.date, base: str) -> list[CalendarEntry]:
    """What the actor is to follow up, on the day that it is due; nothing of minutes that are still being drafted."""
    if actor.person_id is None:
        return []
    actions = Action.objects.filter(owner_id=actor.person_id, due_date__gte=on - KEPT_BACK, state__in=[*UNFINISHED])
    actions = actions.exclude(item__meeting__state__in=[MeetingState.RUNNING, MeetingState.HELD])
    actions = actions.select_related("item__forum").annotate(count=Count("steps"), last=Max("steps__at"))
    address = base + _page("meetings:actions")
    return [
        CalendarEntry(
            uid=f"action-{action.pk}@chefforum",
            sequence=action.count,
            changed_at=action.last or action.created_at,
            summary=f"Opfølgning: {HIDDEN_TITLE if action.item.is_confidential else action.text}",
            start=action.due_date,
            end=action.due_date + dt.timedelta(days=1),
            place="",
            description=f"Besluttet i {action.item.forum.name}",
            url=address,
        )
        for action in actions.order_by("due_date", "pk")
        if action.due_date
    ]


def _page(name: str) -> str:
    """The page, or the list of meetings in an installation that has not got it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("meetings:list")
