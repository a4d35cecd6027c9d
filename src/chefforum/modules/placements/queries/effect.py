"""What came of placements by a definition, as everybody may see it; and how long it took from the start."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

from chefforum.calc.survival import Spell, spell
from chefforum.kernel.access.rules import Actor

from ..access import READ_PUBLISHED
from ..models import OutcomeDefinition
from ..rules.effect import (
    WAYS,
    Came,
    Defined,
    Effect,
    Group,
    State,
    Where,
    count,
    published,
    way_of,
    what_came,
    where_of,
)
from ..rules.outcomes import last_day_due, months_after, spans_of
from ..rules.publishing import published_day
from .placements import PlacementRow, placements_between
from .publishing import published_at

YEARS_BACK = 5


def definitions() -> tuple[Defined, ...]:
    """Every definition, oldest first. One query."""
    rows = {one.pk: one for one in OutcomeDefinition.objects.order_by()}
    spans = spans_of((one.pk, one.name, one.months_after, one.valid_from, one.version) for one in rows.values())
    return tuple(
        Defined(span, rows[span.id].version, rows[span.id].text, rows[span.id].source, _exits(rows[span.id]))
        for span in spans
    )


def usual_year(on: dt.date) -> int:
    """The last year of which the time after has gone for about half, where it is three months.

    >>> usual_year(dt.date(2026, 1, 28)), usual_year(dt.date(2026, 11, 1))
    (2025, 2026)
    """
    return months_after(on, -9).year


def usual_definition(known: tuple[Defined, ...], *, year: int, on: dt.date) -> Defined | None:
    """The one that held last for placements that ended in the year and whose time has gone; the oldest before them."""
    held = [
        one
        for one in known
        if one.span.first <= min(dt.date(year, 12, 31), last_day_due(published_day(on), one.span.months))
    ]
    return held[-1] if held else next(iter(known), None)


def effect_of(*, actor: Actor, years: tuple[int, ...], definition: Defined, on: dt.date) -> Effect:
    """Placements that ended in the years, by what came of them as it was known when the month began.

    Raises AccessDenied. Three queries, however many.
    """
    READ_PUBLISHED.require(actor)
    known_at = published_at(on)
    rows, otherwise = _asked(definition, years=years, on=on, known_at=known_at)
    found = count(
        ((day.year, row.kind, where_of(row.sector), _came(row, day, definition)) for row, day in rows), years=years
    )
    groups = {key: _in_year(published(counts), is_otherwise=key[0] in otherwise) for key, counts in found.items()}
    data_from = max((row.as_of for row, _ in rows if row.as_of), default=None)
    due_until = last_day_due(published_day(on), definition.span.months)
    return Effect(definition, years, groups, due_until, otherwise, data_from, known_at)


def _in_year(group: Group, *, is_otherwise: bool) -> Group:
    """Where another definition held too, that nobody is asked by this one is not that nobody ended."""
    return replace(group, state=State.OTHERWISE) if is_otherwise and group.state is State.NOBODY else group


@dataclass(frozen=True)
class Followed:
    """Each from the start; and how many of them are closed in the definition's time by each of WAYS, as `effect_of`
    says."""

    spells: tuple[Spell, ...]
    closed_in_time: tuple[int, ...]


def spells_of(*, actor: Actor, year: int, definition: Defined, kind: str, where: Where, on: dt.date) -> Followed:
    """From the start to the case was closed, or to the day of the data where it was not; of those that are known.

    An exit that is known and has no day is reckoned from the day of its data. Way out: a word of Came.
    Raises AccessDenied. Three queries.
    """
    READ_PUBLISHED.require(actor)
    rows, _ = _asked(definition, years=(year,), on=on, known_at=published_at(on))
    known = [(row, day) for row, day in rows if row.kind == kind and where_of(row.sector) is where and row.as_of]
    spells = sorted((_spell(row, definition) for row, _ in known), key=lambda one: (one.days, one.exit or ""))
    came = Counter(_came(row, day, definition) for row, day in known)
    return Followed(tuple(spells), tuple(came[way] for way in WAYS))


def _spell(row: PlacementRow, definition: Defined) -> Spell:
    until = max(row.as_of or row.starts_on, row.starts_on)
    is_closed = row.exit_type in definition.counted
    return spell(
        begins=row.starts_on,
        closed=max(row.closed_on or until, row.starts_on) if is_closed else None,
        exit=way_of(str(row.exit_type)).value,
        data_until=until,
    )


def _asked(
    definition: Defined, *, years: tuple[int, ...], on: dt.date, known_at: dt.datetime
) -> tuple[list[tuple[PlacementRow, dt.date]], tuple[int, ...]]:
    """Those of the years whose outcome is due by the definition; and the years of which it does not ask all.

    A definition asks of those that ended while it held. Where somebody has noted outcomes by it of others that ended
    in a year, it asks of the whole year, so that nobody chooses whom.
    """
    span, day = definition.span, published_day(on)
    first, last = dt.date(min(years), 1, 1), min(dt.date(max(years), 12, 31), last_day_due(day, span.months))
    if last < first:
        return [], ()
    ended = [
        (row if row.as_of is None or row.as_of <= day else _without_outcome(row), row.last_day)
        for row in placements_between(first=first, last=on, definition_id=span.id, known_at=known_at)
        if row.last_day is not None and first <= row.last_day <= last and row.last_day.year in years
    ]
    whole = {day.year for row, day in ended if row.exit_type is not None and not span.holds_for(day)}
    asked = [(row, day) for row, day in ended if day.year in whole or span.holds_for(day)]
    otherwise = {day.year for _, day in ended if not span.holds_for(day)} - whole
    return asked, tuple(sorted(otherwise))


def _without_outcome(row: PlacementRow) -> PlacementRow:
    """As it was known before the outcome came in."""
    return row._replace(exit_type=None, closed_on=None, as_of=None, definition_id=None)


def _came(row: PlacementRow, last_day: dt.date, definition: Defined) -> Came:
    return what_came(
        exit_type=row.exit_type,
        closed_on=row.closed_on,
        last_day=last_day,
        months=definition.span.months,
        counted=definition.counted,
    )


def _exits(one: OutcomeDefinition) -> frozenset[str]:
    return frozenset(str(exit_type) for exit_type in one.counted_exits)
