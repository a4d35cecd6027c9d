"""What came of placements, as it may be published: shares with how sure they are, and nobody who can be worked out.

A year is that of the last day. Of those whose time after it has gone, each is closed in one of four ways, open, or
missing; missing is not without effect. The municipality and what is outside it are two tables for each year, in which
small counts are hidden with as much more as it takes (calc/suppression.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from chefforum.calc.proportions import LEAST_SHOWN, Interval, shown, with_missing
from chefforum.calc.suppression import LEAST, Cell, Sum, suppress

from .kinds import EXIT_TYPE_NAMES, ExitType, PlacementKind, Sector
from .outcomes import Definition, months_after

ALL_KINDS = "all"


class Where(StrEnum):
    MUNICIPAL = "municipal"
    OUTSIDE = "outside"


WHERE_NAMES = {Where.MUNICIPAL: "I kommunen", Where.OUTSIDE: "Uden for kommunen"}


class Came(StrEnum):
    """What came of a placement; the first four are ways that a case is closed."""

    JOB = "job"
    FLEX_JOB = "flex_job"
    EDUCATION = "education"
    OTHER_WAY = "other_way"
    OPEN = "open"
    MISSING = "missing"


WAYS = (Came.JOB, Came.FLEX_JOB, Came.EDUCATION, Came.OTHER_WAY)
WAY_NAMES = {
    Came.JOB: "I job",
    Came.FLEX_JOB: "I fleksjob",
    Came.EDUCATION: "I uddannelse",
    Came.OTHER_WAY: "Andre veje",
}
_OF_EXIT = {
    ExitType.JOB: Came.JOB,
    ExitType.FLEX_JOB: Came.FLEX_JOB,
    ExitType.EDUCATION: Came.EDUCATION,
    ExitType.ON_BENEFIT: Came.OPEN,
}
_KINDS, _WHERE, _CAME = tuple(PlacementKind), tuple(Where), tuple(Came)
_CLOSED, _OPEN, _KNOWN, _MISSING = "closed", "open", "known", "missing"


def where_of(sector: str) -> Where:
    return Where.MUNICIPAL if sector == Sector.MUNICIPAL else Where.OUTSIDE


def what_came(
    *, exit_type: str | None, closed_on: dt.date | None, last_day: dt.date, months: int, counted: frozenset[str]
) -> Came:
    """An exit that the definition does not count, and a case closed after its months, leave the case open."""
    if exit_type is None:
        return Came.MISSING
    is_late = closed_on is not None and closed_on > months_after(last_day, months)
    if exit_type not in counted or is_late:
        return Came.OPEN
    return way_of(exit_type)


def way_of(exit_type: str) -> Came:
    """The way that an exit is; OPEN for somebody still on benefit."""
    return _OF_EXIT.get(ExitType(exit_type), Came.OTHER_WAY)


Counts = Mapping[tuple[int, Where], tuple[tuple[int, ...], ...]]  # by kind, by what came


def count(rows: Iterable[tuple[int, str, Where, Came]], *, years: tuple[int, ...]) -> Counts:
    """How many of each kind each came of, by year and where. Rows of other years are left out."""
    wanted = [row for row in rows if row[0] in years]
    places = {
        name: {one: number for number, one in enumerate(values)}
        for name, values in (("year", years), ("kind", _KINDS), ("where", _WHERE), ("came", _CAME))
    }
    shape = (len(years), len(_WHERE), len(_KINDS), len(_CAME))
    at = [
        (places["year"][year], places["where"][where], places["kind"][kind], places["came"][came])
        for year, kind, where, came in wanted
    ]
    flat = np.ravel_multi_index(np.array(at, dtype=np.intp).T, shape) if at else np.array([], dtype=np.intp)
    table = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
    return {
        (year, where): tuple(tuple(int(number) for number in kind) for kind in table[i, j])
        for i, year in enumerate(years)
        for j, where in enumerate(_WHERE)
    }


class State(StrEnum):
    """Why there is a share, or not: nobody ended; nothing is known of any; too few to say or to publish."""

    SHOWN = "shown"
    NOBODY = "nobody"
    MISSING = "missing"
    FEW = "few"


@dataclass(frozen=True)
class Group:
    """A kind in a year, there or outside, as published. None is hidden, which is not nought.

    known: those whose outcome is known; share of them closed; missing: those whose outcome is not; bounds: where the
    share lies if nobody, or everybody, of the missing is closed (of as many as may be, where that is hidden). ways: of
    all kinds, those closed by the way; a way that is hidden is not there.
    """

    state: State
    known: int | None
    closed: int | None
    missing: int | None
    share: Interval | None
    bounds: Interval | None
    ways: Mapping[Came, int]


@lru_cache(maxsize=256)
def published(counts: tuple[tuple[int, ...], ...]) -> Mapping[str, Group]:
    """Every kind, and all of them, of one year there or outside. The same counts give the same answer."""
    cells, sums, unpublished = _table(counts)
    kept = suppress(cells=cells, sums=sums, unpublished=unpublished).shown
    return {kind: _group(kind, cells, kept) for kind in (ALL_KINDS, *_KINDS)}


def _table(counts: tuple[tuple[int, ...], ...]) -> tuple[dict[Cell, int], list[Sum], set[Cell]]:
    """known = closed + open; all kinds = each; closed of all kinds = its ways. Open is shown nowhere, but can be worked
    out, so it is protected with the rest. Missing is beside: it is of no sum that is shown."""
    cells: dict[Cell, int] = {}
    rows = {kind.value: counts[place] for place, kind in enumerate(_KINDS)}
    rows[ALL_KINDS] = tuple(sum(row[place] for row in counts) for place in range(len(_CAME)))
    for kind, row in rows.items():
        of = dict(zip(_CAME, row, strict=True))
        closed = sum(of[way] for way in WAYS)
        cells |= {(kind, _CLOSED): closed, (kind, _OPEN): of[Came.OPEN], (kind, _KNOWN): closed + of[Came.OPEN]}
        if kind == ALL_KINDS:
            cells |= {(kind, way.value): of[way] for way in WAYS}
        else:
            cells[kind, _MISSING] = of[Came.MISSING]
    sums = [Sum((kind, _KNOWN), ((kind, _CLOSED), (kind, _OPEN))) for kind in rows]
    sums += [
        Sum((ALL_KINDS, name), tuple((kind.value, name) for kind in _KINDS)) for name in (_CLOSED, _OPEN, _KNOWN)
    ]
    sums.append(Sum((ALL_KINDS, _CLOSED), tuple((ALL_KINDS, way.value) for way in WAYS)))
    return cells, sums, {(kind, _OPEN) for kind in rows}


def _group(kind: str, cells: Mapping[Cell, int], kept: Mapping[Cell, int]) -> Group:
    kinds = [one.value for one in _KINDS] if kind == ALL_KINDS else [kind]
    known, closed = kept.get((kind, _KNOWN)), kept.get((kind, _CLOSED))
    missing, most = _missing([kept.get((one, _MISSING)) for one in kinds])
    ways = {way: kept[kind, way.value] for way in WAYS if (kind, way.value) in kept}
    share = shown(count=closed, of=known) if known and closed is not None else None
    bounds = with_missing(count=closed or 0, of=known, missing=most) if share and known and most else None
    if cells[kind, _KNOWN]:
        state = State.SHOWN if share else State.FEW
    else:
        state = State.MISSING if any(cells[one, _MISSING] for one in kinds) else State.NOBODY
    return Group(state, known, closed if share else None, missing, share, bounds, ways if share else {})


def _missing(counts: Sequence[int | None]) -> tuple[int | None, int]:
    """How many are missing, None where it is hidden; and at most how many that is."""
    most = sum(LEAST - 1 if one is None else one for one in counts)
    return (None if None in counts else most), most


@dataclass(frozen=True)
class Defined:
    """A definition in its time; `until` exclusive, None: still holds. exits: what counts, in words."""

    span: Definition
    version: int
    text: str
    source: str
    counted: frozenset[str]

    @property
    def exits(self) -> tuple[str, ...]:
        return tuple(EXIT_TYPE_NAMES[one] for one in ExitType if one in self.counted)

    def __str__(self) -> str:
        return f"{self.span.name} (version {self.version})"


@dataclass(frozen=True)
class Effect:
    """Values for a page or a document, all of them published.

    `groups` by year, where and kind (ALL_KINDS is all of them). `due_until`: the latest last day whose time has gone;
    of those that ended later nothing is said. `otherwise`: years in which some ended while another definition held,
    and are not asked by this one. `data_from`: the newest data among the outcomes, None where there are none.
    """

    definition: Defined
    years: tuple[int, ...]
    groups: Mapping[tuple[int, Where, str], Group]
    due_until: dt.date
    otherwise: tuple[int, ...]
    data_from: dt.date | None

    def of(self, year: int, where: Where, kind: str = ALL_KINDS) -> Group:
        return self.groups[year, where, kind]

    @property
    def kinds(self) -> tuple[PlacementKind, ...]:
        """Those that anybody ended in."""
        return tuple(
            kind
            for kind in PlacementKind
            if any(group.state is not State.NOBODY for (_, _, of), group in self.groups.items() if of == kind)
        )
