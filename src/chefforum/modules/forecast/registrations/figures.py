"""Figures of the expected result that any text may put in."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ_FORECAST
from ..queries.expected import ExpectedSum, expected_of_units
from ..queries.roll_out import roll_out_of
from ..queries.units import UnitNotFound, find_workplace
from ..rules.running import NothingClosed

SOURCE = "Mit Forventede Regnskab"
UNIT, YEAR = Parameter("unit", "Enhedens kode"), Parameter("year", "År", ParameterKind.YEAR)


def register() -> None:
    register_figure(EXPECTED)
    register_figure(DEVIATION)
    register_figure(STARTED)


def _of_unit(
    *, actor: Actor, parameters: Mapping[str, str], on: dt.date, read: Callable[[ExpectedSum], int | None]
) -> FigureValue:
    """Of the unit and all below it that the actor reads; missing where anything in it is not assessed."""
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    nobody = f"Du kan ikke se forventet regnskab for en enhed med koden {parameters['unit']}."
    if unit is None:
        return FigureValue(None, None, SOURCE, nobody)
    try:
        find_workplace(actor=actor, unit_id=unit.id, on=on, tree=tree)
        found = expected_of_units(actor=actor, year=int(parameters["year"]), on=on, units=tree.below([unit.id]))
    except UnitNotFound:
        return FigureValue(None, None, SOURCE, nobody)
    except NothingClosed as not_yet:
        return FigureValue(None, None, SOURCE, str(not_yet))
    year, month = divmod(found.closed_through, 100)
    as_of = dt.date(year, month, calendar.monthrange(year, month)[1])
    total = found.total()
    if not len(found):
        return FigureValue(None, as_of, SOURCE, "Enheden har hverken budget, forbrug eller poster.")
    if not total.is_complete:
        lines = int(np.count_nonzero(~found.parts.is_assessed))
        return FigureValue(None, as_of, SOURCE, f"{lines} linjer er ikke vurderet, så resultatet er ufuldstændigt.")
    value = read(total)
    if value is None:
        return FigureValue(None, as_of, SOURCE, "Enheden har intet budget.")
    return FigureValue(Decimal(value) / 100, as_of, SOURCE)


def expected_result(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    return _of_unit(actor=actor, parameters=parameters, on=on, read=lambda total: total.expected)


def expected_deviation(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    return _of_unit(actor=actor, parameters=parameters, on=on, read=lambda total: total.deviation)


def units_started(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the units that the actor reads."""
    return FigureValue(Decimal(roll_out_of(actor=actor, on=on).started), on, SOURCE)


EXPECTED = Figure(
    name="forecast.expected",
    title="Forventet resultat",
    unit="kr.",
    definition="Det, året ventes at ende på for enheden og alle enheder under den: brugt, fast løn, beregnet rest, "
    "lederens poster og satte tal. Mangler, hvor noget ikke er vurderet.",
    version=1,
    parameters=(UNIT, YEAR),
    rule=READ_FORECAST,
    compute=expected_result,
)
DEVIATION = Figure(
    name="forecast.deviation",
    title="Forventet afvigelse fra budgettet",
    unit="kr.",
    definition="Forventet resultat minus korrigeret budget for enheden og alle enheder under den; over nul er "
    "merforbrug eller mindre indtægt. Mangler, hvor noget ikke er vurderet.",
    version=1,
    parameters=(UNIT, YEAR),
    rule=READ_FORECAST,
    compute=expected_deviation,
)
STARTED = Figure(
    name="forecast.units_started",
    title="Arbejdspladser i gang med MFR",
    unit="arbejdspladser",
    definition="Enheder med leder, som er noteret i gang med Mit Forventede Regnskab, af dem, du kan se.",
    version=1,
    parameters=(),
    rule=READ_FORECAST,
    compute=units_started,
)
