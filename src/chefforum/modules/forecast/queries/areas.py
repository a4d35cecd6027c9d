"""Expected against budget for an area and for the whole: by unit with all below it, by selection, and ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.forecasting.lines import LineClass, forecast_lines
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.modules.ledger.queries import accounts_by_code

from ..models import Selection
from ..rules.approvals import Since
from ..rules.rhythm import month_before
from .approvals import since_approval
from .assessments import OverviewRow, overview_of
from .expected import Expected, ExpectedLine, ExpectedSum, expected_of_units
from .selections import Sorter, selections_with_rules
from .units import Workplace

Flags = NDArray[np.bool_]
MOST = 200  # ranked rows that are shown
CLOSED = "Lukket arbejdsplads"


@dataclass(frozen=True)
class AreaRow:
    """A unit with everything below it that the actor reads. `sum` None: no line of it is there."""

    depth: int
    place: Workplace
    sum: ExpectedSum | None
    own: ExpectedSum | None
    asked: int  # units with a leader, here and below
    assessed: int  # of them, whose month is assessed
    state: OverviewRow
    since: Since | None  # the budget or the ledger was changed after the month was approved
    changed: int  # units here and below of which that is so


@dataclass(frozen=True)
class SelectionRow:
    selection: Selection
    sum: ExpectedSum


@dataclass(frozen=True)
class Check:
    """What one forecast of the sum says, beside the sum of all lines and leaders. Øre; the interval may be unknown."""

    expected: int
    low: int | None
    high: int | None
    apart_pct: float | None  # how far the sum of the leaders lies above it


@dataclass(frozen=True)
class Area:
    """`unmapped`: what maps to no unit, and `closed`: what maps to units that are no more, for those who read the
    whole: with them the topmost rows sum to the total. `selected` None: everything."""

    expected: Expected
    rows: tuple[AreaRow, ...]
    total: ExpectedSum
    unmapped: ExpectedSum | None
    closed: ExpectedSum | None
    selections: tuple[SelectionRow, ...]
    selected: Selection | None
    check: Check | None
    period: int
    among: Flags  # the lines of `expected` that all of this is of
    placed: tuple[OverviewRow, ...]  # every unit that the actor reads, also outside the area

    @property
    def asked(self) -> int:
        return sum(bool(row.state.leaders) for row in self.rows)

    @property
    def assessed(self) -> int:
        return sum(_is_assessed(row.state) for row in self.rows)

    @property
    def changed(self) -> int:
        """Units whose budget or ledger was changed after their month was approved."""
        return sum(row.since is not None for row in self.rows)

    @property
    def is_of_the_months_year(self) -> bool:
        """The month that leaders are asked for now lies in the year shown: of another year it says nothing."""
        return self.period // 100 == self.expected.year


def area_of(*, actor: Actor, year: int, on: dt.date, selected: str = "", top: UUID | None = None) -> Area:
    """All that the actor reads, or what is at and below `top` of it; of one selection where its code is given.

    A fixed number of queries. Raises NothingClosed. A top that the actor may not read has no rows.
    """
    tree = tree_on(on)
    expected = expected_of_units(actor=actor, year=year, on=on)
    period = month_before(on)
    states = overview_of(actor=actor, period=period, on=on)
    placed = [row for row in states.rows if top is None or top in {unit.id for unit in tree.path(row.place.id)}]
    inside = _inside(expected, {row.place.id for row in placed}, everything=top is None)
    sorter = Sorter(expected.system, tree=tree, on=on)
    selections = selections_with_rules(on=on)
    chosen = next((one.selection for one in selections if one.selection.code == selected), None)
    masks = {one.selection.pk: sorter.mask(one) & inside for one in selections}
    among = masks[chosen.pk] if chosen else inside
    own = expected.by_unit(among)
    return Area(
        expected=expected,
        rows=_rows(expected, placed, among, own, since_approval(assessments=[row.assessment for row in placed], on=on)),
        total=expected.total(among),
        unmapped=own.get(None),
        closed=_of_closed(expected, {row.place.id for row in states.rows}, among),
        selections=tuple(SelectionRow(one.selection, expected.total(masks[one.selection.pk])) for one in selections),
        selected=chosen,
        check=check_of(expected, among),
        period=period,
        among=among,
        placed=states.rows,
    )


def _inside(expected: Expected, ids: set[UUID | None], *, everything: bool) -> Flags:
    """The lines of these units; None: of those that map to none."""
    of_unit = np.array([everything or unit in ids for unit in (*expected.system.units, None)], dtype=bool)
    return np.asarray(of_unit[expected.system.unit_of]) if len(expected) else np.zeros(0, dtype=bool)


def _of_closed(expected: Expected, there: set[UUID], among: Flags) -> ExpectedSum | None:
    """Lines of units that are not in the tree any more, whose codes nobody has taken over."""
    gone = np.array([*(unit not in there for unit in expected.system.units), False], dtype=bool)
    inside = gone[expected.system.unit_of] & among if len(expected) else among
    return expected.total(inside) if inside.any() else None


def _rows(
    expected: Expected,
    placed: Sequence[OverviewRow],
    among: Flags,
    own: dict[UUID | None, ExpectedSum],
    since: dict[UUID, Since],
) -> tuple[AreaRow, ...]:
    """Sums of a unit and all below it, a level of the tree at a time: what overlaps is never in one grouping."""
    top = min((row.depth for row in placed), default=0)
    above = _ancestors([row.depth - top for row in placed])
    number = {row.place.id: place for place, row in enumerate(placed)}
    at = np.array([*(number.get(unit, -1) for unit in expected.system.units), -1], dtype=np.int64)
    found: list[ExpectedSum | None] = [None] * len(placed)
    for level in range(above.shape[1]):
        groups = np.append(above[:, level], -1)[at[expected.system.unit_of]] if len(expected) else np.empty(0, np.int64)
        for place, one in enumerate(expected.sums(np.where(among, groups, -1), count=len(placed))):
            if one.lines:
                found[place] = one
    asked, assessed, changed = (np.zeros(len(placed), dtype=np.int64) for _ in range(3))
    for place, row in enumerate(placed):
        up = above[place][above[place] >= 0]
        asked[up] += bool(row.leaders)
        assessed[up] += _is_assessed(row)
        changed[up] += row.place.id in since
    return tuple(
        AreaRow(
            row.depth - top,
            row.place,
            found[place],
            own.get(row.place.id),
            int(asked[place]),
            int(assessed[place]),
            row,
            since.get(row.place.id),
            int(changed[place]),
        )
        for place, row in enumerate(placed)
    )


def _ancestors(depths: Sequence[int]) -> NDArray[np.int64]:
    """Of rows in the order of a walk through the tree: at each level the row that they hang under, or themselves."""
    found = np.full((len(depths), max(depths, default=-1) + 1), -1, dtype=np.int64)
    for place, depth in enumerate(depths):
        if place and depth:
            found[place, :depth] = found[place - 1, :depth]
        found[place, depth] = place
    return found


def _is_assessed(row: OverviewRow) -> bool:
    return bool(row.leaders) and not row.is_waiting


def check_of(expected: Expected, among: Flags) -> Check | None:
    """One forecast of the whole sum of what is assessed by the ordinary method, to hold the sum of the lines and
    leaders against."""
    system, among = expected.system, among & expected.parts.is_assessed
    if not among.any() or not expected.months_left or system.history.shape[1] < 12:
        return None
    history = system.history[among].sum(axis=0, keepdims=True)
    said = forecast_lines(
        history,
        closed_through=system.closed_through,
        year=system.year,
        classes=np.array([LineClass.OTHER], dtype=np.int8),
    )
    actual, rest = int(system.actual[among].sum()), int(said.rest[0])
    low, high = float(said.intervals.low[0]), float(said.intervals.high[0])
    known, model = not np.isnan(low), actual + rest
    total = expected.total(among).expected or 0
    return Check(
        expected=model,
        low=model + round(low) if known else None,
        high=model + round(high) if known else None,
        apart_pct=100 * (total - model) / abs(model) if model else None,
    )


@dataclass(frozen=True)
class Deviation:
    """A unit or a line that ends elsewhere than its budget. `account` empty: the unit as a whole."""

    place_name: str
    unit_id: UUID | None
    account: str
    account_name: str
    sum: ExpectedSum


@dataclass(frozen=True)
class Deviations:
    """`rows` are the MOST furthest from their budget of `count`; `without_budget` are assessed and have none.

    `by_line`: they are units' lines, not units. `by_pct`: furthest in per cent of the budget, not in kroner.
    """

    rows: tuple[Deviation, ...]
    count: int
    without_budget: int
    area: Area
    by_line: bool
    by_pct: bool


def deviations_of(
    *, actor: Actor, year: int, on: dt.date, by_line: bool, by_pct: bool, selected: str = "", top: UUID | None = None
) -> Deviations:
    """The actor's units, or their lines, the furthest from budget first. As `area_of`, and one query for names."""
    area = area_of(actor=actor, year=year, on=on, selected=selected, top=top)
    if by_line:
        return _furthest_lines(area, on, by_pct)
    units = [Deviation(row.place.name, row.place.id, "", "", row.own) for row in area.rows if row.own is not None]
    assessed = [row for row in units if row.sum.expected is not None]
    known = [row for row in assessed if (row.sum.deviation if not by_pct else row.sum.deviation_pct) is not None]

    def far(row: Deviation) -> tuple[float, str]:
        return -abs((row.sum.deviation_pct if by_pct else row.sum.deviation) or 0), row.place_name

    shown = sorted((row for row in known if row.sum.deviation), key=far)
    return Deviations(tuple(shown[:MOST]), len(shown), len(assessed) - len(known), area, by_line, by_pct)


def furthest_units(
    *, actor: Actor, year: int, on: dt.date, count: int
) -> tuple[ExpectedSum, list[tuple[UnitOnDate, ExpectedSum]]]:
    """The sum of all that the actor reads, and the units whose own lines are furthest from budget: what the start page
    shows, without what else the area's page is made from. Raises NothingClosed, MissingFile."""
    tree, expected = tree_on(on), expected_of_units(actor=actor, year=year, on=on)
    own = [(tree.unit(unit_id), one) for unit_id, one in expected.by_unit().items() if unit_id is not None]
    known = [(unit, one) for unit, one in own if unit is not None and one.deviation]
    return expected.total(), sorted(known, key=lambda pair: (-abs(pair[1].deviation or 0), pair[0].name))[:count]


def _furthest_lines(area: Area, on: dt.date, by_pct: bool) -> Deviations:
    """Ranked as arrays first: only what is shown becomes rows."""
    expected, system = area.expected, area.expected.system
    assessed = area.among & expected.parts.is_assessed
    far = np.abs(expected.parts.expected - system.budget).astype(np.float64)
    if by_pct:
        far = np.divide(far, np.abs(system.budget), out=np.zeros(len(far)), where=system.budget != 0)
    far[~(assessed & system.has_budget & (system.unit_of >= 0))] = 0
    first = np.argsort(-far, kind="stable")[:MOST]
    first = first[far[first] > 0]
    names = {row.place.id: row.place.name for row in area.rows}
    codes = {system.accounts[system.account_of[line]] for line in first}
    known = accounts_by_code(on=on, codes=codes)
    rows = [
        Deviation(
            names.get(line.unit_id, CLOSED) if line.unit_id else "",
            line.unit_id,
            line.account,
            known[line.account].name if line.account in known else "",
            line.sum,
        )
        for line in expected.lines(first)
    ]
    without = int((assessed & ~system.has_budget).sum())
    return Deviations(tuple(rows), int((far > 0).sum()), without, area, by_line=True, by_pct=by_pct)


@dataclass(frozen=True)
class NamedLine:
    line: ExpectedLine
    name: str


@dataclass(frozen=True)
class UnitLines:
    place: Workplace
    expected: Expected
    lines: tuple[NamedLine, ...]
    total: ExpectedSum
    not_assessed: ExpectedSum | None  # of the total; None where everything is assessed
    tree: OrganisationTree


def lines_of_unit(*, actor: Actor, place: Workplace, year: int, on: dt.date) -> UnitLines:
    """A unit's own lines as everybody sees them on the area's page, by account. Raises NothingClosed."""
    expected = expected_of_units(actor=actor, year=year, on=on, units=[place.id])
    known = accounts_by_code(on=on, codes=expected.system.accounts) if expected.system.accounts else {}
    lines = sorted(expected.lines(), key=lambda line: line.account or "~")
    named = tuple(NamedLine(line, known[line.account].name if line.account in known else "") for line in lines)
    waiting = ~expected.parts.is_assessed
    not_assessed = expected.total(waiting) if waiting.any() else None
    return UnitLines(place, expected, named, expected.total(), not_assessed, tree_on(on))


def top_units(placed: Sequence[OverviewRow]) -> list[tuple[UUID, str]]:
    """What an area may be chosen among: units with something below them, as they hang in the tree."""
    found = []
    for place, one in enumerate(placed):
        has_below = place + 1 < len(placed) and placed[place + 1].depth > one.depth
        if has_below:
            found.append((one.place.id, f"{'– ' * one.depth}{one.place.name}"))
    return found
