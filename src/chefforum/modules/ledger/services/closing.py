"""Closing months, and opening them again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.calc.periods import first_day
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..models import LedgerClosing
from ..queries.closing import closed_through


class ReasonMissing(ValueError):
    """Months are opened again only with a reason."""

    def __init__(self) -> None:
        super().__init__("Skriv, hvorfor måneden skal åbnes igen.")


@transaction.atomic
def close_through(*, actor: Actor, at: dt.datetime, period: int | None, reason: str = "") -> LedgerClosing | None:
    """The ledger is closed through the month; an earlier month than now, or None, opens what lies after it.

    None where it stands so already. Raises AccessDenied, ReasonMissing, NotAPeriod.
    """
    require_keeper(actor)
    if period is not None:
        first_day(period)
    LedgerClosing.objects.select_for_update(of=("self",)).first()  # of two at once, the one sees what the other did
    now = closed_through()
    if now == period:
        return None
    opens = now is not None and (period is None or period < now)
    if opens and not reason.strip():
        raise ReasonMissing
    closing = LedgerClosing.objects.create(
        closed_through=period, reason=reason.strip(), closed_by_id=actor.person_id, closed_at=at
    )
    record(
        actor=actor,
        at=at,
        action="ledger.reopen" if opens else "ledger.close",
        object_kind="ledger_closing",
        object_id=closing.pk,
        object_name=str(period or "ingen"),
        data={"from": now, "to": period},
    )
    return closing
