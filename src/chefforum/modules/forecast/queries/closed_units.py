"""A unit that is no more: what it was, what it used, and which units its accounts went to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import CostCentre
from chefforum.kernel.organisation.queries import history_of, tree_on
from chefforum.kernel.organisation.rules import UnitOnDate
from chefforum.modules.ledger import queries as ledger

from ..access import is_finance, may_read
from .units import UnitNotFound


@dataclass(frozen=True)
class ClosedUnit:
    """`until`: the first day that it was no more. `successors`: the units that have its codes now. `years`: what was
    booked on it in each, while it had the codes, øre."""

    unit_id: UUID
    name: str
    until: dt.date
    under: str
    successors: tuple[UnitOnDate, ...]
    years: tuple[tuple[int, int], ...]


def closed_unit(*, actor: Actor, unit_id: UUID, on: dt.date) -> ClosedUnit:
    """For who reads the unit that it was under, or one that has its accounts now, and for finance.

    Raises UnitNotFound for others, and for what is no closed unit.
    """
    tree, periods = tree_on(on), list(history_of(unit_id))
    last = periods[-1] if periods else None
    if unit_id in tree or last is None or last.valid_to is None or last.valid_to > on:
        raise UnitNotFound(unit_id)
    own = CostCentre.objects.filter(unit=unit_id).values_list("code", flat=True)
    heirs = CostCentre.objects.filter(code__in=own, valid_from__lte=on, valid_to=None).exclude(unit=unit_id)
    ids = set(heirs.values_list("unit_id", flat=True))
    successors = tuple(unit for unit in tree.units if unit.id in ids)
    above = [last.parent_id] if last.parent_id else []
    if not is_finance(actor, tree) and not any(may_read(actor, one) for one in [*above, *ids]):
        raise UnitNotFound(unit_id)
    under = tree.unit(last.parent_id) if last.parent_id else None
    return ClosedUnit(unit_id, last.name, last.valid_to, under.name if under else "", successors, _years(unit_id))


def _years(unit_id: UUID) -> tuple[tuple[int, int], ...]:
    """By the codes as they were in each month; the caller has asked who may read it."""
    first, closed = ledger.first_period(), ledger.closed_through()
    if first is None or closed is None or closed < first:
        return ()
    cube = ledger.cube(actor=None, first=first, last=closed, units=[unit_id])
    found: dict[int, int] = defaultdict(int)
    for place, period in enumerate(cube.periods):
        found[period // 100] += int(cube.amounts[:, place].sum())
    return tuple((year, amount) for year, amount in sorted(found.items()) if amount)
