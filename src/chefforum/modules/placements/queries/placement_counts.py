"""Placements counted as columns: how many began, and how many are under way, by whatever is asked.

Begun: the first day lies in the year. Under way on a day: it has begun and is not over. Cancelled ones are not there,
nor those outside the municipality. Nobody's right is asked here: see queries/status.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ..rules.kinds import Sector
from ..rules.stays import Span
from .placements import placements_between, stays_in

NO_DEPARTMENT = ""
_OPEN = dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Counted:
    """One place in each column for each placement; ids are text, "" where there is none."""

    kind: NDArray[Any]
    unit: NDArray[Any]
    job_type: NDArray[Any]
    begins: NDArray[Any]  # days
    ends: NDArray[Any]  # last days; far away where it is open
    stays: Mapping[UUID, tuple[Span, ...]]  # by place

    @classmethod
    def between(cls, *, first: dt.date, last: dt.date, known_at: dt.datetime | None = None) -> Counted:
        """Those in the municipality with a day from `first` to `last`, as they are, or as was known at the moment.

        One query, or two.
        """
        read = placements_between(first=first, last=last, known_at=known_at)
        rows = [row for row in read if row.sector == Sector.MUNICIPAL]
        return cls(
            kind=_text([row.kind for row in rows]),
            unit=_text([str(row.unit_id) for row in rows]),
            job_type=_text([row.job_type or "" for row in rows]),
            begins=_days([row.starts_on for row in rows]),
            ends=_days([row.last_day or _OPEN for row in rows]),
            stays=stays_in(rows),
        )

    def begun(self, *, year: int, until: dt.date) -> NDArray[np.bool_]:
        """Which began in the year, no later than `until`."""
        first, last = _day(dt.date(year, 1, 1)), _day(min(until, dt.date(year, 12, 31)))
        found: NDArray[np.bool_] = (self.begins >= first) & (self.begins <= last)
        return found

    def under_way(self, on: dt.date) -> NDArray[np.bool_]:
        """Which are under way on the day."""
        found: NDArray[np.bool_] = (self.begins <= _day(on)) & (self.ends >= _day(on))
        return found

    def of(self, kind: str) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.kind == kind
        return found

    def by_unit(self, which: NDArray[np.bool_]) -> dict[UUID, int]:
        """How many of them there are in each unit that has any."""
        return {UUID(unit): count for unit, count in _tally(self.unit[which]).items()}

    def by_job_type(self, which: NDArray[np.bool_]) -> dict[str, int]:
        return _tally(self.job_type[which])

    def by_month(self, which: NDArray[np.bool_]) -> list[int]:
        """How many of them began in each of the twelve months, of whatever year."""
        months = self.begins[which].astype("datetime64[M]").astype(int) % 12
        return [int(count) for count in np.bincount(months, minlength=12)]

    def in_units(self, units: frozenset[UUID]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.isin(self.unit, np.array([str(one) for one in units], dtype="U36"))
        return found


def by_department(by_unit: Mapping[UUID, int], department_of: Mapping[UUID, UUID]) -> dict[str, int]:
    """Counts of units as counts of their departments; NO_DEPARTMENT for those beside them."""
    found: dict[str, int] = {}
    for unit, count in by_unit.items():
        department = department_of.get(unit)
        key = str(department) if department else NO_DEPARTMENT
        found[key] = found.get(key, 0) + count
    return found


def _tally(values: NDArray[Any]) -> dict[str, int]:
    names, counts = np.unique(values, return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True)}


def _text(values: Sequence[str]) -> NDArray[Any]:
    return np.array(values, dtype="U40")


def _days(values: Sequence[dt.date]) -> NDArray[Any]:
    return np.array(values, dtype="datetime64[D]")


def _day(value: dt.date) -> np.datetime64:
    return np.datetime64(value, "D")
