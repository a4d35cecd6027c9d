"""Which unit a cost centre's postings belong to in a month, from dated codes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from chefforum.calc.periods import first_day, last_day


@dataclass(frozen=True)
class CodePeriod:
    """A code's unit from a day (inclusive) to another (exclusive; None: still)."""

    code: str
    unit_id: UUID
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class UnitCodes:
    """The organisation's own codes, and those mapped in the ledger where the organisation has none."""

    own: tuple[CodePeriod, ...]
    mapped: tuple[CodePeriod, ...] = ()
    _own: dict[str, list[CodePeriod]] = field(init=False, repr=False, compare=False)
    _mapped: dict[str, list[CodePeriod]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_own", _by_code(self.own))
        object.__setattr__(self, "_mapped", _by_code(self.mapped))

    def unit_of(self, code: str, period: int) -> UUID | None:
        """The unit in the month. Where a code changes hands in the middle of one, who had it last has the month."""
        for side in (self._own, self._mapped):
            found = _in_month(side.get(code, ()), period)
            if found is not None:
                return found
        return None

    def codes_of(self, units: Iterable[UUID]) -> frozenset[str]:
        """Every code that has ever been one of these units'."""
        wanted = set(units)
        return frozenset(one.code for one in (*self.own, *self.mapped) if one.unit_id in wanted)


def _by_code(rows: Iterable[CodePeriod]) -> dict[str, list[CodePeriod]]:
    found: dict[str, list[CodePeriod]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
        found[row.code].append(row)
    return dict(found)


def _in_month(rows: Iterable[CodePeriod], period: int) -> UUID | None:
    first, last = first_day(period), last_day(period)
    for row in rows:  # the latest first
        if row.valid_from <= last and (row.valid_to is None or row.valid_to > first):
            return row.unit_id
    return None
