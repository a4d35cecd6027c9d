"""Each municipality's costs are multiplied by a secret number of its own before anything is reckoned from them.

The same number in every measure, year, group and page, so that putting figures together tells nothing more: whoever
worked the masked costs out to the krone would still have the true ones somewhere within a factor of 1.6, which is more
than a fifth to either side is wide. Whoever has agreed to be named is shown as they are.

Source: T. Evans, L. Zayatz and J. Slanta, Journal of Official Statistics 14 (1998): noise by a factor that is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt

WIDEST = 1.6  # the highest number over the lowest; 1.2 / 0.8 = 1.5 would be within a fifth
HIGHEST = sqrt(WIDEST)
LOWEST = 1 / HIGHEST


def mask(random: Callable[[], float]) -> float:
    """A number between LOWEST and HIGHEST, as often under 1 as over. `random`: 0 to 1, from a source that nobody can
    foresee."""
    return round(exp(log(LOWEST) + random() * log(WIDEST)), 6)


def true_between(masked: float) -> tuple[float, float]:
    """From where to where the true cost may be, for who knows the masked one.

    >>> low, high = true_between(1000.0)
    >>> round(high / low, 6)
    1.6
    """
    ends = masked / HIGHEST, masked / LOWEST
    return min(ends), max(ends)
