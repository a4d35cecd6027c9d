"""Standing items: on every agenda of the forum, with the recommendation that the forum has agreed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from chefforum.calc.blocks import to_json
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.kernel.cases.services import case_for

from .. import search
from ..access import require_keeper
from ..models import Item, Meeting, RecommendationPart, Section, StandingItem, Theme
from ..queries.approving import approving_items_to_come
from ..rules.house_lines import listed, theme_line
from ..rules.standing import is_as_made, recommendation_parts
from ..rules.states import TAKES_ITEMS, ItemState, MeetingState
from ..rules.words import SECTION_KINDS
from .mirroring import mirror_recommendation
from .ordering import close_gaps, locked_meeting_of, placed_items, put_in_order
from .steps import StepNotPossible, locked_item, locked_meeting, step_item
from .writing import item_to_write, note_change


def place_standing_items(
    *, actor: Actor, meeting: Meeting, at: dt.datetime, without: Collection[int] = ()
) -> list[Item]:
    """The forum's standing items on a new agenda, in the caller's transaction, which has asked for access."""
    chosen = [row for row in meeting.forum.standing_items.order_by("is_last", "position") if row.pk not in without]
    items = [
        _make(actor=actor, standing=row, meeting=meeting, position=place, at=at) for place, row in enumerate(chosen)
    ]
    search.index_items([item.pk for item in items])
    return items


@transaction.atomic
def skip_standing_item(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """Off this agenda; the next one has it again. Raises AccessDenied, StepNotPossible once it is sent out."""
    meeting = locked_meeting_of(item)
    item = locked_item(item)
    if item.standing_id is None or meeting is None:
        raise StepNotPossible("Punktet er ikke et fast punkt. Intet er ændret.")
    if item.state != ItemState.ON_AGENDA:
        raise StepNotPossible("Punktet er udsendt og kan ikke springes over. Træk det i stedet. Intet er ændret.")
    step_item(
        actor=actor,
        item=item,
        name="withdraw_late",
        reason="Springes over på dette møde",
        at=at,
        meeting=None,
        position=None,
        number=None,
    )
    close_gaps(meeting)
    search.index_items([item.pk])


@transaction.atomic
def add_standing_item(*, actor: Actor, standing: StandingItem, meeting: Meeting, at: dt.datetime) -> Item:
    """A standing item that was skipped, or is new, on an agenda not sent out. Raises as `skip_standing_item`."""
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state not in TAKES_ITEMS | {MeetingState.PLANNED} or standing.forum_id != meeting.forum_id:
        raise StepNotPossible("Mødet tager ikke imod faste punkter nu. Intet er ændret.")
    others = placed_items(meeting)
    if any(other.standing_id == standing.pk for other in others):
        raise StepNotPossible("Punktet står allerede på dagsordenen. Intet er ændret.")
    item = _make(actor=actor, standing=standing, meeting=meeting, position=len(others), at=at)
    leading = 0
    while leading < len(others) and _leads(others[leading], standing):
        leading += 1
    place = len(others) if standing.is_last else leading
    put_in_order(meeting, [*others[:place], item, *others[place:]])
    search.index_items([item.pk])
    return item


def _leads(item: Item, standing: StandingItem) -> bool:
    return item.standing is not None and not item.standing.is_last and item.standing.position <= standing.position


def fill_standing_items(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """Which minutes are approved and which themes are open, written before others read the agenda.

    Only where nobody has written something else since the item was made. In the caller's transaction.
    """
    for item in placed_items(meeting):
        if item.standing is None or item.state != ItemState.ON_AGENDA:
            continue
        if item.standing.approves_minutes:
            _name_minutes(actor=actor, item=item, meeting=meeting, at=at)
        if item.standing.is_last and item.standing.kind == ItemKind.THEME:
            _list_themes(actor=actor, item=item, at=at)


def name_minutes_on_agendas_to_come(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """Minutes that have just gone out, named where they will be approved; an agenda that is out takes a new version.

    As `fill_standing_items`, in the caller's transaction.
    """
    for item in approving_items_to_come(meeting):
        if item.meeting is not None:
            _name_minutes(actor=actor, item=item, meeting=item.meeting, at=at)


def _make(*, actor: Actor, standing: StandingItem, meeting: Meeting, position: int, at: dt.datetime) -> Item:
    approves = _minutes_to_approve(meeting) if standing.approves_minutes else None
    parts = recommendation_parts(standing.recommendation, approves=approves)
    item = Item.objects.create(
        forum=meeting.forum,
        meeting=meeting,
        state=ItemState.ON_AGENDA,
        unit_id=meeting.forum.unit_id,
        position=position,
        number=position + 1,
        title=standing.title,
        kind=standing.kind,
        journal_number=standing.journal_number,
        case=_case(actor=actor, standing=standing, at=at),
        planned_minutes=standing.planned_minutes,
        has_recommendation=bool(parts),
        standing=standing,
        created_at=at,
    )
    _write_parts(item, parts)
    record(
        actor=actor, at=at, action="items.create", object_kind="item", object_id=item.pk, data={"standing": standing.pk}
    )
    return item


def _case(*, actor: Actor, standing: StandingItem, at: dt.datetime) -> Case | None:
    if not standing.journal_number:
        return None
    try:
        return case_for(journal_number=standing.journal_number, title=standing.title, actor=actor, at=at)
    except BadJournalNumber:
        return None  # Kept as written; the item's page says what is wrong with it.


def _minutes_to_approve(meeting: Meeting) -> dt.date | None:
    """The date of the forum's latest minutes before the meeting that are sent out."""
    sent = [MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.CLOSED]
    earlier = Meeting.objects.filter(forum=meeting.forum, date__lt=meeting.date, state__in=sent).order_by("-date")
    return earlier.values_list("date", flat=True).first()


def _write_parts(item: Item, parts: list[str]) -> None:
    item.recommendation_parts.all().delete()
    RecommendationPart.objects.bulk_create(
        RecommendationPart(item=item, position=position, text=text) for position, text in enumerate(parts)
    )
    mirror_recommendation(item)


def _name_minutes(*, actor: Actor, item: Item, meeting: Meeting, at: dt.datetime) -> None:
    standing = item.standing
    if standing is None:
        return
    said = list(item.recommendation_parts.order_by("position").values_list("text", flat=True))
    wanted = recommendation_parts(standing.recommendation, approves=_minutes_to_approve(meeting))
    if said == wanted or not is_as_made(said, standing.recommendation):
        return
    item = item_to_write(actor=actor, item=item)
    item.has_recommendation = bool(wanted)
    item.token += 1
    item.save(update_fields=["has_recommendation", "token"])
    _write_parts(item, wanted)
    note_change(actor=actor, item=item, at=at, what="write")


def _list_themes(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """The open themes as the item's Sagsfremstilling, once: what is written there is not written over."""
    rows = Theme.objects.filter(forum=item.forum, item=None, dropped_at=None)
    themes = list(rows.order_by(F("wanted_date").asc(nulls_last=True), "created_at"))
    if not themes or item.sections.filter(kind=SectionKind.PRESENTATION).exclude(blocks=[]).exists():
        return
    item = item_to_write(actor=actor, item=item)
    lines = [theme_line(title=one.title, wanted_date=one.wanted_date, text=one.text) for one in themes]
    item.sections.filter(kind=SectionKind.PRESENTATION).delete()
    last = item.sections.count()
    Section.objects.create(
        item=item,
        position=last,
        kind=SectionKind.PRESENTATION,
        heading=SECTION_KINDS[SectionKind.PRESENTATION],
        blocks=to_json(listed(lines)),
    )
    note_change(actor=actor, item=item, at=at, what="write")
