"""An item from its first word to the agenda: made, sent to the head of its department, approved or returned."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group

from .. import search
from ..access import may_make_items
from ..models import Item, Meeting
from ..queries.content import content_of, with_content
from ..rules.guards import stops_submission
from ..rules.states import ItemState
from .ordering import close_gaps, locked_meeting_of
from .steps import StepNotPossible, locked_item, step_item


@transaction.atomic
def create_item(
    *,
    actor: Actor,
    forum: Group,
    unit_id: UUID | None,
    title: str,
    kind: ItemKind,
    at: dt.datetime,
    wanted_meeting: Meeting | None = None,
) -> Item:
    """A draft of a case for the forum, written for a department. Its sections are made when something is written.

    Raises AccessDenied for others than the forum's secretariat and those who write cases for the department.
    """
    if not may_make_items(actor, forum=forum, unit_id=unit_id):
        raise AccessDenied("Du har ikke adgang til at skrive punkter for den afdeling.")
    item = Item.objects.create(
        forum=forum,
        unit_id=unit_id,
        author_id=actor.person_id,
        title=title.strip(),
        kind=kind.value,
        wanted_meeting=wanted_meeting,
        created_at=at,
    )
    search.index_items([item.pk])
    record(actor=actor, at=at, action="items.create", object_kind="item", object_id=item.pk)
    return item


@transaction.atomic
def submit_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """To the head of the department for approval. Raises StepNotPossible while a mandatory section says nothing."""
    item = step_item(actor=actor, item=item, name="submit", at=at)
    said = content_of(with_content(Item.objects.filter(pk=item.pk)).get()).item
    templates = item.forum.section_templates.filter(is_mandatory=True)
    mandatory = [(SectionKind(template.kind), template.heading) for template in templates]
    if reasons := stops_submission(item=said, mandatory=mandatory):
        raise StepNotPossible("\n".join([*reasons, "Punktet er ikke sendt. Alt, du har skrevet, er gemt."]))
    return item


@transaction.atomic
def approve_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """Ready for an agenda, on the word of the head of the department."""
    return step_item(actor=actor, item=item, name="approve", at=at)


@transaction.atomic
def return_item(*, actor: Actor, item: Item, at: dt.datetime, reason: str) -> Item:
    """Back to the author with a comment, also from an agenda that is not sent out yet."""
    meeting = locked_meeting_of(item)
    if locked_item(item).state != ItemState.ON_AGENDA:
        meeting = None
    off_agenda = {"meeting": None, "position": None, "number": None, "is_supplement": False} if meeting else {}
    item = step_item(actor=actor, item=item, name="return", at=at, reason=reason, **off_agenda)
    if meeting is not None:
        close_gaps(meeting)
        search.index_items([item.pk])
    return item
