"""An earlier revision of an item becomes what stands; what stood is a revision too, so it can be undone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.calc.blocks import to_json
from chefforum.connectors.minutes.minutes import Section as SectionSaid
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.rules import BadJournalNumber, parse_journal_number

from ..access import reads_confidential
from ..models import Attachment, Item, RecommendationPart, Revision, Section
from ..queries.closed_today import as_closed_today
from ..rules.content import AttachmentContent, ItemContent, content_from_json
from ..rules.section_places import Name, pair
from .closing import forget_made_files, remove_attachments
from .figures_in_texts import note_figures
from .mirroring import mirror_attachments, mirror_recommendation
from .revisions import revise
from .steps import StepNotPossible
from .writing import item_to_write, note_change


@transaction.atomic
def restore_revision(*, actor: Actor, item: Item, number: int, at: dt.datetime) -> Revision:
    """Title, case, type, time, recommendation, sections and bilag as they were. A new revision, or the last one
    where nothing differs.

    Left as it is: who presents, who may read it, the decision, and confidential bilag that the actor may not read. A
    bilag that is confidential now, or was then, is so.
    Raises AccessDenied where the actor may not write now, StepNotPossible where there is no such revision.
    """
    item = item_to_write(actor=actor, item=item)
    revision = item.revisions.filter(number=number).first()
    if revision is None:
        raise StepNotPossible("Udgaven findes ikke. Intet er ændret.")
    content = as_closed_today([(item, content_from_json(revision.content))])[0]
    revise(actor=actor, item_ids=[item.pk], at=at)
    _restore_head(item, content)
    _restore_sections(item, content.sections_written)
    _restore_recommendation(item, content)
    _restore_attachments(item, content, reads_all=reads_confidential(actor).filter(pk=item.pk).exists())
    note_figures(actor=actor, item=item, at=at)
    return note_change(actor=actor, item=item, at=at, what="restore", data={"restored": number}, keeps_last=True)


def _restore_head(item: Item, content: ItemContent) -> None:
    said = content.item
    recommended = said.recommendation
    item.title, item.kind, item.planned_minutes = said.title, said.kind.value, said.planned_minutes
    item.heading = ""
    item.journal_number = said.journal_number
    item.case = _case(said.journal_number)
    item.has_recommendation = recommended is not None
    item.recommended_by = recommended.by if recommended else None
    item.token += 1
    item.save()
    rows = {row.text: row for row in item.recommendation_parts.all()}
    texts = recommended.parts if recommended else ()
    RecommendationPart.objects.filter(pk__in=[row.pk for text, row in rows.items() if text not in texts]).delete()
    for position, text in enumerate(texts):
        row = rows.pop(text, None) or RecommendationPart(item=item, text=text)
        row.position = position
        row.save()


def _case(journal_number: str | None) -> Case | None:
    if not journal_number:
        return None
    try:
        number = parse_journal_number(journal_number).canonical
    except BadJournalNumber:
        return None
    return Case.objects.filter(journal_number=number).first()


def _restore_recommendation(item: Item, content: ItemContent) -> None:
    """The section word for word, also where a file said it in other words than we would."""
    mirror_recommendation(item)
    for said in content.item.sections:
        if said.kind == SectionKind.RECOMMENDATION:
            own = item.sections.filter(kind=SectionKind.RECOMMENDATION)
            own.update(heading=said.heading, blocks=to_json(said.blocks))


def _restore_sections(item: Item, said: tuple[SectionSaid, ...]) -> None:
    """The free texts in the order that they had; one that was not there then is emptied, and keeps its place."""
    sections = list(item.sections.order_by("position"))
    free = [section for section in said if Name(section.kind, section.heading).is_free_text]
    names = [Name(section.kind, section.heading) for section in free]
    places = pair(asked=names, standing=[Name(section.kind, section.heading) for section in sections])
    order: list[Section] = []
    for section, place in zip(free, places, strict=True):
        row = sections[place] if place is not None else Section(item=item, kind=section.kind)
        row.heading = section.heading
        _set(row, to_json(section.blocks))
        order.append(row)
    for place, row in enumerate(sections):
        if place not in places:
            if Name(row.kind, row.heading).is_free_text:
                _set(row, [])
            order.insert(min(place, len(order)), row)
    for position, row in enumerate(order):
        row.position = position
        row.save()


def _set(row: Section, blocks: list[dict]) -> None:
    if row.blocks != blocks or row.pk is None:
        row.blocks, row.nothing_by, row.nothing_at = blocks, None, None
        row.token += 1


def _restore_attachments(item: Item, content: ItemContent, *, reads_all: bool) -> None:
    rows = {row.pk: row for row in item.attachments.order_by("position")}
    were_open = {row.pk for row in rows.values() if not row.is_confidential}
    titles = [row.title for row in rows.values()]
    kept = [row for row in rows.values() if row.is_confidential and not reads_all]
    wanted: list[Attachment] = []
    for said in content.attachments:
        row = rows.get(said.id)
        if (said.is_confidential or (row is not None and row.is_confidential)) and not reads_all:
            continue
        wanted.append(_as_it_was(row or Attachment(item=item), said))
    gone = [pk for pk, row in rows.items() if row not in wanted and row not in kept]
    remove_attachments(gone)
    for position, row in enumerate([*wanted, *kept]):
        row.position = position
        row.save()
    if any(row.pk in were_open and row.is_confidential for row in wanted):
        forget_made_files([item.pk])
    if titles != [row.title for row in [*wanted, *kept]]:
        mirror_attachments(item)


def _as_it_was(row: Attachment, said: AttachmentContent) -> Attachment:
    row.title, row.document_id = said.title, said.document_id
    row.is_promised, row.promised_date, row.source = said.is_promised, said.promised_date, said.source
    row.is_confidential = row.is_confidential or said.is_confidential
    return row
