"""What the forum wants to take up at coming meetings: suggested, changed, dropped and taken up again, made an item."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group

from ..access import may_change_theme, may_suggest_themes
from ..models import Item, Meeting, Theme
from .items import create_item
from .steps import StepNotPossible


@transaction.atomic
def suggest_theme(
    *, actor: Actor, forum: Group, title: str, text: str, wanted_date: dt.date | None, at: dt.datetime
) -> Theme:
    """A theme of the forum. Raises AccessDenied for those without a seat in it who do not keep its meetings."""
    if not may_suggest_themes(actor, forum):
        raise AccessDenied(f"Du har ikke adgang til at foreslå temaer til {forum.name}.")
    theme = Theme.objects.create(
        forum=forum,
        title=title.strip(),
        text=text.strip(),
        wanted_date=wanted_date,
        created_by_id=actor.person_id,
        created_at=at,
    )
    _note(actor=actor, theme=theme, at=at, action="suggest")
    return theme


@transaction.atomic
def edit_theme(
    *, actor: Actor, theme: Theme, title: str, text: str, wanted_date: dt.date | None, at: dt.datetime
) -> None:
    """Raises AccessDenied for others than who suggested it and the secretariat, StepNotPossible once it is an item."""
    theme = _own_theme(actor, theme)
    theme.title, theme.text, theme.wanted_date = title.strip(), text.strip(), wanted_date
    theme.save(update_fields=["title", "text", "wanted_date"])
    _note(actor=actor, theme=theme, at=at, action="edit")


@transaction.atomic
def drop_theme(*, actor: Actor, theme: Theme, at: dt.datetime) -> None:
    """Off the list; it can be taken up again. Raises as `edit_theme`."""
    theme = _own_theme(actor, theme)
    theme.dropped_at = at
    theme.save(update_fields=["dropped_at"])
    _note(actor=actor, theme=theme, at=at, action="drop")


@transaction.atomic
def take_up_theme(*, actor: Actor, theme: Theme, at: dt.datetime) -> None:
    """On the list again. Raises as `edit_theme`."""
    theme = _own_theme(actor, theme)
    theme.dropped_at = None
    theme.save(update_fields=["dropped_at"])
    _note(actor=actor, theme=theme, at=at, action="take_up")


@transaction.atomic
def make_item_of_theme(
    *, actor: Actor, theme: Theme, unit_id: UUID | None, wanted_meeting: Meeting | None, at: dt.datetime
) -> Item:
    """A draft of an item with the theme's title, for a department to write. The theme then points at it.

    Raises AccessDenied for others than those who may write items for the department, StepNotPossible where it is one.
    """
    theme = Theme.objects.select_for_update(of=("self",)).select_related("forum").get(pk=theme.pk)
    _require_open(theme)
    item = create_item(
        actor=actor,
        forum=theme.forum,
        unit_id=unit_id,
        title=theme.title,
        kind=ItemKind.THEME,
        at=at,
        wanted_meeting=wanted_meeting,
    )
    theme.item, theme.dropped_at = item, None
    theme.save(update_fields=["item", "dropped_at"])
    _note(actor=actor, theme=theme, at=at, action="make_item")
    return item


def require_change(actor: Actor, theme: Theme) -> None:
    """Raises AccessDenied for others than who suggested the theme and the secretariat."""
    if not may_change_theme(actor, theme):
        raise AccessDenied("Kun den, der har foreslået temaet, og sekretariatet kan ændre det.")


def _own_theme(actor: Actor, theme: Theme) -> Theme:
    theme = Theme.objects.select_for_update(of=("self",)).select_related("forum").get(pk=theme.pk)
    require_change(actor, theme)
    _require_open(theme)
    return theme


def _require_open(theme: Theme) -> None:
    if theme.item_id is not None:
        raise StepNotPossible("Temaet er blevet til et punkt. Skriv i punktet i stedet. Intet er ændret.")


def _note(*, actor: Actor, theme: Theme, at: dt.datetime, action: str) -> None:
    record(actor=actor, at=at, action=f"themes.{action}", object_kind="theme", object_id=theme.pk)
