"""Roll-out: MFR præsentation and the list as documents, and figures that any text may put in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.figures.registry import Figure, FigureValue, register_figure

from ..access import KEEP_FORECAST, READ_FORECAST
from ..documents.presentation import presentation_document, roll_out_document
from ..queries.roll_out import roll_out_of
from ..queries.standing import roll_out_by_area, standing_of
from ..queries.units import require_keeper
from ..rules.running import NothingClosed

SOURCE = "Udrulning af Mit Forventede Regnskab"


def register() -> None:
    register_figure(STARTED)
    register_figure(AT_WORKSHOP)
    register_document_kind(PRESENTATION)
    register_document_kind(ROLL_OUT)


def _build_presentation(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """MFR præsentation of this year. Raises AccessDenied for others than finance."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    state, areas = roll_out_by_area(actor=actor, on=on)
    try:
        standing = standing_of(actor=actor, year=on.year, on=on)
    except NothingClosed:
        standing = None
    document = presentation_document(
        standing=standing, state=state, areas=areas, organisation=settings.MUNICIPALITY, issued_at=at
    )
    return Material(name=made_on("MFR præsentation", on), document=document)


def _build_roll_out(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Where each unit has come to. Raises AccessDenied for others than finance."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    state = roll_out_of(actor=actor, on=on)
    document = roll_out_document(state=state, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Udrulning af MFR", on), document=document)


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
PRESENTATION = DocumentKind(
    name="forecast.presentation",
    title="MFR præsentation",
    formats=("pdf", "docx"),
    rule=KEEP_FORECAST,
    build=_build_presentation,
)
ROLL_OUT = DocumentKind(
    name="forecast.roll_out",
    title="Udrulning af MFR",
    formats=("xlsx", "pdf", "docx"),
    rule=KEEP_FORECAST,
    build=_build_roll_out,
)
