"""Themes of forums: open, become items, dropped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Group

from ..access import may_change_theme, may_keep, may_suggest_themes, readable_by, visible_to
from ..models import Meeting, Theme
from ..rules import HIDDEN_TITLE
from ..rules.states import MeetingState
from .forums import forums_of

DROPPED_SHOWN = 20


@dataclass(frozen=True)
class ThemeOnPage:
    """A theme as the actor may see it: one that has become an item closed to them says no more than that."""

    theme: Theme
    title: str
    text: str
    is_hidden: bool
    may_change: bool


@dataclass(frozen=True)
class ForumThemes:
    """A forum's themes: `open` by wanted date, `items` that have become items, `dropped` newest first."""

    forum: Group
    may_suggest: bool
    open: tuple[ThemeOnPage, ...]
    items: tuple[ThemeOnPage, ...]
    dropped: tuple[ThemeOnPage, ...]


def themes_by_forum(*, actor: Actor) -> list[ForumThemes]:
    """The themes of each forum that the actor sits in or keeps. A fixed number of queries."""
    forums = list(forums_of(actor=actor))
    shown: dict[UUID, list[ThemeOnPage]] = {forum.pk: [] for forum in forums}
    for row in themes_on_page(actor=actor, themes=_themes(forums)):
        shown[row.theme.forum_id].append(row)
    return [_of_forum(actor, forum, shown[forum.pk]) for forum in forums]


def _themes(forums: list[Group]) -> list[Theme]:
    themes = Theme.objects.filter(forum__in=forums).select_related("forum", "created_by", "item__meeting")
    return list(themes.order_by("wanted_date", "created_at"))


def themes_on_page(*, actor: Actor, themes: list[Theme]) -> list[ThemeOnPage]:
    """The themes as the actor may see them. One query."""
    ids = [theme.item_id for theme in themes if theme.item_id]
    readable = set(readable_by(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [_on_page(actor, theme, readable) for theme in themes]


def _on_page(actor: Actor, theme: Theme, readable: set[UUID]) -> ThemeOnPage:
    # An open item that is not sent out yet is no secret to those who suggested its theme; a closed one is.
    closed = theme.item is not None and theme.item.is_confidential and theme.item_id not in readable
    return ThemeOnPage(
        theme=theme,
        title=HIDDEN_TITLE if closed else theme.title,
        text="" if closed else theme.text,
        is_hidden=closed or (theme.item_id is not None and theme.item_id not in readable),
        may_change=theme.item_id is None and may_change_theme(actor, theme),
    )


def _of_forum(actor: Actor, forum: Group, rows: list[ThemeOnPage]) -> ForumThemes:
    gone = [(row.theme.dropped_at, row) for row in rows if row.theme.dropped_at is not None]
    dropped = [row for _, row in sorted(gone, key=lambda pair: pair[0], reverse=True)]
    return ForumThemes(
        forum=forum,
        may_suggest=may_suggest_themes(actor, forum),
        open=tuple(row for row in rows if row.theme.item_id is None and row.theme.dropped_at is None),
        items=tuple(row for row in rows if row.theme.item_id is not None),
        dropped=tuple(dropped[:DROPPED_SHOWN]),
    )


def find_theme(*, actor: Actor, theme_id: int) -> Theme | None:
    """A theme of a forum that the actor sits in or keeps; None else, also where its item is closed to them."""
    found = Theme.objects.select_related("forum__unit", "item").filter(pk=theme_id).first()
    if found is None or not forums_of(actor=actor).filter(pk=found.forum_id).exists():
        return None
    return found


def units_to_write_for(*, actor: Actor, forum: Group, on: dt.date) -> list[tuple[UUID, str]]:
    """The departments for which the actor may write items to the forum, by name."""
    units = tree_on(on).units
    if not may_keep(actor, forum):
        own = actor.units.get(Role.CASE_AUTHOR, frozenset()) | actor.units.get(Role.WORKPLACE_LEADER, frozenset())
        units = tuple(unit for unit in units if unit.id in own)
    return [(unit.id, unit.name) for unit in sorted(units, key=lambda unit: unit.name)]


def coming_meetings(*, actor: Actor, forum: Group, on: dt.date) -> list[Meeting]:
    """Meetings of the forum from the date on that an item may be meant for."""
    states = [MeetingState.PLANNED.value, MeetingState.OPEN.value, MeetingState.REVIEW.value]
    return list(visible_to(actor).filter(forum=forum, date__gte=on, state__in=states).order_by("date"))
