"""Simple exponential smoothing of many series at once.

Brown (1959); the smoothing weight of each series is the one of a grid with the least squared one-step error, since
optimising 100,000 series one by one would cost minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# From "almost the mean of all" to "the last value": finer where the forecasts differ most.
WEIGHTS: Floats = np.array([0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])


@dataclass(frozen=True)
class Smoothed:
    """Of each series: the level after its last period, the weight chosen, and the mean squared one-step error.

    NaN where a series has no value; an error of NaN where it has but one.
    """

    level: Floats
    weight: Floats
    squared_error: Floats


def smooth(values: Floats, *, weights: Floats = WEIGHTS) -> Smoothed:
    """The level of each series. The first value starts it; a NaN after that leaves the level where it is.

    `values` is lines × periods; `weights` are those tried, each in (0, 1]. Raises ValueError for other shapes.
    """
    if values.ndim != 2 or weights.ndim != 1 or not len(weights):
        raise ValueError("values is lines × periods, weights a list of at least one")
    lines, periods = values.shape
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    level = np.zeros((len(weights), lines))
    error = np.zeros((len(weights), lines))
    count = np.zeros(lines)
    begun = np.zeros(lines, dtype=bool)
    column = weights[:, None]
    for period in range(periods):
        value, here = filled[:, period], known[:, period]
        first, later = here & ~begun, here & begun
        surprise = np.where(later, value - level, 0.0)
        error += surprise**2
        level += column * surprise
        level[:, first] = value[first]
        count += later
        begun |= here
    best = error.argmin(axis=0)
    rows = np.arange(lines)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_error = np.where(count > 0, error[best, rows] / count, np.nan)
    return Smoothed(
        level=np.where(begun, level[best, rows], np.nan),
        weight=np.where(begun, weights[best], np.nan),
        squared_error=mean_error,
    )


def exponential_smoothing(values: Floats, *, horizon: int) -> Floats:
    """The level of each series, `horizon` times: lines × horizon."""
    return np.repeat(smooth(values).level[:, None], horizon, axis=1)
