"""A case's earlier and later treatments: for the page, as the reader may know of them, and for an item's Historik."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from chefforum.calc.danish_dates import in_words
from chefforum.calc.decisions import Outcome, read_decision
from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor

from ..access import may_keep, readable_by, worked_on_by
from ..models import Item, ItemReader
from ..rules.action_states import SHOWS_DECISIONS
from ..rules.content import content_from_json
from ..rules.states import ItemState
from .meetings import published_title

_LONGEST_CHAIN = 10  # a case that has been treated more often shows its last ten treatments


@dataclass(frozen=True)
class TreatmentOnPage:
    """Where an item of the same case was, or will be, treated. `date` is None while it has no meeting."""

    item_id: UUID
    date: dt.date | None
    where: str
    title: str
    outcome: str


@dataclass(frozen=True)
class Treatments:
    before: tuple[TreatmentOnPage, ...] = ()
    after: tuple[TreatmentOnPage, ...] = ()


def treatments_around(*, actor: Actor, item: Item) -> Treatments:
    """Other items of the case, and what the item was put off from and to, as far as the actor may read them.

    For an item that the actor may read: callers ask. A fixed number of queries.
    """
    if not readable_by(actor).filter(pk=item.pk).exists():
        return Treatments()
    same = Q(successor=item) | Q(predecessor=item)
    if item.case_id and not _returns_each_time(item):
        same |= Q(case_id=item.case_id)
    found = readable_by(actor).filter(same).exclude(pk=item.pk).exclude(state=ItemState.WITHDRAWN).distinct()
    items = list(found.select_related("forum", "meeting", "published").prefetch_related("recommendation_parts"))
    worked_on = set(worked_on_by(actor).filter(pk__in=[one.pk for one in items]).values_list("pk", flat=True))
    items.sort(key=_when)
    before = [one for one in items if _when(one) < _when(item) or one.pk == item.predecessor_id]
    return Treatments(
        before=tuple(_on_page(actor, one, one.pk in worked_on) for one in before),
        after=tuple(_on_page(actor, one, one.pk in worked_on) for one in items if one not in before),
    )


def _returns_each_time(item: Item) -> bool:
    """The approval of agenda and minutes has one journal number for all meetings, and no history to tell."""
    return item.kind == ItemKind.FORMALITY or item.standing_id is not None


def _when(item: Item) -> dt.date:
    return item.meeting.date if item.meeting else dt.date.max


def _on_page(actor: Actor, item: Item, is_worked_on: bool) -> TreatmentOnPage:
    meeting = item.meeting
    if is_worked_on and may_keep(actor, item.forum) and item.deferral:
        outcome = Outcome.POSTPONED.danish
    elif meeting is not None and meeting.state in SHOWS_DECISIONS and item.published:
        outcome = outcome_in_words(item.published.content)
    else:
        outcome = item.get_state_display().lower()
    where = f"{item.forum.name} den {in_words(meeting.date)}" if meeting else item.forum.name
    return TreatmentOnPage(
        item_id=item.pk,
        date=meeting.date if meeting else None,
        where=f"{where}, punkt {item.number}" if meeting and item.number else where,
        title=item.title if is_worked_on or item.published is None else published_title(item),
        outcome=outcome,
    )


def outcome_in_words(content: dict[str, Any]) -> str:
    """What a revision says was decided: "godkendt, taget til efterretning"; "behandlet" where it does not say."""
    read = content_from_json(content)
    said = [outcome for outcome in read.outcomes if outcome]
    if not said:
        parts = read.item.recommendation.parts if read.item.recommendation else ()
        said = list(read_decision(text=read.item.decision, parts=parts).outcomes)
    return ", ".join(dict.fromkeys(outcome.danish for outcome in said)) or "behandlet"


def history_lines(items: Sequence[Item]) -> dict[UUID, list[str]]:
    """What each item's Historik says, the earliest first: where the case was treated before, and what came of it.

    Only what every reader of the item may know: published treatments in the same forum; a confidential one only in
    a confidential item that no others read. Items need their forum and meeting. A fixed number of queries.
    """
    chains = _chains(items)
    found = _published_before(items)
    readers = _readers([*items, *(one for many in [*chains.values(), *found.values()] for one in many)])
    lines: dict[UUID, list[str]] = {}
    for item in items:
        same_case = () if _returns_each_time(item) else found.get(item.case_id, ())
        earlier = {one.pk: one for one in [*same_case, *chains[item.pk]] if _is_before(one, item)}
        shown = [one for one in earlier.values() if _all_may_know(item, one, readers)]
        lines[item.pk] = [_line(one) for one in sorted(shown, key=_when)[-_LONGEST_CHAIN:]]
    return lines


def _published_before(items: Sequence[Item]) -> dict[UUID | None, list[Item]]:
    cases = {item.case_id for item in items if item.case_id and not _returns_each_time(item)}
    forums = {item.forum_id for item in items}
    states = [state.value for state in SHOWS_DECISIONS]
    rows = Item.objects.filter(
        case_id__in=cases, forum_id__in=forums, published__isnull=False, meeting__state__in=states
    ).exclude(state=ItemState.WITHDRAWN)
    found: dict[UUID | None, list[Item]] = defaultdict(list)
    for row in rows.select_related("forum", "meeting", "published"):
        found[row.case_id].append(row)
    return found


def _chains(items: Sequence[Item]) -> dict[UUID, list[Item]]:
    """What each item was put off from, and what that was put off from, ... one query for each step back."""
    chains: dict[UUID, list[Item]] = {item.pk: [] for item in items}
    wanted: dict[UUID, UUID | None] = {item.pk: item.predecessor_id for item in items if item.predecessor_id}
    for _ in range(_LONGEST_CHAIN):
        if not wanted:
            break
        rows = Item.objects.filter(pk__in=set(wanted.values())).select_related("forum", "meeting", "published")
        by_id = {row.pk: row for row in rows}
        following: dict[UUID, UUID | None] = {}
        for item_id, predecessor_id in wanted.items():
            if predecessor_id in by_id:
                chains[item_id].append(by_id[predecessor_id])
                if by_id[predecessor_id].predecessor_id:
                    following[item_id] = by_id[predecessor_id].predecessor_id
        wanted = following
    return chains


def _is_before(earlier: Item, item: Item) -> bool:
    if earlier.pk == item.pk or earlier.meeting is None or earlier.forum_id != item.forum_id:
        return False
    return item.meeting is None or earlier.meeting.date < item.meeting.date


def _readers(items: Sequence[Item]) -> dict[UUID, set[UUID]]:
    closed = [item.pk for item in items if item.is_confidential]
    readers: dict[UUID, set[UUID]] = defaultdict(set)
    if closed:
        for item_id, person_id in ItemReader.objects.filter(item__in=closed).values_list("item_id", "person_id"):
            readers[item_id].add(person_id)
    return readers


def _all_may_know(item: Item, earlier: Item, readers: dict[UUID, set[UUID]]) -> bool:
    if not earlier.is_confidential:
        return True
    same_hands = item.author_id == earlier.author_id and item.unit_id == earlier.unit_id
    return item.is_confidential and same_hands and readers[item.pk] <= readers[earlier.pk]


def _line(item: Item) -> str:
    assert item.meeting is not None
    outcome = Outcome.POSTPONED.danish
    if not item.deferral and item.published:
        outcome = outcome_in_words(item.published.content)
    number = f", punkt {item.number}" if item.number else ""
    return f"{item.forum.name} den {in_words(item.meeting.date)}{number}: {outcome}"
