"""The kernel's own figure: full-time equivalents in a part of the organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from chefforum.kernel.access.rules import SIGNED_IN, Actor
from chefforum.kernel.organisation.queries import fte_by_unit, fte_of, tree_on

from .registry import Figure, FigureValue, Parameter, ParameterKind, register_figure

SOURCE = "Årsværk pr. enhed, indlæst med organisationen"


def register() -> None:
    register_figure(FTE)


def full_time_equivalents(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """As of the oldest of the counts that are added up. The organisation is open to all who are signed in."""
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    if unit is None:
        return FigureValue(None, None, SOURCE, f"Der er ingen enhed med koden {parameters['unit']} på den dag.")
    value = fte_of(tree=tree, unit_id=unit.id, on=on)
    if value is None:
        return FigureValue(None, None, SOURCE, f"Der er ikke indlæst årsværk for {unit.name}.")
    counted = fte_by_unit(on)
    as_of = min(counted[one][1] for one in tree.below([unit.id]) if one in counted)
    return FigureValue(value, as_of, SOURCE)


FTE = Figure(
    name="organisation.fte",
    title="Årsværk",
    unit="årsværk",
    definition="Årsværk i enheden og alle enheder under den: den seneste opgørelse for hver enhed til og med dagen.",
    version=1,
    parameters=(Parameter("unit", "Enhed", ParameterKind.UNIT),),
    rule=SIGNED_IN,
    compute=full_time_equivalents,
)
