"""Everything that the document on placements says, as all may see it, whoever makes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor

from ..rules.effect import Effect
from ..rules.publishing import published_day
from ..rules.status import Status
from .consultants import Consultants, consultants_on
from .effect import definitions, effect_of, usual_definition, usual_year
from .publishing import published_at
from .status import status_of
from .status_material import first_year
from .targets import RoundFound, round_of
from .task_lists import ListedTaskList, list_task_lists


@dataclass(frozen=True)
class StatusPaper:
    """`effect` is of `effect_year`, the newest up to the year whose time after has gone; None where effect is not
    defined. `round`: the targets of the year that comes, else of the year itself; None where none are set."""

    status: Status
    effect: Effect | None
    effect_year: int
    round: RoundFound | None
    consultants: Consultants
    task_lists: tuple[ListedTaskList, ...]


def years_to_tell(on: dt.date) -> tuple[int, ...]:
    """The years that a document can be made of, newest first: until the month that is over. Four queries."""
    newest = published_day(on).year
    return tuple(range(newest, min(first_year(published_at(on)) or newest, newest) - 1, -1))


def status_paper(*, actor: Actor, year: int, on: dt.date) -> StatusPaper:
    """A fixed number of queries. Raises AccessDenied, YearNotTold."""
    status = status_of(actor=actor, year=year, on=on, as_published=True)
    effect_year = min(year, usual_year(on))
    definition = usual_definition(definitions(), year=effect_year, on=on)
    return StatusPaper(
        status=status,
        effect=effect_of(actor=actor, years=(effect_year, effect_year - 1), definition=definition, on=on)
        if definition
        else None,
        effect_year=effect_year,
        round=round_of(year=year + 1, day=on) or round_of(year=year, day=status.on),
        consultants=consultants_on(actor=actor, on=on),
        # A maker's own lists, that are not shared, are not for all.
        task_lists=tuple(one for one in list_task_lists(actor=actor, on=on) if one.task_list.shared_at is not None),
    )
