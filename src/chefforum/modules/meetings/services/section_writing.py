"""The text of a section: written, "Intet at bemærke", and what happens when two write at once. No text is ever lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from chefforum.calc.blocks import Block, from_json, to_json
from chefforum.kernel.access.rules import Actor

from ..models import Conflict, Item, Section
from ..rules.content import content_from_json
from ..rules.section_places import NOT_THERE, NOTHING, Name, pair, place_of_new
from .conflicts import settled
from .figures_in_texts import note_figures
from .steps import StepNotPossible
from .writing import item_to_write, keep_as_it_was, note_change

_REVISIONS_BACK = 100  # how far an earlier text is looked for


class NotThisSection(StepNotPossible):
    def __str__(self) -> str:
        return "Afsnittet skrives et andet sted på siden. Intet er ændret."


class ChangedAgain(StepNotPossible):
    def __str__(self) -> str:
        return "Afsnittet er ændret igen, mens du valgte. Begge tekster er gemt. Se dem igen, og vælg."


@dataclass(frozen=True)
class Place:
    """The section meant: its row where it has one, else its name in the template."""

    section_id: int | None
    name: Name


@dataclass(frozen=True)
class Written:
    """The section as it stands now (None: still not written), and the conflict that the text was kept in instead."""

    section: Section | None
    conflict: Conflict | None = None

    @property
    def token(self) -> int:
        return self.section.token if self.section else NOT_THERE


@transaction.atomic
def write_section(
    *,
    actor: Actor,
    item: Item,
    place: Place,
    blocks: Sequence[Block],
    token: int,
    at: dt.datetime,
    is_nothing: bool = False,
    conflict_id: int | None = None,
) -> Written:
    """The text in its section, which is made where it is new; `token` is that of the text that was written on.

    Where somebody else has changed the section since, nothing of theirs is touched: the text is kept as a conflict,
    for somebody to choose. `conflict_id` is the conflict that an earlier save of the same text made; it takes in this
    one. `is_nothing` is the choice of "Intet at bemærke": the text before it stays in the history.
    Raises AccessDenied where the actor may not write now, NotThisSection for recommendation, decision and bilag.
    """
    item = item_to_write(actor=actor, item=item)
    section = _find(item, place)
    said = list(NOTHING) if is_nothing else list(blocks)
    if section is None:
        if not said:
            return Written(None)
        keep_as_it_was(item=item, at=at)
        section = _make(item, place.name)
    elif section.token != token:
        if section.blocks == to_json(said):
            return Written(section)  # the answer to an earlier save got lost: this is the same text again
        return Written(section, _keep(section, actor=actor, blocks=said, conflict_id=conflict_id, at=at))
    _put(actor=actor, item=item, section=section, blocks=said, at=at, is_nothing=is_nothing, keeps_last=is_nothing)
    return Written(section)


@transaction.atomic
def undo_nothing(*, actor: Actor, item: Item, section_id: int, at: dt.datetime) -> Section:
    """Takes "Intet at bemærke" back: the section says again what it said before, or nothing.

    Raises AccessDenied, and StepNotPossible where the section does not say so by somebody's choice.
    """
    item = item_to_write(actor=actor, item=item)
    section = item.sections.filter(pk=section_id, nothing_at__isnull=False).first()
    if section is None:
        raise StepNotPossible("Afsnittet siger ikke længere “Intet at bemærke”. Intet er ændret.")
    _put(actor=actor, item=item, section=section, blocks=_text_before(item, section), at=at)
    return section


@transaction.atomic
def settle_conflict(
    *, actor: Actor, item: Item, conflict_id: int, blocks: Sequence[Block], token: int, at: dt.datetime
) -> Section:
    """Ends a conflict with the text that was chosen or merged; the other text stays in the history or the conflict.

    Raises AccessDenied, ChangedAgain where the section is not the one that was chosen from, StepNotPossible where the
    conflict is settled already.
    """
    item = item_to_write(actor=actor, item=item)
    section = settled(item=item, conflict_id=conflict_id, at=at).section
    if section.token != token:
        raise ChangedAgain
    if from_json(section.blocks) != tuple(blocks):
        _put(actor=actor, item=item, section=section, blocks=blocks, at=at, keeps_last=True)
    return section


def _find(item: Item, place: Place) -> Section | None:
    if not place.name.is_free_text:
        raise NotThisSection
    sections = list(item.sections.order_by("position"))
    if place.section_id is not None:
        own = next((section for section in sections if section.pk == place.section_id), None)
        if own is not None:
            if not Name(own.kind, own.heading).is_free_text:
                raise NotThisSection
            return own
    standing = [Name(section.kind, section.heading) for section in sections]
    match = pair(asked=[*_asked(item)], standing=standing)
    found = next((at for name, at in zip(_asked(item), match, strict=True) if name == place.name), None)
    if found is None and place.name in standing:
        found = standing.index(place.name)
    return sections[found] if found is not None else None


def _asked(item: Item) -> list[Name]:
    return [Name(kind, heading) for kind, heading in item.forum.section_templates.values_list("kind", "heading")]


def _make(item: Item, name: Name) -> Section:
    sections = list(item.sections.order_by("position"))
    standing = [Name(section.kind, section.heading) for section in sections]
    index = place_of_new(name=name, asked=_asked(item), standing=standing)
    made = Section(item=item, position=index, kind=name.kind, heading=name.heading)
    sections.insert(index, made)
    for position, section in enumerate(sections):
        section.position = position
    made.save()
    Section.objects.bulk_update([section for section in sections if section is not made], ["position"])
    return made


def _keep(
    section: Section, *, actor: Actor, blocks: Sequence[Block], conflict_id: int | None, at: dt.datetime
) -> Conflict:
    value = to_json(blocks)
    waiting = section.conflicts.filter(settled_at=None)
    own = waiting.filter(person_id=actor.person_id) if actor.person_id else waiting.none()
    known = own.filter(pk=conflict_id).first() if conflict_id else own.filter(blocks=value).first()
    if known is None:
        return Conflict.objects.create(section=section, person_id=actor.person_id, blocks=value, at=at)
    known.blocks, known.at = value, at
    known.save(update_fields=["blocks", "at"])
    return known


def _put(
    *,
    actor: Actor,
    item: Item,
    section: Section,
    blocks: Sequence[Block],
    at: dt.datetime,
    is_nothing: bool = False,
    keeps_last: bool = False,
) -> None:
    value = to_json(blocks)
    if section.blocks == value and bool(section.nothing_at) == is_nothing:
        return
    keep_as_it_was(item=item, at=at)
    section.blocks = value
    section.token += 1
    section.nothing_by_id = actor.person_id if is_nothing else None
    section.nothing_at = at if is_nothing else None
    section.save(update_fields=["blocks", "token", "nothing_by", "nothing_at"])
    note_figures(actor=actor, item=item, at=at)
    note_change(actor=actor, item=item, at=at, what="write", keeps_last=keeps_last)


def _text_before(item: Item, section: Section) -> tuple[Block, ...]:
    """What the section said last besides "Intet at bemærke"; nothing where it never did."""
    for revision in item.revisions.order_by("-number")[:_REVISIONS_BACK]:
        for said in content_from_json(revision.content).sections_written:
            if (said.kind, said.heading) == (section.kind, section.heading) and said.blocks not in ((), NOTHING):
                return said.blocks
    return ()
