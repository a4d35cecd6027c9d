"""What is done again and again: deleted notes are thrown away, figures in drafts are fetched anew."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.jobs.registry import Round, register_round

from ..services.figures_in_texts import fetch_figures_in_drafts
from ..services.notes import throw_away_deleted


def register() -> None:
    register_round(Round(name="meetings.deleted_notes", every=dt.timedelta(hours=1), run=throw_away_deleted))
    register_round(Round(name="meetings.figures", every=dt.timedelta(hours=1), run=fetch_figures_in_drafts))
