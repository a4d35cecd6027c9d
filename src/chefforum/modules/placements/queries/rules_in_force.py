"""What the law's rules are on a day: the newest that has begun. Each is one query; None where none has begun."""

from __future__ import annotations

import datetime as dt

from ..models import DurationLimit, NetExpansionRule, OutcomeDefinition, ReasonablenessRule
from ..rules.kinds import PlacementKind


def reasonableness_on(on: dt.date) -> ReasonablenessRule | None:
    return ReasonablenessRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()


def net_expansion_on(on: dt.date) -> NetExpansionRule | None:
    return NetExpansionRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()


def definition_for(ended_on: dt.date) -> OutcomeDefinition | None:
    """The definition of effect for a placement that ended on the day."""
    found = OutcomeDefinition.objects.filter(valid_from__lte=ended_on)
    return found.order_by("-valid_from", "-version").first()


def duration_limit(*, kind: PlacementKind, target_group: str, on: dt.date) -> DurationLimit | None:
    """The group's own limit, else that of everybody else."""
    limits = DurationLimit.objects.filter(kind=kind.value, valid_from__lte=on, target_group__in={target_group, ""})
    return limits.order_by("-target_group", "-valid_from").first()  # "" comes last
