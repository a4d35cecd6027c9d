"""A round is frozen with the forecast as it is that moment: a run is made and kept, and its sums are copied."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import Unit

from ..models import Entry, Round
from ..queries.expected import expected_of_run
from ..queries.rounds import figures_of, find_round
from ..queries.units import require_keeper
from ..rules.running import NothingClosed
from .rounds import RoundRefused, freeze_round
from .running import run_forecast


def freeze_with_forecast(*, actor: Actor, round_id: UUID, at: dt.datetime, on: dt.date) -> Round:
    """Raises AccessDenied for others than finance, RoundNotFound, and RoundRefused where it is frozen already.

    Where the year cannot be forecast, the round is frozen with what leaders entered alone.
    """
    require_keeper(actor=actor, on=on)
    found = find_round(round_id)
    if found.frozen_at is not None:
        raise RoundRefused("Runden er allerede frosset. Intet er ændret.")
    try:
        run = run_forecast(actor=actor, year=found.year, at=at, on=on)
    except NothingClosed:
        return freeze_round(actor=actor, round_id=round_id, at=at, on=on)
    with transaction.atomic():
        _hold_sheets(found.year)
        expected = expected_of_run(run, on=on)
        return freeze_round(actor=actor, round_id=round_id, at=at, on=on, more=figures_of(expected), run=run)


def _hold_sheets(year: int) -> None:
    """Who writes on a sheet waits until all is copied: what leaders entered is then the same in every figure."""
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    list(Entry.objects.select_for_update(no_key=True).filter(year=year).order_by("pk").values_list("pk"))
