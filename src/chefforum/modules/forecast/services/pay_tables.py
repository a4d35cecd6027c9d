"""The dated tables of pay are taken in from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import PayTable
from ..queries.units import require_keeper
from ..rules.pay_rows import PayRow

Key = tuple[str, str, str, str]


@transaction.atomic
def keep_pay_rows(*, actor: Actor, rows: Sequence[PayRow], gone: Collection[Key], at: dt.datetime, on: dt.date) -> None:
    """Puts rows in, each in the place of the one with its key, and takes away those that are gone.

    Raises AccessDenied for others than finance.
    """
    require_keeper(actor=actor, on=on)
    there = {
        (row.kind, row.group, row.step, row.valid_from.isoformat()): row for row in PayTable.objects.select_for_update()
    }
    PayTable.objects.filter(pk__in=[there[key].pk for key in gone if key in there]).delete()
    new: list[PayTable] = []
    changed: list[PayTable] = []
    for row in rows:
        kept = there.get(row.key)
        target = kept or PayTable(kind=row.kind.value, group=row.group, step=row.step, valid_from=row.valid_from)
        target.amount_oere, target.pct, target.days = row.amount_oere, row.pct, row.days
        target.rule, target.source, target.account = row.rule, row.source, row.account
        (changed if kept else new).append(target)
    PayTable.objects.bulk_create(new, batch_size=1000)
    said = ["amount_oere", "pct", "days", "rule", "source", "account"]
    PayTable.objects.bulk_update(changed, said, batch_size=1000)
    record(
        actor=actor,
        at=at,
        action="forecast.pay_tables",
        object_kind="pay_tables",
        object_id="",
        data={"new": len(new), "changed": len(changed), "gone": len(gone)},
    )
