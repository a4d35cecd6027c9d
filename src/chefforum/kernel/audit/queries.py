"""Reading the chain, and whether it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from chefforum.calc.chain import Break, Link, first_break
from chefforum.kernel.access.rules import Actor

from .access import READ_AUDIT
from .models import ChainHead, Event


def content_of(event: Event) -> dict[str, Any]:
    """What an event's hash covers, as JSON values; the moment in UTC so that it reads back the same."""
    return {
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "person_id": str(event.person_id) if event.person_id else None,
        "person_name": event.person_name,
        "action": event.action,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "object_name": event.object_name,
        "data": event.data,
    }


def verify() -> tuple[int, Break | None]:
    """How many events there are, and the first that was changed, removed or inserted (None: the chain holds)."""
    head = ChainHead.objects.filter(id=1).first()
    found = first_break(_links(), count=head.count if head else 0, head=head.hash if head else None)
    return Event.objects.count(), found


def _links() -> Iterator[Link]:
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        yield Link(number=event.number, previous=event.previous, content=content_of(event), hash=event.hash)


def list_events(
    *,
    actor: Actor,
    text: str = "",
    action: str = "",
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> QuerySet[Event]:
    """Events, newest first; `text` is looked for in who and what, the dates are both included.

    Raises AccessDenied for everybody but auditors and administrators.
    """
    READ_AUDIT.require(actor)
    events = Event.objects.order_by("-number")
    if text:
        events = events.filter(
            Q(person_name__icontains=text) | Q(object_name__icontains=text) | Q(object_id__icontains=text)
        )
    if action:
        events = events.filter(action=action)
    if from_date:
        events = events.filter(at__date__gte=from_date)
    if to_date:
        events = events.filter(at__date__lte=to_date)
    return events


def changes_of(
    *, object_kind: str, object_ids: Collection[object], leave_out: Collection[str] = ()
) -> dict[str, tuple[int, dt.datetime]]:
    """How many events there are about each object, and when the last was; those without any are left out. One query.

    For numbers that grow with each change, such as a calendar's. What happened and who did it is not told, so nobody's
    right is asked. `leave_out` are actions that change nothing.
    """
    events = Event.objects.filter(object_kind=object_kind, object_id__in=[str(one) for one in object_ids])
    rows = events.exclude(action__in=leave_out).order_by().values_list("object_id").annotate(Count("number"), Max("at"))
    return {object_id: (count, last) for object_id, count, last in rows}


def list_actions() -> list[str]:
    return list(Event.objects.order_by("action").values_list("action", flat=True).distinct())


def events_about(*, object_kind: str, object_id: object) -> QuerySet[Event]:
    """What happened to one object, newest first. For the history on its page: the page decides who may see it."""
    return Event.objects.filter(object_kind=object_kind, object_id=str(object_id)).order_by("-number")
