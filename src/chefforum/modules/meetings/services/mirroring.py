"""The recommendation, the decision and the list of bilag are rows of their own, and also sections that readers read.

Whoever changes the rows calls the function here, in the same transaction, and the section says the same again. A file
that was imported keeps its sections word for word until its rows are changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from chefforum.calc.blocks import Block, List, Paragraph, from_json, to_json
from chefforum.connectors.minutes.minutes import SectionKind

from ..models import Item, Section
from ..queries.earlier_treatments import closed_themes, following, history_lines, theme_lists
from ..rules.attendance import NOT_IN_TREATMENT, not_in_treatment
from ..rules.house_lines import history, without_history, without_lines
from ..rules.section_places import FIGURES
from ..rules.states import HAS_FINAL_MINUTES
from ..rules.words import SECTION_KINDS

# Where a mirrored section goes where the item has none: the recommendation first, decision and bilag last.
_FIRST, _BEFORE_DECISION, _BEFORE_ATTACHMENTS, _LAST = "first", "before_decision", "before_attachments", "last"


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
    mirror_decisions([item])


def mirror_decisions(items: Sequence[Item]) -> None:
    """The same for several items, in a fixed number of queries."""
    lines = {item.pk: [line.strip() for line in (item.decision or "").splitlines() if line.strip()] for item in items}
    said = {pk: tuple(Paragraph(line) for line in own) for pk, own in lines.items()}
    _put_all(said, SectionKind.DECISION, _BEFORE_ATTACHMENTS)


def mirror_left_rooms(item: Item) -> None:
    """Who was not there for the item, a line each, under a heading of its own; the reasons are not told."""
    rows = item.left_rooms.select_related("participant").order_by("participant__position")
    said = [not_in_treatment(row.participant.name, is_disqualified=row.is_disqualified) for row in rows]
    blocks = tuple(Paragraph(text) for text in said)
    _put(item, SectionKind.OTHER, blocks, _BEFORE_ATTACHMENTS, heading=NOT_IN_TREATMENT)


def mirror_figures(item: Item, said: Sequence[Block]) -> None:
    """What the figures in the texts are, in a section of its own; no section where there are none."""
    _put(item, SectionKind.OTHER, said, _BEFORE_DECISION, heading=FIGURES)


def mirror_attachments(item: Item) -> None:
    """The section “Bilag” as the bilag stand: a list of their titles, or no section."""
    titles = list(item.attachments.order_by("position").values_list("title", flat=True))
    said = (List(tuple((Paragraph(title),) for title in titles)),) if titles else ()
    _put(item, SectionKind.ATTACHMENTS, said, _LAST)


def mirror_history(items: Sequence[Item]) -> list[UUID]:
    """Historik: where the case was treated before and what came of it, under what the author has written there.

    Gives the ids of the items that now say something else; the caller revises them. Items need their forum and
    meeting. A fixed number of queries.
    """
    lines = history_lines(items)
    own = _own_sections(items, SectionKind.HISTORY)
    said = {}
    for item in items:
        stands = from_json(own[item.pk].blocks) if item.pk in own else ()
        blocks = (*without_history(stands), *history(lines[item.pk]))
        if blocks != stands:
            said[item.pk] = blocks
    _put_all(said, SectionKind.HISTORY, _BEFORE_DECISION)
    return list(said)


def mirror_after(item: Item) -> list[UUID]:
    """What others tell of this item, up to those whose minutes are sent out, when who may read it has changed: their
    Historik, and lists of themes that name the one it was made of while it is closed.

    What is sent out is masked where it is read (queries/closed_today.py). Gives ids as `mirror_history`.
    """
    final = [state.value for state in HAS_FINAL_MINUTES]
    later = following(item).exclude(meeting__state__in=final).select_related("forum", "meeting")
    changed = []
    hidden = closed_themes(forum_ids=[item.forum_id], item=item)
    listing = Section.objects.filter(item__in=theme_lists(item.forum_id).exclude(meeting__state__in=final))
    for section in listing.filter(kind=SectionKind.PRESENTATION) if hidden else ():
        stands = from_json(section.blocks)
        blocks = without_lines(stands, hidden[item.forum_id])
        if blocks != stands:
            section.blocks, section.token = to_json(blocks), section.token + 1
            changed.append(section)
    Section.objects.bulk_update(changed, ["blocks", "token"])
    return [*mirror_history(list(later)), *(section.item_id for section in changed)]


def _own_sections(items: Sequence[Item], kind: SectionKind) -> dict[UUID, Section]:
    own: dict[UUID, Section] = {}
    for section in Section.objects.filter(item__in=items, kind=kind).order_by("position"):
        own.setdefault(section.item_id, section)
    return own


def _put(item: Item, kind: SectionKind, said: Sequence[Block], place: str, heading: str = "") -> None:
    _put_all({item.pk: said}, kind, place, heading)


def _put_all(said: Mapping[UUID, Sequence[Block]], kind: SectionKind, place: str, heading: str = "") -> None:
    """Each item's section of the kind says what is said, or is gone where that is nothing.

    `heading` where the section is known by it, not by its kind alone.
    """
    sections: dict[UUID, list[Section]] = defaultdict(list)
    for section in Section.objects.filter(item__in=said).order_by("position"):
        sections[section.item_id].append(section)
    made, changed, moved, gone = [], [], [], []
    for item_id, blocks in said.items():
        own = [one for one in sections[item_id] if one.kind == kind and heading in {"", one.heading}]
        gone += own[1:] if blocks else own
        if blocks and own:
            own[0].blocks, own[0].token = to_json(blocks), own[0].token + 1
            changed.append(own[0])
        elif blocks:
            new = Section(item_id=item_id, kind=kind, heading=heading or SECTION_KINDS[kind], blocks=to_json(blocks))
            kept = sections[item_id]
            kept.insert(_index(kept, place, before_those_away=kind is SectionKind.DECISION), new)
            for position, section in enumerate(kept):
                section.position = position
            made.append(new)
            moved += [section for section in kept if section is not new]
    Section.objects.filter(pk__in=[section.pk for section in gone]).delete()
    Section.objects.bulk_update(changed, ["blocks", "token"])
    Section.objects.bulk_update(moved, ["position"])
    Section.objects.bulk_create(made)


def _index(sections: Sequence[Section], place: str, *, before_those_away: bool) -> int:
    if place == _FIRST:
        return 0
    if before_those_away:
        for index, section in enumerate(sections):
            if section.heading == NOT_IN_TREATMENT:
                return index
    before = {
        _BEFORE_DECISION: (SectionKind.DECISION, SectionKind.ATTACHMENTS),
        _BEFORE_ATTACHMENTS: (SectionKind.ATTACHMENTS,),
    }.get(place, ())
    kinds = [section.kind for section in sections]
    return min((kinds.index(kind) for kind in before if kind in kinds), default=len(sections))
