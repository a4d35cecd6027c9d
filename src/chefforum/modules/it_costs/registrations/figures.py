"""How many systems there are, as a living figure; and what waits for an IT manager on the start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards
from ..access import READ_SYSTEMS, WRITE_SYSTEMS
from ..queries.register import Chosen, list_systems
from ..rules.kinds import SYSTEM_KIND_NAMES

SOURCE = "Kommunens register over it-systemer"
BOTH = "alle"


def register() -> None:
    register_figure(SYSTEMS)
    register_start_card(
        StartCard(
            name="it_costs.register",
            title="It-systemer og kontrakter",
            rule=WRITE_SYSTEMS,
            content=cards.register_waits,
            order=60,
            group=CardGroup.WAITING,
        )
    )


def _count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    if unit is None:
        return FigureValue(None, None, SOURCE, f"Ingen enhed har koden {parameters['unit']}.")
    kind = parameters["kind"]
    if kind != BOTH and kind not in {one.value for one in SYSTEM_KIND_NAMES}:
        return FigureValue(None, None, SOURCE, f"Typen {kind} findes ikke.")
    is_whole = unit.parent is None
    chosen = Chosen(kind="" if kind == BOTH else kind, unit_id=None if is_whole else unit.id)
    count = list_systems(actor=actor, chosen=chosen, tree=tree, on=on).count()
    return FigureValue(Decimal(count), on, SOURCE)


SYSTEMS = Figure(
    name="it_costs.systems",
    title="It-systemer og installationer",
    unit="systemer",
    definition="Hvad der står i registret i dag af typen, med enheden eller en under den som ansvarlig; for hele "
    "kommunen også dem, ingen er ansvarlig for. Hvad der er taget ud, tæller ikke med.",
    version=1,
    parameters=(
        Parameter(
            "kind",
            "Type",
            choices=((BOTH, "Alle"), *((one.value, name) for one, name in SYSTEM_KIND_NAMES.items())),
        ),
        Parameter("unit", "Ansvarlig enhed", ParameterKind.UNIT),
    ),
    rule=READ_SYSTEMS,
    compute=_count,
)
