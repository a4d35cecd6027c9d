"""Cells of cost: category × activity × unit × system by year, each the sum of parts that can be told.

What is shared is shared by weights, whole øre by the largest remainder; what is bought once is spread over its life in
equal parts, whole øre, the first years first. Nothing is lost: parts sum to what they are parts of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID


class Origin(StrEnum):
    LEDGER = "ledger"
    LINE = "line"


class View(StrEnum):
    CASH = "cash"
    ACCRUED = "accrued"


VIEW_NAMES = {View.CASH: "Betalt i året", View.ACCRUED: "Fordelt over levetiden"}


@dataclass(frozen=True)
class Place:
    """Where a cost is. No system: not said which; no unit: the whole's, not shared out."""

    category: str
    activity: str
    unit_id: UUID | None
    system_id: UUID | None


@dataclass(frozen=True)
class Share:
    """A weight in a key; what it does not name, is as the source has it."""

    weight: int
    system_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True)
class Source:
    """Postings that a rule took on a unit in a year, or a line beside the ledger. `amount` in øre, cost +."""

    origin: Origin
    id: UUID
    name: str
    place: Place
    year: int
    amount: int
    life: int = 1
    shares: tuple[Share, ...] = ()
    shared_by: str = ""


@dataclass(frozen=True)
class Part:
    """What of a source falls on a place. `weight` of `total`: its share, 0 of 0 where nothing is shared."""

    source: Source
    place: Place
    amount: int
    weight: int = 0
    total: int = 0

    def in_year(self, year: int, view: str) -> int:
        """Øre: all of it in its year, or the year's part of its life."""
        nth = year - self.source.year
        if view == View.CASH or self.source.life <= 1:
            return self.amount if nth == 0 else 0
        return spread(self.amount, self.source.life)[nth] if 0 <= nth < self.source.life else 0


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount by the weights, largest remainder; of equals the first. Negative amounts as positive ones. The sum of
    weights is above 0.

    >>> shared(100, [1, 1, 1]), shared(-100, [1, 1, 1]), shared(7, [0, 2])
    ([34, 33, 33], [-34, -33, -33], [0, 7])
    """
    total, sign = sum(weights), -1 if amount < 0 else 1
    parts = [divmod(abs(amount) * weight, total) for weight in weights]
    found = [whole for whole, _ in parts]
    left = abs(amount) - sum(found)
    for place in sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]:
        found[place] += 1
    return [sign * one for one in found]


@lru_cache(maxsize=65_536)
def spread(amount: int, life: int) -> tuple[int, ...]:
    """The amount over so many years alike.

    >>> spread(100, 3), spread(-100, 3)
    ((34, 33, 33), (-34, -33, -33))
    """
    whole, left = divmod(abs(amount), life)
    sign = -1 if amount < 0 else 1
    return tuple(sign * (whole + (nth < left)) for nth in range(life))


def parts_of(source: Source) -> list[Part]:
    """The source by its shares. A key whose weights are all 0 shares nothing out."""
    total = sum(one.weight for one in source.shares)
    if not total:
        return [Part(source, source.place, source.amount)]
    amounts = shared(source.amount, [one.weight for one in source.shares])
    of = source.place
    return [
        Part(
            source,
            Place(of.category, of.activity, one.unit_id or of.unit_id, one.system_id or of.system_id),
            amount,
            one.weight,
            total,
        )
        for one, amount in zip(source.shares, amounts, strict=True)
        if one.weight
    ]


@dataclass(frozen=True)
class Wanted:
    """What is asked of the parts. `units`: those that may be seen; None: every one, and what is the whole's."""

    category: str = ""
    activity: str = ""
    units: frozenset[UUID] | None = None
    of_units: frozenset[UUID] | None = None  # that are asked for
    is_of_no_unit: bool = False
    system_id: UUID | None = None
    is_of_no_system: bool = False

    def takes(self, place: Place) -> bool:
        if self.units is not None and place.unit_id not in self.units:
            return False
        if (self.category and place.category != self.category) or (self.activity and place.activity != self.activity):
            return False
        if (self.is_of_no_unit and place.unit_id is not None) or (self.is_of_no_system and place.system_id is not None):
            return False
        if self.of_units is not None and place.unit_id not in self.of_units:
            return False
        return self.system_id is None or place.system_id == self.system_id


def wanted_parts(sources: Iterable[Source], wanted: Wanted) -> list[Part]:
    return [part for source in sources for part in parts_of(source) if wanted.takes(part.place)]


def cells_of(parts: Iterable[Part], *, years: Sequence[int], view: str) -> dict[Place, dict[int, int]]:
    """Each place's øre by year; places with nothing in any of the years are left out, but not those that sum to
    nought."""
    found: dict[Place, dict[int, int]] = defaultdict(lambda: dict.fromkeys(years, 0))
    for part in parts:
        for year in years:
            if is_in_year(part, year, view):
                found[part.place][year] += part.in_year(year, view)
    return dict(found)


def is_in_year(part: Part, year: int, view: str) -> bool:
    """Whether the part has anything to do with the year, though it is nought."""
    life = 1 if view == View.CASH else max(part.source.life, 1)
    return 0 <= year - part.source.year < life
