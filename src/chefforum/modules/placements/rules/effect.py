"""What came of placements, as it may be published: shares with how sure they are, and nobody who can be worked out.

A year is that of the last day. Of those whose time after it has gone, each is closed in one of four ways, open, or
missing; missing is not without effect. Of each kind, there and outside, small counts are hidden with as much more as it
takes (rules/publishing.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from chefforum.calc.proportions import Interval, with_missing
from chefforum.calc.proportions import shown as enough
from chefforum.calc.suppression import Sum

from .kinds import EXIT_TYPE_NAMES, ExitType, PlacementKind, Sector
from .outcomes import Definition, months_after
from .publishing import publish_one, publish_sums


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
_CLOSED, _KNOWN = "closed", "known"


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


Counts = Mapping[tuple[int, Where, str], tuple[int, ...]]  # of a year, where and kind, by what came


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
        (year, where, kind.value): tuple(int(number) for number in table[i, j, k])
        for i, year in enumerate(years)
        for j, where in enumerate(_WHERE)
        for k, kind in enumerate(_KINDS)
    }


class State(StrEnum):
    """Why there is a share, or not: nobody ended; nobody is asked by this definition, in a year in which another held
    too; nothing is known of any; too few to say or to publish."""

    SHOWN = "shown"
    NOBODY = "nobody"
    OTHERWISE = "otherwise"
    MISSING = "missing"
    FEW = "few"


@dataclass(frozen=True)
class Group:
    """A kind in a year, there or outside, as published. None is hidden, which is not nought.

    known: those whose outcome is known; share of them closed; missing: those whose outcome is not; bounds: where the
    share lies if nobody, or everybody, of the missing is closed, None where that is hidden: beside the share they would
    say how many are missing. ways: those closed by the way; a way that is hidden is not there.
    """

    state: State
    known: int | None
    closed: int | None
    missing: int | None
    share: Interval | None
    bounds: Interval | None
    ways: Mapping[Came, int]

    @property
    def has_nobody(self) -> bool:
        return self.state in (State.NOBODY, State.OTHERWISE)


@lru_cache(maxsize=512)
def published(counts: tuple[int, ...]) -> Group:
    """A kind of one year there or outside, from how many each came of. The same counts give the same answer.

    No total over kinds is told, so that a small kind hides nothing of a large one.
    """
    of = dict(zip(_CAME, counts, strict=True))
    shown = _shown(tuple(of[came] for came in (*WAYS, Came.OPEN)))
    known, closed, missing = shown[_KNOWN], shown[_CLOSED], publish_one(of[Came.MISSING]).value
    share = enough(count=closed, of=known) if known and closed is not None else None
    if sum(counts) == of[Came.MISSING]:
        state = State.MISSING if of[Came.MISSING] else State.NOBODY
    else:
        state = State.SHOWN if share else State.FEW
    if share is None:
        return Group(state, known, None, missing, None, None, {})
    bounds = with_missing(count=closed or 0, of=known or 0, missing=missing) if missing else None
    ways = {way: number for way in WAYS if (number := shown[way.value]) is not None}
    return Group(state, known, closed, missing, share, bounds, ways)


@lru_cache(maxsize=512)
def _shown(counts: tuple[int, ...]) -> Mapping[str, int | None]:
    """Of the ways and those open: known = closed + open; closed = its ways. Open is shown nowhere, but can be worked
    out, so it is protected with the rest. Missing is beside: it is of no sum that is shown."""
    of = dict(zip((*WAYS, Came.OPEN), counts, strict=True))
    closed = sum(of[way] for way in WAYS)
    cells = {one.value: number for one, number in of.items()} | {_CLOSED: closed, _KNOWN: closed + of[Came.OPEN]}
    sums = [Sum((_CLOSED,), tuple((way.value,) for way in WAYS)), Sum((_KNOWN,), ((_CLOSED,), (Came.OPEN.value,)))]
    found = publish_sums(
        cells={(name,): number for name, number in cells.items()}, sums=sums, unpublished=[(Came.OPEN.value,)]
    )
    return {name: number for (name,), number in found.items()}


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

    `groups` by year, where and kind. `due_until`: the latest last day whose time has gone;
    of those that ended later nothing is said. `otherwise`: years in which some ended while another definition held,
    and are not asked by this one. `data_from`: the newest data among the outcomes, None where there are none.
    `known_at`: what was registered then or later is not in it.
    """

    definition: Defined
    years: tuple[int, ...]
    groups: Mapping[tuple[int, Where, str], Group]
    due_until: dt.date
    otherwise: tuple[int, ...]
    data_from: dt.date | None
    known_at: dt.datetime

    def of(self, year: int, where: Where, kind: str) -> Group:
        return self.groups[year, where, kind]

    @property
    def kinds(self) -> tuple[PlacementKind, ...]:
        """Those that anybody ended in."""
        return tuple(
            kind
            for kind in PlacementKind
            if any(not group.has_nobody for (_, _, of), group in self.groups.items() if of == kind)
        )
