"""What an extract makes of the organisation: the state after it, computed from the state before and the rows.

`state_after` is the one rule. What is written and what the preview shows are both the difference between the two
states, so that they cannot disagree; an extract that has been carried out makes no difference a second time, and the
order of its lines does not matter.

Periods: a row holds from its own "gælder fra", else from the date of the extract. The period that holds then is
closed and a new one opened where the unit was renamed, moved or changed; one that begins that very day is corrected
in place. Periods that begin later stand.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias, TypeVar

from chefforum.kernel.organisation.rules import OrganisationLoop, check_no_loop

from .organisation_rows import Problem, UnitRow

NEW_LEADERS_TITLE = "Leder"


@dataclass(frozen=True)
class Period:
    """A unit's name, kind and place; `parent` is the code of the unit above. `valid_to` exclusive, None open."""

    name: str
    short_name: str
    kind: str
    parent: str | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class Centre:
    unit: str
    valid_to: dt.date | None


@dataclass(frozen=True)
class Job:
    title: str
    is_leader: bool
    valid_to: dt.date | None


PeriodKey: TypeAlias = tuple[str, dt.date]  # unit, valid_from
CountKey: TypeAlias = tuple[str, dt.date]  # unit, counted on
CentreKey: TypeAlias = tuple[str, dt.date]  # cost centre, valid_from
JobKey: TypeAlias = tuple[str, str, dt.date]  # e-mail, unit, valid_from


@dataclass(frozen=True)
class State:
    """The organisation with all its history, by the keys that are unique in the database."""

    periods: Mapping[PeriodKey, Period] = field(default_factory=dict)
    counts: Mapping[CountKey, Decimal] = field(default_factory=dict)
    centres: Mapping[CentreKey, Centre] = field(default_factory=dict)
    jobs: Mapping[JobKey, Job] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)


Span = TypeVar("Span", Period, Centre, Job)


def all_holding(spans: Mapping[dt.date, Span], on: dt.date) -> list[tuple[dt.date, Span]]:
    """The spans that hold on the date, each with its first day, the latest beginning last."""
    found = [
        (begins, span) for begins, span in spans.items() if begins <= on and (not span.valid_to or span.valid_to > on)
    ]
    return sorted(found, key=lambda one: one[0])


def _first_day(found: tuple[dt.date, Span]) -> dt.date:
    return found[0]


def holding(spans: Mapping[dt.date, Span], on: dt.date) -> Span | None:
    """The span that holds on the date; of several the one that began last."""
    found = all_holding(spans, on)
    return found[-1][1] if found else None


def _end(spans: dict[dt.date, Span], begins: dt.date, at: dt.date) -> None:
    """Ends the span that began on the day; one that would hold for no day is taken away."""
    if begins == at:
        del spans[begins]
    else:
        spans[begins] = dataclasses.replace(spans[begins], valid_to=at)


def _put(spans: dict[dt.date, Span], begins: dt.date, span: Span) -> None:
    """The span holds from the day on, until the next one that is there begins; what held that day ends."""
    for other, _ in all_holding(spans, begins):
        _end(spans, other, begins)
    spans[begins] = dataclasses.replace(span, valid_to=_until(spans, begins, span.valid_to))


def _until(spans: Mapping[dt.date, Span], begins: dt.date, valid_to: dt.date | None) -> dt.date | None:
    ends: list[dt.date] = [other for other in spans if other > begins]
    return min([*ends, *([valid_to] if valid_to else [])], default=None)


@dataclass
class Spans:
    """The state grouped by what is looked up: unit, cost centre, unit and e-mail."""

    periods: dict[str, dict[dt.date, Period]]
    centres: dict[str, dict[dt.date, Centre]]
    jobs: dict[str, dict[str, dict[dt.date, Job]]]
    counts: dict[str, dict[dt.date, Decimal]]
    persons: dict[str, str]

    @classmethod
    def of(cls, state: State) -> Spans:
        spans = cls(defaultdict(dict), defaultdict(dict), {}, defaultdict(dict), dict(state.persons))
        for (unit, counted_on), fte in state.counts.items():
            spans.counts[unit][counted_on] = fte
        for (unit, begins), period in state.periods.items():
            spans.periods[unit][begins] = period
        for (code, begins), centre in state.centres.items():
            spans.centres[code][begins] = centre
        for (email, unit, begins), job in state.jobs.items():
            spans.jobs.setdefault(unit, {}).setdefault(email, {})[begins] = job
        return spans

    def state(self) -> State:
        jobs = {
            (email, unit, begins): job
            for unit, people in self.jobs.items()
            for email, spans in people.items()
            for begins, job in spans.items()
        }
        return State(
            periods={(unit, begins): one for unit, spans in self.periods.items() for begins, one in spans.items()},
            counts={(unit, day): fte for unit, counted in self.counts.items() for day, fte in counted.items()},
            centres={(code, begins): one for code, spans in self.centres.items() for begins, one in spans.items()},
            jobs=jobs,
            persons=self.persons,
        )

    def centres_of_units(self, on: dt.date) -> dict[str, set[str]]:
        """Unit → the cost centres that post to it on the date."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, spans in self.centres.items():
            if centre := holding(spans, on):
                found[centre.unit].add(code)
        return found


def check_rows(
    *, rows: Sequence[UnitRow], state: State, on: dt.date, is_complete: bool, part: Set[str] | None = None
) -> tuple[Problem, ...]:
    """Problems between the lines, and between them and the organisation: unknown parents, rings, missing types.

    `is_complete` and `part` as `state_after` has them.
    """
    before = Spans.of(state)
    existing = {code for code, spans in before.periods.items() if holding(spans, on)}
    closing = _in_part(existing, part) if is_complete else frozenset()
    listed = {row.code for row in rows}
    named = set(state.persons) | {row.leader.email for row in rows if row.leader and row.leader.name}
    problems = []
    for row in rows:
        if text := _wrong_parent(row, listed, existing, closing):
            problems.append(Problem(row.line, text))
        if row.kind is None and row.code not in before.periods:
            problems.append(Problem(row.line, f"{row.code} er ny og mangler en type."))
        if row.leader and row.leader.email not in named:
            problems.append(Problem(row.line, f"{row.leader.email} kendes ikke og mangler lederens navn."))
        if row.valid_to and not row.valid_from and row.valid_to <= on:
            problems.append(Problem(row.line, "“Gælder til” ligger før den dato, udtrækket gælder fra."))
    return (*problems, *_rings(rows, before, on))


def _wrong_parent(row: UnitRow, listed: Set[str], existing: Set[str], closing: Set[str]) -> str:
    if row.parent is None or (row.parent in listed and row.parent != row.code):
        return ""
    if row.parent == row.code:
        return f"{row.code} kan ikke være overordnet sig selv."
    if row.parent not in existing:
        return f"Den overordnede enhed {row.parent} findes ikke."
    return (
        f"Den overordnede enhed {row.parent} er ikke i filen og ville blive lukket. Tag den med."
        if row.parent in closing
        else ""
    )


def _rings(rows: Sequence[UnitRow], before: Spans, on: dt.date) -> tuple[Problem, ...]:
    parents = {code: found.parent for code, spans in before.periods.items() if (found := holding(spans, on))}
    parents |= {row.code: row.parent for row in rows if row.parent != row.code}
    try:
        check_no_loop(parents)
    except OrganisationLoop as loop:
        lines = [row.line for row in rows if f" {row.code} →" in str(loop)]
        return (Problem(min(lines, default=1), str(loop)),)
    return ()


def state_after(
    *, rows: Iterable[UnitRow], state: State, on: dt.date, is_complete: bool, part: Set[str] | None = None
) -> State:
    """The organisation when the extract of the date has been taken in; `rows` have passed `check_rows`.

    `is_complete` says that the extract holds the whole tree, or the whole `part` of it (codes; None is the tree):
    units of it that hold on the date and are not in the extract are closed, with their cost centres and leaders.
    What the extract has no column for stays as it was.
    """
    spans = Spans.of(state)
    old = frozenset(spans.periods)
    taken = sorted(rows, key=lambda row: row.code)
    for row in taken:
        _set_period(spans, row, row.valid_from or on)
        if row.fte is not None:
            spans.counts[row.code][row.counted_on or on] = row.fte
    _set_centres(spans, taken, old, on)
    for row in taken:
        if row.says_leader:
            _set_leader(spans, row, row.code not in old, on)
    _add_persons(spans, taken)
    for row in taken:
        if row.valid_to:
            _end_belongings(spans, {row.code}, row.valid_to)
    if is_complete:
        _close_missing(spans, _in_part(spans.periods.keys(), part) - {row.code for row in taken}, on)
    return spans.state()


def _set_period(spans: Spans, row: UnitRow, begins: dt.date) -> None:
    periods = spans.periods[row.code]
    held = all_holding(periods, begins)
    known = held[-1][1] if held else periods[max(periods)] if periods else None
    period = Period(
        name=row.name,
        short_name=row.short_name if row.short_name is not None else known.short_name if known else "",
        kind=row.kind or (known.kind if known else ""),
        parent=row.parent,
        valid_to=row.valid_to or (held[-1][1].valid_to if held else None),
    )
    if held and dataclasses.replace(held[-1][1], valid_to=period.valid_to) == period:
        first = held[-1][0]  # Nothing but perhaps the end is new.
        periods[first] = dataclasses.replace(period, valid_to=_until(periods, first, period.valid_to))
    else:
        _put(periods, begins, period)


def _moment(row: UnitRow, on: dt.date) -> dt.date:
    """When the extract's word on leader and cost centres holds from: never before the extract, nor the unit."""
    return max(on, row.valid_from or on)


def _set_centres(spans: Spans, rows: Sequence[UnitRow], old: frozenset[str], on: dt.date) -> None:
    wanted = {code: row for row in rows for code in row.cost_centres or ()}
    for code, row in wanted.items():
        centres = spans.centres[code]
        begins = row.valid_from or on
        is_free = all(centre.valid_to and centre.valid_to <= begins for centre in centres.values())
        moment = begins if is_free and row.code not in old else _moment(row, on)
        held = holding(centres, moment)
        ends_before = row.valid_to is not None and row.valid_to <= moment
        if not ends_before and (held is None or held.unit != row.code):
            _put(centres, moment, Centre(unit=row.code, valid_to=row.valid_to or (held.valid_to if held else None)))
    _end_unnamed(spans, rows, wanted.keys(), on)


def _end_unnamed(spans: Spans, rows: Sequence[UnitRow], named: Set[str], on: dt.date) -> None:
    """Cost centres end that their unit no longer names, and no other unit either."""
    moments = {row.code: _moment(row, on) for row in rows if row.cost_centres is not None}
    for code in spans.centres.keys() - named:
        for begins, centre in list(spans.centres[code].items()):
            moment = moments.get(centre.unit)
            if moment and begins <= moment and (centre.valid_to is None or centre.valid_to > moment):
                _end(spans.centres[code], begins, moment)


def _set_leader(spans: Spans, row: UnitRow, is_new: bool, on: dt.date) -> None:
    people = spans.jobs.setdefault(row.code, {})
    moment = (row.valid_from or on) if is_new and not people else _moment(row, on)
    if row.valid_to and row.valid_to <= moment:
        return
    email = row.leader.email if row.leader else None
    _end_leaders(people, moment, keep=email)
    if row.leader is None:
        return
    jobs = people.setdefault(row.leader.email, {})
    held = [job for _, job in all_holding(jobs, moment)]
    leading = next((job for job in held if job.is_leader), None)
    if leading and row.leader.title in ("", leading.title):
        return
    was = leading or (held[-1] if held else None)
    title = row.leader.title or (was.title if was else NEW_LEADERS_TITLE)
    _put(jobs, moment, Job(title=title, is_leader=True, valid_to=was.valid_to if was else None))


def _end_leaders(people: dict[str, dict[dt.date, Job]], at: dt.date, keep: str | None = None) -> None:
    for email, jobs in people.items():
        for begins, job in all_holding(jobs, at):
            if job.is_leader and email != keep:
                _end(jobs, begins, at)


def _add_persons(spans: Spans, rows: Sequence[UnitRow]) -> None:
    for row in rows:
        if row.leader and row.leader.name:
            spans.persons.setdefault(row.leader.email, row.leader.name)


def _end_belongings(spans: Spans, units: set[str], at: dt.date) -> None:
    """Cost centres and leaders end with their unit."""
    for centres in spans.centres.values():
        for begins, centre in all_holding(centres, at):
            if centre.unit in units:
                _end(centres, begins, at)
    for unit in units:
        _end_leaders(spans.jobs.get(unit, {}), at)


def _in_part(units: Set[str], part: Set[str] | None) -> Set[str]:
    return units if part is None else units & part


def _close_missing(spans: Spans, unlisted: Set[str], on: dt.date) -> None:
    missing = {unit for unit in unlisted if all_holding(spans.periods[unit], on)}
    for unit in missing:
        for begins, _ in all_holding(spans.periods[unit], on):
            _end(spans.periods[unit], begins, on)
    _end_belongings(spans, missing, on)
