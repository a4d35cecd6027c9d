"""Putting items off: to another meeting, or back to be worked on; and taking that back.

The item keeps its place and number in its minutes. What goes on is a new item, its successor, which says the same,
points at the same files and is read by the same people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify

from .. import search
from ..access import require_keeper
from ..models import (
    Attachment,
    Hearing,
    Item,
    ItemReader,
    ItemStep,
    Meeting,
    RecommendationPart,
    Section,
)
from ..queries.content import with_content
from ..rules.postponing import TAKES_POSTPONED, decision_words, stops_postponement, with_line, without_line
from ..rules.section_places import is_of_its_meeting
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS, ItemState, MeetingState
from .figures_in_texts import copy_figures
from .mirroring import mirror_decisions, mirror_history
from .ordering import close_gaps, insert
from .revisions import revise
from .steps import ReasonMissing, StepNotPossible, locked_item, locked_meeting

# What a successor has from the item that was put off; place, number, decision and times are its own.
COPIED = (
    "forum_id",
    "unit_id",
    "author_id",
    "presenter_id",
    "title",
    "journal_number",
    "case_id",
    "kind",
    "planned_minutes",
    "has_recommendation",
    "recommended_by",
    "is_confidential",
)


@transaction.atomic
def postpone_items(
    *, actor: Actor, items: Sequence[Item], to: Meeting | None, at: dt.datetime, reason: str = ""
) -> list[Item]:
    """Puts items of one meeting off to a later one, or, with `to` None and a reason, back to be worked on.

    Gives the successors in the items' order. A fixed number of queries, however many items and bilag.
    Raises AccessDenied for others than the secretariat, StepNotPossible with what to do instead, ReasonMissing.
    """
    if not items or items[0].meeting is None or len({item.meeting_id for item in items}) > 1:
        raise StepNotPossible("Vælg punkter fra et møde. Intet er ændret.")
    meeting = locked_meeting(items[0].meeting)
    require_keeper(actor, meeting.forum)
    if to is None and not reason.strip():
        raise ReasonMissing
    sources = _locked([item.pk for item in items], meeting)
    target = _target(to, meeting)
    successors = _succeed(sources, target, at)
    _copy_contents(sources, successors)
    words = decision_words(forum=meeting.forum.name, to=target.date if target else None)
    _note_in_minutes(sources, words, is_rework=target is None)
    mirror_decisions(sources)
    mirror_history(successors)
    both = [*(one.pk for one in sources), *(one.pk for one in successors)]
    revise(actor=actor, item_ids=both, at=at)
    search.index_items(both)
    _note_steps(actor=actor, sources=sources, successors=successors, words=words, reason=reason, at=at)
    _tell(
        actor=actor,
        successors=successors,
        words=words,
        place=meeting.name,
        at=at,
    )
    record(
        actor=actor,
        at=at,
        action="items.postpone",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"items": [str(one.pk) for one in sources], "successors": [str(one.pk) for one in successors]},
    )
    return successors


def _locked(ids: Sequence[UUID], meeting: Meeting) -> list[Item]:
    """The items as they stand, locked, with all that is copied. Raises StepNotPossible where one cannot be put off."""
    rows = with_content(Item.objects.select_for_update(of=("self",)).filter(pk__in=ids))
    found = {item.pk: item for item in rows.prefetch_related("readers")}
    followed = dict(Item.objects.filter(predecessor__in=ids).values_list("predecessor_id", "state"))
    for item in found.values():
        item.meeting, item.forum = meeting, meeting.forum
        has_open = followed.get(item.pk, ItemState.WITHDRAWN) != ItemState.WITHDRAWN
        stopped = stops_postponement(item_state=item.state, meeting_state=meeting.state, has_open_successor=has_open)
        if stopped:
            raise StepNotPossible(f"{stopped} Intet er ændret.")
    # A successor that was withdrawn gives its place to the new one.
    Item.objects.filter(predecessor__in=ids).update(predecessor=None)
    return [found[item_id] for item_id in ids]


def _target(to: Meeting | None, meeting: Meeting) -> Meeting | None:
    if to is None:
        return None
    target = locked_meeting(to)
    if target.forum_id != meeting.forum_id or target.date <= meeting.date or target.state not in TAKES_POSTPONED:
        raise StepNotPossible("Vælg et senere møde i samme forum, som ikke er afholdt. Intet er ændret.")
    return target


def _succeed(sources: Sequence[Item], target: Meeting | None, at: dt.datetime) -> list[Item]:
    """A draft, an item that waits for a planned meeting to open, or one on the agenda; after sending a supplement.

    On an agenda they stand where an item that is placed there would.
    """
    takes = target is not None and target.state in TAKES_ITEMS | TAKES_SUPPLEMENTS
    state = ItemState.DRAFT if target is None else ItemState.ON_AGENDA if takes else ItemState.READY
    successors = [
        Item(
            **{name: getattr(source, name) for name in COPIED},
            state=state,
            meeting=target if takes else None,
            wanted_meeting=target,
            position=place if takes else None,
            is_supplement=target is not None and target.state in TAKES_SUPPLEMENTS,
            predecessor=source,
            created_at=at,
        )
        for place, source in enumerate(sources)
    ]
    made = Item.objects.bulk_create(successors)
    if target is not None and takes:
        insert(target, made, at_end=target.state in TAKES_SUPPLEMENTS)
    return made


def _copy_contents(sources: Sequence[Item], successors: Sequence[Item]) -> None:
    """Sections but for those of the meeting, the recommendation unanswered, the bilag with the same files, the readers.

    Hearings without an answer and promises of bilag follow the case: they are the successor's from now on.
    """
    pairs = list(zip(sources, successors, strict=True))
    follows = {source.pk: successor.pk for source, successor in pairs}
    Section.objects.bulk_create(
        Section(
            item=new,
            position=one.position,
            kind=one.kind,
            heading=one.heading,
            blocks=one.blocks,
            figures=one.figures,
            nothing_by_id=one.nothing_by_id,
            nothing_at=one.nothing_at,
        )
        for old, new in pairs
        for one in old.sections.all()
        if not is_of_its_meeting(one)
    )
    copy_figures(follows)
    RecommendationPart.objects.bulk_create(
        RecommendationPart(item=new, position=one.position, text=one.text)
        for old, new in pairs
        for one in old.recommendation_parts.all()
    )
    Attachment.objects.bulk_create(
        Attachment(
            item=new,
            position=one.position,
            title=one.title,
            document_id=one.document_id,
            is_confidential=one.is_confidential,
            is_promised=one.is_promised,
            promised_date=one.promised_date,
            source=one.source,
        )
        for old, new in pairs
        for one in old.attachments.all()
    )
    ItemReader.objects.bulk_create(
        ItemReader(item=new, person_id=one.person_id) for old, new in pairs for one in old.readers.all()
    )
    hearings = list(Hearing.objects.filter(item__in=follows, answered_at__isnull=True))
    for hearing in hearings:
        hearing.item_id = follows[hearing.item_id]
    Hearing.objects.bulk_update(hearings, ["item"])
    _waiting(follows).update(is_promised=False)


def _waiting(item_ids) -> QuerySet[Attachment]:
    return Attachment.objects.filter(item__in=item_ids, is_promised=True, document__isnull=True)


def _note_in_minutes(sources: Sequence[Item], words: str, *, is_rework: bool) -> None:
    """Each keeps its place in its minutes, treated, with every part put off and words that can be mended."""
    deferral = Item.Deferral.FOR_REWORK if is_rework else Item.Deferral.TO_MEETING
    for item in sources:
        item.deferral, item.decision = deferral, with_line(item.decision, words)
        item.token += 1
    Item.objects.bulk_update(sources, ["deferral", "decision", "token"])
    parts = RecommendationPart.objects.filter(item__in=sources)
    parts.update(outcome=Outcome.POSTPONED.value)


def _note_steps(
    *, actor: Actor, sources: Sequence[Item], successors: Sequence[Item], words: str, reason: str, at: dt.datetime
) -> None:
    steps = [
        ItemStep(
            item=item,
            name="postpone",
            source=item.state,
            target=ItemState.TREATED,
            reason=with_line(words, reason.strip()),
            at=at,
            person_id=actor.person_id,
        )
        for item in sources
    ]
    steps += [
        ItemStep(
            item=item, name="continue", source="", target=item.state, reason=reason, at=at, person_id=actor.person_id
        )
        for item in successors
    ]
    ItemStep.objects.bulk_create(steps)
    Item.objects.filter(pk__in=[item.pk for item in sources]).update(state=ItemState.TREATED)


def _tell(*, actor: Actor, successors: Sequence[Item], words: str, place: str, at: dt.datetime) -> None:
    """Authors and presenters, once each; never what an item is called, since it may be a closed one."""
    persons = {person for item in successors for person in (item.author_id, item.presenter_id)}
    alone = len(successors) == 1
    notify(
        actor=actor,
        at=at,
        person_ids=persons,
        kind="meetings.postponed",
        text=f"{'Dit punkt' if alone else 'Punkter af dine'} fra {place}: {words}",
        url=reverse("meetings:item", args=[successors[0].pk]) if alone else reverse("meetings:list"),
    )


@transaction.atomic
def undo_postponement(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """The item as it was before it was put off, its successor gone, while nobody has changed that one.

    Raises AccessDenied for others than the secretariat, StepNotPossible where the successor has been worked on, sent
    out, or moved, or where the minutes are sent out.
    """
    item = locked_item(item)
    require_keeper(actor, item.forum)
    found = Item.objects.filter(predecessor=item).first()
    if found is None:
        raise StepNotPossible("Punktet er ikke udsat. Intet er ændret.")
    successor = locked_item(found)
    stopped = stops_postponement(
        item_state=item.state, meeting_state=item.meeting.state if item.meeting else None, has_open_successor=False
    )
    if stopped or not _is_untouched(successor, item):
        raise StepNotPossible(
            stopped
            or "Der er arbejdet videre med punktet, så udsættelsen kan ikke fortrydes. Træk i stedet det nye punkt."
        )
    to = successor.wanted_meeting.date if successor.wanted_meeting else None
    words = decision_words(forum=item.forum.name, to=to)
    Hearing.objects.filter(item=successor).update(item=item)
    promised = list(_waiting([successor.pk]).values_list("position", flat=True))
    item.attachments.filter(position__in=promised, document__isnull=True).update(is_promised=True)
    search.forget_items([successor.pk])
    agenda = successor.meeting
    successor.delete()
    if agenda is not None:
        close_gaps(agenda)
    item.deferral, item.decision = None, without_line(item.decision, words)
    is_running = item.meeting is not None and item.meeting.state == MeetingState.RUNNING
    source, item.state = item.state, ItemState.IN_TREATMENT if is_running else item.state
    item.token += 1
    item.save(update_fields=["deferral", "decision", "state", "token"])
    item.recommendation_parts.filter(outcome=Outcome.POSTPONED.value).update(outcome=None)
    mirror_decisions([item])
    revise(actor=actor, item_ids=[item.pk], at=at)
    search.index_items([item.pk])
    ItemStep.objects.create(
        item=item, name="undo_postpone", source=source, target=item.state, at=at, person_id=actor.person_id
    )
    record(actor=actor, at=at, action="items.undo_postpone", object_kind="item", object_id=item.pk)
    return item


def _is_untouched(successor: Item, item: Item) -> bool:
    """Whether it says what it was made to say, stands where it was put, and nobody has written anything to it."""
    if successor.published_id or successor.steps.count() > 1 or successor.comments.exists():
        return False
    if any(getattr(successor, name) != getattr(item, name) for name in COPIED):
        return False
    return _said(successor) == _said(item)


def _said(item: Item) -> tuple[list[object], ...]:
    """All that was copied, without Historik, which the house writes itself."""
    own = item.sections.exclude(kind=SectionKind.HISTORY).order_by("position")
    return (
        [(one.kind, one.heading, one.blocks) for one in own if not is_of_its_meeting(one)],
        list(item.recommendation_parts.order_by("position").values_list("text", flat=True)),
        list(item.attachments.order_by("position").values_list("title", "document_id", "is_confidential")),
        list(item.readers.order_by("person_id").values_list("person_id", flat=True)),
    )
