"""What is left of a year: the months that are not closed yet, by each of the well-known methods.

These are what the default (steady.py) is compared with, on the ledgers of docs/methods and on the municipality's own
(backtest.py). Every function takes the history up to the last closed month (lines × periods, the newest last, nought
where nothing was posted, NaN before a line existed) and how many months of the year are closed, and gives the
remaining months.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .exponential_smoothing import Floats, exponential_smoothing
from .theta import theta

MONTHS = 12
Method = Callable[[Floats, int], Floats]


def smoothed_level(history: Floats, closed: int) -> Floats:
    """The smoothed level of each line in every month left."""
    return exponential_smoothing(history, horizon=MONTHS - closed)


def straight(history: Floats, closed: int) -> Floats:
    """The mean of this year's closed months in every month left; the last twelve's where none is closed."""
    span = closed or MONTHS
    return _flat(history[:, -span:], MONTHS - closed)


def last_twelve(history: Floats, closed: int) -> Floats:
    """The mean of the last twelve months in every month left."""
    return _flat(history[:, -MONTHS:], MONTHS - closed)


def trend_and_season(history: Floats, closed: int) -> Floats:
    """Theta in every month left."""
    return theta(history, horizon=MONTHS - closed)


def combined(history: Floats, closed: int) -> Floats:
    """The mean of smoothed level, straight line and Theta: on real ledgers better than choosing one for each line.

    The default until steady.py was found to be better on two councils.
    """
    methods = (smoothed_level, straight, trend_and_season)
    with np.errstate(invalid="ignore"):
        return np.mean([method(history, closed) for method in methods], axis=0)


def same_months_last_year(history: Floats, closed: int) -> Floats:
    """What last year's remaining months came to; NaN where the line is younger."""
    start = history.shape[1] - MONTHS
    return (
        history[:, start : start + MONTHS - closed] if start >= 0 else np.full((len(history), MONTHS - closed), np.nan)
    )


def share_of_last_year(history: Floats, closed: int) -> Floats:
    """ "Forbrugsprocent": spent so far divided by last year's share at the same date, less what is spent.

    Here to be compared with and never to be a default: it is biased upwards where a bill came early.
    """
    if not closed or history.shape[1] < closed + MONTHS:
        return straight(history, closed)
    so_far = np.nansum(history[:, -closed:], axis=1)
    last_year = history[:, -closed - MONTHS : -closed]
    total = np.nansum(last_year, axis=1)
    share = np.divide(
        np.nansum(last_year[:, :closed], axis=1), total, out=np.full(len(history), closed / MONTHS), where=total != 0
    )
    year = np.divide(so_far, share, out=so_far * MONTHS / closed, where=share > 0.02)
    return np.repeat(((year - so_far) / (MONTHS - closed))[:, None], MONTHS - closed, axis=1)


METHODS: dict[str, Method] = {
    "combined": combined,
    "smoothed_level": smoothed_level,
    "trend_and_season": trend_and_season,
    "straight": straight,
    "last_twelve": last_twelve,
    "same_months_last_year": same_months_last_year,
    "share_of_last_year": share_of_last_year,
}


def _flat(window: Floats, months: int) -> Floats:
    known = ~np.isnan(window)
    count = known.sum(axis=1)
    mean = np.divide(np.nansum(window, axis=1), count, out=np.full(len(window), np.nan), where=count > 0)
    return np.repeat(mean[:, None], months, axis=1)
