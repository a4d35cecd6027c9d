"""What is done again and again: deleted notes are thrown away."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.jobs.registry import Round, register_round

from ..services.notes import throw_away_deleted


def register() -> None:
    register_round(Round(name="meetings.deleted_notes", every=dt.timedelta(hours=1), run=throw_away_deleted))
