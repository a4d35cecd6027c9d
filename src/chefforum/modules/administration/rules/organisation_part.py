"""The part of the organisation that an administrator keeps, and what an extract may not touch outside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set

from .organisation_plan import Period, Spans, State, holding
from .organisation_rows import Problem, UnitRow

NOT_YOURS = "hører ikke til den del af organisationen, som du er administrator for"


def part_of(*, state: State, administered: Set[str]) -> frozenset[str] | None:
    """The codes of the units that somebody keeps who administers those units today; None is the whole organisation.

    Whoever administers the top, or each of several, keeps everything, also units that are closed. For others a unit
    that is closed or not begun belongs to the part where it has never hung anywhere else.
    """
    tops = _tops(state)
    if tops and tops <= administered:
        return None
    parents: dict[str, set[str | None]] = {}
    for (unit, _), period in state.periods.items():
        parents.setdefault(unit, set()).add(period.parent)
    part = set(administered)
    while more := {unit for unit, above in parents.items() if unit not in part and above <= part}:
        part |= more
    return frozenset(part)


def _tops(state: State) -> set[str]:
    """The units at the top that last the longest."""
    ends = {unit: one.valid_to or dt.date.max for (unit, _), one in state.periods.items() if one.parent is None}
    return {unit for unit, end in ends.items() if end == max(ends.values())}


def check_part(*, rows: Sequence[UnitRow], state: State, part: Set[str] | None, on: dt.date) -> tuple[Problem, ...]:
    """A problem for each line that names, moves or takes something outside the part. None is allowed everything."""
    if part is None:
        return ()
    spans = Spans.of(state)
    new = {row.code for row in rows} - spans.periods.keys()
    return tuple(
        Problem(row.line, text) for row in rows for text in _outside(row, spans, part, new, row.valid_from or on)
    )


def _outside(row: UnitRow, spans: Spans, part: Set[str], new: Set[str], begins: dt.date) -> list[str]:
    if row.code not in part and row.code not in new:
        return [f"{_named(spans.periods[row.code], row.code)} {NOT_YOURS}. Slet linjen."]
    texts = []
    if row.parent not in part and row.parent not in new and not _stays(row, spans, begins):
        place = f"under {row.parent}, som" if row.parent else "øverst, og det"
        texts.append(f"{row.code} kan ikke ligge {place} {NOT_YOURS}.")
    for centre in row.cost_centres or ():
        taken = {
            one.unit for one in spans.centres.get(centre, {}).values() if not one.valid_to or one.valid_to > begins
        }
        texts += [
            f"Omkostningsstedet {centre} er knyttet til {unit}, som {NOT_YOURS}." for unit in sorted(taken - part)
        ]
    return texts


def _stays(row: UnitRow, spans: Spans, begins: dt.date) -> bool:
    """The top of the part may be named with the place that it has."""
    held = holding(spans.periods.get(row.code, {}), begins)
    return held is not None and held.parent == row.parent


def _named(periods: Mapping[dt.date, Period], code: str) -> str:
    return f"{periods[max(periods)].name} ({code})"
