"""What is about to be sent out, to whom, and what one would like to know before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.connectors.minutes import Difference, differences
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.queries import members_of

from ..access import require_keeper
from ..models import Item, Meeting
from ..rules import HIDDEN_TITLE
from ..rules.guards import stops_agenda
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS
from ..rules.time_check import TimeCheck, time_check
from ..rules.time_plan import time_plan
from .agenda import agenda_items
from .content import content_of, marks_without_number, with_content
from .reading import content_of_version, minutes_of


@dataclass(frozen=True)
class OutgoingItem:
    """An item as members get it: a closed one without its title."""

    number: int
    title: str
    starts_at: dt.time | None
    minutes: int | None
    is_closed: bool
    is_supplement: bool
    is_new: bool


@dataclass(frozen=True)
class Outgoing:
    """`obstacles` must be removed first, `warnings` are advice. `changes` since the last version."""

    items: tuple[OutgoingItem, ...]
    recipients: tuple[str, ...]
    check: TimeCheck
    obstacles: tuple[str, ...]
    warnings: tuple[str, ...]
    changes: tuple[Difference, ...]
    is_new_version: bool
    is_possible: bool


def outgoing(*, actor: Actor, meeting: Meeting, on: dt.date) -> Outgoing:
    """The agenda as it would go out now. A fixed number of queries. Raises AccessDenied for all but the secretariat."""
    require_keeper(actor, meeting.forum)
    items = list(with_content(agenda_items(meeting)))
    plan = time_plan(start=meeting.start_time, planned=[item.planned_minutes for item in items])
    check = time_check(start=meeting.start_time, end=meeting.end_time, plan=plan)
    seats = members_of(group_id=meeting.forum_id, on=on)
    is_new_version = meeting.is_published and meeting.state in TAKES_SUPPLEMENTS
    return Outgoing(
        items=tuple(
            OutgoingItem(
                number=item.number or place,
                title=HIDDEN_TITLE if item.is_confidential else item.title,
                starts_at=starts_at,
                minutes=item.planned_minutes,
                is_closed=item.is_confidential,
                is_supplement=item.is_supplement,
                is_new=is_new_version and item.published_id is None,
            )
            for place, (item, starts_at) in enumerate(zip(items, plan.starts, strict=True), start=1)
        ),
        recipients=tuple(f"{seat.person.name}, {seat.get_role_display().lower()}" for seat in seats),
        check=check,
        obstacles=tuple(stops_agenda([content_of(item).item for item in items])),
        warnings=tuple(_warnings(items, check)),
        changes=_changes(actor, meeting) if is_new_version else (),
        is_new_version=is_new_version,
        is_possible=is_new_version or meeting.state in TAKES_ITEMS,
    )


def _warnings(items: list[Item], check: TimeCheck) -> list[str]:
    found = [check.words] if check.is_over else []
    for item in items:
        where = f"Punkt {item.number}"
        if item.planned_minutes is None:
            found.append(f"{where} har ingen planlagt tid.")
        for section in item.sections.all():
            found += [
                f"{where}: tallet “{one}” i “{section.heading}” mangler." for one in marks_without_number(section)
            ]
        for attachment in item.attachments.all():
            if attachment.document_id is not None:
                continue
            # To the secretariat alone, so the bilag's title may stand here.
            if attachment.is_promised:
                found.append(f"{where}: bilaget “{attachment.title}” er lovet eftersendt.")
            else:
                found.append(f"{where}: filen til bilaget “{attachment.title}” mangler.")
    return found


def _changes(actor: Actor, meeting: Meeting) -> tuple[Difference, ...]:
    last = meeting.versions.order_by("-number").first()
    if last is None:
        return ()
    before = content_of_version(actor=actor, version=last).minutes
    return tuple(differences(before, minutes_of(actor=actor, meeting=meeting)))
