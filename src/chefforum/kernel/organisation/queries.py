"""What was the organisation on a date. Everyone who is signed in may see the organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.reading.queries import once

from .models import CostCentre, Staffing, UnitPeriod
from .rules import OrganisationTree, UnitOnDate


def valid_on(on: dt.date) -> Q:
    """Rows whose period holds on the date: valid_from inclusive, valid_to exclusive, null open."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def tree_on(on: dt.date) -> OrganisationTree:
    """The tree on a date, siblings by name. One query, once in a reading."""
    periods = UnitPeriod.objects.filter(valid_on(on)).select_related("unit").order_by("name")
    return once(("tree_on", on), lambda: _tree(periods))


def trees_on(days: Iterable[dt.date]) -> dict[dt.date, OrganisationTree]:
    """The tree on each of some days, as `tree_on` has it. One query however many days."""
    wanted = set(days)
    if not wanted:
        return {}
    periods = list(UnitPeriod.objects.select_related("unit").order_by("name"))
    return {
        day: _tree(one for one in periods if one.valid_from <= day and (one.valid_to is None or one.valid_to > day))
        for day in wanted
    }


def _tree(periods: Iterable[UnitPeriod]) -> OrganisationTree:
    return OrganisationTree(
        tuple(
            UnitOnDate(
                id=period.unit_id,
                code=period.unit.code,
                name=period.name,
                short_name=period.short_name,
                kind=period.kind,
                parent=period.parent_id,
            )
            for period in periods
        )
    )


def fte_by_unit(on: dt.date) -> dict[UUID, tuple[Decimal, dt.date]]:
    """Each unit's latest count of full-time equivalents at or before the date, with the day it was counted.

    A unit never counted is not in the answer: it is missing, not zero. One query.
    """
    latest: dict[UUID, tuple[Decimal, dt.date]] = {}
    rows = Staffing.objects.filter(on_date__lte=on).order_by("on_date").values_list("unit_id", "fte", "on_date")
    for unit_id, fte, on_date in rows:
        latest[unit_id] = (fte, on_date)
    return latest


def fte_of(*, tree: OrganisationTree, unit_id: UUID, on: dt.date) -> Decimal | None:
    """Full-time equivalents in the unit and everything below it; None where nobody has been counted."""
    counted = fte_by_unit(on)
    found = [counted[below][0] for below in tree.below([unit_id]) if below in counted]
    return sum(found, Decimal(0)) if found else None


def cost_centres_of(*, unit_ids: Iterable[UUID], on: dt.date) -> QuerySet[CostCentre]:
    return CostCentre.objects.filter(valid_on(on), unit__in=list(unit_ids))


def history_of(unit_id: UUID) -> QuerySet[UnitPeriod]:
    """The unit's names and places over time, oldest first."""
    return UnitPeriod.objects.filter(unit_id=unit_id).select_related("parent").order_by("valid_from")
