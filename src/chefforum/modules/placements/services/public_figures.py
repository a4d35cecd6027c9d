"""Public figures are fetched from Jobindsats, or read from a saved file, and kept whole with their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from chefforum.connectors.jobindsats import Answer, Client
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job

from ..access import require_coordinator
from ..models import PublicExtract, PublicFigure
from ..rules.public_figures import TABLES, fingerprint_of, newest_periods

FETCH_JOB = "placements.fetch_public_figures"
Row = tuple[str, str, str, str, Decimal | None]  # area, period, group, measure, value
AT_ONCE = 2000


def has_token() -> bool:
    return bool(settings.JOBINDSATS_TOKEN)


def order_fetch(*, actor: Actor, table: str, at: dt.datetime) -> Job:
    """As a job. Raises AccessDenied for others than the coordinator."""
    require_coordinator(actor)
    return start_job(
        actor=actor,
        at=at,
        run=FETCH_JOB,
        title=f"Tal fra Jobindsats: {TABLES[table].title}",
        arguments={"table": table},
    )


def fetch_public_figures(
    *, actor: Actor, table: str, at: dt.datetime, tell: Callable[[int, int | None, str], None]
) -> PublicExtract:
    """The newest three years of months (or what the table has instead) of every area, kept when all of it is there.

    Raises AccessDenied, JobindsatsError: then nothing is changed.
    """
    require_coordinator(actor)
    wanted = TABLES[table]
    client = Client(token=settings.JOBINDSATS_TOKEN, address=settings.JOBINDSATS_URL)
    tell(0, 3, "Spørger, hvilke perioder der er")
    periods = newest_periods(client.periods(table))
    tell(1, 3, "Henter tallene")
    answer = client.figures(table, periods=periods, dimensions=wanted.dimensions)
    tell(2, 3, "Gemmer")
    return keep_public_figures(actor=actor, table=table, rows=rows_of(answer), at=at)


def rows_of(answer: Answer) -> list[Row]:
    return [(one.area, one.period, one.group, one.measure, one.value) for one in answer.rows]


def mark_of(rows: Sequence[Row]) -> str:
    """The same for the same numbers."""
    return fingerprint_of((*row[:4], "" if row[4] is None else format(row[4], "f")) for row in rows)


@transaction.atomic
def keep_public_figures(*, actor: Actor, table: str, rows: Sequence[Row], at: dt.datetime) -> PublicExtract:
    """A dated extract. Where the table was kept with the same numbers before, they are not written again.

    Raises AccessDenied.
    """
    require_coordinator(actor)
    mark = mark_of(rows)
    is_there = PublicExtract.objects.filter(table=table, sha256=mark).exists()
    kept = PublicExtract.objects.create(
        table=table, title=TABLES[table].title, fetched_at=at, sha256=mark, person_id=actor.person_id
    )
    if not is_there:
        PublicFigure.objects.bulk_create(
            (
                PublicFigure(extract=kept, area=area, period=period, group=group, measure=measure, value=value)
                for area, period, group, measure, value in rows
            ),
            batch_size=AT_ONCE,
        )
    record(
        actor=actor,
        at=at,
        action="placements.keep_public_figures",
        object_kind="public_extract",
        object_id=kept.pk,
        object_name=table,
        data={"figures": len(rows), "unchanged": is_there},
    )
    return kept
