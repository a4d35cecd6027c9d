"""Contracts and rent: instalments that come in a rhythm, at the amount they last had, with dated changes of price.

A rhythm (each month, quarter, half year or year) is recognised from the months that were paid; where none is, the same
months last year are what is expected.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Floats

RHYTHMS = (1, 3, 6, 12)  # months between instalments
WINDOW = 24  # months that a rhythm is read from
_OUTSIDE = 0.05  # of what was paid may lie outside the rhythm: a fee, a credit
_MISSED = 1  # instalments that may be missing
_ALIKE = 0.25  # of the middle instalment, how far they may lie from it on average: else they are bills, no instalments


@dataclass(frozen=True)
class Change:
    """From a month on, the instalments of a line are `factor` times what they were; 0 ends it.

    `month` counts columns of the history from its first; what lies ahead goes on counting from there.
    """

    line: int
    month: int
    factor: float


@dataclass(frozen=True)
class Schedule:
    """months: lines × horizon, NaN where neither a rhythm nor a last year is known; rhythm: 0 where none is."""

    months: Floats
    rhythm: NDArray[np.int8]


def schedule(history: Floats, *, horizon: int, changes: tuple[Change, ...] = ()) -> Schedule:
    """The instalments of the next `horizon` months (12 at most) of each line; NaN before a line begins.

    An instalment due in the last closed month and not posted is expected in the next month, unless the line is
    monthly. Raises ValueError for more than twelve months.
    """
    if not 0 <= horizon <= 12:
        raise ValueError("a schedule looks at most twelve months ahead")
    lines, periods = history.shape
    price = _price(history.shape, horizon, changes)
    months = np.full((lines, horizon), np.nan)
    if periods >= 12:
        same = np.arange(periods - 12, periods - 12 + horizon)
        months = history[:, same] * _ratio(price, same, np.arange(periods, periods + horizon))
        months[np.isnan(months).any(axis=1)] = np.nan
    rhythm = np.zeros(lines, dtype=np.int8)
    for length in RHYTHMS:
        place = _place(history[:, -WINDOW:], length)
        rows = np.flatnonzero((place >= 0) & (rhythm == 0))
        rhythm[rows] = length
        if len(rows):
            months[rows] = _instalments(history[rows], price[rows], place[rows], length, horizon)
    return Schedule(months=months, rhythm=rhythm)


def last_year_errors(history: Floats, *, horizon: int, origins: int) -> NDArray[np.float32]:
    """What came in `horizon` months after each of the last origins, less what the same months a year before came to.

    lines × origins, as in `steady`; NaN where the line was not there a year before.
    """
    periods = history.shape[1]
    running = np.concatenate([np.zeros((len(history), 1)), np.cumsum(np.nan_to_num(history), axis=1)], axis=1)
    origin = np.arange(periods - horizon - origins + 1, periods - horizon + 1)
    found = running[:, origin + horizon] - running[:, origin]
    before = running[:, origin - 12 + horizon] - running[:, origin - 12]
    unknown = np.isnan(history[:, origin - 12])
    return np.where(unknown, np.nan, found - before).astype(np.float32)


def _price(shape: tuple[int, int], horizon: int, changes: tuple[Change, ...]) -> Floats:
    """What an instalment of each month is worth beside the first month's."""
    worth: Floats = np.ones((shape[0], shape[1] + horizon))
    for change in changes:
        if change.month < worth.shape[1]:
            worth[change.line, max(0, change.month) :] *= change.factor
    return worth


def _ratio(price: Floats, paid: NDArray[np.int64], due: NDArray[np.int64]) -> Floats:
    then = price[:, paid]
    ratio: Floats = np.divide(price[:, due], then, out=np.zeros_like(then), where=then != 0)
    return ratio


def _place(window: Floats, length: int) -> NDArray[np.int64]:
    """Where in the rhythm of `length` months each line pays, counted back from the newest month; -1 where it does not.

    Slots count from the line's first payment, so that a new contract is recognised by its second instalment.
    """
    amount = np.abs(np.nan_to_num(window))
    paid = amount > 0
    months = window.shape[1]
    back = np.arange(months - 1, -1, -1)
    first = np.where(paid.any(axis=1), months - 1 - paid.argmax(axis=1), -1)  # the same, counted back
    best, place = np.zeros(len(window)), np.full(len(window), -1)
    total = amount.sum(axis=1)
    for candidate in range(length):
        here = back % length == candidate
        hits = paid[:, here].sum(axis=1)
        slots = np.where(first >= candidate, (first - candidate) // length + 1, 0)
        inside = amount[:, here].sum(axis=1)
        newest = paid[:, months - 1 - candidate] if candidate < months else np.zeros(len(window), dtype=bool)
        fits = (
            (inside >= (1 - _OUTSIDE) * total)
            & (hits >= 2)
            & (hits >= slots - _MISSED)
            & (newest | ((candidate == 0) & (length > 1)))
            & (inside > best)
        )
        fits[fits] = _alike(window[fits][:, here])
        best, place = np.where(fits, inside, best), np.where(fits, candidate, place)
    return place


def _alike(instalments: Floats) -> NDArray[np.bool_]:
    """Lines whose instalments (those that came) are much the same."""
    if not len(instalments):
        return np.zeros(0, dtype=bool)
    came = np.sort(np.where(instalments == 0, np.nan, instalments), axis=1)  # those that did not come are last
    count = (~np.isnan(came)).sum(axis=1)
    rows = np.arange(len(came))
    middle = (came[rows, (count - 1) // 2] + came[rows, count // 2]) / 2  # np.nanmedian says the same, ten times slower
    return np.nansum(np.abs(came - middle[:, None]), axis=1) / count <= _ALIKE * np.abs(middle)


def _instalments(history: Floats, price: Floats, place: NDArray[np.int64], length: int, horizon: int) -> Floats:
    """The months ahead of lines with a known rhythm: the last instalment; of monthly lines the middle one of three."""
    lines, periods = history.shape
    filled = np.nan_to_num(history)
    rows = np.arange(lines)
    newest = periods - 1 - place
    late = filled[rows, newest] == 0
    paid = np.where(late, newest - length, newest)
    now = price[:, periods - 1]
    then = price[rows, paid]
    if length == 1:
        last = np.arange(max(0, periods - 3), periods)
        worth = np.where(price[:, last] != 0, price[:, last], 1.0)
        instalment = np.median(filled[:, last] / worth, axis=1) * now
    else:
        instalment = np.divide(filled[rows, paid] * now, then, out=np.zeros(lines), where=then != 0)
    ahead = np.arange(1, horizon + 1)
    due = (ahead + place[:, None]) % length == 0
    if length > 1 and horizon:
        due[:, 0] |= late
    change = np.divide(price[:, periods:], now[:, None], out=np.zeros((lines, horizon)), where=now[:, None] != 0)
    return np.where(due, instalment[:, None] * change, 0.0)


def paying_lines(history: Floats, *, months: int = WINDOW) -> NDArray[np.int64]:
    """In how many of the last `months` each line was paid."""
    recent = history[:, -months:]
    return ((recent != 0) & ~np.isnan(recent)).sum(axis=1)


def missed(history: Floats) -> NDArray[np.bool_]:
    """Lines that have been silent through a month in which they paid a year before."""
    paid = (history != 0) & ~np.isnan(history)
    silent = np.logical_and.accumulate(~paid[:, ::-1], axis=1)[:, :12]
    before = paid[:, ::-1][:, 12:24]
    months = before.shape[1]
    return (silent[:, :months] & before).any(axis=1)
