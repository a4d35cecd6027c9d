"""What the steering group offers the house: the document and the living figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rendering.spreadsheet import to_xlsx
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ
from ..documents.steering_group import TITLE, steering_group_document
from ..queries.steering_group import group_now

SOURCE = "Registret over it-systemer og styregruppens vægte"


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="it_portfolio.steering_group",
            title=TITLE,
            formats=("pdf", "docx", "xlsx"),
            rule=READ,
            build=_build,
            writers={"xlsx": lambda material: to_xlsx(material.source)},
            as_attachment=AsAttachment(
                words="Hvor mange pladser hver afdeling har i forslaget til styregruppe, hvorfor, og hvem der sidder "
                "der.",
                source="registret over it-systemer",
                formats=("pdf", "docx"),
            ),
        )
    )
    register_figure(SEATS)


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Raises AccessDenied, NotMadeNow."""
    on = timezone.localdate(at)
    found = group_now(actor=actor, on=on)
    if found.shared.problem:
        raise NotMadeNow(found.shared.problem)
    document = steering_group_document(found, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(
        name=made_on(TITLE, on),
        document=document,
        source=document,
        as_of=on,
        figures=("registret, som det står i dag",),
    )


def _seats(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    unit = next((one for one in tree_on(on).units if one.code == parameters["unit"]), None)
    if unit is None:
        return FigureValue(None, None, SOURCE, f"Ingen enhed har koden {parameters['unit']}.")
    shared = group_now(actor=actor, on=on).shared
    if shared.problem:
        return FigureValue(None, None, SOURCE, shared.problem)
    if unit.parent is None:
        return FigureValue(Decimal(shared.asked.seats), on, SOURCE)
    found = next((one for one in shared.rows if one.unit_id == str(unit.id)), None)
    if found is None:
        return FigureValue(None, None, SOURCE, f"{unit.name} er ikke en afdeling med systemer.")
    return FigureValue(Decimal(found.seats), on, SOURCE)


SEATS = Figure(
    name="it_portfolio.steering_seats",
    title="Pladser i styregruppen for it",
    unit="pladser",
    definition="Hvor mange pladser afdelingen har i forslaget til styregruppe efter sine systemer og installationer, "
    "vejet efter hvor kritiske de er; for hele kommunen alle pladser.",
    version=1,
    parameters=(Parameter("unit", "Afdeling", ParameterKind.UNIT),),
    rule=READ,
    compute=_seats,
)
