"""Figures in the texts of items: noted when somebody puts one in, fetched anew while the item is written, and kept as
they are from the moment that the item is sent out.

A figure is what the person may know who put it in, whoever sends the item out or reads it. A mark that names no figure
which that person may see is noted nowhere: readers see that a number is missing there (queries/content.py). In a file
that was imported a mark is plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chefforum.calc.blocks import List, Paragraph, from_json, texts
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.figures.in_text import references_in, words_of_value
from chefforum.kernel.figures.queries import ShownFigure, UnknownFigure, value_of, words_of
from chefforum.kernel.figures.registry import BadParameters
from chefforum.kernel.figures.rules import BadReference
from chefforum.kernel.figures.services import freeze
from chefforum.web import danish

from .. import search
from ..models import FigureInText, Item, Meeting, Section
from ..rules.section_places import Name
from ..rules.states import ItemState
from .mirroring import mirror_figures

MOST_IN_AN_ITEM = 40
NO_LONGER = "Den, der satte tallet ind, kan ikke længere se det."


def note_figures(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """Follows a change of the item's texts, in the caller's transaction: new figures are the actor's, those that are
    gone from the texts are forgotten."""
    known = {row.reference: row for row in item.figures.all()}
    wanted = _named_in(item)[:MOST_IN_AN_ITEM]
    if not wanted and not known:
        return
    FigureInText.objects.filter(pk__in=[row.pk for name, row in known.items() if name not in wanted]).delete()
    for reference in wanted:
        shown = "" if reference in known else _known_to(actor, reference, timezone.localdate(at))
        if isinstance(shown, ShownFigure):
            row = FigureInText(item=item, reference=reference, put_in_by_id=actor.person_id)
            _say(row, shown, at)
            row.save()
    _tell(item)


@transaction.atomic
def fetch_figures(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """The figures as they are now, also those that were kept when the item was sent out: then it waits to be sent
    again. Callers have asked whether the actor may write in the item."""
    thaw_figures(items=[item])
    _fetch([item], at)
    data = {"figures": item.figures.count()}
    record(actor=actor, at=at, action="items.fetch_figures", object_kind="item", object_id=item.pk, data=data)


@transaction.atomic
def fetch_figures_in_drafts(*, at: dt.datetime) -> int:
    """A round: the figures of everything that is not sent out yet. Says how many items changed."""
    ended = {ItemState.CLOSED, ItemState.WITHDRAWN}
    waiting = FigureInText.objects.filter(frozen_at=None).exclude(item__state__in=ended)
    return _fetch(list(Item.objects.filter(pk__in=waiting.values("item"))), at)


def freeze_figures(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """What is sent out keeps the figures of this moment: in the caller's transaction, before its version is made."""
    rows = FigureInText.objects.filter(item__meeting=meeting, frozen_at=None).exclude(item__state=ItemState.WITHDRAWN)
    items = {}
    for row in rows.select_related("item", "put_in_by"):
        person = _as_who_put_it_in(row, timezone.localdate(at))
        shown = _known_to(person, row.reference, timezone.localdate(at))
        if isinstance(shown, ShownFigure):
            row.frozen = freeze(reference=row.reference, actor=actor, at=at, known_to=person, is_told=False)
        _say(row, shown, at)
        row.frozen_at = at
        row.save()
        items[row.item_id] = row.item
    for item in items.values():
        _tell(item)


def thaw_figures(*, items: Iterable[Item] | QuerySet[Item]) -> None:
    """The items are not sent out any longer, or are to have other figures: they are fetched anew."""
    FigureInText.objects.filter(item__in=items).update(frozen=None, frozen_at=None)


def copy_figures(follows: Mapping[UUID, UUID]) -> None:
    """Items that continue others (`follows`: by the earlier one's id) have their figures, as they are from now on."""
    rows = list(FigureInText.objects.filter(item__in=follows))
    for row in rows:
        row.pk, row.item_id, row.frozen, row.frozen_at = None, follows[row.item_id], None, None
    FigureInText.objects.bulk_create(rows)


def _fetch(items: list[Item], at: dt.datetime) -> int:
    changed = 0
    for item in items:
        before = list(item.figures.values_list("said", "as_of"))
        for row in item.figures.filter(frozen_at=None).select_related("put_in_by"):
            on = timezone.localdate(at)
            _say(row, _known_to(_as_who_put_it_in(row, on), row.reference, on), at)
            row.save()
        if before != list(item.figures.values_list("said", "as_of")):
            changed += 1
            _tell(item)
            search.index_items([item.pk])
    return changed


def _named_in(item: Item) -> list[str]:
    sections = item.sections.order_by("position")
    own = [section.blocks for section in sections if Name(section.kind, section.heading).is_free_text]
    return list(references_in(text for blocks in own for text in texts(from_json(blocks))))


def _as_who_put_it_in(row: FigureInText, on: dt.date) -> Actor:
    """With the rights that they have on the day; none where they are gone."""
    person = row.put_in_by
    return actor_for(person=person, on=on) if person is not None and person.is_active else Actor.nobody()


def _known_to(actor: Actor, reference: str, on: dt.date) -> ShownFigure | str:
    """The figure, or why there is none."""
    try:
        return value_of(reference=reference, actor=actor, on=on)
    except UnknownFigure:
        return NO_LONGER
    except (BadReference, BadParameters) as wrong:
        return str(wrong)


def _say(row: FigureInText, shown: ShownFigure | str, at: dt.datetime) -> None:
    row.computed_at = at
    if isinstance(shown, str):
        row.said, row.as_of, row.missing_reason = words_of_value(None, ""), None, shown
        return
    row.said = words_of_value(shown.value.value, shown.figure.unit, shown.value.missing_reason)
    row.title = words_of(shown, on=timezone.localdate(at))
    row.as_of, row.source, row.missing_reason = shown.value.as_of, shown.value.source, shown.value.missing_reason


def _tell(item: Item) -> None:
    """The sections say what the figures say, and the last of them what they are."""
    rows = list(item.figures.all())
    said = {row.reference: row.said for row in rows}
    changed = []
    for section in item.sections.all():
        named = references_in(texts(from_json(section.blocks)))
        own = {name: said[name] for name in named if name in said}
        if own != section.figures:
            section.figures = own
            changed.append(section)
    Section.objects.bulk_update(changed, ["figures"])
    mirror_figures(item, (List(tuple((Paragraph(_words(row)),) for row in rows)),) if rows else ())


def _words(row: FigureInText) -> str:
    as_of = f" Opgjort {danish.date(row.as_of)}." if row.as_of else ""
    said = "mangler." if row.said == words_of_value(None, "") else f"{row.said.removesuffix('.')}."
    lacks = f" {row.missing_reason}" if row.missing_reason else ""
    return f"{row.title}: {said}{lacks}{as_of} Kilde: {row.source}."
