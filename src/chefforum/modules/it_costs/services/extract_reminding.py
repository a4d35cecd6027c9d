"""Who has lines left of an extract is told, when the coordinator says so and when the answers are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.registry import Due
from chefforum.kernel.notifications.services import notify
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..access import require_coordinator
from ..models import Extract
from ..queries.extract_people import left_of, waiting
from ..queries.extracts import find_extract
from .extract_signing import ASKED
from .extracts import KIND, require_unsigned

DAYS_BEFORE = 7


@transaction.atomic
def remind(*, actor: Actor, extract_id: UUID, tree: OrganisationTree, at: dt.datetime, on: dt.date) -> int:
    """Tells each, at most once a day; the coordinator is not told. Answers how many have lines left.

    Raises ExtractWrong after a signature, ExtractNotFound, AccessDenied.
    """
    require_coordinator(actor)
    extract = find_extract(actor=actor, extract_id=extract_id)
    require_unsigned(extract)
    left = {pk: count for pk, count in left_of(extract=extract, tree=tree, on=on).items() if pk != actor.person_id}
    for person, count in left.items():
        notify(
            actor=actor,
            at=at,
            person_ids=[person],
            kind=ASKED,
            text=_text(extract, count),
            url=url_of(extract),
            key=f"extract:{extract.pk}:{on.isoformat()}",
        )
    data = {"persons": len(left)}
    record(
        actor=actor,
        at=at,
        action="it_costs.remind_of_extract",
        object_kind=KIND,
        object_id=extract.pk,
        object_name=extract.name,
        data=data,
    )
    return len(left)


def due(*, tree: OrganisationTree, on: dt.date) -> Iterable[Due]:
    """Each who has lines left, once in the week before the day and once on it or after."""
    for extract in waiting(on=on, days_before=DAYS_BEFORE):
        when = "last" if extract.answer_by is not None and on >= extract.answer_by else "first"
        for person, count in left_of(extract=extract, tree=tree, on=on).items():
            yield Due(person, ASKED, _text(extract, count), url_of(extract), f"extract:{extract.pk}:{when}")


def url_of(extract: Extract) -> str:
    return reverse("it_costs:extract_lines", args=[extract.pk])


def _text(extract: Extract, count: int) -> str:
    when = f" senest {danish.date(extract.answer_by)}" if extract.answer_by else ""
    return f"Svar på {danish.counted(count, 'linje,linjer')} i it-udtrækket “{extract.name}”{when}"
