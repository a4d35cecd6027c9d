"""What the house itself tells of other items: where a case was treated before and what came of it, in Historik; which
themes are open, in a standing item. And which of that is told no longer, because that item is closed by now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.calc.danish_dates import written_dates
from chefforum.calc.decisions import Outcome, read_decision
from chefforum.connectors.minutes.minutes import ItemKind, Section, SectionKind

from ..models import Item, ItemReader, Theme
from ..rules.action_states import SHOWS_DECISIONS
from ..rules.content import content_from_json
from ..rules.house_lines import lines_in, theme_line, treated_at, treatment_line
from ..rules.states import ItemState

_LONGEST_CHAIN = 10  # a case that has been treated more often shows its last ten treatments


def returns_each_time(item: Item) -> bool:
    """The approval of agenda and minutes has one journal number for all meetings, and no history to tell."""
    return item.kind == ItemKind.FORMALITY or item.standing_id is not None


def when(item: Item) -> dt.date:
    return item.meeting.date if item.meeting else dt.date.max


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
        same_case = () if returns_each_time(item) else found.get(item.case_id, ())
        earlier = {one.pk: one for one in [*same_case, *chains[item.pk]] if _is_before(one, item)}
        shown = [one for one in earlier.values() if _all_may_know(item, one, readers)]
        lines[item.pk] = [_line(one) for one in sorted(shown, key=when)[-_LONGEST_CHAIN:]]
    return lines


def _published_before(items: Sequence[Item]) -> dict[UUID | None, list[Item]]:
    cases = {item.case_id for item in items if item.case_id and not returns_each_time(item)}
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
    return treatment_line(forum=item.forum.name, date=item.meeting.date, number=item.number, outcome=outcome)


def following(item: Item) -> QuerySet[Item]:
    """Items that may tell of this one in their Historik: of the same case, and what it was put off to, and that, ..."""
    later, found = [item.pk], set[UUID]()
    for _ in range(_LONGEST_CHAIN):
        later = list(Item.objects.filter(predecessor__in=later).values_list("pk", flat=True))
        if not later:
            break
        found.update(later)
    same_case = Q(case_id=item.case_id) if item.case_id and not returns_each_time(item) else Q()
    return Item.objects.filter(same_case | Q(pk__in=found)).exclude(pk=item.pk)


def theme_lists(forum_id: UUID) -> QuerySet[Item]:
    """Standing items of the forum that list its open themes (services/standing.py)."""
    return Item.objects.filter(forum=forum_id, standing__isnull=False, kind=ItemKind.THEME)


def closed_themes(*, forum_ids: Collection[UUID], item: Item | None = None) -> dict[UUID, frozenset[str]]:
    """By forum, the lines of themes that have become closed items, or this one. One query."""
    themes = Theme.objects.filter(forum__in=forum_ids, item__is_confidential=True)
    found: dict[UUID, set[str]] = defaultdict(set)
    for theme in themes.filter(item=item) if item else themes:
        found[theme.forum_id].add(theme_line(title=theme.title, wanted_date=theme.wanted_date, text=theme.text))
    return {forum_id: frozenset(lines) for forum_id, lines in found.items()}


def told_no_longer(said: Mapping[Item, Sequence[Section]]) -> dict[Item, frozenset[str]]:
    """Of the lines that the house wrote into the sections of each item: those of treatments closed since, which not
    all its readers may know, and those of themes that have become closed items. Three queries at most."""
    history = {item: lines_in(sections, SectionKind.HISTORY) for item, sections in said.items()}
    hidden = _closed_treatments({item: lines for item, lines in history.items() if lines})
    lists = {
        item: frozenset(lines_in(sections, SectionKind.PRESENTATION))
        for item, sections in said.items()
        if item.standing_id and item.kind == ItemKind.THEME
    }
    themes = closed_themes(forum_ids={item.forum_id for item in lists}) if lists else {}
    none: frozenset[str] = frozenset()
    return {item: hidden.get(item, none) | (lists.get(item, none) & themes.get(item.forum_id, none)) for item in said}


def _closed_treatments(said: Mapping[Item, Sequence[str]]) -> dict[Item, frozenset[str]]:
    dates = {found.date for lines in said.values() for text in lines for found in written_dates(text) if found.date}
    forums = {item.forum_id for item in said}
    closed = Item.objects.filter(is_confidential=True, forum_id__in=forums, meeting__date__in=dates)
    earlier = list(closed.select_related("meeting")) if dates else []
    readers = _readers([*said, *earlier]) if earlier else {}
    hidden: dict[Item, frozenset[str]] = {}
    for item, lines in said.items():
        secret = [one for one in earlier if one.forum_id == item.forum_id and not _all_may_know(item, one, readers)]
        places = [treated_at(date=one.meeting.date, number=one.number) for one in secret if one.meeting]
        hidden[item] = frozenset(text for text in lines if any(place in text for place in places))
    return hidden
