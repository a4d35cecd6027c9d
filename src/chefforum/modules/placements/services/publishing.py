"""Publishing by hand, between the firsts of months: only added, for what was seen cannot be unseen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Publication
from ..rules.pseudonyms import refused


class PublishingRefused(ValueError):
    """It cannot be done; the message tells the person why."""


@transaction.atomic
def publish(*, actor: Actor, reason: str, at: dt.datetime) -> Publication:
    """From now on all see what was known at the moment, until the next month begins.

    Raises AccessDenied, PublishingRefused.
    """
    require_coordinator(actor)
    if not reason.strip():
        raise PublishingRefused("Skriv, hvorfor tallene skal offentliggøres nu.")
    if why := refused(reason):
        raise PublishingRefused(why)
    made = Publication.objects.create(at=at, reason=reason.strip(), person_id=actor.person_id)
    record(actor=actor, at=at, action="placements.publish", object_kind="publication", object_id=made.pk)
    return made
