"""Placements that are so old that they are to be deleted."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from ..models import Placement


def placements_before(day: dt.date) -> QuerySet[Placement]:
    """Those whose last day is before the day; of one that is cancelled, or without a last day, its first."""
    has_no_last = Q(cancelled_at__isnull=False) | Q(last_day__isnull=True)
    ends = Q(last_day__lt=day) | Q(has_no_last, starts_on__lt=day)
    return Placement.objects.annotate(last_day=Coalesce("ended_on", "ends_on")).filter(ends)


def count_before(day: dt.date) -> int:
    """One query."""
    return placements_before(day).count()
