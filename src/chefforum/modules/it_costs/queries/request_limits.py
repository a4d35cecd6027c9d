"""Who decides what, as it holds on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from ..models import ApprovalLimits
from ..rules.request_levels import NO_LIMITS, Limits
from ..rules.request_words import Level, ReviewKind

LEVELS = ("ordinary_data", "sensitive_data", "ai", "high_risk_ai", "critical")
AMOUNTS = ("free_below", "chief_from", "forum_from", "months")
REVIEWERS = {
    ReviewKind.SECURITY: "security_person_id",
    ReviewKind.DATA: "data_person_id",
    ReviewKind.LAW: "law_person_id",
}


@dataclass(frozen=True)
class LimitsOnDay:
    """`row` None: nobody has set limits. `reviewers`: who is asked for each check, None: the coordinator."""

    limits: Limits
    row: ApprovalLimits | None

    @property
    def reviewers(self) -> dict[ReviewKind, UUID | None]:
        return {kind: getattr(self.row, field) if self.row else None for kind, field in REVIEWERS.items()}


def limits_on(on: dt.date) -> LimitsOnDay:
    """One query."""
    row = ApprovalLimits.objects.filter(removed_at__isnull=True, valid_from__lte=on).first()
    return LimitsOnDay(as_limits(row) if row else NO_LIMITS, row)


def as_limits(row: ApprovalLimits) -> Limits:
    return Limits(
        **{name: getattr(row, name) for name in AMOUNTS}, **{name: Level(getattr(row, name)) for name in LEVELS}
    )


def list_limits() -> QuerySet[ApprovalLimits]:
    """The newest first, without those that were taken away. One query."""
    rows = ApprovalLimits.objects.filter(removed_at__isnull=True)
    return rows.select_related("person", "security_person", "data_person", "law_person")
