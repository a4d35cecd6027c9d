"""What a person has before them when they prepare: their meetings, how far they are, and what is theirs to do.

Read marks are about what was sent out. Those who work on a meeting see it as it stands, and have read of it what they
have read of its newest version.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor, Role

from ..access import published_to, visible_to, worked_on_by
from ..models import Action, Hearing, Item, Meeting, ReadMark
from ..rules.action_states import UNFINISHED
from ..rules.reading_marks import RECENT, Progress, Standing, is_recent, progress, standing
from ..rules.states import IS_PUBLISHED, PREPARED, ItemState, MeetingState
from .notes import count_notes
from .reading import ItemOnPage, MeetingOnPage, meeting_on_page

MOST_MEETINGS, MOST_WAITING = 6, 10
_PUBLISHED = [state.value for state in IS_PUBLISHED]


@dataclass(frozen=True)
class ItemToRead:
    """An item of an agenda with what it is to its reader; `is_mine`: the reader presents it."""

    item: ItemOnPage
    standing: Standing
    is_mine: bool
    note_count: int = 0


@dataclass(frozen=True)
class Preparation:
    """A meeting as somebody prepares it. Closed items are among `items` and count neither way in `progress`."""

    shown: MeetingOnPage
    items: tuple[ItemToRead, ...]
    progress: Progress

    @property
    def readable(self) -> tuple[ItemToRead, ...]:
        return tuple(one for one in self.items if one.standing != Standing.HIDDEN)

    @property
    def hidden_count(self) -> int:
        return len(self.items) - len(self.readable)

    @property
    def next_unread(self) -> ItemToRead | None:
        return next((one for one in self.readable if one.standing in {Standing.NEW, Standing.CHANGED}), None)


@dataclass(frozen=True)
class ItemToPrepare:
    """A line of the chief's own page: the item as it was sent out."""

    id: UUID
    number: int
    title: str
    kind: str
    standing: Standing
    is_mine: bool
    is_own_unit: bool
    note_count: int


@dataclass(frozen=True)
class MeetingToPrepare:
    meeting: Meeting
    items: tuple[ItemToPrepare, ...]
    progress: Progress

    @property
    def groups(self) -> list[tuple[str, list[ItemToPrepare]]]:
        """The items by why they matter to the person, each under the first reason that it has."""
        reasons: list[tuple[str, Callable[[ItemToPrepare], object]]] = [
            ("Du fremlægger", lambda item: item.is_mine),
            ("Ændret, siden du læste", lambda item: item.standing == Standing.CHANGED),
            ("Skal besluttes", lambda item: item.kind == ItemKind.DECISION.value),
            ("Fra din afdeling", lambda item: item.is_own_unit),
            ("Med dine noter", lambda item: item.note_count),
        ]
        rest, found = list(self.items), []
        for words, applies in reasons:
            if items := [item for item in rest if applies(item)]:
                found.append((words, items))
            rest = [item for item in rest if not applies(item)]
        return found


@dataclass(frozen=True)
class Waiting:
    """What waits for the person's answer: hearings, approvals, and how many actions they have not finished."""

    hearings: tuple[Hearing, ...]
    approvals: tuple[Item, ...]
    action_count: int


@dataclass(frozen=True)
class ChangedItem:
    """An item that has been sent out anew since the person read it."""

    id: UUID
    title: str
    number: int
    meeting: Meeting


def marks_of(actor: Actor, item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The revision that the actor has read of each item; an item without a mark is not in the answer. One query."""
    if actor.person_id is None:
        return {}
    marks = ReadMark.objects.filter(person_id=actor.person_id, item__in=list(item_ids))
    return dict(marks.values_list("item_id", "revision_id"))


def preparation_of(*, actor: Actor, meeting: Meeting) -> Preparation:
    """The meeting with the actor's marks and count of notes. A fixed number of queries whatever its size."""
    shown = meeting_on_page(actor=actor, meeting=meeting)
    counts = count_notes(actor=actor, item_ids=[item.id for item in shown.items])
    items = _to_read(actor, shown.items, counts)
    return Preparation(shown, items, progress(one.standing for one in items))


def reading_marks(*, actor: Actor, shown: MeetingOnPage, on: dt.date) -> dict[UUID, ItemToRead]:
    """What each item of the meeting is to the actor. That they have not read an old one is no news. Two queries."""
    if not actor.is_in_group(shown.meeting.forum_id) or actor.person_id is None:
        return {}
    news = {Standing.NEW} if not is_recent(date=shown.meeting.date, on=on) else set()
    unsaid = news | {Standing.HIDDEN, Standing.UNSENT}
    items = _to_read(actor, shown.items, {})
    return {one.item.id: one for one in items if one.standing not in unsaid or one.is_mine}


def _to_read(actor: Actor, items: Sequence[ItemOnPage], counts: dict[UUID, int]) -> tuple[ItemToRead, ...]:
    rows = Item.objects.filter(pk__in=[item.id for item in items])
    said = {row["pk"]: row for row in rows.values("pk", "published_id", "presenter_id")}
    read = marks_of(actor, said)
    return tuple(
        ItemToRead(
            item=item,
            standing=standing(
                published=said[item.id]["published_id"], read=read.get(item.id), is_hidden=item.is_hidden
            ),
            is_mine=_is(actor, said[item.id]["presenter_id"]) and not item.is_hidden,
            note_count=counts.get(item.id, 0),
        )
        for item in items
    )


def _is(actor: Actor, person_id: UUID | None) -> bool:
    return person_id is not None and person_id == actor.person_id


def meetings_to_prepare(*, actor: Actor, on: dt.date) -> tuple[list[MeetingToPrepare], list[MeetingToPrepare]]:
    """The coming meetings of the actor's forums, nearest first, and those just held of which something is unread.

    Six queries, however many meetings and items.
    """
    seats = visible_to(actor).filter(forum_id__in=actor.group_ids).exclude(state=MeetingState.CANCELLED)
    seats = seats.select_related("forum")
    coming = list(seats.filter(date__gte=on).order_by("date", "start_time")[:MOST_MEETINGS])
    held = list(
        seats.filter(date__lt=on, date__gte=on - RECENT, state__in=_PUBLISHED).order_by("-date")[:MOST_MEETINGS]
    )
    items = _items_of(actor, [*coming, *held])
    found = [
        MeetingToPrepare(meeting, rows, progress(item.standing for item in rows))
        for meeting in [*coming, *held]
        for rows in [items.get(meeting.pk, ())]
    ]
    later = found[len(coming) :]
    return found[: len(coming)], [one for one in later if one.items and not one.progress.is_full]


def _items_of(actor: Actor, meetings: Collection[Meeting]) -> dict[UUID, tuple[ItemToPrepare, ...]]:
    ids = [meeting.pk for meeting in meetings if meeting.is_published]
    items = list(_as_published(published_to(actor).filter(meeting__in=ids)).order_by("position"))
    read = marks_of(actor, [item.pk for item in items])
    counts = count_notes(actor=actor, item_ids=[item.pk for item in items])
    led = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    found: dict[UUID, list[ItemToPrepare]] = {}
    for item in items:
        assert item.meeting_id is not None
        found.setdefault(item.meeting_id, []).append(
            ItemToPrepare(
                id=item.pk,
                number=item.number or 0,
                title=item.said_title,
                kind=item.said_kind,
                standing=standing(published=item.published_id, read=read.get(item.pk)),
                is_mine=_is(actor, item.presenter_id),
                is_own_unit=item.unit_id in led,
                note_count=counts.get(item.pk, 0),
            )
        )
    return {meeting_id: tuple(rows) for meeting_id, rows in found.items()}


def _as_published(items: QuerySet[Item]) -> QuerySet:
    """The items with the title and kind that were sent out, without the rest of their text."""
    said = KeyTransform("item", "published__content")
    return Item.objects.filter(pk__in=items.values("pk")).annotate(
        said_title=KeyTextTransform("title", said), said_kind=KeyTextTransform("kind", said)
    )


def waiting_for(*, actor: Actor) -> Waiting:
    """What the actor must answer, soonest first. Three queries."""
    led = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    readable = worked_on_by(actor).values("pk")
    hearings = Hearing.objects.filter(unit_id__in=led, answered_at__isnull=True, item__in=readable)
    hearings = hearings.filter(item__state__in=[state.value for state in PREPARED]).select_related("item")
    approvals = Item.objects.filter(pk__in=readable, unit_id__in=led, state=ItemState.SUBMITTED).order_by("created_at")
    own = Q(owner_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    actions = Action.objects.filter(own, state__in=[state.value for state in UNFINISHED])
    return Waiting(
        hearings=tuple(hearings.order_by("due_date")[:MOST_WAITING]),
        approvals=tuple(approvals[:MOST_WAITING]),
        action_count=actions.count(),
    )


def coming_progress(*, actor: Actor, on: dt.date) -> list[tuple[Meeting, Progress]]:
    """The sent-out coming meetings of the actor's forums with how far they are. Two queries."""
    if actor.person_id is None:
        return []
    meetings = visible_to(actor).filter(forum_id__in=actor.group_ids, date__gte=on, state__in=_PUBLISHED)
    found = list(meetings.select_related("forum").order_by("date")[:MOST_MEETINGS])
    own = ReadMark.objects.filter(person_id=actor.person_id, item=OuterRef("pk"), revision=OuterRef("published"))
    items = Item.objects.filter(pk__in=published_to(actor).filter(meeting__in=found).values("pk"))
    rows = list(items.annotate(is_read=Exists(own)).values_list("meeting_id", "is_read"))
    counted = [(meeting, [is_read for meeting_id, is_read in rows if meeting_id == meeting.pk]) for meeting in found]
    return [(meeting, Progress(read=sum(marks), count=len(marks))) for meeting, marks in counted]


def changed_items(*, actor: Actor, most: int) -> list[ChangedItem]:
    """Items that were sent out anew since the actor read them, the newest first. One query."""
    if actor.person_id is None:
        return []
    stale = ReadMark.objects.filter(person_id=actor.person_id).exclude(revision=F("item__published"))
    items = _as_published(published_to(actor).filter(pk__in=stale.values("item"), meeting__isnull=False))
    items = items.select_related("meeting__forum").order_by("-published__made_at", "position")[:most]
    return [ChangedItem(item.pk, item.said_title, item.number or 0, item.meeting) for item in items]
