"""The forecast of one unit with all below it as single numbers, for texts that put them in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chefforum.calc.periods import last_day
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake.storage import MissingFile
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

from ..access import may_read
from ..rules.rhythm import month_before
from ..rules.running import NothingClosed
from .assessments import overview_of
from .expected import ExpectedSum, expected_of_units

HIDDEN = "Der er ingen enhed med koden {code}, som du kan se regnskabet for."


@dataclass(frozen=True)
class UnitSum:
    """`as_of`: the last day that the ledger is closed through."""

    sum: ExpectedSum
    as_of: dt.date


def sum_of(*, actor: Actor, code: str, year: int, on: dt.date) -> UnitSum | str:
    """The sum, or why there is none. What the actor may not see is told as what is not there."""
    tree = tree_on(on)
    unit = _unit(actor, code, tree)
    if unit is None:
        return HIDDEN.format(code=code)
    try:
        # At the top the whole is asked for: also what maps to no unit, for who reads that.
        below = None if tree.children(None) == (unit,) else tree.below([unit.id])
        found = expected_of_units(actor=actor, year=year, on=on, units=below)
    except (NothingClosed, MissingFile) as refusal:
        return str(refusal)
    if not len(found):
        return f"Der er intet forbrug eller budget på {unit.name} i {year}."
    return UnitSum(found.total(), last_day(found.closed_through))


def assessed_share(*, actor: Actor, code: str, on: dt.date) -> Decimal | str:
    """In per cent, of units with a leader; or why there is no share."""
    tree = tree_on(on)
    unit = _unit(actor, code, tree)
    if unit is None:
        return HIDDEN.format(code=code)
    below = tree.below([unit.id])
    rows = overview_of(actor=actor, period=month_before(on), on=on).rows
    asked = [row for row in rows if row.place.id in below and row.leaders]
    if not asked:
        return f"Ingen under {unit.name} har en leder."
    return round(Decimal(100 * sum(not row.is_waiting for row in asked)) / len(asked), 1)


def _unit(actor: Actor, code: str, tree: OrganisationTree) -> UnitOnDate | None:
    return next((one for one in tree.units if one.code == code and may_read(actor, one.id)), None)
