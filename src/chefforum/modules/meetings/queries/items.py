"""Items in the making: which of them somebody works on, and what waits for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.people.models import Group, GroupKind

from ..access import WRITE_ITEMS, headed_by, may_write, readable_by, worked_on_by
from ..models import Comment, Hearing, Item, Meeting, StandingItem
from ..rules.content import ItemContent, content_from_json
from ..rules.process import Waiting
from ..rules.states import PREPARED, TAKES_ITEMS, ItemState
from .closed_today import as_closed_today
from .content import content_of, with_content
from .meetings import kept_by, published_title

MOST_TO_CHOOSE = 400
SHOWN = 100  # earlier items that one may begin from


@dataclass(frozen=True)
class Beginning:
    """What a new item may begin from: an earlier item, or (`is_standing`) one of the forum's standing items."""

    key: str
    title: str
    is_standing: bool


def list_items(
    *,
    actor: Actor,
    whose: str = "",
    forum_id: UUID | None = None,
    state: str = "",
    meeting_id: UUID | None = None,
) -> QuerySet[Any]:
    """Items in the making that the actor works on, what waits for them first. One query.

    `whose` is "waiting", "mine", "unit" or "" for all. Each row has `waiting` (a value of Waiting) and `answer_by`, the
    day that the actor is to answer a hearing by. Withdrawn ones are there when `state` asks for them; the standing ones
    of every agenda, which nobody works on, when `meeting_id` does.
    """
    items = Item.objects.filter(pk__in=worked_on_by(actor).values("pk"))
    items = items.filter(state=state) if state else items.filter(state__in=[one.value for one in PREPARED])
    due = _asked(actor).order_by("due_date").values("due_date")[:1]
    items = items.annotate(waiting=_waiting(actor), answer_by=Subquery(due))
    match whose:
        case "waiting":
            items = items.exclude(waiting=Waiting.NOTHING)
        case "mine":
            items = items.filter(author_id=actor.person_id)
        case "unit":
            items = items.filter(unit_id__in=_own_units(actor))
    if forum_id:
        items = items.filter(forum_id=forum_id)
    if meeting_id:
        items = items.filter(Q(meeting_id=meeting_id) | Q(meeting__isnull=True, wanted_meeting_id=meeting_id))
    else:
        items = items.filter(standing__isnull=True)
    return items.select_related("forum", "meeting", "wanted_meeting", "author").order_by(
        "waiting",
        F("wanted_meeting__submission_deadline").asc(nulls_last=True),
        F("meeting__date").asc(nulls_last=True),
        F("wanted_meeting__date").asc(nulls_last=True),
        F("created_at").desc(nulls_last=True),
        "position",
        "pk",
    )


def items_to_write(*, actor: Actor, on: dt.date) -> list[Item]:
    """Items that the actor may write in now, the next meeting's first; of earlier days' meetings none. One query."""
    found = Item.objects.filter(pk__in=worked_on_by(actor).values("pk"), standing__isnull=True)
    found = found.exclude(state__in=[ItemState.TREATED, ItemState.CLOSED, ItemState.WITHDRAWN])
    found = found.exclude(meeting__date__lt=on).select_related("forum", "meeting")
    found = found.order_by(F("meeting__date").desc(nulls_first=True), F("created_at").desc(nulls_last=True), "pk")
    return [item for item in found[:MOST_TO_CHOOSE] if may_write(actor, item)][:SHOWN]


def _own_units(actor: Actor) -> frozenset[UUID]:
    return frozenset().union(
        actor.units.get(Role.CASE_AUTHOR, frozenset()), actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    )


def _asked(actor: Actor) -> QuerySet[Hearing]:
    """In a query of items: the hearings that the actor is to answer."""
    led = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    return Hearing.objects.filter(item=OuterRef("pk"), unit_id__in=led, answered_at__isnull=True)


def _waiting(actor: Actor) -> Case:
    asked = _asked(actor)
    mine = Q(author_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    kept = Q(forum__unit_id__in=actor.units.get(Role.SECRETARIAT, frozenset()))
    takes = Q(wanted_meeting__state__in=[state.value for state in TAKES_ITEMS])
    return Case(
        When(Q(state=ItemState.SUBMITTED) & headed_by(actor), then=Value(Waiting.APPROVAL.value)),
        When(Q(state__in=[state.value for state in PREPARED]) & Exists(asked), then=Value(Waiting.HEARING.value)),
        When(Q(state=ItemState.RETURNED) & mine, then=Value(Waiting.RETURNED.value)),
        When(Q(state=ItemState.READY) & kept, then=Value(Waiting.PLACE.value)),
        When(Q(state=ItemState.DRAFT) & mine & takes, then=Value(Waiting.DRAFT.value)),
        default=Value(Waiting.NOTHING.value),
        output_field=CharField(),
    )


def comments_to_me(*, actor: Actor) -> QuerySet[Comment]:
    """What others have said of the actor's own items in the making and nobody has dealt with yet, newest first."""
    if actor.person_id is None:
        return Comment.objects.none()
    items = worked_on_by(actor).filter(author_id=actor.person_id, state__in=[state.value for state in PREPARED])
    comments = Comment.objects.filter(item__in=items.values("pk"), settled_at__isnull=True)
    return comments.exclude(person_id=actor.person_id).select_related("item__forum", "person").order_by("-at")


def list_filter_forums(*, actor: Actor) -> QuerySet[Group]:
    """Forums with an item in the making that the actor works on."""
    items = worked_on_by(actor).filter(state__in=[state.value for state in PREPARED])
    return Group.objects.filter(pk__in=items.values("forum_id")).order_by("name")


def list_filter_meetings(*, actor: Actor) -> QuerySet[Meeting]:
    """Meetings that such an item is placed on or wanted for, the nearest first."""
    items = worked_on_by(actor).filter(state__in=[state.value for state in PREPARED])
    wanted = Q(pk__in=items.values("meeting_id")) | Q(pk__in=items.values("wanted_meeting_id"))
    return Meeting.objects.filter(wanted).select_related("forum").order_by("date")


def forums_to_write_for(*, actor: Actor, on: dt.date) -> QuerySet[Group]:
    """Forums that the actor may write an item for: all, for who writes for a department; else those they keep."""
    if actor.has_role(Role.CASE_AUTHOR, Role.WORKPLACE_LEADER):
        return Group.objects.filter(valid_on(on), kind=GroupKind.FORUM).order_by("name")
    return kept_by(actor=actor).filter(valid_on(on))


def units_to_write_for(*, actor: Actor, on: dt.date) -> list[tuple[UUID, str]]:
    """Departments that the actor may write for, by name; the secretariat writes for any."""
    tree = tree_on(on)
    everywhere = actor.everything or kept_by(actor=actor).exists()
    own = _own_units(actor)
    found = ((unit.id, unit.name) for unit in tree.units if everywhere or unit.id in own)
    return sorted(found, key=lambda unit: unit[1])


def meetings_to_write_for(*, actor: Actor, on: dt.date) -> QuerySet[Meeting]:
    """Coming meetings that take items, of the forums that the actor may write for: to ask for, no more."""
    forums = forums_to_write_for(actor=actor, on=on)
    states = [state.value for state in TAKES_ITEMS]
    meetings = Meeting.objects.filter(forum__in=forums.values("pk"), date__gte=on, state__in=states)
    return meetings.select_related("forum").order_by("date")


def may_ask_for(*, actor: Actor, meeting: Meeting, on: dt.date) -> bool:
    """Whether the actor may write an item for the meeting, and it takes items. At most two queries."""
    return WRITE_ITEMS.allows(actor) and meetings_to_write_for(actor=actor, on=on).filter(pk=meeting.pk).exists()


def beginnings(*, actor: Actor) -> list[Beginning]:
    """What the actor may begin a new item from: standing items of forums they keep, then the newest items they read."""
    standing = StandingItem.objects.filter(forum__in=kept_by(actor=actor).values("pk")).select_related("forum")
    found = [Beginning(f"standing:{one.pk}", f"{one.title} ({one.forum.name})", True) for one in standing]
    items = readable_by(actor).select_related("published", "meeting")
    items = items.annotate(is_worked_on=Exists(worked_on_by(actor).filter(pk=OuterRef("pk"))))
    newest = items.order_by(F("created_at").desc(nulls_last=True), F("meeting__date").desc(nulls_last=True), "position")
    for item in newest[:SHOWN]:
        title = item.title if item.is_worked_on else published_title(item)
        when = f"{item.meeting.date:%d-%m-%Y}" if item.meeting else item.get_state_display().lower()
        found.append(Beginning(f"item:{item.pk}", f"{title} ({when})", False))
    return found


def find_item_to_begin_from(*, actor: Actor, item_id: UUID) -> Item | None:
    """An item that the actor may read; None where there is none."""
    return with_content(readable_by(actor).filter(pk=item_id).select_related("published")).first()


def content_to_begin_from(*, actor: Actor, item: Item) -> ItemContent:
    """What the actor reads of the item: as it stands where they work on it, else as it was sent out."""
    if item.published is None or worked_on_by(actor).filter(pk=item.pk).exists():
        return content_of(item)
    return as_closed_today([(item, content_from_json(item.published.content))])[0]


def find_standing_item(*, actor: Actor, standing_id: int) -> StandingItem | None:
    """A standing item of a forum that the actor keeps."""
    return StandingItem.objects.filter(forum__in=kept_by(actor=actor).values("pk"), pk=standing_id).first()


def find_meeting_to_place(*, actor: Actor, item: Item, meeting_id: UUID) -> Meeting | None:
    """A meeting of the item's forum, where the actor keeps that."""
    forums = kept_by(actor=actor).filter(pk=item.forum_id)
    return Meeting.objects.select_related("forum").filter(forum__in=forums.values("pk"), pk=meeting_id).first()
