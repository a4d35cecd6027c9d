"""Figures of roll-out that any text may put in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, register_figure

from ..access import READ_FORECAST
from ..queries.roll_out import roll_out_of

SOURCE = "Udrulning af Mit Forventede Regnskab"


def register() -> None:
    register_figure(STARTED)
    register_figure(AT_WORKSHOP)


def units_started(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the units that the actor reads."""
    return FigureValue(Decimal(roll_out_of(actor=actor, on=on).started), on, SOURCE)


def units_at_workshop(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the units that the actor reads; a workshop to come does not count."""
    return FigureValue(Decimal(roll_out_of(actor=actor, on=on).at_workshop), on, SOURCE)


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
AT_WORKSHOP = Figure(
    name="forecast.units_at_workshop",
    title="Arbejdspladser, der har været på MFR-workshop",
    unit="arbejdspladser",
    definition="Enheder med leder, som er noteret på en workshop til og med dagen, af dem, du kan se.",
    version=1,
    parameters=(),
    rule=READ_FORECAST,
    compute=units_at_workshop,
)
