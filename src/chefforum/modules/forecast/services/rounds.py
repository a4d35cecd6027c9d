"""Rounds are opened, and frozen: figures are copied, and what was frozen is never changed after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import ForecastRun, FrozenFigure, Round
from ..queries.rounds import Figure, RoundNotFound, entries_of_the_year, entries_to_freeze
from ..queries.units import require_keeper
from ..rules.rhythm import is_period
from ..rules.rounds import RoundKind

AT_ONCE = 2000


class RoundRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def begin_round(
    *, actor: Actor, kind: RoundKind, period: int, deadline: dt.date, at: dt.datetime, on: dt.date
) -> Round:
    """Opens a round. Raises AccessDenied for others than finance, RoundRefused where there is one of that kind and
    month, or no such month."""
    require_keeper(actor=actor, on=on)
    if not is_period(period):
        raise RoundRefused("Vælg en måned.")
    made, is_new = Round.objects.get_or_create(
        kind=kind.value,
        period=period,
        defaults={
            "year": period // 100,
            "deadline": deadline,
            "opened_at": at,
            "opened_by_id": actor.person_id,
        },
    )
    if not is_new:
        raise RoundRefused("Der er allerede en runde af den slags for den måned.")
    _record(actor=actor, of=made, action="forecast.open_round", at=at, figures=0)
    return made


@transaction.atomic
def freeze_round(
    *,
    actor: Actor,
    round_id: UUID,
    at: dt.datetime,
    on: dt.date,
    more: Iterable[Figure] = (),
    run: ForecastRun | None = None,
) -> Round:
    """Copies the entries as they are, and `more` (the other parts of the forecast, as made in `run`; nothing where no
    month of the year is closed), and closes the round for good.

    Raises AccessDenied for others than finance, RoundNotFound, and RoundRefused where it is frozen already.
    """
    require_keeper(actor=actor, on=on)
    found = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if found is None:
        raise RoundNotFound(round_id)
    if found.frozen_at is not None:
        raise RoundRefused("Runden er allerede frosset. Intet er ændret.")
    figures = [*entries_to_freeze(year=found.year), *(list(more) or entries_of_the_year(year=found.year))]
    FrozenFigure.objects.bulk_create(
        (
            FrozenFigure(
                round=found,
                unit_id=figure.unit_id,
                part=figure.part.value,
                account=figure.account,
                label=figure.label,
                amount_oere=figure.amount_oere,
                low_oere=figure.low_oere,
                high_oere=figure.high_oere,
            )
            for figure in figures
        ),
        batch_size=AT_ONCE,
    )
    found.frozen_at, found.frozen_by_id, found.run = at, actor.person_id, run
    found.save(update_fields=["frozen_at", "frozen_by", "run"])
    _record(actor=actor, of=found, action="forecast.freeze_round", at=at, figures=len(figures))
    return found


def _record(*, actor: Actor, of: Round, action: str, at: dt.datetime, figures: int) -> None:
    data = {"kind": of.kind, "period": of.period, "figures": figures}
    record(actor=actor, at=at, action=action, object_kind="round", object_id=of.pk, data=data)
