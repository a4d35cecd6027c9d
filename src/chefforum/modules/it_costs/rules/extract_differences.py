"""Two frozen extracts held against each other, line by line. Pure.

A line of the old is tied to at most one of the new, by what they have in common: first all of it, then without the
number of the rule or the cost (both are made anew when they are changed), then without the category, the system or the
unit. What is alike is tied with what has the same amount before what has another. Whatever is tied, sums hold: before,
less what is gone, with what is new, changed and moved, is after, in each category and in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from .extract_kinds import LineKind


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    AMOUNT = "amount"
    MOVED = "moved"
    SAME = "same"


CHANGE_NAMES = {
    Change.NEW: "Ny",
    Change.GONE: "Væk",
    Change.AMOUNT: "Andet beløb",
    Change.MOVED: "Flyttet",
    Change.SAME: "Som før",
}


@dataclass(frozen=True)
class Row:
    """A frozen line. `oere`: what is compared, None where it is not known; of numbers never summed."""

    number: int
    kind: str
    year: int
    category: str
    activity: str
    unit_id: UUID | None
    system_id: UUID | None
    origin: str
    source_id: UUID | None
    source_name: str
    item: str
    source_year: int
    source_unit_id: UUID | None
    oere: int | None
    quantity: Decimal | None
    amount_oere: int | None = None


PLACE = ("category", "activity", "unit_id", "system_id")


@dataclass(frozen=True)
class Difference:
    """A line of the old, of the new, or of both."""

    old: Row | None
    new: Row | None

    @property
    def change(self) -> int:
        """What it does to the sum, øre; what is not known counts for nothing, in both."""
        return ((self.new.oere or 0) if self.new else 0) - ((self.old.oere or 0) if self.old else 0)

    @property
    def kinds(self) -> tuple[Change, ...]:
        if self.old is None:
            return (Change.NEW,)
        if self.new is None:
            return (Change.GONE,)
        found = []
        if any(getattr(self.old, name) != getattr(self.new, name) for name in PLACE):
            found.append(Change.MOVED)
        if (self.old.oere, self.old.quantity) != (self.new.oere, self.new.quantity):
            found.append(Change.AMOUNT)
        return tuple(found) or (Change.SAME,)

    @property
    def either(self) -> Row:
        found = self.new or self.old
        assert found is not None
        return found


_FOUND = ("kind", "year", "origin", "source_year", "item")
_BY_ID, _BY_NAME = ("source_id", "source_unit_id"), ("source_name", "source_unit_id")
PASSES: tuple[tuple[str, ...], ...] = (
    (*_FOUND, *_BY_ID, *PLACE),
    (*_FOUND, *_BY_NAME, *PLACE),
    (*_FOUND, *_BY_ID, "unit_id", "system_id"),
    (*_FOUND, *_BY_NAME, "unit_id", "system_id"),
    (*_FOUND, *_BY_NAME, "category", "activity", "unit_id"),
    (*_FOUND, "source_name", "category", "activity", "system_id"),
    (*_FOUND, "source_name", "oere"),
)


def differences(old: Sequence[Row], new: Sequence[Row]) -> list[Difference]:
    """Every line of both, each once; in the order of the new, and last what is gone."""
    left_old, left_new = list(old), list(new)
    tied: list[Difference] = []
    for names in PASSES:
        found = _tie(left_old, left_new, names)
        tied += found
        done_old = {one.old.number for one in found if one.old}
        done_new = {one.new.number for one in found if one.new}
        left_old = [row for row in left_old if row.number not in done_old]
        left_new = [row for row in left_new if row.number not in done_new]
    tied += [Difference(None, row) for row in left_new] + [Difference(row, None) for row in left_old]
    return sorted(tied, key=lambda one: (one.new is None, one.either.number))


def _tie(old: Iterable[Row], new: Iterable[Row], names: Sequence[str]) -> list[Difference]:
    """What is alike in all of these: those of the same amount first, then in the order of their numbers."""
    by_old, by_new = defaultdict[Any, list[Row]](list), defaultdict[Any, list[Row]](list)
    for row in old:
        by_old[tuple(getattr(row, name) for name in names)].append(row)
    for row in new:
        by_new[tuple(getattr(row, name) for name in names)].append(row)
    found = []
    for shared in by_old.keys() & by_new.keys():
        ours, theirs = by_old[shared], by_new[shared]
        alike = defaultdict[Any, list[Row]](list)
        for row in theirs:
            alike[row.oere, row.quantity].append(row)
        rest = []
        for row in ours:
            same = alike[row.oere, row.quantity]
            if same:
                found.append(Difference(row, same.pop(0)))
            else:
                rest.append(row)
        others = sorted((row for rows in alike.values() for row in rows), key=lambda row: row.number)
        found += [Difference(a, b) for a, b in zip(rest, others, strict=False)]
    return found


@dataclass(frozen=True)
class Bridge:
    """From before to after in øre: before + gone + new + changed + moved_out + moved_in = after."""

    before: int = 0
    gone: int = 0
    new: int = 0
    changed: int = 0
    moved_out: int = 0
    moved_in: int = 0
    after: int = 0

    def __add__(self, other: Bridge) -> Bridge:
        return Bridge(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def bridges(found: Iterable[Difference], by: Callable[[Row], Any]) -> dict[Any, Bridge]:
    """Of costs, by what a line is of (its category, its year …). What moves within one moves neither out nor in."""
    sums: dict[Any, Bridge] = defaultdict(Bridge)
    for one in found:
        if one.either.kind != LineKind.COST:
            continue
        before, after = (one.old.oere or 0) if one.old else 0, (one.new.oere or 0) if one.new else 0
        if one.old is None and one.new is not None:
            sums[by(one.new)] += Bridge(new=after, after=after)
        elif one.new is None and one.old is not None:
            sums[by(one.old)] += Bridge(before=before, gone=-before)
        elif one.old is not None and one.new is not None:
            was, becomes = by(one.old), by(one.new)
            if was == becomes:
                sums[was] += Bridge(before=before, changed=after - before, after=after)
            else:
                sums[was] += Bridge(before=before, moved_out=-before)
                sums[becomes] += Bridge(moved_in=before, changed=after - before, after=after)
    return dict(sums)


class Taken(StrEnum):
    """Whether what was proposed is in the books now."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    GONE = "gone"


TAKEN_NAMES = {
    Taken.ALL: "Er i bøgerne",
    Taken.SOME: "Er delvist i bøgerne",
    Taken.NONE: "Er ikke i bøgerne",
    Taken.GONE: "Linjen er ikke i bøgerne mere",
}


def taken(proposed: dict[str, Any], new: Row | None) -> Taken:
    """`proposed`: what should stand by field of a row (amount_oere, quantity, category …). Of a line that is gone, that
    it should be nought is taken."""
    if new is None:
        return Taken.ALL if proposed.get("amount_oere") == 0 else Taken.GONE
    held = [getattr(new, name) == value for name, value in proposed.items()]
    return Taken.ALL if all(held) else Taken.SOME if any(held) else Taken.NONE
