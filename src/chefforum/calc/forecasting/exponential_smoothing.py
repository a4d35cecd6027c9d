"""Simple exponential smoothing of many series at once.

Brown (1959); the smoothing weight of each series is the one of a grid with the least squared one-step error, since
optimising 100,000 series one by one would cost minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# From "almost the mean of all" to "the last value": finer where the forecasts differ most.
WEIGHTS: Floats = np.array([0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])

BLOCK = 1024  # lines at a time, so that what a step works on stays in the processor's own memory


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
    level, weight, error = (np.full(lines, np.nan) for _ in range(3))
    for start in range(0, lines if periods else 0, BLOCK):
        part = slice(start, start + BLOCK)
        block = np.ascontiguousarray(values[part].T)
        known = ~np.isnan(block)
        count = known.sum(axis=0)
        chosen, squared = best_weight(block, known=known, weights=weights)
        last = level_path(block, known=known, weight=chosen)[-1]
        level[part] = np.where(count > 0, last, np.nan)
        weight[part] = np.where(count > 0, chosen, np.nan)
        error[part] = np.divide(squared, count - 1, out=np.full(len(count), np.nan), where=count > 1)
    return Smoothed(level=level, weight=weight, squared_error=error)


def best_weight(block: Floats, *, known: Flags | None, weights: Floats = WEIGHTS) -> tuple[Floats, Floats]:
    """Of each series, the weight with the least sum of squared one-step errors, and that sum.

    `block` is periods × lines here, at least one period; `known` is None where every value is.
    """
    column = weights[:, None]
    level = np.repeat(_first(block, known)[None, :], len(weights), axis=0)
    error = np.zeros_like(level)
    surprise, square = np.empty_like(level), np.empty_like(level)
    for period in range(len(block)):
        np.subtract(block[period], level, out=surprise)
        if known is not None:
            surprise[:, ~known[period]] = 0.0
        np.multiply(surprise, surprise, out=square)
        error += square
        surprise *= column
        level += surprise
    best = error.argmin(axis=0)
    return weights[best], error[best, np.arange(block.shape[1])]


def level_path(block: Floats, *, known: Flags | None, weight: Floats) -> Floats:
    """The level of each series after each period, periods × lines, each with its own weight."""
    path = np.empty_like(block)
    level = _first(block, known)
    for period in range(len(block)):
        surprise = block[period] - level
        if known is not None:
            surprise[~known[period]] = 0.0
        level = level + weight * surprise
        path[period] = level
    return path


def _first(block: Floats, known: Flags | None) -> Floats:
    """The first value of each series; nought where it has none."""
    if known is None:
        return block[0].copy()
    return np.nan_to_num(block[known.argmax(axis=0), np.arange(block.shape[1])], nan=0.0)


def exponential_smoothing(values: Floats, *, horizon: int) -> Floats:
    """The level of each series, `horizon` times: lines × horizon."""
    return np.repeat(smooth(values).level[:, None], horizon, axis=1)
