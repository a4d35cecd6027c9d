"""How long placements are kept: the municipality needs them for its figures, not the single course for ever."""

from __future__ import annotations

import datetime as dt

KEPT_YEARS = 5  # whole years after the one that a placement ended in
LEAST_YEARS = 1  # nobody deletes what ended more recently: outcomes are still to come


def usual_limit(on: dt.date) -> dt.date:
    """Placements that ended before the day are to be deleted.

    >>> usual_limit(dt.date(2026, 4, 2))
    datetime.date(2021, 1, 1)
    """
    return dt.date(on.year - KEPT_YEARS, 1, 1)


def latest_limit(on: dt.date) -> dt.date:
    """The latest day that may be chosen instead."""
    return dt.date(on.year - LEAST_YEARS, 1, 1)
