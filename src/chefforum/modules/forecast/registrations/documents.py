"""The documents: the leader's sheet, MFR præsentation and the list of roll-out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind

from ..access import KEEP_FORECAST, READ_FORECAST
from ..documents import sheet_workbook
from ..documents.presentation import presentation_document, roll_out_document
from ..queries.entries import sheet_of
from ..queries.roll_out import roll_out_of
from ..queries.standing import roll_out_by_area, standing_of
from ..queries.units import require_keeper
from ..rules.running import NothingClosed


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="forecast.sheet",
            title="Ark med poster",
            formats=("xlsx",),
            rule=READ_FORECAST,
            build=_build_sheet,
            writers={"xlsx": lambda material: sheet_workbook(material.source)},
        )
    )
    register_document_kind(
        DocumentKind(
            name="forecast.presentation",
            title="MFR præsentation",
            formats=("pdf", "docx"),
            rule=KEEP_FORECAST,
            build=_build_presentation,
        )
    )
    register_document_kind(
        DocumentKind(
            name="forecast.roll_out",
            title="Udrulning af MFR",
            formats=("xlsx", "pdf", "docx"),
            rule=KEEP_FORECAST,
            build=_build_roll_out,
        )
    )


def _build_sheet(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The sheet of parameters["unit"] in parameters["year"]. Raises UnitNotFound."""
    on, year = timezone.localdate(at), int(parameters["year"])
    sheet = sheet_of(actor=actor, unit_id=UUID(parameters["unit"]), year=year, on=on)
    return Material(name=f"Poster {sheet.place.name} {year}", source=sheet)


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
