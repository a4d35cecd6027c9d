"""Living figures of the forecast: what a unit with all below it is expected to end at, how far from its budget, and how
many of its leaders have assessed the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from chefforum.calc.periods import name_of, period_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import standing_at
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.web import danish

from ..access import READ_FORECAST
from ..queries.figures import UnitSum, assessed_share, sum_of

SOURCE = "Regnskab til og med den lukkede måned, stillinger, metoder og lederes poster"
SOURCE_OF_DOCUMENTS = "det forventede regnskab"
NOTHING_ASSESSED = "Intet er vurderet endnu."
UNIT = Parameter("unit", "Enhed", ParameterKind.UNIT)
YEAR = Parameter("year", "År", ParameterKind.YEAR)


def register() -> None:
    for figure in (EXPECTED, DEVIATION, ASSESSED):
        register_figure(figure)


def figures_of(closed: int, at: dt.datetime) -> tuple[str, ...]:
    """What the figures of a document are of and when: the ledger's months, and leaders' entries as they stood."""
    return (f"regnskabet til og med {name_of(closed)}", standing_at("ledernes poster", at))


def _told(compute: Callable[..., FigureValue]) -> Callable[..., FigureValue]:
    """The value as of the day that it is asked for, since leaders' entries are of that day; the source says so."""

    def told(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
        value = compute(actor=actor, parameters=parameters, on=on)
        if value.as_of is None:
            return value
        ledger = f"regnskabet til og med {name_of(period_of(value.as_of))}"
        source = f"{ledger}, stillinger, metoder og ledernes poster pr. {danish.date(on)}"
        return replace(value, as_of=on, source=source)

    return told


def _found(actor: Actor, parameters: Mapping[str, str], on: dt.date) -> UnitSum | str:
    return sum_of(actor=actor, code=parameters["unit"], year=int(parameters["year"]), on=on)


def expected(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of what is assessed, as on every page; what is not is told beside it."""
    found = _found(actor, parameters, on)
    if isinstance(found, str):
        return FigureValue(None, None, SOURCE, found)
    if found.sum.expected is None:
        return FigureValue(None, found.as_of, SOURCE, NOTHING_ASSESSED)
    return FigureValue(Decimal(found.sum.expected) / 100, found.as_of, SOURCE, found.sum.lacking_words)


def deviation(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    found = _found(actor, parameters, on)
    if isinstance(found, str):
        return FigureValue(None, None, SOURCE, found)
    if found.sum.expected is None:
        return FigureValue(None, found.as_of, SOURCE, NOTHING_ASSESSED)
    if found.sum.deviation is None:
        return FigureValue(None, found.as_of, SOURCE, "Der er intet budget at holde det op mod.")
    return FigureValue(Decimal(found.sum.deviation) / 100, found.as_of, SOURCE, found.sum.lacking_words)


def assessed(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    found = assessed_share(actor=actor, code=parameters["unit"], on=on)
    if isinstance(found, str):
        return FigureValue(None, None, SOURCE, found)
    return FigureValue(found, on, "Lederes vurderinger af måneden")


EXPECTED = Figure(
    name="forecast.expected",
    title="Forventet regnskab",
    unit="kr.",
    definition="Hvad enheden med alt under den ventes at ende på i året: brugt i lukkede måneder, fast løn efter "
    "stillinger, beregnet rest og lederes poster. Konti, der ikke er vurderet, er ikke med. For hele kommunen er det "
    "med, som ikke er koblet til en enhed.",
    version=2,
    parameters=(UNIT, YEAR),
    rule=READ_FORECAST,
    compute=_told(expected),
)
DEVIATION = Figure(
    name="forecast.deviation",
    title="Forventet afvigelse fra budgettet",
    unit="kr.",
    definition="Forventet regnskab minus korrigeret budget for de konti, der er vurderet, i enheden med alt under den. "
    "Over nul: der bruges mere, eller kommer mindre ind, end budgettet siger.",
    version=2,
    parameters=(UNIT, YEAR),
    rule=READ_FORECAST,
    compute=_told(deviation),
)
ASSESSED = Figure(
    name="forecast.assessed",
    title="Ledere, der har vurderet måneden",
    unit="procent",
    definition="Andelen af arbejdspladser med leder, i enheden og under den, hvis leder har vurderet den seneste "
    "måned.",
    version=1,
    parameters=(UNIT,),
    rule=READ_FORECAST,
    compute=assessed,
)
