"""How far forecasts were off: one calling convention, lines as rows.

sMAPE and MASE as in the M3 and M4 competitions (Makridakis, Spiliotis and Assimakopoulos 2020); WAPE and bias of sums
that matter by their size, such as year-end results.
"""

from __future__ import annotations

import numpy as np

from .exponential_smoothing import Floats


def smape(forecast: Floats, truth: Floats) -> Floats:
    """Of each line, the mean of 200 |forecast - truth| / (|forecast| + |truth|), 0 where both are nought."""
    size = np.abs(forecast) + np.abs(truth)
    return np.divide(200 * np.abs(forecast - truth), size, out=np.zeros(size.shape), where=size > 0).mean(axis=1)


def mase(forecast: Floats, truth: Floats, *, history: Floats, period: int = 12) -> Floats:
    """Of each line, the mean absolute error beside that of last season's value in the history; NaN for nought."""
    steps = np.abs(history[:, period:] - history[:, :-period])
    known = ~np.isnan(steps)
    count = known.sum(axis=1)
    scale = np.divide(np.nansum(steps, axis=1), count, out=np.full(len(history), np.nan), where=count > 0)
    error = np.abs(forecast - truth).mean(axis=1)
    return np.divide(error, scale, out=np.full(len(history), np.nan), where=scale > 0)


def wape(forecast: Floats, truth: Floats) -> float | None:
    """Sum of absolute errors as a share of the sum of absolute true values; None where those are nought."""
    size = float(np.abs(truth).sum())
    return float(np.abs(forecast - truth).sum()) / size if size else None


def bias(forecast: Floats, truth: Floats) -> float | None:
    """Sum of signed errors as a share of the sum of absolute true values: above nought where too much was forecast."""
    size = float(np.abs(truth).sum())
    return float((forecast - truth).sum()) / size if size else None
