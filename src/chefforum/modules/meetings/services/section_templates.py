"""The template of a forum: which sections it asks for in a case, in which order, with which help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group

from ..access import require_keeper
from ..models import SectionTemplate
from ..rules.default_template import TemplateRow
from ..rules.section_places import MIRRORED


class BadTemplate(ValueError):
    """The template cannot be as asked; the words say why."""


@transaction.atomic
def set_template(*, actor: Actor, forum: Group, rows: Sequence[TemplateRow], at: dt.datetime) -> None:
    """The forum's template is these sections in this order; what is written in cases already is not touched.

    Raises AccessDenied where the actor does not keep the forum's meetings, BadTemplate where two sections have the
    same heading, one has none, or is of those that are written elsewhere.
    """
    require_keeper(actor, forum)
    headings = [row.heading.strip() for row in rows]
    if not all(headings):
        raise BadTemplate("Et afsnit mangler en overskrift. Skabelonen er ikke ændret.")
    folded = [heading.casefold() for heading in headings]
    twice = next((heading for heading in headings if folded.count(heading.casefold()) > 1), None)
    if twice is not None:
        raise BadTemplate(f"Der er to afsnit, som hedder “{twice}”. Giv dem hver sin overskrift.")
    if any(row.kind in MIRRORED for row in rows):
        raise BadTemplate("Indstilling, beslutning og bilag har deres egne felter og skal ikke stå i skabelonen.")
    forum.section_templates.all().delete()
    SectionTemplate.objects.bulk_create(
        SectionTemplate(
            forum=forum,
            position=position,
            kind=row.kind,
            heading=heading,
            help_text=row.help_text.strip(),
            is_mandatory=row.is_mandatory,
        )
        for position, (row, heading) in enumerate(zip(rows, headings, strict=True))
    )
    record(
        actor=actor,
        at=at,
        action="forums.template",
        object_kind="group",
        object_id=forum.pk,
        object_name=forum.name,
        data={"sections": headings},
    )
