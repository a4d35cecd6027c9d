"""Seasonal factors of many series: classical multiplicative decomposition, and whether a series has a season at all.

Makridakis, Wheelwright and Hyndman (1998), ch. 3; the test is the one used with Theta in the M3 competition
(Assimakopoulos and Nikolopoulos 2000): the autocorrelation at one season's lag beyond its 90 % limit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Floats

_LIMIT = 1.645  # 90 %, two-sided


def has_season(values: Floats, *, period: int = 12, least: int | None = None) -> NDArray[np.bool_]:
    """Of each series, whether its autocorrelation at lag `period` is significant; False below `least` values.

    `least` is three seasons where nothing else is said, as in the competition.
    """
    least = 3 * period if least is None else least
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    mean = np.divide(np.nansum(values, axis=1), count, out=np.zeros(len(values)), where=count > 0)
    deviation = np.where(known, values - mean[:, None], 0.0)
    spread = (deviation**2).sum(axis=1)
    lags = [
        np.divide(
            (deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1), spread, out=np.zeros(len(values)), where=spread > 0
        )
        for lag in range(1, period + 1)
    ]
    limit = _LIMIT * np.sqrt((1 + 2 * sum(lag**2 for lag in lags[:-1])) / np.maximum(count, 1))
    return (np.abs(lags[-1]) > limit) & (count >= least)


def seasonal_factors(values: Floats, *, period: int = 12) -> Floats:
    """Factors around 1 for each place in the season, lines × period, the place of the newest period last.

    All 1 where a series is shorter than two seasons, has a value that is not above nought, or a gap.
    """
    lines, periods = values.shape
    factors = np.ones((lines, period))
    if periods < 2 * period:
        return factors
    trend = _centred_mean(values, period)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = values / trend
    places = np.arange(periods - 1, -1, -1) % period  # 0 is the place of the newest period
    known = ~np.isnan(ratio)
    for place in range(period):
        here = ratio[:, places == place]
        counted = known[:, places == place].sum(axis=1)
        mean = np.divide(np.nansum(here, axis=1), counted, out=np.ones(lines), where=counted > 0)
        factors[:, period - 1 - place] = mean
    with np.errstate(invalid="ignore", divide="ignore"):
        factors /= factors.mean(axis=1, keepdims=True)
    begun = ~np.isnan(values)
    positive = np.where(begun, values > 0, True).all(axis=1) & (begun.sum(axis=1) >= 2 * period)
    usable = positive & np.isfinite(factors).all(axis=1) & (factors > 0).all(axis=1)
    return np.where(usable[:, None], factors, 1.0)


def additive_season(values: Floats, *, period: int = 12) -> Floats:
    """What each place in the season adds to the level, lines × period, the place of the newest period last, sum nought.

    The mean distance from the centred mean of a season at each place: it holds for noughts and credits too, where
    factors do not. All nought where a series is shorter than two seasons.
    """
    lines, periods = values.shape
    if periods < 2 * period:
        return np.zeros((lines, period))
    distance = values - _centred_mean(values, period)
    whole = np.full((lines, -periods % period), np.nan)  # before the first, so that seasons end with the newest period
    seasons = np.concatenate([whole, distance], axis=1).reshape(lines, -1, period)
    known = ~np.isnan(seasons)
    added = np.where(known, seasons, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    long = (~np.isnan(values)).sum(axis=1) >= 2 * period
    return np.where(long[:, None], added - added.mean(axis=1, keepdims=True), 0.0)


def _centred_mean(values: Floats, period: int) -> Floats:
    """A centred moving mean over a season, the ends half weight where the season is even; NaN where it does not fit."""
    weights = np.ones(period + 1) if period % 2 == 0 else np.ones(period)
    if period % 2 == 0:
        weights[[0, -1]] = 0.5
    windows = np.lib.stride_tricks.sliding_window_view(values, len(weights), axis=1)
    means = windows @ weights / period
    result = np.full_like(values, np.nan)
    side = len(weights) // 2
    result[:, side : values.shape[1] - side] = means
    return result


def spread_over(factors: Floats, *, periods: int) -> Floats:
    """The factors of `periods` periods that end with the newest: lines × periods."""
    places = np.arange(-periods, 0) % factors.shape[1]
    return factors[:, places]


def ahead(factors: Floats, *, horizon: int) -> Floats:
    """The factors of the `horizon` periods after the newest: lines × horizon."""
    return factors[:, np.arange(horizon) % factors.shape[1]]
