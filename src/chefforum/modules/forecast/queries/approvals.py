"""Whether the budget or the ledger of a unit was changed after its month was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from chefforum.calc.periods import period_of, within_year
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger import queries as ledger

from ..models import Assessment
from ..rules.approvals import Basis, Since
from ..rules.rhythm import AssessmentState


def basis_to_keep(*, unit_id: UUID, period: int, on: dt.date) -> Basis:
    """What an approval of the month is given on, now. The caller has asked about the unit. Seven queries, two scans."""
    closed = ledger.closed_through()
    through = None if closed is None or closed < period // 100 * 100 + 1 else min(period, closed)
    return _basis_of({unit_id: through}, year=period // 100, on=on)[unit_id]


def since_approval(*, assessments: Iterable[Assessment | None], on: dt.date) -> dict[UUID, Since]:
    """Of months of one year that the caller has asked about: those that are approved and whose unit's budget or ledger
    was changed since. What nobody noted when it was approved is not known. Six queries and two scans, or none."""
    approved = {
        one.unit_id: one
        for one in assessments
        if one is not None and one.state == AssessmentState.APPROVED.value and one.approved_budget_oere is not None
    }
    if not approved:
        return {}
    year = next(iter(approved.values())).period // 100
    now = _basis_of({unit_id: one.approved_through for unit_id, one in approved.items()}, year=year, on=on)
    found = {unit_id: _since(one, now[unit_id]) for unit_id, one in approved.items()}
    return {unit_id: since for unit_id, since in found.items() if since.is_changed}


def _since(assessment: Assessment, now: Basis) -> Since:
    assert assessment.approved_at is not None
    then = Basis(
        assessment.approved_budget_oere or 0, assessment.approved_actual_oere or 0, assessment.approved_through
    )
    return Since(timezone.localdate(assessment.approved_at), then, now)


@one_reading()
def _basis_of(through: Mapping[UUID, int | None], *, year: int, on: dt.date) -> dict[UUID, Basis]:
    """Of each unit's own lines, through its month, by the organisation of the day."""
    units, as_of = list(through), within_year(period_of(on), year)
    budget = ledger.budget_of(actor=None, year=year, units=units, as_of=as_of)
    budgets: dict[UUID, int] = dict.fromkeys(units, 0)
    for unit, amount in zip(budget.unit_of.tolist(), budget.corrected.tolist(), strict=True):
        budgets[budget.units[unit]] += amount
    used: dict[UUID, int] = dict.fromkeys(units, 0)
    last = max((month for month in through.values() if month is not None), default=None)
    if last is not None:
        cube = ledger.cube(actor=None, first=year * 100 + 1, last=last, units=units, as_of=as_of)
        for line, unit in enumerate(cube.unit_of.tolist()):
            month = through[cube.units[unit]]
            if month is not None:
                used[cube.units[unit]] += int(cube.amounts[line, : month % 100].sum())
    return {unit_id: Basis(budgets[unit_id], used[unit_id], month) for unit_id, month in through.items()}
