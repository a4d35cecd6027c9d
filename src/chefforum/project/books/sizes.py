"""How large a municipality's books are made, and the calendar that they run over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
MONTHS = 12


@dataclass(frozen=True)
class Size:
    """`postings` are those of the delivered months, met within a percent where each line and month that has any gets at
    least one; the year that they end in is made to its end, so that what it came to can be asked. `is_pay_by_person` is
    whether pay is posted for each employee, or in sums."""

    units: int
    accounts: int
    first: int  # The first period, yyyymm.
    months: int
    postings: int
    positions: int
    seed: int = 4
    reorganised: int | None = None  # The period from which units are merged, split and moved.
    is_pay_by_person: bool = True
    short_absences: float = 4.0  # A year, of each employee; a payroll system may deliver the longer ones only.

    def times(self, factor: int) -> Size:
        """As many units, months and accounts, `factor` times the postings on them."""
        return replace(self, postings=self.postings * factor)


FULL = Size(
    units=600,
    accounts=400,
    first=202307,
    months=36,
    postings=5_000_000,
    positions=6_000,
    reorganised=202501,
)


def demo_size(*, closed_through: int, first: int) -> Size:
    """The demo municipality's books up to `closed_through`: about 40,000 postings in three years."""
    months = months_between(first, closed_through) + 1
    return Size(
        units=47,
        accounts=270,
        first=first,
        months=months,
        postings=1_150 * months,
        positions=2_000,
        is_pay_by_person=False,
        short_absences=1.0,
    )


def months_between(first: int, last: int) -> int:
    return (last // 100 - first // 100) * MONTHS + last % 100 - first % 100


@dataclass(frozen=True)
class Calendar:
    """Months from the first period to the end of the year in which the delivered months end."""

    first: int
    delivered: int

    @cached_property
    def periods(self) -> Ints:
        start = self.first // 100 * MONTHS + self.first % 100 - 1
        last = start + self.delivered - 1
        months = np.arange(start, last // MONTHS * MONTHS + MONTHS)
        return months // MONTHS * 100 + months % MONTHS + 1

    @cached_property
    def starts(self) -> npt.NDArray[np.datetime64]:
        """The first day of each month, and of the month after the last."""
        months = np.datetime64("1970-01", "M") + (self.periods // 100 - 1970) * MONTHS + self.month
        return np.append(months, months[-1] + 1).astype("datetime64[D]")

    @cached_property
    def month(self) -> Ints:
        """Of the year, from nought."""
        return self.periods % 100 - 1

    @cached_property
    def year(self) -> Ints:
        return self.periods // 100

    @property
    def closed_through(self) -> int:
        return int(self.periods[self.delivered - 1])

    def __len__(self) -> int:
        return len(self.periods)
