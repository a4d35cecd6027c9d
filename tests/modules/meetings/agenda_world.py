"""What tests of planning and agendas share: planned meetings, items that are ready, and what people are told."""

from __future__ import annotations

import datetime as dt

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting
from chefforum.modules.meetings.services.practice import StandingText, add_standing

KEEPER = "secretary_of_unit"
MEETING_DAY = dt.date(2026, 3, 4)


def planned(world, *, date: dt.date = MEETING_DAY, **options) -> Meeting:
    options = {"start_time": dt.time(9), "end_time": dt.time(12), "place": "Lokale 3"} | options
    return plan_meeting(actor=world.as_(KEEPER), forum=world.forum, date=date, at=world.now, **options)


def ready(world, title: str, *, minutes: int | None = None, **fields) -> Item:
    """An item that its head has approved, as if all of that had happened before."""
    fields = {"kind": "decision", "state": "ready", "unit": world.forum.unit, "created_at": world.now} | fields
    return Item.objects.create(forum=world.forum, title=title, planned_minutes=minutes, **fields)


def put_on(world, meeting: Meeting, *titles: str) -> list[Item]:
    return [
        place_item(actor=world.as_(KEEPER), item=ready(world, title), meeting=meeting, at=world.now) for title in titles
    ]


def standing_text(title: str, **changes) -> StandingText:
    values = {
        "title": title,
        "kind": ItemKind.FORMALITY,
        "journal_number": "",
        "planned_minutes": 5,
        "recommendation": "",
        "approves_minutes": False,
        "is_last": False,
    } | changes
    return StandingText(**values)


def first_and_last(world):
    """The two standing items that the source has."""
    actor = world.as_(KEEPER)
    approval = standing_text(
        "Godkendelse af dagsorden og referat",
        recommendation="at dagsordenen godkendes\nat referat godkendes",
        approves_minutes=True,
        journal_number="00.01.00-A00-32-24",
    )
    themes = standing_text("Temaer til kommende møder", kind=ItemKind.THEME, is_last=True, planned_minutes=10)
    return (
        add_standing(actor=actor, forum=world.forum, text=approval, at=world.now),
        add_standing(actor=actor, forum=world.forum, text=themes, at=world.now),
    )


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.exclude(state="withdrawn").order_by("position").values_list("title", flat=True))


def numbers(meeting: Meeting) -> dict[str, int | None]:
    return dict(meeting.items.exclude(state="withdrawn").values_list("title", "number"))


def told(world, name: str) -> list[str]:
    """In alphabetical order: a test's clock stands still."""
    return list(Notification.objects.filter(person=world.persons[name]).order_by("text").values_list("text", flat=True))
