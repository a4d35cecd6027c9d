"""From figures to places on paper: round tick values, and labels that do not lie on each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

Number = int | float | Decimal


@dataclass(frozen=True)
class Scale:
    """Maps figures between `low` and `high` to places between `start` and `end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)


def round_ticks(low: Number, high: Number, *, about: int = 5, is_whole: bool = False) -> tuple[float, ...]:
    """Round values from at or below `low` to at or above `high`, about so many.

    The step is 1, 2, 2.5 or 5 times a power of ten; `is_whole`: a whole number, for persons and things. Where low and
    high are the same there is a step to both sides, so that something can be drawn.
    """
    bottom, top = float(low), float(high)
    if bottom == top:
        bottom, top = bottom - (abs(bottom) / 2 or 1), top + (abs(top) / 2 or 1)
    step = _round_step((top - bottom) / max(about - 1, 1))
    if is_whole and step != round(step):
        step = max(1.0, 2 * step)
    first, last = math.floor(bottom / step), math.ceil(top / step)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next((factor * power for factor in (1, 2, 2.5, 5) if factor * power >= rough * 0.999999), 10 * power)


def decimals_of(ticks: Sequence[float]) -> int:
    """How many decimals the ticks need to be told apart."""
    step = min(after - before for before, after in pairwise(ticks))
    return next((count for count in range(6) if abs(round(step, count) - step) < step * 1e-6), 6)


def spread(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """The places moved as little as needed to stand at least `gap` apart, in their order, within low and high.

    Where there is not room for all, they stand evenly from low to high.
    """
    if len(places) * gap > high - low + gap:
        gap = (high - low) / max(len(places) - 1, 1)
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    floor = low
    for index in order:
        moved[index] = max(moved[index], floor)
        floor = moved[index] + gap
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return [round(place, 2) for place in moved]
