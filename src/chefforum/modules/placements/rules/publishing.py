"""What everybody may see of counts of persons: the one place in the room that decides it. Pure.

A count from 1 to 4 is not shown, nor as many others as it takes that nobody works it out: not from the total, not as
chief of another department, who knows their own count, and not as one who reads several departments and knows all of
theirs (a knower). All get the same publication, so it holds against each of them; but not against several who put
together what they know. Nor does a knower learn that a few are in the other hidden ones together. Everything hidden is
told with the same word: to tell the small ones from the others would give the small ones away. Nought is shown, that
there is nobody is no secret; only where a total is shown alone it is hidden with the rest.

What is published is what was known when the month began. Were it what is known now, a course that is registered late
would move counts at once, and whoever looked before and after would see one person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chefforum.calc.suppression import LEAST, Cell, Sum, SuppressionError, suppress, tables_of, with_margins
from chefforum.web import danish

HIDDEN = "skjult"
SMALL = f"færre end {LEAST}"
LEGEND = f"Skjult: {SMALL}, eller et tal, som man kunne regne et på {SMALL} ud fra."


@dataclass(frozen=True)
class Shown:
    """A count as somebody may see it; `value` None is hidden, which is neither missing nor nought."""

    value: int | None

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    @property
    def text(self) -> str:
        return HIDDEN if self.value is None else danish.number(self.value)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class PublishedTable:
    """A count for each part, and the total, as all may see them."""

    parts: Mapping[str, Shown]
    total: Shown

    @property
    def hides(self) -> bool:
        return self.total.is_hidden or any(one.is_hidden for one in self.parts.values())


def published_day(on: dt.date) -> dt.date:
    """The day that published counts are of: the last of the month before.

    Were they of today, whoever looks every day would see each single person begin.
    """
    return on.replace(day=1) - dt.timedelta(days=1)


def known_at(on: dt.date, *, by_hand: dt.datetime | None = None) -> dt.datetime:
    """The moment that what is published was known at: what is registered then or later is not in it.

    `by_hand`: when the coordinator last published; it holds until the next first of a month.

    >>> known_at(dt.date(2026, 11, 26)).isoformat()
    '2026-11-01T00:00:00+01:00'
    """
    begins = dt.datetime.combine(on.replace(day=1), dt.time.min, danish.DANISH_TIME)
    return begins if by_hand is None else max(begins, by_hand)


def next_published(on: dt.date) -> dt.date:
    """The day that what is registered now is published by itself: the first of the next month.

    >>> next_published(dt.date(2026, 12, 3))
    datetime.date(2027, 1, 1)
    """
    return (on.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def publish_one(count: int) -> Shown:
    """A count that stands alone and is part of no sum that is shown."""
    return Shown(None if 0 < count < LEAST else count)


def publish_table(counts: Mapping[str, int], *, knowers: Iterable[Collection[str]] = ()) -> PublishedTable:
    """Parts and their total. The total is shown wherever that is safe, so that several tables by different things of
    the same persons (departments, types of job) may have it in common. The same counts and knowers give the same
    answer, and more knowers never show more.

    `counts` has the parts with nobody too: where the total can be shown only alone, they are hidden with the others.
    `knowers`: the parts that one person knows, for each who knows several; that each part has somebody who knows it
    alone is always reckoned with. Who knows all parts has nothing to work out.
    """
    known = {frozenset(one).intersection(counts) for one in knowers}
    asked = tuple(sorted(tuple(sorted(one)) for one in known if 1 < len(one) < len(counts)))
    hidden, total_is_hidden = _hidden_parts(tuple(sorted(counts.items())), asked)
    parts = {name: Shown(None if name in hidden else count) for name, count in counts.items()}
    return PublishedTable(parts, Shown(None if total_is_hidden else sum(counts.values())))


def publish_cells(
    counts: Mapping[Cell, int], *, tables: Iterable[Collection[int]] | None = None
) -> dict[Cell, int | None]:
    """Tables of several dimensions with all totals (calc.suppression: ALL in a cell's name), None for what is hidden.

    `tables`: the dimensions of each table that is shown; without, one table by them all. What is in no table is not in
    the answer. Without the care for chiefs who know their own count. Where nothing can be shown safely, all is hidden.
    """
    asked = None if tables is None else tuple(tuple(sorted(table)) for table in tables)
    return dict(_published_cells(tuple(sorted(counts.items())), asked))


def publish_sums(
    *, cells: Mapping[Cell, int], sums: Iterable[Sum], unpublished: Collection[Cell] = ()
) -> dict[Cell, int | None]:
    """Counts with sums of their own (closed and open are the known), None for what is hidden. `unpublished` are shown
    nowhere, could be worked out, and are not in the answer. Where nothing can be shown safely, all is hidden."""
    try:
        shown = suppress(cells=cells, sums=sums, unpublished=unpublished).shown
    except SuppressionError:
        shown = {cell: 0 for cell in cells if not cells[cell]}
    return {cell: shown.get(cell) for cell in cells if cell not in unpublished}


def merged_periods(counts: Sequence[int]) -> list[tuple[int, int, int]]:
    """A series of a total that is shown, as stretches (first, last, count) of neighbours that may be shown.

    A stretch holds nobody or at least five; the last few go with the stretch before. Empty where there are too few.
    """
    stretches: list[tuple[int, int, int]] = []
    first, held = 0, 0
    for place, count in enumerate(counts):
        held += count
        if held == 0 or held >= LEAST:
            stretches.append((first, place, held))
            first, held = place + 1, 0
    while held and held < LEAST and stretches:
        first, _, before = stretches.pop()
        held += before
    if held:
        stretches = [*stretches, (first, len(counts) - 1, held)] if held >= LEAST else []
    return stretches


@lru_cache(maxsize=512)
def _hidden_parts(
    counts: tuple[tuple[str, int], ...], knowers: tuple[tuple[str, ...], ...]
) -> tuple[frozenset[str], bool]:
    """Names of the parts that are hidden, and whether the total is."""
    there = {name: count for name, count in counts if count}
    total = sum(there.values())
    everything = frozenset(there), bool(there)
    if 0 < total < LEAST:
        return everything
    hidden = _suppressed(there)
    # One after another, the smallest first, whoever the knowers are: so one more of them can only hide more.
    for name in sorted(there, key=lambda name: (there[name], name)):
        if _holds({one: there[one] for one in hidden}, knowers, lowest=1):
            return frozenset(hidden), False
        hidden.add(name)
    if _holds(there, knowers, lowest=1):
        return frozenset(hidden), False
    # The total says more than any part does: it is shown alone where no part is, not even that it is nought.
    alone = frozenset(name for name, _ in counts)
    if _holds(dict(counts), knowers, lowest=0):
        return alone, False
    # Where it would have been shown so but for the knowers, the noughts stay hidden: more knowers never show more.
    return (alone, True) if _holds(dict(counts), (), lowest=0) else everything


def _suppressed(there: Mapping[str, int]) -> set[str]:
    """What is hidden from whoever knows the total alone; all of it where that is not enough."""
    cells: dict[Cell, int] = {("part", name): count for name, count in there.items()}
    cells[("total",)] = sum(there.values())
    sums = [Sum(("total",), tuple(("part", name) for name in there))]
    try:
        return {cell[1] for cell in suppress(cells=cells, sums=sums, published=[("total",)]).hidden}
    except SuppressionError:
        return set(there)


def _holds(hidden: Mapping[str, int], knowers: Iterable[Collection[str]], *, lowest: int) -> bool:
    """Is nothing told of a few to anybody who knows the total, all that is shown, and one of them or what a knower
    knows? The others are so many counts of at least `lowest` with a known sum."""
    known = [(), *((name,) for name in hidden), *knowers]
    return not any(_tells([hidden[name] for name in hidden if name not in one], lowest) for one in known)


def _tells(rest: Sequence[int], lowest: int) -> bool:
    """Is their sum small, or too small for a small one of them to be anything from 1 to 4? Each can be at most the sum
    with `lowest` for each of the others."""
    together = sum(rest)
    if 0 < together < LEAST:
        return True
    return any(0 < count < LEAST for count in rest) and together - lowest * (len(rest) - 1) < LEAST - 1


@lru_cache(maxsize=128)
def _published_cells(
    counts: tuple[tuple[Cell, int], ...], tables: tuple[tuple[int, ...], ...] | None
) -> tuple[tuple[Cell, int | None], ...]:
    unpublished: set[Cell] = set()
    if tables is None:
        cells, sums = with_margins(counts=dict(counts))
    else:
        cells, sums, unpublished = tables_of(counts=dict(counts), tables=tables)
    asked = [cell for cell in cells if cell not in unpublished]
    try:
        shown = suppress(cells=cells, sums=sums, unpublished=unpublished).shown
    except SuppressionError:
        shown = {cell: 0 for cell in asked if not cells[cell]}
    return tuple((cell, shown.get(cell)) for cell in asked)
