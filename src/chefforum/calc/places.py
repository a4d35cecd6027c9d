"""How many are under way at a time, and how many that is in a year: Little's law, L = λ × W.

Exact, and rounded once, from what is not rounded: 50 places at 75 % are 37.5 under way, shown as 37; in a year
37.5 × 52 / 4 = 487.5, shown as 487, and not 37 × 13 = 481.

Source: J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (1961).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from .apportionment import Exact, exact

WEEKS_OF_A_YEAR = 52


class PlacesError(ValueError):
    """Numbers that no places can have."""


class Basis(StrEnum):
    """What a number of places counts: places that may be filled, or persons who are there on an average day."""

    SLOTS = "slots"
    FILLED = "filled"


class Whole(StrEnum):
    """How a number becomes whole: down, to the nearest (half up), or up."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True)
class Houses:
    """What is shared out: persons under way on an average day, and begun in a year; exact, and whole."""

    running_exact: Fraction
    yearly_exact: Fraction
    running: int
    yearly: int


def houses(*, places: Exact, basis: Basis, weeks: Exact, occupancy: Exact = 1, rounding: Whole = Whole.DOWN) -> Houses:
    """The two houses of a target, each rounded from what is not rounded.

    `occupancy` (above 0, at most 1) is the share of the places that is filled on an average day; it is used where the
    places are SLOTS, and must be 1 where they are FILLED. Raises PlacesError.
    """
    if basis is Basis.FILLED and occupancy != 1:
        raise PlacesError("Filled places have no occupancy: they are counted when they are filled.")
    running = running_of(places=places, occupancy=occupancy)
    yearly = yearly_of(running=running, weeks=weeks)
    return Houses(running, yearly, whole(number=running, rounding=rounding), whole(number=yearly, rounding=rounding))


def running_of(*, places: Exact, occupancy: Exact) -> Fraction:
    """How many are under way on an average day in so many places. Raises PlacesError."""
    return _at_least_nought(places) * _share(occupancy)


def yearly_of(*, running: Exact, weeks: Exact) -> Fraction:
    """How many begin in a year of 52 weeks where so many are under way and each stays `weeks`. Raises PlacesError."""
    return _at_least_nought(running) * WEEKS_OF_A_YEAR / _weeks(weeks)


def running_from_yearly(*, yearly: Exact, weeks: Exact) -> Fraction:
    """How many were under way on an average day where so many began in a year. Raises PlacesError."""
    return _at_least_nought(yearly) * _weeks(weeks) / WEEKS_OF_A_YEAR


def gap_weeks(*, weeks: Exact, occupancy: Exact) -> Fraction:
    """How many weeks a place stands empty between two persons at that occupancy. Raises PlacesError."""
    share = _share(occupancy)
    return _weeks(weeks) * (1 - share) / share


def whole(*, number: Exact, rounding: Whole) -> int:
    """The number made whole."""
    value = exact(number)
    if rounding is Whole.DOWN:
        return floor(value)
    return ceil(value) if rounding is Whole.UP else floor(value + Fraction(1, 2))


def _at_least_nought(number: Exact) -> Fraction:
    value = exact(number)
    if value < 0:
        raise PlacesError(f"{number} is below 0.")
    return value


def _share(occupancy: Exact) -> Fraction:
    share = exact(occupancy)
    if not 0 < share <= 1:
        raise PlacesError(f"The occupancy is {occupancy}; it must be above 0 and at most 1.")
    return share


def _weeks(weeks: Exact) -> Fraction:
    length = exact(weeks)
    if length <= 0:
        raise PlacesError(f"A stay of {weeks} weeks has no length.")
    return length
