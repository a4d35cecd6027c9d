"""The status on the start page, and its living figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards
from ..access import READ_PLACEMENTS, READ_PUBLISHED
from ..queries.status_figures import Measure, number_of
from ..rules.kinds import KIND_NAMES

SOURCE = "Registrerede forløb og pladser i kommunen"
PARAMETERS = (
    Parameter("year", "År", ParameterKind.YEAR),
    Parameter("kind", "Type", choices=tuple((kind.value, name) for kind, name in KIND_NAMES.items())),
    Parameter("unit", "Enhed", ParameterKind.UNIT),
)
PUBLISHED = (
    " Som offentliggjort, hvem der end sætter tallet ind: til og med den måned, der er slut, som den var registreret, "
    "da den nye begyndte; og hverken færre end 5 eller hvad der kunne røbe det."
)


def register_figures() -> None:
    for figure in (STARTED, RUNNING, OCCUPANCY):
        register_figure(figure)


def register_cards() -> None:
    register_start_card(
        StartCard(
            name="placements.waits", title="Praktik og løntilskud", rule=READ_PLACEMENTS, content=cards.waits, order=60
        )
    )
    register_start_card(
        StartCard(
            name="placements.status",
            title="Praktik og løntilskud",
            rule=READ_PLACEMENTS,
            content=cards.status,
            order=30,
            group=CardGroup.FIGURES,
        )
    )


def _compute(measure: Measure) -> Callable[..., FigureValue]:
    def compute(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
        found = number_of(
            actor=actor,
            measure=measure,
            year=int(parameters["year"]),
            kind=parameters["kind"],
            code=parameters["unit"],
            on=on,
        )
        return FigureValue(found.value, found.as_of, SOURCE, found.why)

    return compute


STARTED = Figure(
    name="placements.started",
    title="Begyndte forløb",
    unit="forløb",
    definition="Forløb i kommunen af typen, hvis første dag ligger i året; aflyste tæller ikke med." + PUBLISHED,
    version=2,
    parameters=PARAMETERS,
    rule=READ_PUBLISHED,
    compute=_compute(Measure.STARTED),
)
RUNNING = Figure(
    name="placements.running",
    title="Forløb i gang",
    unit="forløb",
    definition="Forløb i kommunen af typen, der er begyndt og ikke slut på dagen; i et år, der er gået, på dets sidste "
    "dag." + PUBLISHED,
    version=2,
    parameters=PARAMETERS,
    rule=READ_PUBLISHED,
    compute=_compute(Measure.RUNNING),
)
OCCUPANCY = Figure(
    name="placements.occupancy",
    title="Besættelse af pladser",
    unit="procent",
    definition="Den andel af de tilbudte pladser af typen, som nogen er i på dagen." + PUBLISHED,
    version=2,
    parameters=PARAMETERS,
    rule=READ_PUBLISHED,
    compute=_compute(Measure.OCCUPANCY),
)
