"""The limit of duration that holds for a placement on a day."""

from __future__ import annotations

import datetime as dt

from ..models import DurationLimit
from ..rules.kinds import PlacementKind


def duration_limit(*, kind: PlacementKind, target_group: str, on: dt.date) -> DurationLimit | None:
    """The group's own limit, else that of everybody else."""
    limits = DurationLimit.objects.filter(kind=kind.value, valid_from__lte=on, target_group__in={target_group, ""})
    return limits.order_by("-target_group", "-valid_from").first()  # "" comes last
