"""Roll-out: MFR præsentation and the list as documents, and figures that any text may put in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.calc.periods import last_day
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    made_on,
    register_document_kind,
    standing_at,
)
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind

from ..access import KEEP_FORECAST, READ_FORECAST
from ..documents.presentation import presentation_document
from ..documents.roll_out import roll_out_document
from ..forms.attachments import PresentationChoice
from ..imports import participants
from ..queries.presentation import presented
from ..queries.roll_out import roll_out_of
from ..queries.units import keeps_forecast, require_keeper
from .figures import figures_of

SOURCE = "Udrulning af Mit Forventede Regnskab"


def register() -> None:
    register_figure(STARTED)
    register_figure(AT_WORKSHOP)
    register_document_kind(PRESENTATION)
    register_document_kind(ROLL_OUT)
    register_import_kind(
        ImportKind(
            name="forecast.roll_out",
            title="Deltagere på MFR-workshop",
            help="Hvem der var på workshop, skal på en eller er kommet i gang: en linje for hver. Kolonner: Dato, og "
            "E-mail, Enhedskode eller Arbejdsplads; Skridt (Workshop eller I gang) og Hold kan udelades.",
            accepts=(TEXT, XLSX),
            rule=KEEP_FORECAST,
            read=participants.read_participants,
            fingerprint=participants.fingerprint_of_steps,
            apply=participants.apply_participants,
        )
    )


def _build_presentation(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """MFR præsentation of this year, with parameters["example"] as the workplace that is shown where it is named.

    Raises AccessDenied for others than finance.
    """
    on, example = timezone.localdate(at), parameters.get("example")
    found = presented(actor=actor, on=on, example=UUID(example) if example else None)
    document = presentation_document(found, organisation=settings.MUNICIPALITY, issued_at=at)
    as_of = last_day(found.standing.expected.closed_through) if found.standing else on
    figures = figures_of(found.standing.expected.closed_through, at) if found.standing else ()
    figures = (*figures, standing_at("udrulningen", at))
    return Material(name=made_on("MFR præsentation", on), document=document, as_of=as_of, figures=figures)


def _build_roll_out(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Where each unit has come to. Raises AccessDenied for others than finance."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    state = roll_out_of(actor=actor, on=on)
    document = roll_out_document(state=state, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Udrulning af MFR", on), document=document)


def _is_keeper(actor: Actor, on: dt.date) -> bool:
    return keeps_forecast(actor=actor, on=on)


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
    as_attachment=AsAttachment(
        words="Hvad MFR er, hvordan en leder bruger det, hvor året ender, hvad der ikke er vurderet, og planen for "
        "udrulning.",
        source="det forventede regnskab og udrulningen",
        formats=("pdf", "docx"),
        form=PresentationChoice,
        may_make=_is_keeper,
        is_slow=True,
    ),
)
ROLL_OUT = DocumentKind(
    name="forecast.roll_out",
    title="Udrulning af MFR",
    formats=("xlsx", "pdf", "docx"),
    rule=KEEP_FORECAST,
    build=_build_roll_out,
    as_attachment=AsAttachment(
        words="Hver arbejdsplads: i gang, på workshop, planlagt workshop, og om måneden er vurderet.",
        source="udrulningen af Mit Forventede Regnskab",
        formats=("pdf", "xlsx"),
        may_make=_is_keeper,
    ),
)
