"""The default of ordinary lines: the mean of a smoothed level and the last three months, calmed, with season and stop.

Found by rolling origin on the ledgers of two councils (docs/methods/forecasting.md): small steps, none of which costs
anything on either council on average over the months. A month far beyond what the line usually costs is calmed: what
exceeds the cap is spread over two years instead of being carried on. A season is taken out and put back where the
line's own autocorrelation shows one. A line that has been silent for longer than ever before has stopped.

The same pass gives the errors that the method would have made at each past origin, for the intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import BLOCK, Flags, Floats, best_weight, level_path
from .seasons import additive_season, ahead, has_season, spread_over

# A coarse grid: on both councils as good as the fine one of M3, and four times as fast.
LEVEL_WEIGHTS: Floats = np.array([0.05, 0.2, 0.4, 0.7])
RECENT = 3  # months
CALM = 24  # months that say what is usual, and over which what exceeds it is spread
CAP = 3.0  # times the median of the months with postings
LONGEST = 60  # months of history that are looked at
FIRST_ORIGIN = 12  # months that a line must have before its errors count
ORIGINS = 24  # the newest origins that errors are kept for
_SEASON = 12
_SEASON_FROM = 27  # months of data before a season is looked for: fewer say nothing, waiting for 36 loses half a year
_SEASON_LIMIT = 1.645  # as in seasons.has_season
_SILENT = 4  # months without a posting, and more than twice the longest pause before


@dataclass(frozen=True)
class Steady:
    """Of each line: the months ahead, and what they rest on. Errors are what came less what was forecast.

    months: lines × horizon, NaN where a line has no value. errors: lines × origins (the newest last), each of the sum
    of the next `horizon` months, NaN where the line was too young. excess: the sum that was calmed away in the last
    CALM months.
    """

    months: Floats
    errors: NDArray[np.float32]
    seasonal: Flags
    stopped: Flags
    excess: Floats


def steady(
    history: NDArray[Any], *, horizon: int, begins: NDArray[np.int64] | None = None, wanted: Flags | None = None
) -> Steady:
    """The next `horizon` months of each line, lines × periods in, the newest period last.

    Nought means that nothing was posted; what was before the ledger is NaN, or, where `history` holds integers, before
    the column that `begins` gives for each line. Only the last LONGEST months are read, and only lines that are
    `wanted`; the others get NaN. The result has the unit of the input.
    """
    lines = len(history)
    early = max(0, history.shape[1] - LONGEST)
    history = history[:, early:]
    periods = history.shape[1]
    origins = max(0, min(ORIGINS, periods - horizon - FIRST_ORIGIN + 1)) if horizon else 0
    found = Steady(
        months=np.full((lines, horizon), np.nan),
        errors=np.full((lines, origins), np.nan, dtype=np.float32),
        seasonal=np.zeros(lines, dtype=bool),
        stopped=np.zeros(lines, dtype=bool),
        excess=np.zeros(lines),
    )
    rows = np.arange(lines) if wanted is None else np.flatnonzero(wanted)
    for start in range(0, len(rows) if periods and horizon else 0, BLOCK):
        part = rows[start : start + BLOCK]
        values = history[part].astype(np.float64)
        if begins is not None:
            values[np.arange(early, early + periods) < begins[part, None]] = np.nan
        _block(values, part, found)
    return found


def _block(values: Floats, part: NDArray[np.int64], found: Steady) -> None:
    """One block of lines, so that every step works on what the processor keeps near."""
    horizon = found.months.shape[1]
    season, found.seasonal[part] = _season(values)
    if season is not None:
        values -= spread_over(season, periods=values.shape[1])
    missing = np.isnan(values)
    known = ~missing.T if missing.any() else None
    begun = ~missing.all(axis=1)
    cap = _cap(values)
    block = np.ascontiguousarray(values.T)
    weight, _ = best_weight(block, known=known, weights=LEVEL_WEIGHTS)
    smoothed = level_path(block, known=known, weight=weight)
    filled = block if known is None else np.where(known, block, 0.0)
    calm = np.clip(filled, -cap, cap)
    excess = _running(filled - calm)
    counts = np.arange(len(block) + 1, dtype=np.float64)[:, None] if known is None else _running(known)
    level = (smoothed + _mean(_running(calm), counts, RECENT) + _mean(excess, counts, CALM)) / 2
    months = np.repeat(level[-1][:, None], horizon, axis=1)
    if season is not None:
        months += ahead(season, horizon=horizon)
    stopped = _stopped(filled if season is None else filled + spread_over(season, periods=len(block)).T)
    months[stopped] = 0.0
    months[~begun] = np.nan
    found.months[part] = months
    found.stopped[part] = stopped & begun
    found.excess[part] = excess[-1] - excess[max(0, len(block) - CALM)]
    if origins := found.errors.shape[1]:
        found.errors[part] = _past_errors(_running(filled), level, counts, horizon=horizon, origins=origins).T


def _season(values: Floats) -> tuple[Floats | None, Flags]:
    """What the season adds, or None where no line of the block has one; and which lines have."""
    seasonal = np.zeros(len(values), dtype=bool)
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    if values.shape[1] < _SEASON_FROM:
        return None, seasonal
    mean = np.nansum(values, axis=1) / np.maximum(count, 1)
    away = np.where(known, values - mean[:, None], 0.0)
    # The limit of has_season is at least this one, so that only few lines need the whole test.
    alike = np.einsum("ij,ij->i", away[:, _SEASON:], away[:, :-_SEASON])
    limit = _SEASON_LIMIT / np.sqrt(np.maximum(count, 1)) * np.einsum("ij,ij->i", away, away)
    likely = np.flatnonzero((alike > limit) & (count >= _SEASON_FROM))
    if not len(likely):
        return None, seasonal
    seasonal[likely] = has_season(values[likely], least=_SEASON_FROM)
    if not seasonal.any():
        return None, seasonal
    season = np.zeros((len(values), _SEASON))
    season[seasonal] = additive_season(values[seasonal])
    return season, seasonal


def _cap(values: Floats) -> Floats:
    """CAP times the median size of the last CALM months that have a value other than nought."""
    size = np.abs(values[:, -CALM:])
    size[~(size > 0)] = np.inf
    size.sort(axis=1)
    count = np.isfinite(size).sum(axis=1)
    rows = np.arange(len(size))
    middle = (size[rows, np.maximum(count - 1, 0) // 2] + size[rows, np.minimum(count // 2, size.shape[1] - 1)]) / 2
    return CAP * np.where(count > 0, middle, 0.0)


def _running(block: NDArray[Any]) -> Floats:
    """Sums of the first 0, 1, ... periods: one period more than came in."""
    total = np.zeros((len(block) + 1, block.shape[1]))
    for period, here in enumerate(block):  # much faster than cumsum along the first axis
        np.add(total[period], here, out=total[period + 1])
    return total


def _mean(running: Floats, counts: Floats, span: int) -> Floats:
    """After each period, the mean of the known among the last `span`."""
    start = np.maximum(np.arange(1, len(running)) - span, 0)
    return (running[1:] - running[start]) / np.maximum(counts[1:] - counts[start], 1)


def _stopped(block: Floats) -> Flags:
    """Lines that were silent for _SILENT months or more, and more than twice as long as ever between postings."""
    stopped = np.zeros(block.shape[1], dtype=bool)
    silent = np.flatnonzero(~(block[-_SILENT:] != 0).any(axis=0))
    if len(block) < _SILENT or not len(silent):
        return stopped
    run, longest, begun = np.zeros(len(silent)), np.zeros(len(silent)), np.zeros(len(silent), dtype=bool)
    for here in block[:, silent] != 0:
        np.maximum(longest, np.where(here & begun, run, 0.0), out=longest)
        run = np.where(here, 0.0, run + 1)
        begun |= here
    stopped[silent] = begun & (run > 2 * longest)
    return stopped


def _past_errors(running: Floats, level: Floats, counts: Floats, *, horizon: int, origins: int) -> Floats:
    """What came in the `horizon` months after each of the last origins, less what the level then said."""
    origin = np.arange(len(level) - horizon - origins + 1, len(level) - horizon + 1)  # months known at each
    errors = running[origin + horizon] - running[origin] - horizon * level[origin - 1]
    return np.where(counts[origin] >= FIRST_ORIGIN, errors, np.nan)
