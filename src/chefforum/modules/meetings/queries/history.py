"""The revisions of an item, and what was changed from one to another, word by word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import List, Paragraph
from chefforum.calc.redline import Line, Mark, Piece, redline, redline_text
from chefforum.connectors.minutes.minutes import Section, SectionKind
from chefforum.kernel.access.rules import Actor

from ..access import attachments_read_by, reads_confidential
from ..models import Item, Revision, VersionItem
from ..rules import HIDDEN_ATTACHMENT
from ..rules.content import AttachmentContent, ItemContent, content_from_json
from ..rules.words import ITEM_KINDS
from .closed_today import as_closed_today
from .content import content_of, with_content


@dataclass(frozen=True)
class RevisionOnPage:
    """A revision: who made it, when, and in which versions of an agenda or minutes it was sent out."""

    number: int
    made_at: dt.datetime
    made_by: str
    sent_as: tuple[int, ...]


@dataclass(frozen=True)
class FieldDifference:
    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class SectionDifference:
    """A section whose text differs: `mark` says where all of it was added or removed."""

    heading: str
    mark: Mark
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ItemDifference:
    """What differs between two contents of an item; `same` are the headings of the sections that do not."""

    fields: tuple[FieldDifference, ...]
    sections: tuple[SectionDifference, ...]
    same: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.sections)


def list_revisions(*, item: Item) -> list[RevisionOnPage]:
    """Newest first. Two queries. Callers have asked whether the actor reads the item's history."""
    sent: dict[int, list[int]] = {}
    for revision, version in VersionItem.objects.filter(item=item).values_list("revision_id", "version__number"):
        sent.setdefault(revision, []).append(version)
    revisions = Revision.objects.filter(item=item).defer("content").select_related("made_by").order_by("-number")
    return [
        RevisionOnPage(
            number=revision.number,
            made_at=revision.made_at,
            made_by=revision.made_by.name if revision.made_by else "",
            sent_as=tuple(sorted(sent.get(revision.pk, ()))),
        )
        for revision in revisions
    ]


def difference_of(*, actor: Actor, item: Item, old: int, new: int | None) -> ItemDifference | None:
    """From one revision to another; `new` is None for what stands now. None where one of them is not there.

    Bilag that are confidential now or were so once are masked for those who may not read them.
    """
    before = _content(item, old)
    after = _content(item, new) if new is not None else content_of(with_content(Item.objects.filter(pk=item.pk)).get())
    if before is None or after is None:
        return None
    reads_all = reads_confidential(actor).filter(pk=item.pk).exists()
    open_ids = set(attachments_read_by(actor).filter(item=item).values_list("pk", flat=True))
    there = set(item.attachments.values_list("pk", flat=True))

    def title(attachment: AttachmentContent) -> str:
        is_open = not attachment.is_confidential and (attachment.id in open_ids or attachment.id not in there)
        return attachment.title if reads_all or is_open else HIDDEN_ATTACHMENT

    return _difference(before, after, _bilag(before, title), _bilag(after, title))


def _content(item: Item, number: int) -> ItemContent | None:
    revision = Revision.objects.filter(item=item, number=number).first()
    return as_closed_today([(item, content_from_json(revision.content))])[0] if revision else None


def _bilag(content: ItemContent, title: Callable[[AttachmentContent], str]) -> list[str]:
    """A line for each bilag: its title, and what is not here yet."""
    return [
        f"{title(one)}{'' if one.document_id else ' (eftersendes)' if one.is_promised else ' (uden fil)'}"
        for one in content.attachments
    ]


def _difference(old: ItemContent, new: ItemContent, old_bilag: list[str], new_bilag: list[str]) -> ItemDifference:
    fields = tuple(
        FieldDifference(name, redline_text(before, after))
        for name, before, after in _fields(old, new)
        if before != after
    )
    sections, same = _sections(old.item.sections, new.item.sections)
    if old_bilag != new_bilag:
        sections.append(SectionDifference("Bilag", Mark.SAME, redline(_list(old_bilag), _list(new_bilag))))
    elif _files(old) != _files(new):
        name = FieldDifference("Bilag", (Piece(Mark.ADDED, "En ny fil er lagt på"),))
        return ItemDifference((*fields, name), tuple(sections), tuple(same))
    return ItemDifference(fields, tuple(sections), tuple(same))


def _files(content: ItemContent) -> list[object]:
    return [one.document_id for one in content.attachments]


def _list(titles: Sequence[str]) -> list[List]:
    return [List(tuple((Paragraph(title),) for title in titles))] if titles else []


def _fields(old: ItemContent, new: ItemContent) -> Iterator[tuple[str, str, str]]:
    for name, of in _FIELDS.items():
        yield name, of(old), of(new)


_FIELDS: dict[str, Callable[[ItemContent], str]] = {
    "Titel": lambda content: content.item.title,
    "Journalnummer": lambda content: content.item.journal_number or "",
    "Type": lambda content: ITEM_KINDS[content.item.kind],
    "Planlagte minutter": lambda content: str(content.item.planned_minutes or ""),
    "Oplægsholder": lambda content: content.presenter or "",
}


def _sections(old: Sequence[Section], new: Sequence[Section]) -> tuple[list[SectionDifference], list[str]]:
    """In the new order; sections that are gone last. Recommendation and decision are sections like the others."""
    before = [section for section in old if section.kind != SectionKind.ATTACHMENTS]
    after = [section for section in new if section.kind != SectionKind.ATTACHMENTS]
    places = _partners(before, after)
    found, same = [], []
    for section, place in zip(after, places, strict=True):
        if place is None:
            found.append(SectionDifference(section.heading, Mark.ADDED, redline((), section.blocks)))
        elif before[place].blocks != section.blocks:
            found.append(SectionDifference(section.heading, Mark.SAME, redline(before[place].blocks, section.blocks)))
        else:
            same.append(section.heading)
    gone = [section for place, section in enumerate(before) if place not in places]
    found += [SectionDifference(section.heading, Mark.REMOVED, redline(section.blocks, ())) for section in gone]
    return found, same


def _partners(before: Sequence[Section], after: Sequence[Section]) -> list[int | None]:
    """For each section the position of the one before that it continues; each is used once."""
    free = dict(enumerate(before))
    found: list[int | None] = []
    for section in after:
        keys = ((section.kind, section.heading), (section.kind, None))
        match = next(
            (
                place
                for kind, heading in keys
                for place, one in free.items()
                if one.kind == kind and (heading is None or one.heading == heading)
            ),
            None,
        )
        found.append(match)
        if match is not None:
            del free[match]
    return found
