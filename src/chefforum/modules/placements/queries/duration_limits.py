"""The limit of duration that holds for a placement on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ..models import DurationLimit
from ..rules.kinds import PlacementKind


def duration_limits() -> list[DurationLimit]:
    """Every limit. One query."""
    return list(DurationLimit.objects.order_by("-valid_from"))


def duration_limit(*, kind: PlacementKind, target_group: str, on: dt.date) -> DurationLimit | None:
    """The group's own limit, else that of everybody else. One query."""
    return limit_among(duration_limits(), kind=kind, target_group=target_group, on=on)


def limit_among(
    limits: Iterable[DurationLimit], *, kind: PlacementKind, target_group: str, on: dt.date
) -> DurationLimit | None:
    """The same, of limits that were read before."""
    fits = [
        one for one in limits if one.kind == kind and one.target_group in (target_group, "") and one.valid_from <= on
    ]
    return max(fits, key=lambda one: (one.target_group, one.valid_from), default=None)  # "" comes first
