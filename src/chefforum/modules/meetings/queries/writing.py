"""What an author sees who writes an item: its head, the sections that the forum asks for, conflicts, bilag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.calc.blocks import Block, from_json
from chefforum.calc.redline import Line, redline
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Employment, Group, GroupMembership, Person

from ..access import reads_confidential
from ..models import Attachment, Conflict, Item, MadeAttachment, Meeting, Section, SectionTemplate
from ..rules import HIDDEN_ATTACHMENT
from ..rules.section_places import NOT_THERE, NOTHING, Name, pair
from ..rules.states import TAKES_ITEMS
from .attachments import made_in


@dataclass(frozen=True)
class SectionToWrite:
    """A section of the page: its row and that one's id (None while nothing is written), what the template says of it,
    its text."""

    section_id: int | None
    kind: str
    heading: str
    help_text: str
    is_mandatory: bool
    is_asked: bool
    token: int
    blocks: tuple[Block, ...]
    nothing_by: str
    nothing_at: dt.datetime | None
    conflicts: tuple[Conflict, ...] = ()
    row: Section | None = None

    @property
    def is_nothing(self) -> bool:
        return self.nothing_at is not None

    @property
    def says_nothing(self) -> bool:
        """Whether it says "Intet at bemærke", by choice or because a file said so."""
        return self.blocks == NOTHING


@dataclass(frozen=True)
class AttachmentToWrite:
    """A bilag of the page; where `is_hidden` the actor may not know what it is, and cannot change it."""

    row: Attachment
    title: str
    is_hidden: bool
    made: MadeAttachment | None = None  # how it was made of data, where the actor may make it again


def sections_to_write(item: Item) -> list[SectionToWrite]:
    """The free texts in the order of the forum's template, then those that the item has besides. Four queries."""
    asked = list(item.forum.section_templates.order_by("position"))
    rows = list(item.sections.select_related("nothing_by").order_by("position"))
    conflicts = Conflict.objects.filter(section__item=item, settled_at=None).select_related("person")
    waiting: dict[int, list[Conflict]] = {}
    for conflict in conflicts:
        waiting.setdefault(conflict.section_id, []).append(conflict)
    names = [Name(row.kind, row.heading) for row in rows]
    places = pair(asked=[Name(row.kind, row.heading) for row in asked], standing=names)
    found = [
        _to_write(rows[place] if place is not None else None, template, waiting)
        for template, place in zip(asked, places, strict=True)
    ]
    used = {place for place in places if place is not None}
    found += [
        _to_write(row, None, waiting)
        for place, row in enumerate(rows)
        if place not in used and names[place].is_free_text and (row.blocks or not row.token or row.pk in waiting)
    ]
    return found


def _to_write(
    row: Section | None, template: SectionTemplate | None, waiting: dict[int, list[Conflict]]
) -> SectionToWrite:
    return SectionToWrite(
        section_id=row.pk if row else None,
        kind=row.kind if row else template.kind if template else "",
        heading=row.heading if row else template.heading if template else "",
        help_text=template.help_text if template else "",
        is_mandatory=template.is_mandatory if template else False,
        is_asked=template is not None,
        token=row.token if row else NOT_THERE,
        blocks=from_json(row.blocks) if row else (),
        nothing_by=row.nothing_by.name if row and row.nothing_by else "",
        nothing_at=row.nothing_at if row else None,
        conflicts=tuple(waiting.get(row.pk, ())) if row else (),
        row=row,
    )


def section_to_write(*, item: Item, section_id: int) -> SectionToWrite | None:
    """As `sections_to_write`, one that has been written already; None where the item has it no more."""
    return next((one for one in sections_to_write(item) if one.section_id == section_id), None)


def attachments_to_write(*, actor: Actor, item: Item) -> list[AttachmentToWrite]:
    """The item's bilag in order; confidential ones are masked for those who may not read them."""
    rows = list(item.attachments.select_related("document").order_by("position"))
    reads_all = not any(row.is_confidential for row in rows) or reads_confidential(actor).filter(pk=item.pk).exists()
    made = made_in(item, actor=actor) if any(row.source for row in rows) else {}
    return [
        AttachmentToWrite(row, HIDDEN_ATTACHMENT if hidden else row.title, hidden, made.get(row.pk))
        for row in rows
        for hidden in [row.is_confidential and not reads_all]
    ]


def presenters(*, item: Item, on: dt.date) -> QuerySet[Person]:
    """Who may be named as the one who presents: the forum's members, the department's people, author and presenter."""
    seated = GroupMembership.objects.filter(valid_on(on), group_id=item.forum_id).values("person")
    employed = Employment.objects.filter(valid_on(on), unit=item.unit).values("person")
    chosen = [person for person in (item.presenter_id, item.author_id) if person]
    known = Q(pk__in=seated) | Q(pk__in=employed) | Q(pk__in=chosen)
    return Person.objects.filter(known, Q(is_active=True) | Q(pk__in=chosen)).order_by("name")


def meetings_to_wish_for(*, item: Item, on: dt.date) -> QuerySet[Meeting]:
    """The forum's coming meetings that take items: their dates are open to those who write for it."""
    open_ones = Q(forum_id=item.forum_id, state__in=TAKES_ITEMS, date__gte=on)
    return Meeting.objects.filter(open_ones | Q(pk=item.wanted_meeting_id)).order_by("date")


def find_conflict(*, item: Item, conflict_id: int) -> Conflict | None:
    """A conflict of the item that waits for a choice; callers have asked whether the actor writes the item."""
    conflicts = Conflict.objects.filter(section__item=item, settled_at=None)
    return conflicts.select_related("section", "person").filter(pk=conflict_id).first()


@dataclass(frozen=True)
class ConflictOnPage:
    """Both texts of a conflict, and what differs from the one that stands to the one that came late."""

    conflict: Conflict
    standing: tuple[Block, ...]
    late: tuple[Block, ...]
    lines: tuple[Line, ...]
    written_by: str

    @property
    def both(self) -> tuple[Block, ...]:
        """To merge by hand: what stands, and then what the other text has besides."""
        return (*self.standing, *(block for block in self.late if block not in self.standing))


def conflict_on_page(*, item: Item, conflict_id: int) -> ConflictOnPage | None:
    """None where it is settled or there is no such."""
    conflict = find_conflict(item=item, conflict_id=conflict_id)
    if conflict is None:
        return None
    standing, late = from_json(conflict.section.blocks), from_json(conflict.blocks)
    last = item.revisions.select_related("made_by").order_by("-number").first()
    written_by = last.made_by.name if last and last.made_by else ""
    return ConflictOnPage(conflict, standing, late, redline(standing, late), written_by)


def template_of(forum: Group) -> Sequence[SectionTemplate]:
    """The sections that the forum asks for, in their order."""
    return list(forum.section_templates.order_by("position"))


def find_forum(*, forum_id: UUID) -> Group | None:
    """A forum by its id; that there is one is known to everybody who may keep meetings somewhere."""
    return Group.objects.filter(pk=forum_id).select_related("unit").first()
