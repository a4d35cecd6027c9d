"""Who decides what from a day on: set with its source, and taken away again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import ApprovalLimits
from ..queries.request_limits import REVIEWERS
from ..rules.register import WrongFacts
from ..rules.request_levels import Limits, check_limits
from ..rules.request_words import ReviewKind

KIND = "it_approval_limits"


@transaction.atomic
def set_limits(
    *,
    actor: Actor,
    valid_from: dt.date,
    limits: Limits,
    reviewers: Mapping[ReviewKind, UUID | None],
    source: str,
    at: dt.datetime,
) -> ApprovalLimits:
    """They hold from the day; what has been begun keeps who decides it. Raises WrongFacts, AccessDenied."""
    require_coordinator(actor)
    check_limits(limits)
    if not source.strip():
        raise WrongFacts("source", "Skriv, hvor det er besluttet.")
    made = ApprovalLimits.objects.create(
        valid_from=valid_from,
        **vars(limits),
        **{field: reviewers.get(kind) for kind, field in REVIEWERS.items()},
        source=source.strip(),
        created_at=at,
        person_id=actor.person_id,
    )
    _record(actor, at, "it_costs.set_limits", made)
    return made


@transaction.atomic
def remove_limits(*, actor: Actor, limits_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Taken away, or put back. Nothing where there are none such. Raises AccessDenied."""
    require_coordinator(actor)
    found = ApprovalLimits.objects.select_for_update(of=("self",)).filter(pk=limits_id).first()
    if found is None or (found.removed_at is not None) == is_removed:
        return
    found.removed_at = at if is_removed else None
    found.save(update_fields=["removed_at"])
    _record(actor, at, "it_costs.remove_limits" if is_removed else "it_costs.restore_limits", found)


def _record(actor: Actor, at: dt.datetime, action: str, found: ApprovalLimits) -> None:
    data: dict[str, Any] = {"valid_from": found.valid_from.isoformat()}
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=found.pk, object_name="", data=data)
