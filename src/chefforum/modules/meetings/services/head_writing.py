"""The head of an item: title, case, type, time, who presents and recommends, and what is recommended.

Two who change different fields do not meet; two who change the same field are told, and what stands is not touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.access import OPEN_CASES
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.rules import parse_journal_number
from chefforum.kernel.cases.services import case_for

from ..models import Item, RecommendationPart
from .mirroring import mirror_recommendation
from .writing import item_to_write, keep_as_it_was, note_change

FIELDS = ("title", "kind", "journal_number", "planned_minutes", "presenter", "wanted_meeting", "recommended_by")
PARTS = "parts"


@dataclass(frozen=True)
class PartText:
    """A part of the recommendation as written; `id` is None where it is new."""

    id: int | None
    text: str


@dataclass(frozen=True)
class Change:
    """What somebody wrote in a field, and what stood there when they began."""

    based_on: Any
    value: Any


@dataclass(frozen=True)
class FieldConflict:
    """A field that somebody else has changed too; `theirs` stands, `mine` is not written."""

    field: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class HeadWritten:
    item: Item
    conflicts: tuple[FieldConflict, ...]


@transaction.atomic
def write_head(*, actor: Actor, item: Item, changes: Mapping[str, Change], token: int, at: dt.datetime) -> HeadWritten:
    """Writes the fields that were changed; of `parts` the value is a sequence of PartText, in order.

    A number that says nothing is None; a journal number opens its case where the actor may open cases, else the
    case is found where it is open. Where `token` is not the item's any more, a field that somebody else has
    changed meanwhile is a conflict. Raises AccessDenied where the actor may not write now, BadJournalNumber.
    """
    item = item_to_write(actor=actor, item=item)
    conflicts = []
    written: dict[str, Any] = {}
    for field, change in changes.items():
        standing = _parts(item) if field == PARTS else getattr(item, field)
        if _said(change.value) == _said(standing):
            continue
        if token != item.token and _said(standing) != _said(change.based_on):
            conflicts.append(FieldConflict(field, change.value, standing))
        else:
            written[field] = change.value
    if written:
        keep_as_it_was(item=item, at=at)
        _write(actor=actor, item=item, values=written, at=at)
    return HeadWritten(item, tuple(conflicts))


def _parts(item: Item) -> tuple[PartText, ...]:
    rows = item.recommendation_parts.order_by("position").values_list("pk", "text")
    return tuple(PartText(pk, text) for pk, text in rows)


def _said(value: Any) -> Any:
    """The value as people compare it: nothing is nothing, and parts are their words."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [part.text if isinstance(part, PartText) else part for part in value]
    return value or None


def _write(*, actor: Actor, item: Item, values: dict[str, Any], at: dt.datetime) -> None:
    fields = [field for field in values if field != PARTS]
    for field in fields:
        setattr(item, field, values[field])
    if "title" in values:
        item.heading = ""  # made from number and title; a heading as a file wrote it names the old title
    if "journal_number" in values:
        item.case = _case(actor=actor, item=item, at=at)
    if PARTS in values:
        _write_parts(item, values[PARTS])
    item.token += 1
    item.save(update_fields=[*fields, "heading", "case", "has_recommendation", "token"])
    if PARTS in values or "recommended_by" in values:
        mirror_recommendation(item)
    note_change(actor=actor, item=item, at=at, what="write_head", data={"fields": sorted(values)})


def _case(*, actor: Actor, item: Item, at: dt.datetime) -> Case | None:
    if not item.journal_number:
        item.journal_number = None
        return None
    number = parse_journal_number(item.journal_number).canonical
    item.journal_number = number
    if OPEN_CASES.allows(actor):
        return case_for(journal_number=number, title=item.title, actor=actor, at=at)
    return Case.objects.filter(journal_number=number).first()


def _write_parts(item: Item, parts: Sequence[PartText]) -> None:
    """In the order given; a part that stays keeps its row, and so what was decided on it."""
    rows = {row.pk: row for row in item.recommendation_parts.all()}
    kept = {part.id for part in parts}
    RecommendationPart.objects.filter(pk__in=[pk for pk in rows if pk not in kept]).delete()
    for position, part in enumerate(parts):
        row = rows.get(part.id) if part.id is not None else None
        row = row or RecommendationPart(item=item)
        row.position, row.text = position, part.text
        row.save()
    item.has_recommendation = bool(parts)
