"""A new item that begins from something: an earlier item of the case, or one of the forum's standing items."""

from __future__ import annotations

import contextlib
import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.calc import blocks
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.connectors.minutes.minutes import Section as SectionSaid
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.kernel.cases.services import case_for
from chefforum.kernel.people.models import Group

from ..access import may_keep, readable_by
from ..models import Item, Meeting, RecommendationPart, Section, StandingItem
from ..queries.items import content_to_begin_from
from ..rules.section_places import is_of_figures, is_of_its_meeting
from .items import create_item
from .mirroring import mirror_recommendation
from .writing import note_change

# Made anew for each item.
_LEFT_BEHIND = frozenset({SectionKind.ATTACHMENTS, SectionKind.HISTORY})


@transaction.atomic
def create_item_from(
    *,
    actor: Actor,
    source: Item,
    forum: Group,
    unit_id: UUID | None,
    title: str,
    kind: ItemKind,
    at: dt.datetime,
    wanted_meeting: Meeting | None = None,
) -> Item:
    """A draft of the same case, with the text and recommendation of an earlier item as the actor reads it.

    What happened at its meeting, bilag and Historik stay behind. The copy of a closed item is closed. An empty title
    is the earlier one's. Raises AccessDenied where the actor may not read the earlier item or write the new one.
    """
    if not readable_by(actor).filter(pk=source.pk).exists():
        raise AccessDenied("Du har ikke adgang til det punkt, du vil begynde fra.")
    said = content_to_begin_from(actor=actor, item=source).item
    item = create_item(
        actor=actor,
        forum=forum,
        unit_id=unit_id,
        title=title.strip() or said.title,
        kind=kind,
        at=at,
        wanted_meeting=wanted_meeting,
    )
    item.case_id, item.journal_number = source.case_id, said.journal_number
    item.planned_minutes, item.is_confidential = said.planned_minutes, source.is_confidential
    item.has_recommendation = said.recommendation is not None
    item.recommended_by = said.recommendation.by if said.recommendation else None
    item.save()
    _add_parts(item, said.recommendation.parts if said.recommendation else ())
    kept = [one for one in said.sections if not _stays_behind(one)]
    Section.objects.bulk_create(
        Section(
            item=item,
            position=position,
            kind=section.kind.value,
            heading=section.heading,
            blocks=blocks.to_json(section.blocks),
        )
        for position, section in enumerate(kept)
    )
    note_change(actor=actor, item=item, at=at, what="begin", data={"from": str(source.pk)})
    return item


@transaction.atomic
def create_item_from_standing(
    *,
    actor: Actor,
    standing: StandingItem,
    forum: Group,
    unit_id: UUID | None,
    title: str,
    kind: ItemKind,
    at: dt.datetime,
    wanted_meeting: Meeting | None = None,
) -> Item:
    """A draft made of one of the forum's standing items, out of turn. Raises AccessDenied for others than keepers."""
    if not may_keep(actor, standing.forum):
        raise AccessDenied("Kun sekretariatet kan bruge forummets faste punkter.")
    item = create_item(
        actor=actor,
        forum=forum,
        unit_id=unit_id,
        title=title.strip() or standing.title,
        kind=kind,
        at=at,
        wanted_meeting=wanted_meeting,
    )
    parts = [line.strip() for line in standing.recommendation.splitlines() if line.strip()]
    item.planned_minutes, item.journal_number = standing.planned_minutes, standing.journal_number or None
    item.has_recommendation = bool(parts)
    if item.journal_number:
        with contextlib.suppress(BadJournalNumber):  # kept as written; the page says what is wrong with it
            item.case = case_for(journal_number=item.journal_number, title=item.title, actor=actor, at=at)
    item.save()
    _add_parts(item, parts)
    mirror_recommendation(item)
    note_change(actor=actor, item=item, at=at, what="begin", data={"standing": standing.pk})
    return item


def _stays_behind(section: SectionSaid) -> bool:
    return section.kind in _LEFT_BEHIND or is_of_its_meeting(section) or is_of_figures(section)


def _add_parts(item: Item, parts: tuple[str, ...] | list[str]) -> None:
    RecommendationPart.objects.bulk_create(
        RecommendationPart(item=item, position=position, text=text) for position, text in enumerate(parts)
    )
