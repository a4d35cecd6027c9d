"""The recommendation, the decision and the list of bilag are rows of their own, and also sections that readers read.

Whoever changes the rows calls the function here, in the same transaction, and the section says the same again. A file
that was imported keeps its sections word for word until its rows are changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.blocks import Block, List, Paragraph, to_json
from chefforum.connectors.minutes.minutes import SectionKind

from ..models import Item, Section
from ..rules.attendance import NOT_IN_TREATMENT, not_in_treatment
from ..rules.words import SECTION_KINDS

# Where a mirrored section goes where the item has none: the recommendation first, decision and bilag last.
_FIRST, _BEFORE_ATTACHMENTS, _LAST = "first", "before_attachments", "last"


def mirror_recommendation(item: Item) -> None:
    """ "Kommunaldirektøren indstiller," and the numbered parts; no section where the item has no recommendation."""
    parts = list(item.recommendation_parts.order_by("position").values_list("text", flat=True))
    said: tuple[Block, ...] = ()
    if item.has_recommendation and parts:
        lead = f"{item.recommended_by} indstiller," if item.recommended_by else "Det indstilles,"
        said = (Paragraph(lead), List(tuple((Paragraph(part),) for part in parts), ordered=True))
    _put(item, SectionKind.RECOMMENDATION, said, _FIRST)


def mirror_decision(item: Item) -> None:
    """The decision's paragraphs, one a line; no section where nothing is decided yet."""
    lines = [line.strip() for line in (item.decision or "").splitlines() if line.strip()]
    _put(item, SectionKind.DECISION, tuple(Paragraph(line) for line in lines), _BEFORE_ATTACHMENTS)


def mirror_left_rooms(item: Item) -> None:
    """Who was not there for the item, a line each, under a heading of its own; the reasons are not told."""
    rows = item.left_rooms.select_related("participant").order_by("participant__position")
    said = [not_in_treatment(row.participant.name, is_disqualified=row.is_disqualified) for row in rows]
    blocks = tuple(Paragraph(text) for text in said)
    _put(item, SectionKind.OTHER, blocks, _BEFORE_ATTACHMENTS, heading=NOT_IN_TREATMENT)


def mirror_attachments(item: Item) -> None:
    titles = list(item.attachments.order_by("position").values_list("title", flat=True))
    said = (List(tuple((Paragraph(title),) for title in titles)),) if titles else ()
    _put(item, SectionKind.ATTACHMENTS, said, _LAST)


def _put(item: Item, kind: SectionKind, said: Sequence[Block], place: str, heading: str = "") -> None:
    """`heading` where the section is known by it, not by its kind alone."""
    sections = list(item.sections.order_by("position"))
    own = [section for section in sections if section.kind == kind and (not heading or section.heading == heading)]
    if not said:
        Section.objects.filter(pk__in=[section.pk for section in own]).delete()
        return
    value = to_json(said)
    if own:
        Section.objects.filter(pk=own[0].pk).update(blocks=value, token=own[0].token + 1)
        Section.objects.filter(pk__in=[section.pk for section in own[1:]]).delete()
        return
    made = Section(item=item, position=0, kind=kind, heading=heading or SECTION_KINDS[kind], blocks=value)
    sections.insert(_index(sections, place, before_those_away=kind is SectionKind.DECISION), made)
    for position, section in enumerate(sections):
        section.position = position
    made.save()
    Section.objects.bulk_update([section for section in sections if section is not made], ["position"])


def _index(sections: Sequence[Section], place: str, *, before_those_away: bool) -> int:
    if place == _FIRST:
        return 0
    if before_those_away:
        for index, section in enumerate(sections):
            if section.heading == NOT_IN_TREATMENT:
                return index
    if place == _BEFORE_ATTACHMENTS:
        kinds = [section.kind for section in sections]
        return kinds.index(SectionKind.ATTACHMENTS) if SectionKind.ATTACHMENTS in kinds else len(sections)
    return len(sections)
