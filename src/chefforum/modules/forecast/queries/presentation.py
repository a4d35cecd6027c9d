"""What "MFR præsentation" is made of: how the whole stands, one workplace as an example, the plan, and who helps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.lake.storage import MissingFile
from chefforum.kernel.organisation.queries import tree_on, valid_on

from ..models import SharedNote
from ..rules.rhythm import Pace, due_date
from ..rules.running import NothingClosed
from .assessments import pace_on
from .roll_out import RollOutRow, RollOutState
from .standing import AreaRollOut, Standing, roll_out_by_area, standing_of
from .units import require_keeper
from .workplace import WorkplaceYear, workplace_year

MOST_HELPERS = 6


@dataclass(frozen=True)
class Presented:
    """`standing` and `example` None: the ledger is not closed so far that the year can be forecast. `due`: the day that
    the month is to be assessed by, where there is a rhythm. `helpers`: the controllers of the whole, by name."""

    year: int
    state: RollOutState
    areas: tuple[AreaRollOut, ...]
    standing: Standing | None
    example: WorkplaceYear | None
    pace: Pace | None
    due: dt.date | None
    helpers: tuple[str, ...]
    shared_notes: int


def presented(*, actor: Actor, on: dt.date, example: UUID | None = None) -> Presented:
    """Of the year of the day. `example`: the workplace that is shown; None: the one that shows most.

    Raises AccessDenied for others than finance.
    """
    require_keeper(actor=actor, on=on)
    state, areas = roll_out_by_area(actor=actor, on=on)
    pace = pace_on(on)
    standing, shown = None, None
    try:
        standing = standing_of(actor=actor, year=on.year, on=on)
        row = _example(state, standing, example)
        if row is not None:
            shown = workplace_year(actor=actor, unit_id=row.place.id, year=on.year, on=on, place=row.place)
    except (NothingClosed, MissingFile):
        pass
    return Presented(
        year=on.year,
        state=state,
        areas=areas,
        standing=standing,
        example=shown,
        pace=pace,
        due=None if pace is None else due_date(period=state.period, pace=pace),
        helpers=_helpers(on),
        shared_notes=SharedNote.objects.filter(withdrawn_at=None, year=on.year).count(),
    )


def _example(state: RollOutState, standing: Standing, wanted: UUID | None) -> RollOutRow | None:
    """The one that is asked for; else one that has begun, has assessed everything, and has most to show."""
    sums = standing.expected.by_unit()
    rows = [row for row in state.rows if row.place.id in sums]
    if wanted is not None:
        return next((row for row in rows if row.place.id == wanted), None)
    return max(
        rows,
        key=lambda row: (
            row.started is not None,
            sums[row.place.id].is_complete,
            abs(sums[row.place.id].entries),
            row.place.name,
        ),
        default=None,
    )


def _helpers(on: dt.date) -> tuple[str, ...]:
    tops = [unit.id for unit in tree_on(on).children(None)]
    held = RoleAssignment.objects.filter(valid_on(on), role=Role.CONTROLLER.value, unit__in=tops)
    names = held.filter(person__is_active=True).values_list("person__name", flat=True)
    return tuple(sorted(set(names))[:MOST_HELPERS])
