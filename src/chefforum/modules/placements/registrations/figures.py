"""Living figures of placements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ_PUBLISHED
from ..queries.targets import target_number
from ..rules.kinds import KIND_NAMES, TARGETED, PlacementKind

UNIT = Parameter("unit", "Enhed", ParameterKind.UNIT)
YEAR = Parameter("year", "År", ParameterKind.YEAR)
TARGET_KIND = Parameter("kind", "Type", choices=tuple((kind.value, KIND_NAMES[kind]) for kind in TARGETED))
COUNTED = Parameter("counted", "Tælles", choices=(("yearly", "Pr. år"), ("running", "Løbende")))


def register() -> None:
    """Called once, when the house opens."""
    register_figure(TARGET)


def target(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the year's last round; the top unit is the whole municipality."""
    source = "Runder af måltal"
    kind, counted = parameters["kind"], parameters["counted"]
    if kind not in TARGETED or counted not in ("yearly", "running"):
        return FigureValue(None, None, source, "Der er måltal for wage_subsidy og internship, som yearly og running.")
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    if unit is None:
        return FigureValue(None, None, source, f"Der er ingen enhed med koden {parameters['unit']}.")
    found = target_number(
        year=int(parameters["year"]),
        kind=PlacementKind(kind),
        is_yearly=counted == "yearly",
        unit_id=None if unit.parent is None else unit.id,
    )
    if found is None:
        return FigureValue(None, None, source, f"Der er intet måltal for {unit.name} i {parameters['year']}.")
    return FigureValue(Decimal(found.value), found.holds_from, str(found.round))


TARGET = Figure(
    name="placements.target",
    title="Måltal for praktik og løntilskud",
    unit="forløb",
    definition="Årets måltal efter den seneste runde: hvor mange der skal begynde pr. år, eller være i gang ad gangen. "
    "For en afdeling dens del efter årsværksnøglen, for kommunen det hele.",
    version=1,
    parameters=(YEAR, TARGET_KIND, COUNTED, UNIT),
    rule=READ_PUBLISHED,
    compute=target,
)
