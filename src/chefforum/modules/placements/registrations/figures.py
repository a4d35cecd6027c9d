"""Living figures of placements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ_PUBLISHED
from ..queries.effect import definitions, effect_of, usual_definition
from ..queries.targets import target_number
from ..rules.effect import WHERE_NAMES, Where
from ..rules.effect_words import why_no_share
from ..rules.kinds import KIND_NAMES, TARGETED, PlacementKind
from . import status

UNIT = Parameter("unit", "Enhed", ParameterKind.UNIT)
YEAR = Parameter("year", "År", ParameterKind.YEAR)
TARGET_KIND = Parameter("kind", "Type", choices=tuple((kind.value, KIND_NAMES[kind]) for kind in TARGETED))
COUNTED = Parameter("counted", "Tælles", choices=(("yearly", "Pr. år"), ("running", "Løbende")))


def register() -> None:
    """Called once, when the house opens."""
    register_figure(TARGET)
    register_figure(EFFECT)
    status.register_figures()


def target(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the year's round that holds; the top unit is the whole municipality."""
    source = "Runder af måltal"
    kind, counted = parameters["kind"], parameters["counted"]
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    if unit is None:
        return FigureValue(None, None, source, f"Der er ingen enhed med koden {parameters['unit']}.")
    found = target_number(
        year=int(parameters["year"]),
        kind=PlacementKind(kind),
        is_yearly=counted == "yearly",
        unit_id=None if unit.parent is None else unit.id,
        on=on,
    )
    if found is None:
        return FigureValue(None, None, source, f"Der er intet måltal for {unit.name} i {parameters['year']}.")
    return FigureValue(Decimal(found.value), found.holds_from, str(found.round))


TARGET = Figure(
    name="placements.target",
    title="Måltal for praktik og løntilskud",
    unit="forløb",
    definition="Årets måltal efter den runde, der gælder på dagen: hvor mange der skal begynde pr. år, eller være i "
    "gang ad gangen. For en afdeling dens del efter årsværksnøglen, for kommunen det hele.",
    version=2,
    parameters=(YEAR, TARGET_KIND, COUNTED, UNIT),
    rule=READ_PUBLISHED,
    compute=target,
)


def effect(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """As the page of effect says it, by the definition that held: nothing that it does not show."""
    source = "Udfald af forløb"
    year, kind, where = int(parameters["year"]), parameters["kind"], parameters["sector"]
    definition = usual_definition(definitions(), year=year, on=on)
    if definition is None:
        return FigureValue(None, None, source, "Det er ikke fastlagt, hvad effekt er.")
    found = effect_of(actor=actor, years=(year,), definition=definition, on=on)
    group = found.of(year, Where(where), kind)
    if group.share is None:
        return FigureValue(None, None, source, f"{why_no_share(group)}.")
    value = (100 * Decimal(group.closed or 0) / Decimal(group.known or 1)).quantize(Decimal("0.1"))
    return FigureValue(value, found.data_from, f"{source}: {definition}, n = {group.known}")


EFFECT = Figure(
    name="placements.effect",
    title="Effekt af praktik og løntilskud",
    unit="%",
    definition="Andelen af de forløb, der sluttede i året, hvis sag er lukket, når definitionens måneder er gået, "
    "af dem, hvis udfald kendes. Vises ikke for færre end ti, eller hvor nogen kunne kendes.",
    version=1,
    parameters=(
        YEAR,
        Parameter("kind", "Type", choices=tuple((one.value, KIND_NAMES[one]) for one in PlacementKind)),
        Parameter("sector", "Hvor", choices=tuple((one.value, WHERE_NAMES[one]) for one in Where)),
    ),
    rule=READ_PUBLISHED,
    compute=effect,
)
