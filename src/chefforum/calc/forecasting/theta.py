"""The Theta method of many series at once.

Assimakopoulos and Nikolopoulos (2000), the winner of M3: take the season out, halve the straight trend and add a
smoothed line with double curvature (theta 2); the forecast is the mean of the two, the season put back. Hyndman and
Billah (2003) show what it amounts to.
"""

from __future__ import annotations

import numpy as np

from .exponential_smoothing import Floats, smooth
from .seasons import ahead, has_season, seasonal_factors, spread_over


def theta(values: Floats, *, horizon: int, period: int = 12) -> Floats:
    """The forecast of each series: lines × horizon; NaN where a series has no value, its only value where it has one.

    `period` is the periods of a season; a series without a significant season, or with values not above nought, is
    taken as it is.
    """
    factors = np.where(has_season(values, period=period)[:, None], seasonal_factors(values, period=period), 1.0)
    adjusted = values / spread_over(factors, periods=values.shape[1])
    intercept, slope = straight_line(adjusted)
    periods = values.shape[1]
    line = intercept[:, None] + slope[:, None] * np.arange(periods)
    curved = smooth(2 * adjusted - line).level[:, None]
    future = intercept[:, None] + slope[:, None] * np.arange(periods, periods + horizon)
    return (future + curved) / 2 * ahead(factors, horizon=horizon)


def straight_line(values: Floats) -> tuple[Floats, Floats]:
    """Intercept (at the first column) and slope of the least squares line of each series; slope 0 for one value."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    places = np.where(known, np.arange(values.shape[1]), 0.0)
    at_least_one = np.maximum(count, 1)
    middle = places.sum(axis=1) / at_least_one
    mean = np.nansum(values, axis=1) / at_least_one
    away = np.where(known, places - middle[:, None], 0.0)
    spread = (away**2).sum(axis=1)
    product = (away * np.where(known, values, 0.0)).sum(axis=1)
    slope = np.divide(product, spread, out=np.zeros(len(values)), where=spread > 0)
    return np.where(count > 0, mean - slope * middle, np.nan), slope
