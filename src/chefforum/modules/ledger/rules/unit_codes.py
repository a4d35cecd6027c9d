"""Which unit a cost centre's postings belong to in a month, from dated codes; and what a mapping that is changed or
undone does to the others of its code."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
        found = _in_month(self._own.get(code, ()), period) or _in_month(self._mapped.get(code, ()), period)
        return found.unit_id if found else None

    def mapped_in(self, code: str, period: int) -> CodePeriod | None:
        """The mapping that decides the month; None where the organisation's own code does, or nothing."""
        if _in_month(self._own.get(code, ()), period) is not None:
            return None
        return _in_month(self._mapped.get(code, ()), period)

    def periods_of(self, code: str) -> tuple[CodePeriod, ...]:
        """Every period of the code, the organisation's own and those mapped."""
        return (*self._own.get(code, ()), *self._mapped.get(code, ()))

    def codes_of(self, units: Iterable[UUID]) -> frozenset[str]:
        """Every code that has ever been one of these units'."""
        wanted = set(units)
        return frozenset(one.code for one in (*self.own, *self.mapped) if one.unit_id in wanted)


def _by_code(rows: Iterable[CodePeriod]) -> dict[str, list[CodePeriod]]:
    found: dict[str, list[CodePeriod]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
        found[row.code].append(row)
    return dict(found)


def _in_month(rows: Iterable[CodePeriod], period: int) -> CodePeriod | None:
    first, last = first_day(period), last_day(period)
    for row in rows:  # the latest first
        if row.valid_from <= last and (row.valid_to is None or row.valid_to > first):
            return row
    return None


class Overlaps(ValueError):
    """The mapping would begin before the one before it does, or when the next one has begun."""


def with_changed(
    rows: Iterable[CodePeriod], begins: dt.date, *, unit_id: UUID, valid_from: dt.date
) -> dict[dt.date, CodePeriod]:
    """The rows of the code that become other, by the day that they began: the one that began that day is the unit's
    from another day on, and the one before it ends there. Raises Overlaps."""
    own, before = _around(rows, begins)
    if (before and valid_from <= before.valid_from) or (own.valid_to and valid_from >= own.valid_to):
        raise Overlaps
    found = {begins: replace(own, unit_id=unit_id, valid_from=valid_from)}
    if before and (before.valid_to == begins or before.valid_to is None or before.valid_to > valid_from):
        found[before.valid_from] = replace(before, valid_to=valid_from)
    return found


def without(rows: Iterable[CodePeriod], begins: dt.date) -> dict[dt.date, CodePeriod | None]:
    """The same where the row that began that day never was: None for itself, and the one before it goes on."""
    own, before = _around(rows, begins)
    found: dict[dt.date, CodePeriod | None] = {begins: None}
    if before and before.valid_to == begins:
        found[before.valid_from] = replace(before, valid_to=own.valid_to)
    return found


def _around(rows: Iterable[CodePeriod], begins: dt.date) -> tuple[CodePeriod, CodePeriod | None]:
    """The row that began that day, and the one before it."""
    in_order = sorted(rows, key=lambda row: row.valid_from)
    place = next(place for place, row in enumerate(in_order) if row.valid_from == begins)
    return in_order[place], in_order[place - 1] if place else None
