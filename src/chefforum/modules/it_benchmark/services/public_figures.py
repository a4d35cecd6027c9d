"""Figures that anybody can look up are kept, with their table and the day they were fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import KEEP
from ..models import PublicFigure


@transaction.atomic
def keep_public_figures(
    *,
    actor: Actor,
    table: str,
    rows: Iterable[tuple[str, str, int, Decimal]],
    fetched_on: dt.date,
    at: dt.datetime,
) -> int:
    """Measure, area, year and value; what stands of the same is written over. Answers how many. Raises AccessDenied."""
    KEEP.require(actor)
    made = [
        PublicFigure(table=table, measure=measure, area=area, year=year, value=value, fetched_on=fetched_on)
        for measure, area, year, value in rows
    ]
    PublicFigure.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["measure", "area", "year"],
        update_fields=["table", "value", "fetched_on"],
    )
    data = {"table": table, "count": len(made)}
    record(
        actor=actor,
        at=at,
        action="it_benchmark.keep_public_figures",
        object_kind="it_benchmark",
        object_id=table,
        object_name=table,
        data=data,
    )
    return len(made)
