"""An item's way to the agenda as those who work on it see it: steps, comments, hearings, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.people.models import Person

from ..access import approving_unit, may_write, parts_in_item, worked_on_by
from ..models import Comment, Hearing, Item, ItemStep, Meeting, Section
from ..rules.guards import Lack
from ..rules.process import DONE, STATE_KINDS, WHERE, is_late, steps_on_the_way
from ..rules.states import (
    PREPARED,
    TAKES_ITEMS,
    TAKES_SUPPLEMENTS,
    ItemState,
    Part,
    Step,
)
from .lacks import FigureLacking, figures_it_lacks, what_it_lacks
from .meetings import find_item
from .people import heads_of, led_units, unit_names

READS_ANSWERS = frozenset({Part.AUTHOR, Part.HEAD, Part.SECRETARIAT, Part.CHAIR})
ASKS_HEARINGS = frozenset({Part.AUTHOR, Part.HEAD, Part.SECRETARIAT})


@dataclass(frozen=True)
class StepTaken:
    """A line of the history: what was done, by whom, when, and what was said."""

    done: str
    at: dt.datetime | None
    person: Person | None
    reason: str


@dataclass(frozen=True)
class CommentOnPage:
    comment: Comment
    may_settle: bool


@dataclass(frozen=True)
class Comments:
    """The comments on one section, or (`section` None) on the item as a whole."""

    section: Section | None
    comments: tuple[CommentOnPage, ...]


@dataclass(frozen=True)
class HearingOnPage:
    """A department that is asked; `shows_answer` where this person may read what it said."""

    hearing: Hearing
    unit_name: str
    is_late: bool
    is_overdue: bool
    shows_answer: bool
    may_answer: bool


@dataclass(frozen=True)
class Process:
    """All of an item's way.

    `waits_for` are those who approve it, while it waits for that; `to_mend` is how it came back, while it is back.
    """

    item: Item
    where: str
    state_kind: str
    unit_name: str
    waits_for: tuple[Person, ...]
    to_mend: StepTaken | None
    main: Step | None
    others: tuple[Step, ...]
    lacks: tuple[Lack, ...]
    figures_lacking: tuple[FigureLacking, ...]
    history: tuple[StepTaken, ...]
    comments: tuple[Comments, ...]
    unsettled: int
    sections: tuple[Section, ...]
    hearings: tuple[HearingOnPage, ...]
    units_to_hear: tuple[tuple[UUID, str], ...]
    meetings: tuple[Meeting, ...]
    may_write: bool
    may_comment: bool
    may_ask: bool
    may_see_findings: bool


@dataclass(frozen=True)
class ProcessSummary:
    """What the item's own page says of its way, to those who work on it."""

    where: str
    unsettled: int
    unanswered: int


def item_in_the_making(*, actor: Actor, item_id: UUID) -> Item | None:
    """The item, for those who work on it; None where they may not know of it.

    Raises AccessDenied for those who read it only as it was sent out.
    """
    items = worked_on_by(actor).select_related("meeting__forum", "forum", "unit", "author", "wanted_meeting")
    if (found := items.filter(pk=item_id).first()) is not None:
        return found
    if find_item(actor=actor, item_id=item_id) is None:
        return None
    raise AccessDenied("Kun de, der arbejder med punktet, kan se dets forløb.")


def process_of(*, actor: Actor, item: Item, on: dt.date) -> Process:
    """The item's way, for somebody who works on it. A fixed number of queries."""
    parts = parts_in_item(actor, item)
    main, others = steps_on_the_way(state=item.state, parts=parts)
    state = ItemState(item.state)
    names = unit_names(on=on)
    is_prepared = state in PREPARED
    asks = is_prepared and bool(parts & ASKS_HEARINGS)
    hearings = tuple(_hearings(actor, item, parts, names, on))
    sections = tuple(item.sections.order_by("position"))
    comments = list(item.comments.select_related("person", "section"))
    history = tuple(_history(item))
    placing = main is not None and main.name == "place"
    return Process(
        item=item,
        where=WHERE[state],
        state_kind=STATE_KINDS.get(state, ""),
        unit_name=names.get(item.unit_id, "") if item.unit_id else "Sekretariatet",
        waits_for=tuple(heads_of(unit_id=approving_unit(item), on=on)) if state == ItemState.SUBMITTED else (),
        to_mend=history[0] if state == ItemState.RETURNED and history else None,
        main=main,
        others=others,
        lacks=what_it_lacks(item) if main is not None and main.name == "submit" else (),
        figures_lacking=figures_it_lacks(actor=actor, item=item, sections=sections) if is_prepared else (),
        history=history,
        comments=tuple(_comments(actor, parts, comments, sections)),
        unsettled=sum(comment.settled_at is None for comment in comments),
        sections=sections,
        hearings=hearings,
        units_to_hear=units_to_hear(item=item, on=on, names=names) if asks else (),
        meetings=tuple(meetings_taking_items(item)) if placing else (),
        may_write=may_write(actor, item),
        may_comment=is_prepared,
        may_ask=asks,
        may_see_findings=bool(parts & READS_ANSWERS),
    )


def summary_of(*, actor: Actor, item: Item) -> ProcessSummary | None:
    """For the item's own page; None for those who do not work on it, and once its meeting has begun."""
    state = ItemState(item.state)
    if (
        state not in PREPARED | {ItemState.SENT, ItemState.WITHDRAWN}
        or not worked_on_by(actor).filter(pk=item.pk).exists()
    ):
        return None
    return ProcessSummary(
        where=WHERE[state],
        unsettled=item.comments.filter(settled_at__isnull=True).count(),
        unanswered=item.hearings.filter(answered_at__isnull=True).count(),
    )


def meetings_taking_items(item: Item) -> QuerySet[Meeting]:
    """Meetings of the item's forum that it could be placed on, the nearest first."""
    states = [state.value for state in TAKES_ITEMS | TAKES_SUPPLEMENTS]
    return Meeting.objects.filter(forum_id=item.forum_id, state__in=states).order_by("date")


def units_to_hear(*, item: Item, on: dt.date, names: dict[UUID, str] | None = None) -> tuple[tuple[UUID, str], ...]:
    """Departments that somebody leads and that are not asked of the item yet, by name."""
    names = names if names is not None else unit_names(on=on)
    asked = {item.unit_id, *item.hearings.values_list("unit_id", flat=True)}
    found = ((unit, names[unit]) for unit in led_units(on=on) if unit in names and unit not in asked)
    return tuple(sorted(found, key=lambda row: row[1]))


def how_it_came_back(*, item: Item) -> StepTaken | None:
    """Who sent the item back, when and why, while it is back; for those who work on it: callers have asked."""
    if item.state != ItemState.RETURNED:
        return None
    return next(iter(_history(item)), None)


def find_comment(*, actor: Actor, item: Item, comment_id: int) -> Comment | None:
    """A comment on an item that the actor works on; callers have found the item as the actor."""
    return item.comments.select_related("section").filter(pk=comment_id).first()


def find_hearing(*, actor: Actor, item: Item, hearing_id: int) -> Hearing | None:
    """A hearing of an item that the actor works on; callers have found the item as the actor."""
    return item.hearings.select_related("item__forum", "unit").filter(pk=hearing_id).first()


def find_section(*, item: Item, section_id: int) -> Section | None:
    """The section, if it is one of the item that the actor has found already."""
    return item.sections.filter(pk=section_id).first()


def may_settle(*, actor: Actor, parts: Iterable[Part], comment: Comment) -> bool:
    """Whether the actor may say that a comment is dealt with: who writes the item, its head, and who wrote it."""
    is_own = actor.person_id is not None and comment.person_id == actor.person_id
    return is_own or bool(frozenset(parts) & ASKS_HEARINGS)


def may_answer(*, actor: Actor, hearing: Hearing, state: str) -> bool:
    """Whether the actor answers for the department that is asked; it answers once, and while the item is prepared."""
    leads = actor.has_role_over(hearing.unit_id, Role.WORKPLACE_LEADER)
    return leads and hearing.answered_at is None and state in PREPARED


def _history(item: Item) -> Iterable[StepTaken]:
    """Newest first; that it was made comes last."""
    for step in reversed(list(ItemStep.objects.filter(item=item).select_related("person"))):
        yield StepTaken(DONE.get(step.name, step.name), step.at, step.person, step.reason)
    if item.created_at:
        yield StepTaken("Oprettet", item.created_at, item.author, "")


def _comments(
    actor: Actor, parts: frozenset[Part], comments: list[Comment], sections: tuple[Section, ...]
) -> Iterable[Comments]:
    """Those on the item as a whole first, then section by section; what has none is left out."""
    for section in (None, *sections):
        found = [comment for comment in comments if comment.section_id == (section.pk if section else None)]
        if found:
            rows = (CommentOnPage(one, may_settle(actor=actor, parts=parts, comment=one)) for one in found)
            yield Comments(section, tuple(rows))


def _hearings(
    actor: Actor, item: Item, parts: frozenset[Part], names: dict[UUID, str], on: dt.date
) -> Iterable[HearingOnPage]:
    for hearing in item.hearings.select_related("answered_by", "asked_by", "unit"):
        answered_on = timezone.localdate(hearing.answered_at) if hearing.answered_at else None
        own = actor.has_role_over(hearing.unit_id, Role.WORKPLACE_LEADER)
        yield HearingOnPage(
            hearing=hearing,
            unit_name=names.get(hearing.unit_id, hearing.unit.code),
            is_late=answered_on is not None and is_late(due=hearing.due_date, on=answered_on),
            is_overdue=answered_on is None and is_late(due=hearing.due_date, on=on),
            shows_answer=own or bool(parts & READS_ANSWERS),
            may_answer=may_answer(actor=actor, hearing=hearing, state=item.state),
        )
